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

/// How a pool of a deferred acceptance stage ranks students.
public enum PoolRankingRule: Sendable, Hashable {
  /// One ranking for all programmes: an index into `rankings`.
  case ranking(Int)
  /// `priorities.csv`, with its kind; students not listed are unacceptable.
  case priorities(kind: ColumnKind?)
  /// A column of `programmes.csv` that names each programme's ranking.
  case column(String)
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

/// A minimum.
public struct LineRule: Sendable, Hashable {
  /// What the score must reach.
  public enum Bound: Sendable, Hashable {
    /// One value for all.
    case fixed(Decimal)
    /// A column of `programmes.csv`, less `minus`; an empty cell: no line.
    case programmeColumn(String, minus: Decimal)
    /// The lowest value of the score among those admitted to `pool` in an earlier stage, less
    /// `minus`. `waiveWhenVacant`: no line where any audience of the pool kept a vacancy.
    case cutoff(stage: Int, pool: Int, minus: Decimal, waiveWhenVacant: Bool)
  }
  /// What is compared: an index into `scores`.
  public var score: Int
  /// What it must reach.
  public var bound: Bound
}

/// A condition on a student, a programme, or both.
public indirect enum ConditionRule: Sendable, Hashable {
  /// Where a text is looked up.
  public enum Subject: Sendable, Hashable {
    /// A column of `students.csv`, else of the student's row in `middle_schools.csv`.
    case student(column: String)
    /// A column of `programmes.csv`, tested for each choice.
    case programme(column: String)
  }
  /// The subject's text is one of these.
  case isOneOf(Subject, [String])
  /// The student's text equals the programme's (`"equals": {"programme": COLUMN}`).
  case equalsProgramme(Subject, column: String)
  /// A score or grade lies between two bounds, as good or better, as bad or worse.
  case scoreWithin(Int, atLeast: Decimal?, atMost: Decimal?)
  /// The same for a grade; the bounds are indices into the grade's `order`.
  case gradeWithin(Int, atLeast: Int?, atMost: Int?)
  /// All hold.
  case all([ConditionRule])
  /// One holds.
  case any([ConditionRule])
  /// It does not hold.
  case not(ConditionRule)
}

/// How the quota seats are split: `plan` in RULES.md.
public struct PlanRule: Sendable {
  /// The least share of the plan that must be quota seats.
  public var minimumShare: Decimal
  /// The splits, in order.
  public var splits: [SplitRule]
}

/// One split of every programme's quota seats over audiences.
public struct SplitRule: Sendable {
  /// How many seats a programme splits.
  public enum Seats: Sendable, Hashable {
    /// `round(share × base)`; the base is the plan, or the column that `of` names.
    case share(Decimal, RoundingMode)
    /// The same with each programme's own share from a column of `programmes.csv`.
    case shareColumn(String, RoundingMode)
    /// A column of `programmes.csv`.
    case column(String)
    /// What the named split leaves: an index into `splits`.
    case restOf(Int)
  }
  /// What splits the seats.
  public enum Method: String, Sendable, CaseIterable {
    case lottery, hamilton, webster, jefferson, adams, huntingtonHill, dean, biproportional
    case leastDeviation
  }
  /// The split's name.
  public var name: String
  /// An index into `pools`.
  public var pool: Int
  /// How many seats.
  public var seats: Seats
  /// The column of `programmes.csv` that a share is a share of; nil for `plan`.
  public var of: String?
  /// The column whose sums are the weights; `eligible` by default.
  public var weights: String
  /// The chain of levels, coarse to fine, for example district, middle school.
  public var levels: [String]
  /// A column that both sides have: only audiences with the programme's value take part.
  public var within: String?
  /// What splits the seats.
  public var method: Method
  /// The least seats of a cell, from `minimumIf` eligible on.
  public var minimum: Int
  /// From how many eligible on the minimum holds.
  public var minimumIf: Int
  /// The most seats of a cell.
  public var maximum: Int?
  /// The least seats of a middle school over all programmes of the split.
  public var totalMinimum: Int?
  /// The column that names a programme's tier.
  public var tier: String?
  /// Who counts as eligible where `middle_schools.csv` does not say.
  public var eligibleIf: [ConditionRule]
}

extension RuleSet {
  /// Whether there is a score or grade whose lack makes a student ineligible.
  public var isMissingIneligible: Bool {
    scores.contains { $0.missing == .ineligible } || grades.contains { $0.missing == .ineligible }
  }

  /// Whether anything can come to lots: not where all rankings admit equals together or stop for
  /// them.
  public var drawsLots: Bool {
    stages.contains { stage in
      stage.mechanism != .queue || stage.ranking.map { rankings[$0].ties == .lottery } ?? true
    }
  }
}
