/// A network where every arc is either rounded down or rounded up.
///
/// Arcs begin on the side that their reduced cost wants, which leaves some nodes with too much and
/// some with too little.
struct UnitFlow: UnitNetwork {
  struct Arc: Sendable {
    let tail: Int32
    let head: Int32
    let cost: Int
    var isUp: Bool
  }

  private(set) var arcs: [Arc]
  /// Raising an arc costs its cost − potential(tail) + potential(head).
  var potentials: [Int]
  var surplus: [Int]
  /// The arcs at node v are `incident[start[v]..<start[v + 1]]`.
  private let start: [Int]
  private let incident: [Int32]

  /// `excess` counts all arcs rounded down; which are up is decided here by reduced costs, and by
  /// `isUp` where that is 0.
  init(arcs: [Arc], excess: [Int], potentials: [Int], isUp: (_ arc: Int) -> Bool) {
    self.arcs = arcs
    surplus = excess
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
      if cost < 0 || (cost == 0 && isUp(at)) { raise(at) }
    }
  }

  /// A flow of least cost. One must exist: callers round what is a flow already.
  static func optimal(_ arcs: [Arc], excess: [Int]) -> UnitFlow {
    let guess = PotentialGuess(arcs, excess: excess)
    var flow = UnitFlow(arcs: arcs, excess: excess, potentials: guess.potentials) {
      guess.isUp[$0] == 1
    }
    let isBalanced = flow.balance()
    precondition(isBalanced, "there is a flow")
    return flow
  }

  func reducedCost(_ arc: Arc) -> Int {
    arc.cost - potentials[Int(arc.tail)] + potentials[Int(arc.head)]
  }

  private mutating func raise(_ at: Int) {
    surplus[Int(arcs[at].tail)] -= 1
    surplus[Int(arcs[at].head)] += 1
    arcs[at].isUp = true
  }

  func places(from node: Int) -> Range<Int> { start[node]..<start[node + 1] }

  /// A leaving arc may rise, an entering one may fall.
  @inline(__always)
  func step(at place: Int, from node: Int) -> UnitStep? {
    let label = Int(incident[place])
    let arc = arcs[label]
    guard arc.isUp == (Int(arc.head) == node) else { return nil }
    return arc.isUp
      ? (Int(arc.tail), -reducedCost(arc), label) : (Int(arc.head), reducedCost(arc), label)
  }

  mutating func move(over label: Int, from node: Int) { arcs[label].isUp.toggle() }
}
