import Columns

extension MatchingPlan {
  /// The seats left of every cell.
  func seats(_ stores: [SeatStore]) -> Column<Int32> {
    let seats = Column<Int32>(count: cellCount)
    for (entry, offered) in stage.pools.enumerated() {
      for audience in 0..<maps[entry].count {
        let row = bases[entry] + audience * programmeCount
        for account in stores[offered.pool].accounts(of: audience) {
          seats[row + Int(account.programme)] = account.left
        }
      }
    }
    return seats
  }

  /// The student of a candidate.
  @inline(__always)
  func student(_ candidate: Int) -> Int { Int(students[candidate]) }

  /// The programme of a pair.
  @inline(__always)
  func programme(_ candidate: Int, _ choice: Int) -> Int {
    Int(cells[candidate &* width &+ choice]) &- 1
  }

  /// The place of a candidate, from 1, at a choice by the ranking of an entry; 0: none.
  func place(_ candidate: Int, _ choice: Int, _ entry: Int) -> Int32 {
    places[(candidate * width + choice) * entries.count + entry]
  }

  /// The cells with seats or applicants, with what `enter` knows of them, in order.
  func cutoffs(
    _ seats: Column<Int32>, enter: (_ cell: Int, _ programme: Int, inout CutoffCell) -> Void
  ) -> [CutoffCell] {
    var found: [CutoffCell] = []
    found.reserveCapacity((0..<cellCount).count { seats[$0] > 0 || applicants[$0] > 0 })
    for entry in entries.indices.sorted(by: { stage.pools[$0].pool < stage.pools[$1].pool }) {
      for cell in bases[entry]..<bases[entry + 1] {
        // Seats move only to programmes that had some: nothing else happens in empty cells.
        let isEmpty = seats[cell] == 0 && applicants[cell] == 0
        if isEmpty, maps[entry].category != nil { continue }
        let (audience, programme) = (cell - bases[entry]).quotientAndRemainder(
          dividingBy: programmeCount)
        var cutoff = CutoffCell(
          programme: programme, pool: stage.pools[entry].pool, audience: audience,
          seats: Int(seats[cell]))
        cutoff.applicants = Int(applicants[cell])
        enter(cell, programme, &cutoff)
        if cutoff.seats > 0 || cutoff.applicants > 0 || cutoff.movedIn > 0 { found.append(cutoff) }
      }
    }
    return found
  }
}
