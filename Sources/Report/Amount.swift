import Exact

/// A number as it is shown, and its value for the layout: both come from one decimal text, so that
/// what is drawn cannot differ from what is written.
public struct Amount: Hashable, Sendable {
  /// The text that is shown, for example `-0.125`.
  public let text: String
  /// The value in millionths, toward zero; charts place things by it, nothing is decided by it.
  let millionths: Int64

  /// Reads `-12.50`; nil where `text` is no plain decimal of at most 18 digits, or beyond ±9·10¹².
  public init?(_ text: String) {
    guard let decimal = Decimal(text) else { return nil }
    let beyond = decimal.places - 6
    if beyond > 0 {
      millionths = decimal.mantissa / Decimal.power(beyond)
    } else {
      let (value, overflow) = decimal.mantissa.multipliedReportingOverflow(
        by: Decimal.power(-beyond))
      if overflow { return nil }
      millionths = value
    }
    self.text = text
  }

  /// A whole number, with commas between groups of digits.
  init(_ number: Int, shown: String) {
    text = shown
    millionths = Int64(number) * 1_000_000
  }
}

/// A mean and the interval around it.
public struct AmountInterval: Hashable, Sendable {
  /// The mean, and the ends of its interval; equal to it where there is no spread.
  public var (mean, low, high): (Amount, Amount, Amount)

  /// A mean with its interval.
  public init(_ mean: Amount, low: Amount, high: Amount) {
    (self.mean, self.low, self.high) = (mean, low, high)
  }
}
