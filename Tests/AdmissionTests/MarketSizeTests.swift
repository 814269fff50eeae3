import Admission
import Columns
import Foundation
import Synchronization
import TestSupport
import Testing

/// Small markets are walked where they are asked for; nobody can tell from the outcome.
@Suite struct MarketSizeTests {
  /// Markets around the size from which threads are worth starting, and what a walk needs is sent
  /// for: what is done for one on the calling thread comes to the same as on several.
  @Test("Both sides of every switch for size", arguments: 0..<4)
  func sizeSwitchesDoNotMatter(seed: Int) {
    let random = SeededGenerator(seed: UInt64(6_500_000 + seed))
    var shape = MarketShape.city
    shape.students = [16_383...16_384, 18_000...18_001][seed % 2]
    let market =
      seed < 3
      ? randomMarket(random, shape, ties: .lottery) : randomMatchingMarket(random, shape)
    let one = engineResult(market, workers: 1)
    for workers in [Workers(count: 2), Workers(count: 3, itemsEach: 5_000)] {
      let other = engineResult(market, on: workers)
      #expect(firstDifference(other, one) == nil, "seed \(6_500_000 + seed)")
    }
  }

  /// Nobody but the caller works for a market that is not worth a thread: lots are drawn where the
  /// work is done, and are asked for on the calling thread alone.
  @Test func smallMarketsStartNoThread() {
    for seed in 6_600_000..<6_600_012 {
      var market = randomMarket(SeededGenerator(seed: UInt64(seed)), .city, ties: .lottery)
      guard let lots = market.lots else { continue }
      let caller = pthread_self()
      let strangers = Atomic<Int>(0)
      market.lots = Lots { students, numbers in
        if pthread_equal(pthread_self(), caller) == 0 { strangers.add(1, ordering: .relaxed) }
        lots.draw(students, &numbers)
      }
      _ = engineResult(market, on: Workers(count: 8))
      let found: Int = strangers.load(ordering: .relaxed)
      #expect(found == 0, "seed \(seed)")
    }
  }
}
