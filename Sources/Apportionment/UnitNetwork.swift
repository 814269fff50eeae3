/// Single units that move along steps of cost 0 until every node is in balance, while potentials
/// keep every step's cost at 0 or above: the primal–dual method for minimum-cost flow.
///
/// In turn, Dijkstra over the costs shifts the potentials until the cheapest ways from surplus to
/// deficit cost 0, and units are sent along them. All integers, so that it ends with a proof: no
/// step costs less than nothing.
///
/// Source: R. K. Ahuja, T. L. Magnanti, J. B. Orlin, *Network Flows* (1993), section 9.8.
protocol UnitNetwork {
  /// What each node has too much, negative for too little; the sum is 0.
  var surplus: [Int] { get set }
  /// A step from v to w costs its own cost − potential(v) + potential(w).
  var potentials: [Int] { get set }
  /// Where the steps from a node stand, open or not.
  func places(from node: Int) -> Range<Int>
  /// The step at one of those places, with the node at its other end, its cost at the present
  /// potentials, and what to call it; nil where it is closed.
  func step(at place: Int, from node: Int) -> UnitStep?
  /// Moves a unit over a step; `surplus` is not touched.
  mutating func move(over label: Int, from node: Int)
}

/// A step that a unit may take.
typealias UnitStep = (next: Int, cost: Int, label: Int)

extension UnitNetwork {
  /// Calls `visit` for every step that is open from `node`.
  @inline(__always)
  func forEachStep(from node: Int, _ visit: (_ next: Int, _ cost: Int, _ label: Int) -> Void) {
    for place in places(from: node) {
      if let (next, cost, label) = step(at: place, from: node) { visit(next, cost, label) }
    }
  }

  /// Moves units until every node is in balance; false where none can be.
  mutating func balance() -> Bool {
    while surplus.contains(where: { $0 > 0 }) {
      guard shiftPotentials() else { return false }
      var isVisited = Array(repeating: false, count: surplus.count)
      for node in surplus.indices {
        while surplus[node] > 0, transfer(from: node, &isVisited) {}
      }
    }
    return true
  }

  /// Dijkstra from all nodes with a surplus: afterwards the cheapest ways to a deficit cost 0.
  private mutating func shiftPotentials() -> Bool {
    var distances = Array(repeating: Int.max, count: surplus.count)
    var isDone = Array(repeating: false, count: surplus.count)
    var open = BinaryHeap<(distance: Int, node: Int)> { $0.distance < $1.distance }
    for node in surplus.indices where surplus[node] > 0 {
      distances[node] = 0
      open.push((0, node))
    }
    var farthest: Int?
    var deficits = surplus.count { $0 < 0 }
    while !open.isEmpty, deficits > 0 {
      let (distance, node) = open.removeFirst()
      if isDone[node] { continue }
      isDone[node] = true
      if surplus[node] < 0 {
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
    // Beyond the farthest deficit all move alike, so that no cost becomes negative.
    for node in potentials.indices { potentials[node] -= min(distances[node], farthest) }
    return true
  }

  /// One unit along steps of cost 0 from `start` to some deficit. Nodes that lead nowhere stay
  /// visited until the potentials change.
  private mutating func transfer(from start: Int, _ isVisited: inout [Bool]) -> Bool {
    var way: [(node: Int, label: Int)] = []
    var steps: [[(next: Int, label: Int)]] = [freeSteps(from: start)]
    isVisited[start] = true
    var node = start
    while surplus[node] >= 0 {
      while let last = steps[way.count].last, isVisited[last.next] { steps[way.count].removeLast() }
      if let (next, label) = steps[way.count].popLast() {
        way.append((node, label))
        isVisited[next] = true
        steps.append(freeSteps(from: next))
        node = next
      } else {
        steps.removeLast()
        guard let back = way.popLast() else { return false }
        node = back.node
      }
    }
    for step in way {
      move(over: step.label, from: step.node)
      isVisited[step.node] = false
    }
    isVisited[node] = false
    surplus[start] -= 1
    surplus[node] += 1
    return true
  }

  private func freeSteps(from node: Int) -> [(next: Int, label: Int)] {
    var steps: [(next: Int, label: Int)] = []
    forEachStep(from: node) { next, cost, label in if cost == 0 { steps.append((next, label)) } }
    return steps
  }
}
