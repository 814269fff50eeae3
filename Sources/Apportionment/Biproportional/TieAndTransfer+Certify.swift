extension TieAndTransfer {
  /// How close to a tie a cell counts as one, and how far from it all others are then kept, in
  /// units of the logarithms. Whether a certificate holds is decided by integers alone; where
  /// rounding defeats one setting, the next is tried, and the last treats the whole matrix exactly.
  private static let settings: [(near: Int, slack: Int)] = [(64, 1024), (64, 16), (4096, 16)]

  /// Exact multipliers for the seats; moves seats first where exact comparison finds better ones.
  mutating func certify(_ method: DivisorMethod) -> BiproportionalCertificate {
    var attempt = 0
    while true {
      let isLast = attempt == Self.settings.count
      let setting = isLast ? (near: Int.max, slack: 0) : Self.settings[attempt]
      attempt += 1
      var groups = TieGroups(self, near: setting.near)
      if let better = groups.solve(self, method) {
        turn(better)
        attempt = 0
        continue
      }
      guard let shifts = centre(groups, slack: setting.slack) else {
        precondition(!isLast, "a single group needs no shifts")
        continue
      }
      let certificate = multipliers(groups, shifts, method)
      let isProven: Void? = try? grid.matrix.checkBiproportional(
        seats, columnSeats: columnSeats, method: method, certificate: certificate)
      if isProven != nil { return certificate }
      precondition(!isLast, "exact potentials prove the seats")
    }
  }

  /// Shifts of whole groups after which every step between groups costs at least `slack`; nil where
  /// some cycle leaves no room for that.
  ///
  /// Shortest paths by label correction (Bellman–Ford with a queue).
  private func centre(_ groups: TieGroups, slack: Int) -> [Int]? {
    var shifts = Array(repeating: 0, count: groups.count)
    var updates = shifts
    var isQueued = Array(repeating: true, count: groups.count)
    var queue = Array(0..<groups.count)
    var at = 0
    var isPossible = true
    while at < queue.count, isPossible {
      let group = queue[at]
      at += 1
      isQueued[group] = false
      for node in groups.members[group] {
        forEachStep(from: node) { next, rawCost, _ in
          let other = groups.of[next]
          guard other != group else { return }
          let cost = rawCost + groups.offsets[next] - groups.offsets[node]
          guard shifts[group] + cost - slack < shifts[other] else { return }
          shifts[other] = shifts[group] + cost - slack
          updates[other] += 1
          // A group that is improved this often is on a cycle without room, or near enough.
          if updates[other] > 2_000 { isPossible = false }
          if !isQueued[other] {
            isQueued[other] = true
            queue.append(other)
          }
        }
      }
    }
    return isPossible ? shifts : nil
  }

  /// Integers from potentials and shifts: exact ratios within a group, at least 44 bits between.
  private func multipliers(
    _ groups: TieGroups, _ shifts: [Int], _ method: DivisorMethod
  ) -> BiproportionalCertificate {
    let hasSeats = (grid.matrix.rowSeats + columnSeats).map { $0 > 0 }
    let levels = (0..<groups.count).map { group in
      let node = groups.members[group][0]
      return potentials[node] - shifts[group] - groups.logarithms[node]
    }
    let lowest =
      (0..<groups.count).filter { groups.members[$0].contains { hasSeats[$0] } }
      .map { levels[$0] }.min() ?? 0
    var values = Array(repeating: Natural(0), count: nodeCount)
    for group in 0..<groups.count {
      guard groups.members[group].contains(where: { hasSeats[$0] }) else { continue }
      let common =
        groups.count == 1 ? Natural(1) : BinaryLogarithm.exp2(levels[group] - lowest, bits: 44)
      for node in groups.members[group] where hasSeats[node] {
        values[node] = common * groups.values[node]
      }
    }
    for column in 0..<columnSeats.count where columnSeats[column] == 0 {
      values[rowCount + column] = divisorWithoutSeats(column, values, method)
    }
    return BiproportionalCertificate(
      rowMultipliers: Array(values[..<rowCount]), columnDivisors: Array(values[rowCount...]))
  }

  /// A divisor so large that nothing in the column rounds above its minimum.
  private func divisorWithoutSeats(
    _ column: Int, _ values: [Natural], _ method: DivisorMethod
  ) -> Natural {
    var divisor = Natural(1)
    for at in grid.columnStart[column]..<grid.columnStart[column + 1] {
      let cell = Int(grid.byColumn[at])
      let claim = method.claim(of: grid.matrix.weights[cell], holding: seats[cell])
      let row = values[Int(grid.rowOfCell[cell])]
      guard !claim.isInfinite, !row.isZero, grid.matrix.weights[cell] > 0 else { continue }
      // Rounded up by one seat's worth at least.
      let needed =
        (Natural(claim.numerator) * row).quotientAndRemainder(
          dividingBy: Natural(claim.denominator)
        ).0 * Natural(2)
      divisor = max(divisor, max(needed, Natural(2)))
    }
    return divisor
  }
}
