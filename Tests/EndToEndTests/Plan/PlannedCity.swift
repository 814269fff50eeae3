import Foundation
import TestSupport
import Testing

/// A city that was planned by a method, with its files to be changed.
struct PlannedCity {
  let folder = try! TempFolder()

  init(_ method: String, ties: Bool = false) throws {
    var schools = "middle_school,district,eligible\n"
    for number in 0..<8 {
      schools += "m\(number),d\(number / 4),\(ties ? 20 : 23 + 7 * number)\n"
    }
    var random = SeededGenerator(seed: 1)
    var city = RandomPlanCity(&random, method: method)
    city.files["middle_schools.csv"] = schools
    city.files["exclusions.csv"] = nil
    city.files["programmes.csv"] =
      "programme,plan,district,school,quality,part,kind\n"
      + "p1,40,d0,H1,yes,0.5,city\np2,34,d1,H2,yes,0.5,city\np3,28,d0,H3,no,0.5,area\n"
    let splits =
      "[{\"name\": \"one\", \"pool\": \"quota\", \"share\": {\"column\": \"part\"}, "
      + "\"method\": \"\(method)\", \"levels\": [\"middle_school\"]}]"
    let rules = city.files["rules.json"]!
    let start = rules.range(of: "\"splits\": ")!.upperBound
    let end = rules.range(of: " },\n  \"waive\"")!.lowerBound
    city.files["rules.json"] = rules.replacingCharacters(in: start..<end, with: splits)
    try city.write(to: folder)
    let plan = try Program.run("plan", folder("city"))
    try #require(plan.exit == 0, "\(plan.error)")
  }

  func text(_ name: String) throws -> String { try folder.text("city/\(name)") }

  /// Replaces the first `old` in a file.
  func replace(_ name: String, _ old: String, _ new: String) throws {
    let before = try text(name)
    let range = try #require(before.range(of: old), "\(old) is in \(name)")
    try folder.write(
      "city/\(name)", Array(before.replacingCharacters(in: range, with: new).utf8))
  }

  /// Makes the digests of the outputs fit what stands there.
  func sign() throws {
    for name in ["plan.csv", "quotas.csv"] {
      let digest = try Program.shell("sha256sum \(folder("city/\(name)"))").output.prefix(64)
      let summary = try text("plan-summary.json")
      let key = try #require(summary.range(of: "\"\(name)\": \"", options: .backwards))
      let end = summary.index(key.upperBound, offsetBy: 64)
      try folder.write(
        "city/plan-summary.json",
        Array(summary.replacingCharacters(in: key.upperBound..<end, with: digest).utf8))
    }
  }

  /// Writes quotas that are what `plan.csv` adds up to.
  func writeQuotas() throws {
    let rows = try Rows(text("plan.csv")).filter { $0.number("seats") > 0 }
    let lines = rows.map {
      "\($0["programme"]!),\($0["pool"]!),\($0["audience"]!),\($0["seats"]!)\n"
    }
    try folder.write(
      "city/quotas.csv", Array(("programme,pool,audience,seats\n" + lines.sorted().joined()).utf8)
    )
  }

  /// Checks, and expects a refusal with these codes that says `says`.
  func expectRefusal(
    _ codes: [String], _ says: String, _ location: SourceLocation = #_sourceLocation
  ) throws {
    let check = try Program.run("plan", "--check", folder("city"))
    #expect(check.exit == 1, "\(check.output)", sourceLocation: location)
    #expect(check.verdict.hasPrefix("refused: "), sourceLocation: location)
    #expect(check.nextStep.hasPrefix("next: do not use"), sourceLocation: location)
    for code in codes {
      #expect(
        check.output.contains(" \(code) "), "\(code): \(check.output)", sourceLocation: location)
    }
    #expect(check.output.contains(says), "\(check.output)", sourceLocation: location)
  }

  /// `plan.csv` with seats changed: `steps` by programme and audience.
  func move(_ steps: [[String]: Int]) throws {
    let rows = try Rows(text("plan.csv"))
    var changed = rows.columns.joined(separator: ",") + "\n"
    for row in rows {
      var cells = rows.columns.map { row[$0]! }
      let step = steps[row.key("programme", "audience")] ?? 0
      cells[8] = String(row.number("seats") + step)
      changed += cells.joined(separator: ",") + "\n"
    }
    try folder.write("city/plan.csv", Array(changed.utf8))
    try writeQuotas()
    try sign()
  }
}
