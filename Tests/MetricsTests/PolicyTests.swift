import Admission
import Columns
import TestSupport
import Testing

@testable import Metrics

/// Small cities in which everybody can see what each metric must say.
@Suite struct PolicyTests {
  /// Four students of two schools, one good programme of two seats, one of them reserved for each
  /// school, and a plain one. Scores 9, 8 at school 0; 5, 1 at school 1.
  private func city(quota: Bool = true) -> Market {
    Market(
      cohort: .byHand(
        numbers: [[9000, 8000, 5000, 1000]], categories: [[0, 0, 1, 1]],
        lists: [[[0, 1], [0, 1], [0, 1], [0, 1]]]),
      programmeCount: 2, audiences: [.everyone, .each(of: 0, count: 2)],
      pools: [Pool(audience: 1), Pool(audience: 0)],
      seats: SeatCell.rows(0, [[1, 0], [1, 0]]) + SeatCell.rows(1, [[0, 1]]), rankings: [.by(0)],
      stages: [
        Stage(
          list: 0, ranking: 0, pools: [StagePool(pool: 0)],
          unfilled: [SeatMove(from: 0, to: 1, audience: [0, 0])]),
        Stage(list: 0, ranking: 0, pools: [StagePool(pool: 1)]),
      ], lots: Lots { UInt64($0) })
  }

  private func population(_ market: Market) -> Population {
    Population(
      market: market,
      schools: Grouping(
        name: "school", labels: ["a", "b"], students: market.cohort.categories[0]),
      isQuality: [true, false], isQuota: [true, false], plans: [2, 1])
  }

  private func value(
    _ name: String, _ evaluation: Evaluation, by groupings: [Grouping] = []
  ) -> [Ratio] {
    evaluation.measure([Metric.named(name)!], by: groupings).map(\.value)
  }

  @Test func aQuotaThatBinds() throws {
    let market = city()
    let population = population(market)
    let outcome = try allocate(market, workers: Workers(count: 1))
    #expect(outcome.programmes == [0, 1, 0, nil])
    let without = try #require(market.withoutReserve(population))
    let other = try allocate(without, workers: Workers(count: 1))
    #expect(other.programmes == [0, 0, 1, nil])
    let evaluation = Evaluation(
      market, outcome, of: population, baseline: other, withoutReserve: other)
    let schools = [population.schools]
    // Without the reserve the best two would have the good programme: it binds for the third.
    let binding = value("quota_binding_students", evaluation, by: schools)
    #expect(binding == [1, 0, 1].map { Ratio($0) })
    #expect(value("quota_binding_share", evaluation) == [Ratio(1, over: 2)!])
    #expect(value("winners", evaluation, by: schools) == [1, 0, 1].map { Ratio($0) })
    #expect(value("losers", evaluation, by: schools) == [1, 1, 0].map { Ratio($0) })
    #expect(value("quality_per_100", evaluation, by: schools).map(\.numerator) == [200, 100, 100])
    #expect(value("quality_gini", evaluation) == [Ratio(0, over: 8)!])
    #expect(value("quota_nominal_share", evaluation) == [Ratio(2, over: 3)!])
    #expect(value("quota_fill", evaluation) == [Ratio(2, over: 2)!])
    #expect(value("quota_one_seat_share", evaluation) == [Ratio(2, over: 2)!])
    // The second of school 0 may not have the seat of school 1: nothing is unjust.
    #expect(value("envy_students", evaluation) == [Ratio(0)])
    #expect(value("manipulable_students", evaluation) == [Ratio(0)])
  }

  /// Choice first: the second prefers the good programme, names it second, and loses to a worse one.
  @Test func immediateAcceptanceIsEnvied() throws {
    let market = Market(
      cohort: .byHand(
        numbers: [[9000, 8000, 3000]], lists: [[[0, 1], [0, 1], [1, 0]]]),
      programmeCount: 2, audiences: [.everyone], pools: [Pool(audience: 0)],
      seats: SeatCell.rows(0, [[1, 1]]), rankings: [.by(0)],
      stages: [
        Stage(list: 0, ranking: 0, pools: [StagePool(pool: 0)], order: [.choice, .rank])
      ], lots: Lots { UInt64($0) })
    let outcome = try allocate(market, workers: Workers(count: 1))
    #expect(outcome.programmes == [0, nil, 1])
    let population = Population(
      market: market,
      schools: Grouping(name: "school", labels: ["a"], students: Column([0, 0, 0])),
      isQuality: [true, true], isQuota: [false], plans: [1, 1])
    let evaluation = Evaluation(market, outcome, of: population)
    for prefix in ["", "stage_"] {
      #expect(value("\(prefix)envy_students", evaluation) == [Ratio(1)])
      #expect(value("\(prefix)envy_pairs", evaluation) == [Ratio(1)])
      #expect(value("\(prefix)envy_gap_max", evaluation) == [Ratio(5000, over: 1000)!])
    }
    #expect(value("order_envy_students", evaluation) == [Ratio(0)])
    // Naming the second programme first, the second student would have had it.
    #expect(value("manipulable_students", evaluation) == [Ratio(1)])
    #expect(value("manipulable_gain", evaluation) == [Ratio(1, over: 1)!])
  }

