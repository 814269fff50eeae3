/// A named kind of seats.
public struct PoolRule: Sendable {
  /// The pool's name.
  public var name: String
  /// Who may take a seat.
  public var audience: AudienceRule
  /// Whether its seats count toward the quota share.
  public var isQuota: Bool
  /// Whether it has the plan minus all seats of `quotas.csv` (`"seats": "rest"`).
  public var takesRest: Bool
}

/// Who may take a seat of a pool.
public enum AudienceRule: Sendable, Hashable {
  /// Anyone; seats are one heap a programme.
  case everyone
  /// The students of one middle school.
  case middleSchool
  /// The students who have one value in a column of `students.csv` or of their middle school's row.
  case attribute(String)
}
