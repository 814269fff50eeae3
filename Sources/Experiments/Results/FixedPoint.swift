import Metrics

/// Numbers in billionths: what a summary adds up. A value is rounded to them once, half away from zero,
/// and everything after that is exact until a mean or a width is rounded in the same way.
enum FixedPoint {
  static let one: Int128 = 1_000_000_000

  /// `ratio` in billionths.
  static func value(_ ratio: Ratio) -> Int128 {
    quotient(Int128(ratio.numerator) * one, Int128(ratio.denominator))
  }

  /// `numerator` ÷ `denominator`, rounded half away from zero.
  static func quotient(_ numerator: Int128, _ denominator: Int128) -> Int128 {
    let (whole, rest) = numerator.magnitude.quotientAndRemainder(
      dividingBy: denominator.magnitude)
    let up = whole + (rest >= denominator.magnitude - rest ? 1 : 0)
    return (numerator < 0) == (denominator < 0) ? Int128(up) : -Int128(up)
  }

  /// The largest whole number whose square is not above `square`.
  static func root(_ square: UInt128) -> UInt128 {
    if square < 2 { return square }
    var root: UInt128 = 0
    var bit: UInt128 = 1 << ((127 - UInt128(square.leadingZeroBitCount)) / 2 * 2)
    var rest = square
    while bit != 0 {
      if rest >= root + bit {
        rest -= root + bit
        root = root >> 1 + bit
      } else {
        root >>= 1
      }
      bit >>= 2
    }
    return root
  }

  /// `billionths` as a decimal with at most `places` places, rounded, without trailing zeros: `0.25`.
  static func text(_ billionths: Int128, places: Int = 9) -> String {
    precondition((0...9).contains(places))
    var unit: Int128 = 1
    for _ in places..<9 { unit *= 10 }
    let rounded = quotient(billionths, unit)
    var scale: Int128 = 1
    for _ in 0..<places { scale *= 10 }
    let (whole, rest) = rounded.magnitude.quotientAndRemainder(dividingBy: scale.magnitude)
    var digits = places == 0 ? "" : String(rest)
    digits = String(repeating: "0", count: places - digits.count) + digits
    while digits.last == "0" { digits.removeLast() }
    let sign = rounded < 0 ? "-" : ""
    return digits.isEmpty ? "\(sign)\(whole)" : "\(sign)\(whole).\(digits)"
  }
}
