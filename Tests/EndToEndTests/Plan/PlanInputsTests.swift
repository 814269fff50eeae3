import Diagnostics
import Foundation
import TestSupport
import Testing
import Verification

/// `plan --check` of files that cannot be read as a plan, or as its inputs: each is said, with its
/// reason.
@Suite struct PlanInputsTests {
  /// One change of one file: nil removes it.
  struct Change: Sendable, CustomStringConvertible {
    let method: String
    let file: String
    let old: String
    let new: String?
    let code: String
    let says: String
    var description: String { "\(method), \(file): \(says)" }
  }

  private static func change(
    _ method: String, _ file: String, _ old: String, _ new: String?, _ code: String, _ says: String
  ) -> Change {
    Change(method: method, file: file, old: old, new: new, code: code, says: says)
  }

  private static let changes = [
    change("lottery", "plan-seed.txt", "", nil, "E650", "is by lottery, without a seed"),
    change("lottery", "middle_schools.csv", "", nil, "E656", "there is no such file"),
    change(
      "webster", "plan.csv", "split,level", "split,floor", "E648",
      "the header should be split,level,programme"),
    change(
      "webster", "quotas.csv", "programme,pool", "programme,kind", "E653",
      "the header should be programme,pool,audience,seats"),
    change("webster", "middle_schools.csv", "m1,", ",", "E656", "has an empty code, or one twice"),
    change(
      "webster", "middle_schools.csv", "m1,", "m0,", "E656", "has an empty code, or one twice"),
    change(
      "webster", "middle_schools.csv", ",23\n", ",x\n", "E656", "eligible is “x”, a whole number"),
    change(
      "webster", "middle_schools.csv", "district,", "weight,", "E656", "weight is “d0”, a number"),
    change("webster", "programmes.csv", ",0.5,", ",1.5,", "E656", "part is “1.5”, 0 to 1"),
    change("webster", "programmes.csv", ",plan,", ",plam,", "E656", "plan"),
    change("webster", "plan-summary.json", "\"format\": 1", "\"format\": 1,", "E646", "format 1"),
    change(
      "hamilton", "plan-summary.json", "\"fixed\": []", "\"fixed\": [\"m0\"]", "E651",
      "the certificate is not that of the seats"),
    change(
      "hamilton", "plan-summary.json", "\"fixed\": []", "\"fixed\": [\"nobody\"]", "E651",
      "no readable certificate"),
    change(
      "hamilton", "plan-summary.json", "\"kind\": \"remainders\"", "\"kind\": \"luck\"", "E651",
      "no readable certificate"),
    change(
      "leastDeviation", "plan-summary.json", "\"all\": \"", "\"all\": \"x", "E651",
      "its potentials are not whole numbers"),
  ]

  @Test(arguments: changes) func saysWhatCannotBeRead(_ change: Change) throws {
    let planned = try PlannedCity(change.method)
    if let new = change.new {
      try planned.replace(change.file, change.old, new)
    } else {
      try FileManager.default.removeItem(atPath: planned.folder("city/\(change.file)"))
    }
    try expect(planned, change.code, change.says)
  }

  /// A workbook with a title above its header, and a CSV table with one: a plan of them is good.
  @Test func tablesOfAnOffice() throws {
    let planned = try PlannedCity("webster")
    let rows = try planned.text("programmes.csv").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let title = ["2026"] + Array(repeating: "", count: rows[0].count - 1)
    try planned.folder.write("city/programmes.xlsx", WorkbookFile(rows: [title] + rows).bytes)
    try FileManager.default.removeItem(atPath: planned.folder("city/programmes.csv"))
    try planned.replace("middle_schools.csv", "middle_school,", "schools,,\nmiddle_school,")
    try planned.replace(
      "rules.json", "{",
      "{\"files\": {\"programmes\": {\"headerRow\": 2}, \"middle_schools\": {\"headerRow\": 2}}, ")
    let city = planned.folder("city")
    let plan = try Program.run("plan", city, "--replace")
    #expect(plan.exit == 0, "\(plan.error)")
    let log = checkPlan(caseFolder: city, planFolder: city, programVersion: "0.1.0").log
    #expect(log.isClean, "\(ProblemPrinter(.en).text(log))")
  }

  /// A workbook keeps a share as a number.
  @Test func sharesThatAreNumbers() throws {
    let planned = try PlannedCity("webster")
    let rows = try planned.text("programmes.csv").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let share = try #require(rows[0].firstIndex(of: "part"))
    try planned.folder.write(
      "city/programmes.xlsx", WorkbookFile(rows: rows, numbers: [share]).bytes)
    try FileManager.default.removeItem(atPath: planned.folder("city/programmes.csv"))
    let plan = try Program.run("plan", planned.folder("city"), "--replace", "--lang", "en")
    #expect(plan.exit == 0, "\(plan.error)")
  }

  /// In rows of `plan.csv` that nobody writes.
  @Test func seatsThatAreNoNumber() throws {
    let planned = try PlannedCity("webster")
    var lines = try planned.text("plan.csv").split(separator: "\n").map(String.init)
    lines[1] = lines[1].split(separator: ",").dropLast().joined(separator: ",") + ",many"
    try planned.folder.write("city/plan.csv", Array((lines.joined(separator: "\n") + "\n").utf8))
    try expect(planned, "E648", "seats is “many”, a whole number was expected")
  }

  /// Small audiences get their minimum and leave: a certificate names them.
  @Test func whoLeftWithTheMinimum() throws {
    let folder = try TempFolder()
    var city = PlanSummaryTests.city(
      "\"method\": \"hamilton\", \"levels\": [\"middle_school\"], \"minimum\": 1")
    city["middle_schools.csv"] =
      "middle_school,district,eligible\nm0,d0,100\n" + (1..<6).map { "m\($0),d0,5\n" }.joined()
    for (name, text) in city { try folder.write("city/" + name, Array(text.utf8)) }
    let plan = try Program.run("plan", folder("city"), "-o", folder("city"))
    try #require(plan.exit == 0, "\(plan.error)")
    let summary = try folder.text("city/plan-summary.json")
    #expect(summary.contains("\"m5\""))
    #expect(
      checkPlan(caseFolder: folder("city"), planFolder: folder("city"), programVersion: "0.1.0").log
        .isClean)
  }

  private func expect(_ planned: PlannedCity, _ code: String, _ says: String) throws {
    let city = planned.folder("city")
    let log = checkPlan(caseFolder: city, planFolder: city, programVersion: "0.1.0").log
    let text = ProblemPrinter(.en).text(log)
    #expect(!log.isClean && text.contains(code) && text.contains(says), "\(text)")
  }
}
