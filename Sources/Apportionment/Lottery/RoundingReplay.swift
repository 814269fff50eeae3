/// Controlled rounding again, for auditors: written from the definition (HowTheLotteryWorks.md),
/// not from the code that splits, for networks of millions of cells.
///
/// All arcs stand in one list in the published order. The fractional ones that close no cycle are
/// kept as a forest, each node knowing its parent; the cycle that another arc closes is found where
/// the ways of its two ends to their root meet. Nothing is shared with `SeatMatrix.lottery` but the
/// shares; where the numbers come from is the caller's.
public struct RoundingReplay {
  private struct Arc {
    let tail: Int
    let head: Int
    var parts: Int
  }

  private let unit: Int
  private var arcs: [Arc] = []
  private let firstCell: Int
  /// The parent of each node and the arc to it; −1 for a root.
  private var parent: [Int]
  private var arcToParent: [Int]
  /// In which step a node was last passed.
  private var passed: [Int]

  /// The network of a matrix: (group → all), (column → group), ((tier, column) → column), (row →
  /// (row, group)), then the cells.
  public init(_ matrix: SeatMatrix, _ shares: FairShares) {
    unit = shares.unit
    let (rows, columns) = (matrix.rowCount, matrix.columnCount)
    let (groups, tiers) = (matrix.groupCount, matrix.tierCount)
    // Nodes: all, groups, columns, tiers' columns, rows, rows' groups.
    let columnsAt = 1 + groups
    let tiersAt = columnsAt + columns
    let rowsAt = tiersAt + tiers * columns
    let rowGroupsAt = rowsAt + rows
    let groupOf = matrix.groupOfColumn.map(Int.init)
    for group in 0..<groups { arcs.append(Arc(tail: 1 + group, head: 0, parts: 0)) }
    for column in 0..<columns {
      arcs.append(Arc(tail: columnsAt + column, head: 1 + groupOf[column], parts: 0))
    }
    for at in 0..<tiers * columns {
      arcs.append(Arc(tail: tiersAt + at, head: columnsAt + at % columns, parts: 0))
    }
    for at in 0..<rows * groups {
      arcs.append(Arc(tail: rowsAt + at / groups, head: rowGroupsAt + at, parts: 0))
    }
    firstCell = arcs.count
    for row in 0..<rows {
      let tier = Int(matrix.tierOfRow[row])
      for cell in matrix.cells(ofRow: row) {
        let column = Int(matrix.columns[cell])
        let part = shares.parts[cell]
        arcs[groupOf[column]].parts += part
        arcs[groups + column].parts += part
        arcs[groups + columns + tier * columns + column].parts += part
        arcs[groups + columns + tiers * columns + row * groups + groupOf[column]].parts += part
        arcs.append(
          Arc(
            tail: rowGroupsAt + row * groups + groupOf[column],
            head: tiersAt + tier * columns + column, parts: part))
      }
    }
    parent = Array(repeating: -1, count: rowGroupsAt + rows * groups)
    arcToParent = parent
    passed = parent
  }

  /// The seats of each cell; nil where the shares of a row do not add up to whole seats.
  ///
  /// - Parameter uniform: a number drawn below its argument; asked once for each cycle that can
  ///   turn either way, in the published order.
  ///
  /// Complexity: O(arcs · depth of the forest).
  public mutating func run(_ uniform: (UInt64) -> UInt64) -> [Int]? {
    for at in arcs.indices where arcs[at].parts % unit != 0 {
      if let (ofTail, ofHead) = waysToMeeting(arcs[at].tail, arcs[at].head, step: at) {
        turn(at, ofTail, ofHead, uniform)
      }
      if arcs[at].parts % unit != 0 { link(at) }
    }
    guard arcs.allSatisfy({ $0.parts % unit == 0 }) else { return nil }
    return arcs[firstCell...].map { $0.parts / unit }
  }

  /// The nodes passed from each of two nodes up to where their ways meet; nil where they do not.
  private mutating func waysToMeeting(_ a: Int, _ b: Int, step: Int) -> ([Int], [Int])? {
    var node = a
    while node >= 0 {
      passed[node] = step
      node = parent[node]
    }
    var ofB: [Int] = []
    node = b
    while node >= 0, passed[node] != step {
      ofB.append(node)
      node = parent[node]
    }
    guard node >= 0 else { return nil }
    var ofA: [Int] = []
    var other = a
    while other != node {
      ofA.append(other)
      other = parent[other]
    }
    return (ofA, ofB)
  }

  /// Pushes around the cycle of arc `at`: along it, then up from its head and down to its tail.
  private mutating func turn(
    _ at: Int, _ ofTail: [Int], _ ofHead: [Int], _ uniform: (UInt64) -> UInt64
  ) {
    var cycle = [(arc: at, isAlong: true)]
    for node in ofHead { cycle.append((arcToParent[node], arcs[arcToParent[node]].tail == node)) }
    for node in ofTail { cycle.append((arcToParent[node], arcs[arcToParent[node]].head == node)) }
    var (up, down) = (unit, unit)
    for (arc, isAlong) in cycle {
      let rest = arcs[arc].parts % unit
      up = min(up, isAlong ? unit - rest : rest)
      down = min(down, isAlong ? rest : unit - rest)
    }
    let push: Int
    // Under a ten-thousandth of a seat against more: taken without a draw.
    switch (up < unit / 10_000, down < unit / 10_000) {
    case (true, false): push = up
    case (false, true): push = -down
    default: push = uniform(UInt64(up + down)) < UInt64(down) ? up : -down
    }
    for (arc, isAlong) in cycle { arcs[arc].parts += isAlong ? push : -push }
    for node in ofHead + ofTail where arcs[arcToParent[node]].parts % unit == 0 {
      (parent[node], arcToParent[node]) = (-1, -1)
    }
  }

  /// Joins the two trees of an arc, by turning round the shorter way to a root.
  private mutating func link(_ at: Int) {
    let (tail, head) = (arcs[at].tail, arcs[at].head)
    let turnsTail = depth(tail) <= depth(head)
    let child = turnsTail ? tail : head
    var (node, newParent, newArc) = (child, turnsTail ? head : tail, at)
    while node >= 0 {
      let (oldParent, oldArc) = (parent[node], arcToParent[node])
      (parent[node], arcToParent[node]) = (newParent, newArc)
      (node, newParent, newArc) = (oldParent, node, oldArc)
    }
  }

  private func depth(_ node: Int) -> Int {
    var (node, depth) = (node, 0)
    while parent[node] >= 0 {
      node = parent[node]
      depth += 1
    }
    return depth
  }
}
