extension SeatMatrix {
  /// The same matrix with a least number of seats for each column over all rows.
  ///
  /// `fairShares` then gives every column that has an open cell with a positive weight at least its
  /// minimum (a column that has none gets no seats and has no minimum), so that the floors of any
  /// rounding keep it. The share of a cell is clamp(λ·weight·μ, minimum, maximum) with one λ a row
  /// and one μ ≥ 1 a column, μ > 1 only where the column gets exactly its minimum: of all matrices
  /// that meet the requirements, the one nearest to proportionality by relative entropy. An empty
  /// list takes the minimums away. Throws where the list has another length or a minimum is out of
  /// range; whether they can all be met, `fairShares` finds. Complexity: O(columns).
  public func requiring(columnMinimums: [Int]) throws(MatrixError) -> SeatMatrix {
    guard columnMinimums.isEmpty || columnMinimums.count == columnCount else {
      throw .lengthMismatch(
        list: "columnMinimums", expected: columnCount, found: columnMinimums.count)
    }
    for (column, seats) in columnMinimums.enumerated() {
      guard (0...Limits.seatsMax).contains(seats) else {
        throw .columnSeatsOutOfRange(column: column, seats: seats)
      }
    }
    var matrix = self
    matrix.columnMinimums = columnMinimums.contains { $0 > 0 } ? columnMinimums : []
    return matrix
  }

  /// Row shares lifted so that every column has its minimum; the same shares where none is short.
  func lifted(_ shares: FairShares) throws(MatrixError) -> FairShares {
    let index = ColumnIndex(self)
    let needs = try columnNeeds(index)
    let sums = MatrixTotals(self, shares.parts).columns
    guard sums.indices.contains(where: { sums[$0] < needs[$0] * shares.unit }) else {
      return shares
    }
    let first = try lifted(shares, index, needs, roundsMax: ColumnLift.roundsBeforeFreezing)
    if first.isSettled { return first.shares }
    // Where requirements leave no choice at some cells, scaling only creeps toward them: they are
    // found from any matrix that meets the requirements, and taken out.
    let frozen = frozen(first.shares, needs)
    return try frozen.lifted(shares, index, needs, roundsMax: ColumnLift.roundsMax).shares
  }

  /// Blocks of rows and columns that no open cell joins are lifted by themselves, and only where a
  /// column is short. A block with all cells open, one weight a column and no bounds has a closed
  /// form; others are scaled. What rounding to parts leaves is repaired exactly.
  private func lifted(
    _ shares: FairShares, _ index: ColumnIndex, _ needs: [Int], roundsMax: Int
  ) throws(MatrixError) -> (shares: FairShares, isSettled: Bool) {
    let unit = shares.unit
    let sums = MatrixTotals(self, shares.parts).columns
    var parts = shares.parts
    var isTight = Array(repeating: false, count: columnCount)
    var isSettled = true
    var lift = ColumnLift(self, index, needs: needs)
    for block in OpenBlock.all(self, index)
    where block.columns.contains(where: { sums[$0] < needs[$0] * unit }) {
      if block.isRectangle(self) {
        try lift.fillRectangle(block, unit: unit, &parts, &isTight)
      } else if !lift.scale(block, roundsMax: roundsMax, unit: unit, &parts, &isTight) {
        isSettled = false
      }
    }
    var repair = MinimumRepair(self, index, needs: needs, FairShares(unit: unit, parts: parts))
    try repair.run(isTight: isTight)
    return (FairShares(unit: unit, parts: repair.parts), isSettled)
  }

  /// The same matrix with every cell fixed whose share is the same in all matrices that meet the
  /// requirements, which `shares` do.
  ///
  /// A share can change only around a cycle of changes that are each possible: within a strong
  /// component of rows, columns, and one node for what columns have beyond their minimums.
  /// Complexity: O(cells).
  private func frozen(_ shares: FairShares, _ needs: [Int]) -> SeatMatrix {
    let unit = shares.unit
    let beyond = rowCount + columnCount
    var graph = DirectedGraph(nodeCount: beyond + 1)
    for row in 0..<rowCount {
      for cell in cells(ofRow: row) {
        let column = rowCount + Int(columns[cell])
        if shares.parts[cell] < min(maximum(cell), rowSeats[row]) * unit {
          graph.arcs[row].append(column)
        }
        if shares.parts[cell] > minimum(cell) * unit { graph.arcs[column].append(row) }
      }
    }
    for (column, sum) in MatrixTotals(self, shares.parts).columns.enumerated() {
      graph.arcs[rowCount + column].append(beyond)
      if sum > needs[column] * unit { graph.arcs[beyond].append(rowCount + column) }
    }
    let component = graph.strongComponents().of
    var (least, most) = (
      Array(repeating: 0, count: cellCount), Array(repeating: 0, count: cellCount)
    )
    for row in 0..<rowCount {
      for cell in cells(ofRow: row) {
        let isFixed = component[row] != component[rowCount + Int(columns[cell])]
        least[cell] = isFixed ? shares.parts[cell] / unit : minimum(cell)
        most[cell] = isFixed ? least[cell] : maximum(cell)
      }
    }
    return bounded(minimums: least, maximums: most)
  }

  /// The minimum of each column that has a cell to put it in; 0 for others.
  private func columnNeeds(_ index: ColumnIndex) throws(MatrixError) -> [Int] {
    var needs = Array(repeating: 0, count: columnCount)
    for column in 0..<columnCount {
      let hasWeight = index.cells(ofColumn: column).contains { weights[$0] > 0 }
      needs[column] = hasWeight ? columnMinimums[column] : 0
      // Beyond this the sums below need not fit a machine word.
      guard needs[column] <= seatsTotal else {
        let rows = index.cells(ofColumn: column).filter { weights[$0] > 0 }
          .map { Int(index.rowOfCell[$0]) }
        throw .infeasible(minimumConflict(rows: rows, columns: [column], needs))
      }
    }
    return needs
  }

  /// Rows that cannot give columns what these must get; see `MarginConflict.Kind`.
  func minimumConflict(rows: [Int], columns: [Int], _ needs: [Int]) -> MarginConflict {
    var isColumn = Array(repeating: false, count: columnCount)
    for column in columns { isColumn[column] = true }
    var isRow = Array(repeating: false, count: rowCount)
    for row in rows { isRow[row] = true }
    var excess = columns.reduce(0) { $0 + needs[$1] }
    for row in 0..<rowCount {
      if isRow[row] { excess -= rowSeats[row] }
      for cell in cells(ofRow: row) where isColumn[Int(self.columns[cell])] != isRow[row] {
        excess += isRow[row] ? minimum(cell) : -min(maximum(cell), rowSeats[row])
      }
    }
    return MarginConflict(kind: .columnsNeedTooMany, rows: rows, columns: columns, excess: excess)
  }
}
