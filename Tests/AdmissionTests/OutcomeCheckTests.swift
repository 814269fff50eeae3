import Columns
import TestSupport
import Testing

@testable import Admission

/// The engine's own check of an outcome must be able to fail.
@Suite struct OutcomeCheckTests {
  /// Two students of two programmes and two pools, one each, as allocated.
  private static func market() -> Market {
    Market(
      cohort: .byHand(numbers: [[9, 8]], categories: [[0, 1]], lists: [[[0], [1]]]),
      programmeCount: 2, audiences: [.each(of: 0, count: 2), .everyone],
      pools: [Pool(audience: 0), Pool(audience: 1)],
      seats: SeatCell.rows(0, [[1, 0], [0, 0]]) + SeatCell.rows(1, [[0, 1]]),
      rankings: [.by(0)],
      stages: [Stage(list: 0, ranking: 0, pools: [StagePool(pool: 0), StagePool(pool: 1)])],
      lots: Lots(number: { UInt64($0) }))
  }

  private static func outcome() throws -> Outcome {
    let workers = Workers(count: 1)
    let outcome = try allocate(market(), workers: workers)
    #expect(outcome.programmes == [0, 1] && outcome.pools == [0, 1])
    outcome.checkInvariants(of: market(), workers: workers)
    return outcome
  }

  @Test func aSoundOutcomePasses() throws { _ = try OutcomeCheckTests.outcome() }

  /// The sums of every programme and every pool are right, and no single account is.
  @Test func accountsThatSwapTheirPoolsStopTheProgram() async {
    await #expect(processExitsWith: .failure) {
      var outcome = try OutcomeCheckTests.outcome()
      outcome.ledger = [
        OutcomeCheckTests.account(0, pool: 1), OutcomeCheckTests.account(1, pool: 0),
      ]
      outcome.checkInvariants(of: OutcomeCheckTests.market(), workers: Workers(count: 1))
    }
  }

  private static func account(_ programme: Int, pool: Int) -> LedgerCell {
    var cell = LedgerCell(programme: programme, pool: pool, audience: 0)
    (cell.planned, cell.admitted) = (1, 1)
    return cell
  }
}
