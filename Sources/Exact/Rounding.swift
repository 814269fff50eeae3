/// How a result with more places than wanted becomes one with fewer.
public enum RoundingMode: String, Sendable, CaseIterable {
  /// To the nearest, a half upward (toward +∞).
  case halfUp
  /// Toward +∞.
  case up
  /// Toward −∞.
  case down
}

/// The integer that `numerator` / `denominator` rounds to. The denominator is positive.
@inlinable
public func roundedQuotient<T: FixedWidthInteger & SignedInteger>(
  _ numerator: T, by denominator: T, _ mode: RoundingMode
) -> T {
  precondition(denominator > 0)
  var (floor, rest) = numerator.quotientAndRemainder(dividingBy: denominator)
  if rest < 0 {
    floor -= 1
    rest += denominator
  }
  switch mode {
  case .down: return floor
  case .up: return rest > 0 ? floor + 1 : floor
  case .halfUp: return rest >= denominator - rest ? floor + 1 : floor
  }
}
