import Rules

/// How many students draw lots: those who are equal to another in every key of a ranking.
struct DrawnCount {
  let market: MarketModel
  let threads: PlainThreads

  /// The count over all rankings of kind `lottery` that stages use, each once, and over the lists of
  /// priorities.
  /// Complexity: O(students) expected.
  func total() -> Int {
    var used: Set<Int> = []
    for entry in market.stages.flatMap(\.entries) {
      switch entry.ranking {
      case .one(let ranking): used.insert(ranking)
      case .each(let rankings): used.formUnion(rankings)
      case .priorities: break
      }
    }
    return used.sorted().reduce(market.priorities?.drawn ?? 0) { sum, ranking in
      market.rankings[ranking].ties == .lottery ? sum + count(market.rankings[ranking]) : sum
    }
  }

  private func count(_ ranking: RankingModel) -> Int {
    let blocks = market.blocks
    let parts = threads.map(blocks.count) { PlainRepeats(things($0, ranking)) }
    return PlainRepeats.find(in: parts, threads, into: 0) { a, b in
      let (x, y) = (blocks[a >> 32], blocks[b >> 32])
      return ranking.keys.allSatisfy {
        x.measure($0.measure, a & 0xFFFF_FFFF) == y.measure($0.measure, b & 0xFFFF_FFFF)
      }
    } _: { count, _, isSecond in
      count += isSecond ? 2 : 1
    }.reduce(0, +)
  }

  /// Those students of a block who have every key, by block and place in it.
  private func things(_ number: Int, _ ranking: RankingModel) -> [PlainRepeats.Thing] {
    let block = market.blocks[number]
    let measures = ranking.keys.map(\.measure)
    var things: [PlainRepeats.Thing] = []
    things.reserveCapacity(block.count)
    for i in 0..<block.count {
      var (hash, isWhole): (UInt64, Bool) = (0, true)
      for measure in measures {
        let value = block.measure(measure, i)
        if value == StudentLayout.missing { isWhole = false }
        // Odd, so that no value is lost; the end is mixed once.
        hash = (hash ^ UInt64(bitPattern: value)) &* 0x9E37_79B9_7F4A_7C15
      }
      if isWhole {
        things.append(PlainRepeats.Thing(hash: EightBytes.mixed(hash), number: number << 32 | i))
      }
    }
    return things
  }
}
