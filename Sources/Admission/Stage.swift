/// A stage: seats of some pools for the students who still have none.
public struct Stage: Sendable {
  /// The keys of the order.
  public enum OrderKey: Sendable, Hashable { case rank, choice, choiceBand, scoreBand, score }

  /// How seats find students.
  public var mechanism: Mechanism
  /// An index into `Cohort.lists`.
  public var list: Int
  /// The ranking of a queue stage, an index into `Market.rankings`; nil in the others, where each
  /// pool has its own: see `Market.ranking(_:pool:programme:)`.
  public var ranking: Int?
  /// The pools in which a student is tried, in this order.
  public var pools: [StagePool]
  /// The order of the pairs; `rank` and `choice` occur once each.
  public var order: [OrderKey]
  /// The first choice (from 0) of each band but the first, ascending.
  public var choiceBandStarts: [Int]
  /// The number that is cut into bands, and the edges, descending; an edge belongs to the band
  /// above.
  public var scoreBands: (number: Int, edges: [Int64])?
  /// What a pair must meet.
  public var gate: Gate
  /// Where the seats left at the end move, one entry a pool that they leave; others stay.
  public var unfilled: [SeatMove]
  /// Whether cutoffs are kept but admissions undone.
  public var provisional: Bool

  /// A queue stage of these parts.
  public init(
    list: Int, ranking: Int, pools: [StagePool], order: [OrderKey] = [.rank, .choice],
    choiceBandStarts: [Int] = [], scoreBands: (number: Int, edges: [Int64])? = nil,
    gate: Gate = Gate(), unfilled: [SeatMove] = [], provisional: Bool = false
  ) {
    precondition(!order.contains(.scoreBand) || scoreBands != nil)
    precondition(order.contains(.rank) && order.contains(.choice))
    mechanism = .queue
    self.list = list
    self.ranking = ranking
    self.pools = pools
    self.order = order
    self.choiceBandStarts = choiceBandStarts
    self.scoreBands = scoreBands
    self.gate = gate
    self.unfilled = unfilled
    self.provisional = provisional
  }

  /// A stage with another mechanism; each of `pools`, none of them twice, has a ranking.
  public init(
    _ mechanism: Mechanism, list: Int, pools: [StagePool], gate: Gate = Gate(),
    unfilled: [SeatMove] = [], provisional: Bool = false
  ) {
    precondition(mechanism != .queue && pools.allSatisfy { $0.ranking != nil })
    precondition(Set(pools.map(\.pool)).count == pools.count)
    self.mechanism = mechanism
    self.list = list
    ranking = nil
    self.pools = pools
    order = [.rank, .choice]
    choiceBandStarts = []
    self.gate = gate
    self.unfilled = unfilled
    self.provisional = provisional
  }
}

extension Stage {
  /// So many pools, and no more, can a stage offer: the walk has a bit for each.
  public static let poolsMax = 31
  /// So many cells, and no more, can a stage have, over all its pools: one an audience and
  /// programme.
  public static let cellsMax = Int(Int32.max)

  /// The band of a score, from 0 for the highest; an edge belongs to the band above.
  /// Complexity: O(log edges).
  public func band(ofScore score: Int64) -> Int {
    guard let edges = scoreBands?.edges else { return 0 }
    // The edges above the score: they descend, so they are the first ones.
    var above = 0..<edges.count
    while !above.isEmpty {
      let middle = above.lowerBound + above.count / 2
      above = score < edges[middle] ? middle + 1..<above.upperBound : above.lowerBound..<middle
    }
    return above.lowerBound
  }
}

/// A pool as a stage offers it.
public struct StagePool: Sendable {
  /// An index into `Market.pools`.
  public var pool: Int
  /// What a pair must meet for this pool alone.
  public var gate: Gate
  /// Whom the pool prefers; nil in a queue stage, which has one ranking for all its pools.
  public var ranking: PoolRanking?
  /// `pool`, for the pairs that meet `gate`.
  public init(pool: Int, gate: Gate = Gate(), ranking: PoolRanking? = nil) {
    self.pool = pool
    self.gate = gate
    self.ranking = ranking
  }
}

/// Where the seats of one pool go at the end of a stage.
public struct SeatMove: Sendable {
  /// The pool that they leave.
  public var from: Int
  /// The pool that gets them.
  public var to: Int
  /// For each audience of `from` the audience of `to`, or −1: those seats stay.
  public var audience: [Int32]
  /// Seats of `from` move to `to`.
  public init(from: Int, to: Int, audience: [Int32]) {
    self.from = from
    self.to = to
    self.audience = audience
  }
}
