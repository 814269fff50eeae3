import Columns
import Diagnostics

/// A small table as texts: every cell of every row, for tables of which a city has thousands of
/// rows, not millions.
public struct TextTable: Sendable {
  /// The table read.
  public let table: CSVTable
  private let cells: [String]

  /// The columns.
  public var headers: [CSVTable.Header] { table.headers }
  /// How many rows there are.
  public var rowCount: Int { table.rowCount }

  /// Reads all of `table`; problems go to `log`.
  public init(_ table: CSVTable, log: inout ProblemLog) {
    var table = table
    let read = table.read(workers: Workers(count: 1), log: &log) { _ in TextSink() }
    cells = read.locals.flatMap { $0 }
    self.table = table
  }

  /// One cell.
  public subscript(row: Int, column: Int) -> String { cells[row * table.headers.count + column] }

  /// Where a row or cell stands.
  public func place(row: Int, column: Int? = nil) -> Place { table.place(row: row, column: column) }
}

private struct TextSink: RowSink {
  func begin() -> [String] { [] }

  func take(_ block: RowBlock, _ bytes: RawSpan, _ bounds: Span<UInt32>, _ local: inout [String]) {
    for row in 0..<block.count {
      for column in 0..<block.columns {
        local.append(block.text(row, column, bytes, bounds))
      }
    }
  }
}
