import Rules

/// The stages in which each pool ranks for itself, word for word from their definitions
/// (METHODS.md, "Deferred acceptance" and "Trading cycles"): whom they seat where.
struct LiteralMatching {
  let claims: StageClaims
  /// Seats left when the stage began, by entry.
  let seats: [[Int32]]
  /// Everybody's placement in this stage.
  private(set) var placements: [Placement]
  /// For each student the ask that they hold; −1: none.
  private var held: [Int32]

  init(_ claims: StageClaims, seats: [[Int32]]) {
    self.claims = claims
    self.seats = claims.entries.map { seats[$0.pool] }
    placements = Array(repeating: .nowhere, count: claims.market.studentCount)
    held = Array(repeating: -1, count: claims.market.studentCount)
  }

  /// Runs the stage.
  mutating func run() {
    claims.stage.rule.mechanism == .topTradingCycles ? trade() : propose()
  }

  private mutating func place(_ ask: Int, _ entry: Int) {
    let found = claims.asks[ask]
    placements[Int(found.row)] = Placement(
      stage: Int16(claims.number), choice: found.choice, programme: found.programme,
      pool: UInt16(claims.entries[entry].pool))
  }

  // MARK: Deferred acceptance

  /// Whoever holds nothing asks the next programme on their list; every programme that is asked
  /// chooses anew among those it holds and those who ask. Until nobody asks any more.
  ///
  /// Complexity: O(rounds · asks of the programmes asked · log).
  private mutating func propose() {
    let count = claims.market.studentCount
    var next = (0..<count).map { claims.asks(of: $0).lowerBound }
    var holding: [[Int]] = Array(repeating: [], count: claims.programmes)
    var free = Array(0..<count)
    while !free.isEmpty {
      var asked: [Int: [Int]] = [:]
      for row in free where next[row] < claims.asks(of: row).upperBound {
        asked[Int(claims.asks[next[row]].programme), default: []].append(next[row])
        next[row] += 1
      }
      free = []
      for programme in asked.keys.sorted() {
        let all = holding[programme] + asked[programme]!
        holding[programme] = choice(programme).choose(all).map(\.ask)
        let kept = Set(holding[programme])
        free += all.filter { !kept.contains($0) }.map { Int(claims.asks[$0].row) }
      }
    }
    for programme in holding.indices {
      for (ask, entry) in choice(programme).choose(holding[programme]) { place(ask, entry) }
    }
  }

  /// The choice rule of a programme, with the seats of the beginning.
  func choice(_ programme: Int) -> SchoolChoice {
    SchoolChoice(claims: claims, seats: seats, programme: programme)
  }

  // MARK: Top trading cycles

  /// Students point to the best programme left that would have them, programmes to the best student
  /// left whom they would have; every cycle trades (Abdulkadiroğlu and Sönmez 2003). One path of
  /// arrows is followed at a time; which cycle trades first changes nothing.
  private mutating func trade() {
    var left = (0..<claims.programmes).map { Int(seats[claims.open][$0]) }
    var next = (0..<held.count).map { claims.asks(of: $0).lowerBound }
    var hasLeft = (0..<held.count).map { claims.asks(of: $0).isEmpty }
    var pointed = (0..<claims.programmes).map { _ in 0 }
    let orders = self.orders()
    var step = [Int](repeating: -1, count: held.count)  // of students on the path
    for start in 0..<held.count where !hasLeft[start] {
      var path = [start]
      step[start] = 0
      while let student = path.last {
        while next[student] < claims.asks(of: student).upperBound,
          left[Int(claims.asks[next[student]].programme)] == 0
        { next[student] += 1 }
        guard next[student] < claims.asks(of: student).upperBound else {
          hasLeft[student] = true
          step[student] = -1
          path.removeLast()
          continue
        }
        let programme = Int(claims.asks[next[student]].programme)
        let order = orders[programme]
        while hasLeft[Int(order[pointed[programme]])]
          || !claims.accepts(Int(order[pointed[programme]]), programme)
        { pointed[programme] += 1 }
        let owner = Int(order[pointed[programme]])
        if step[owner] < 0 {
          step[owner] = path.count
          path.append(owner)
          continue
        }
        for trader in path[step[owner]...] {
          let ask = next[trader]
          left[Int(claims.asks[ask].programme)] -= 1
          place(ask, claims.open)
          hasLeft[trader] = true
        }
        path.removeSubrange(step[owner]...)
        for trader in path.indices { step[path[trader]] = trader }
      }
    }
  }

  /// For each programme all students who have a place in its ranking, the best first; programmes of
  /// one ranking share a list.
  private func orders() -> [[Int32]] {
    let market = claims.market
    var known: [Int: [Int32]] = [:]
    return market.programmes.indices.map { programme in
      guard
        let ranking = market.ranking(
          claims.number, pool: claims.entries[claims.open].pool, programme: programme)
      else { return (market.priorities?.lists[programme] ?? []).map { Int32($0.row) } }
      if !claims.hasOwnLots, let order = known[ranking] { return order }
      let placed = (0..<market.studentCount).compactMap { row in
        claims.place(claims.open, row, programme).map { (place: $0, row: Int32(row)) }
      }
      let order = placed.sorted { $0.place < $1.place }.map(\.row)
      known[ranking] = order
      return order
    }
  }
}
