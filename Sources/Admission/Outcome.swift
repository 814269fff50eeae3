import Columns

/// Where one student was admitted, or nowhere.
public struct Placement: BitwiseCopyable, Sendable, Hashable {
  /// So many stages, and no more, can a placement tell apart.
  public static let stagesMax = 254

  private var stageNumber: UInt8 = 0  // the stage + 1, so that zeroed memory means "nowhere"
  private var poolNumber: UInt8 = 0
  private var programmeNumber: UInt16 = 0
  private var choiceNumber: UInt16 = 0

  /// Nowhere.
  public init() {}

  /// Admitted in `stage`.
  public init(stage: Int, pool: Int, programme: Int, choice: Int) {
    stageNumber = UInt8(stage + 1)
    poolNumber = UInt8(pool)
    programmeNumber = UInt16(programme)
    choiceNumber = UInt16(choice)
  }

  /// The same seat of another programme, by another choice.
  @inline(__always)
  func at(programme: UInt16, choice: UInt16) -> Placement {
    var other = self
    (other.programmeNumber, other.choiceNumber) = (programme, choice)
    return other
  }

  /// Whether the student was admitted.
  public var isAdmitted: Bool { stageNumber != 0 }
  /// The stage; −1 for a student who was not admitted, of whom the rest is meaningless.
  public var stage: Int { Int(stageNumber) - 1 }
  /// The pool whose seat was taken.
  public var pool: Int { Int(poolNumber) }
  /// The programme.
  public var programme: Int { Int(programmeNumber) }
  /// The number of the choice, from 0.
  public var choice: Int { Int(choiceNumber) }
}

/// What a stage did with the seats of one programme, pool and audience. There can be a hundred
/// thousand of them, so each is kept small.
public struct CutoffCell: Sendable, Hashable {
  /// The programme.
  @Narrow<UInt16> public var programme: Int
  /// The pool.
  @Narrow<UInt8> public var pool: Int
  /// The audience within the pool's division.
  @Narrow<Int32> public var audience: Int
  /// The seats left when the stage began.
  @Narrow<Int32> public var seats: Int
  /// Pairs of the stage that could have taken such a seat.
  @Narrow<Int32> public var applicants = 0
  /// How many took one.
  @Narrow<Int32> public var admitted = 0
  /// Seats that came from a reserve inside the stage: those of a soft choice rule.
  @Narrow<Int32> public var movedIn = 0
  /// Seats that a reserve left empty and that went to everyone inside the stage.
  @Narrow<Int32> public var movedOut = 0
  /// The student of the last pair admitted; −1 where there is none. In the stages in which each
  /// pool ranks for itself, the admitted student who stands last in the pool's ranking.
  @Narrow<Int32> public var lastStudent = -1
  /// The choice number (from 0) of that pair; of a class admitted together, the largest.
  @Narrow<Int32> public var lastChoice = -1
  /// The admitted student who stands last in the ranking: theirs is the lowest first key. −1: none.
  @Narrow<Int32> public var lowestStudent = -1

  /// Seats left when the stage ended.
  public var vacant: Int { max(0, seats + movedIn - movedOut - admitted) }
  /// Admitted beyond the seats, where equals are admitted together.
  public var excess: Int { max(0, admitted - (seats + movedIn - movedOut)) }

  /// Nothing but seats.
  public init(programme: Int, pool: Int, audience: Int, seats: Int) {
    (self.programme, self.pool, self.audience, self.seats) = (programme, pool, audience, seats)
  }
}

/// The fate of the seats of one programme, pool and audience over the whole run:
/// planned + moved in + excess = moved out + admitted + vacant.
public struct LedgerCell: Sendable, Hashable {
  /// The programme.
  @Narrow<UInt16> public var programme: Int
  /// The pool.
  @Narrow<UInt8> public var pool: Int
  /// The audience within the pool's division.
  @Narrow<Int32> public var audience: Int
  /// Seats at the beginning.
  @Narrow<Int32> public var planned = 0
  /// Seats that came from other pools.
  @Narrow<Int32> public var movedIn = 0
  /// Seats that went to other pools.
  @Narrow<Int32> public var movedOut = 0
  /// Students admitted.
  @Narrow<Int32> public var admitted = 0
  /// Of these, beyond the seats.
  @Narrow<Int32> public var excess = 0
  /// Seats that nobody took.
  public var vacant: Int { planned + movedIn + excess - movedOut - admitted }

