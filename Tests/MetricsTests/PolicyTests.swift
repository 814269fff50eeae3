import Admission
import Columns
import Foundation
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

  /// Where less ranks higher the cutoff is the highest of the admitted, over all audiences.
  @Test func cutoffsAreOfThoseWhoStandLast() throws {
    var market = city()
    let highest = try allocate(market, workers: Workers(count: 1))
    let cutoffs = value("cutoff", Evaluation(market, highest, of: population(market)))
    #expect(cutoffs == [5000, 8000].map { Ratio($0, over: 1000)! })
    market.rankings = [Ranking(keys: [Ranking.Key(number: 0, ascending: true)], ties: .lottery)]
    let lowest = try allocate(market, workers: Workers(count: 1))
    #expect(lowest.programmes == [nil, 0, 1, 0])
    let turned = value("cutoff", Evaluation(market, lowest, of: population(market)))
    #expect(turned == [8000, 5000].map { Ratio($0, over: 1000)! })
  }

  /// Grades have no points between them.
  @Test func gradesAreNoCutoffs() throws {
    let market = city()
    var population = population(market)
    population.gradeNumbers = [0]
    let outcome = try allocate(market, workers: Workers(count: 1))
    let evaluation = Evaluation(market, outcome, of: population)
    for name in ["cutoff", "cutoff_gap", "envy_gap_max", "stage_envy_gap_max"] {
      #expect(value(name, evaluation).isEmpty, "\(name)")
    }
    #expect(value("envy_pairs", evaluation) == [Ratio(0)])
  }

  /// A seat of the second stage stays empty behind its line, or for want of choices there. The
  /// second student, who had too few marks for the first stage's seat, may take it in the one case
  /// alone.
  @Test(arguments: [(5000, true, 0), (3000, false, 1), (5000, false, 0)])
  func onlySeatsThatSomebodyMayTakeAreWasted(_ line: Int64, _ isListed: Bool, _ wasted: Int) throws
  {
    let gate = Gate(lines: [Line(number: 0, bound: .fixed(line))])
    let market = Market(
      cohort: .byHand(
        numbers: [[6000, 4000]], lists: [[[0], [0]], [[], isListed ? [0] : []]]),
      programmeCount: 1, audiences: [.everyone], pools: [Pool(audience: 0), Pool(audience: 0)],
      seats: SeatCell.rows(0, [[1]]) + SeatCell.rows(1, [[1]]), rankings: [.by(0)],
      stages: [
        Stage(list: 0, ranking: 0, pools: [StagePool(pool: 0)]),
        Stage(list: 1, ranking: 0, pools: [StagePool(pool: 1)], gate: gate),
      ], lots: Lots { UInt64($0) })
    let outcome = try allocate(market, workers: Workers(count: 1))
    #expect(outcome.programmes == [0, nil])
    let population = Population(
      market: market,
      schools: Grouping(name: "school", labels: ["a"], students: Column([0, 0])),
      isQuality: [true], isQuota: [true, false], plans: [2])
    #expect(value("wasted_seats", Evaluation(market, outcome, of: population)) == [Ratio(wasted)])
  }

  /// Empty cells of the longest list keep their numbers, also where another list adds programmes.
  @Test func emptyCellsKeepTheirNumbers() {
    let market = Market(
      cohort: .byHand(
        numbers: [[6000, 4000]], lists: [[[1], [2]], [[-1, -1, 0], [2, -1, -1]]]),
      programmeCount: 3, audiences: [.everyone], pools: [Pool(audience: 0)],
      seats: SeatCell.rows(0, [[1, 1, 1]]), rankings: [.by(0)],
      stages: [
        Stage(list: 0, ranking: 0, pools: [StagePool(pool: 0)]),
        Stage(list: 1, ranking: 0, pools: [StagePool(pool: 0)]),
      ], lots: Lots { UInt64($0) })
    let preferences = Population.preferences(of: market)
    #expect(preferences.width == 4)
    #expect(preferences.cells.array == [0, 0, 1, 2, 3, 0, 0, 0])
  }

  /// Choice first: the second prefers the good programme, names it second, and loses to a worse
  /// one.
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

  /// What thresholds promise, the engine keeps: a misreport that they find succeeds when the market
  /// is run again with it.
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

  @Test func everyMetricIsFoundByItsName() {
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

/// Misreports of students, tried by running the market again.
@Suite struct DeviationsTests {
  private func population(_ market: Market) -> Population {
    Population(
      market: market,
      schools: Grouping(
        name: "school", labels: ["a", "b"], students: market.cohort.categories[0]),
      isQuality: market.seatsOfProgrammes.map { _ in true },
      isQuota: market.pools.map { _ in false },
      plans: market.seatsOfProgrammes)
  }

  private func deviations(_ market: Market, students: Int, lists: Int) throws -> Deviations {
    let outcome = try allocate(market, workers: Workers(count: 1))
    return Deviations(
      market, outcome, of: population(market), .init(students: students, lists: lists), seed: 7
    ) { try? allocate($0, workers: Workers(count: 1)) }
  }

  /// Three students in the order of their numbers, two programmes of one seat. By first choices
  /// student 1 asks programme 0, which 0 gets, and loses programme 1 to 2, who named it first: with
  /// it in first place student 1 gets it. By rank nobody gains.
  @Test func handWorked() throws {
    func market(_ order: [Stage.OrderKey]) -> Market {
      Market(
        cohort: .byHand(
          numbers: [[9000, 8000, 5000]], categories: [[0, 0, 1]],
          lists: [[[0, 1], [0, 1], [1, 0]]]),
        programmeCount: 2, audiences: [.everyone], pools: [Pool(audience: 0)],
        seats: SeatCell.rows(0, [[1, 1]]), rankings: [.by(0)],
        stages: [Stage(list: 0, ranking: 0, pools: [StagePool(pool: 0)], order: order)],
        lots: Lots { UInt64($0) })
    }
    let immediate = try deviations(market([.choice, .rank]), students: 3, lists: 0)
    #expect(immediate.gains == [0, 1, 0])
    // Student 0 has nothing to gain; 1 tries both, the one that is first already at no cost; 2 has
    // the first choice.
    #expect(immediate.runs == 1)
    #expect(try deviations(market([.rank, .choice]), students: 3, lists: 5).gains == [0, 0, 0])
    #expect(try deviations(market([.choice, .rank]), students: 2, lists: 0).gains.count == 2)
  }

  /// Deferred acceptance is safe, whatever is tried; immediate acceptance is not, and nobody gains
  /// more than the best of all lists would give. What is tried is put back.
  @Test func safeAndUnsafe() throws {
    var (found, possible) = (0, 0)
    for seed in 60_000_000..<60_000_060 {
      var random = SeededGenerator(seed: UInt64(seed))
      let problem = SchoolChoice(
        &random, students: 6, schools: 3, rule: .reserveFirst(isSoft: true))
      let safe = try deviations(problem.market(), students: 6, lists: 6)
      #expect(safe.gains.allSatisfy { $0 == 0 }, "seed \(seed)")
      func immediate(_ problem: SchoolChoice) -> Market {
        var market = problem.market()
        market.stages = [
          Stage(list: 0, ranking: 3, pools: [StagePool(pool: 1)], order: [.choice, .rank])
        ]
        return market
      }
      let market = immediate(problem)
      let before = market.cohort.lists[0].cells.array
      let tried = try deviations(market, students: 6, lists: 6)
      #expect(market.cohort.lists[0].cells.array == before)
      for (student, gain) in tried.gains.enumerated() {
        let best = try gains(problem, student, immediate)
        #expect(gain <= best, "seed \(seed), student \(student)")
        possible += best > 0 ? 1 : 0
        found += gain > 0 ? 1 : 0
      }
    }
    // To name the wanted programme first is what pays in immediate acceptance.
    #expect(found == possible && found > 20, "\(found) of \(possible)")
  }

  /// The most places that any list brings a student.
  private func gains(
    _ problem: SchoolChoice, _ student: Int, _ market: (SchoolChoice) -> Market
  ) throws -> Int {
    func place(_ lists: SchoolChoice) throws -> Int {
      let got = try allocate(market(lists), workers: Workers(count: 1)).programmes[student]
      let own = problem.lists[student]
      return got.map { own.firstIndex(of: $0) ?? own.count } ?? own.count
    }
    let now = try place(problem)
    return try SchoolChoice.allLists(3).map { list in
      var other = problem
      other.lists[student] = list
      return now - (try place(other))
    }.max() ?? 0
  }
}

extension Market {
  /// The seats of each programme over all pools.
  fileprivate var seatsOfProgrammes: [Int] {
    seats.reduce(into: Array(repeating: 0, count: programmeCount)) { $0[$1.programme] += $1.seats }
  }
}

/// What users read of metrics is what the program says of them.
@Suite struct DocumentationTests {
  @Test func everyMetricIsDescribed() throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../datasets/experiments/METRICS.md")
    let text = try String(contentsOf: path, encoding: .utf8)
    for metric in Metric.all where !metric.name.hasPrefix("choice_within_") {
      for part in [
        "| `\(metric.name)` | \(metric.unit.rawValue) |", "**\(metric.label.en).**",
        "**\(metric.label.zh)。**", metric.definition.en, metric.definition.zh,
      ] {
        #expect(text.contains(part), "\(metric.name): \(part)")
      }
    }
  }
}
