import Columns

/// A ranking as one programme uses it, or as all do.
struct RankingUse: Hashable, Sendable {
  /// The ranking.
  let ranking: Int
  /// The programme, where each draws lots of its own.
  let programme: Int?
}

/// The orders of a stage in which each pool ranks for itself: those of its rankings, and where
/// programmes draw lots of their own, the same with each programme's lots, made when they are asked
/// for and not kept.
struct ProgrammeOrders: Sendable {
  /// Every use of a ranking in the stage, each once.
  let uses: [RankingUse]
  private let market: Market
  private let orders: [Int: RankOrder]
  /// By ranking, where programmes draw lots of their own.
  private let classes: [Int: [Range<Int>]]

  /// Of the stage numbered `stage`; `orders` are those of its rankings.
  init(_ stage: Int, of market: Market, orders: [Int: RankOrder]) {
    (self.market, self.orders) = (market, orders)
    let rankings = market.stages[stage].rankings
    guard market.programmeLots != nil else {
      uses = rankings.map { RankingUse(ranking: $0, programme: nil) }
      classes = [:]
      return
    }
    var uses: Set<RankingUse> = []
    for programme in 0..<market.programmeCount {
      for offered in market.stages[stage].pools {
        let ranking = market.ranking(stage, pool: offered.pool, programme: programme)
        if let ranking { uses.insert(RankingUse(ranking: ranking, programme: programme)) }
      }
    }
    self.uses = uses.sorted { ($0.ranking, $0.programme!) < ($1.ranking, $1.programme!) }
    classes = Dictionary(
      uniqueKeysWithValues: rankings.map {
        ($0, orders[$0]!.classes(market.rankings[$0], of: market.cohort))
      })
  }

  /// The use of `ranking` at `programme`.
  func use(_ ranking: Int, at programme: Int) -> RankingUse {
    RankingUse(ranking: ranking, programme: market.programmeLots == nil ? nil : programme)
  }

  /// The order of a ranking with the lots that are drawn for all.
  func shared(_ ranking: Int) -> RankOrder { orders[ranking]! }

  /// The order of a use. Complexity: O(students) where the programme draws its own lots.
  subscript(use: RankingUse) -> RankOrder {
    let order = orders[use.ranking]!
    guard let programme = use.programme, let lots = market.lots(at: programme) else { return order }
    return RankOrder(order, classes[use.ranking]!, drawing: lots)
  }
}
