import Exact

/// One stage: some pools' seats for the students who still have none.
public struct StageRule: Sendable {
  /// How seats find students.
  public enum Mechanism: String, Sendable, CaseIterable {
    /// Sorted pairs, walked once.
    case queue
    /// Deferred acceptance with reserves.
    case deferredAcceptance
    /// Top trading cycles.
    case topTradingCycles
  }
  /// What happens to the seats left at the end.
  public enum Unfilled: Sendable, Hashable {
    /// They stay in their pool.
    case keep
    /// They move to the pool with this index.
    case to(pool: Int)
  }

  /// The stage's name.
  public var name: String
  /// How seats find students.
  public var mechanism: Mechanism
  /// An index into `lists`.
  public var list: Int
  /// An index into `rankings`, never nil in a queue stage. In the other mechanisms each pool has
  /// its own; what stands here was given to the pools that name none.
  public var ranking: Int?
  /// The pools in the order in which a student is tried in them.
  public var pools: [StagePoolRule]
  /// The order of the pairs; `rank` and `choice` are among the keys.
  public var order: [OrderKey]
  /// What the `choiceBand` key means.
  public var choiceBands: ChoiceBands?
  /// What the `scoreBand` key means.
  public var scoreBands: ScoreBands?
  /// Conditions that all must hold.
  public var eligible: [ConditionRule]
  /// Minimums that all must be met.
  public var lines: [LineRule]
  /// The longest list allowed; longer ones are an error.
  public var maxChoices: Int?
  /// What happens to the seats left at the end.
  public var unfilled: Unfilled
  /// Whether cutoffs are kept but admissions undone.
  public var provisional: Bool
  /// The choice rule of a deferred acceptance stage.
  public var reserve: ReserveRule?
}

/// A pool as a stage offers it.
public struct StagePoolRule: Sendable {
  /// An index into `pools`.
  public var pool: Int
  /// The pool's own ranking: never nil where the mechanism is not `queue`, and nil where it is.
  public var ranking: PoolRankingRule?
  /// Conditions for this pool alone.
  public var eligible: [ConditionRule]
  /// Lines for this pool alone.
  public var lines: [LineRule]
}

/// The choice rule of a deferred acceptance stage.
public struct ReserveRule: Sendable, Hashable {
  /// Which seats are filled first.
  public enum Rule: String, Sendable, CaseIterable {
    case reserveFirst, openFirst, backwardTransfer
  }
  /// Whether seats that a reserve leaves vacant revert to everyone.
  public enum Vacancies: String, Sendable, CaseIterable { case soft, hard }
  /// Which seats are filled first.
  public var rule: Rule
  /// Whether vacant reserve seats revert.
  public var vacancies: Vacancies
}

/// A key of a queue stage's order.
public enum OrderKey: String, Sendable, CaseIterable {
  case rank, choice, choiceBand, scoreBand, score
}

/// Bands of choice numbers.
public enum ChoiceBands: Sendable, Hashable {
  /// Bands of these sizes; what lies beyond is one more.
  case sizes([Int])
  /// Every band of this size.
  case every(Int)
}

/// Bands of a score: an edge belongs to the band above.
public struct ScoreBands: Sendable, Hashable {
  /// So many edges, and no more: whoever sorts by bands can number them in 16 bits.
  public static let edgesMax = 65_535

  /// An index into `scores`.
  public var score: Int
  /// The edges, descending.
  public var edges: [Decimal]
}
