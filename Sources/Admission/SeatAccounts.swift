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
