/// Rows and columns that ties hold together: their multipliers have exact ratios.
///
/// A tie that can be settled either way lies on a directed cycle of tight cells, and pins the
/// ratios of all multipliers on it. Everything else can be kept clear of ties and needs no exact
/// ratio.
struct TieGroups {
  /// The group of each node.
  let of: [Int]
  let count: Int
  private let near: Int
  let members: [[Int]]
  /// The multiplier of each node, up to a factor common to its group.
  private(set) var values: [Natural]
  /// Its logarithm.
  private(set) var logarithms: [Int]
  /// By how much the exact ratio moves each node from its potential.
  private(set) var offsets: [Int]

  /// Groups of nodes on cycles whose steps cost at most `near`; one group of all for `Int.max`.
  init(_ search: TieAndTransfer, near: Int) {
    let nodeCount = search.nodeCount
    self.near = near
    if near == Int.max {
      of = Array(repeating: 0, count: nodeCount)
      count = 1
    } else {
      var graph = DirectedGraph(nodeCount: nodeCount)
      for node in 0..<nodeCount {
        search.forEachStep(from: node) { next, cost, _ in
          if cost <= near { graph.arcs[node].append(next) }
        }
      }
      (of, count) = graph.strongComponents()
    }
    var members = Array(repeating: [Int](), count: count)
    for node in 0..<nodeCount { members[of[node]].append(node) }
    self.members = members
    values = Array(repeating: Natural(1), count: nodeCount)
    logarithms = Array(repeating: 0, count: nodeCount)
    offsets = logarithms
  }

  /// Finds exact multipliers within every group, or a cycle around which seats should move.
  mutating func solve(
    _ search: TieAndTransfer, _ method: DivisorMethod
  ) -> [(cell: Int, raises: Bool)]? {
    for group in members where group.count > 1 {
      // Along cycles of steps that cost at most `near` no exact value is farther from its potential
      // than that, times the steps: dearer ones cannot fail.
      let farthest = near == Int.max ? Int.max : 4 * near * group.count
      var exact = ExactGroup(search, group, of, method, costMax: farthest)
      if let better = exact.relax() { return better }
      let (first, integers) = (group[0], exact.integers())
      for (node, value) in zip(group, integers) {
        values[node] = value
        logarithms[node] = value.logarithm
      }
      for node in group {
        let moved = search.potentials[first] + logarithms[node] - logarithms[first]
        // Costs fall with a row's potential and rise with a column's; see `centre`.
        offsets[node] = moved - search.potentials[node]
      }
    }
    return nil
  }
}

extension Natural {
  /// The logarithm to base 2, in the units of `BinaryLogarithm`.
  var logarithm: Int {
    let shift = max(0, bitWidth - 60)
    let top = quotientAndRemainder(dividingBy: Natural(1) << shift).0
    return BinaryLogarithm.log2(Double(UInt64(top.word!))) + shift * BinaryLogarithm.unit
  }
}

/// Exact multipliers of one group, by longest paths in fractions.
private struct ExactGroup {
  struct Step {
    let from: Int
    let to: Int
    let cell: Int
    let claim: Fraction
  }

  let search: TieAndTransfer
  let group: [Int]
  let rowCount: Int
  /// The steps inside the group that may fail, the cheapest first, so that the first values are
  /// nearly right.
  var steps: [Step] = []
  var values: [Int: NaturalFraction] = [:]
  var cameBy: [Int: Step] = [:]

  init(
    _ search: TieAndTransfer, _ group: [Int], _ of: [Int], _ method: DivisorMethod, costMax: Int
  ) {
    self.search = search
    self.group = group
    rowCount = search.rowCount
    var costs: [(cost: Int, step: Step)] = []
    for node in group {
      search.forEachStep(from: node) { next, cost, cell in
        guard cost <= costMax, of[next] == of[node] else { return }
        let seats = search.seats[cell] - (node < search.rowCount ? 0 : 1)
        let claim = method.claim(of: search.grid.matrix.weights[cell], holding: seats)
        guard !claim.isInfinite else { return }
        costs.append((cost, Step(from: node, to: next, cell: cell, claim: claim)))
      }
    }
    costs.sort { ($0.cost, $0.step.from, $0.step.cell) < ($1.cost, $1.step.from, $1.step.cell) }
    steps = costs.map(\.step)
    start()
  }

  /// First values: every node that steps reach, as if those steps were tight; nearest first.
  private mutating func start() {
    var outgoing: [Int: [Step]] = [:]
    for step in steps { outgoing[step.from, default: []].append(step) }
    for root in group where values[root] == nil {
      values[root] = .one
      var queue = [root]
      var at = 0
      while at < queue.count {
        for step in outgoing[queue[at]] ?? [] where values[step.to] == nil {
          values[step.to] = target(step)
          queue.append(step.to)
        }
        at += 1
      }
    }
  }

  /// The least value that a step allows its end: B ≥ claim·A when raising, A ≥ B/claim when
  /// lowering.
  private func target(_ step: Step) -> NaturalFraction {
    let claim = NaturalFraction(
      Natural(step.claim.numerator), over: Natural(step.claim.denominator))
    let inverse = NaturalFraction(claim.denominator, over: claim.numerator)
    return values[step.from]! * (step.from < rowCount ? claim : inverse)
  }

  /// Raises values until every step holds; a cycle that never ends is one to move seats around.
  mutating func relax() -> [(cell: Int, raises: Bool)]? {
    while true {
      let multipliers = Dictionary(
        uniqueKeysWithValues: zip(group, integers().map(Multiplier.init)))
      // Integers are those of the pass's beginning; what has moved since is compared as fractions.
      var moved: Set<Int> = []
      for step in steps {
        let isRaise = step.from < rowCount
        if moved.contains(step.from) || moved.contains(step.to) {
          guard values[step.to]! < target(step) else { continue }
        } else {
          let from = multipliers[step.from]!
          let to = multipliers[step.to]!
          let state = Tightness(step.claim, isRaise ? from : to, isRaise ? to : from)
          guard state == (isRaise ? .over : .under) else { continue }
        }
        values[step.to] = target(step)
        cameBy[step.to] = step
        moved.insert(step.to)
        if let cycle = cycle(through: step.to) { return cycle }
      }
      if moved.isEmpty { return nil }
    }
  }

  /// The steps by which `node` was raised last, if they lead back to it.
  private func cycle(through node: Int) -> [(cell: Int, raises: Bool)]? {
    var cells: [(cell: Int, raises: Bool)] = []
    var at = node
    while let step = cameBy[at], cells.count <= group.count {
      cells.append((step.cell, step.from < rowCount))
      at = step.from
      if at == node { return cells }
    }
    return nil
  }

  /// The values times their least common denominator, in the order of the group.
  func integers() -> [Natural] {
    var common = Natural(1)
    for node in group {
      let denominator = values[node]!.denominator
      common =
        common * denominator.quotientAndRemainder(dividingBy: Natural.gcd(common, denominator)).0
    }
    return group.map { node in
      let value = values[node]!
      return value.numerator * common.quotientAndRemainder(dividingBy: value.denominator).0
    }
  }
}
