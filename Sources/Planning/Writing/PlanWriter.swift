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

  /// The three files: name and bytes, in the order in which they are put into place.
  public func files() -> [(name: String, bytes: [UInt8])] {
    let table = PlanTable(plan, workers: workers).bytes()
    let quotas = QuotaTable(plan)
    let marked = mark + quotas.bytes
    let quotasName = PlanWriter.quotasName(plan.planCase.rules)
    let outputs = [
      (name: PlanFileNames.plan, digest: SHA256.digest(of: table.span)),
      (name: quotasName, digest: SHA256.digest(of: marked.span)),
    ]
    let summary = SummaryJSON(
      plan: plan, totals: totals, quotas: quotas, version: version, outputs: outputs)
    return [
      (PlanFileNames.plan, table), (PlanFileNames.summary, summary.bytes()), (quotasName, marked),
    ]
  }

  /// Writes them into `folder`, which is made where it is missing. Quotas that are there are replaced
  /// only if `replacing`; they are renamed into place last. Returns the summary's bytes.
  @discardableResult
  public func write(to folder: String, replacing: Bool) throws(FileError) -> [UInt8] {
    let files = files()
    var batch = try OutputBatch(in: folder)
    for (name, bytes) in files {
      let isQuotas = name == files.last!.name
      try batch.add(name, bytes.span, replacing: isQuotas ? replacing : true)
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
