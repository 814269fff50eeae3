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

  /// The candidates, first those who have a place in `order`, in this order.
  func candidates(_ order: RankOrder?) -> (students: Column<Int32>, count: Int) {
    let students = Column<Int32>(count: cohort.count + 1)
    var count = 0
    func add(_ student: Int32, isNew: Bool = true) {
      // Written always and kept only for candidates: nothing to predict.
      students[count] = student
      count += flags[Int(student)] != 0 && isNew ? 1 : 0
    }
    if let order {
      for at in 0..<order.count { add(order.students[at]) }
      if order.count == cohort.count { return (students, count) }
    }
    let isOrdered = Column<Bool>(count: cohort.count)
    for at in 0..<(order?.count ?? 0) { isOrdered[Int(order!.students[at])] = true }
    for student in 0..<cohort.count { add(Int32(student), isNew: !isOrdered[student]) }
    return (students, count)
  }

  /// The programme of a pair.
  @inline(__always)
  func programme(_ student: Int, _ choice: Int) -> Int {
    Int(lists.cells[student &* lists.width &+ choice]) &- 1
  }

  /// The place of a student, from 1, at a choice by the ranking of an entry; 0: none.
  func place(_ student: Int, _ choice: Int, _ entry: Int) -> Int32 {
    places[(student * lists.width + choice) * entries.count + entry]
  }

  /// The cells with seats or applicants, with what `enter` knows of them, in order.
  func cutoffs(
    _ seats: Column<Int32>, enter: (_ cell: Int, _ programme: Int, inout CutoffCell) -> Void
  ) -> [CutoffCell] {
    var found: [CutoffCell] = []
    for entry in entries.indices.sorted(by: { stage.pools[$0].pool < stage.pools[$1].pool }) {
      for cell in bases[entry]..<bases[entry + 1] {
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
