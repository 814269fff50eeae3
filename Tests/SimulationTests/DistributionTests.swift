import Testing

@testable import Simulation

/// That a city looks like one: unequal schools, seats for two in three, correlated half-point
/// scores, lists of unequal length.
@Suite struct DistributionTests {
  let city: GeneratedCity
  let students: [[String: String]]

  init() throws {
    city = try GeneratedCity(
      CitySettings(students: 20_000, programmes: 60, middleSchools: 80, districts: 4, seed: 11))
    students = city.table("students.csv")!
  }

  private func share(_ holds: ([String: String]) -> Bool) -> Double {
    Double(students.count(where: holds)) / Double(students.count)
  }

  @Test func seatsAreForTwoInThree() {
    let programmes = city.table("programmes.csv")!
    let plans = programmes.map { Int($0["plan"]!)! }
    #expect((12_800...13_400).contains(plans.reduce(0, +)))
    #expect(plans.max()! > 5 * plans.sorted()[plans.count / 2] / 2)
    for column in ["sector", "quality", "reach"] {
      #expect(Set(programmes.map { $0[column]! }).count == 2)
    }
  }

  @Test func middleSchoolsAreUnequal() {
    let sizes = city.table("middle_schools.csv")!.map { Int($0["eligible"]!)! }.sorted()
    #expect(sizes[0] > 0)
    #expect(sizes[sizes.count - 1] > 3 * sizes[sizes.count / 2])
  }

  @Test func gradesEnrolmentAndBonusAreAsInLife() {
    #expect((0.20...0.33).contains(share { $0["evaluation"] == "A" }))
    #expect((0.01...0.06).contains(share { $0["evaluation"] == "D" }))
    #expect((0.03...0.05).contains(share { $0["enrolled_3y"] == "no" }))
    #expect((0.01...0.03).contains(share { !$0["bonus"]!.isEmpty }))
  }

  @Test func scoresAreCorrelatedHalfPointsBelowTheirMaximum() {
    let math = students.map { Double($0["math"]!)! }
    let english = students.map { Double($0["english"]!)! }
    #expect((0.6...0.85).contains(correlation(math, english)))
    #expect((0.3...0.6).contains(share { $0["math"]!.hasSuffix(".5") }))
    #expect(share { $0["pe"]!.contains(".") } == 0)
    for subject in Subject.all {
      let scores = students.map { Double($0[subject.name]!)! }
      #expect(scores.allSatisfy { 0...Double(subject.maximum / 2) ~= $0 })
      #expect(share { Double($0[subject.name]!)! == Double(subject.maximum / 2) } < 0.01)
    }
  }

  /// About 104 bytes a student in the standard case of the benchmarks.
  @Test func listsAreOfUnequalLength() {
    let lengths = students.map { city.choices($0).count }
    #expect(Set(lengths) == Set(1...12))
    #expect((7.0...10.0).contains(Double(lengths.reduce(0, +)) / Double(lengths.count)))
    #expect((95...110).contains(city.files["students.csv"]!.count / students.count))
  }

  @Test func everyProgrammeIsChosen() {
    let chosen = Set(students.flatMap { city.choices($0) })
    #expect(chosen.count == city.settings.programmes)
  }

  /// Better students choose better programmes: the first choices of the best hundredth have a
  /// higher mean level than those of the middle.
  @Test func theBestReachHigher() throws {
    let model = CityModel(city.settings)
    let levels = Dictionary(
      uniqueKeysWithValues: model.programmes.indices.map {
        (model.codes.programmes.text($0), model.programmes[$0].level)
      })
    let sorted = students.sorted { Double($0["math"]!)! > Double($1["math"]!)! }
    func level(_ rows: ArraySlice<[String: String]>) -> Int {
      rows.reduce(0) { $0 + levels[$1["choice1"]!]! } / rows.count
    }
    #expect(level(sorted[..<200]) > level(sorted[10_000..<10_200]) + 300)
  }

  private func correlation(_ a: [Double], _ b: [Double]) -> Double {
    let n = Double(a.count)
    let (meanA, meanB) = (a.reduce(0, +) / n, b.reduce(0, +) / n)
    var (ab, aa, bb) = (0.0, 0.0, 0.0)
    for (x, y) in zip(a, b) {
      ab += (x - meanA) * (y - meanB)
      aa += (x - meanA) * (x - meanA)
      bb += (y - meanB) * (y - meanB)
    }
    return ab / (aa * bb).squareRoot()
  }
}
