/// Rows and columns that open cells join, directly or over others: what happens in one block leaves
/// the others alone.
struct OpenBlock {
  /// The rows, ascending.
  var rows: [Int] = []
  /// The columns, ascending.
  var columns: [Int] = []

  /// All blocks with at least one cell, in the order of their first rows.
  ///
  /// Complexity: O(cells).
  static func all(_ matrix: SeatMatrix, _ index: ColumnIndex) -> [OpenBlock] {
    var blocks: [OpenBlock] = []
    var isSeenRow = Array(repeating: false, count: matrix.rowCount)
    var isSeenColumn = Array(repeating: false, count: matrix.columnCount)
    for first in 0..<matrix.rowCount where !isSeenRow[first] {
      isSeenRow[first] = true
      var block = OpenBlock(rows: [first])
      var at = 0
      while at < block.rows.count {
        for cell in matrix.cells(ofRow: block.rows[at]) where matrix.weights[cell] > 0 {
          let column = Int(matrix.columns[cell])
          guard !isSeenColumn[column] else { continue }
          isSeenColumn[column] = true
          block.columns.append(column)
          for other in index.cells(ofColumn: column) where matrix.weights[other] > 0 {
            let row = Int(index.rowOfCell[other])
            guard !isSeenRow[row] else { continue }
            isSeenRow[row] = true
            block.rows.append(row)
          }
        }
        at += 1
      }
      block.rows.sort()
      block.columns.sort()
      if !block.columns.isEmpty { blocks.append(block) }
    }
    return blocks
  }

  /// Whether all cells are open, with the same weights in every row, and no bound can matter.
  ///
  /// Complexity: O(cells of the block).
  func isRectangle(_ matrix: SeatMatrix) -> Bool {
    let pattern = openCells(matrix, row: rows[0]).map { matrix.weights[$0] }
    return rows.allSatisfy { row in
      var at = 0
      for cell in openCells(matrix, row: row) {
        guard at < pattern.count, matrix.weights[cell] == pattern[at], matrix.minimum(cell) == 0,
          matrix.maximum(cell) >= matrix.rowSeats[row]
        else { return false }
        at += 1
      }
      return at == columns.count
    }
  }

  private func openCells(_ matrix: SeatMatrix, row: Int) -> some Sequence<Int> {
    matrix.cells(ofRow: row).lazy.filter { matrix.weights[$0] > 0 }
  }
}
