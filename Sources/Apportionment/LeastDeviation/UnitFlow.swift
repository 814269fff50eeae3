/// Minimum-cost flow where every arc is either rounded down or rounded up.
///
/// The primal–dual method: arcs begin on the side that their reduced cost wants, which leaves some
/// nodes with too much and some with too little; Dijkstra over reduced costs shifts the potentials,
/// and units move along arcs of reduced cost 0. All integers.
///
/// Source: R. K. Ahuja, T. L. Magnanti, J. B. Orlin, *Network Flows* (1993), section 9.8.
struct UnitFlow {
  struct Arc {
    let tail: Int32
    let head: Int32
    let cost: Int
    var isUp: Bool
  }

  private(set) var arcs: [Arc]
  /// Raising an arc costs its cost − potential(tail) + potential(head).
  private(set) var potentials: [Int]
  /// What a node has too much; the sum is 0.
  private var excess: [Int]
  /// The arcs at node v are `incident[start[v]..<start[v + 1]]`.
  private let start: [Int]
  private let incident: [Int32]

  /// `excess` counts all arcs rounded down; which are up is decided here by reduced costs, and by
  /// `isUp` where that is 0.
  init(arcs: [Arc], excess: [Int], potentials: [Int], isUp: (_ arc: Int) -> Bool) {
    self.arcs = arcs
    self.excess = excess
    self.potentials = potentials
    var start = Array(repeating: 0, count: excess.count + 1)
    for arc in arcs {
      start[Int(arc.tail) + 1] += 1
      start[Int(arc.head) + 1] += 1
    }
    for node in excess.indices { start[node + 1] += start[node] }
    var next = start
    var incident = Array(repeating: Int32(0), count: arcs.count * 2)
    for (at, arc) in arcs.enumerated() {
      for node in [Int(arc.tail), Int(arc.head)] {
        incident[next[node]] = Int32(at)
        next[node] += 1
      }
    }
    self.start = start
    self.incident = incident
    for at in arcs.indices {
      let cost = reducedCost(arcs[at])
      if cost < 0 || (cost == 0 && isUp(at)) { flip(at) }
    }
  }

  func reducedCost(_ arc: Arc) -> Int {
    arc.cost - potentials[Int(arc.tail)] + potentials[Int(arc.head)]
  }

  private mutating func flip(_ at: Int) {
    let unit = arcs[at].isUp ? -1 : 1
    excess[Int(arcs[at].tail)] -= unit
    excess[Int(arcs[at].head)] += unit
    arcs[at].isUp.toggle()
  }

  /// Calls `visit` with the node at the other end and the cost of every open step from `node`: a
  /// leaving arc that may rise, an entering one that may fall.
  @inline(__always)
  private func forEachStep(from node: Int, _ visit: (_ next: Int, _ cost: Int, _ arc: Int) -> Void)
  {
    for at in start[node]..<start[node + 1] {
      let arc = arcs[Int(incident[at])]
      if Int(arc.tail) == node {
        if !arc.isUp { visit(Int(arc.head), reducedCost(arc), Int(incident[at])) }
      } else if arc.isUp {
        visit(Int(arc.tail), -reducedCost(arc), Int(incident[at]))
      }
    }
  }

  /// Moves units until every node is in balance; false where none can be.
  mutating func run() -> Bool {
    while excess.contains(where: { $0 > 0 }) {
      guard shiftPotentials() else { return false }
      var isVisited = Array(repeating: false, count: excess.count)
      var next = start
      for node in excess.indices {
        while excess[node] > 0, transfer(from: node, &isVisited, &next) {}
      }
    }
    return true
  }

  private mutating func shiftPotentials() -> Bool {
    var distances = Array(repeating: Int.max, count: excess.count)
    var isDone = Array(repeating: false, count: excess.count)
    var open = BinaryHeap<(distance: Int, node: Int)> { $0.distance < $1.distance }
    for node in excess.indices where excess[node] > 0 {
      distances[node] = 0
      open.push((0, node))
    }
    var farthest: Int?
    var deficits = excess.count { $0 < 0 }
    while !open.isEmpty, deficits > 0 {
      let (distance, node) = open.removeFirst()
      if isDone[node] { continue }
      isDone[node] = true
      if excess[node] < 0 {
        farthest = distance
        deficits -= 1
      }
      forEachStep(from: node) { next, cost, _ in
        if distance + cost < distances[next] {
          distances[next] = distance + cost
          open.push((distance + cost, next))
        }
      }
    }
    guard let farthest else { return false }
    for node in potentials.indices { potentials[node] -= min(distances[node], farthest) }
    return true
  }

  /// One unit from `source` along steps of cost 0 to some deficit. `next` remembers, until the
  /// potentials change, which steps of a node were tried.
  private mutating func transfer(
    from source: Int, _ isVisited: inout [Bool], _ next: inout [Int]
  ) -> Bool {
    var way: [(node: Int, arc: Int)] = []
    var node = source
    isVisited[source] = true
    while excess[node] >= 0 {
      var found: (node: Int, arc: Int)?
      while next[node] < start[node + 1], found == nil {
        let at = Int(incident[next[node]])
        let arc = arcs[at]
        let isLeaving = Int(arc.tail) == node
        let other = Int(isLeaving ? arc.head : arc.tail)
        if arc.isUp != isLeaving, reducedCost(arc) == 0, !isVisited[other] {
          found = (other, at)
        } else {
          next[node] += 1
        }
      }
      if let found {
        way.append((node, found.arc))
        isVisited[found.node] = true
        node = found.node
      } else {
        guard let back = way.popLast() else { return false }
        node = back.node
      }
    }
    for step in way {
      flip(step.arc)
      isVisited[step.node] = false
    }
    isVisited[node] = false
    return true
  }
}
