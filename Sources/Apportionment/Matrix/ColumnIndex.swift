/// The cells of a matrix by column, and the row of each.
struct ColumnIndex {
  let rowOfCell: [Int32]
  /// The cells of column c are `byColumn[columnStart[c]..<columnStart[c + 1]]`, by row.
  let columnStart: [Int]
  let byColumn: [Int32]

  /// Complexity: O(cells).
  init(_ matrix: SeatMatrix) {
    var rowOfCell = Array(repeating: Int32(0), count: matrix.cellCount)
    var start = Array(repeating: 0, count: matrix.columnCount + 1)
    for row in 0..<matrix.rowCount {
      for cell in matrix.cells(ofRow: row) {
        rowOfCell[cell] = Int32(row)
        start[Int(matrix.columns[cell]) + 1] += 1
      }
    }
    for column in 0..<matrix.columnCount { start[column + 1] += start[column] }
    var next = start
    var byColumn = Array(repeating: Int32(0), count: matrix.cellCount)
    for cell in 0..<matrix.cellCount {
      let column = Int(matrix.columns[cell])
      byColumn[next[column]] = Int32(cell)
      next[column] += 1
    }
    self.rowOfCell = rowOfCell
    columnStart = start
    self.byColumn = byColumn
  }

  /// Where the cells of a column stand in `byColumn`.
  func places(ofColumn column: Int) -> Range<Int> { columnStart[column]..<columnStart[column + 1] }

  /// The cells of a column, by row.
  func cells(ofColumn column: Int) -> some Sequence<Int> {
    byColumn[places(ofColumn: column)].lazy.map { Int($0) }
  }
}
