import Testing

@testable import Simulation

@Suite struct DeterminismTests {
  /// Five blocks of students, so that blocks meet threads in every way.
  @Test(arguments: [2, 3, 7, 64]) func bytesDoNotDependOnThreads(threads: Int) throws {
    let settings = CitySettings(
      students: 70_000, programmes: 60, middleSchools: 90, districts: 5, choices: 4, seed: 9)
    let one = try GeneratedCity(settings, threads: 1)
    let many = try GeneratedCity(settings, threads: threads)
    #expect(one.files == many.files)
  }

  /// The same on every machine and in every release: a change of these numbers changes every
  /// published experiment, and belongs in the changelog.
  @Test func knownCities() throws {
    let small = CitySettings(students: 1_000, programmes: 12, middleSchools: 9, districts: 2)
    #expect(try GeneratedCity(small).fingerprint == 0x7AC4_D8F8_624A_C1F2)
    var other = small
    other.seed = 2
    other.names = true
    #expect(try GeneratedCity(other).fingerprint == 0xADB2_76A1_FE41_E74A)
  }

  @Test func filesComeOneAfterTheOther() throws {
    let city = try GeneratedCity(CitySettings(students: 40_000))
    #expect(city.order == CityGenerator.files)
    #expect(city.files["seed.txt"] != city.files["plan-seed.txt"])
  }

  @Test func whatTheWriterThrowsEndsTheWriting() throws {
    struct Full: Error {}
    var chunks = 0
    #expect(throws: Full.self) {
      try CityGenerator(CitySettings(students: 100_000)).write(threads: 2) { name, _ in
        chunks += 1
        if name == "students.csv" { throw Full() }
      }
    }
    #expect(chunks == CityGenerator.files.count)
  }
}

@Suite struct DrawsTests {
  @Test func boundsAreReachedAndKept() {
    var draws = Draws(seed: 5, .student, 0)
    var seen = [Int](repeating: 0, count: 6)
    for _ in 0..<6_000 { seen[draws.below(6)] += 1 }
    #expect(seen.allSatisfy { (850...1_150).contains($0) })
  }

  @Test func normalDeviatesHaveMeanZeroAndUnitSpread() {
    for pick in [{ $0.normal() }, { $0.noise() }] as [(inout Draws) -> Int] {
      var draws = Draws(seed: 6, .student, 1)
      let values = (0..<40_000).map { _ in pick(&draws) }
      let mean = values.reduce(0, +) / values.count
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / values.count
      #expect(abs(mean) < 20)
      #expect((970_000...1_030_000).contains(variance))
    }
  }

  @Test func purposesAndIndicesHaveDrawsOfTheirOwn() {
    var first: Set<UInt64> = []
    for index in 0..<1_000 {
      for stream in [Stream.school, .district, .student, .quota] {
        var draws = Draws(seed: 1, stream, index)
        first.insert(draws.next())
      }
    }
    #expect(first.count == 4_000)
  }

  /// Every split is exact and every share its fair share rounded down or up.
  @Test func systematicSplitIsExact() {
    for total in 0...9 {
      for a in 0...4 {
        for b in 0...4 {
          for c in 0...4 where a + b + c > 0 {
            for offset in [0, 1, 20_000, 1 << 15, (1 << 16) - 1] {
              let shares = systematicSplit(total, by: [a, b, c], offset: offset)
              #expect(shares.reduce(0, +) == total)
              for (share, weight) in zip(shares, [a, b, c]) {
                #expect(share * (a + b + c) > total * weight - (a + b + c))
                #expect(share * (a + b + c) < total * weight + (a + b + c))
              }
            }
          }
        }
      }
    }
    #expect(systematicSplit(5, by: [0, 0]) == [0, 0])
    #expect(systematicSplitOfOneOrMore(3, by: [0, 0, 9]) == [1, 1, 1])
  }
}
