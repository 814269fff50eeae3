extension Claimants {
  /// A divisor method with requirements: each seat goes to the highest claim, from the minima up,
  /// never beyond a maximum.
  ///
  /// Source: Balinski & Young, *Fair Representation*, appendix A, propositions 3.1 and 3.3 (the
  /// max–min inequality). Complexity: O(n log n).
  func byDivisor(_ house: Int, _ method: DivisorMethod) -> VectorSolution {
    var work = DivisorWork(self, method, seats: guess(house, method))
    work.reach(house)
    return work.solution()
  }

  /// Seats that are nearly right, by a floating divisor. Only a start: every seat of it is checked
  /// by exact comparison in `DivisorWork`, whatever rounding errors were made here.
  private func guess(_ house: Int, _ method: DivisorMethod) -> [Int] {
    let total = weights.reduce(0.0) { $0 + Double($1) }
    guard house > 0, total > 0 else { return minimums }
    var divisor = total / Double(house)
    var low = 0.0
    var high = Double.infinity
    var seats: [Int] = []
    for _ in 0..<64 {
      seats = indices(dividedBy: divisor, method)
      let sum = seats.reduce(0, +)
      // Near enough: what is still wrong is mended by at most n single seats.
      if abs(sum - house) <= count { break }
      if sum > house { low = divisor } else { high = divisor }
      divisor = high.isFinite ? (low + high) / 2 : divisor * 2
    }
    return seats
  }

  private func indices(dividedBy divisor: Double, _ method: DivisorMethod) -> [Int] {
    weights.indices.map { i in
      guard weights[i] > 0 else { return 0 }
      let quotient = min(Double(weights[i]) / divisor, Double(maximums[i]))
      let rounded = method.rounded(quotient)
      return min(max(rounded, minimums[i]), maximums[i])
    }
  }
}

/// Seats under correction: two heaps know who has the best claim to rise and the worst to stay.
private struct DivisorWork {
  /// A claim as it was when its holder had `seats`; stale once that has changed.
  struct Entry {
    let claim: Fraction
    let claimant: Int
    let seats: Int
  }

  let claimants: Claimants
  let method: DivisorMethod
  var seats: [Int]
  /// The claim to one more seat of everyone below the maximum, if any, highest first.
  var rising: BinaryHeap<Entry>
  /// The claim to the last seat of everyone above the minimum, lowest first.
  var falling: BinaryHeap<Entry>

  init(_ claimants: Claimants, _ method: DivisorMethod, seats: [Int]) {
    self.claimants = claimants
    self.method = method
    self.seats = seats
    rising = BinaryHeap { $0.claim > $1.claim }
    falling = BinaryHeap { $0.claim < $1.claim }
    for i in seats.indices { enter(i) }
  }

  mutating func enter(_ i: Int) {
    let weight = claimants.weights[i]
    // Without a maximum there is a claim to one more, also with all seats that there can be.
    if seats[i] < claimants.maximums[i] || claimants.maximums[i] == Limits.seatsMax {
      let claim = method.claim(of: weight, holding: seats[i])
      rising.push(Entry(claim: claim, claimant: i, seats: seats[i]))
    }
    if seats[i] > claimants.minimums[i] {
      let claim = method.claim(of: weight, holding: seats[i] - 1)
      falling.push(Entry(claim: claim, claimant: i, seats: seats[i]))
    }
  }

  mutating func bestRise() -> Entry? {
    while let top = rising.first, seats[top.claimant] != top.seats { rising.removeFirst() }
    return rising.first
  }

  mutating func worstFall() -> Entry? {
    while let top = falling.first, seats[top.claimant] != top.seats { falling.removeFirst() }
    return falling.first
  }

  mutating func move(_ i: Int, by step: Int) {
    seats[i] += step
    enter(i)
  }

  /// Raises and lowers single seats until the sum is `house` and no exchange is better.
  mutating func reach(_ house: Int) {
    var sum = seats.reduce(0, +)
    while sum < house, let entry = bestRise() {
      move(entry.claimant, by: 1)
      sum += 1
    }
    while sum > house, let entry = worstFall() {
      move(entry.claimant, by: -1)
      sum -= 1
    }
    precondition(sum == house, "feasibility was checked before")
    while let up = bestRise(), let down = worstFall(), up.claim > down.claim {
      move(up.claimant, by: 1)
      move(down.claimant, by: -1)
    }
  }

  /// The seats with their ties and the divisor interval.
  mutating func solution() -> VectorSolution {
    let lower = bestRise()?.claim
    let upper = worstFall()?.claim
    var certain = seats
    var tied: [Int] = []
    var sharedSeats = 0
    if let lower, let upper, lower == upper {
      for i in seats.indices where claimants.weights[i] > 0 {
        let weight = claimants.weights[i]
        if seats[i] > claimants.minimums[i],
          method.claim(of: weight, holding: seats[i] - 1) == lower
        {
          certain[i] -= 1
          sharedSeats += 1
          tied.append(i)
        } else if seats[i] < claimants.maximums[i],
          method.claim(of: weight, holding: seats[i]) == lower
        {
          tied.append(i)
        }
      }
    }
    return VectorSolution(
      certain: certain, tied: tied, sharedSeats: sharedSeats,
      certificate: .divisor(lower: lower, upper: upper))
  }
}
