/// The accounts of all seats: what was planned, moved, taken and is left.
///
/// By pool, audience a and programme p at a · programmes + p.
struct SeatLedger: Sendable {
  let programmes: Int
  let planned: [[Int32]]
  private(set) var movedIn: [[Int32]]
  private(set) var movedOut: [[Int32]]
  private(set) var admitted: [[Int32]]
  private(set) var excess: [[Int32]]
  /// Seats that nobody has taken yet.
  private(set) var left: [[Int32]]

  init(_ market: MarketModel) {
    programmes = market.programmes.count
    planned = market.seats
    left = market.seats
    let none = market.seats.map { [Int32](repeating: 0, count: $0.count) }
    (movedIn, movedOut, admitted, excess) = (none, none, none, none)
  }

  /// Enters what a stage admitted.
  mutating func enter(_ stage: StageCount) {
    for (slot, pool) in stage.pools.enumerated() {
      for at in stage.cells[slot].recorded {
        let cell = stage.cells[slot][at]
        if cell.admitted | cell.movedIn | cell.movedOut == 0 { continue }
        movedIn[pool][at] += cell.movedIn
        movedOut[pool][at] += cell.movedOut
        admitted[pool][at] += cell.admitted
        excess[pool][at] += cell.excess
        left[pool][at] = cell.vacant
      }
    }
  }

  /// Moves the seats left of one pool to another.
  mutating func move(_ move: (from: Int, to: Int, audiences: [Int])) {
    for at in left[move.from].indices where left[move.from][at] > 0 {
      let audience = move.audiences[at / programmes]
      if audience < 0 { continue }
      let to = audience * programmes + at % programmes
      let seats = left[move.from][at]
      left[move.from][at] = 0
      movedOut[move.from][at] += seats
      left[move.to][to] += seats
      movedIn[move.to][to] += seats
    }
  }

  /// An account: planned, moved in, moved out, admitted, excess, left.
  func account(_ pool: Int, _ at: Int) -> InlineArray<6, Int32> {
    [
      planned[pool][at], movedIn[pool][at], movedOut[pool][at], admitted[pool][at],
      excess[pool][at], left[pool][at],
    ]
  }

  /// Whether an account has entries, and is published.
  func hasEntries(_ pool: Int, _ at: Int) -> Bool {
    planned[pool][at] | movedIn[pool][at] | movedOut[pool][at] | admitted[pool][at] != 0
  }
}
