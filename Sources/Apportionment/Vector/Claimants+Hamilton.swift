extension Claimants {
  /// Hamilton's method with requirements.
  ///
  /// The base is the whole part of the fair share, or the minimum, or the maximum. What is left
  /// goes to the largest remainders among those still at the whole part. Where the bases alone
  /// exceed the house, those whose share is below their minimum get it and leave, and the rest is
  /// repeated; likewise above a maximum, where more seats are left than there are remainders to
  /// take them. Nothing else rescales: that is what makes the Alabama paradox of 1880 appear.
  ///
  /// Complexity: O(n log n) for each round; a round more only where requirements force it.
  func largestRemainders(_ house: Int) -> VectorSolution {
    var round = HamiltonRound(self, seats: house)
    var certain = Array(repeating: 0, count: count)
    while let leaving = round.forcedOut() {
      for (claimant, bound) in leaving { certain[claimant] = bound }
      round.remove(leaving)
    }
    for (i, base) in zip(round.active, round.bases) { certain[i] = base }
    let fixed = indices(notIn: round.active)
    return round.cut(certain: certain, fixed: fixed)
  }

  private func indices(notIn active: [Int]) -> [Int] {
    var isActive = Array(repeating: false, count: count)
    for i in active { isActive[i] = true }
    return isActive.indices.filter { !isActive[$0] && weights[$0] > 0 }
  }
}

/// One round of Hamilton's method over those who have not left.
private struct HamiltonRound {
  let claimants: Claimants
  var seats: Int
  var weight: UInt128
  /// Who takes part, ascending; all have a positive weight.
  var active: [Int]
  /// Shares as whole part and remainder over `weight`, and the base that each starts from.
  var floors: [Int] = []
  var remainders: [UInt128] = []
  var bases: [Int] = []

  init(_ claimants: Claimants, seats: Int) {
    self.claimants = claimants
    self.seats = seats
    weight = claimants.totalWeight
    active = claimants.weights.indices.filter { claimants.weights[$0] > 0 }
    share()
  }

  /// The fair shares of this round and their bases.
  mutating func share() {
    let parts = active.map { i in
      (UInt128(UInt64(seats)) * UInt128(UInt64(claimants.weights[i])))
        .quotientAndRemainder(dividingBy: weight)
    }
    floors = parts.map { Int($0.quotient) }
    remainders = parts.map(\.remainder)
    bases = active.indices.map { at in
      min(max(floors[at], claimants.minimums[active[at]]), claimants.maximums[active[at]])
    }
  }

  /// Whether the place `at` may get a seat for its remainder.
  func mayRise(_ at: Int) -> Bool {
    remainders[at] > 0 && bases[at] == floors[at] && bases[at] < claimants.maximums[active[at]]
  }

  /// Who must leave with a bound before remainders can decide; nil where nobody must.
  func forcedOut() -> [(claimant: Int, bound: Int)]? {
    let base = bases.reduce(0, +)
    if base > seats {
      return active.indices.filter { floors[$0] < claimants.minimums[active[$0]] }
        .map { (active[$0], claimants.minimums[active[$0]]) }
    }
    let takers = active.indices.count(where: mayRise)
    guard seats - base > takers else { return nil }
    return active.indices.filter { at in
      let most = claimants.maximums[active[at]]
      return floors[at] > most || (floors[at] == most && remainders[at] > 0)
    }.map { (active[$0], claimants.maximums[active[$0]]) }
  }

  mutating func remove(_ leaving: [(claimant: Int, bound: Int)]) {
    precondition(!leaving.isEmpty, "a round that cannot end must lose somebody")
    var gone = leaving[...]
    active.removeAll { i in
      guard gone.first?.claimant == i else { return false }
      gone.removeFirst()
      return true
    }
    for (i, bound) in leaving {
      seats -= bound
      weight -= UInt128(UInt64(claimants.weights[i]))
    }
    share()
  }

  /// Gives what is left to the largest remainders.
  func cut(certain: [Int], fixed: [Int]) -> VectorSolution {
    var certain = certain
    let left = seats - bases.reduce(0, +)
    let order = active.indices.filter(mayRise).sorted { a, b in
      remainders[a] != remainders[b] ? remainders[a] > remainders[b] : a < b
    }
    let lowestRaised = left > 0 ? remainders[order[left - 1]] : nil
    let highestKept = left < order.count ? remainders[order[left]] : nil
    let isTie = lowestRaised != nil && lowestRaised == highestKept
    var tied: [Int] = []
    var sharedSeats = 0
    for (place, at) in order.enumerated() {
      if isTie && remainders[at] == lowestRaised {
        tied.append(active[at])
        if place < left { sharedSeats += 1 }
      } else if place < left {
        certain[active[at]] += 1
      }
    }
    return VectorSolution(
      certain: certain, tied: tied, sharedSeats: sharedSeats,
      certificate: .remainders(
        RemainderBorder(
          fixed: fixed, seats: seats, weight: weight, lowestRaised: lowestRaised,
          highestKept: highestKept)))
  }
}
