import Columns

/// Everything that decides an admission: students, seats, rankings and stages, in numbers.
///
/// A market knows no names and no files; whoever builds it keeps the names. Indices refer to the
/// arrays of this value.
public struct Market: Sendable {
  /// The students.
  public var cohort: Cohort
  /// How many programmes there are; choices refer to them.
  public var programmeCount: Int
  /// Who belongs to which audience, for every way of dividing the students that pools use.
  public var audiences: [AudienceMap]
  /// The named kinds of seats.
  public var pools: [Pool]
  /// The seats planned, in any order, at most one entry a (pool, audience, programme).
  public var seats: [SeatCell]
  /// The orders of students.
  public var rankings: [Ranking]
  /// The stages in the order in which they run.
  public var stages: [Stage]
  /// The lots: needed where a ranking of kind `lottery` leaves students equal.
  public var lots: Lots?
  /// The programmes' own orders of students: needed where a pool ranks by `priorities`.
  public var priorities: Priorities?
  /// Answers to stops for ties.
  public var decisions: [Decision]

  /// A market of these parts.
  public init(
    cohort: Cohort, programmeCount: Int, audiences: [AudienceMap], pools: [Pool],
    seats: [SeatCell], rankings: [Ranking], stages: [Stage], lots: Lots? = nil,
    priorities: Priorities? = nil, decisions: [Decision] = []
  ) {
    precondition(programmeCount <= ChoiceLists.programmesMax)
    precondition(stages.count <= Placement.stagesMax && pools.count <= 255)
    self.cohort = cohort
    self.programmeCount = programmeCount
    self.audiences = audiences
    self.pools = pools
    self.seats = seats
    self.rankings = rankings
    self.stages = stages
    self.lots = lots
    self.priorities = priorities
    self.decisions = decisions
  }
}

/// A division of the students into audiences.
public struct AudienceMap: Sendable {
  /// How many audiences there are.
  public let count: Int
  /// An index into `Cohort.categories`; nil: one audience, everyone.
  public let category: Int?
  /// For each value of the category the audience, or −1; values beyond the table have none.
  public let table: [Int32]

  /// Everyone is the one audience.
  public static let everyone = AudienceMap(count: 1, category: nil, table: [])

  /// Students belong to `table[value of category]`.
  public init(count: Int, category: Int?, table: [Int32]) {
    self.count = count
    self.category = category
    self.table = table
  }

  /// The audience of students with this value of the category, or −1: none. Complexity: O(1).
  @inlinable @inline(__always)
  public func audience(ofValue value: Int) -> Int {
    value >= 0 && value < table.count ? Int(table[value]) : -1
  }
}

/// A kind of seats.
public struct Pool: Sendable {
  /// An index into `Market.audiences`.
  public var audience: Int
  /// A pool for this division of the students.
  public init(audience: Int) { self.audience = audience }
}

/// Seats of a programme in a pool for one audience.
public struct SeatCell: Sendable, Hashable {
  /// The pool.
  public var pool: Int
  /// The audience within the pool's division; 0 for everyone.
  public var audience: Int
  /// The programme.
  public var programme: Int
  /// How many seats.
  public var seats: Int

  /// `seats` of `programme` in `pool` for `audience`.
  public init(pool: Int, audience: Int, programme: Int, seats: Int) {
    self.pool = pool
    self.audience = audience
    self.programme = programme
    self.seats = seats
  }
}

/// An order of students.
public struct Ranking: Sendable {
  /// One key.
  public struct Key: Sendable, Hashable {
    /// An index into `Cohort.numbers`.
    public var number: Int
    /// Whether the smaller value comes first.
    public var ascending: Bool
    /// Students by this number, the highest first unless `ascending`.
    public init(number: Int, ascending: Bool = false) {
      self.number = number
      self.ascending = ascending
    }
  }
  /// What happens to students equal in every key.
  public enum Ties: Sendable { case lottery, admitAll, stop }

  /// The keys, the most important first.
  public var keys: [Key]
  /// What happens to equals.
  public var ties: Ties

  /// An order by `keys`.
  public init(keys: [Key], ties: Ties) {
    self.keys = keys
    self.ties = ties
  }
}

/// A stage: seats of some pools for the students who still have none.
public struct Stage: Sendable {
  /// The keys of the order.
  public enum OrderKey: Sendable, Hashable { case rank, choice, choiceBand, scoreBand, score }

