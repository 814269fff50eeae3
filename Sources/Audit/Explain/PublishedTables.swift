import Columns
import Diagnostics
import Synchronization
import Tables

/// The tables of a run that cutoffs and lines stand in, opened once. What was looked for is kept: a
/// search for small changes asks for the same rows again and again.
final class PublishedTables: Sendable {
  /// `lines.csv`.
  let lines: TextTable
  /// `cutoffs.csv`.
  let cutoffs: CSVTable
  private let workers: Workers
  private let found = Mutex<[[UInt8]: [CSVTable.FoundRow]]>([:])

  /// Opens the tables of `run`; nil, with messages, where they are none.
  init?(_ run: RunFolder, workers: Workers, log: inout ProblemLog) {
    guard let cutoffs = run.table("cutoffs.csv", workers: workers, log: &log),
      let lines = run.table("lines.csv", workers: workers, log: &log)
    else { return nil }
    self.cutoffs = cutoffs
    self.lines = TextTable(lines, log: &log)
    self.workers = workers
  }

  /// The rows of cutoffs that contain `needle`. Complexity: O(bytes) the first time, then O(1).
  func cutoffs(containing needle: [UInt8]) -> [CSVTable.FoundRow] {
    if let known = found.withLock({ $0[needle] }) { return known }
    let rows = cutoffs.rows(containing: needle, workers: workers)
    found.withLock { $0[needle] = rows }
    return rows
  }
}
