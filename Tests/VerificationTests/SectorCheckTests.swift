import Rules
import TestSupport
import Testing

@testable import Verification

/// Two ways to the compliance point on public and private schools, over random stages and
/// programmes.
@Suite struct SectorCheckTests {
  /// A condition on programmes, on students, or made of such.
  private func condition(_ random: inout SeededGenerator, depth: Int = 0) -> String {
    switch random.int(0...(depth < 2 ? 6 : 3)) {
    case 0, 1:
      return "{\"programme\": \"sector\", \"equals\": \"\(random.pick(["public", "private"]))\"}"
    case 2: return "{\"programme\": \"kind\", \"in\": [\"x\", \"\(random.pick(["y", "z"]))\"]}"
    case 3: return "{\"column\": \"town\", \"equals\": \"north\"}"
    case 4: return "{\"not\": \(condition(&random, depth: depth + 1))}"
    case let kind:
      let parts = (0..<random.int(1...2)).map { _ in condition(&random, depth: depth + 1) }
      return "{\"\(kind == 5 ? "allOf" : "anyOf")\": [\(parts.joined(separator: ", "))]}"
    }
  }

  private func rules(_ random: inout SeededGenerator) -> String {
    let stages = (0..<random.int(1...3)).map { number in
      let pools = ["quota", "a", "b"].filter { _ in random.chance(60) }
      let eligible = random.chance(50) ? ", \"eligible\": [\(condition(&random))]" : ""
      let unfilled =
        random.chance(50) ? ", \"unfilled\": {\"to\": \"\(random.pick(["a", "b", "quota"]))\"}" : ""
      let names = (pools.isEmpty ? ["a"] : pools).map { "\"\($0)\"" }.joined(separator: ", ")
      return
        "{ \"name\": \"s\(number)\", \"list\": \"l\", \"pools\": [\(names)], \"ranking\": \"main\", "
        + "\"order\": \"parallel\"\(eligible)\(unfilled) }"
    }
    return """
      { "format": 1, "name": "Random", "year": 2026, "basis": ["none"], "language": "en",
        "lists": { "l": ["choice1"] },
        "scores": { "total": { "sum": ["math"] } },
        "rankings": { "main": { "by": [{"score": "total"}], "ties": "lottery" } },
        "pools": {
          "quota": { "audience": "middle_school", "quota": true },
          "a": { "audience": "everyone" }, "b": { "audience": "everyone", "seats": "rest" }
        },
        "stages": [ \(stages.joined(separator: ", ")) ] }
      """
  }

  @Test func twoWaysAgree() throws {
    var counts = (read: 0, broken: 0)
    for seed in 0..<1500 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      guard let rules = RuleSet.read(Array(rules(&random).utf8)).0 else { continue }
      counts.read += 1
      for _ in 0..<4 {
        let programmes = (0..<random.int(1...5)).map { number in
          let sector = random.pick([Sector.public, .private, nil])
          var attributes = ["sector": sector?.rawValue ?? ""]
          if random.chance(80) { attributes["kind"] = random.pick(["x", "y", "z"]) }
          return ProgrammeFacts(
            programme: "p\(number)", school: "p\(number)", sector: sector, isQuality: true,
            plan: 9, seats: (0..<3).map { _ in random.int(0...1) }, attributes: attributes)
        }
        let found = !rules.publicPrivateFindings(programmes).isEmpty
        #expect(SectorCheck(rules, programmes).isBroken == found, "\(random)")
        counts.broken += found ? 1 : 0
      }
    }
    #expect(counts.read > 300 && counts.broken > 100, "\(counts)")
  }
}