  /// Two batches with one list: the quota seat of the second choice locks out of the first.
  @Test func batchesWithOneList() throws {
    let market = Market(
      cohort: .byHand(
        numbers: [[9000, 8000]], categories: [[0, -1]], lists: [[[0, 1], [0, 1]]]),
      programmeCount: 2, audiences: [.everyone, .each(of: 0, count: 1)],
      pools: [Pool(audience: 1), Pool(audience: 0)],
      seats: SeatCell.rows(0, [[0, 1]]) + SeatCell.rows(1, [[1, 0]]), rankings: [.by(0)],
      stages: [0, 1].map { Stage(list: 0, ranking: 0, pools: [StagePool(pool: $0)]) },
      lots: Lots { UInt64($0) })
    let outcome = try allocate(market, workers: Workers(count: 1))
    #expect(outcome.programmes == [1, 0])
    let population = Population(
      market: market, schools: Grouping(name: "school", labels: ["a"], students: Column([0, -1])),
      isQuality: [true, true], isQuota: [true, false], plans: [1, 1])
    let evaluation = Evaluation(market, outcome, of: population)
    #expect(value("envy_students", evaluation) == [Ratio(1)])
    #expect(value("stage_envy_students", evaluation) == [Ratio(0)])
    #expect(value("manipulable_students", evaluation) == [Ratio(1)])
    #expect(value("cutoff", evaluation).map(\.numerator) == [9000, 8000])
    #expect(value("cutoff_gap", evaluation).isEmpty)
  }

  /// What thresholds promise, the engine keeps: a misreport that they find succeeds when the market is
  /// run again with it.
  @Test func deviationsSucceed() throws {
    var tried = 0
    for seed in 7_200_000..<7_200_400 {
      guard let study = RandomStudy(seed: seed, isMatching: false),
        !study.market.hasComputedLines
      else { continue }
      let reference = try ReferenceMetrics(
        study.market, study.outcome, preferences: study.preferences)
      for (student, deviations) in reference.deviations().enumerated() {
        for (programme, stage) in deviations {
          tried += 1
          let market = study.market.naming(programme, by: student, in: stage)
          guard let outcome = try? allocate(market, workers: Workers(count: 1)) else { continue }
          #expect(
            outcome.programmes[student] == programme,
            "seed \(seed), student \(student), programme \(programme), stage \(stage)")
        }
      }
    }
    #expect(tried > 200)
  }

  @Test func registry() {
    #expect(Set(Metric.names).count == Metric.names.count)
    for metric in Metric.all {
      #expect(Metric.named(metric.name) == metric)
      #expect(!metric.label.zh.isEmpty && !metric.definition.en.isEmpty)
    }
    #expect(Metric.named("choice_within_12")?.name == "choice_within_12")
    for name in ["choice_within_0", "choice_within_100", "choice_within_03", "choice_within_", ""] {
      #expect(Metric.named(name) == nil)
    }
  }
}

extension Market {
  /// Whether lines depend on cutoffs, which a deviation may move.
  fileprivate var hasComputedLines: Bool {
    stages.flatMap { $0.gate.lines + $0.pools.flatMap(\.gate.lines) }.contains {
      if case .cutoff = $0.bound { true } else { false }
    }
  }

  /// The market in which a student names one programme in one stage and nothing else anywhere.
  fileprivate func naming(_ programme: Int, by student: Int, in stage: Int) -> Market {
    var market = self
    // Stages that share lists get lists of their own.
    market.cohort.lists = stages.enumerated().map { number, other in
      let lists = cohort.lists[other.list]
      let width = max(1, lists.width)
      let cells = Column<UInt16>(count: cohort.count * width)
      for row in 0..<cohort.count where row != student {
        for choice in 0..<lists.width {
          cells[row * width + choice] = lists.cells[row * lists.width + choice]
        }
      }
      if number == stage { cells[student * width] = UInt16(programme + 1) }
      return ChoiceLists(width: width, cells: cells)
    }
    for number in market.stages.indices { market.stages[number].list = number }
    return market
  }
}
