import Admission
import Columns
import TestSupport
import Testing

/// The engine's own check of an outcome must be able to fail, each line of it.
@Suite struct OutcomeCheckTests {
  /// One thing made wrong in a sound outcome, of which nothing else can be said.
  enum Alteration: String, CaseIterable, Codable {
    case stageBeyond, poolNotOffered, provisionalPlacement, choiceBeyond, notApplied
    case admittedBelowZero, vacantBelowZero, movedOutBelowZero, movedInBelowZero
    case excess, poolsSwapped, placementForgotten, seatsAppeared

    /// What the check says of it.
    var complaint: String {
      switch self {
      case .stageBeyond: "a stage that there is not"
      case .poolNotOffered, .provisionalPlacement: "a pool that the stage does not offer"
      case .choiceBeyond: "a choice beyond the list"
      case .notApplied: "admitted where nobody applied"
      case .admittedBelowZero, .vacantBelowZero, .movedOutBelowZero, .movedInBelowZero:
        "an account with a number below zero"
      case .excess: "more admitted than there are seats"
      case .poolsSwapped, .placementForgotten: "the accounts are not those of the admitted"
      case .seatsAppeared: "planned seats were lost"
      }
    }

    func alter(_ outcome: inout Outcome, of market: inout Market) {
      switch self {
      case .stageBeyond: place(Placement(stage: 1, pool: 0, programme: 0, choice: 0), &outcome)
      case .poolNotOffered: place(Placement(stage: 0, pool: 2, programme: 0, choice: 0), &outcome)
      case .provisionalPlacement: market.stages[0].provisional = true
      case .choiceBeyond: place(Placement(stage: 0, pool: 0, programme: 0, choice: 1), &outcome)
      case .notApplied: place(Placement(stage: 0, pool: 0, programme: 1, choice: 0), &outcome)
      case .admittedBelowZero: outcome.ledger[0].admitted = -1
      case .vacantBelowZero: outcome.ledger[0].admitted = 2
      case .movedOutBelowZero: outcome.ledger[0].movedOut = -1
      case .movedInBelowZero:
        (outcome.ledger[0].movedIn, outcome.ledger[0].planned) = (-1, 2)
      case .excess: outcome.ledger[0].excess = 1
      case .poolsSwapped:
        // The sums of every programme and every pool are right, and no single account is.
        outcome.ledger = [account(0, pool: 1), account(1, pool: 0)]
      case .placementForgotten: place(Placement(), &outcome)
      case .seatsAppeared: outcome.ledger[0].planned = 2
      }
    }

    /// Puts the first student elsewhere.
    private func place(_ placement: Placement, _ outcome: inout Outcome) {
      outcome.placements = Column([placement, outcome.placements.array[1]])
    }

    private func account(_ programme: Int, pool: Int) -> LedgerCell {
      var cell = LedgerCell(programme: programme, pool: pool, audience: 0)
      (cell.planned, cell.admitted) = (1, 1)
      return cell
    }
  }

  /// Two students of two programmes and two pools, one each; a third pool is in no stage.
  private static func market(ties: Ranking.Ties = .lottery) -> Market {
    Market(
      cohort: .byHand(numbers: [[9, 8]], categories: [[0, 1]], lists: [[[0], [1]]]),
      programmeCount: 2, audiences: [.each(of: 0, count: 2), .everyone],
      pools: [Pool(audience: 0), Pool(audience: 1), Pool(audience: 1)],
      seats: SeatCell.rows(0, [[1, 0], [0, 0]]) + SeatCell.rows(1, [[0, 1]]),
      rankings: [.by(0, ties: ties)],
      stages: [Stage(list: 0, ranking: 0, pools: [StagePool(pool: 0), StagePool(pool: 1)])],
      lots: Lots(number: { UInt64($0) }))
  }

  /// Stops where the check finds something in what `alteration` makes of a sound outcome.
  private static func check(_ alteration: Alteration?, ties: Ranking.Ties = .lottery) throws {
    var market = market(ties: ties)
    let workers = Workers(count: 1)
    var outcome = try allocate(market, workers: workers)
    #expect(outcome.programmes == [0, 1] && outcome.pools == [0, 1])
    alteration?.alter(&outcome, of: &market)
    outcome.checkInvariants(of: market, workers: workers)
  }

  @Test func aSoundOutcomePasses() throws { try OutcomeCheckTests.check(nil) }

  /// Where equals are admitted together, more may be admitted than there are seats.
  @Test func excessPassesWhereEqualsAreAdmitted() throws {
    try OutcomeCheckTests.check(.excess, ties: .admitAll)
  }

  @Test(arguments: Alteration.allCases) func itStopsTheProgram(_ alteration: Alteration) async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { [alteration] in
      try OutcomeCheckTests.check(alteration)
    }
    // Optimised, a program stops without a word.
    #if DEBUG
      let said = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
      #expect(said.contains(alteration.complaint), "\(said)")
    #endif
  }
}
