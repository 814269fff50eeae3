import Admission
import Columns
import Foundation
import TestSupport
import Testing

@testable import Metrics

/// Segregation: worked by hand, against plain floating point, and by what chance alone does.
@Suite struct MixtureTests {
  /// The cases that R's `segregation` package publishes for D: 0, 0.6, 0.6 and 1. (Its `schools00`,
  /// for which it publishes M and H, exists as a file of R alone and is not checked here.)
  @Test func dissimilarityIsAsPublished() {
    for (one, other, value) in [
      ([100, 100, 100], [100, 100, 100], 0.0), ([100, 60, 40, 0], [0, 40, 60, 100], 0.6),
      ([80, 80, 20, 20], [20, 20, 80, 80], 0.6), ([100, 100, 0, 0], [0, 0, 100, 100], 1.0),
    ] {
      let mixture = Mixture(zip(one, other).map { [$0, $1] })
      for group in 0...1 {
        let found = mixture.dissimilarity(group)!
        #expect(Double(found.numerator) / Double(found.denominator) == value)
      }
    }
    #expect(Mixture([[10, 0], [5, 0]]).dissimilarity(0) == nil)
  }

  /// M can be taken apart, as the same package checks on these counts: of all groups = between two
  /// supergroups + within them. And two schools that share no group are parted by ln 2.
  @Test func informationDecomposes() {
    func mutual(_ counts: [[Int]]) -> Double {
      Double(Mixture(counts).information(.mutual, .observed)!.numerator) / 1e9
    }
    let all = [[40, 20, 5, 1], [20, 40, 60, 80]]
    let between = mutual(all.map { [$0[0] + $0[1], $0[2] + $0[3]] })
    let within =
      120.0 / 266 * mutual(all.map { Array($0[..<2]) })
      + 146.0 / 266 * mutual(all.map { Array($0[2...]) })
    #expect(abs(mutual(all) - between - within) < 3e-9)
    #expect(mutual([[40, 0, 0, 0], [0, 0, 0, 40]]) == 0.693147181)
  }

  /// Two schools of ten: eight and two of one group. By hand M = ln 2 + 0.8 ln 0.8 + 0.2 ln 0.2,
  /// and H = M ÷ ln 2; the average student of a group is with 0.8 · 0.8 + 0.2 · 0.2 of their own.
  @Test func informationAndIsolation() {
    let mixture = Mixture([[8, 2], [2, 8]])
    #expect(mixture.information(.mutual, .observed) == Ratio(billionths: 192_744_757))
    #expect(mixture.information(.theilH, .observed) == Ratio(billionths: 278_071_905))
    #expect(mixture.isolation(0) == Ratio(billionths: 680_000_000))
    #expect(mixture.exposure(0) == Ratio(billionths: 320_000_000))
    #expect(mixture.information(.mutual, .byChance) == Ratio(1, over: 40))
    let apart = Mixture([[7, 0, 0], [0, 5, 0], [0, 0, 9]])
    #expect(apart.information(.theilH, .observed) == Ratio(billionths: 1_000_000_000))
    let even = Mixture([[3, 6], [5, 10]])
    #expect(even.information(.mutual, .observed) == Ratio(billionths: 0))
    #expect(Mixture([[4, 0]]).information(.theilH, .observed) == nil)
    #expect(Mixture([[0, 0]]).information(.mutual, .observed) == nil)
  }

  /// Nine decimals, whatever the counts: against logarithms in floating point.
  @Test func equalsFloatingPoint() {
    var random = SeededGenerator(seed: 77)
    for _ in 0..<300 {
      let groups = random.int(1...4)
      let most = random.pick([3, 40, 100_000])
      let counts = (0..<random.int(1...9)).map { _ in
        (0..<groups).map { _ in random.chance(30) ? 0 : random.int(0...most) }
      }
      let mixture = Mixture(counts)
      guard mixture.total > 0 else { continue }
      let total = Double(mixture.total)
      var mutual = 0.0
      for (row, school) in zip(mixture.counts, mixture.schools) {
        for (count, group) in zip(row, mixture.groups) where count > 0 {
          mutual +=
            Double(count) / total
            * log(Double(count) * total / (Double(school) * Double(group)))
        }
      }
      let found = mixture.information(.mutual, .observed)!
      #expect(abs(Double(found.numerator) / 1e9 - mutual) < 1e-9)
      for group in 0..<groups where mixture.groups[group] > 0 {
        let own = Double(mixture.groups[group])
        let isolation = zip(mixture.counts, mixture.schools).reduce(0.0) {
          $0 + Double($1.0[group]) / own * Double($1.0[group]) / Double($1.1)
        }
        let found = mixture.isolation(group)!
        #expect(abs(Double(found.numerator) / 1e9 - isolation) < 1e-9)
      }
    }
  }

