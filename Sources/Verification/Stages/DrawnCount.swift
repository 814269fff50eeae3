import CPlainKernels
import Rules

/// How many students draw lots: those who are equal to another in every key of a ranking.
struct DrawnCount {
  let market: MarketModel
  let threads: PlainThreads

  /// The count over all rankings of kind `lottery` that stages use, each once, and over the lists
  /// of priorities. Complexity: O(students) expected.
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
    if let count = countWords(ranking) { return count }
    if let keys = packedKeys(ranking) {
      // The hash and the number are all keys: nothing else need be looked at.
      let parts = threads.map(blocks.count) { PlainRepeats(packed(blocks[$0], keys)) }
      return PlainRepeats.count(in: parts, threads)
    }
    let parts = threads.map(blocks.count) { PlainRepeats(things($0, ranking)) }
    let areEqual: @Sendable (Int, Int) -> Bool = { a, b in
      let (x, y) = (blocks[a >> 32], blocks[b >> 32])
      return ranking.keys.allSatisfy {
        x.measure($0.measure, a & 0xFFFF_FFFF) == y.measure($0.measure, b & 0xFFFF_FFFF)
      }
    }
    return PlainRepeats.find(in: parts, threads, into: 0, areEqual: areEqual) {
      count, _, isSecond in count += isSecond ? 2 : 1
    }.reduce(0, +)
  }

  // MARK: Students whose keys fit in one word

  /// The count where all keys, in half points, fit in one word; nil where they do not.
  private func countWords(_ ranking: RankingModel) -> Int? {
    guard let keys = packedKeys(ranking, inHalfPoints: true),
      keys.allSatisfy({ $0.is_in_second == 0 })
    else { return nil }
    let parts = threads.map(market.blocks.count) { at in
      words(market.blocks[at], keys).map { PlainWordRepeats($0) }
    }
    if parts.contains(where: { $0 == nil }) { return nil }
    return PlainWordRepeats.count(in: parts.map { $0! }, threads)
  }

  /// The students of a block, of whom equal ones are the same word; nil where some key is no whole
  /// number of half points.
  ///
  /// Sound: there is a word for each, and the keys' values are not below their lowest.
  private func words(_ block: StudentBlock, _ keys: [zp_key]) -> [UInt64]? {
    var isWhole: Int32 = 1
    let words = unsafe [UInt64].filled(block.count) { words, count in
      isWhole = unsafe zp_pack_words(
        block.measures, block.wideMeasures, UInt32(block.measureCount), UInt32(block.count), keys,
        UInt32(keys.count), words.baseAddress)
      count = block.count
    }
    return isWhole == 0 ? nil : words
  }

  // MARK: Students whose keys fit in two words

  /// Places for all keys in 64 and 63 bits; nil where they do not fit, or somebody misses one.
  ///
  /// `inHalfPoints`: a key that is half a point above its lowest, or more, is taken for a whole
  /// number of them.
  private func packedKeys(_ ranking: RankingModel, inHalfPoints: Bool = false) -> [zp_key]? {
    var (keys, used): ([zp_key], [UInt32]) = ([], [0, 0])
    for measure in Set(ranking.keys.map(\.measure)).sorted() {
      let lowest = market.blocks.map { $0.lowest[measure] }.min() ?? 0
      let highest = market.blocks.map { $0.highest[measure] }.max() ?? 0
      if lowest == StudentLayout.missing { return nil }
      let (range, isWide) = highest.subtractingReportingOverflow(lowest)
      let unit = inHalfPoints && range >= ZP_HALF_POINT ? Int64(ZP_HALF_POINT) : 1
      let width = UInt32(64 - (range / unit).leadingZeroBitCount)
      if inHalfPoints, range > Int64(UInt32.max) { return nil }
      guard !isWide, let word = [0, 1].first(where: { used[$0] + width <= [64, 63][$0] }) else {
        return nil
      }
      // A key that is the same for all takes no bits, and none behind the last.
      if width > 0 {
        keys.append(
          zp_key(
            lowest: lowest, measure: UInt32(measure), bits: used[word], unit: UInt32(unit),
            is_in_second: Int32(word)))
      }
      used[word] += width
    }
    return keys
  }

  /// The students of a block, of whom equal ones are the same thing.
  ///
  /// Sound: there is a thing for each, and the keys' values are not below their lowest.
  private func packed(_ block: StudentBlock, _ keys: [zp_key]) -> [PlainRepeats.Thing] {
    unsafe [PlainRepeats.Thing].filled(block.count) { things, count in
      unsafe zp_pack(
        block.measures, block.wideMeasures, UInt32(block.measureCount), UInt32(block.count), keys,
        UInt32(keys.count), things.baseAddress)
      count = block.count
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
