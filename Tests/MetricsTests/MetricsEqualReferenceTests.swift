import Admission
import Columns
import Metrics
import TestSupport
import Testing

/// A random market with its outcome, and what an evaluation has to know beside it.
struct RandomStudy {
  let market: Market
  let outcome: Outcome
  let population: Population
  let preferences: [[Int]]
  /// A grouping of students and one of programmes.
  let groupings: [Grouping]
  let sectors: [Int32]

  init?(seed: Int, isMatching: Bool) {
    var random = SeededGenerator(seed: UInt64(seed))
    let market = isMatching ? randomMatchingMarket(random) : randomMarket(random)
    guard let outcome = try? allocate(market, workers: Workers(count: 1)) else { return nil }
    self.market = market
    self.outcome = outcome
    random = SeededGenerator(seed: UInt64(seed) ^ 0xABCD)
    let count = market.cohort.count
    let wants = random.chance(50) ? RandomStudy.random(&random, market) : nil
    population = Population(
      market: market,
      schools: Grouping(
        name: "school", labels: ["a", "b", "c"], students: market.cohort.categories[0]),
      isQuality: (0..<market.programmeCount).map { _ in random.chance(70) },
      isQuota: market.pools.map { _ in random.chance(50) },
      plans: (0..<market.programmeCount).map { _ in random.int(0...9) },
      preferences: wants)
    let lists = population.preferences
    preferences = (0..<count).map { student in
      (0..<lists.width).map { Int(lists.cells[student * lists.width + $0]) - 1 }
    }
    sectors = (0..<market.programmeCount).map { _ in Int32(random.int(-1...1)) }
    groupings = [
      Grouping(name: "kind", labels: ["x", "y"], students: market.cohort.categories[1]),
      Grouping(name: "sector", labels: ["u", "v"], programmes: sectors),
    ]
  }

  /// Lists without holes, which nobody handed in.
  private static func random(_ random: inout SeededGenerator, _ market: Market) -> ChoiceLists {
    let width = random.int(0...market.programmeCount)
    var cells: [UInt16] = []
    for _ in 0..<market.cohort.count {
      let list = random.sample(Array(1...market.programmeCount), random.int(0...width))
      cells += list.map(UInt16.init) + Array(repeating: 0, count: width - list.count)
    }
    return ChoiceLists(width: width, cells: Column(cells))
  }

  /// The values of metrics, by name, of all and of the groups of `groupings`.
  func values(_ names: [String], baseline: Outcome? = nil) -> [String: Ratio] {
    let evaluation = Evaluation(market, outcome, of: population, baseline: baseline)
    let metrics = names.map { Metric.named($0)! }
    var found: [String: Ratio] = [:]
    for row in evaluation.measure(metrics, by: groupings) {
      let name = names[row.metric]
      switch row.group {
      case .all: found[name] = row.value
      case .value(let grouping, let value): found["\(name) \(grouping).\(value)"] = row.value
      default: Issue.record("\(name) of \(row.group)")
      }
    }
    return found
  }
}

/// Every metric equals its definition on small random markets. A seed in a message replays its
/// market.
@Suite struct MetricsEqualReferenceTests {
  @Test("1,200 random markets", arguments: 0..<8)
  func studentsAndSeats(part: Int) throws {
    var envious = 0
    var manipulable = 0
    for seed in 7_000_000 + part * 150..<7_000_000 + (part + 1) * 150 {
      guard let study = RandomStudy(seed: seed, isMatching: part % 4 == 3) else { continue }
      let reference = try ReferenceMetrics(
        study.market, study.outcome, preferences: study.preferences)
      let expected = Expected(study, reference)
      let found = study.values(Expected.names)
      for (name, value) in expected.values where found[name] != value {
        Issue.record("seed \(seed): \(name) \(String(describing: found[name])), not \(value)")
      }
      for name in found.keys where expected.values[name] == nil {
        Issue.record("seed \(seed): \(name) has no value by its definition")
      }
      envious += expected.values["envy_students"]!.numerator
      manipulable += expected.values["manipulable_students"]!.numerator
    }
    #expect(envious > 50 && manipulable > 50)
  }

  /// Compared with itself nobody moves; compared with another outcome, movers are as defined.
  @Test func movements() throws {
    var moved = 0
    for seed in 7_100_000..<7_100_150 {
      guard let study = RandomStudy(seed: seed, isMatching: false) else { continue }
      let names = ["winners", "losers", "moved_share"]
      for (_, value) in study.values(names, baseline: study.outcome) {
        #expect(value.numerator == 0)
      }
      var other = study.market
      for cell in other.seats.indices where cell % 2 == 0 { other.seats[cell].seats /= 2 }
      guard let before = try? allocate(other, workers: Workers(count: 1)) else { continue }
      let reference = try ReferenceMetrics(
        study.market, study.outcome, preferences: study.preferences)
      let found = study.values(names, baseline: before)
      let students = study.outcome.placements.array.indices
      let gains = students.map { student in
        let (was, has) = (before.programmes[student], study.outcome.programmes[student])
        guard was != has else { return 0 }
        let old = reference.place(of: student, in: before)
        let new = reference.place(of: student, in: study.outcome)
        return (new < old ? 1 : new > old ? -1 : 0)
      }
      moved += students.count { before.programmes[$0] != study.outcome.programmes[$0] }
      #expect(found["winners"] == Ratio(gains.count { $0 > 0 }), "seed \(seed)")
      #expect(found["losers"] == Ratio(gains.count { $0 < 0 }), "seed \(seed)")
    }
    #expect(moved > 50)
  }
}

