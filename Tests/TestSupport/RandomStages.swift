import Admission

/// Random rankings, stages and gates.
extension MarketMaker {
  mutating func ranking(_ ties: Ranking.Ties) -> Ranking {
    let count = random.pick([0, 1, 1, 1, 2, 2, 3])
    let numbers = random.sample(Array(0..<MarketMaker.numberCount), count)
    return Ranking(
      keys: numbers.map { Ranking.Key(number: $0, ascending: random.chance(30)) }, ties: ties)
  }

  mutating func stage() -> Stage {
    let list = random.int(0...listCount - 1)
    let ranking = random.int(0...rankings.count - 1)
    let order = self.order(rankings[ranking])
    var offered = random.sample(Array(pools.indices), random.int(1...3))
    // Once more, as for students whom another gate lets in.
    if random.chance(5) { offered.append(random.pick(offered)) }
    let bands = random.sample(Array(1...5), random.int(0...3)).sorted()
    let entries = offered.map { StagePool(pool: $0, gate: random.chance(25) ? gate() : Gate()) }
    return Stage(
      list: list, ranking: ranking, pools: entries, order: order,
      choiceBandStarts: order.contains(.choiceBand) ? bands : [],
      scoreBands: order.contains(.scoreBand) ? scoreBands() : nil,
      gate: random.chance(50) ? gate() : Gate(), unfilled: moves(offered),
      provisional: random.chance(12))
  }

  /// Half of the orders are those in use, half are any.
  private mutating func order(_ ranking: Ranking) -> [Stage.OrderKey] {
    let used: [[Stage.OrderKey]] = [
      [.rank, .choice], [.choice, .rank], [.choiceBand, .rank, .choice],
      [.scoreBand, .choice, .rank], [.score, .choice, .rank],
      [.scoreBand, .choiceBand, .rank, .choice],
    ]
    var order = random.pick(used)
    if random.chance(50) {
      order =
        [.rank, .choice] + random.sample([.choiceBand, .scoreBand, .score], random.int(0...3))
      order.shuffle(using: &random)
    }
    return ranking.keys.isEmpty ? order.filter { $0 != .score } : order
  }

  private mutating func scoreBands() -> (number: Int, edges: [Int64]) {
    let number = random.int(0...MarketMaker.numberCount - 1)
    let edges = (0..<random.int(0...3)).map { _ in value(of: number) }
    return (number, Set(edges).sorted(by: >))
  }

  /// A value that a student may have in a number, or one next to it.
  private mutating func value(of number: Int) -> Int64 {
    switch number {
    case 0, 1: Int64(random.pick([0, 0, 1, 1, 1, 2, 3])) * 60_000
    case 2: Int64(random.int(-2...25)) * 500
    case 3: Int64(random.int(-1...2)) << 40 + Int64(random.int(0...1))
    default: Int64(random.int(0...max(1, studentCount / 2)))
    }
  }

  /// What is left in pools of the stage goes to one pool.
  private mutating func moves(_ offered: [Int]) -> [SeatMove] {
    guard random.chance(50) else { return [] }
    let to = random.int(0...pools.count - 1)
    let targets = audiences[pools[to].audience].count
    return Set(offered).sorted().filter { $0 != to }.map { from in
      let table = (0..<audiences[pools[from].audience].count).map { _ in
        random.chance(10) ? -1 : Int32(random.int(0...targets - 1))
      }
      return SeatMove(from: from, to: to, audience: table)
    }
  }

  // MARK: Gates

  private mutating func gate() -> Gate {
    Gate(
      conditions: (0..<random.pick([0, 0, 1, 1, 2])).map { _ in condition(depth: 2) },
      lines: (0..<random.pick([0, 0, 1, 1, 2])).map { _ in line() },
      required: random.chance(15) ? [random.int(0...MarketMaker.numberCount - 1)] : [])
  }

  private mutating func condition(depth: Int) -> Condition {
    switch random.int(0...(depth > 0 ? 6 : 3)) {
    case 0:
      let category = random.int(0...categoryCounts.count - 1)
      // Tables may be shorter than the values are many.
      let known = random.int(0...categoryCounts[category])
      return .category(
        category, table: (0..<known).map { _ in random.chance(70) }, otherwise: random.chance(50))
    case 1: return .programme((0..<programmeCount).map { _ in random.chance(75) })
    case 2:
      let category = random.int(0...categoryCounts.count - 1)
      let count = categoryCounts[category]
      return .equal(
        category: category,
        values: (0..<programmeCount).map { _ in Int32(random.int(-1...count - 1)) })
    case 3:
      let number = random.int(0...MarketMaker.numberCount - 1)
      return .within(
        number: number, atLeast: random.chance(60) ? value(of: number) : nil,
        atMost: random.chance(30) ? value(of: number) : nil)
    case 4: return .all((0..<random.int(0...2)).map { _ in condition(depth: depth - 1) })
    case 5: return .any((0..<random.int(1...3)).map { _ in condition(depth: depth - 1) })
    default: return .not(condition(depth: depth - 1))
    }
  }

  private mutating func line() -> Line {
    let number = random.int(0...MarketMaker.numberCount - 1)
    switch random.int(0...(stages.isEmpty ? 1 : 4)) {
    case 0: return Line(number: number, bound: .fixed(value(of: number)))
    case 1:
      return Line(
        number: number,
        bound: .programmes(
          (0..<programmeCount).map { _ in random.chance(50) ? value(of: number) : nil }))
    default:
      let stage = random.int(0...stages.count - 1)
      // Mostly a pool that the stage offers.
      let pool =
        random.chance(90) ? random.pick(stages[stage].pools).pool : random.int(0...pools.count - 1)
      return Line(
        number: number,
        bound: .cutoff(
          stage: stage, pool: pool, minus: random.pick([0, 500, 60_000, -500]),
          waiveWhenVacant: random.chance(40)))
    }
  }
}
