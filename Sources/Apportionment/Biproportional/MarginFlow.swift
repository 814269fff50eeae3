/// Whether both margins can be met on the open cells, by maximum flow; if not, why.
///
/// Source: the residual network's reachable set is a minimum cut (Ford & Fulkerson 1956).
struct MarginFlow {
  let grid: CellGrid
  let columnSeats: [Int]
  private var seats: [Int]
  private var rowLeft: [Int]
  private var columnLeft: [Int]

  /// Throws where a column's minima exceed its seats; a row's were checked before.
  init(_ grid: CellGrid, columnSeats: [Int]) throws(MatrixError) {
    self.grid = grid
    self.columnSeats = columnSeats
    seats = grid.least
    rowLeft = grid.matrix.rowSeats
    columnLeft = columnSeats
    for cell in seats.indices {
      rowLeft[Int(grid.rowOfCell[cell])] -= seats[cell]
      columnLeft[Int(grid.matrix.columns[cell])] -= seats[cell]
    }
    for (row, left) in rowLeft.enumerated() where left < 0 {
      let total = grid.matrix.rowSeats[row]
      throw .minimumsExceedSeats(row: row, minimums: total - left, seats: total)
    }
    for (column, left) in columnLeft.enumerated() where left < 0 {
      throw .columnMinimumsExceedSeats(
        column: column, minimums: columnSeats[column] - left, seats: columnSeats[column])
    }
  }

  /// Throws `.infeasible` with the violating set. Complexity: O(cells) for greedy, and O(cells) for
  /// each seat lot that greedy could not place.
  mutating func requireFeasible() throws(MatrixError) {
    fillGreedily()
    while let start = rowLeft.firstIndex(where: { $0 > 0 }) {
      if let conflict = augment(from: start) { throw .infeasible(conflict) }
    }
  }

  private mutating func fillGreedily() {
    for row in rowLeft.indices {
      for cell in grid.matrix.cells(ofRow: row) {
        if rowLeft[row] == 0 { break }
        let column = Int(grid.matrix.columns[cell])
        let lot = min(rowLeft[row], columnLeft[column], grid.most[cell] - seats[cell])
        seats[cell] += lot
        rowLeft[row] -= lot
        columnLeft[column] -= lot
      }
    }
  }

  /// One augmenting path from a row with seats left, or the conflict that its search ran into.
  private mutating func augment(from start: Int) -> MarginConflict? {
    let rows = rowLeft.count
    // Nodes: rows, then columns; the cell by which each was reached.
    var cameBy = Array(repeating: -1, count: rows + columnLeft.count)
    var reached = Array(repeating: false, count: rows + columnLeft.count)
    reached[start] = true
    var queue = [start]
    var at = 0
    var goal: Int?
    while at < queue.count, goal == nil {
      let node = queue[at]
      at += 1
      for cell in grid.cells(of: node) {
        let isRow = node < rows
        let next = isRow ? rows + Int(grid.matrix.columns[cell]) : Int(grid.rowOfCell[cell])
        let isOpen = isRow ? seats[cell] < grid.most[cell] : seats[cell] > grid.least[cell]
        guard isOpen, !reached[next] else { continue }
        reached[next] = true
        cameBy[next] = cell
        queue.append(next)
        if isRow, columnLeft[next - rows] > 0 {
          goal = next
          break
        }
      }
    }
    guard let goal else { return conflict(reached) }
    push(from: start, to: goal, cameBy)
    return nil
  }

  private mutating func push(from start: Int, to goal: Int, _ cameBy: [Int]) {
    let rows = rowLeft.count
    func walk(_ visit: (_ cell: Int, _ raises: Bool) -> Void) {
      var node = goal
      while node != start {
        let cell = cameBy[node]
        visit(cell, node >= rows)
        node = node >= rows ? Int(grid.rowOfCell[cell]) : rows + Int(grid.matrix.columns[cell])
      }
    }
    var lot = min(rowLeft[start], columnLeft[goal - rows])
    walk { cell, raises in
      lot = min(lot, raises ? grid.most[cell] - seats[cell] : seats[cell] - grid.least[cell])
    }
    var moved = seats
    walk { cell, raises in moved[cell] += raises ? lot : -lot }
    seats = moved
    rowLeft[start] -= lot
    columnLeft[goal - rows] -= lot
  }

  private func conflict(_ reached: [Bool]) -> MarginConflict {
    let rows = rowLeft.indices.filter { reached[$0] }
    // Columns without seats count as B: nothing can be placed there, and they add nothing.
    let columns = columnLeft.indices.filter {
      reached[rowLeft.count + $0] || columnSeats[$0] == 0
    }
    // Reached columns are full and what leaves the set is full: what A misses is the excess.
    let excess = rows.reduce(0) { $0 + rowLeft[$1] }
    return MarginConflict(rows: rows, columns: columns, excess: excess)
  }
}
