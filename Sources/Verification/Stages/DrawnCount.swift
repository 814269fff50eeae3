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
    // A hash brings equals together; only the keys themselves decide.
    let hashes = threads.map(market.blocks.count) {
      self.entries(of: $0, ranking)
    }
    let buckets = 256
    var starts = [Int](repeating: 0, count: buckets + 1)
    for block in hashes {
      for entry in block { starts[Int(entry.hash >> 56) + 1] += 1 }
    }
    for bucket in 0..<buckets { starts[bucket + 1] += starts[bucket] }
    var entries = [Entry](repeating: Entry.none, count: starts[buckets])
    var next = starts
    for block in hashes {
      for entry in block {
        let bucket = Int(entry.hash >> 56)
        entries[next[bucket]] = entry
        next[bucket] += 1
      }
    }
    let (all, ends) = (entries, starts)
    let counts = threads.map(buckets) { equals(all[ends[$0]..<ends[$0 + 1]], ranking) }
    return counts.reduce(0, +)
  }

  private struct Entry: Sendable, BitwiseCopyable {
    var hash: UInt64
    var block: Int32
    var i: Int32

    static let none = Entry(hash: 0, block: -1, i: -1)
  }

  private func entries(of number: Int, _ ranking: RankingModel) -> [Entry] {
    let block = market.blocks[number]
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
      entries.append(Entry(hash: hashes[i], block: Int32(number), i: Int32(i)))
    }
    return entries
  }

  /// How many of `entries` are equal to another of them.
  private func equals(_ entries: ArraySlice<Entry>, _ ranking: RankingModel) -> Int {
    var mask = 15
    while mask < entries.count * 2 { mask = mask * 2 + 1 }
    // The first of each kind, found by its hash, and whether it is the only one so far.
    var firsts = [Entry](repeating: .none, count: mask + 1)
    var isOnly = [Bool](repeating: true, count: mask + 1)
    var count = 0
    for entry in entries {
      var at = Int(truncatingIfNeeded: entry.hash) & mask
      while firsts[at].block >= 0, !isEqual(firsts[at], entry, ranking) { at = (at + 1) & mask }
      if firsts[at].block < 0 {
        firsts[at] = entry
      } else {
        count += isOnly[at] ? 2 : 1
        isOnly[at] = false
      }
    }
    return count
  }

  private func isEqual(_ a: Entry, _ b: Entry, _ ranking: RankingModel) -> Bool {
    if a.hash != b.hash { return false }
    let (x, y) = (market.blocks[Int(a.block)], market.blocks[Int(b.block)])
    return ranking.keys.allSatisfy {
      x.measure($0.measure, Int(a.i)) == y.measure($0.measure, Int(b.i))
    }
  }
}
