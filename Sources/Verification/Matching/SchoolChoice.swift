import Rules

/// Whom a programme keeps of those who ask, where some seats are reserved: the choice rules of
/// METHODS.md, "Deferred acceptance", word for word and with whole sets.
struct SchoolChoice: Sendable {
  let claims: StageClaims
  /// Seats by entry and cell, as they were when the stage began.
  let seats: [[Int32]]
  let programme: Int

  /// An ask and the entry of the stage whose seat it gets.
  typealias Kept = [(ask: Int, entry: Int)]

  private var reserves: [Int] { claims.entries.indices.filter { $0 != claims.open } }

  /// The choice among `asks`, which are asks for this programme.
  func choose(_ asks: [Int]) -> Kept {
    let openSeats = Int(seats[claims.open][programme])
    guard claims.isReserved else { return best(asks, claims.open, openSeats) }
    switch claims.rule {
    case .backwardTransfer: return chooseBackward(asks, openSeats)
    case .reserveFirst:
      let reserved = chooseReserves(asks, seats)
      let free = claims.isSoft ? vacant(reserved, seats) : 0
      return reserved + best(without(asks, reserved), claims.open, openSeats + free)
    case .openFirst:
      let first = best(asks, claims.open, openSeats)
      let reserved = chooseReserves(without(asks, first), seats)
      let free = claims.isSoft ? vacant(reserved, seats) : 0
      return first + reserved + best(without(asks, first + reserved), claims.open, free)
    }
  }

  /// Open first; seats that reserves leave empty are moved to the open block, and all is chosen
  /// anew, until none stays empty.
  private func chooseBackward(_ asks: [Int], _ openSeats: Int) -> Kept {
    var (seats, openSeats) = (seats, openSeats)
    while true {
      let first = best(asks, claims.open, openSeats)
      let reserved = chooseReserves(without(asks, first), seats)
      let free = vacant(reserved, seats)
      if free == 0 { return first + reserved }
      openSeats += free
      var taken: [[Int]: Int32] = [:]
      for (ask, entry) in reserved {
        taken[[entry, claims.claim(ask, entry)!.cell], default: 0] += 1
      }
      for entry in reserves {
        for cell in cells(entry) { seats[entry][cell] = taken[[entry, cell]] ?? 0 }
      }
    }
  }

  /// The cells of an entry at this programme, one an audience.
  private func cells(_ entry: Int) -> StrideTo<Int> {
    stride(from: programme, to: seats[entry].count, by: claims.programmes)
  }

  /// Each reserve one after the other: of each audience its best.
  private func chooseReserves(_ asks: [Int], _ seats: [[Int32]]) -> Kept {
    var kept: Kept = []
    for entry in reserves {
      let byCell = Dictionary(grouping: without(asks, kept)) {
        claims.claim($0, entry)?.cell ?? -1
      }
      for (cell, some) in byCell where cell >= 0 {
        kept += best(some, entry, Int(seats[entry][cell]))
      }
    }
    return kept
  }

  /// Seats that the reserves leave empty.
  private func vacant(_ reserved: Kept, _ seats: [[Int32]]) -> Int {
    let all = reserves.reduce(0) { sum, entry in
      sum + cells(entry).reduce(0) { $0 + Int(seats[entry][$1]) }
    }
    return all - reserved.count
  }

  /// The best `count` of those among `asks` who may have a seat of `entry`.
  private func best(_ asks: [Int], _ entry: Int, _ count: Int) -> Kept {
    if count <= 0 { return [] }
    let able = asks.compactMap { ask in
      claims.claim(ask, entry).map { (ask: ask, place: $0.place) }
    }
    return able.sorted { $0.place < $1.place }.prefix(count).map { ($0.ask, entry) }
  }

  private func without(_ asks: [Int], _ kept: Kept) -> [Int] {
    if kept.isEmpty { return asks }
    let gone = Set(kept.map(\.ask))
    return asks.filter { !gone.contains($0) }
  }
}
