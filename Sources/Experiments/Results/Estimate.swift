/// A mean over replicates and the half-width of its interval, in billionths.
public struct Estimate: Sendable, Hashable {
  /// How many values there are.
  public let count: Int
  /// Their mean.
  public let mean: Int128
  /// Half the width of the interval; nil where one value alone says nothing of spread.
  public let halfWidth: Int128?

  /// The estimate of `values` in billionths at `confidence` percent; nil without values.
  ///
  /// The interval is Student's: mean ± t · s/√n. All sums are exact; the mean, and the width, which
  /// needs a square root, are rounded once each. Complexity: O(values).
  init?(_ values: [Int128], confidence: Int) {
    guard !values.isEmpty else { return nil }
    let count = Int128(values.count)
    self.count = values.count
    mean = FixedPoint.quotient(values.reduce(0, +), count)
    guard values.count > 1 else {
      halfWidth = nil
      return
    }
    halfWidth = Estimate.halfWidth(values, confidence)
  }

  private static func halfWidth(_ values: [Int128], _ confidence: Int) -> Int128 {
    // Distances from a whole number near the mean are small, and so are their squares. Where even
    // these are too large, thousandths are as good as billionths.
    let count = Int128(values.count)
    let near = values.reduce(0, +) / count
    var distances = values.map { $0 - near }
    var scale: Int128 = 1
    while distances.contains(where: { $0.magnitude >= 1 << 40 }) {
      distances = distances.map { $0 / 1000 }
      scale *= 1000
    }
    let sum = distances.reduce(0, +)
    let squares = distances.reduce(Int128(0)) { $0 + $1 * $1 }
    // n·Σd² − (Σd)² = n(n−1)·s²; of a mean of n the error is s/√n.
    let spread = (count * squares - sum * sum) / (count - 1)
    // Four more bits of the root, so that its error stays far below a unit of the last place.
    let root = Int128(FixedPoint.root(UInt128(spread) << 8))
    let t = StudentT.quantile(confidence, freedom: values.count - 1)
    return FixedPoint.quotient(root * t * scale, count * FixedPoint.one * 16)
  }

  /// The lower end of the interval; the mean where there is none.
  public var low: Int128 { mean - (halfWidth ?? 0) }
  /// The upper end of the interval; the mean where there is none.
  public var high: Int128 { mean + (halfWidth ?? 0) }

  /// The mean as a decimal, rounded to six places.
  public var meanText: String { FixedPoint.text(mean, places: 6) }
  /// The mean and half the width, for people: `0.7312 ± 0.0021`.
  public var text: String {
    FixedPoint.text(mean, places: 4)
      + (halfWidth.map { " ± " + FixedPoint.text($0, places: 4) } ?? "")
  }
}
