import Admission
import Columns
import TestSupport
import Testing

/// Deferred acceptance and trading cycles equal their definitions, in every number of the outcome.
/// A seed in a message replays its market: `randomMatchingMarket(SeededGenerator(seed: …))`.
@Suite struct MatchingEqualsReferenceTests {
  @Test("1,000 random markets", arguments: 0..<4)
  func smallMarkets(part: Int) {
    for seed in 20_000_000 + part * 250..<20_000_000 + (part + 1) * 250 {
      let market = randomMatchingMarket(SeededGenerator(seed: UInt64(seed)))
      let workers = EngineEqualsReferenceTests.workers[seed % 8]
      if let difference = firstDifference(
        engineResult(market, workers: workers), referenceResult(market))
      {
        Issue.record("seed \(seed), \(workers) workers: \(difference)")
      }
    }
  }

  /// Equality says little where nothing happens: the markets must use what there is.
  @Test func marketsAreNasty() {
    var seen: [String: Int] = [:]
    for seed in 20_000_000..<20_000_300 {
      let market = randomMatchingMarket(SeededGenerator(seed: UInt64(seed)))
      guard case .success(let outcome) = referenceResult(market) else { continue }
      for (stage, found) in zip(market.stages, outcome.stages) where found.admitted > 0 {
        seen["\(stage.mechanism)", default: 0] += 1
        if stage.pools.count > 2 { seen["several reserves", default: 0] += 1 }
        if stage.pools.contains(where: { $0.ranking == .priorities }) {
          seen["priorities", default: 0] += 1
        }
        let reverted = found.cells.filter { $0.movedIn > 0 && $0.admitted > $0.seats }
        seen["reverted and taken", default: 0] += reverted.isEmpty ? 0 : 1
      }
    }
    // Queues, trading cycles, five choice rules, and three more.
    #expect(seen.count == 10, "\(seen)")
    for (name, times) in seen { #expect(times >= 5, "\(name)") }
  }
}
