/// What is wrong with seats that somebody claims for one house.
public enum VectorFault: Error, Hashable, Sendable {
  /// Another number of entries than claimants.
  case wrongCount(expected: Int, found: Int)
  /// The seats do not add up to the house.
  case wrongTotal(expected: Int, found: Int)
  /// Below the minimum or above the maximum (both 0 where the weight is 0).
  case outsideRequirements(claimant: Int, seats: Int)
  /// `claimant` has a better claim to one more seat than `holder` to its last one.
  case betterClaim(claimant: Int, holder: Int)
  /// Neither the whole part of the share nor, by its remainder, one more.
  case wrongRounding(claimant: Int, seats: Int)
  /// The seats are right, but the certificate is not theirs.
  case wrongCertificate
}

// This file is the auditor's: plain, and nothing of it is shared with the code that it checks but
// the definition of a signpost.

extension Claimants {
  /// Checks `seats` against the definition of `method` and, if given, against a certificate.
  ///
  /// Any of several tied solutions passes. Divisor methods are checked by the max–min inequality,
  /// Hamilton's by walking its rounds again. Throws `VectorFault`.
  /// Complexity: O(n); Hamilton's O(n) a round, with a sort.
  public func check(
    _ seats: [Int], house: Int, method: VectorMethod, certificate: VectorCertificate? = nil
  ) throws(VectorFault) {
    guard seats.count == count else {
      throw .wrongCount(expected: count, found: seats.count)
    }
    let sum = seats.reduce(0, +)
    guard sum == house else { throw .wrongTotal(expected: house, found: sum) }
    for i in seats.indices where seats[i] < minimums[i] || seats[i] > maximums[i] {
      throw .outsideRequirements(claimant: i, seats: seats[i])
    }
    switch method {
    case .divisor(let method): try checkMaxMin(seats, method, certificate)
    case .hamilton: try checkRemainders(seats, house, certificate)
    }
  }

  /// No claim to one more seat may be higher than any claim to a last one.
  private func checkMaxMin(
    _ seats: [Int], _ method: DivisorMethod, _ certificate: VectorCertificate?
  ) throws(VectorFault) {
    var rise: (claim: Fraction, claimant: Int)?
    var fall: (claim: Fraction, claimant: Int)?
    for i in seats.indices {
      if seats[i] < maximums[i] {
        let claim = method.claim(of: weights[i], holding: seats[i])
        if rise.map({ claim > $0.claim }) ?? true { rise = (claim, i) }
      }
      if seats[i] > minimums[i] {
        let claim = method.claim(of: weights[i], holding: seats[i] - 1)
        if fall.map({ claim < $0.claim }) ?? true { fall = (claim, i) }
      }
    }
    if let rise, let fall, rise.claim > fall.claim {
      throw .betterClaim(claimant: rise.claimant, holder: fall.claimant)
    }
    guard let certificate else { return }
    guard case .divisor(let lower, let upper) = certificate,
      lower == rise?.claim, upper == fall?.claim
    else { throw .wrongCertificate }
  }

  /// Walks Hamilton's rounds, then compares every remainder with every other.
  private func checkRemainders(
    _ seats: [Int], _ house: Int, _ certificate: VectorCertificate?
  ) throws(VectorFault) {
    var left = house
    var fixed: Set<Int> = []
    while true {
      let active = seats.indices.filter { weights[$0] > 0 && !fixed.contains($0) }
      let weight = active.reduce(UInt128(0)) { $0 + UInt128(weights[$1]) }
      let share = { (i: Int) in Fraction(UInt128(left) * UInt128(self.weights[i]), over: weight) }
      let whole = { (i: Int) in Int(UInt128(left) * UInt128(self.weights[i]) / weight) }
      let base = { (i: Int) in Swift.min(Swift.max(whole(i), self.minimums[i]), self.maximums[i]) }
      let below = active.filter { share($0) < Fraction(UInt128(minimums[$0]), over: 1) }
      let above = active.filter { share($0) > Fraction(UInt128(maximums[$0]), over: 1) }
      let takers = active.filter { i in
        base(i) == whole(i) && base(i) < maximums[i]
          && share(i) > Fraction(UInt128(whole(i)), over: 1)
      }
      let bases = active.reduce(0) { $0 + base($1) }
      guard bases > left || left - bases > takers.count else {
        for i in active {
          let isTaker = takers.contains(i)
          guard seats[i] == base(i) || (isTaker && seats[i] == base(i) + 1) else {
            throw .wrongRounding(claimant: i, seats: seats[i])
          }
        }
        let remainder = { (i: Int) in UInt128(left) * UInt128(self.weights[i]) % weight }
        let raised = takers.filter { seats[$0] > base($0) }
        let kept = takers.filter { seats[$0] == base($0) }
        let low = raised.min { remainder($0) < remainder($1) }
        let high = kept.max { remainder($0) < remainder($1) }
        if let low, let high, remainder(low) < remainder(high) {
          throw .betterClaim(claimant: high, holder: low)
        }
        guard let certificate else { return }
        let border = RemainderBorder(
          fixed: fixed.sorted(), seats: left, weight: weight, lowestRaised: low.map(remainder),
          highestKept: high.map(remainder))
        guard case .remainders(border) = certificate else { throw .wrongCertificate }
        return
      }
      let isShort = bases > left
      for i in isShort ? below : above {
        let bound = isShort ? minimums[i] : maximums[i]
        guard seats[i] == bound else { throw .wrongRounding(claimant: i, seats: seats[i]) }
        fixed.insert(i)
        left -= bound
      }
    }
  }
}

extension RemainderBorder {
  /// Matches one border against another in a pattern.
  static func ~= (pattern: RemainderBorder, value: RemainderBorder) -> Bool { pattern == value }
}
