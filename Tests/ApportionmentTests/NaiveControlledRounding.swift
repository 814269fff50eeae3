import Apportionment

/// Controlled rounding again, written to be read: the definition itself, slowly.
///
/// Nothing of it is shared with `SeatMatrix.lottery` but the shares and the source of draws. All
/// arcs stand in one list in the published order; the way around a cycle is found by searching the
/// whole forest.
///
/// 1. Go through the arcs in order. Skip those whose value is whole.
/// 2. Is there a way between the arc's ends over the arcs kept so far? If not, keep the arc.
/// 3. If there is, push around that cycle: by δ⁺ or −δ⁻, whichever the draw says, where δ⁺ and δ⁻
///    are how far it goes in each direction before some arc is whole. Forget the arcs that are
///    whole.
///
/// Complexity: O(arcs · nodes).
struct NaiveControlledRounding {
  /// One arc of the network; the value is in parts of a seat.
  private struct Arc {
    let tail: String
    let head: String
    var parts: Int
  }

  private let unit: Int
  private var arcs: [Arc] = []
  private let firstCell: Int
  /// The arcs that are kept, by the nodes at their ends.
  private var kept: [String: [Int]] = [:]

  /// The network (METHODS.md, "Controlled rounding"): (group → all), (column → group),
  /// ((tier, column) → column), (row → (row, group)), and the cells.
  init(_ matrix: SeatMatrix, _ shares: FairShares) {
    unit = shares.unit
    var order: [(tail: String, head: String)] = []
    for g in 0..<matrix.groupCount { order.append(("group \(g)", "all")) }
    for c in 0..<matrix.columnCount {
      order.append(("column \(c)", "group \(matrix.groupOfColumn[c])"))
    }
    for t in 0..<matrix.tierCount {
      for c in 0..<matrix.columnCount { order.append(("tier \(t) column \(c)", "column \(c)")) }
    }
    for r in 0..<matrix.rowCount {
      for g in 0..<matrix.groupCount { order.append(("row \(r)", "row \(r) group \(g)")) }
    }
    firstCell = order.count
    for r in 0..<matrix.rowCount {
      for cell in matrix.cells(ofRow: r) {
        let c = Int(matrix.columns[cell])
        order.append(
          ("row \(r) group \(matrix.groupOfColumn[c])", "tier \(matrix.tierOfRow[r]) column \(c)"))
      }
    }
    arcs = order.map { Arc(tail: $0.tail, head: $0.head, parts: 0) }
    fill(matrix, shares)
  }

  /// Puts the shares on the cells' arcs and their sums on the others.
  private mutating func fill(_ matrix: SeatMatrix, _ shares: FairShares) {
    var place: [String: Int] = [:]
    for (at, arc) in arcs.enumerated() where at < firstCell {
      place["\(arc.tail) > \(arc.head)"] = at
    }
    for r in 0..<matrix.rowCount {
      for cell in matrix.cells(ofRow: r) {
        let c = matrix.columns[cell]
        let (g, t) = (matrix.groupOfColumn[Int(c)], matrix.tierOfRow[r])
        arcs[firstCell + cell].parts = shares.parts[cell]
        for name in [
          "group \(g) > all", "column \(c) > group \(g)", "tier \(t) column \(c) > column \(c)",
          "row \(r) > row \(r) group \(g)",
        ] {
          arcs[place[name]!].parts += shares.parts[cell]
        }
      }
    }
  }

  /// The seats of each cell.
  mutating func run<Draws: DrawSource>(_ draws: inout Draws) -> [Int] {
    for at in arcs.indices where arcs[at].parts % unit != 0 {
      if let way = way(from: arcs[at].head, to: arcs[at].tail) {
        push(around: [(at, true)] + way, &draws)
      }
      if arcs[at].parts % unit != 0 {
        kept[arcs[at].tail, default: []].append(at)
        kept[arcs[at].head, default: []].append(at)
      }
    }
    precondition(arcs.allSatisfy { $0.parts % unit == 0 }, "all is whole in the end")
    return arcs[firstCell...].map { $0.parts / unit }
  }

  /// The kept arcs from one node to another, each with whether it is walked along its direction.
  private func way(from start: String, to goal: String) -> [(arc: Int, forward: Bool)]? {
    var cameBy: [String: (arc: Int, forward: Bool)] = [:]
    var open = [start]
    while let node = open.popLast() {
      for at in kept[node] ?? [] {
        let forward = arcs[at].tail == node
        let next = forward ? arcs[at].head : arcs[at].tail
        if next != start, cameBy[next] == nil {
          cameBy[next] = (at, forward)
          open.append(next)
        }
      }
    }
    guard cameBy[goal] != nil else { return nil }
    var way: [(arc: Int, forward: Bool)] = []
    var node = goal
    while node != start {
      let step = cameBy[node]!
      way.append(step)
      node = step.forward ? arcs[step.arc].tail : arcs[step.arc].head
    }
    return way
  }

  private mutating func push<Draws: DrawSource>(
    around cycle: [(arc: Int, forward: Bool)], _ draws: inout Draws
  ) {
    let above = cycle.map { unit - arcs[$0.arc].parts % unit }
    let below = cycle.map { arcs[$0.arc].parts % unit }
    let most = zip(cycle, zip(above, below)).map { $0.forward ? $1.0 : $1.1 }.min()!
    let least = zip(cycle, zip(above, below)).map { $0.forward ? $1.1 : $1.0 }.min()!
    let little = unit / 10_000
    var step: Int
    if most < little && least >= little {
      step = most
    } else if least < little && most >= little {
      step = -least
    } else {
      let r = draws.uniform(below: UInt64(most + least))
      step = r < UInt64(least) ? most : -least
    }
    for (at, forward) in cycle {
      arcs[at].parts += forward ? step : -step
      if arcs[at].parts % unit == 0 {
        kept[arcs[at].tail]?.removeAll { $0 == at }
        kept[arcs[at].head]?.removeAll { $0 == at }
      }
    }
  }
}
