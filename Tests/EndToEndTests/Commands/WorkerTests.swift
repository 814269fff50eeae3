import Foundation
import TestSupport
import Testing

/// Workers and parts where machines fail, and who says what.
@Suite struct WorkerTests {
  private static let program = Program.path

  private static func folder(_ rest: String) throws -> TempFolder {
    let folder = try TempFolder()
    let text = #"""
      {format: 1, name: "test", language: "en",
        base: {generate: {students: 200, programmes: 5, middleSchools: 4}},
        variants: [{name: "a"}, {name: "b", set: {"/stages/open/order": "immediate"}}],
        metrics: ["admitted_share"],
      """#
    try folder.write("exp.json", Array((text + rest + "}").utf8))
    return folder
  }

  private static func cells(_ lines: String) -> [Int] {
    lines.split(separator: "\n").map {
      Int($0.dropFirst(#"{"cell":"#.count).prefix { $0.isNumber })!
    }
  }

  /// Cells of one drawn city follow one another, so that whoever gets a stretch draws few cities.
  @Test func cellsThatShareACityAreNeighbours() throws {
    let folder = try Self.folder("replicates: 3, draws: ['population']")
    let exp = folder("exp.json")
    let listed = try Program.run("simulate", exp, "--cells")
    #expect(Self.cells(listed.output) == [0, 3, 1, 4, 2, 5])
    #expect(try Program.run("simulate", exp, "-o", folder("one")).exit == 0)
    for part in ["1/2", "0/2"] {
      #expect(try Program.run("simulate", exp, "--shard", part, "-o", folder("parts")).exit == 0)
    }
    #expect(Self.cells(try folder.text("parts/cells-0-of-2.jsonl")) == [0, 3, 1])
    let merged = try Program.run("simulate", exp, "--merge", folder("parts"), "-o", folder("m"))
    #expect(merged.exit == 0, "\(merged.error)")
    #expect(try folder.read("m/SHA256SUMS") == folder.read("one/SHA256SUMS"))
  }

  /// A table that vanishes between two cells is the machine's fault: no answer, and 4.
  @Test func aFileThatVanishesIsNoAnswer() throws {
    let folder = try Self.folder("replicates: 2, draws: ['population'], tables: ['extra.csv']")
    let exp = folder("exp.json")
    try folder.write("extra.csv", Array("a,b\n1,2\n".utf8))
    try folder.write("cells", Array(try Program.run("simulate", exp, "--cells").output.utf8))
    let piped = try Program.shell(
      """
      cd '\(folder("."))'
      { head -1 cells
        while [ ! -s answers ]; do sleep 0.02; done
        rm extra.csv
        tail -n +2 cells
      } | '\(Self.program)' simulate exp.json --worker --lang en > answers
      """)
    #expect(piped.exit == 4 && piped.error.contains("E801"), "\(piped.error)")
    #expect(Self.cells(try folder.text("answers")) == [0, 2])
    try folder.write("extra.csv", Array("a,b\n1,2\n".utf8))
    #expect(try Program.run("simulate", exp, "--shard", "0/1", "-o", folder("p")).exit == 0)
  }

  /// A reader that goes away, and a worker that is killed while it writes.
  @Test func whoIsCutOffLeavesWholeLines() throws {
    let folder = try Self.folder("replicates: 40")
    let exp = folder("exp.json")
    let gone = try Program.shell(
      """
      '\(Self.program)' simulate '\(exp)' --cells > '\(folder("cells"))'
      { '\(Self.program)' simulate '\(exp)' --worker < '\(folder("cells"))'
        echo $? > '\(folder("code"))'
      } | true
      """)
    #expect(gone.output.isEmpty)
    #expect(try folder.text("code") != "0\n")
    // What a killed worker wrote: each line that has its end is whole, a torn one is refused.
    let all = try Program.shell(
      "'\(Self.program)' simulate '\(exp)' --cells | '\(Self.program)' simulate '\(exp)' --worker")
    let lines = all.output.split(separator: "\n")
    let torn = lines[..<3].joined(separator: "\n") + "\n" + lines[3].dropLast(30)
    try folder.write("torn", Array(torn.utf8))
    let merged = try Program.shell(
      "'\(Self.program)' simulate '\(exp)' --merge - -o '\(folder("m"))' --lang en < '\(folder("torn"))'"
    )
    #expect(merged.exit == 1 && merged.error.contains("-:4: E785"), "\(merged.error)")
    #expect(merged.error.contains("77 of 80 cells are missing: 3-79"))
  }

  @Test func partsThatAreNoParts() throws {
    let folder = try Self.folder("replicates: 2")
    let exp = folder("exp.json")
    func shard(_ part: String, _ output: String = "parts") throws -> Program.Result {
      try Program.run("simulate", exp, "--shard", part, "-o", folder(output), "--lang", "en")
    }
    for part in [
      "4/4", "9/4", "0/0", "0/1000001", "9223372036854775806/9223372036854775807", "+1/-4", "1",
      "1/", "/4", "a/4", "1/4/2", "",
    ] {
      let refused = try shard(part)
      #expect(refused.exit == 2 && refused.error.contains("I/N was expected"), "\(part)")
    }
    #expect(!folder.exists("parts"))
    // More parts than cells: those without cells are whole, and empty.
    for number in 0..<9 { #expect(try shard("\(number)/9").exit == 0) }
    #expect(try folder.read("parts/cells-0-of-9.jsonl").isEmpty)
    #expect(try shard("0/9").output.contains("whole already"))
    let merged = try Program.run("simulate", exp, "--merge", folder("parts"), "-o", folder("m"))
    #expect(merged.exit == 0, "\(merged.error)")
    // A file in the folder's place is said before anything is run.
    try folder.write("file", [])
    let inTheWay = try shard("0/2", "file")
    #expect(inTheWay.exit != 0 && inTheWay.error.contains("file"), "\(inTheWay.error)")
  }

  /// Parts of another version of the program, of another experiment, cut ones: run again, with the
  /// reason.
  @Test func partsOfOthersAreRunAgain() throws {
    let folder = try Self.folder("replicates: 2")
    let exp = folder("exp.json")
    let part = "parts/cells-0-of-1.jsonl"
    func run(_ program: String) throws -> Program.Result {
      try Program.run(
        program, ["simulate", exp, "--shard", "0/1", "-o", folder("parts"), "--lang", "en"],
        patience: 60)
    }
    #expect(try run(Self.program).exit == 0)
    let whole = try folder.read(part)
    // The same program with a byte more is another one.
    let copied = try Program.shell(
      "cp '\(Self.program)' '\(folder("other"))'; echo >> '\(folder("other"))'")
    #expect(copied.exit == 0)
    let other = try run(folder("other"))
    #expect(other.exit == 0)
    #expect(other.error.contains("again: the line belongs to another experiment, case or program"))
    #expect(try folder.read(part) != whole)
    let foreign = try Program.run(
      "simulate", exp, "--merge", folder("parts"), "-o", folder("m"), "--lang", "en")
    #expect(foreign.exit == 1 && foreign.error.contains("E784"), "\(foreign.error)")
    #expect(try run(Self.program).exit == 0)
    let lineEnd = whole.firstIndex(of: 0x0A)!
    for (bytes, why) in [
      (Array(whole.dropLast(1)), nil), (Array(whole.dropLast(9)), "was cut or changed"),
      (Array(whole[...lineEnd]), "from cell 1 on are missing"), ([], "from cell 0 on are missing"),
      (whole + whole[...lineEnd], "more lines than cells"),
      (Array(whole[(lineEnd + 1)...]), "cell 0 was expected, found 1"),
    ] as [([UInt8], String?)] {
      try folder.write(part, bytes)
      let again = try run(Self.program)
      #expect(again.exit == 0)
      if let why {
        #expect(again.error.contains(why), "\(again.error)")
        #expect(try folder.read(part) == whole)
      } else {
        // The end of the last line alone: the line is whole.
        #expect(again.output.contains("whole already"))
      }
    }
  }

  /// Which parts to run again is said as an array takes it: of lost files, and of a line changed.
  @Test func mergeNamesThePartsToRunAgain() throws {
    let folder = try Self.folder("replicates: 4, draws: ['population']")
    let exp = folder("exp.json")
    for number in 0..<4 {
      let run = try Program.run("simulate", exp, "--shard", "\(number)/4", "-o", folder("parts"))
      #expect(run.exit == 0, "\(run.error)")
    }
    func merge() throws -> Program.Result {
      try Program.run(
        "simulate", exp, "--merge", folder("parts"), "-o", folder("m"), "--lang", "en")
    }
    // Part 2 has the cells 2 and 6, part 0 the cells 0 and 4.
    let changed = try folder.text("parts/cells-0-of-4.jsonl")
      .replacingOccurrences(of: #""cell":4"#, with: #""cell":5"#)
    try folder.write("parts/cells-0-of-4.jsonl", Array(changed.utf8))
    try FileManager.default.removeItem(atPath: folder("parts/cells-2-of-4.jsonl"))
    let refused = try merge()
    #expect(refused.exit == 1 && refused.error.contains("cells-0-of-4.jsonl:2: E785"))
    #expect(
      refused.error.contains("3 of 8 cells are missing: 2,4,6; parts to run again: 0,2 of 4"),
      "\(refused.error)")
    for number in [0, 2] {
      let run = try Program.run("simulate", exp, "--shard", "\(number)/4", "-o", folder("parts"))
      #expect(run.exit == 0 && !run.output.contains("whole already"))
    }
    #expect(try merge().exit == 0)
    #expect(try Program.run("simulate", exp, "-o", folder("one")).exit == 0)
    #expect(try folder.read("m/SHA256SUMS") == folder.read("one/SHA256SUMS"))
    // Parts of two splittings: nobody can say which to run, only which cells.
    try folder.write("parts/cells-0-of-3.jsonl", [])
    try FileManager.default.removeItem(atPath: folder("parts/cells-1-of-4.jsonl"))
    let both = try Program.run(
      "simulate", exp, "--merge", folder("parts"), "-o", folder("n"), "--lang", "en")
    #expect(both.exit == 1 && both.error.contains("cells are missing: 1,5\n"), "\(both.error)")
  }

  /// `allocate` and its worker say the same of a case that stops.
  @Test func theWorkerSaysWhatAllocateSays() throws {
    let folder = try TempFolder()
    var tiny = TinyCase()
    tiny.replace("students.csv", "S03,M1,80,7,B,H2|H1", Array("S03,M1,80,7,A,H1|H2".utf8))
    tiny.replace("rules.json", "\"lottery\"", Array("\"stop\"".utf8))
    try tiny.write(to: folder)
    func answer() throws -> String {
      let answered = try Program.shell(
        "echo '\(folder("case"))' | '\(Self.program)' allocate --worker")
      #expect(answered.exit == 0, "\(answered.error)")
      return answered.output
    }
    let tie = try Program.run("allocate", folder("case"), "-o", folder("run"), "--lang", "en")
    let said = tie.error.split(separator: "\n")[0]
    #expect(try answer().contains("\"verdict\":\"tie\",\"errors\":1,\"first\":\"E782 \(said)\""))
    // Decisions that answer nothing: each is counted.
    try folder.write(
      "case/decisions.csv", try folder.read("run.ties/decisions.csv"))
    let text = try folder.text("case/decisions.csv")
      .replacingOccurrences(of: "S02,,,", with: "S02,admit,x,y")
      .replacingOccurrences(of: "S03,,,", with: "S03,refuse,x,y")
    try folder.write("case/decisions.csv", Array(text.utf8))
    try folder.write(
      "case/rules.json",
      Array(
        try folder.text("case/rules.json").replacingOccurrences(
          of: "\"stop\"", with: "\"lottery\""
        ).utf8))
    let idle = try Program.run(
      "allocate", folder("case"), "-o", folder("run"), "--lang", "en", "--json")
    let errors = try Problems(idle.output).errors
    #expect(idle.exit == 1 && errors == ["E403 decisions.csv:2"], "\(idle.output)")
    #expect(try answer().contains("\"verdict\":\"refused\",\"errors\":2,\"first\":\"\(errors[0])"))
  }
}
