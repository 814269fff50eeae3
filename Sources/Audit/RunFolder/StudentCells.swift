import Cases
import Columns
import Diagnostics
import Rules
import Tables

/// Some columns of `students.csv` as they stand in the file: of a few students.
struct StudentCells: Sendable {
  /// The cells of each row read, in the order of the columns asked for.
  let rows: [Int: [String]]

  /// Reads `columns` of the rows in `wanted`. Nil, with messages, where the table cannot
  /// be read. Complexity: O(bytes), on all workers.
  init?(
    _ folder: String, _ rules: RuleSet, columns: [Int], of wanted: Set<Int>, workers: Workers,
    log: inout ProblemLog
  ) {
    guard var table = reopenTable("students", of: folder, rules, workers: workers, log: &log) else {
      return nil
    }
    let (_, locals) = table.read(workers: workers, log: &log) { _ in
      CellSink(columns: columns, wanted: wanted)
    }
    rows = locals.reduce(into: [:]) { $0.merge($1) { a, _ in a } }
  }
}

private struct CellSink: RowSink {
  let columns: [Int]
  let wanted: Set<Int>

  func begin() -> [Int: [String]] { [:] }

  func take(
    _ block: RowBlock, _ bytes: RawSpan, _ bounds: Span<UInt32>, _ local: inout [Int: [String]]
  ) {
    for row in 0..<block.count where wanted.contains(block.firstRow + row) {
      local[block.firstRow + row] = columns.map { block.text(row, $0, bytes, bounds) }
    }
  }
}
