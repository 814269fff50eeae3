/// The cells of a matrix by row and by column, with the bounds that margins and method put on them.
struct CellGrid {
  let matrix: SeatMatrix
  let index: ColumnIndex
  var rowOfCell: [Int32] { index.rowOfCell }
  var columnStart: [Int] { index.columnStart }
  var byColumn: [Int32] { index.byColumn }
  /// The least and the most seats of each cell; both 0 in a row or column without seats.
  private(set) var least: [Int]
  private(set) var most: [Int]

  init(_ matrix: SeatMatrix, columnSeats: [Int], method: DivisorMethod) {
    self.matrix = matrix
    index = ColumnIndex(matrix)
    least = Array(repeating: 0, count: matrix.cellCount)
    most = least
    for cell in 0..<matrix.cellCount where matrix.weights[cell] > 0 {
      let hasSeats =
        matrix.rowSeats[Int(rowOfCell[cell])] > 0 && columnSeats[Int(matrix.columns[cell])] > 0
      // A method that seats everyone first rounds no positive quotient to 0.
      least[cell] = max(matrix.minimum(cell), method.seatsEveryoneFirst ? 1 : 0)
      most[cell] = hasSeats ? matrix.maximum(cell) : least[cell]
    }
  }

  /// The cells at a node: rows count first, then columns.
  func cells(of node: Int) -> CellsOfNode {
    let rows = matrix.rowCount
    return node < rows
      ? CellsOfNode(range: matrix.cells(ofRow: node), list: nil)
      : CellsOfNode(
        range: columnStart[node - rows]..<columnStart[node - rows + 1], list: byColumn)
  }
}

/// The cells of one row, or of one column, without a copy.
struct CellsOfNode: Sequence, IteratorProtocol {
  var range: Range<Int>
  let list: [Int32]?

  mutating func next() -> Int? {
    guard let at = range.popFirst() else { return nil }
    return list.map { Int($0[at]) } ?? at
  }
}
