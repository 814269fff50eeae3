import Foundation
import TestSupport
import Testing

/// `simulate` and the workers as people and engines run them.
@Suite struct SimulateTests {
  private static let text = #"""
    {format: 1, name: "test", language: "en",
      base: {generate: {students: 300, programmes: 5, middleSchools: 4}},
      variants: [{name: "a"}, {name: "b", set: {"/stages/open/order": "immediate"}}],
      replicates: 3, metrics: ["first_choice_share", "admitted_share"], groups: ["district"]}
    """#

  private static func folder(_ text: String = text) throws -> TempFolder {
    let folder = try TempFolder()
    try folder.write("exp.json", Array(text.utf8))
    return folder
  }

  @Test func oneMachineShardsAndWorkersGiveTheSameBytes() throws {
    let folder = try Self.folder()
    let exp = folder("exp.json")
    let run = try Program.run("simulate", exp, "-o", folder("one"), "--lang", "en")
    #expect(run.exit == 0, "\(run.error)")
    #expect(run.verdict == "Done: 2 variants, 3 replicates each, 6 cells.")
    #expect(!folder.exists("one.cells"))
    let sums = try folder.read("one/SHA256SUMS")
    let checked = try Program.shell("cd '\(folder("one"))' && sha256sum -c SHA256SUMS")
    #expect(checked.exit == 0)
    let single = try Program.run("simulate", exp, "-o", folder("two"), "--threads", "1")
    #expect(single.exit == 0)
    #expect(try folder.read("two/SHA256SUMS") == sums)
    // Parts like tasks of an array, in another order; one twice.
    for part in ["3/4", "1/4", "0/4", "2/4", "1/4"] {
      let part = try Program.run("simulate", exp, "--shard", part, "-o", folder("parts"))
      #expect(part.exit == 0, "\(part.error)")
    }
    let merged = try Program.run("simulate", exp, "--merge", folder("parts"), "-o", folder("m"))
    #expect(merged.exit == 0, "\(merged.error)")
    #expect(try folder.read("m/SHA256SUMS") == sums)
    // A worker with nothing in its environment but where coverage goes, if that is measured.
    let piped = try Program.shell(
      "'\(Program.path)' simulate '\(exp)' --cells | "
        + "\(Program.alone) '\(Program.path)' simulate '\(exp)' --worker | tac | '\(Program.path)' simulate '\(exp)' --merge - -o '\(folder("w"))'"
    )
    #expect(piped.exit == 0, "\(piped.error)")
    #expect(try folder.read("w/SHA256SUMS") == sums)
  }

  @Test func mergeNamesWhatIsMissingOrChanged() throws {
    let folder = try Self.folder()
    let exp = folder("exp.json")
    #expect(try Program.run("simulate", exp, "--shard", "0/1", "-o", folder("p")).exit == 0)
    let name = "p/cells-0-of-1.jsonl"
    let lines = try folder.text(name).split(separator: "\n").map(String.init)
    func merge(_ lines: [String]) throws -> Program.Result {
      try folder.write(name, Array((lines.joined(separator: "\n") + "\n").utf8))
      return try Program.run(
        "simulate", exp, "--merge", folder("p"), "-o", folder("m"), "--lang", "en")
    }
    let missing = try merge([lines[0], lines[2], lines[3]])
    #expect(missing.exit == 1 && missing.error.contains("3 of 6 cells are missing: 1,4-5"))
    var changed = lines
    changed[2] = changed[2].replacingOccurrences(of: "\"replicate\":2", with: "\"replicate\":1")
    let refused = try merge(changed)
    #expect(refused.exit == 1 && refused.error.contains("E785"))
    #expect(!folder.exists("m"))
    // A shard that was damaged says why it is run again.
    let again = try Program.run(
      "simulate", exp, "--shard", "0/1", "-o", folder("p"), "--lang", "en")
    #expect(again.exit == 0 && again.error.contains("again: the line was cut or changed"))
    let whole = try Program.run(
      "simulate", exp, "--shard", "0/1", "-o", folder("p"), "--lang", "en")
    #expect(whole.output.contains("whole already"))
  }

  @Test func aCellIsARunThatVerifyAccepts() throws {
    let folder = try Self.folder(
      Self.text.replacingOccurrences(
        of: #"{name: "a"}"#, with: #"{name: "a", behaviour: {listMax: 3, moving: "0.3"}}"#))
    let exp = folder("exp.json")
    let cell = try Program.run("simulate", exp, "--cell", "1", "-o", folder("run"), "--lang", "en")
    #expect(cell.exit == 0, "\(cell.error)")
    let verified = try Program.run("verify", folder("run"), "--lang", "en")
    #expect(verified.exit == 0 && verified.verdict.hasPrefix("verified"), "\(verified.error)")
    let beyond = try Program.run("simulate", exp, "--cell", "6", "-o", folder("r"), "--lang", "en")
    #expect(beyond.exit == 1 && beyond.error.contains("numbered 0 to 5"))
  }

  /// Groups may be named as in the rules, whatever the tables call their columns.
  @Test(arguments: ["evaluation-weight", "mechanism", "quota-share"])
  func nothingIsWrongWithTheExperimentsAtHand(_ name: String) throws {
    let file = Repository.path("datasets/experiments/\(name).json")
    let looked = try Program.run("simulate", file, "--dry-run")
    #expect(looked.exit == 0, "\(looked.output) \(looked.error)")
  }

  @Test func workersEndAsEnginesExpect() throws {
    let folder = try Self.folder()
    let exp = folder("exp.json")
    let program = Program.path
    let empty = try Program.shell("'\(program)' simulate '\(exp)' --worker < /dev/null")
    #expect(empty.exit == 0 && empty.output.isEmpty && empty.error.isEmpty)
    let wrong = try Program.shell("echo '{\"cell\":0}' | '\(program)' simulate '\(exp)' --worker")
    #expect(wrong.exit == 4 && wrong.output.isEmpty)
    // A variant that cannot be read is an answer.
    let bad = try Self.folder(
      Self.text.replacingOccurrences(
        of: #""/stages/open/order": "immediate""#, with: #""/scores/exam/sum/0": "chines""#))
    let path = bad("exp.json")
    let lines = try Program.shell(
      "'\(program)' simulate '\(path)' --cells | '\(program)' simulate '\(path)' --worker")
    #expect(lines.exit == 0)
    let answers = lines.output.split(separator: "\n")
    #expect(answers.count == 6)
    #expect(answers[..<3].allSatisfy { $0.contains("\"values\"") })
    #expect(answers[3...].allSatisfy { $0.contains("\"error\":[\"E2") })
    let run = try Program.run("simulate", path, "-o", bad("out"), "--lang", "en")
    #expect(run.exit == 1 && run.error.contains("variant \"b\"") && !bad.exists("out"))
  }

  @Test func citiesOfAProvinceAreAnsweredLineByLine() throws {
    let folder = try TempFolder()
    for (name, seed) in [("a", "1"), ("b", "2")] {
      let made = try Program.run(
        "generate", "-o", folder(name), "--students", "200", "--seed", seed)
      #expect(made.exit == 0)
      #expect(try Program.run("allocate", folder(name), "-o", folder("run-\(name)")).exit == 0)
    }
    try folder.write("b/quotas.csv", Array("programme,pool,audience,seats\nx,quota,y,1\n".utf8))
    let answers = try Program.shell(
      "printf '%s\\n' '\(folder("a"))' '\(folder("b"))' | "
        + "\(Program.alone) '\(Program.path)' allocate --worker"
    )
    #expect(answers.exit == 0, "\(answers.error)")
    let lines = answers.output.split(separator: "\n").map(String.init)
    #expect(lines.count == 2)
    let sums = try Program.shell("sha256sum < '\(folder("run-a/SHA256SUMS"))'").output.prefix(64)
    #expect(lines[0].contains("\"verdict\":\"done\"") && lines[0].contains(sums))
    #expect(lines[1].contains("\"verdict\":\"refused\"") && lines[1].contains("quotas.csv:2"))
    // A folder that is not here may be elsewhere: it has no answer, the next one has.
    let nowhere = try Program.shell(
      "printf '%s\\n' '\(folder("c"))' '\(folder("a"))' | '\(Program.path)' allocate --worker")
    #expect(nowhere.exit == 4 && nowhere.output == lines[0] + "\n", "\(nowhere.error)")
    #expect(nowhere.error.contains("rules.json"))
    let round = try Program.shell(
      "echo '\(folder("a"))' | '\(Program.path)' allocate --worker --after '\(folder("none"))'")
    #expect(round.exit == 0 && round.output.contains("\"verdict\":\"refused\""))
    let usage = try Program.run("allocate", "--worker", "--bundle")
    #expect(usage.exit == 2 && usage.error.contains("--bundle"))
  }
}
