/// The cells in which roundings of least total deviation differ.
///
/// By complementary slackness these roundings are the flows that differ from one of them by cycles
/// of arcs whose reduced cost is 0: tail → head over an arc that is down, head → tail over one that
/// is up. A cell is tied exactly where both its ends are in one strong component of such arcs.
public struct DeviationTies: Sendable {
  /// The tied cells, ascending. Each has its share rounded down or up.
  public let cells: [Int]
  /// Whether each was rounded up in the rounding that was found first.
  public let isUp: [Bool]
  /// The tied cells, by place in `cells`, that can trade seats with one another; each list
  /// ascending, in the order of their first. However they trade, as many cells of a list are
  /// rounded up.
  public let groups: [[Int]]

  /// What raising each adds to the total deviation, to the last part.
  let raises: [Int]
  private let network: DeviationNetwork
  /// The arcs on cycles of cost 0: those of `cells` first, in their order, then those of totals.
  private let arcs: [UnitFlow.Arc]

  /// The lots of a cell: the four-byte words of its digest, one after the other.
  static let roundsMax = 8

  /// Complexity: O(cells).
  init(_ network: DeviationNetwork, _ flow: UnitFlow, _ shares: FairShares) {
    self.network = network
    let (cyclic, component) = DeviationTies.cyclic(flow)
    let tied = cyclic.prefix { $0 < network.cells.count }
    arcs = cyclic.map { flow.arcs[$0] }
    cells = tied.map { network.cells[$0] }
    isUp = tied.map { flow.arcs[$0].isUp }
    raises = cells.map { shares.unit - 2 * (shares.parts[$0] % shares.unit) }
    groups = places(ofEqual: tied.map { component[Int(flow.arcs[$0].tail)] })
  }

  /// The arcs that lie on a cycle of arcs with a reduced cost of 0, ascending, and the component of
  /// each node.
  private static func cyclic(_ flow: UnitFlow) -> (arcs: [Int], component: [Int]) {
    let tight = flow.arcs.indices.filter { flow.reducedCost(flow.arcs[$0]) == 0 }
    var graph = DirectedGraph(nodeCount: flow.potentials.count)
    for at in tight {
      let arc = flow.arcs[at]
      let (from, to) = arc.isUp ? (arc.head, arc.tail) : (arc.tail, arc.head)
      graph.arcs[Int(from)].append(Int(to))
    }
    let component = graph.strongComponents().of
    let cyclic = tight.filter {
      component[Int(flow.arcs[$0].tail)] == component[Int(flow.arcs[$0].head)]
    }
    return (cyclic, component)
  }

  /// The rounding whose raised cells have the least sum of lots: of the first lots, among those
  /// with equal sums of the second, and so on until one is left. Each round comes with its proof.
  ///
  /// `lot(member, round)` is at least 0 and below 2³². Complexity: a minimum-cost flow over the
  /// tied arcs for each round; a second one is very seldom needed.
  func settled(
    by lot: (_ member: Int, _ round: Int) -> Int
  ) -> (isUp: [Bool], proofs: [DeviationCertificate]) {
    var (isUp, arcs, members) = (isUp, arcs, Array(cells.indices))
    var proofs: [DeviationCertificate] = []
    for round in 0..<DeviationTies.roundsMax where !members.isEmpty {
      var excess = Array(repeating: 0, count: network.excess.count)
      var isTouched = Array(repeating: false, count: excess.count)
      for (at, arc) in arcs.enumerated() {
        isTouched[Int(arc.tail)] = true
        isTouched[Int(arc.head)] = true
        if arc.isUp {
          excess[Int(arc.tail)] += 1
          excess[Int(arc.head)] -= 1
        }
        arcs[at] = UnitFlow.Arc(
          tail: arc.tail, head: arc.head,
          cost: at < members.count ? lot(members[at], round) : 0, isUp: false)
      }
      let flow = UnitFlow.optimal(arcs, excess: excess)
      for (at, member) in members.enumerated() { isUp[member] = flow.arcs[at].isUp }
      proofs.append(
        network.certificate(
          flow.potentials.indices.map { isTouched[$0] ? flow.potentials[$0] : 0 }))
      let cyclic = DeviationTies.cyclic(flow).arcs
      members = cyclic.prefix { $0 < members.count }.map { members[$0] }
      arcs = cyclic.map { flow.arcs[$0] }
    }
    return (isUp, proofs)
  }
}

extension DeviationSolution {
  /// The same with its ties settled: of all roundings of least deviation the one whose raised tied
  /// cells have the least sum of lots, smaller lots being better.
  ///
  /// `lot` gives the lots of a tied cell by its place in `ties.cells`: a number below 2³² for each
  /// round; a round decides only among those that all before it left equal.
  public func settled(by lot: (_ member: Int, _ round: Int) -> Int) -> DeviationSolution {
    var solution = self
    let (isUp, proofs) = ties.settled(by: lot)
    for (member, cell) in ties.cells.enumerated() {
      let step = (isUp[member] ? 1 : 0) - (ties.isUp[member] ? 1 : 0)
      solution.seats[cell] += step
      solution.deviation += step * ties.raises[member]
    }
    solution.lotCertificates = proofs
    return solution
  }
}
