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
  /// A programme's own lots in the stages in which pools rank for themselves; nil: `lots`, as in a
  /// queue. Only with `lots`.
  public var programmeLots: (@Sendable (_ programme: Int) -> Lots)?
  /// The programmes' own orders of students: needed where a pool ranks by `priorities`.
  public var priorities: Priorities?
  /// Answers to stops for ties.
  public var decisions: [Decision]

  /// A market of these parts.
  ///
  /// At most `ChoiceLists.programmesMax` programmes, `Placement.stagesMax` stages and
  /// `Pool.poolsMax` pools. That indices are in range, and no two entries of `seats` for one place,
  /// is for the caller to see to.
  public init(
    cohort: Cohort, programmeCount: Int, audiences: [AudienceMap], pools: [Pool],
    seats: [SeatCell], rankings: [Ranking], stages: [Stage], lots: Lots? = nil,
    priorities: Priorities? = nil, decisions: [Decision] = []
  ) {
    precondition(programmeCount <= ChoiceLists.programmesMax)
    precondition(stages.count <= Placement.stagesMax && pools.count <= Pool.poolsMax)
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

  /// The lots by which a pool that ranks for itself tells equals apart at `programme`.
  public func lots(at programme: Int) -> Lots? { programmeLots?(programme) ?? lots }
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
  /// So many pools, and no more, can a market have: their number is a byte, as a stage's is.
  public static let poolsMax = 254

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
