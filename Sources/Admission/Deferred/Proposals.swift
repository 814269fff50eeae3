import Columns

/// Students propose down their lists and programmes keep the best for the time being, until nobody
/// proposes any more.
///
/// The order of proposals does not change the result, so it is chosen for speed. Candidates stand
/// in the order of a ranking that many programmes use, so that few have to leave again, and go on
/// in batches, in two steps on all workers: in the first, whoever is in the batch looks for the
/// first seat that would be theirs, as the blocks stand, and nothing changes but what is theirs; in
/// the second, each worker lets those in who ask its own programmes. Those who find that somebody
/// better came meanwhile, and those who lose a seat, are the first of the next batch. Complexity:
/// O(pairs × links + proposals × log seats).
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

    static var nothing: Ask { Ask(block: -1, place: 0, programme: 0, isGiving: false) }
  }
  /// Candidates who go on together.
  private struct Batch {
    let candidates: Column<Int32>
    let asks: Column<Ask>
    /// For each of them who has to go on after they were answered: they, or who was replaced.
    let leaving: Column<Int32>

    init(size: Int) {
      (candidates, leaving) = (Column(unset: size), Column(unset: size))
      asks = Column(uninitialized: size)
    }
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

  /// How many candidates a worker takes at once: what they ask for stays in the cache, and the
  /// threads of a batch cost little beside them.
  private static let batchEach = 8192
  /// How many students of another phase take as long as one candidate of a batch: by that the
  /// number of threads is chosen.
  private static let studentsEach = 16
  /// How many candidates ahead those who go on are prefetched: unlike those who begin, they stand
  /// anywhere in memory.
  private static let ahead = 16
  /// The choices looked at together, without a jump between them.
  private static let choicesAtOnce = 4

  /// Everybody proposes.
  func run(_ workers: Workers) {
    let size = max(1, min(Proposals.batchEach * workers.count, plan.candidateCount))
    let batch = Batch(size: size)
    var (next, old) = (0, 0)
    while true {
      let new = min(size - old, plan.candidateCount - next)
      for at in 0..<new { batch.candidates[old + at] = Int32(truncatingIfNeeded: next + at) }
      let (count, goingOn) = (old + new, old)
      next += new
      if count == 0 { return }
      let some = workers.worth(count * Proposals.studentsEach)
      some.run(tasks: some.count) { task in
        look(batch, Workers.slice(task, of: some.count, count: count), goingOn)
      }
      some.run(tasks: some.count) { task in
        answer(batch, count, ofProgrammes: task, of: some.count)
      }
      old = 0
      for at in 0..<count where batch.leaving[at] >= 0 {
        batch.candidates[old] = batch.leaving[at]
        old += 1
      }
    }
  }

  /// Those at `range` of the batch look for the seats that would be theirs; the first `old` of it
  /// go on where they stopped.
  private func look(_ batch: Batch, _ range: Range<Int>, _ old: Int) {
    // With one pool, the common case, nothing has to be told apart: with numbers that the compiler
    // knows no division is left.
    if links.count == 1 {
      look(batch, range, old, Shape(width: plan.width, entries: 1, links: 1))
    } else {
      let shape = Shape(width: plan.width, entries: plan.entries.count, links: links.count)
      look(batch, range, old, shape)
    }
  }

  /// How many choices, entries and links there are.
  private struct Shape {
    let width: Int
    let entries: Int
    let links: Int
  }

  @inline(__always)
  private func look(_ batch: Batch, _ range: Range<Int>, _ old: Int, _ shape: Shape) {
    let width = shape.width
    plan.cells.withSpan { cells in
      plan.places.withSpan { places in
        plan.rows.withSpan { rows in
          blocks.limits.withSpan { limits in
            links.withSpan { links in
              for at in range {
                if at &+ Proposals.ahead < old {
                  prefetch(Int(batch.candidates[at &+ Proposals.ahead]))
                }
                let candidate = Int(batch.candidates[at])
                batch.leaving[at] = Proposals.nobody
                let (pair, row) = (candidate &* width, candidate &* shape.entries)
                let ownCells = cells.extracting(pair..<pair &+ width)
                let ownPlaces = places.extracting(
                  pair &* shape.entries..<(pair &+ width) &* shape.entries)
                let ownRows = rows.extracting(row..<row &+ shape.entries)
                let number = Proposals.first(
                  from: Int(held[candidate]), ownCells, ownPlaces, ownRows, limits, links, shape)
                held[candidate] = UInt16(truncatingIfNeeded: number &+ 1)
                batch.asks[at] =
                  number < 0
                  ? Ask.nothing
                  : Proposals.ask(for: number, ownCells, ownPlaces, ownRows, links, shape)
              }
            }
          }
        }
      }
    }
  }

  /// The first choice and link from `position` on, as `choice × links + link`, whose seat would be
  /// the candidate's as the blocks stand; −1: none. Of the plan's cells, places and rows these are
  /// the candidate's own.
  ///
  /// A few choices are looked at together: which of them is the first is not to be predicted, and
  /// would be waited for at each.
  @inline(__always)
  private static func first(
    from position: Int, _ cells: Span<UInt16>, _ places: Span<Int32>, _ rows: Span<Int32>,
    _ limits: Span<Int32>, _ links: Span<SeatChain.Link>, _ shape: Shape
  ) -> Int {
    let start = position / shape.links
    let step = shape.links <= 16 ? Proposals.choicesAtOnce : 1
    var choice = start
    while choice < shape.width {
      let end = min(choice &+ step, shape.width)
      var (taking, bit): (UInt64, UInt64) = (0, 0)
      for at in choice..<end {
        let programme = Int(cells[at]) &- 1
        for link in 0..<shape.links {
          let (entry, shift) = (links[link].entry, links[link].shift)
          let place = places[at &* shape.entries &+ entry]
          // Where there is no place there may be no block either: then any will do.
          let block = max(0, Int(rows[entry]) &+ programme &+ shift)
          let takes: UInt64 = SeatBlocks.takes(limits[block], place: place) ? 1 : 0
          taking |= (takes & (place > 0 ? 1 : 0)) &<< bit
          bit &+= 1
        }
      }
      if choice == start {
        taking &= ~0 &<< UInt64(truncatingIfNeeded: position &- start &* shape.links)
      }
      if taking != 0 { return choice &* shape.links &+ taking.trailingZeroBitCount }
      choice = end
    }
    return -1
  }

  /// What asking for this choice and link means.
  @inline(__always)
  private static func ask(
    for number: Int, _ cells: Span<UInt16>, _ places: Span<Int32>, _ rows: Span<Int32>,
    _ links: Span<SeatChain.Link>, _ shape: Shape
  ) -> Ask {
    let (choice, link) = number.quotientAndRemainder(dividingBy: shape.links)
    let (programme, found) = (Int(cells[choice]) &- 1, links[link])
    let block = Int(rows[found.entry]) &+ programme &+ found.shift
    return Ask(
      block: Int32(truncatingIfNeeded: block),
      place: places[choice &* shape.entries &+ found.entry],
      programme: UInt16(truncatingIfNeeded: programme), isGiving: found.isGiving)
  }

  /// What it means for a candidate to ask for this choice and link.
  private func ask(_ candidate: Int, for number: Int) -> Ask {
    let shape = Shape(width: plan.width, entries: plan.entries.count, links: links.count)
    let (pair, row) = (candidate &* shape.width, candidate &* shape.entries)
    return plan.cells.withSpan { cells in
      plan.places.withSpan { places in
        plan.rows.withSpan { rows in
          links.withSpan { links in
            Proposals.ask(
              for: number, cells.extracting(pair..<pair &+ shape.width),
              places.extracting(pair &* shape.entries..<(pair &+ shape.width) &* shape.entries),
              rows.extracting(row..<row &+ shape.entries), links, shape)
          }
        }
      }
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

  /// Answers those of the first `count` of the batch who ask the programmes of one worker.
  private func answer(
    _ batch: Batch, _ count: Int, ofProgrammes owner: Int, of owners: Int
  ) {
    let (owner, owners) = (UInt16(owner), UInt16(owners))
    for at in 0..<count {
      let ask = batch.asks[at]
      if ask.block < 0 || (owners > 1 && ask.programme % owners != owner) { continue }
      batch.leaving[at] = answer(ask, batch.candidates[at])
    }
  }

  /// The candidate takes the seat, or another came first; returns who has to go on.
  private func answer(_ ask: Ask, _ candidate: Int32) -> Int32 {
    let block = Int(ask.block)
    guard SeatBlocks.takes(blocks.limits[block], place: ask.place) else { return candidate }
    if let other = blocks.give(block, place: ask.place, Int(candidate)) {
      return Int32(truncatingIfNeeded: other)
    }
    guard ask.isGiving, let other = blocks.removeSeat(chain.elastic! + Int(ask.programme)) else {
      return Proposals.nobody
    }
    return Int32(truncatingIfNeeded: other)
  }

  // MARK: Backward transfers

  /// Tells the pools apart as the definition does.
  ///
  /// Proposals end with as many open seats as the backward transfers allow. The definition moves
  /// seats backward one round after another and stops at the first size that needs no more. Both
  /// keep the same students; what differs is who of them sits in a reserve seat. So whoever is last
  /// in the open block moves into the reserves as long as all of them find a seat there.
  func settleBackward() {
    guard let elastic = chain.elastic, chain.isBackward else { return }
    let batch = Batch(size: 1)
    for programme in 0..<plan.programmeCount {
      let block = elastic + programme
      while blocks.blocks[block].count == blocks.blocks[block].seats,
        let worst = blocks.worst(block), reservesHaveRoom(for: worst)
      {
        _ = blocks.removeWorst(block)
        // The seat goes back to the reserve in which somebody sits down now.
        batch.candidates[0] = Int32(truncatingIfNeeded: worst)
        while batch.candidates[0] >= 0 {
          look(batch, 0..<1, 0)
          answer(batch, 1, ofProgrammes: 0, of: 1)
          batch.candidates[0] = batch.leaving[0]
        }
      }
    }
  }

  /// Whether one more student finds a seat in the reserves of the programme that they hold a seat
  /// of.
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
