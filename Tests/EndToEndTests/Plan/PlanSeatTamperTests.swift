import Foundation
import TestSupport
import Testing

/// Plans in which seats or rows were changed: each is refused with the reason and the numbers, also
/// where the digests were made to fit.
@Suite struct PlanSeatTamperTests {
  @Test(arguments: PlanCheckTests.methods) func oneSeatMovedWithinARow(_ method: String) throws {
    let planned = try PlannedCity(method)
    let rows = try Rows(planned.text("plan.csv"))
    let from = try #require(rows.first { $0.number("seats") > 0 })
    let to = try #require(
      rows.last { $0["programme"] == from["programme"] && $0["audience"] != from["audience"] })
    try planned.move([from.key("programme", "audience"): -1, to.key("programme", "audience"): 1])
    switch method {
    case "lottery": try planned.expectRefusal(["E650"], "the replay of the seed")
    case "leastDeviation", "biproportional":
      try planned.expectRefusal([], "split one: ")
    default: try planned.expectRefusal(["E649"], "split one, \(from["programme"]!)")
    }
  }

  /// Around a cycle of two programmes and two middle schools of one district, so that every row,
  /// column and nested total is what it was, and every cell its share rounded down or up.
  @Test func seatsMovedWithinAllTotalsAreFoundByTheReplay() throws {
    let planned = try PlannedCity("lottery")
    let rows = try Rows(planned.text("plan.csv"))
    var cells: [[String]: [String: String]] = [:]
    for row in rows { cells[row.key("programme", "audience")] = row }
    func isWithin(_ key: [String], _ step: Int) -> Bool {
      let share = Double(cells[key]!["fair_share"]!)!
      let seats = Double(cells[key]!.number("seats") + step)
      return seats >= share.rounded(.down) && seats <= share.rounded(.up)
    }
    var steps: [[String]: Int]?
    for district in [0, 1] {
      let names = (4 * district..<4 * district + 4).map { "m\($0)" }
      for a in names {
        for b in names where a != b {
          let moved = [["p1", a]: 1, ["p1", b]: -1, ["p2", a]: -1, ["p2", b]: 1]
          if steps == nil, moved.allSatisfy({ isWithin($0.key, $0.value) }) { steps = moved }
        }
      }
    }
    try planned.move(try #require(steps, "such a cycle exists"))
    let check = try Program.run("plan", "--check", planned.folder("city"))
    #expect(check.exit == 1 && !check.output.contains(" E649 "), "no total is broken")
    try planned.expectRefusal(["E650"], "the replay of the seed")
  }

  @Test func rowsDroppedAddedDoubledAndMoved() throws {
    for (change, says) in [
      ("drop", "a row is missing: one, middle_school, p1, quota, m2"),
      ("add", "a row that should not be: one, middle_school, p1, quota, m9"),
      ("double", "the same as line 4"), ("swap", "are out of order"),
      ("last", "a row that should not be: two, middle_school, p1, quota, m2"),
    ] {
      let planned = try PlannedCity("jefferson")
      var lines = try planned.text("plan.csv").split(separator: "\n").map(String.init)
      switch change {
      case "drop": lines.remove(at: 3)
      case "add": lines.insert(lines[3].replacingOccurrences(of: ",m2,", with: ",m9,"), at: 4)
      case "double": lines.insert(lines[3], at: 4)
      case "swap": lines.swapAt(3, 4)
      default: lines.append(lines[3].replacingOccurrences(of: "one,", with: "two,"))
      }
      try planned.folder.write("city/plan.csv", Array((lines.joined(separator: "\n") + "\n").utf8))
      try planned.sign()
      try planned.expectRefusal(["E648"], says)
    }
  }

  @Test func quotasThatAreNotThoseOfThePlan() throws {
    for (old, new, says) in [
      ("p1,quota,m7,", "p1,quota,m7,1", "plan.csv adds up to"),
      ("p1,quota,m7,", "p1,quota,m70,", "seats of p1, quota, m7 are missing"),
    ] {
      let planned = try PlannedCity("adams")
      try planned.replace("quotas.csv", old, new)
      try planned.sign()
      try planned.expectRefusal(["E653"], says)
    }
  }

  @Test func tiesAreThoseOfTheLots() throws {
    for method in ["webster", "hamilton", "biproportional"] {
      // Equal middle schools: ties everywhere.
      let planned = try PlannedCity(method, ties: true)
      let good = try Program.run("plan", "--check", planned.folder("city"))
      #expect(good.exit == 0 && good.output.contains("ties settled"), "\(good.output)")
      // A seat goes from one of the tied to another: no total of a row tells.
      let rows = try Rows(planned.text("plan.csv")).filter { $0["programme"] == "p1" }
      let high = try #require(rows.map { $0.number("seats") }.max())
      let from = try #require(rows.first { $0.number("seats") == high })
      let to = try #require(rows.first { $0.number("seats") == high - 1 })
      try planned.move([["p1", from["audience"]!]: -1, ["p1", to["audience"]!]: 1])
      try planned.expectRefusal(
        method == "biproportional" ? [] : ["E652"],
        method == "biproportional" ? "split one" : "by the lots of the seed")
    }
  }

  /// The plan of another seed under this one: every total and certificate is right, only the order
  /// of the lots is not.
  @Test func seatsOfOtherLotsBetweenFixedTotals() throws {
    let planned = try PlannedCity("biproportional", ties: true)
    try planned.folder.write(
      "city/middle_schools.csv",
      "middle_school,district,eligible,seats\n"
        + (0..<8).map { "m\($0),d0,20,\($0 < 3 ? 7 : 6)\n" }.joined())
    func digest() throws -> String {
      let line = try Program.shell("sha256sum \(planned.folder("city/plan-seed.txt"))").output
      return String(line.prefix(64))
    }
    func plan(_ seed: String) throws -> (seats: [String], digest: String) {
      try planned.folder.write("city/plan-seed.txt", seed + "\n")
      let plan = try Program.run("plan", planned.folder("city"), "--replace")
      try #require(plan.exit == 0, "\(plan.error)")
      return (try Rows(planned.text("plan.csv")).map { $0["seats"]! }, try digest())
    }
    let right = try plan("lot 1")
    for seed in ["lot 2", "lot 3", "lot 4", "lot 5"] {
      let other = try plan(seed)
      guard other.seats != right.seats else { continue }
      try planned.folder.write("city/plan-seed.txt", "lot 1\n")
      try planned.replace("plan-summary.json", "\"seed\": \"\(seed)\"", "\"seed\": \"lot 1\"")
      try planned.replace("plan-summary.json", other.digest, right.digest)
      try planned.expectRefusal(["E652"], "by the lots of the seed")
      let check = try Program.run("plan", "--check", planned.folder("city"))
      let codes = check.output.matches(of: #/ E[0-9]{3} /#).map { String($0.output) }
      #expect(Set(codes) == [" E652 "], "nothing else is wrong: \(check.output)")
      return
    }
    Issue.record("seeds that all give the same seats")
  }
}
