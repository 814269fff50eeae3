import Metrics

/// Numbers in billionths: what a summary adds up. A value is rounded to them once, half away from
/// zero, and everything after that is exact until a mean or a width is rounded in the same way.
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

  /// `billionths` as a decimal with at most `places` places, rounded, without trailing zeros:
  /// `0.25`.
  static func text(_ billionths: Int128, places: Int = 9) -> String {
    var bytes: [UInt8] = []
    append(billionths, places: places, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Adds `text` to `bytes`: tables have a million of them.
  static func append(_ billionths: Int128, places: Int = 9, to bytes: inout [UInt8]) {
    precondition((0...9).contains(places))
    let rounded = places == 9 ? billionths : quotient(billionths, Int128(power(9 - places)))
    if rounded < 0 { bytes.append(UInt8(ascii: "-")) }
    let (whole, fraction) = rounded.magnitude.quotientAndRemainder(
      dividingBy: UInt128(power(places)))
    append(whole, to: &bytes)
    var (rest, left) = (UInt64(fraction), places)
    while left > 0, rest % 10 == 0 { (rest, left) = (rest / 10, left - 1) }
    if left == 0 { return }
    bytes.append(UInt8(ascii: "."))
    let start = bytes.count
    for _ in 0..<left {
      bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
    }
    bytes[start...].reverse()
  }

  /// Adds the digits of `value`.
  static func append(_ value: UInt128, to bytes: inout [UInt8]) {
    guard var rest = UInt64(exactly: value) else {
      bytes += String(value).utf8
      return
    }
    let start = bytes.count
    repeat {
      bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
    } while rest > 0
    bytes[start...].reverse()
  }

  private static func power(_ exponent: Int) -> UInt64 {
    (0..<exponent).reduce(1) { power, _ in power * 10 }
  }
}
