/// Logarithms to base 2 in units of 2⁻⁴⁰, as integers: the same on every machine.
///
/// They steer the search of `biproportional` and decide nothing: what they find is checked with
/// integers. Own series instead of the C library's, whose last digit differs between systems.
enum BinaryLogarithm {
  /// One, in units.
  static let unit = 1 << 40

  /// log₂ of a positive number, to about two units.
  static func log2(_ value: Double) -> Int {
    var exponent = Int(value.exponent)
    var m = value.significand
    if m > 1.4142135623730951 {
      m /= 2
      exponent += 1
    }
    // ln m = 2·atanh z, |z| < 0.172: twelve terms are below the last bit.
    let z = (m - 1) / (m + 1)
    let square = z * z
    var sum = 0.0
    for k in 0..<12 { sum = sum * square + 1 / Double(23 - 2 * k) }
    let fraction = 2 * z * sum * 1.4426950408889634
    let scaled = fraction * Double(unit)
    return exponent * unit + Int(scaled + (scaled < 0 ? -0.5 : 0.5))
  }

  /// 2 to the power of a logarithm that is not negative, in units of 2^-`bits`, rounded.
  static func exp2(_ logarithm: Int, bits: Int) -> Natural {
    let total = logarithm + bits * unit
    precondition(total >= 0)
    let whole = total / unit
    let x = Double(total % unit) / Double(unit) * 0.6931471805599453
    var sum = 1.0
    for k in 0..<20 { sum = 1 + sum * x / Double(20 - k) }
    // 1 ≤ sum < 2, exactly a multiple of 2⁻⁵².
    let mantissa = Natural(UInt128(UInt64(sum * 4_503_599_627_370_496)))
    if whole >= 52 { return mantissa << (whole - 52) }
    let down = Natural(UInt128(1) << UInt128(52 - whole))
    return mantissa.quotientAndRemainder(dividingBy: down).0
  }
}
