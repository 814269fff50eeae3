import Foundation
import TestSupport
import Testing

/// Where `zhibiao apportion` reads from and writes to, and what `--check` takes and refuses.
@Suite struct ApportionOutputTests {
  private static let states = "name,weight\nNorth,534\nEast,301\nSouth,165\n"

  @Test func readsAPipeAFileAndEveryEncodingAlike() throws {
    let folder = try TempFolder()
    try folder.write("w.csv", Array(Self.states.utf8))
    let words = "apportion --method webster --seats 10"
    let fromFile = try Program.run(
      "apportion", folder("w.csv"), "--method", "webster", "--seats", "10")
    #expect(fromFile.exit == 0)
    let lines = ["North,5,5.340000000", "East,3,3.010000000", "South,2,1.650000000"]
    #expect(fromFile.output == "name,seats,fair_share\n" + lines.map { $0 + "\n" }.joined())
    for line in [
      "\(Program.path) \(words) < \(folder("w.csv"))",
      "\(Program.path) \(words) - < \(folder("w.csv"))",
      "cat \(folder("w.csv")) | \(Program.path) \(words)",
    ] {
      let result = try Program.shell(line)
      #expect(result.exit == 0 && result.output == fromFile.output, "\(line)\n\(result.error)")
    }
    let crlf = Self.states.replacingOccurrences(of: "\n", with: "\r\n")
    try folder.write("crlf.csv", [0xEF, 0xBB, 0xBF] + Array(crlf.utf8))
    let marked = try Program.run(
      "apportion", folder("crlf.csv"), "--method", "webster", "--seats", "10")
    #expect(marked.output == fromFile.output)
    // 北 and 南 in GB18030.
    let chinese: [UInt8] =
      Array("name,weight\n".utf8) + [0xB1, 0xB1] + Array(",534\n".utf8) + [0xC4, 0xCF]
      + Array(",466\n".utf8)
    try folder.write("gb.csv", chinese)
    let gb = try Program.run("apportion", folder("gb.csv"), "--method", "webster", "--seats", "10")
    #expect(gb.output.contains("\n北,5,5.34") && gb.output.contains("\n南,5,4.66"))
  }

  @Test func writesFilesWholeAndKeepsWhatIsThere() throws {
    let folder = try TempFolder()
    try folder.write("w.csv", Array(Self.states.utf8))
    let words = [
      "apportion", folder("w.csv"), "--method", "adams", "--seats", "10", "-o", folder("out.csv"),
      "--certificate", folder("proof.json"),
    ]
    let first = try Program.run(words)
    #expect(first.exit == 0 && first.output.isEmpty)
    #expect(first.verdict == "done: 10 seats among 3 claimants by adams")
    #expect(first.nextStep.contains("--check"))
    let bytes = try folder.read("out.csv")
    #expect(try folder.text("proof.json").contains("\"kind\": \"divisor\""))
    let again = try Program.run(words)
    #expect(again.exit == 1 && again.error.contains("E811"))
    let replaced = try Program.run(words + ["--replace"])
    #expect(replaced.exit == 0)
    #expect(try folder.read("out.csv") == bytes)
    #expect(try folder.names() == ["out.csv", "proof.json", "w.csv"], "nothing else is left")
    let nowhere = try Program.run(
      "apportion", folder("w.csv"), "--method", "adams", "--seats", "10", "-o",
      folder("no/out.csv"))
    #expect(nowhere.exit == 1 && nowhere.error.contains("the result was not written"))
  }

  @Test func checkTakesEveryMethodsOwnResult() throws {
    let folder = try TempFolder()
    try folder.write("w.csv", Array(Self.states.utf8))
    for method in ["hamilton", "adams", "dean", "huntingtonHill", "webster", "jefferson"] {
      let words = [
        "apportion", folder("w.csv"), "--method", method, "--seats", "10", "--minimum", "1",
      ]
      let result = try Program.run(words + ["-o", folder("out.csv"), "--replace"])
      #expect(result.exit == 0)
      let check = try Program.run(words + ["--check", folder("out.csv")])
      #expect(check.exit == 0 && check.verdict.hasPrefix("good: "), "\(check.error)")
      #expect(check.output.contains("checked 3 claimants"))
      #expect(check.output.contains("checked 3 fair shares"))
    }
  }

