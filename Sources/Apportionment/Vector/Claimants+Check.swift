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
      if seats[i] < maximums[i] || maximums[i] == Limits.seatsMax {
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

  /// Walks Hamilton's rounds, then compares the remainders of the last one.
  private func checkRemainders(
    _ seats: [Int], _ house: Int, _ certificate: VectorCertificate?
  ) throws(VectorFault) {
    var left = house
    var fixed: Set<Int> = []
    while true {
      let round = NaiveRound(self, without: fixed, seats: left)
      let bases = round.active.reduce(0) { $0 + round.base($1) }
      let isShort = bases > left
      guard isShort || left - bases > round.takers.count else {
        try checkLastRound(round, seats, fixed, certificate)
        return
      }
      for i in isShort ? round.below : round.above {
        let bound = isShort ? minimums[i] : maximums[i]
        guard seats[i] == bound else { throw .wrongRounding(claimant: i, seats: seats[i]) }
        fixed.insert(i)
        left -= bound
      }
    }
  }

  private func checkLastRound(
    _ round: NaiveRound, _ seats: [Int], _ fixed: Set<Int>, _ certificate: VectorCertificate?
  ) throws(VectorFault) {
    for i in round.active {
      let base = round.base(i)
      guard seats[i] == base || (round.isTaker(i) && seats[i] == base + 1) else {
        throw .wrongRounding(claimant: i, seats: seats[i])
      }
    }
    let precedes = { (a: Int, b: Int) in round.remainder(a) < round.remainder(b) }
    let low = round.takers.filter { seats[$0] > round.base($0) }.min(by: precedes)
    let high = round.takers.filter { seats[$0] == round.base($0) }.max(by: precedes)
    if let low, let high, precedes(low, high) {
      throw .betterClaim(claimant: high, holder: low)
    }
    guard let certificate else { return }
    let border = RemainderBorder(
      fixed: fixed.sorted(), seats: round.seats, weight: round.weight,
      lowestRaised: low.map(round.remainder), highestKept: high.map(round.remainder))
    guard case .remainders(border) = certificate else { throw .wrongCertificate }
  }
}

/// A round of Hamilton's method, as its definition says it.
private struct NaiveRound {
  let claimants: Claimants
  let active: [Int]
  let seats: Int
  let weight: UInt128

  init(_ claimants: Claimants, without fixed: Set<Int>, seats: Int) {
    self.claimants = claimants
    self.seats = seats
    active = claimants.weights.indices.filter {
      claimants.weights[$0] > 0 && !fixed.contains($0)
    }
    weight = active.reduce(0) { $0 + UInt128(claimants.weights[$1]) }
  }

  func product(_ i: Int) -> UInt128 { UInt128(seats) * UInt128(claimants.weights[i]) }
  func whole(_ i: Int) -> Int { Int(product(i) / weight) }
  func remainder(_ i: Int) -> UInt128 { product(i) % weight }
  func base(_ i: Int) -> Int {
    min(max(whole(i), claimants.minimums[i]), claimants.maximums[i])
  }
  func isTaker(_ i: Int) -> Bool {
    base(i) == whole(i) && base(i) < claimants.maximums[i] && remainder(i) > 0
  }
  var takers: [Int] { active.filter(isTaker) }
  var below: [Int] {
    active.filter { product($0) < UInt128(claimants.minimums[$0]) * weight }
  }
  var above: [Int] {
    active.filter { product($0) > UInt128(claimants.maximums[$0]) * weight }
  }
}

extension RemainderBorder {
  /// Matches one border against another in a pattern.
  static func ~= (pattern: RemainderBorder, value: RemainderBorder) -> Bool { pattern == value }
}
