import Columns

/// Students propose down their lists and programmes keep the best for the time being, until nobody
/// proposes any more.
///
/// The order of proposals does not change the result, so it is chosen for speed. Candidates stand in
/// the order of a ranking that many programmes use, so that few have to leave again, and go on in
/// batches, in two steps on all workers: in the first, whoever is in the batch looks for the first seat
/// that would be theirs, as the blocks stand, and nothing changes but what is theirs; in the second,
/// each worker lets those in who ask its own programmes. Those who find that somebody better came
/// meanwhile, and those who lose a seat, are the first of the next batch.
/// Complexity: O(pairs × links + proposals × log seats).
struct Proposals {
  let plan: MatchingPlan
  let chain: SeatChain
  let blocks: SeatBlocks
  /// For each candidate the choice and link whose seat they hold or ask for, as
  /// `choice × links + link + 1`; 0: none.
  let held: Column<UInt16>
  private let links: Column<SeatChain.Link>

  /// What a candidate asks for.
  private struct Ask: BitwiseCopyable {
    let block: Int32
    let place: Int32
    let programme: UInt16
    /// Whether it is a reserve of a soft rule.
    let isGiving: Bool
  }
  private static let nobody: Int32 = -1

  init(_ plan: MatchingPlan, _ chain: SeatChain, seats: Column<Int32>) {
    self.plan = plan
    self.chain = chain
    blocks = SeatBlocks(seats: chain.seats(plan, seats)) { block in
      let leftover = block - plan.cellCount + plan.bases[chain.open]
      return plan.applicants[block < plan.cellCount ? block : leftover]
    }
    held = Column(count: plan.candidateCount)
    links = Column(chain.links)
    precondition(plan.width * chain.links.count < Int(UInt16.max))
  }

  // MARK: Batches

  /// How many candidates a worker takes at once: what they ask for stays in the cache, and the threads
  /// of a batch cost little beside them.
  private static let batchEach = 8192
  /// As how much work one of a batch counts, beside a student of any other phase.
  private static let studentsEach = 16
  /// So many candidates ahead, those who go on are sent for: unlike those who begin, they stand anywhere.
  private static let ahead = 16
  /// The choices looked at together, without a jump between them.
  private static let choicesAtOnce = 4

  /// Everybody proposes.
  func run(_ workers: Workers) {
    let size = max(1, min(Proposals.batchEach * workers.count, plan.candidateCount))
    let batch = Column<Int32>(unset: size)
    let asks = Column<Ask>(unset: size)
    // For each of the batch who goes on in the next one because of them.
    let leaving = Column<Int32>(unset: size)
    var (next, goingOn) = (0, 0)
    while true {
      let new = min(size - goingOn, plan.candidateCount - next)
      for at in 0..<new { batch[goingOn + at] = Int32(truncatingIfNeeded: next + at) }
      let (count, old) = (goingOn + new, goingOn)
      next += new
      if count == 0 { return }
      let some = workers.worth(count * Proposals.studentsEach)
      some.run(tasks: some.count) { task in
        look(batch, Workers.slice(task, of: some.count, count: count), old, asks, leaving)
      }
      some.run(tasks: some.count) { task in
        answer(batch, 0..<count, asks, leaving, ofProgrammes: task, of: some.count)
      }
      goingOn = 0
      for at in 0..<count where leaving[at] >= 0 {
        batch[goingOn] = leaving[at]
        goingOn += 1
      }
    }
  }

  /// Those at `range` of the batch look for the seats that would be theirs; those before `old` go on
  /// where they stopped.
  private func look(
    _ batch: Column<Int32>, _ range: Range<Int>, _ old: Int, _ asks: Column<Ask>,
    _ leaving: Column<Int32>
  ) {
    for at in range {
      if at &+ Proposals.ahead < old { prefetch(Int(batch[at &+ Proposals.ahead])) }
      let candidate = Int(batch[at])
      leaving[at] = Proposals.nobody
      let none = Ask(block: -1, place: 0, programme: 0, isGiving: false)
      asks[at] = ask(candidate, from: Int(held[candidate])) ?? none
    }
  }

  /// Brings nearer what a candidate brings.
  private func prefetch(_ candidate: Int) {
    let (width, entryCount) = (plan.width, plan.entries.count)
    if width == 0 { return }
    let (first, last) = (candidate &* width, candidate &* width &+ width &- 1)
    plan.cells.prefetch(first)
    plan.cells.prefetch(last)
    plan.places.prefetch(first &* entryCount)
    plan.places.prefetch(last &* entryCount &+ entryCount &- 1)
    plan.rows.prefetch(candidate &* entryCount)
    held.prefetch(candidate)
  }

  /// Answers those of the batch who ask the programmes of one worker.
  private func answer(
    _ batch: Column<Int32>, _ range: Range<Int>, _ asks: Column<Ask>, _ leaving: Column<Int32>,
    ofProgrammes owner: Int, of owners: Int
  ) {
    let (owner, owners) = (UInt16(owner), UInt16(owners))
    for at in range {
      let ask = asks[at]
      if ask.block < 0 || (owners > 1 && ask.programme % owners != owner) { continue }
      leaving[at] = answer(ask, batch[at])
    }
  }

