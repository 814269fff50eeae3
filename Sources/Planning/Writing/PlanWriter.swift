import Cases
import Columns
import Rules
import Tables

/// Writes a plan: `plan.csv`, `plan-summary.json` and, last, the quotas.
public struct PlanWriter: Sendable {
  private let plan: Plan
  private let version: String
  private let workers: Workers
  /// What the plan adds up to.
  public let totals: PlanTotals

  /// Will write `plan`; `version` is the program's.
  public init(_ plan: Plan, version: String, workers: Workers = .all) {
    (self.plan, self.version, self.workers) = (plan, version, workers)
    totals = PlanTotals(plan)
  }

  /// The name under which the quotas of `rules` are written.
  public static func quotasName(_ rules: RuleSet) -> String { rules.fileName("quotas") }

  /// Refuses a place where `write` would refuse, before any work is done.
  public static func check(
    _ folder: String, _ rules: RuleSet, replacing: Bool
  ) throws(FileError) {
    try OutputBatch.check(quotasName(rules), in: folder, replacing: replacing)
    for name in [PlanFileNames.plan, PlanFileNames.summary] {
      try OutputBatch.check(name, in: folder, replacing: true)
    }
  }

  /// One of the files.
  public struct File: Sendable {
    /// Its name.
    public let name: String
    /// Its bytes.
    public let bytes: [UInt8]
    /// Their digest.
    public let digest: Digest

    init(_ name: String, _ bytes: [UInt8]) {
      (self.name, self.bytes) = (name, bytes)
      digest = SHA256.digest(of: bytes.span)
    }
  }

  /// The three files, in the order in which they are put into place.
  public func files() -> [File] {
    let table = File(PlanFileNames.plan, PlanTable(plan, workers: workers).bytes())
    let cells = QuotaTable(plan)
    let quotas = File(PlanWriter.quotasName(plan.planCase.rules), mark + cells.bytes)
    let summary = SummaryJSON(
      plan: plan, totals: totals, quotas: cells, version: version,
      outputs: [table, quotas].map { ($0.name, $0.digest) })
    return [table, File(PlanFileNames.summary, summary.bytes()), quotas]
  }

  /// Writes them into `folder`, which is made where it is missing. Quotas that are there are
  /// replaced only if `replacing`; they are renamed into place last. Returns the summary's bytes.
  @discardableResult
  public func write(
    to folder: String, replacing: Bool, access: OutputAccess = .owner
  ) throws(FileError) -> [UInt8] {
    let files = files()
    var batch = try OutputBatch(in: folder, access: access)
    for (at, file) in files.enumerated() {
      let isLast = at == files.count - 1
      try batch.add(
        file.name, file.bytes.span, digest: file.digest, replacing: isLast ? replacing : true)
    }
    try batch.commit()
    return files[1].bytes
  }

  /// A byte order mark where the rules say that tables are something else than UTF-8.
  private var mark: [UInt8] {
    let encoding = plan.planCase.rules.encoding
    return encoding == nil || encoding == .utf8 ? [] : [0xEF, 0xBB, 0xBF]
  }
}
