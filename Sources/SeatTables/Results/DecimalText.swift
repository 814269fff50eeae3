import Apportionment

/// Fractions as decimals for people; the exact fractions stand in the JSON.
enum DecimalText {
  /// `fraction` with nine decimals, the last one rounded half up. `fraction` is finite, its
  /// denominator below 2⁹⁷.
  static func nine(_ fraction: Fraction) -> String {
    let (whole, rest) = fraction.numerator.quotientAndRemainder(dividingBy: fraction.denominator)
    let scaled = rest * 1_000_000_000
    var (part, left) = scaled.quotientAndRemainder(dividingBy: fraction.denominator)
    if left >= fraction.denominator - left { part += 1 }
    return part == 1_000_000_000 ? "\(whole + 1).000000000" : "\(whole).\(digits(part, 9))"
  }

  /// `parts` of 10⁻⁹ with nine decimals, exactly.
  static func nine(billionths parts: Int) -> String {
    "\(parts / 1_000_000_000).\(digits(UInt128(UInt64(parts % 1_000_000_000)), 9))"
  }

  /// `units` of 10^−`places`, exactly.
  static func text(_ units: UInt128, places: Int) -> String {
    guard places > 0 else { return String(units) }
    var power: UInt128 = 1
    for _ in 0..<places { power *= 10 }
    return "\(units / power).\(digits(units % power, places))"
  }

  /// `numerator` / `denominator` in lowest terms.
  static func reduced(_ fraction: Fraction) -> String {
    var (a, b) = (fraction.numerator, fraction.denominator)
    while b > 0 { (a, b) = (b, a % b) }
    guard a > 0 else { return "\(fraction.numerator)/\(fraction.denominator)" }
    return "\(fraction.numerator / a)/\(fraction.denominator / a)"
  }

  private static func digits(_ number: UInt128, _ count: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
  }
}
