import Diagnostics
import Tables

/// What a run has to say that neither its case nor its outcome knows: the command's own facts.
///
/// Nothing here may depend on the clock, the host, the path or the number of threads: `replay`
/// compares every byte.
public struct RunFacts: Sendable {
  /// The program's version.
  public var version: String
  /// The digest of the case's files without seed and decisions, where it was made.
  public var commitment: Digest?
  /// The seed of the plan's draw, where the case has one.
  public var planSeed: String?
  /// The rows of `decisions.csv`, as given.
  public var decisions: [DecisionRow]
  /// What the compliance check found, in the language of the run.
  public var findings: [String]
  /// How many warnings of each code there were.
  public var warnings: [(code: Code, count: Int)]

  /// The facts of a run by this version of the program.
  public init(
    version: String, commitment: Digest? = nil, planSeed: String? = nil,
    decisions: [DecisionRow] = [], findings: [String] = [],
    warnings: [(code: Code, count: Int)] = []
  ) {
    self.version = version
    self.commitment = commitment
    self.planSeed = planSeed
    self.decisions = decisions
    self.findings = findings
    self.warnings = warnings
  }

  /// The warnings of `log`, by code.
  public static func warnings(of log: ProblemLog) -> [(code: Code, count: Int)] {
    var counts: [Code: Int] = [:]
    for group in log.groups where !group.code.isError {
      counts[group.code, default: 0] += group.count
    }
    return counts.sorted { $0.key.name < $1.key.name }.map { (code: $0.key, count: $0.value) }
  }
}

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

  /// A row; without the last three, one that waits for a decision.
  public init(
    stage: String, programme: String, pool: String, audience: String, student: String,
    decision: String = "", decidedBy: String = "", reason: String = ""
  ) {
    self.stage = stage
    self.programme = programme
    self.pool = pool
    self.audience = audience
    self.student = student
    self.decision = decision
    self.decidedBy = decidedBy
    self.reason = reason
  }

  /// The cells in the order of `columns`.
  public var cells: [String] {
    [stage, programme, pool, audience, student, decision, decidedBy, reason]
  }
}
