import Foundation
import TestSupport
import Testing

/// Every preset through the built program: a new case says what is open and refuses to run; its
/// example, worked out by hand in its README, comes out as expected, byte by byte.
@Suite struct PresetRunTests {
  static let folder = Repository.path("datasets/presets")
  static let names = [
    "jilin", "shanghai", "beijing", "guangzhou", "shenzhen", "chengdu", "hangzhou", "dalian",
    "shijiazhuang", "merit-only", "quota-100",
  ]

  static func text(_ path: String) throws -> String {
    try String(contentsOfFile: folder + "/" + path, encoding: .utf8)
  }

  @Test(arguments: names) func exampleComesOutAsWorkedByHand(_ name: String) throws {
    let folder = try TempFolder()
    let example = Self.folder + "/\(name)/example"
    let result = try Program.run("allocate", example, "-o", folder("run"))
    #expect(result.exit == 0, "\(result.error)")
    for table in ["admissions.csv", "cutoffs.csv"] {
      #expect(try folder.text("run/\(table)") == Self.text("\(name)/example/expected/\(table)"))
    }
    let seats = try Rows(folder.text("run/seats.csv"))
    #expect(seats.allSatisfy(isConserved))
  }

  /// Planned + moved in + excess = moved out + admitted + vacant.
  private func isConserved(_ row: [String: String]) -> Bool {
    row.number("planned") + row.number("moved_in") + row.number("excess")
      == row.number("moved_out") + row.number("admitted") + row.number("vacant")
  }

  @Test(arguments: names) func newCaseNamesEveryOpenPointAndRefuses(_ name: String) throws {
    let folder = try TempFolder()
    let made = try Program.run("init", folder("case"), "--preset", name)
    #expect(made.exit == 0 && made.nextStep.hasPrefix("next: fill it in"), "\(made.error)")
    #expect(try folder.text("case/rules.json") == Self.text("\(name)/rules.json"))
    let rules = try Program.run("rules", folder("case"), "--json")
    let json = try #require(
      JSONSerialization.jsonObject(with: Data(rules.output.utf8)) as? [String: Any])
    let open = try #require(json["undecided"] as? Int)
    let problems = try Problems(Program.run("check", folder("case"), "--json").output)
    #expect(problems.counts["E124"] ?? 0 == open)
    let others = problems.counts.filter { $0.key.hasPrefix("E") && $0.key != "E124" }
    #expect(others == ["E201": 2], "empty tables, whose columns are all there")
    let run = try Program.run("allocate", folder("case"), "-o", folder("run"), "--lang", "zh")
    #expect(run.exit == 1 && !folder.exists("run"))
    let questions = run.error.split(separator: "\n").filter { $0.contains(" E124 ") }
    #expect(questions.count == open && questions.allSatisfy { $0.contains("尚未确定：") })
  }

  @Test func withoutTheOfficesDecisionTheRunStops() throws {
    let folder = try TempFolder()
    let example = Self.folder + "/chengdu/example"
    for name in try FileManager.default.contentsOfDirectory(atPath: example)
    where name != "decisions.csv" && name != "expected" {
      try folder.write("case/" + name, Array(Self.text("chengdu/example/" + name).utf8))
    }
    let result = try Program.run("allocate", folder("case"), "-o", folder("run"))
    #expect(result.exit == 3 && !folder.exists("run"))
    let ties = try Rows(folder.text("run.ties/ties.csv"))
    #expect(ties.map { $0["student"] } == ["C10", "C11"])
    #expect(ties.allSatisfy { $0.key("programme", "pool", "seats_left") == ["402", "统招", "1"] })
  }

  @Test func unknownPresetIsAskedBack() throws {
    let folder = try TempFolder()
    let result = try Program.run("init", folder("x"), "--preset", "shangai")
    #expect(result.exit == 2 && !folder.exists("x"))
    #expect(result.error.contains("did you mean shanghai?"))
  }
}
