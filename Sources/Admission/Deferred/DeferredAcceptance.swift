import Columns

/// One stage of deferred acceptance, from the proposals to placements and cutoffs.
struct DeferredAcceptance {
  /// Every cell with seats or applicants, in order of pool, audience, programme.
  let cells: [CutoffCell]

  /// Runs the stage of `plan` and writes placements.
  init(
    _ plan: MatchingPlan, _ rule: ChoiceRule, stores: [SeatStore], placements: Column<Placement>,
    workers: Workers
  ) {
    let seats = plan.seats(stores)
    let proposals = Proposals(plan, SeatChain(rule, plan), seats: seats)
    proposals.run(workers)
    proposals.settleBackward()
    DeferredAcceptance.place(proposals, placements, workers)
    cells = DeferredAcceptance.cutoffs(proposals, seats)
  }

  /// Writes where every student sits.
  private static func place(
    _ proposals: Proposals, _ placements: Column<Placement>, _ workers: Workers
  ) {
    let (plan, links, held) = (proposals.plan, proposals.chain.links, proposals.held)
    let pools = links.map { plan.stage.pools[$0.entry].pool }
    workers.run(tasks: workers.count) { task in
      for candidate in Workers.slice(task, of: workers.count, count: held.count) {
        let position = Int(held[candidate])
        if position == 0 { continue }
        let (choice, link) =
          links.count == 1
          ? (position - 1, 0) : (position - 1).quotientAndRemainder(dividingBy: links.count)
        placements[plan.student(candidate)] = Placement(
          stage: plan.number, pool: pools[link], programme: plan.programme(candidate, choice),
          choice: choice)
      }
    }
  }

  /// What became of every cell. In a soft rule all seats that reserves leave empty have moved to
  /// the pool for everyone, where they are taken or vacant.
  private static func cutoffs(_ proposals: Proposals, _ seats: Column<Int32>) -> [CutoffCell] {
    let (plan, chain, blocks) = (proposals.plan, proposals.chain, proposals.blocks)
    var returned = Array(repeating: 0, count: plan.programmeCount)
    if chain.elastic != nil {
      for entry in plan.entries.indices where entry != chain.open {
        for cell in plan.bases[entry]..<plan.bases[entry + 1] {
          let left = Int(seats[cell]) - Int(blocks.blocks[cell].count)
          if left > 0 { returned[(cell - plan.bases[entry]) % plan.programmeCount] += left }
        }
      }
    }
    let open = plan.bases[chain.open]..<plan.bases[chain.open + 1]
    return plan.cutoffs(seats) { cell, programme, cutoff in
      var block = cell
      cutoff.admitted = Int(blocks.blocks[cell].count)
      if open.contains(cell) {
        cutoff.movedIn = returned[programme]
        // Who holds what is left over stands behind all who hold an open seat.
        if let leftover = chain.leftover(programme), blocks.blocks[leftover].count > 0 {
          cutoff.admitted += Int(blocks.blocks[leftover].count)
          block = leftover
        }
      } else if chain.elastic != nil {
        cutoff.movedOut = cutoff.seats - cutoff.admitted
      }
      guard let last = blocks.worst(block) else { return }
      cutoff.lastStudent = plan.student(last)
      cutoff.lowestStudent = cutoff.lastStudent
      cutoff.lastChoice = (Int(proposals.held[last]) - 1) / chain.links.count
    }
  }
}

extension SeatChain {
  /// The block of what reserves leave over of a programme; nil where no block is for that alone.
  func leftover(_ programme: Int) -> Int? {
    links.last!.shift > 0 ? elastic! + programme : nil
  }
}
