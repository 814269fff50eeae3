import Diagnostics
import Foundation
import TestSupport
import Testing

/// `zhibiao rules`: the rules as sentences.
@Suite struct RulesCommandTests {
  private func rules(_ words: String...) throws -> Program.Result {
    let folder = try TempFolder()
    try TinyCase().write(to: folder)
    return try Program.run(["rules", folder("case")] + words)
  }

  @Test func chineseSentences() throws {
    let result = try rules("--lang", "zh")
    #expect(result.exit == 0 && result.error.isEmpty)
    #expect(result.verdict == "“Tiny”共 28 条，没有待定事项")
    #expect(result.nextStep.contains("zhibiao rules") || result.output.contains("下一步：逐条"))
    for sentence in [
      "平行志愿（分数优先）：先看排序名次，再看志愿序号；一经录取即为定局。",
      "最低控制线：成绩“exam”不低于 50 分。 [/stages/quota/lines/0]",
      "至多 2 个志愿，填得更多的按错误退回。 [/stages/quota/maxChoices]",
      "本批结束后，剩余名额转入“open”。 [/stages/quota/unfilled]",
    ] {
      #expect(result.output.contains(sentence), "\(sentence)")
    }
  }

  @Test func englishSentences() throws {
    let result = try rules("--lang", "en")
    #expect(result.verdict == "\"Tiny\": 28 sentences, none undecided")
    for sentence in [
      "Parallel choices (score first): first comes the place in the ranking, then",
      "Line: the score \"exam\" is at least 50. [/stages/quota/lines/0]",
      "Seats left at the end move to \"open\". [/stages/quota/unfilled]",
    ] {
      #expect(result.output.contains(sentence), "\(sentence)")
    }
  }

  /// Whatever the language and the names, a line fits a terminal of 80 columns.
  @Test(arguments: PresetRunTests.names) func linesFitATerminal(_ name: String) throws {
    for language in ["zh", "en"] {
      let file = PresetRunTests.folder + "/\(name)/rules.json"
      let result = try Program.run("rules", file, "--lang", language)
      #expect(result.exit == 0)
      let lines = result.output.split(separator: "\n").map(String.init)
      let wide = lines.filter { displayWidth($0) > 80 && !$0.contains("zhibiao rules") }
      #expect(wide.allSatisfy { !$0.drop { $0 == " " }.contains(" ") }, "\(wide)")
      let numbers = lines.compactMap { Int($0.prefix(4).drop { $0 == " " }) }
      #expect(numbers == Array(1...numbers.count))
    }
  }

  /// What is not settled is marked where it is said, not only in the list of open points.
  @Test func undecidedPointsAreMarked() throws {
    let file = PresetRunTests.folder + "/guangzhou/rules.json"
    let result = try Program.run("rules", file, "--lang", "zh")
    #expect(result.verdict.hasSuffix("待定 10 项，尚不能运行"))
    for sentence in [
      "（待定）最低控制线：成绩“总分”不低于所报招生代码的“控制线”减 40 分",
      "（待定）成绩“总分”以 707、667、627、587、487 分为界分段",
    ] {
      #expect(result.output.contains(sentence), "\(sentence)")
    }
    #expect(!result.output.contains("（待定）至多 3 个志愿"))
    #expect(!result.output.contains("（待定）按志愿表“指标志愿”录取"))
  }

  @Test func aFileAndStandardInputWillDo() throws {
    let folder = try TempFolder()
    try TinyCase().write(to: folder)
    let ofCase = try Program.run("rules", folder("case"), "--json")
    let ofFile = try Program.run("rules", folder("case/rules.json"), "--json")
    let piped = try Program.shell(
      "'\(Program.path)' rules - --json < '\(folder("case/rules.json"))'")
    #expect(ofCase.output == ofFile.output && ofCase.output == piped.output)
  }

  /// What a document says of a point stands beside the sentence on that point.
  @Test func clausesStandWhereTheyBelong() throws {
    var tiny = TinyCase()
    let basis =
      #""basis": [{"document": "文件一", "clauses": {"/stages/quota/lines/0": "第三条", "/format": "附则"}}]"#
    tiny.replace("rules.json", #""basis": ["none"]"#, Array(basis.utf8))
    let folder = try TempFolder()
    try tiny.write(to: folder)
    let result = try Program.run("rules", folder("case"), "--lang", "zh")
    let text = result.output.split(separator: "\n").map { $0.drop { $0 == " " } }.joined()
    #expect(text.contains("不低于 50 分。依据：文件一：第三条。[/stages/quota/lines/0]"))
    #expect(text.contains("另有依据。依据：文件一：附则。 [/format]"))
    #expect(try Program.run("check", folder("case")).exit == 0)
  }

  @Test func whatCannotBeReadIsRefused() throws {
    let folder = try TempFolder()
    try TinyCase().write(to: folder)
    try folder.write("bad.json", Array("{\"format\": 1}".utf8))
    let bad = try Program.run("rules", folder("bad.json"))
    #expect(bad.exit == 1 && bad.output.isEmpty && bad.error.contains("bad.json:1:1: E106"))
    let none = try Program.run("rules", folder("nowhere"))
    #expect(none.exit == 1 && none.error.contains("E801"))
    let empty = try Program.run("rules", folder.path)
    #expect(empty.exit == 1 && empty.error.contains("rules.json"))
    let json = try Problems(Program.run("rules", folder("bad.json"), "--json").output)
    #expect(json.counts["E106"] ?? 0 > 0)
  }
}