  /// An account without entries.
  public init(programme: Int, pool: Int, audience: Int) {
    (self.programme, self.pool, self.audience) = (programme, pool, audience)
  }
}

/// A number that is kept in fewer bits than it is worked with: one that does not fit traps.
@propertyWrapper
public struct Narrow<Kept: FixedWidthInteger & Sendable>: Sendable, Hashable {
  private var kept: Kept

  /// Keeps `wrappedValue`.
  public init(wrappedValue: Int) { kept = Kept(wrappedValue) }

  /// The number.
  public var wrappedValue: Int {
    get { Int(kept) }
    set { kept = Kept(newValue) }
  }
}

/// A line that was in force in a stage, with the values it came to.
public struct LineInForce: Sendable, Hashable {
  /// The pool it was for alone; nil: for the whole stage.
  public var pool: Int?
  /// An index into `Cohort.numbers`.
  public var number: Int
  /// For each programme the minimum; nil: none.
  public var values: [Int64?]

  /// Made by the engine, and by what it is tested against.
  package init(pool: Int?, number: Int, values: [Int64?]) {
    (self.pool, self.number, self.values) = (pool, number, values)
  }
}

/// What one stage did.
public struct StageOutcome: Sendable {
  /// Every cell with seats or applicants, in order of pool, audience, programme.
  public var cells: [CutoffCell]
  /// The lines, the stage's own first, then those of its pools.
  public var lines: [LineInForce]
  /// Students who had no seat when the stage began.
  public var candidates: Int
  /// Of these, who was eligible for the stage by themselves.
  public var eligible: Int
  /// Students admitted.
  public var admitted: Int

  /// Made by the engine, and by what it is tested against.
  package init(
    cells: [CutoffCell], lines: [LineInForce], candidates: Int, eligible: Int, admitted: Int
  ) {
    (self.cells, self.lines) = (cells, lines)
    (self.candidates, self.eligible, self.admitted) = (candidates, eligible, admitted)
  }
}

/// What an allocation came to.
public struct Outcome: Sendable {
  /// A placement for each student.
  public var placements: Column<Placement>
  /// What each stage did.
  public var stages: [StageOutcome]
  /// The seats' accounts, in order of pool, audience, programme.
  public var ledger: [LedgerCell]
  /// How many students drew lots: equals in a ranking of kind `lottery`, over all rankings.
  public var drawn: Int

  /// Made by the engine, and by what it is tested against.
  package init(
    placements: Column<Placement>, stages: [StageOutcome], ledger: [LedgerCell], drawn: Int
  ) {
    (self.placements, self.stages, self.ledger) = (placements, stages, ledger)
    self.drawn = drawn
  }
}

/// Why an allocation cannot go on: more equals than seats, and the rules say that people decide.
public struct TieStop: Error, Sendable, Hashable {
  /// The stage.
  public var stage: Int
  /// The programme.
  public var programme: Int
  /// The pool.
  public var pool: Int
  /// The audience.
  public var audience: Int
  /// Seats left when the class began.
  public var seats: Int
  /// The students who would take them, ascending by row.
  public var students: [Int]

  /// Made by the engine, and by what it is tested against.
  package init(
    stage: Int, programme: Int, pool: Int, audience: Int, seats: Int, students: [Int]
  ) {
    (self.stage, self.programme, self.pool) = (stage, programme, pool)
    (self.audience, self.seats, self.students) = (audience, seats, students)
  }
}

/// Why a market cannot be allocated.
public enum AllocationFailure: Error, Sendable {
  /// A tie needs a decision.
  case stop(TieStop)
  /// Equals must draw lots, and the market has none: two of them, and the ranking.
  case lotsMissing(ranking: Int, students: (Int, Int))
  /// Fewer of a class are admitted than there are seats.
  case tooFewAdmitted(TieStop, admitted: Int)
  /// Decisions that answer no stop: indices into `Market.decisions`.
  case unanswered([Int])
}
