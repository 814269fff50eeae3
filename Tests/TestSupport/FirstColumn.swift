import Columns
import Diagnostics
import Tables

extension CSVTable {
  /// The codes of the first column, none of them longer than `width` bytes as a rule.
  public func codes(width: Int, workers: Workers, log: inout ProblemLog) -> CodeColumn {
    var table = self
    return table.read(workers: workers, log: &log) {
      FirstColumn(codes: CodeColumn(count: $0.rowCount, width: width))
    }.sink.codes
  }
}

/// Takes the codes of a table's first column.
private struct FirstColumn: RowSink {
  let codes: CodeColumn
  func begin() -> Bool { true }
  func take(_ block: RowBlock, _ bytes: RawSpan, _ bounds: Span<UInt32>, _ local: inout Bool) {
    local = codes.read(block, column: 0, bytes, bounds) && local
  }
}
