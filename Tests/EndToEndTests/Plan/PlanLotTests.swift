import Foundation
import TestSupport
import Testing

/// Ties of least deviation: reported, settled by the seed alone, and found again by the check.
@Suite struct PlanLotTests {
  /// The rounding with the least sum of lots, from their definition, where each of `seats` is one
  /// programme's seat among equal schools and no school gets two.
  private func byHand(_ schools: [String], _ programmes: Int, _ seed: String) throws -> [[String]] {
    func lot(_ programme: Int, _ school: String) throws -> Int {
      let text = "zhibiao-plan-tie-v1\\n\(seed)\\np\(programme)\\n\(school)"
      return Int(
        try Program.shell("printf '\(text)' | sha256sum").output.prefix(8), radix: 16)!
    }
    var best: (sum: Int, pairs: [[String]])?
    func place(_ programme: Int, _ pairs: [[String]], _ sum: Int) throws {
      if programme == programmes {
        if best.map({ sum < $0.sum }) ?? true { best = (sum, pairs) }
        return
      }
      for school in schools where !pairs.contains(where: { $0[1] == school }) {
        try place(
          programme + 1, pairs + [["p\(programme)", school]], sum + lot(programme, school))
      }
    }
    try place(0, [], 0)
    return best!.pairs
  }

  @Test func theSeedDecidesAndNothingElse() throws {
    var winners: Set<[[String]]> = []
    for seed in ["a", "b", "c", "d", "e"] {
      let planned = try LotCity(schools: ["x", "y", "z"], seats: [1, 1, 1], seed: seed)
      let plan = try planned.plan()
      #expect(plan.exit == 0 && plan.output.contains("1 tie (1 by lot"), "\(plan)")
      let pairs = try planned.seats().keys.sorted { $0[0] < $1[0] }
      #expect(try pairs == byHand(["x", "y", "z"], 3, seed))
      winners.insert(pairs)
      // The same tables in another order.
      let other = try LotCity(schools: ["z", "x", "y"], seats: [1, 1, 1], seed: seed)
      #expect(try other.plan().exit == 0)
      #expect(try other.seats() == planned.seats())
      #expect(try Program.run("plan", "--check", planned.folder("city")).exit == 0)
    }
    #expect(winners.count > 1)
  }

  @Test func withoutASeedItStops() throws {
    let planned = try LotCity(schools: ["x", "y"], seats: [1], seed: nil)
    let stop = try planned.plan()
    #expect(
      stop.exit == 3 && stop.error.contains("p0 (one, middle_school): 2 are tied for 1: x, y"))
    #expect(!planned.folder.exists("city/plan.csv"))
  }

  /// Four programmes over four schools: a quarter each.
  @Test func theBiasIsReportedAndChecked() throws {
    let planned = try LotCity(
      schools: ["x", "y", "z", "u"], heads: [10, 20, 30, 400], seats: [3, 5, 9, 40], seed: "a")
    let plan = try planned.plan()
    #expect(plan.exit == 0, "\(plan.error)")
    let rows = try Rows(planned.folder.text("city/plan.csv"))
    let corner = try #require(rows.first { $0["programme"] == "p3" && $0["audience"] == "x" })
    let share = try #require(Double(corner["fair_share"]!))
    let bias = Double(corner.number("seats")) - share
    let summary = try JSONSerialization.jsonObject(
      with: Data(planned.folder.text("city/plan-summary.json").utf8))
    let splits = (summary as? [String: Any])?["splits"] as? [[String: Any]]
    let table = try #require(splits?[0]["bias"] as? [[String]])
    #expect(table.count == 4 && table.allSatisfy { $0.count == 4 })
    #expect(abs(Double(table[3][0])! - bias) < 1e-8)
    let words = bias < 0 ? "seats less than its shares" : "seats more than its shares"
    let size = table[3][0].drop { $0 == "-" }
    #expect(plan.output.contains("got \(size) \(words)"), "\(plan.output)")
    let check = try Program.run("plan", "--check", planned.folder("city"))
    #expect(check.exit == 0 && check.output.contains("sums of the bias"), "\(check.output)")
    let text = try planned.folder.text("city/plan-summary.json")
    try planned.folder.write(
      "city/plan-summary.json",
      Array(
        text.replacingOccurrences(
          of: "\"\(table[3][0])\", \"\(table[3][1])\"", with: "\"0\", \"0\""
        )
        .utf8))
    let other = try Program.run("plan", "--check", planned.folder("city"))
    #expect(other.exit == 1 && other.output.contains("splits/one/bias"), "\(other.output)")
  }

  @Test func theOtherSchoolsSeatIsRefused() throws {
    let planned = try LotCity(schools: ["x", "y"], seats: [1], seed: "a")
    #expect(try planned.plan().exit == 0)
    let winner = try planned.seats().keys.first![1]
    let loser = winner == "x" ? "y" : "x"
    try planned.swap(winner, loser)
    let check = try Program.run("plan", "--check", planned.folder("city"))
    #expect(check.exit == 1 && check.output.contains(" E652 "), "\(check.output)")
    #expect(check.output.contains("has a smaller sum"), "\(check.output)")
  }

  @Test func apportionStopsAndDraws() throws {
    let matrix = try ApportionGridTests.Case(
      rows: "row,seats\nP,1\n", columns: "column,weight\nx,1\ny,1\n")
    let stop = try matrix.run("--method", "leastDeviation")
    #expect(stop.exit == 3 && stop.output.isEmpty, "\(stop)")
    #expect(stop.error.contains("2 cells can trade seats"), "\(stop.error)")
    var winners: Set<String> = []
    for seed in ["a", "b", "c", "d", "e", "f"] {
      let rows = try matrix.checked("--method", "leastDeviation", "--seed", seed)
      let winner = try #require(rows.first { $0["seats"] == "1" })["column"]!
      winners.insert(winner)
      let other = "row,column,seats\nP,x,\(winner == "x" ? 0 : 1)\nP,y,\(winner == "y" ? 0 : 1)\n"
      try matrix.folder.write("other.csv", Array(other.utf8))
      let check = try matrix.run(
        "--method", "leastDeviation", "--seed", seed, "--check", matrix.folder("other.csv"))
      #expect(check.exit == 1, "\(check)")
      let json = try matrix.run("--method", "leastDeviation", "--seed", seed, "--json")
      #expect(json.output.contains("\"lot\": ") && json.output.contains("\"lot_potentials\""))
    }
    #expect(winners == ["x", "y"])
  }
}