  /// How seats find students.
  public var mechanism: Mechanism
  /// An index into `Cohort.lists`.
  public var list: Int
  /// The ranking of a queue stage, an index into `Market.rankings`; `noRanking` in the others, where
  /// each pool has its own: see `Market.ranking(_:pool:programme:)`.
  public var ranking: Int
  /// The pools in which a student is tried, in this order.
  public var pools: [StagePool]
  /// The order of the pairs; `rank` and `choice` occur once each.
  public var order: [OrderKey]
  /// The first choice (from 0) of each band but the first, ascending.
  public var choiceBandStarts: [Int]
  /// The number that is cut into bands, and the edges, descending; an edge belongs to the band above.
  public var scoreBands: (number: Int, edges: [Int64])?
  /// What a pair must meet.
  public var gate: Gate
  /// Where the seats left at the end move, one entry a pool that they leave; others stay.
  public var unfilled: [SeatMove]
  /// Whether cutoffs are kept but admissions undone.
  public var provisional: Bool

  /// `ranking` of a stage in which each pool ranks for itself.
  public static let noRanking = -1

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
    ranking = Stage.noRanking
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
  /// So many cells, and no more, can a stage have, over all its pools: one an audience and programme.
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

/// What a (student, choice) pair must meet: conditions and lines.
public struct Gate: Sendable {
  /// All must hold.
  public var conditions: [Condition]
  /// All must be met.
  public var lines: [Line]
  /// Numbers that a student must have: one who misses any is ineligible.
  public var required: [Int]

  /// A gate; without anything it is open.
  public init(conditions: [Condition] = [], lines: [Line] = [], required: [Int] = []) {
    self.conditions = conditions
    self.lines = lines
    self.required = required
  }
}

/// A condition on a student, a programme, or both.
public indirect enum Condition: Sendable {
  /// The student's value of a category is one for which the table says yes; values beyond the table
  /// and students without a value (−1) have `otherwise`.
  case category(Int, table: [Bool], otherwise: Bool)
  /// The table says yes for the programme.
  case programme([Bool])
  /// The student's value of a category is the programme's. Two missing values (−1) are not equal.
  case equal(category: Int, values: [Int32])
  /// The student's number lies within bounds; a missing one does not.
  case within(number: Int, atLeast: Int64?, atMost: Int64?)
  /// All hold.
  case all([Condition])
  /// One holds.
  case any([Condition])
  /// It does not hold.
  case not(Condition)
}

/// A minimum of a number.
public struct Line: Sendable {
  /// What the number must reach.
  public enum Bound: Sendable {
    /// One value.
    case fixed(Int64)
    /// A value for each programme; nil: no line.
    case programmes([Int64?])
    /// The lowest number among those whom an earlier stage admitted to `pool` of the programme, less
    /// `minus`; none where nobody was, or, with `waiveWhenVacant`, where a seat of it was left.
    case cutoff(stage: Int, pool: Int, minus: Int64, waiveWhenVacant: Bool)
  }
  /// An index into `Cohort.numbers`.
  public var number: Int
  /// What it must reach.
  public var bound: Bound
  /// A minimum of `number`.
  public init(number: Int, bound: Bound) {
    self.number = number
    self.bound = bound
  }
}

/// Where lottery numbers come from; called only for students who are equal in every key.
public struct Lots: Sendable {
  /// Writes the lottery number of each student, smaller first, to the same place of `numbers`, which
  /// has as many. Many at once, so that memory and the hash are not waited for one by one.
  public let draw: @Sendable (_ students: Span<Int32>, _ numbers: inout MutableSpan<UInt64>) -> Void

  /// Lottery numbers by `draw`; they must depend on nothing but the student's code and the seed.
  public init(
    draw:
      @escaping @Sendable (_ students: Span<Int32>, _ numbers: inout MutableSpan<UInt64>) ->
      Void
  ) {
    self.draw = draw
  }

  /// Lottery numbers by `number`, one after the other.
  public init(number: @escaping @Sendable (_ student: Int) -> UInt64) {
    self.init { students, numbers in
      for i in students.indices { numbers[i] = number(Int(students[i])) }
    }
  }

  /// The lottery number of one student.
  public func number(_ student: Int) -> UInt64 {
    let students: [1 of Int32] = [Int32(student)]
    var numbers: [1 of UInt64] = [0]
    var place = numbers.mutableSpan
    draw(students.span, &place)
    return numbers[0]
  }
}

/// The answer to a stop for a tie: one student of the class at one pool.
public struct Decision: Sendable, Hashable {
  /// The stage that stopped.
  public var stage: Int
  /// The pool, audience and programme whose last seats the class would take.
  public var pool: Int
  /// See `pool`.
  public var audience: Int
  /// See `pool`.
  public var programme: Int
  /// The student.
  public var student: Int
  /// Whether the student is admitted there; a refusal closes this pool alone to the student.
  public var admits: Bool
  /// An answer for `student`.
  public init(
    stage: Int, pool: Int, audience: Int, programme: Int, student: Int, admits: Bool
  ) {
    self.stage = stage
    self.pool = pool
    self.audience = audience
    self.programme = programme
    self.student = student
    self.admits = admits
  }
}
