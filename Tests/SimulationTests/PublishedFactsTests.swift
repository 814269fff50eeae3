import Admission
import Cases
import Columns
import Foundation
import Metrics
import Simulation
import TestSupport
import Testing

/// A synthetic city behaves as published figures say of real ones:
/// `datasets/published/cities.json`.
@Suite struct PublishedFactsTests {
  /// What the file says of one figure.
  struct Fact: Decodable {
    struct Bounds: Decodable {
      let from: Double
      let to: Double
    }
    struct Observation: Decodable {
      let city: String
      let year: Int
      let part: Int?
      let whole: Int?
    }
    let name: String
    let observed: [Observation]
    let accepted: Bounds
  }
  private struct File: Decodable { let facts: [Fact] }

  private func facts() throws -> [Fact] {
    let path = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../datasets/published/cities.json")
    return try JSONDecoder().decode(File.self, from: Data(contentsOf: path)).facts
  }

  /// What is accepted holds for the cities that were observed.
  @Test func acceptedBoundsHoldObservations() throws {
    var seen = 0
    for fact in try facts() {
      for observed in fact.observed {
        guard let part = observed.part, let whole = observed.whole else { continue }
        let share = Double(part) / Double(whole)
        #expect((fact.accepted.from...fact.accepted.to).contains(share), "\(fact.name)")
        seen += 1
      }
    }
    #expect(seen == 3)
  }

  @Test(arguments: [1, 2]) func cityIsLikeThem(seed: Int) throws {
    // Guangzhou's proportions, half its size.
    let settings = CitySettings(
      students: 56_000, programmes: 90, middleSchools: 250, districts: 6, seed: UInt64(seed))
    let folder = try TempFolder()
    try CityGenerator(settings).write(to: folder("city"), threads: 2)
    let read = try #require(readCase(folder("city")).value)
    let market = read.market
    let outcome = try allocate(market)
    let quota = try #require(read.names.pools.firstIndex(of: "quota"))
    let open = try #require(read.names.pools.firstIndex(of: "open"))
    var plans = [Int](repeating: 0, count: market.programmeCount)
    for cell in market.seats { plans[cell.programme] += cell.seats }
    let population = Population(
      market: market,
      schools: Grouping(
        name: "all", labels: ["all"], students: Column(count: market.cohort.count)),
      isQuality: plans.map { $0 > 0 }, isQuota: market.pools.indices.map { $0 == quota },
      plans: plans)
    let names = ["quota_unfilled_share", "quota_one_seat_share", "first_choice_share", "cutoff"]
    let rows = Evaluation(market, outcome, of: population)
      .measure(names.map { Metric.named($0)! }, by: [])
    func share(_ metric: Int) -> Double {
      let value = rows.first { $0.metric == metric }!.value
      return Double(value.numerator) / Double(value.denominator)
    }
    func cutoffs(_ pool: Int) -> [Int: Int] {
      Dictionary(
        uniqueKeysWithValues: rows.compactMap { row in
          guard case .cell(pool, let programme) = row.group else { return nil }
          return (programme, row.value.numerator)
        })
    }
    let (ofOpen, ofQuota) = (cutoffs(open), cutoffs(quota))
    let greatest = 810_000.0  // 780 points, 20 for the evaluation, 10 of bonus, in thousandths
    let gaps = ofQuota.compactMap { programme, cutoff in ofOpen[programme].map { $0 - cutoff } }
    let found = [
      "quotaUnfilledShare": share(0), "oneSeatShare": share(1), "firstChoiceShare": share(2),
      "cutoffSpread": Double(ofOpen.values.max()! - ofOpen.values.min()!) / greatest,
      "negativeGapShare": Double(gaps.count { $0 < 0 }) / Double(gaps.count),
    ]
    for fact in try facts() {
      let value = try #require(found[fact.name])
      #expect(
        (fact.accepted.from...fact.accepted.to).contains(value), "\(fact.name) is \(value)")
    }
    if ProcessInfo.processInfo.environment["SHOW_FACTS"] != nil { print("seed \(seed)", found) }
  }

  /// Settings do what their names say: without effects and distance, schools and lists even out.
  @Test func settingsMatter() throws {
    func spread(_ change: (inout CitySettings) -> Void) throws -> (scores: Double, halves: Bool) {
      var settings = CitySettings(
        students: 6_000, programmes: 20, middleSchools: 20, districts: 2, seed: 4)
      change(&settings)
      let city = try GeneratedCity(settings)
      let students = try #require(city.table("students.csv"))
      var sums: [String: (Double, Double)] = [:]
      for student in students {
        let math = Double(student["math"]!)!
        sums[student["middle_school"]!, default: (0, 0)].0 += math
        sums[student["middle_school"]!, default: (0, 0)].1 += 1
      }
      let means = sums.values.filter { $0.1 > 100 }.map { $0.0 / $0.1 }
      return (means.max()! - means.min()!, students.contains { $0["math"]!.hasSuffix(".5") })
    }
    let usual = try spread { _ in }
    let even = try spread {
      $0.schoolEffect = 0
      $0.districtEffect = 0
      $0.scoreStep = 2
    }
    #expect(usual.scores > 3 * even.scores)
    #expect(usual.halves && !even.halves)
    var plain = CitySettings(students: 2_000, programmes: 10, middleSchools: 8, districts: 1)
    plain.quotaShare = 500
    let rules = String(decoding: try GeneratedCity(plain).files["rules.json"]!, as: UTF8.self)
    #expect(rules.contains("\"minimumShare\": \"0.5\"") && rules.contains("\"quotaShare\":"))
    #expect(CitySettings.field(named: "schoolEffect")?.option == "school-effect")
    plain.distance = 1_001
    #expect(plain.problems.map(\.en) == ["--distance 1001: expected 0 to 1000"])
  }
}
