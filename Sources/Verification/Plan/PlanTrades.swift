/// Which cells at a signpost could trade seats, by the definition: a cell that may rise leads from
/// its row to its column, one that may fall back, and seats move around cycles.
struct PlanTrades {
  /// A cell at a signpost of the certificate.
  struct Cell {
    let row: Int
    let column: Int
    /// Whether it has the upper of its two numbers.
    let isUp: Bool
  }

  private let cells: [Cell]
  private let nodeCount: Int
  /// The cells that lead away from each node; rows are even nodes, columns odd ones.
  private let leaving: [[Int]]
  /// Whether a cell is on no way that may still be gone.
  private var isOut: [Bool]

  init(_ cells: [Cell]) {
    self.cells = cells
    nodeCount = cells.reduce(0) { max($0, 2 * $1.row + 2, 2 * $1.column + 2) }
    isOut = Array(repeating: false, count: cells.count)
    var leaving = Array(repeating: [Int](), count: nodeCount)
    for at in cells.indices { leaving[PlanTrades.start(cells[at])].append(at) }
    self.leaving = leaving
  }

  private static func start(_ cell: Cell) -> Int { cell.isUp ? 2 * cell.column + 1 : 2 * cell.row }
  private static func end(_ cell: Cell) -> Int { cell.isUp ? 2 * cell.row : 2 * cell.column + 1 }

  /// The cells on a cycle, ascending: those whose ends reach one another.
  ///
  /// What a node reaches and is reached from is its component; one by one. Complexity: O(components
  /// · cells) at worst.
  func tied() -> [Int] {
    var entering = Array(repeating: [Int](), count: nodeCount)
    for at in cells.indices { entering[PlanTrades.end(cells[at])].append(at) }
    // A node that nothing leaves or nothing enters is on no cycle.
    var component = (0..<nodeCount).map { node in
      leaving[node].isEmpty || entering[node].isEmpty ? node : -1
    }
    for node in 0..<nodeCount where component[node] < 0 {
      let ahead = reached(from: node, leaving, component) { PlanTrades.end(cells[$0]) }
      let behind = reached(from: node, entering, component) { PlanTrades.start(cells[$0]) }
      for other in 0..<nodeCount where ahead[other] && behind[other] { component[other] = node }
    }
    return cells.indices.filter {
      component[PlanTrades.start(cells[$0])] == component[PlanTrades.end(cells[$0])]
    }
  }

  /// What a node leads to among nodes without a component.
  private func reached(
    from node: Int, _ lists: [[Int]], _ component: [Int], _ next: (Int) -> Int
  ) -> [Bool] {
    var isReached = Array(repeating: false, count: nodeCount)
    isReached[node] = true
    var open = [node]
    while let node = open.popLast() {
      for at in lists[node] where !isReached[next(at)] && component[next(at)] < 0 {
        isReached[next(at)] = true
        open.append(next(at))
      }
    }
    return isReached
  }

  /// Settles a cell: whether cells that are not settled could have made up for its change.
  ///
  /// Where they could not, no cell leads out of what was reached. Those that lead into it are then
  /// on no way back, now or later, and count as settled too: that is what keeps asking all of them
  /// short.
  mutating func settle(_ cell: Int) -> Bool {
    guard !isOut[cell] else { return false }
    isOut[cell] = true
    let (goal, first) = (PlanTrades.start(cells[cell]), PlanTrades.end(cells[cell]))
    var isReached = Array(repeating: false, count: nodeCount)
    isReached[first] = true
    var open = [first]
    while let node = open.popLast() {
      if node == goal { return true }
      for at in leaving[node] where !isOut[at] && !isReached[PlanTrades.end(cells[at])] {
        isReached[PlanTrades.end(cells[at])] = true
        open.append(PlanTrades.end(cells[at]))
      }
    }
    for at in cells.indices where isReached[PlanTrades.end(cells[at])] {
      if !isReached[PlanTrades.start(cells[at])] { isOut[at] = true }
    }
    return false
  }

  /// Settles a cell that has what it may have.
  mutating func keep(_ cell: Int) { isOut[cell] = true }
}
