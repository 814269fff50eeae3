import Foundation
import Metrics
import TestSupport
import Testing

@testable import Experiments

@Suite struct EstimateTests {
  private static func billionths(_ values: [Int]) -> [Int128] {
    values.map { Int128($0) * FixedPoint.one }
  }

  @Test func byHand() throws {
    // s = 1, t(2) = 4.302653: 4.302653/√3 = 2.484138…
    let three = try #require(Estimate(Self.billionths([1, 2, 3]), confidence: 95))
    #expect(three.mean == 2 * FixedPoint.one)
    #expect(three.text == "2 ± 2.4841")
    // s² = 32/7, t(7) = 2.364624: 2.364624·√(32/7/8) = 1.787488…
    let eight = try #require(
      Estimate(Self.billionths([2, 4, 4, 4, 5, 5, 7, 9]), confidence: 95))
    #expect(eight.text == "5 ± 1.7875")
    #expect(try #require(Estimate(Self.billionths([7]), confidence: 95)).halfWidth == nil)
    #expect(Estimate([], confidence: 95) == nil)
  }

  @Test func equalValuesHaveNoSpread() throws {
    let estimate = try #require(
      Estimate(Array(repeating: 123_456_789_123, count: 17), confidence: 99))
    #expect(estimate.halfWidth == 0)
    #expect(estimate.low == estimate.mean && estimate.high == estimate.mean)
  }

  @Test func largeSpreadsDoNotOverflow() throws {
    let values = (0..<4000).map { Int128($0 % 2 == 0 ? 0 : 50_000_000) * FixedPoint.one }
    let estimate = try #require(Estimate(values, confidence: 95))
    #expect(estimate.mean == 25_000_000 * FixedPoint.one)
    // s = 25,003,125.5…, t(3999) = 1.960557…, √4000 = 63.2455…, within the rounding of thousandths
    let width = Double(estimate.halfWidth!) / 1e9
    #expect(abs(width - 1.9605574 * 25_003_125.59 / 63.245553203) < 1)
  }

  /// The quantiles against the distribution itself, by its finite sums (Abramowitz and Stegun,
  /// 26.7.3 and 26.7.4), in binary floating point.
  @Test func quantilesAreThoseOfTheDistribution() {
    for confidence in [90, 95, 99] {
      var last = Double.infinity
      for freedom in Array(1...130) + [199, 200, 999, 1000, 20_000] {
        let t = Double(StudentT.quantile(confidence, freedom: freedom)) / 1e9
        #expect(t < last)
        last = t
        let error = Self.share(within: t, freedom) - Double(confidence) / 100
        // A billionth of t changes the share by less.
        #expect(abs(error) < 1e-9, "\(confidence) \(freedom): \(error)")
      }
    }
  }

  /// How much of Student's t with this many degrees of freedom lies between −t and t.
  private static func share(within t: Double, _ freedom: Int) -> Double {
    let n = Double(freedom)
    let (sine, cosine2) = (t / (n + t * t).squareRoot(), n / (n + t * t))
    let isOdd = freedom % 2 == 1
    var term = isOdd ? cosine2.squareRoot() : 1
    var sum = freedom == 1 ? 0 : term
    for k in stride(from: isOdd ? 3 : 2, to: freedom, by: 2) {
      term *= cosine2 * Double(k - 1) / Double(k)
      sum += term
    }
    return isOdd ? 2 / .pi * (atan(t / n.squareRoot()) + sine * sum) : sine * sum
  }

  @Test func rootsAreWhole() {
    var random = SeededGenerator(seed: 5)
    for bits in 0..<120 {
      let square = UInt128(random.next()) << UInt128(bits / 2) & (1 << UInt128(bits + 1) - 1)
      let root = FixedPoint.root(square)
      #expect(root * root <= square)
      #expect((root + 1) * (root + 1) > square)
    }
    #expect(FixedPoint.root(15) == 3)
    #expect(FixedPoint.root(16) == 4)
  }

  @Test func textIsRoundedHalfAwayFromZero() throws {
    #expect(FixedPoint.text(FixedPoint.value(try #require(Ratio(1, over: 3)))) == "0.333333333")
    #expect(FixedPoint.text(FixedPoint.value(try #require(Ratio(-2, over: 3)))) == "-0.666666667")
    #expect(FixedPoint.text(500_000_000, places: 0) == "1")
    #expect(FixedPoint.text(-500_000_000, places: 0) == "-1")
    #expect(FixedPoint.text(499_999_999, places: 0) == "0")
    #expect(FixedPoint.text(1_250_000_000) == "1.25")
    #expect(FixedPoint.text(-1, places: 4) == "0")
  }
}
