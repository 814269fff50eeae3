import Rules

/// How many students draw lots: those who are equal to another in every key of a ranking.
struct DrawnCount {
  let market: MarketModel
  let threads: PlainThreads

  /// The count over all rankings of kind `lottery` that stages use, each once, and over the lists of
  /// priorities.
  /// Complexity: O(students) expected, and O(n log n) for n of one hash.
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
    // A hash brings equals together; only the keys themselves decide.
    let hashes = threads.map(market.blocks.count) {
      self.entries(of: market.blocks[$0], ranking)
    }
    let buckets = 256
    var starts = [Int](repeating: 0, count: buckets + 1)
    for block in hashes {
      for entry in block { starts[Int(entry.hash >> 56) + 1] += 1 }
    }
    for bucket in 0..<buckets { starts[bucket + 1] += starts[bucket] }
    var entries = [Entry](repeating: Entry(hash: 0, row: 0), count: starts[buckets])
    var next = starts
    for block in hashes {
      for entry in block {
        let bucket = Int(entry.hash >> 56)
        entries[next[bucket]] = entry
        next[bucket] += 1
      }
    }
    let (all, ends) = (entries, starts)
    let counts = threads.map(buckets) { equals(Array(all[ends[$0]..<ends[$0 + 1]]), ranking) }
    return counts.reduce(0, +)
  }

  private struct Entry: Sendable, BitwiseCopyable {
    var hash: UInt64
    var row: Int32
  }

  private func entries(of block: StudentBlock, _ ranking: RankingModel) -> [Entry] {
    var hashes = [UInt64](repeating: 0x9E37_79B9_7F4A_7C15, count: block.count)
    var isWhole = [Bool](repeating: true, count: block.count)
    for key in ranking.keys {
      for i in 0..<block.count {
        let value = block.measure(key.measure, i)
        if value == StudentLayout.missing { isWhole[i] = false }
        var mixed = (hashes[i] ^ UInt64(bitPattern: value)) &* 0xBF58_476D_1CE4_E5B9
        mixed ^= mixed >> 29
        hashes[i] = mixed &* 0x94D0_49BB_1331_11EB
      }
    }
    var entries: [Entry] = []
    entries.reserveCapacity(block.count)
    for i in 0..<block.count where isWhole[i] {
      entries.append(Entry(hash: hashes[i], row: Int32(block.firstRow + i)))
    }
    return entries
  }

  /// How many of `entries` are equal to another of them.
  private func equals(_ entries: [Entry], _ ranking: RankingModel) -> Int {
    let sorted = entries.sorted { $0.hash < $1.hash }
    var withoutLots = ranking
    withoutLots.ties = .admitAll
    let order = RankComparison(market, withoutLots)
    var count = 0
    var start = 0
    while start < sorted.count {
      var end = start + 1
      while end < sorted.count, sorted[end].hash == sorted[start].hash { end += 1 }
      if end - start > 1 {
        var rows = sorted[start..<end].map { Int($0.row) }
        if !rows.dropFirst().allSatisfy({ order.compare(rows[0], $0) == 0 }) {
          rows.sort { order.compare($0, $1) < 0 }
        }
        for at in rows.indices {
          let before = at > 0 && order.compare(rows[at - 1], rows[at]) == 0
          let behind = at + 1 < rows.count && order.compare(rows[at], rows[at + 1]) == 0
          count += before || behind ? 1 : 0
        }
      }
      start = end
    }
    return count
  }
}
