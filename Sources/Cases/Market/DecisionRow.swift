/// A row of `decisions.csv`, in the office's own words.
public struct DecisionRow: Sendable, Hashable {
  /// The columns of the table, in their order.
  public static let columns = [
    "stage", "programme", "pool", "audience", "student", "decision", "decided_by", "reason",
  ]

  /// The stage that stopped.
  public var stage: String
  /// The programme, pool and audience whose last seats are decided on.
  public var programme: String
  /// See `programme`.
  public var pool: String
  /// See `programme`.
  public var audience: String
  /// The student.
  public var student: String
  /// `admit` or `refuse`; empty in a row that waits for a decision.
  public var decision: String
  /// Who decided.
  public var decidedBy: String
  /// Why.
  public var reason: String
  /// The line on which it stands; 0 where it is in no file.
  public var line: Int

  /// A row; without the last three, one that waits for a decision.
  public init(
    stage: String, programme: String, pool: String, audience: String, student: String,
    decision: String = "", decidedBy: String = "", reason: String = "", line: Int = 0
  ) {
    self.stage = stage
    self.programme = programme
    self.pool = pool
    self.audience = audience
    self.student = student
    self.decision = decision
    self.decidedBy = decidedBy
    self.reason = reason
    self.line = line
  }

  /// The cells in the order of `columns`.
  public var cells: [String] {
    [stage, programme, pool, audience, student, decision, decidedBy, reason]
  }
}
