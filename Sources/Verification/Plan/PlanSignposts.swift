import Apportionment

/// The signposts of the divisor methods once more, from their definition (METHODS.md, "One house"):
/// where a method rounds up between n and n + 1.
///
/// The engine has its own in `DivisorMethod.claim`; a mistake in either shows as a difference.
enum PlanSignposts {
  /// weight / signpost(n), for Huntington–Hill squared, so that no root is taken. Infinite where
  /// the signpost is 0.
  static func claim(_ method: DivisorMethod, of weight: Int, holding n: Int) -> Fraction {
    let (weight, below, above) = (UInt128(weight), UInt128(n), UInt128(n + 1))
    switch method {
    // Every fraction up, or down.
    case .adams: return Fraction(weight, over: below)
    case .jefferson: return Fraction(weight, over: above)
    // The means of n and n + 1: arithmetic, geometric, harmonic.
    case .webster: return Fraction(2 * weight, over: below + above)
    case .huntingtonHill: return Fraction(weight * weight, over: below * above)
    case .dean: return Fraction(weight * (below + above), over: 2 * below * above)
    }
  }

  /// Checks seats by the max–min inequality: no claim to one more seat is higher than any claim to
  /// a last one. Complexity: O(n). The two claims are the certificate.
  static func check(
    _ seats: [Int], house: Int, of claimants: Claimants, method: DivisorMethod
  ) throws(VectorFault) -> (lower: Fraction?, upper: Fraction?) {
    guard seats.count == claimants.count else {
      throw .wrongCount(expected: claimants.count, found: seats.count)
    }
    let sum = seats.reduce(0, +)
    guard sum == house else { throw .wrongTotal(expected: house, found: sum) }
    var highest: (claim: Fraction, claimant: Int)?
    var lowest: (claim: Fraction, claimant: Int)?
    for (at, held) in seats.enumerated() {
      let (least, most) = (claimants.minimums[at], claimants.maximums[at])
      guard held >= least, held <= most else {
        throw .outsideRequirements(claimant: at, seats: held)
      }
      // Whoever has no maximum has a claim to one more, with all seats that there can be as well.
      if held < most || most == Limits.seatsMax {
        let next = claim(method, of: claimants.weights[at], holding: held)
        if highest.map({ $0.claim < next }) ?? true { highest = (next, at) }
      }
      if held > least {
        let last = claim(method, of: claimants.weights[at], holding: held - 1)
        if lowest.map({ $0.claim > last }) ?? true { lowest = (last, at) }
      }
    }
    if let highest, let lowest, highest.claim > lowest.claim {
      throw .betterClaim(claimant: highest.claimant, holder: lowest.claimant)
    }
    return (highest?.claim, lowest?.claim)
  }
}
