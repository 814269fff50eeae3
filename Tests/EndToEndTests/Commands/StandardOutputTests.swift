import Foundation
import TestSupport
import Testing

/// `-o -`: one file goes to standard output and nothing else does; a folder cannot.
@Suite struct StandardOutputTests {
  @Test func oneFileGoesToStandardOutputAsItIs() throws {
    let folder = try allocated(TinyCase())
    try folder.write("states.csv", Array("name,weight\na,1\nb,2\n".utf8))
    try folder.write("appeals.csv", Array(appeals.utf8))
    let run = folder("run")
    let house = ["apportion", folder("states.csv"), "--method", "webster", "--seats", "5"]
    let amend = ["amend", folder("case"), "--corrections", folder("appeals.csv")]
    for (words, option, ending) in [
      (["report", run], "-o", "html"), (["publish", run], "-o", "csv"),
      (["publish", run, "--table", "cutoffs", "--min-cell", "1"], "-o", "csv"),
      (["sample", run, "--students", "3", "--seed", "a"], "-o", "csv"),
      (["explain", run, "--all"], "-o", "csv"),
      (["explain", run, "--student", "S01"], "--letter", "html"),
      (["verify", run], "--statement", "html"), (["diff", run, run], "-o", "csv"),
      (amend + ["--no-displacement", "--run", run], "-o", "csv"),
      (house, "-o", "csv"), (house + ["-o", folder("seats.csv")], "--certificate", "json"),
    ] {
      let file = folder("file.\(ending)")
      try? FileManager.default.removeItem(atPath: folder("seats.csv"))
      let written = try Program.run(words + [option, file])
      #expect(written.exit == 0, "\(words): \(written.error)")
      try? FileManager.default.removeItem(atPath: folder("seats.csv"))
      for json in [[], ["--json"]] where json.isEmpty || !words.contains("apportion") {
        let piped = try Program.run(words + [option, "-"] + json)
        #expect(piped.exit == 0, "\(words): \(piped.error)")
        #expect(try piped.output == folder.text("file.\(ending)"), "\(words)")
        #expect(!piped.error.isEmpty, "what is said goes to standard error: \(words)")
      }
      try FileManager.default.removeItem(atPath: file)
    }
  }

  @Test func aFolderCannotBeStandardOutput() throws {
    let folder = try allocated(TinyCase())
    try folder.write("appeals.csv", Array(appeals.utf8))
    for words in [
      ["allocate", folder("case"), "-o", "-"], ["plan", folder("case"), "-o", "-"],
      ["amend", folder("case"), "--corrections", folder("appeals.csv"), "-o", "-"],
      ["generate", "--students", "100", "-o", "-"], ["init", "-"],
      ["report", folder("run"), "--plots", "-"],
    ] {
      let line = words.map { "'\($0)'" }.joined(separator: " ")
      let refused = try Program.shell("cd '\(folder.path)' && LC_ALL=C '\(Program.path)' \(line)")
      #expect([1, 2].contains(refused.exit), "\(words)")
      #expect(refused.output.isEmpty, "\(words)")
      if words[0] != "plan" {  // this case has no splits, which is said first
        #expect(refused.error.contains("E815") && refused.error.contains("./-"), "\(words)")
      }
      #expect(try folder.names() == ["appeals.csv", "case", "run"], "\(words)")
    }
    // A folder that is really called so.
    let named = try Program.shell("cd '\(folder.path)' && '\(Program.path)' init ./-")
    #expect(named.exit == 0 && folder.exists("-/rules.json"), "\(named.error)")
  }

  @Test func twoOutputsAreNotOneStream() throws {
    let refused = try Program.run(
      "apportion", "-", "--method", "webster", "--seats", "5", "--certificate", "-")
    #expect(refused.exit == 2 && refused.error.contains("-o FILE"))
  }

  private let appeals =
    "student,column,old,new,decided_by,reason\nS02,math,80,81,the office,counted again\n"
}
