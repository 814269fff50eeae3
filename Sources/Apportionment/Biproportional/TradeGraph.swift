/// Rows and columns joined by tied cells, each an arc that a seat may move along: row → column
/// where the cell may rise, column → row where it may fall.
///
/// Seats trade around cycles. A cell is raised by a way back from its column to its row, which is
/// looked for from both ends in turn, so that a dead end costs no more than the smaller side has;
/// that side is then cut off for good, because nothing that leaves it leads back.
struct TradeGraph {
  private let rowCount: Int
  /// The row and the column of each cell, as nodes.
  private let ends: [(row: Int32, column: Int32)]
  /// Whether each cell has the upper of its two numbers.
  private(set) var isUp: [Bool]
  /// Whether each cell keeps what it has from now on.
  private var isSettled: [Bool]
  /// The cells at node v are `atNodes[start[v]..<end[v]]`: settled ones are dropped when met.
  private var atNodes: [Int32]
  private let start: [Int]
  private var end: [Int]
  /// The search along the arcs, and the one against them.
  private var fronts: [Front]

  /// Complexity: O(nodes + cells).
  init(_ cells: [TightCell], rowCount: Int, nodeCount: Int) {
    self.rowCount = rowCount
    ends = cells.map { (Int32($0.row), Int32($0.column)) }
    isUp = cells.map(\.isUp)
    isSettled = Array(repeating: false, count: cells.count)
    var start = Array(repeating: 0, count: nodeCount + 1)
    for cell in cells {
      start[cell.row + 1] += 1
      start[cell.column + 1] += 1
    }
    for node in 0..<nodeCount { start[node + 1] += start[node] }
    var end = Array(start.dropLast())
    atNodes = Array(repeating: 0, count: 2 * cells.count)
    for (at, cell) in cells.enumerated() {
      for node in [cell.row, cell.column] {
        atNodes[end[node]] = Int32(at)
        end[node] += 1
      }
    }
    (self.start, self.end) = (start, end)
    fronts = Array(repeating: Front(nodeCount: cells.isEmpty ? 0 : nodeCount), count: 2)
  }

  /// Raises a cell if cells that are not settled can make up for it, and settles it; the cells that
  /// change.
  mutating func favour(_ cell: Int) -> [Int] {
    guard !isSettled[cell] else { return [] }
    isSettled[cell] = true
    guard !isUp[cell],
      let way = way(from: Int(ends[cell].column), to: Int(ends[cell].row))
    else { return [] }
    let changed = [cell] + way
    for other in changed { isUp[other].toggle() }
    return changed
  }

  /// The cells on some way along the arcs; nil where there is none.
  private mutating func way(from start: Int, to goal: Int) -> [Int]? {
    fronts[0].begin(at: start)
    fronts[1].begin(at: goal)
    while true {
      let side = fronts[0].seen <= fronts[1].seen ? 0 : 1
      guard let node = fronts[side].next() else {
        cutOff(side)
        return nil
      }
      if let meeting = spread(from: node, side) { return trace(from: meeting) }
    }
  }

  /// Goes on from a node to all that it leads to; the first of them that the other side knows.
  private mutating func spread(from node: Int, _ side: Int) -> Int? {
    // Along the arcs a row is left by a cell that may rise, a column by one that may fall.
    let leaves = (node >= rowCount) == (side == 0)
    var place = start[node]
    while place < end[node] {
      let cell = Int(atNodes[place])
      if isSettled[cell] {
        end[node] -= 1
        atNodes.swapAt(place, end[node])
        continue
      }
      place += 1
      fronts[side].seen += 1
      let other = otherEnd(of: cell, node)
      guard isUp[cell] == leaves, fronts[side].reach(other, by: cell) else { continue }
      if fronts[1 - side].hasReached(other) { return other }
    }
    return nil
  }

  private func trace(from meeting: Int) -> [Int] {
    var way: [Int] = []
    for front in fronts {
      var node = meeting
      while let cell = front.cell(before: node) {
        way.append(cell)
        node = otherEnd(of: cell, node)
      }
    }
    return way
  }

  /// Settles the cells between what a side has reached and the rest: all lead the same way.
  private mutating func cutOff(_ side: Int) {
    for node in fronts[side].nodes {
      for place in start[node]..<end[node] {
        let cell = Int(atNodes[place])
        if !fronts[side].hasReached(otherEnd(of: cell, node)) { isSettled[cell] = true }
      }
    }
  }

  private func otherEnd(of cell: Int, _ node: Int) -> Int {
    Int(node < rowCount ? ends[cell].column : ends[cell].row)
  }
}

/// What one side of a search has reached.
private struct Front {
  /// The nodes in the order in which they were reached.
  private(set) var nodes: [Int] = []
  /// How many cells were looked at.
  var seen = 0
  private var at = 0
  /// The cell by which each node was reached.
  private var cameBy: [Int32]

  private static let unknown: Int32 = -1
  private static let root: Int32 = -2

  init(nodeCount: Int) { cameBy = Array(repeating: Front.unknown, count: nodeCount) }

  mutating func begin(at node: Int) {
    for node in nodes { cameBy[node] = Front.unknown }
    nodes.removeAll(keepingCapacity: true)
    nodes.append(node)
    cameBy[node] = Front.root
    (seen, at) = (0, 0)
  }

  /// The next node to go on from; nil where there is none left.
  mutating func next() -> Int? {
    guard at < nodes.count else { return nil }
    at += 1
    return nodes[at - 1]
  }

  /// Reaches a node; false where it was reached before.
  mutating func reach(_ node: Int, by cell: Int) -> Bool {
    guard !hasReached(node) else { return false }
    cameBy[node] = Int32(cell)
    nodes.append(node)
    return true
  }

  func hasReached(_ node: Int) -> Bool { cameBy[node] != Front.unknown }

  /// The cell by which a node was reached; nil where the search began.
  func cell(before node: Int) -> Int? { cameBy[node] == Front.root ? nil : Int(cameBy[node]) }
}
