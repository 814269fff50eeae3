import Apportionment

/// What else a rounding of least deviation could have been: the arcs of its network that may change
/// at no cost, narrowed by one proof after another.
///
/// An arc that was rounded down may rise, one that was rounded up may fall. Another rounding that
/// costs no more differs by cycles of such steps, each of which costs nothing.
struct PlanRoundings {
  private struct Arc {
    let tail: Int
    let head: Int
    let isUp: Bool
    /// Nil for a total.
    let cell: Int?
    /// What raising a total costs in the first proof; in others it costs nothing.
    var totalCost = 0
  }

  private let nodeCount: Int
  /// The arcs that can still change, cells first and in their order.
  private var arcs: [Arc] = []
  /// The component of each node: arcs change together only within one.
  private var component: [Int] = []

  /// All arcs whose share is no whole number. Nodes: rows, rows' groups, tiers' columns, columns,
  /// groups, all.
  init(_ matrix: SeatMatrix, _ shares: FairShares, _ seats: [Int]) {
    let (rows, columns) = (matrix.rowCount, matrix.columnCount)
    let (groups, tiers) = (matrix.groupCount, matrix.tierCount)
    let tiersAt = rows + rows * groups
    let columnsAt = tiersAt + tiers * columns
    let groupsAt = columnsAt + columns
    nodeCount = groupsAt + groups + 1
    let all = groupsAt + groups
    // Of each node but rows and `all`, what flows through it.
    var through = Array(repeating: (parts: 0, seats: 0), count: nodeCount)
    for row in 0..<rows {
      for cell in matrix.cells(ofRow: row) {
        let (column, part) = (Int(matrix.columns[cell]), shares.parts[cell])
        let group = Int(matrix.groupOfColumn[column])
        let tail = rows + row * groups + group
        let head = tiersAt + Int(matrix.tierOfRow[row]) * columns + column
        for node in [tail, head, columnsAt + column, groupsAt + group] {
          through[node].parts += part
          through[node].seats += seats[cell]
        }
        if part % shares.unit != 0 {
          arcs.append(
            Arc(tail: tail, head: head, isUp: seats[cell] > part / shares.unit, cell: cell))
        }
      }
    }
    for node in rows..<all where through[node].parts % shares.unit != 0 {
      let (tail, head): (Int, Int)
      switch node {
      case ..<tiersAt: (tail, head) = ((node - rows) / groups, node)
      case ..<columnsAt: (tail, head) = (node, columnsAt + (node - tiersAt) % columns)
      case ..<groupsAt:
        (tail, head) = (node, groupsAt + Int(matrix.groupOfColumn[node - columnsAt]))
      default: (tail, head) = (node, all)
      }
      let isUp = through[node].seats > through[node].parts / shares.unit
      // A single tier's columns are the columns, and cost once.
      let isTwice = tiers == 1 && (tiersAt..<columnsAt).contains(node)
      let cost =
        isTwice ? 0 : matrix.cost(ofTotal: through[node].parts, unit: shares.unit)
      arcs.append(Arc(tail: tail, head: head, isUp: isUp, cell: nil, totalCost: cost))
    }
  }

  /// The cells that can still change, with a number for those that change together.
  var cells: [(cell: Int, group: Int)] {
    arcs.compactMap { arc in arc.cell.map { ($0, component[arc.tail]) } }
  }

  /// Leaves the arcs that can change at no cost where cells cost `cost`; false where the potentials
  /// do not prove that nothing costs less. Complexity: O(arcs).
  mutating func narrow(_ proof: DeviationCertificate, cost: (_ cell: Int) -> Int) -> Bool {
    let potentials =
      proof.rows + proof.rowGroups + proof.tierColumns + proof.columns + proof.groups + [proof.all]
    guard potentials.count == nodeCount else { return false }
    var free: [Arc] = []
    for arc in arcs {
      let reduced =
        (arc.cell.map(cost) ?? arc.totalCost) - potentials[arc.tail] + potentials[arc.head]
      guard arc.isUp ? reduced <= 0 : reduced >= 0 else { return false }
      if reduced == 0 { free.append(arc) }
    }
    component = PlanRoundings.components(nodeCount, free)
    arcs = free.filter { component[$0.tail] == component[$0.head] }
    for at in arcs.indices { arcs[at].totalCost = 0 }
    return true
  }

  /// The strong component of each node, by two searches: along the steps for the order in which
  /// nodes are left, then against them.
  private static func components(_ nodeCount: Int, _ arcs: [Arc]) -> [Int] {
    var along: [[Int]] = Array(repeating: [], count: nodeCount)
    var against = along
    for arc in arcs {
      let (from, to) = arc.isUp ? (arc.head, arc.tail) : (arc.tail, arc.head)
      along[from].append(to)
      against[to].append(from)
    }
    var isSeen = Array(repeating: false, count: nodeCount)
    var left: [Int] = []
    for root in along.indices where !isSeen[root] {
      isSeen[root] = true
      var way = [(node: root, next: 0)]
      while let (node, next) = way.last {
        if next == along[node].count {
          left.append(node)
          way.removeLast()
          continue
        }
        way[way.count - 1].next += 1
        let to = along[node][next]
        if !isSeen[to] {
          isSeen[to] = true
          way.append((to, 0))
        }
      }
    }
    var component = Array(repeating: -1, count: nodeCount)
    for root in left.reversed() where component[root] < 0 {
      component[root] = root
      var open = [root]
      while let node = open.popLast() {
        for from in against[node] where component[from] < 0 {
          component[from] = root
          open.append(from)
        }
      }
    }
    return component
  }
}
