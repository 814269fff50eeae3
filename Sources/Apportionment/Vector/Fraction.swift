/// A non-negative fraction that is compared exactly, never divided out.
///
/// A denominator of 0 stands for a claim that no finite divisor can refuse: it is greater than
/// every finite fraction, and two such claims compare by their numerators. That is how methods
/// whose first signpost is 0 (Adams, Dean, Huntington–Hill) rank claimants when there are fewer
/// seats than them.
public struct Fraction: Sendable {
  /// What is divided.
  public let numerator: UInt128
  /// What divides it; 0 makes the fraction infinite.
  public let denominator: UInt128

  /// `numerator` / `denominator`, not reduced.
  public init(_ numerator: UInt128, over denominator: UInt128) {
    self.numerator = numerator
    self.denominator = denominator
  }

  /// Whether the denominator is 0.
  public var isInfinite: Bool { denominator == 0 }

  /// The value in units of 1/`scale`, rounded down; nil where it is infinite or does not fit.
  ///
  /// For printing: `scaled(by: 1_000_000)` has six decimals.
  public func scaled(by scale: UInt64) -> UInt64? {
    guard denominator > 0 else { return nil }
    let product = numerator.multipliedFullWidth(by: UInt128(scale))
    guard product.high < denominator else { return nil }
    return UInt64(exactly: denominator.dividingFullWidth(product).quotient)
  }
}

extension Fraction: Comparable {
  /// Exact, by cross products in 256 bits. Complexity: O(1).
  public static func < (a: Fraction, b: Fraction) -> Bool { compare(a, b) < 0 }

  /// Equal in value: 1/2 equals 2/4.
  public static func == (a: Fraction, b: Fraction) -> Bool { compare(a, b) == 0 }

  private static func compare(_ a: Fraction, _ b: Fraction) -> Int {
    if a.isInfinite || b.isInfinite {
      guard a.isInfinite && b.isInfinite else { return a.isInfinite ? 1 : -1 }
      return a.numerator == b.numerator ? 0 : a.numerator < b.numerator ? -1 : 1
    }
    let left = a.numerator.multipliedFullWidth(by: b.denominator)
    let right = b.numerator.multipliedFullWidth(by: a.denominator)
    if left.high != right.high { return left.high < right.high ? -1 : 1 }
    return left.low == right.low ? 0 : left.low < right.low ? -1 : 1
  }
}

extension Fraction: CustomStringConvertible {
  /// For example `7/12`.
  public var description: String { "\(numerator)/\(denominator)" }
}
