/// An exact value: an integer, or a fraction as it was counted.
///
/// Fractions are not reduced, so that what was counted stays visible: 7/12 of twelve students.
public struct Ratio: Hashable, Sendable {
  /// The numerator; may be negative.
  public let numerator: Int
  /// The denominator, at least 1.
  public let denominator: Int

  /// `numerator` ÷ `denominator`; nil without a positive denominator, where there is nothing to
  /// say.
  public init?(_ numerator: Int, over denominator: Int) {
    guard denominator > 0 else { return nil }
    self.numerator = numerator
    self.denominator = denominator
  }

  /// A whole number.
  public init(_ value: Int) {
    numerator = value
    denominator = 1
  }

  /// Fixed point with nine places: for what is no fraction of counts. The last place is exact to
  /// ±1.
  init(billionths: Int) {
    numerator = billionths
    denominator = Ratio.billion
  }

  static let billion = 1_000_000_000

  /// Whether two values are the same number, however they were counted.
  public static func isEqual(_ one: Ratio, _ other: Ratio) -> Bool {
    Int128(one.numerator) * Int128(other.denominator)
      == Int128(other.numerator) * Int128(one.denominator)
  }

  /// Whether `self` is the smaller number.
  func isLess(than other: Ratio) -> Bool {
    Int128(numerator) * Int128(other.denominator) < Int128(other.numerator) * Int128(denominator)
  }
}
