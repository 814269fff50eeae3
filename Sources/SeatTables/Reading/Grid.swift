import Apportionment
import Columns
import Diagnostics
import Exact

/// A matrix as its tables have it: rows with seats, columns, and the open cells between them, all
/// in order of the names' bytes, which is the order in which a lottery walks the cells.
public struct Grid: Sendable {
  /// The names of the rows.
  public let rows: [String]
  /// The names of the columns.
  public let columns: [String]
  /// Seats, cells, weights, requirements, tiers and groups.
  public let matrix: SeatMatrix
  /// A weight of `matrix` counts in units of 10^−`places`.
  public let places: Int
  /// The seats of each column, where the table has them.
  public let columnSeats: [Int]?
  /// The weight of each column, for its share of the seats where it has none of its own: its own
  /// weight, else that of its open cells together.
  let columnWeights: [Int]
  let sources: GridSources

  /// The row of each cell.
  var rowOfCell: [Int] {
    rows.indices.flatMap { row in repeatElement(row, count: matrix.cells(ofRow: row).count) }
  }
}

/// Where the names of a grid stand, for messages.
struct GridSources: Sendable {
  let rowSheet: Sheet
  /// The line of the row table for each row of the grid.
  let rowLines: [Int]
  let columnSheet: Sheet?
  let columnLines: [Int]
  let cellSheet: Sheet?

  func place(ofRow row: Int) -> Place { rowSheet.place(rowLines[row], "seats") }

  /// Where a column is named; the cells' table where there is no other.
  func place(ofColumn column: Int, _ name: String) -> Place {
    guard let columnSheet else {
      return cellSheet?.place(ofColumn: "column") ?? Place(file: rowSheet.file)
    }
    return columnSheet.place(columnLines[column], columnSheet.has(name) ? name : "column")
  }
}

extension Grid {
  /// Reads the tables of `files` for `method`.
  ///
  /// Nil, with messages that say file, line and column, where something is wrong; all tables are
  /// looked at first. Complexity: O(cells log cells), or O(rows · columns) where all are open.
  public static func read(
    _ files: GridFiles, for method: GridMethod, workers: Workers = .all, log: inout ProblemLog
  ) -> Grid? {
    var reader = GridReader(files, method, workers, &log)
    return reader.grid(&log)
  }
}
