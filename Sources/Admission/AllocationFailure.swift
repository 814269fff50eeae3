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
