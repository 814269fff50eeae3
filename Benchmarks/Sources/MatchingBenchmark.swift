import Admission
import Cases
import Columns

/// Allocates the same city by one stage of another mechanism: deferred acceptance with soft
/// reserves or trading cycles, every programme with one of four rankings. A queue of the same seats
/// and pairs, by the first of these rankings, stands beside them: what a walk takes at this size.
struct MatchingBenchmark: Benchmark {
  private let market: Market
  private let mechanism: Mechanism

  init(_ read: Case, _ mechanism: Mechanism) {
    market = read.market.with(mechanism)
    self.mechanism = mechanism
  }

  var subject: String { "the outcome of \(title)" }

  private var title: String {
    switch mechanism {
    case .deferredAcceptance(let rule): rule.isSoft ? "soft reserves" : "hard reserves"
    case .topTradingCycles: "trading cycles"
    case .queue: "queue"
    }
  }

  func run(workers: Workers, observer: PhaseObserver) throws -> Outcome {
    try Admission.allocate(market, workers: workers, observer: observer)
  }

  func fingerprint(of product: consuming Outcome) -> String { product.fingerprint }

  func rows(of product: Outcome) -> [Row] {
    let walk = mechanism == .queue ? "walk" : "match"
    return [
      Row(title: "\(title): rank", phases: [.rank]),
      Row(title: "\(title): enter", phases: [.enter(0)]),
      Row(
        title: "\(title): \(walk)", phases: [.order(0), .walk(0)],
        proposals: product.stages[0].proposals),
      Row(title: "= \(title)", proposals: product.proposals, showsMemory: true),
    ]
  }
}

extension Market {
  /// The seats of all stages in one stage, whose programmes take turns with four rankings: the keys
  /// of the first ranking, each time with another one in front.
  fileprivate func with(_ mechanism: Mechanism) -> Market {
    var market = self
    let keys = rankings[stages[0].ranking!].keys
    let turns = min(4, keys.count)
    market.rankings = (0..<turns).map { turn in
      Ranking(keys: Array(keys[turn...] + keys[..<turn]), ties: .lottery)
    }
    let each = PoolRanking.each((0..<programmeCount).map { $0 % turns })
    let offered = stages.map { StagePool(pool: $0.pools[0].pool, gate: $0.gate, ranking: each) }
    let list = stages[0].list
    switch mechanism {
    case .queue:
      let pools = offered.map { StagePool(pool: $0.pool, gate: $0.gate) }
      market.stages = [Stage(list: list, ranking: 0, pools: pools)]
    case .deferredAcceptance: market.stages = [Stage(mechanism, list: list, pools: offered)]
    case .topTradingCycles: market.stages = [Stage(mechanism, list: list, pools: [offered.last!])]
    }
    return market
  }
}
