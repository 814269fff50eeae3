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
    if let shifts = shifts(ranking) {
      // The hash and the number are all keys: nothing else need be looked at.
      let parts = threads.map(blocks.count) { PlainRepeats(packed(blocks[$0], shifts)) }
      return repeats(parts, areEqual: ==)
    }
    let parts = threads.map(blocks.count) { PlainRepeats(things($0, ranking)) }
    return repeats(parts) { a, b in
      let (x, y) = (blocks[a >> 32], blocks[b >> 32])
      return ranking.keys.allSatisfy {
        x.measure($0.measure, a & 0xFFFF_FFFF) == y.measure($0.measure, b & 0xFFFF_FFFF)
      }
    }
  }

  @inline(__always)
  private func repeats(
    _ parts: [PlainRepeats], areEqual: @Sendable (Int, Int) -> Bool
  ) -> Int {
    PlainRepeats.find(in: parts, threads, into: 0, areEqual: areEqual) { count, _, isSecond in
      count += isSecond ? 2 : 1
    }.reduce(0, +)
  }

  // MARK: Students whose keys fit in two words

  /// Where a key stands in two words: its lowest value is zero there.
  private struct Shift {
    let measure: Int
    let lowest: Int64
    let isSecondWord: Bool
    let bits: UInt64
  }

  /// Places for all keys in 64 and 63 bits; nil where they do not fit, or somebody misses one.
  private func shifts(_ ranking: RankingModel) -> [Shift]? {
    var (shifts, used): ([Shift], [UInt64]) = ([], [0, 0])
    for measure in Set(ranking.keys.map(\.measure)).sorted() {
      let lowest = market.blocks.map { $0.lowest[measure] }.min() ?? 0
      let highest = market.blocks.map { $0.highest[measure] }.max() ?? 0
      if lowest == StudentLayout.missing { return nil }
      let (range, isWide) = highest.subtractingReportingOverflow(lowest)
      let width = UInt64(64 - range.leadingZeroBitCount)
      guard !isWide, let word = [0, 1].first(where: { used[$0] + width <= [64, 63][$0] }) else {
        return nil
      }
      shifts.append(
        Shift(measure: measure, lowest: lowest, isSecondWord: word == 1, bits: used[word]))
      used[word] += width
    }
    return shifts
  }

  /// The students of a block: a hash that is a word of their keys, mixed so that no two words become the
  /// same, and as number the other word.
  private func packed(_ block: StudentBlock, _ shifts: [Shift]) -> [PlainRepeats.Thing] {
    (0..<block.count).map { i in
      var (first, second): (UInt64, UInt64) = (0, 0)
      for shift in shifts {
        let value = UInt64(block.measure(shift.measure, i) - shift.lowest) << shift.bits
        if shift.isSecondWord { second |= value } else { first |= value }
      }
      return PlainRepeats.Thing(hash: EightBytes.mixed(first), number: Int(second))
    }
  }

  // MARK: Any students

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
