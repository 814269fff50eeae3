import Columns

extension Outcome {
  /// Stops the program where an outcome is not one: what is asserted here holds of every outcome,
  /// whatever the market, and no run must ever be written of which it does not.
  ///
  /// Whoever was admitted was so by a stage to a pool that it offers, at a programme that stands on
  /// that stage's list at that number; as many were admitted to each programme from each pool as
  /// the accounts say; all seats that were planned are in the accounts; none was given twice,
  /// except to equals where the rules say so. (That each account balances is asserted where it is
  /// made.)
  ///
  /// Complexity: O(students + accounts), on all workers.
  package func checkInvariants(of market: Market, workers: Workers) {
    let cells = market.programmeCount * market.pools.count
    let tallies = workers.map(tasks: workers.slices) { task in
      let students = Workers.slice(task, of: workers.slices, count: placements.count)
      var tally = Array(repeating: 0, count: cells)
      // Stage by stage, so that what belongs to a stage is fetched once and not for each student;
      // but of so many students at a time that a cache keeps them for the next stage.
      for start in stride(from: students.lowerBound, to: students.upperBound, by: 4096) {
        let some = start..<min(start + 4096, students.upperBound)
        for number in market.stages.indices {
          var counts = tally.mutableSpan
          add(some, placedBy: number, of: market, to: &counts)
        }
      }
      return tally
    }
    checkSeats(of: market, tallies)
  }

  /// Counts the students whom a stage placed, by programme and pool, and looks at each placement.
  private func add(
    _ students: Range<Int>, placedBy number: Int, of market: Market,
    to tally: inout MutableSpan<Int>
  ) {
    let stage = market.stages[number]
    var offered = Array(repeating: false, count: market.pools.count)
    for pool in stage.pools where !stage.provisional { offered[pool.pool] = true }
    let (list, pools) = (market.cohort.lists[stage.list], market.pools.count)
    placements.withSpan { placements in
      list.cells.withSpan { cells in
        for student in students {
          let placement = placements[student]
          guard placement.stage == number else {
            precondition(placement.stage < market.stages.count, "a stage that there is not")
            continue
          }
          precondition(offered[placement.pool], "a pool that the stage does not offer")
          precondition(placement.choice < list.width, "a choice beyond the list")
          let chosen = cells[student &* list.width &+ placement.choice]
          precondition(Int(chosen) == placement.programme + 1, "admitted where nobody applied")
          tally[placement.programme &* pools &+ placement.pool] &+= 1
        }
      }
    }
  }

  private func checkSeats(of market: Market, _ tallies: [[Int]]) {
    let pools = market.pools.count
    var open = Array(repeating: 0, count: market.programmeCount * pools)
    for tally in tallies { for at in tally.indices { open[at] += tally[at] } }
    let mayExceed = market.pools.indices.map { pool in
      market.stages.contains { stage in
        guard let ranking = stage.ranking else { return false }
        return market.rankings[ranking].ties != .lottery
          && stage.pools.contains { $0.pool == pool }
      }
    }
    for cell in ledger {
      open[cell.programme * pools + cell.pool] -= cell.admitted
      precondition(
        cell.admitted >= 0 && cell.vacant >= 0 && cell.movedOut >= 0 && cell.movedIn >= 0,
        "an account with a number below zero")
      precondition(cell.excess == 0 || mayExceed[cell.pool], "more admitted than there are seats")
    }
    precondition(open.allSatisfy { $0 == 0 }, "the accounts are not those of the admitted")
    let planned = ledger.reduce(0) { $0 + $1.planned }
    precondition(planned == market.seats.reduce(0) { $0 + $1.seats }, "planned seats were lost")
  }
}
