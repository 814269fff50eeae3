/// Natural logarithms of positive integers in fixed point: the same bits on every machine.
///
/// The integer part of the binary logarithm is the position of the highest bit; each further bit is
/// won by squaring the mantissa (Knuth, *The Art of Computer Programming* 1, 1.2.2, exercise 25).
/// The mantissa has 63 binary places, of which cutting loses less than 2⁻⁶¹ in all; the result is
/// cut to 48 places and off by less than 2⁻⁴⁷.
enum NaturalLogarithm {
  /// Binary places of a result.
  static let places = 48

  /// ln 2 · 2⁶⁴.
  private static let ln2: UInt64 = 0xB172_17F7_D1CF_79AC
  /// Binary places of the logarithm to base 2.
  private static let bits = 52

  /// ln(`number`) · 2⁴⁸, for a number of at least 1. Complexity: 52 multiplications.
  static func natural(_ number: Int) -> Int {
    precondition(number >= 1)
    let zeros = number.leadingZeroBitCount
    var mantissa = UInt64(number) << UInt64(zeros)
    var fraction: UInt64 = 0
    for _ in 0..<bits {
      let square = mantissa.multipliedFullWidth(by: mantissa)
      let isTwoOrMore = square.high >> 63
      fraction = fraction << 1 | isTwoOrMore
      mantissa = isTwoOrMore == 1 ? square.high : square.high << 1 | square.low >> 63
    }
    let binary = UInt64(63 - zeros) << UInt64(bits) | fraction
    // 52 + 64 places, of which 48 are kept.
    return Int(binary.multipliedFullWidth(by: ln2).high >> UInt64(bits - places))
  }

  /// `number` · ln(`number`) · 2⁴⁸; 0 for 0, its limit.
  static func weighted(_ number: Int) -> Int128 {
    number == 0 ? 0 : Int128(number) * Int128(natural(number))
  }
}
