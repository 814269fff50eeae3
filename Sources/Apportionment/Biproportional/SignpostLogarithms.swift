extension DivisorMethod {
  /// The power of the divisor in a claim: Huntington–Hill's claims are squares.
  var claimPower: Int { self == .huntingtonHill ? 2 : 1 }
}

/// log signpost(n), from a table where n is small.
struct SignpostLogarithms {
  private let method: DivisorMethod
  private let table: [Int]

  init(_ method: DivisorMethod) {
    self.method = method
    table = (0..<1024).map { Self.logarithm(method, $0) }
  }

  @inline(__always)
  subscript(seats: Int) -> Int {
    seats < table.count ? table[seats] : Self.logarithm(method, seats)
  }

  private static func logarithm(_ method: DivisorMethod, _ seats: Int) -> Int {
    let claim = method.claim(of: 1, holding: seats)
    // No cell of a method with a signpost 0 is ever below one seat.
    guard !claim.isInfinite else { return -(1 << 60) }
    return BinaryLogarithm.log2(Double(claim.denominator))
      - BinaryLogarithm.log2(Double(claim.numerator))
  }
}
