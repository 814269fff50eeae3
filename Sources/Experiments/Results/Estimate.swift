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
    return FixedPoint.quotient(root * t * scale, count * 1000 * 16)
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

/// Two-sided quantiles of Student's t distribution, in thousandths.
enum StudentT {
  private static let table: [Int: [Int128]] = [
    90: [
      6314, 2920, 2353, 2132, 2015, 1943, 1895, 1860, 1833, 1812, 1796, 1782, 1771, 1761, 1753,
      1746, 1740, 1734, 1729, 1725, 1721, 1717, 1714, 1711, 1708, 1706, 1703, 1701, 1699, 1697,
    ],
    95: [
      12706, 4303, 3182, 2776, 2571, 2447, 2365, 2306, 2262, 2228, 2201, 2179, 2160, 2145, 2131,
      2120, 2110, 2101, 2093, 2086, 2080, 2074, 2069, 2064, 2060, 2056, 2052, 2048, 2045, 2042,
    ],
    99: [
      63657, 9925, 5841, 4604, 4032, 3707, 3499, 3355, 3250, 3169, 3106, 3055, 3012, 2977, 2947,
      2921, 2898, 2878, 2861, 2845, 2831, 2819, 2807, 2797, 2787, 2779, 2771, 2763, 2756, 2750,
    ],
  ]
  /// Beyond the table: freedoms and quantiles for 90, 95 and 99 percent. In between the one for fewer
  /// degrees of freedom stands, which is the wider.
  private static let beyond: [(freedom: Int, values: [Int: Int128])] = [
    (30, [90: 1697, 95: 2042, 99: 2750]), (40, [90: 1684, 95: 2021, 99: 2704]),
    (60, [90: 1671, 95: 2000, 99: 2660]), (80, [90: 1664, 95: 1990, 99: 2639]),
    (120, [90: 1658, 95: 1980, 99: 2617]), (240, [90: 1651, 95: 1970, 99: 2596]),
    (1000, [90: 1646, 95: 1962, 99: 2581]), (10_000, [90: 1645, 95: 1960, 99: 2576]),
  ]

  /// The value that |t| stays below with `confidence` percent.
  static func quantile(_ confidence: Int, freedom: Int) -> Int128 {
    precondition(freedom >= 1)
    if freedom <= 30 { return table[confidence]![freedom - 1] }
    return beyond.last { $0.freedom <= freedom }!.values[confidence]!
  }
}