/// Programmes p0, p1 … with these quota seats over middle schools, of one size unless `heads` says
/// otherwise, by least deviation.
struct LotCity {
  let folder = try! TempFolder()

  init(schools: [String], heads: [Int] = [], seats: [Int], seed: String?) throws {
    let rules = RandomPlanCity.rules(
      "[{\"name\": \"one\", \"pool\": \"quota\", \"share\": \"1\", "
        + "\"method\": \"leastDeviation\"}]")
    try folder.write("city/rules.json", Array(rules.utf8))
    let programmes = seats.enumerated().map { "p\($0),\($1)\n" }
    try folder.write(
      "city/programmes.csv", Array(("programme,plan\n" + programmes.joined()).utf8))
    let rows = schools.enumerated().map { "\($1),d,\(heads.isEmpty ? 1 : heads[$0])\n" }
    try folder.write(
      "city/middle_schools.csv", Array(("middle_school,district,eligible\n" + rows.joined()).utf8))
    if let seed { try folder.write("city/plan-seed.txt", Array((seed + "\n").utf8)) }
  }

  func plan() throws -> Program.Result { try Program.run("plan", folder("city")) }

  /// The cells with seats.
  func seats() throws -> [[String]: Int] {
    let rows = try Rows(folder.text("city/quotas.csv"))
    return Dictionary(
      uniqueKeysWithValues: rows.map {
        ($0.key("programme", "audience"), $0.number("seats"))
      })
  }

  /// Gives the seat of a row of plan.csv to the other row, with quotas and digests that fit.
  func swap(_ winner: String, _ loser: String) throws {
    let table = try folder.text("city/plan.csv").split(separator: "\n").map { line in
      line.hasSuffix(",1")
        ? line.dropLast() + "0" : line.hasSuffix(",0") ? line.dropLast() + "1" : line
    }
    try folder.write("city/plan.csv", Array(table.map { $0 + "\n" }.joined().utf8))
    let quotas = try folder.text("city/quotas.csv")
      .replacingOccurrences(of: ",\(winner),1", with: ",\(loser),1")
    try folder.write("city/quotas.csv", Array(quotas.utf8))
    for name in ["plan.csv", "quotas.csv"] {
      let digest = try Program.shell("sha256sum \(folder("city/\(name)"))").output.prefix(64)
      let summary = try folder.text("city/plan-summary.json")
      let key = try #require(summary.range(of: "\"\(name)\": \"", options: .backwards))
      let end = summary.index(key.upperBound, offsetBy: 64)
      try folder.write(
        "city/plan-summary.json",
        Array(summary.replacingCharacters(in: key.upperBound..<end, with: digest).utf8))
    }
  }
}
