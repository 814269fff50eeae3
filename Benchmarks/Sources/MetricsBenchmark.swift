import Admission
import Columns
import Diagnostics
import Metrics

/// Measures an outcome that is ready in memory: the metrics that experiments measure by default, on
/// one core, by middle school and by tenth of the scores.
struct MetricsBenchmark: Benchmark {
  private let market: Market
  private let outcome: Outcome
  private let population: Population
  private let deciles: Grouping

  init(_ allocated: City.Allocated) {
    let market = allocated.read.market
    self.market = market
    outcome = allocated.outcome
    let quota = market.pools.firstIndex { market.audiences[$0.audience].category != nil }!
    let map = market.audiences[market.pools[quota].audience]
    let schools = Grouping(
      name: "middle_school", labels: allocated.read.names.audiences[market.pools[quota].audience],
      students: market.cohort.categories[map.category!])
    var plans = [Int](repeating: 0, count: market.programmeCount)
    for cell in market.seats { plans[cell.programme] += cell.seats }
    population = Population(
      market: market, schools: schools, isQuality: plans.map { $0 > 0 },
      isQuota: market.pools.indices.map { $0 == quota }, plans: plans)
    let first = market.rankings[0].keys[0].number
    deciles = .deciles(of: market.cohort.numbers[first])
  }

  let subject = "the metrics"

  func run(workers: Workers, observer: PhaseObserver) throws -> [Metrics.Measurement] {
    Evaluation(market, outcome, of: population, baseline: outcome)
      .measure(Metric.defaults, by: [population.schools, deciles])
  }

  func fingerprint(of product: consuming [Metrics.Measurement]) -> String {
    var print = Fingerprint()
    print.add(product.flatMap { [$0.metric, $0.value.numerator, $0.value.denominator] })
    return print.text
  }

  func rows(of product: [Metrics.Measurement]) -> [Row] {
    [Row(title: "= \(grouped(product.count)) values", proposals: outcome.proposals)]
  }
}
