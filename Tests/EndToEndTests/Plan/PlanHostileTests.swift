import Foundation
import TestSupport
import Testing

/// Tables that the check must refuse, with file, line and value, and never trap on.
@Suite struct PlanHostileTests {
  /// Numbers that are none, or beyond what is computed.
  @Test(
    arguments: [
      ("middle_schools.csv", "m0,d0,23", "m0,d0,9223372036854775807", "middle_schools.csv:2: E656"),
      ("middle_schools.csv", "m0,d0,23", "m0,d0,1000000001", "“1000000001”"),
      ("middle_schools.csv", "m0,d0,23", "m0,d0,2x", "eligible is “2x”"),
      ("programmes.csv", "p1,40", "p1,9000000000000000000", "programmes.csv:2: E656"),
    ])
  func numbersBeyondAllBounds(_ file: String, _ old: String, _ new: String, _ says: String) throws {
    let planned = try PlannedCity("webster")
    try planned.replace(file, old, new)
    let check = try Program.run("plan", "--check", planned.folder("city"))
    #expect(check.exit == 1 && check.output.contains(says), "\(check.output)")
  }

  @Test func weightsBeyondAllBounds() throws {
    let planned = try PlannedCity("webster")
    let schools = try planned.text("middle_schools.csv").split(separator: "\n")
    let weighty =
      schools[0] + ",weight\n"
      + schools.dropFirst().map { $0 + ",999999999999\n" }.joined()
    try planned.folder.write("city/middle_schools.csv", Array(weighty.utf8))
    let check = try Program.run("plan", "--check", planned.folder("city"))
    #expect(check.exit == 1 && check.output.contains("the weights (heads × weight) add up to more"))
  }

  /// A certificate that would divide by nothing, and a text whose reading takes its square.
  @Test func certificatesBeyondAllBounds() throws {
    for (method, key, value) in [
      ("hamilton", "\"weight\": \"", "0\", \"other\": \""),
      ("hamilton", "\"weight\": \"", "340282366920938463463374607431768211455\", \"other\": \""),
      ("biproportional", "\"multiplier\": \"", String(repeating: "9", count: 3_000_000)),
    ] {
      let planned = try PlannedCity(method)
      try planned.replace("plan-summary.json", key, key + value)
      try planned.expectRefusal(["E651"], "split one: ")
    }
    let planned = try PlannedCity("leastDeviation")
    let summary = try planned.text("plan-summary.json")
    let all = try #require(summary.range(of: "\"all\": \""))
    var changed = summary
    changed.replaceSubrange(all, with: "\"all\": \"-9223372036854775808\", \"other\": \"")
    try planned.folder.write("city/plan-summary.json", Array(changed.utf8))
    try planned.expectRefusal(["E651"], "its potentials are not whole numbers")
  }

  /// Seats of which no sum fits.
  @Test(arguments: PlanCheckTests.methods) func seatsBeyondAllBounds(_ method: String) throws {
    let planned = try PlannedCity(method)
    var lines = try planned.text("plan.csv").split(separator: "\n").map(String.init)
    for at in lines.indices.dropFirst() {
      var cells = lines[at].split(separator: ",").map(String.init)
      cells[8] = "9223372036854775807"
      lines[at] = cells.joined(separator: ",")
    }
    try planned.folder.write("city/plan.csv", Array((lines.joined(separator: "\n") + "\n").utf8))
    try planned.sign()
    try planned.expectRefusal(["E648", "E649"], "seats is “9223372036854775807”")
  }

  /// Least totals that bind: shares one part off still define nothing else.
  @Test func oneSharesPartMovedUnderATotalMinimum() throws {
    let planned = try PlannedCity("lottery")
    let city = planned.folder("city")
    try planned.replace(
      "rules.json", "\"method\": \"lottery\"", "\"method\": \"lottery\", \"totalMinimum\": 5")
    let plan = try Program.run("plan", city, "--replace")
    try #require(plan.exit == 0, "\(plan.error)")
    let good = try Program.run("plan", "--check", city)
    #expect(good.exit == 0, "\(good.output)")
    #expect(good.output.contains("fair shares against the least totals"))
    // From one cell of p1 to another, whose totals are above the minimum.
    let rows = try Rows(planned.text("plan.csv"))
    var totals: [String: Double] = [:]
    for row in rows { totals[row["audience"]!, default: 0] += Double(row["fair_share"]!)! }
    let slack = rows.filter { $0["programme"] == "p1" && totals[$0["audience"]!]! > 5.001 }
    try #require(slack.count >= 2)
    for (row, step) in [(slack[0], 1), (slack[1], -1)] {
      let halves = row["fair_share"]!.split(separator: ".")
      let fraction = halves[1] + String(repeating: "0", count: 9 - halves[1].count)
      var digits = String(Int(fraction)! + step)
      digits = String(repeating: "0", count: 9 - digits.count) + digits
      while digits.last == "0" { digits.removeLast() }
      try planned.replace(
        "plan.csv",
        "p1,quota,\(row["audience"]!),\(row["eligible"]!),\(row["weight"]!),\(row["fair_share"]!),",
        "p1,quota,\(row["audience"]!),\(row["eligible"]!),\(row["weight"]!),\(halves[0]).\(digits),"
      )
    }
    try planned.sign()
    try planned.expectRefusal(["E648"], "fair_share is given as")
  }
}
