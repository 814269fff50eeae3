import Columns

extension Outcome {
  /// Stops the program where an outcome is not one: what is asserted here holds of every outcome, whatever
  /// the market, and no run must ever be written of which it does not.
  ///
  /// Whoever was admitted was so by a stage to a pool that it offers, at a programme that stands on that
  /// stage's list at that number; as many were admitted to each programme and pool as the accounts say;
  /// all seats that were planned are in the accounts; none was given twice, except to equals where the
  /// rules say so. (That each account balances is asserted where it is made.)
  ///
  /// Complexity: O(students + accounts), on all workers.
  func checkInvariants(of market: Market, workers: Workers) {
    let (programmes, pools) = (market.programmeCount, market.pools.count)
    // For each stage and pool whether it offers it; what it offers for good.
    var offers = Array(repeating: false, count: market.stages.count * pools)
    for (number, stage) in market.stages.enumerated() where !stage.provisional {
      for pool in stage.pools { offers[number * pools + pool.pool] = true }
    }
    let lists = market.stages.map { market.cohort.lists[$0.list] }
    let (placements, offered) = (placements, offers)
    let tallies = workers.map(tasks: workers.count) { task in
      var tally = Array(repeating: 0, count: programmes + pools)
      for student in Workers.slice(task, of: workers.count, count: placements.count) {
        let placement = placements[student]
        guard placement.isAdmitted else { continue }
        precondition(
          placement.pool < pools && offered[placement.stage * pools + placement.pool],
          "a pool that the stage does not offer")
        let list = lists[placement.stage]
        precondition(placement.choice < list.width, "a choice beyond the list")
        let chosen = list.cells[student &* list.width &+ placement.choice]
        precondition(Int(chosen) == placement.programme + 1, "admitted where nobody applied")
        tally[placement.programme] += 1
        tally[programmes + placement.pool] += 1
      }
      return tally
    }
    checkSeats(of: market, tallies)
  }

  private func checkSeats(of market: Market, _ tallies: [[Int]]) {
    let programmes = market.programmeCount
    // Of each programme, then of each pool.
    var open = Array(repeating: 0, count: programmes + market.pools.count)
    for tally in tallies { for at in tally.indices { open[at] += tally[at] } }
    let mayExceed = market.pools.indices.map { pool in
      market.stages.contains { stage in
        stage.mechanism == .queue && stage.pools.contains { $0.pool == pool }
          && market.rankings[stage.ranking].ties != .lottery
      }
    }
    for cell in ledger {
      open[cell.programme] -= cell.admitted
      open[programmes + cell.pool] -= cell.admitted
      precondition(
        cell.admitted >= 0 && cell.vacant >= 0 && cell.movedOut >= 0 && cell.movedIn >= 0)
      precondition(cell.excess == 0 || mayExceed[cell.pool], "more admitted than there are seats")
    }
    precondition(open.allSatisfy { $0 == 0 }, "the accounts are not those of the admitted")
    let planned = ledger.reduce(0) { $0 + $1.planned }
    precondition(planned == market.seats.reduce(0) { $0 + $1.seats }, "planned seats were lost")
  }
}