  /// The candidate takes the seat, or another came first; returns who has to go on.
  private func answer(_ ask: Ask, _ candidate: Int32) -> Int32 {
    let block = Int(ask.block)
    guard blocks.takes(block, place: ask.place) else { return candidate }
    if let other = blocks.give(block, place: ask.place, Int(candidate)) {
      return Int32(truncatingIfNeeded: other)
    }
    guard ask.isGiving, let other = blocks.removeSeat(chain.elastic! + Int(ask.programme)) else {
      return Proposals.nobody
    }
    return Int32(truncatingIfNeeded: other)
  }

  // MARK: One candidate

  /// The first seat from this choice and link on that would be the candidate's as the blocks stand; nil:
  /// none. It is entered in `held`.
  ///
  /// A few choices are looked at together: which is the first is not to be predicted, and would be
  /// waited for at each.
  private func ask(_ candidate: Int, from position: Int) -> Ask? {
    let (width, linkCount, entryCount) = (plan.width, links.count, plan.entries.count)
    let (start, startLink) = position.quotientAndRemainder(dividingBy: linkCount)
    let step = max(1, min(Proposals.choicesAtOnce, 64 / linkCount))
    let (first, rows) = (candidate &* width, candidate &* entryCount)
    var choice = start
    while choice < width {
      let end = min(choice &+ step, width)
      var taking: UInt64 = 0
      var bit: UInt64 = 0
      for at in first &+ choice..<first &+ end {
        let programme = Int(plan.cells[at]) &- 1
        for link in 0..<linkCount {
          let found = links[link]
          let place = plan.places[at &* entryCount &+ found.entry]
          // Where there is no place there may be no block either: then any will do.
          let block = max(0, Int(plan.rows[rows &+ found.entry]) &+ programme &+ found.shift)
          let takes: UInt64 = blocks.takes(block, place: place) ? 1 : 0
          taking |= (takes & (place > 0 ? 1 : 0)) &<< bit
          bit &+= 1
        }
      }
      if choice == start { taking &= ~0 &<< UInt64(truncatingIfNeeded: startLink) }
      if taking != 0 {
        let number = choice &* linkCount &+ taking.trailingZeroBitCount
        held[candidate] = UInt16(truncatingIfNeeded: number &+ 1)
        return ask(candidate, for: number)
      }
      choice = end
    }
    held[candidate] = 0
    return nil
  }

  /// What asking for this choice and link means.
  private func ask(_ candidate: Int, for number: Int) -> Ask {
    let (choice, link) = number.quotientAndRemainder(dividingBy: links.count)
    let (at, entry) = (candidate * plan.width + choice, links[link].entry)
    let programme = Int(plan.cells[at]) - 1
    let row = Int(plan.rows[candidate * plan.entries.count + entry])
    return Ask(
      block: Int32(row + programme + links[link].shift),
      place: plan.places[at * plan.entries.count + entry], programme: UInt16(programme),
      isGiving: links[link].isGiving)
  }

  // MARK: Backward transfers

  /// Tells the pools apart as the definition does.
  ///
  /// Proposals end with as many open seats as the backward transfers allow. The definition moves
  /// seats backward one round after another and stops at the first size that needs no more. Both keep
  /// the same students; what differs is who of them sits in a reserve seat. So whoever is last in the
  /// open block moves into the reserves as long as all of them find a seat there.
  func settleBackward() {
    guard let elastic = chain.elastic, chain.isBackward else { return }
    for programme in 0..<plan.programmeCount {
      let block = elastic + programme
      while blocks.blocks[block].count == blocks.blocks[block].seats,
        let worst = blocks.worst(block), reservesHaveRoom(for: worst)
      {
        _ = blocks.removeWorst(block)
        // The seat goes back to the reserve in which somebody sits down now.
        var candidate = Int32(worst)
        while candidate >= 0 {
          let ask = ask(Int(candidate), from: Int(held[Int(candidate)]))
          candidate = ask.map { answer($0, candidate) } ?? Proposals.nobody
        }
      }
    }
  }

  /// Whether one more student finds a seat in the reserves of the programme that they hold a seat of.
  private func reservesHaveRoom(for candidate: Int) -> Bool {
    var candidate = candidate
    let first = Int(held[candidate])  // the link behind that of the open block
    let linkCount = links.count
    for link in (first - 1) % linkCount + 1..<max(linkCount, (first - 1) % linkCount + 1) {
      let choice = (Int(held[candidate]) - 1) / linkCount
      let ask = ask(candidate, for: choice * linkCount + link)
      if ask.place == 0 { continue }
      let found = blocks.blocks[Int(ask.block)]
      if found.count < found.seats { return true }
      // Whom the student would replace goes on instead.
      if ask.place < found.worst { candidate = blocks.worst(Int(ask.block))! }
    }
    return false
  }
}
