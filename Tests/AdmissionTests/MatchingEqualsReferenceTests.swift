import Admission
import Columns
import TestSupport
import Testing

/// Deferred acceptance and trading cycles equal their definitions, in every number of the outcome. A
/// seed in a message replays its market: `randomMatchingMarket(SeededGenerator(seed: …))`.
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
}
