/// A perturbation of the logarithm of each cell's weight while seats are searched for.
///
/// Where all rows have the same weights but for a factor, whole rows and columns tie at once, and
/// scaling moves them together, past every margin. Perturbed, each cell comes alone. What was added
/// is taken away again before anything is compared exactly.
enum SearchNoise {
  /// One unit of the noise as a factor beyond 1: it is small enough for the first term.
  static let factor = 0.6931471805599453 / Double(BinaryLogarithm.unit)

  /// The noise of a cell, in units of the logarithms: below 2²⁰, a millionth of a factor.
  @inline(__always)
  static func of(_ cell: Int) -> Int {
    var z = UInt64(truncatingIfNeeded: cell) &* 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 31)) &* 0xBF58_476D_1CE4_E5B9
    return Int(truncatingIfNeeded: z >> 44)
  }
}

extension TieAndTransfer {
  /// Takes the noise away, and mends potentials and seats that fitted only with it.
  ///
  /// Label correction from where the potentials are; a cycle on which it never ends is one around
  /// which seats should move. Costs down to a few units below 0 stay: logarithms are rounded.
  mutating func dropNoise(_ method: DivisorMethod) {
    for cell in logWeights.indices where logWeights[cell] != 0 {
      logWeights[cell] -= method.claimPower * SearchNoise.of(cell)
    }
    while let cycle = settlePotentials() { turn(cycle) }
  }

  private mutating func settlePotentials() -> [(cell: Int, raises: Bool)]? {
    let tolerance = 8
    var cameBy = Array(repeating: (from: -1, cell: -1), count: nodeCount)
    var updates = Array(repeating: 0, count: nodeCount)
    var isQueued = Array(repeating: true, count: nodeCount)
    var queue = Array(0..<nodeCount)
    var at = 0
    while at < queue.count {
      let node = queue[at]
      at += 1
      isQueued[node] = false
      var moved: [(next: Int, cost: Int, cell: Int)] = []
      forEachStep(from: node) { next, cost, cell in
        if cost < -tolerance { moved.append((next, cost, cell)) }
      }
      for (next, cost, cell) in moved {
        // A column's higher potential makes raising into it dearer; a row's, lowering.
        potentials[next] -= cost
        cameBy[next] = (node, cell)
        updates[next] += 1
        if !isQueued[next] {
          isQueued[next] = true
          queue.append(next)
        }
        if updates[next] % 16 == 0, let cycle = cycle(through: next, cameBy) { return cycle }
      }
    }
    return nil
  }

  private func cycle(
    through start: Int, _ cameBy: [(from: Int, cell: Int)]
  ) -> [(cell: Int, raises: Bool)]? {
    // The chain may run into a cycle that `start` is not on: walk far enough to be on it.
    var node = start
    for _ in 0..<nodeCount {
      guard cameBy[node].from >= 0 else { return nil }
      node = cameBy[node].from
    }
    let entry = node
    var cycle: [(cell: Int, raises: Bool)] = []
    repeat {
      let (from, cell) = cameBy[node]
      cycle.append((cell, from < rowCount))
      node = from
    } while node != entry
    return cycle
  }
}
