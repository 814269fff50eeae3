import Rules

/// Who may ask for which seat of a stage in which each pool ranks for itself, and in which place
/// they stand there.
struct StageClaims: Sendable {
  /// A choice that at least one pool's seats are open to.
  struct Ask: Sendable {
    var row: Int32
    var choice: UInt16
    var programme: UInt16
  }
  /// A seat that an ask may get: the cell, and the place in the ranking of its pool at the
  /// programme, smaller first, no two the same.
  struct Claim: Sendable {
    var entry: UInt8
    var cell: Int32
    var place: Int32
  }

  let number: Int
  let market: MarketModel
  let stage: StageModel
  let gate: GateInForce
  let entries: [(pool: Int, gate: GateInForce)]
  /// The entry for everyone.
  let open: Int
  /// How many programmes there are.
  var programmes: Int { market.programmes.count }
  /// All asks, student after student, each student's in the order of the list.
  private(set) var asks: [Ask] = []
  /// For each student where their asks begin, and the end.
  private(set) var starts: [Int32] = []
  private var claims: [Claim] = []
  private var claimStarts: [Int32] = []
  /// Students without a seat from earlier stages, and those of them who pass what asks for them
  /// alone.
  private(set) var candidates = 0
  private(set) var eligible = 0
  /// Who has which place: by ranking, and where programmes draw lots of their own by programme too.
  private let places: [RankingUse: [Int32]]

  private struct RankingUse: Hashable {
    let ranking: Int
    /// −1: all programmes.
    let programme: Int
  }

  /// Whether programmes draw lots of their own.
  var hasOwnLots: Bool { market.rules.lots == .programme }

  /// Whether the stage has reserves.
  var isReserved: Bool { entries.count > 1 && stage.rule.mechanism == .deferredAcceptance }
  /// Which seats of a programme are filled first.
  var rule: ReserveRule.Rule { stage.rule.reserve?.rule ?? .reserveFirst }
  /// Whether vacant reserved seats go to everyone inside the stage.
  var isSoft: Bool {
    isReserved && (rule == .backwardTransfer || stage.rule.reserve?.vacancies != .hard)
  }

  init(
    _ number: Int, _ market: MarketModel, lines: LineValues, placements: [Placement]
  ) {
    self.number = number
    self.market = market
    stage = market.stages[number]
    gate = GateInForce(stage.gate, lines: stage.gate.lines.map(lines.values))
    entries = stage.entries.map { entry in
      (entry.pool, GateInForce(entry.gate, lines: entry.gate.lines.map(lines.values)))
    }
    open = stage.entries.firstIndex {
      if case .everyone = market.audiences[$0.pool].key { return true }
      return false
    }!
    var used: Set<RankingUse> = []
    let isOwn = market.rules.lots == .programme
    for entry in stage.entries {
      for programme in market.programmes.indices {
        let ranking = market.ranking(number, pool: entry.pool, programme: programme)
        guard let ranking else { continue }
        used.insert(RankingUse(ranking: ranking, programme: isOwn ? programme : -1))
      }
    }
    places = Dictionary(
      uniqueKeysWithValues: used.map { use in
        let order = RankComparison(
          market, market.rankings[use.ranking], at: isOwn ? use.programme : nil)
        return (use, order.places())
      })
    for block in market.blocks { add(block, placements) }
    starts.append(Int32(asks.count))
    claimStarts.append(Int32(claims.count))
  }

  private mutating func add(_ block: StudentBlock, _ placements: [Placement]) {
    let passed = gate.passed(block)
    let open = entries.map { $0.gate.passed(block) }
    for i in 0..<block.count {
      let row = block.firstRow + i
      starts.append(Int32(asks.count))
      if placements[row].stage >= 0, placements[row].stage < number { continue }
      candidates += 1
      if !passed[i] { continue }
      eligible += 1
      let ends = block.choiceEnds[stage.list]
      let first = Int(i == 0 ? 0 : ends[i - 1])
      for at in first..<Int(ends[i]) {
        let programme = Int(block.choices[stage.list][at]) - 1
        if programme < 0 || !gate.passes(block, i, programme) { continue }
        let begin = claims.count
        for entry in entries.indices where open[entry][i] {
          if let claim = claim(entry, block, i, programme) { claims.append(claim) }
        }
        if claims.count == begin { continue }
        asks.append(
          Ask(row: Int32(row), choice: UInt16(at - first), programme: UInt16(programme)))
        claimStarts.append(Int32(begin))
      }
    }
  }

  /// What a student, who passes the stage's gate and the entry's for themselves, may claim of an
  /// entry's seats at a programme, whether or not it is on their list.
  private func claim(
    _ entry: Int, _ block: StudentBlock, _ i: Int, _ programme: Int
  ) -> Claim? {
    guard entries[entry].gate.passes(block, i, programme),
      let place = place(entry, block.firstRow + i, programme)
    else { return nil }
    let audience = market.audiences[entries[entry].pool].audience(block, i)
    if audience < 0 { return nil }
    return Claim(
      entry: UInt8(entry), cell: Int32(audience * programmes + programme), place: Int32(place))
  }

  /// The place of a student in an entry's ranking at a programme; nil where they have none.
  func place(_ entry: Int, _ row: Int, _ programme: Int) -> Int? {
    let ranking: Int
    switch stage.entries[entry].ranking {
    case .priorities: return market.priorities?.priority(of: row, at: programme)?.place
    case .one(let one): ranking = one
    case .each(let each): ranking = each[programme]
    }
    let use = RankingUse(ranking: ranking, programme: hasOwnLots ? programme : -1)
    let place = Int(places[use]![row])
    return place < 0 ? nil : place
  }

  /// The asks of a student.
  func asks(of row: Int) -> Range<Int> { Int(starts[row])..<Int(starts[row + 1]) }

  /// The seats that an ask may get.
  func claims(of ask: Int) -> ArraySlice<Claim> {
    claims[Int(claimStarts[ask])..<Int(claimStarts[ask + 1])]
  }

  /// What an ask claims of an entry's seats.
  @inline(__always)
  func claim(_ ask: Int, _ entry: Int) -> (cell: Int, place: Int)? {
    for at in Int(claimStarts[ask])..<Int(claimStarts[ask + 1])
    where Int(claims[at].entry) == entry {
      return (Int(claims[at].cell), Int(claims[at].place))
    }
    return nil
  }

  /// Whether a student takes part and could take a seat for everyone at a programme that need not
  /// be on their list: only such students are pointed to.
  func accepts(_ row: Int, _ programme: Int) -> Bool {
    let (number, i) = market.find(row)
    let block = market.blocks[number]
    return gate.passes(block, i, programme) && claim(open, block, i, programme) != nil
  }
}

extension RankComparison {
  /// For each student the place in this ranking, no two the same; −1 for who misses a key.
  /// Complexity: O(students · log students).
  func places() -> [Int32] {
    var rows: [(first: Int64, row: Int32)] = []
    for block in market.blocks {
      for i in 0..<block.count {
        let isWhole = ranking.keys.allSatisfy {
          block.measure($0.measure, i) != StudentLayout.missing
        }
        if !isWhole { continue }
        let value = block.measure(ranking.keys[0].measure, i)
        rows.append((ranking.keys[0].smallerFirst ? value : ~value, Int32(block.firstRow + i)))
      }
    }
    rows.sort { a, b in
      a.first != b.first ? a.first < b.first : compare(Int(a.row), Int(b.row)) < 0
    }
    var places = [Int32](repeating: -1, count: market.studentCount)
    for (place, entry) in rows.enumerated() { places[Int(entry.row)] = Int32(place) }
    return places
  }
}