  @Test(
    arguments: [
      ("North,6,5.340000000", "E644 out.csv:2:7", "better claim"),
      ("North,4,5.340000000", "E644 out.csv", "add up to 9"),
      ("North,5,5.34", "E644 out.csv:2:9", "is given as “5.34”"),
      ("North,5.5,5.340000000", "E215 out.csv:2:7", "“5.5”"),
      ("Nort,5,5.340000000", "E643 out.csv:2:1", "“Nort” is not in the input"),
      ("East,5,5.340000000", "E639 out.csv:3:1", "appears twice"),
    ])
  func checkRefuses(_ row: String, _ place: String, _ says: String) throws {
    let folder = try TempFolder()
    try folder.write("w.csv", Array(Self.states.utf8))
    // A seat too many for North is one too few for South.
    let south = row.hasPrefix("North,6") ? "South,1,1.650000000" : "South,2,1.650000000"
    let table = "name,seats,fair_share\n\(row)\nEast,3,3.010000000\n\(south)\n"
    try folder.write("out.csv", Array(table.utf8))
    let words = [
      "apportion", folder("w.csv"), "--method", "webster", "--seats", "10", "--check",
      folder("out.csv"), "--json",
    ]
    let result = try Program.run(words)
    #expect(result.exit == 1)
    let problems = try Problems(result.output.replacingOccurrences(of: folder(""), with: ""))
    #expect(problems.errors.contains(place), "\(problems.errors)")
    #expect(problems.messages.contains { $0.contains(says) }, "\(problems.messages)")
    #expect(result.error.hasPrefix("refused: "))
  }

  @Test func checkOfATieTakesAnySolutionWithoutASeedAndOneWithIt() throws {
    let folder = try TempFolder()
    try folder.write("w.csv", Array("name,weight\na,1\nb,1\n".utf8))
    let words = ["apportion", folder("w.csv"), "--method", "jefferson", "--seats", "1"]
    var taken = 0
    for (a, b) in [(1, 0), (0, 1)] {
      try folder.write("out.csv", Array("name,seats\na,\(a)\nb,\(b)\n".utf8))
      let any = try Program.run(words + ["--check", folder("out.csv")])
      #expect(any.exit == 0 && any.output.contains("note: 2 claimants are tied"))
      let one = try Program.run(words + ["--check", folder("out.csv"), "--seed", "s"])
      #expect(one.exit == 0 || (one.exit == 1 && one.error.contains("by the lots of the seed")))
      taken += one.exit == 0 ? 1 : 0
    }
    #expect(taken == 1)
  }

  @Test(
    arguments: [
      (["--seats", "3"], "--method M is missing"),
      (["--method", "hill", "--seats", "3"], "unknown method hill"),
      (["--method", "websta", "--seats", "3"], "did you mean webster?"),
      (["--method", "webster"], "--seats N is missing"),
      (["--method", "webster", "--seats", "-3"], "--seats is -3; a whole number"),
      (["--method", "webster", "--seats", "2147483649"], "from 0 to 2147483648"),
      (["--method", "lottery", "--seats", "3"], "lottery needs --rows FILE"),
      (["--method", "lottery", "--rows", "r", "--columns", "c"], "lottery needs --seed S"),
      (["--method", "webster", "--rows", "r"], "--columns FILE or --cells FILE is missing"),
      (["--method", "webster", "--seats", "3", "--cells", "c"], "--cells needs --rows FILE"),
      (["--method", "webster", "--rows", "-", "--columns", "-"], "only once"),
      (["--method", "webster", "--rows", "r", "--columns", "c", "--seats", "3"], "not in --seats"),
      (["--method", "webster", "--rows", "r", "--columns", "c", "w.csv"], "no place for w.csv"),
      (["--method", "webster", "--seats", "3", "--seed", " x"], "without outer blanks"),
      (["--method", "webster", "--seats", "3", "--seed", "种"], "printable ASCII"),
      (["--method", "webster", "--seats", "3", "a", "b"], "one argument too many: b"),
      (
        ["--method", "webster", "--seats", "3", "-o", "x", "--certificate", "x"], "the same file"
      ),
      (["--method", "webster", "--seats", "3", "-o", "x", "--check", "y"], "writes no file"),
    ] as [([String], String)])
  func wrongUsage(_ words: [String], _ says: String) throws {
    let result = try Program.run(["apportion"] + words)
    #expect(result.exit == 2 && result.output.isEmpty)
    #expect(result.error.contains(says), "\(result.error)")
  }
}
