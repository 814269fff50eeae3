import Admission
import Columns

/// A random market with deferred acceptance or trading cycles in some of its stages, beside queues.
public func randomMatchingMarket(
  _ random: SeededGenerator, _ shape: MarketShape = .small
) -> Market {
  var maker = MarketMaker(random, shape)
  return maker.matchingMarket()
}

extension ChoiceRule {
  /// The five rules.
  public static let all: [ChoiceRule] = [
    .reserveFirst(isSoft: true), .reserveFirst(isSoft: false), .openFirst(isSoft: true),
    .openFirst(isSoft: false), .backwardTransfer,
  ]
}

extension MarketMaker {
  /// Rankings draw lots, and the first pool is for everyone; the rest is as in any random market.
  mutating func matchingMarket() -> Market {
    var market = self.market(.lottery)
    if !pools.contains(where: { $0.audience == 0 }) {
      pools[0] = Pool(audience: 0)
      market.pools = pools
      market.seats = market.seats.filter { $0.pool > 0 || $0.audience == 0 }
      // What moved from or to the audiences that the pool had has nowhere to go.
      for number in market.stages.indices {
        market.stages[number].unfilled.removeAll { $0.from == 0 || $0.to == 0 }
      }
    }
    market.priorities = priorities()
    for number in market.stages.indices where random.chance(number == 0 ? 80 : 50) {
      market.stages[number] = matching(market.stages[number])
    }
    if market.lots != nil, random.chance(40) {
      let seed = random.next()
      market.programmeLots = { programme in
        Lots { student in
          var own = SeededGenerator(seed: seed ^ UInt64(programme << 32 | student))
          return own.next()
        }
      }
    }
    return market
  }

  /// The same stage with another mechanism.
  private mutating func matching(_ queue: Stage) -> Stage {
    let everyone = pools.indices.filter { pools[$0].audience == 0 }
    let open = random.pick(everyone)
    func gate(_ pool: Int) -> Gate { queue.pools.first { $0.pool == pool }?.gate ?? Gate() }
    if random.chance(15) {
      return Stage(
        .topTradingCycles, list: queue.list,
        pools: [StagePool(pool: open, gate: gate(open), ranking: poolRanking())], gate: queue.gate,
        provisional: queue.provisional)
    }
    let reserves = Set(queue.pools.map(\.pool)).subtracting(everyone).sorted()
    var offered = (random.sample(reserves, reserves.count) + [open]).map {
      StagePool(pool: $0, gate: gate($0), ranking: poolRanking())
    }
    offered.shuffle(using: &random)
    return Stage(
      .deferredAcceptance(random.pick(ChoiceRule.all)), list: queue.list, pools: offered,
      gate: queue.gate,
      unfilled: queue.unfilled.filter { move in offered.contains { $0.pool == move.from } },
      provisional: queue.provisional)
  }

  private mutating func poolRanking() -> PoolRanking {
    switch random.int(0...3) {
    case 0: .one(random.int(0...rankings.count - 1))
    case 1: .priorities
    default: .each((0..<programmeCount).map { _ in random.int(0...rankings.count - 1) })
    }
  }

  private mutating func priorities() -> Priorities {
    var starts = [0]
    var students: [Int32] = []
    for _ in 0..<programmeCount {
      let listed = random.int(studentCount / 2...studentCount)
      students += random.sample(Array(0..<Int32(studentCount)), listed)
      starts.append(students.count)
    }
    return Priorities(
      starts: starts, students: Column(students),
      values: Column((0..<students.count).map { Int64($0) * 1000 }), drawn: random.int(0...3))
  }
}