/// The values that definitions give.
private struct Expected {
  static let names = [
    "admitted_share", "unassigned_students", "first_choice_share", "choice_within_2",
    "mean_choice", "envy_students", "envy_share", "envy_pairs", "envy_gap_max",
    "stage_envy_students", "stage_envy_pairs", "stage_envy_gap_max", "order_envy_students",
    "manipulable_students", "manipulable_gain", "wasted_seats", "quota_fill",
    "quota_unfilled_share", "quota_realised_share", "quota_one_seat_share", "quality_per_100",
  ]
  var values: [String: Ratio] = [:]

  init(_ study: RandomStudy, _ reference: ReferenceMetrics) {
    let students = Array(study.outcome.placements.array.indices)
    addStudents(study, reference, students, "")
    let kinds = study.market.cohort.categories[1]
    for group in 0...1 {
      addStudents(study, reference, students.filter { kinds[$0] == group }, " 0.\(group)")
    }
    let programmes = 0..<study.market.programmeCount
    addSeats(study, reference, Array(programmes), "")
    for group in 0...1 {
      addSeats(study, reference, programmes.filter { study.sectors[$0] == group }, " 1.\(group)")
    }
  }

  private mutating func addStudents(
    _ study: RandomStudy, _ reference: ReferenceMetrics, _ students: [Int], _ suffix: String
  ) {
    let (outcome, count) = (study.outcome, students.count)
    let admitted = students.filter { outcome.programmes[$0] != nil }
    let places = admitted.map { reference.place(of: $0, in: outcome) }.filter { $0 < Int.max - 1 }
    func set(_ name: String, _ value: Ratio?) { values[name + suffix] = value }
    set("admitted_share", Ratio(admitted.count, over: count))
    set("unassigned_students", Ratio(count - admitted.count))
    set("first_choice_share", Ratio(places.count { $0 == 0 }, over: count))
    set("choice_within_2", Ratio(places.count { $0 < 2 }, over: count))
    set("mean_choice", Ratio(places.reduce(0) { $0 + $1 + 1 }, over: places.count))
    let quality = admitted.count { study.population.isQuality[outcome.programmes[$0]!] }
    set("quality_per_100", Ratio(100 * quality, over: count))
    for (prefix, envy) in [("", reference.envy()), ("stage_", reference.stageEnvy())] {
      let own = students.map { envy[$0] }
      let envious = own.count { !$0.isEmpty }
      set("\(prefix)envy_students", Ratio(envious))
      if prefix.isEmpty { set("envy_share", Ratio(envious, over: count)) }
      set("\(prefix)envy_pairs", Ratio(own.reduce(0) { $0 + $1.count }))
      let gap = own.joined().map(\.gap).max() ?? 0
      set("\(prefix)envy_gap_max", Ratio(Int(max(0, gap)), over: 1000))
    }
    set("order_envy_students", Ratio(0))
    let deviations = reference.deviations()
    let able = students.filter { !deviations[$0].isEmpty }
    set("manipulable_students", Ratio(able.count))
    let gains = able.map { student in
      let list = study.preferences[student]
      let end = (list.lastIndex { $0 >= 0 } ?? -1) + 1
      return min(reference.place(of: student, in: outcome), end)
        - deviations[student].map { list.firstIndex(of: $0.programme)! }.min()!
    }
    set("manipulable_gain", Ratio(gains.reduce(0, +), over: able.count))
  }

  private mutating func addSeats(
    _ study: RandomStudy, _ reference: ReferenceMetrics, _ programmes: [Int], _ suffix: String
  ) {
    let cells = study.outcome.ledger.filter {
      programmes.contains($0.programme) && study.population.isQuota[$0.pool]
    }
    let plan = programmes.reduce(0) { $0 + study.population.plans[$1] }
    let planned = cells.reduce(0) { $0 + $1.planned }
    let admitted = cells.reduce(0) { $0 + $1.admitted }
    let excess = cells.reduce(0) { $0 + $1.excess }
    func set(_ name: String, _ value: Ratio?) { values[name + suffix] = value }
    set("quota_fill", Ratio(admitted, over: planned))
    set("quota_unfilled_share", Ratio(planned + excess - admitted, over: planned))
    set("quota_realised_share", Ratio(admitted, over: plan))
    set(
      "quota_one_seat_share",
      Ratio(cells.count { $0.planned == 1 }, over: cells.count { $0.planned > 0 }))
    let wasted = reference.wasted()
    set("wasted_seats", Ratio(programmes.reduce(0) { $0 + wasted[$1] }))
  }
}