  /// Isolation by chance against the mean over all ways of seating five students, two of a group,
  /// in schools of one, two and two; D by chance against the same mean, which sixteen draws come
  /// near.
  @Test func chanceIsTheMeanOverAllSeatings() throws {
    let sizes = [1, 2, 2]
    var isolation = 0.0
    var dissimilarity = 0.0
    var ways = 0.0
    for first in 0..<5 {
      for second in first + 1..<5 {
        var counts = [[Int]](repeating: [0, 0], count: 3)
        for student in 0..<5 {
          let school = student < 1 ? 0 : student < 3 ? 1 : 2
          counts[school][student == first || student == second ? 0 : 1] += 1
        }
        let mixture = Mixture(counts)
        #expect(mixture.schools == sizes)
        let (i, d) = (mixture.isolation(0)!, mixture.dissimilarity(0)!)
        isolation += Double(i.numerator) / Double(i.denominator)
        dissimilarity += Double(d.numerator) / Double(d.denominator)
        ways += 1
      }
    }
    let mixture = Mixture([[1, 0], [1, 1], [0, 2]])
    let byChance = try #require(mixture.isolationByChance(0))
    #expect(
      abs(Double(byChance.numerator) / Double(byChance.denominator) - isolation / ways) < 1e-8)
    let mean = try #require(mixture.dissimilarityByChance()[0])
    #expect(abs(Double(mean.numerator) / Double(mean.denominator) - dissimilarity / ways) < 0.2)
    // With many students in few schools chance alone parts nobody.
    let large = Mixture([[400, 600], [800, 200], [300, 700]])
    let little = try #require(large.dissimilarityByChance()[0])
    #expect(little.numerator * 20 < little.denominator)
  }

  @Test func logarithmsAreExactToTheirPlaces() {
    let one = Double(1 << 48)
    for number in Array(1...2_000) + [65_535, 65_536, 1_000_003, Int(Int32.max), 1 << 61] {
      let found = Double(NaturalLogarithm.natural(number)) / one
      #expect(abs(found - log(Double(number))) < 1e-13, "ln \(number)")
    }
    #expect(NaturalLogarithm.natural(1) == 0)
    #expect(NaturalLogarithm.weighted(0) == 0)
  }
}

/// Access, deciles, spreads: small numbers that can be checked by eye.
@Suite struct AccessTests {
  /// Three schools of 10, 20 and 10 students with 1, 6 and 5 seats: mean difference by hand.
  @Test func giniIsAsByHand() {
    let access = SchoolAccess([
      .init(students: 10, seats: 1), .init(students: 20, seats: 6), .init(students: 10, seats: 5),
      .init(),
    ])
    // |1·20 − 6·10| + |1·10 − 5·10| + |6·10 − 5·20| = 40 + 40 + 40, over 40 · 12.
    #expect(access.gini == Ratio(120, over: 480))
    #expect(access.extreme(.least) == Ratio(100, over: 10))
    #expect(access.extreme(.most) == Ratio(500, over: 10))
    #expect(access.extreme(.ratio) == Ratio(50, over: 10))
    #expect(SchoolAccess([.init(students: 3, seats: 0)]).gini == nil)
    #expect(SchoolAccess([]).extreme(.ratio) == nil)
  }

  @Test func giniEqualsItsDefinition() {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<500 {
      let schools = (0..<random.int(1...8)).map { _ in
        SchoolAccess.School(students: random.int(0...9), seats: random.int(0...9))
      }
      let known = schools.filter { $0.students > 0 }
      var sum = 0
      for i in known.indices {
        for j in known.indices where i < j {
          sum += abs(known[i].seats * known[j].students - known[j].seats * known[i].students)
        }
      }
      let all = known.reduce((0, 0)) { ($0.0 + $1.students, $0.1 + $1.seats) }
      #expect(SchoolAccess(schools).gini == Ratio(sum, over: all.0 * all.1))
    }
  }

  /// Equal scores share a tenth: that of those above them.
  @Test func equalScoresShareATenth() {
    let scores = NumberColumn([50, 90, 90, 10, NumberColumn.missing, 80])
    let deciles = Grouping.deciles(of: scores)
    #expect(deciles.students!.array == [6, 0, 0, 8, -1, 4])
    #expect(deciles.labels.count == 10)
  }

  @Test func aSpreadIsFromLeastToMost() {
    let values = [Ratio(1, over: 2)!, Ratio(2, over: 6)!, Ratio(1, over: 3)!, Ratio(4, over: 7)!]
    #expect(Spread(of: values)?.least == Ratio(2, over: 6))
    #expect(Spread(of: values)?.most == Ratio(4, over: 7))
    #expect(Spread(of: []) == nil)
  }
}
