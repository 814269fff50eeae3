/// Moves parts within rows until every column has exactly what it needs, or shows why it cannot.
///
/// Few parts are moved where scaling has come near; that the result is right does not depend on it.
/// Cells that scaling left at a minimum or maximum are there because of it: they give and take only
/// where no others can, so that what rounding left does not take a part off a bound.
/// Source: augmenting paths (Ford & Fulkerson 1956); what a failed search has reached is a cut.
struct MinimumRepair {
  private let matrix: SeatMatrix
  private let index: ColumnIndex
  private let needs: [Int]
  private let unit: Int
  private(set) var parts: [Int]
  private var sums: [Int]
  /// Whether each cell was at its minimum (other than 0) or its maximum when the repair began.
  private let isAtBound: [Bool]

  init(_ matrix: SeatMatrix, _ index: ColumnIndex, needs: [Int], _ shares: FairShares) {
    self.matrix = matrix
    self.index = index
    self.needs = needs
    unit = shares.unit
    parts = shares.parts
    sums = MatrixTotals(matrix, shares.parts).columns
    isAtBound = (0..<matrix.cellCount).map { cell in
      let most = min(matrix.maximum(cell), matrix.rowSeats[Int(index.rowOfCell[cell])])
      let least = matrix.minimum(cell)
      return shares.parts[cell] == most * shares.unit
        || least > 0 && shares.parts[cell] == least * shares.unit
    }
  }

  /// Short columns take from columns with more than they need; then tight columns give what they
  /// have beyond their minimum to columns that are not tight, where any can take it.
  mutating func run(isTight: [Bool]) throws(MatrixError) {
    for column in sums.indices where sums[column] < needs[column] * unit {
      while sums[column] < needs[column] * unit {
        let search = search(from: column, rises: true) { sums[$0] > needs[$0] * unit }
        guard let goal = search.goal else {
          // The cells at bounds were free to move as well.
          let (rows, columns) = search.reached
          throw .infeasible(matrix.minimumConflict(rows: rows, columns: columns, needs))
        }
        let lot = min(needs[column] * unit - sums[column], sums[goal] - needs[goal] * unit)
        push(search, from: column, to: goal, atMost: lot, rises: true)
      }
    }
    for column in sums.indices where isTight[column] {
      while sums[column] > needs[column] * unit {
        let search = search(from: column, rises: false) { !isTight[$0] }
        guard let goal = search.goal else { break }
        push(
          search, from: column, to: goal, atMost: sums[column] - needs[column] * unit,
          rises: false)
      }
    }
  }

  /// How many parts a cell can still gain or lose.
  private func room(_ cell: Int, rises: Bool, row: Int) -> Int {
    rises
      ? min(matrix.maximum(cell), matrix.rowSeats[row]) * unit - parts[cell]
      : parts[cell] - matrix.minimum(cell) * unit
  }

  /// Without the cells at bounds, and with them where that leads nowhere.
  private func search(
    from start: Int, rises: Bool, until isGoal: (_ column: Int) -> Bool
  ) -> RepairSearch {
    let search = search(from: start, rises: rises, keepsBounds: true, until: isGoal)
    guard search.goal == nil else { return search }
    return self.search(from: start, rises: rises, keepsBounds: false, until: isGoal)
  }

  /// Breadth first from a column that rises (or falls): its cells rise, others of their rows fall.
  ///
  /// Rows are begun at a different one for each column, so that no row bears the parts of all.
  private func search(
    from start: Int, rises: Bool, keepsBounds: Bool, until isGoal: (_ column: Int) -> Bool
  ) -> RepairSearch {
    var search = RepairSearch(rowCount: matrix.rowCount, columnCount: matrix.columnCount)
    search.columnCell[start] = RepairSearch.start
    var queue = [start]
    var at = 0
    while at < queue.count {
      let column = queue[at]
      at += 1
      let cells = index.columnStart[column]..<index.columnStart[column + 1]
      for place in cells.indices {
        let turned = cells.lowerBound + (place - cells.lowerBound + start) % cells.count
        let cell = Int(index.byColumn[turned])
        let row = Int(index.rowOfCell[cell])
        guard search.rowCell[row] < 0, !(keepsBounds && isAtBound[cell]),
          room(cell, rises: rises, row: row) > 0
        else { continue }
        search.rowCell[row] = cell
        reach(row, rises: rises, keepsBounds, &search, &queue, isGoal)
        if search.goal != nil { return search }
      }
    }
    return search
  }

  /// The columns that a row can exchange with; the goal is the one with the most room.
  private func reach(
    _ row: Int, rises: Bool, _ keepsBounds: Bool, _ search: inout RepairSearch,
    _ queue: inout [Int], _ isGoal: (_ column: Int) -> Bool
  ) {
    var widest = 0
    for cell in matrix.cells(ofRow: row) {
      let column = Int(matrix.columns[cell])
      guard search.columnCell[column] == RepairSearch.unseen, !(keepsBounds && isAtBound[cell])
      else { continue }
      let room = room(cell, rises: !rises, row: row)
      guard room > 0 else { continue }
      if isGoal(column) {
        if room > widest { (widest, search.goal, search.goalCell) = (room, column, cell) }
      } else {
        search.columnCell[column] = cell
        queue.append(column)
      }
    }
    if let goal = search.goal { search.columnCell[goal] = search.goalCell }
  }

  private mutating func push(
    _ search: RepairSearch, from start: Int, to goal: Int, atMost: Int, rises: Bool
  ) {
    var way: [(cell: Int, rises: Bool)] = []
    var column = goal
    while column != start {
      let leaving = search.columnCell[column]
      let row = Int(index.rowOfCell[leaving])
      let entering = search.rowCell[row]
      way.append((leaving, !rises))
      way.append((entering, rises))
      column = Int(matrix.columns[entering])
    }
    var lot = atMost
    for step in way {
      let row = Int(index.rowOfCell[step.cell])
      lot = min(lot, room(step.cell, rises: step.rises, row: row))
    }
    for step in way {
      parts[step.cell] += step.rises ? lot : -lot
      sums[Int(matrix.columns[step.cell])] += step.rises ? lot : -lot
    }
  }
}

/// What a search has reached, and by which cells.
private struct RepairSearch {
  static let unseen = -1
  static let start = -2

  /// The cell by which each row was reached, from a column before it.
  var rowCell: [Int]
  /// The cell by which each column was reached, from a row before it.
  var columnCell: [Int]
  var goal: Int?
  var goalCell = -1

  init(rowCount: Int, columnCount: Int) {
    rowCell = Array(repeating: Self.unseen, count: rowCount)
    columnCell = Array(repeating: Self.unseen, count: columnCount)
  }

  var reached: (rows: [Int], columns: [Int]) {
    (
      rowCell.indices.filter { rowCell[$0] >= 0 },
      columnCell.indices.filter { columnCell[$0] != Self.unseen }
    )
  }
}
