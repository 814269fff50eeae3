import TestSupport
import Testing

@testable import Audit

/// A draw shared out among strata.
@Suite struct SharesTests {
  @Test func handWorked() {
    #expect(Sample.shares([50, 30, 20], of: 10) == [5, 3, 2])
    #expect(Sample.shares([1, 1, 1], of: 2) == [1, 1, 0])
    // The smallest stratum is not left out: the largest gives one.
    #expect(Sample.shares([96, 3, 1], of: 10) == [8, 1, 1])
    #expect(Sample.shares([2, 0, 1], of: 99) == [2, 0, 1])
    #expect(Sample.shares([], of: 3) == [] && Sample.shares([0], of: 3) == [0])
  }

  @Test func whatIsSharedIsWhatWasAsked() {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<2000 {
      let sizes = (0..<random.int(1...8)).map { _ in random.int(0...40) }
      let count = random.int(0...60)
      let shares = Sample.shares(sizes, of: count)
      #expect(shares.reduce(0, +) == min(count, sizes.reduce(0, +)))
      #expect(zip(shares, sizes).allSatisfy { $0 >= 0 && $0 <= $1 }, "\(sizes) \(count): \(shares)")
    }
  }
}
