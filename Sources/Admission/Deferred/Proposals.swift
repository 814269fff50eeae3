import Columns

/// Students propose down their lists and programmes keep the best for the time being, until nobody
/// proposes any more.
///
/// The order of proposals does not change the result, so it is chosen for speed: first all students
/// in the order of a ranking that many programmes use, so that few have to leave again; whoever has
/// to leave goes on as soon as a block of such students is together, whose lists and places then
/// travel from memory at once.
/// Complexity: O(pairs × pools + proposals × log seats).
struct Proposals {
  let plan: MatchingPlan
  let chain: SeatChain
  let blocks: SeatBlocks
  /// For each student the choice and link whose seat they hold, as `choice × links + link + 1`; 0: none.
  let held: Column<UInt16>
  private var leaving: [Int32] = []
  private let entryCount: Int
  private static let blockStudents = 64

  init(_ plan: MatchingPlan, _ chain: SeatChain, seats: Column<Int32>) {
    self.plan = plan
    self.chain = chain
    blocks = SeatBlocks(seats: chain.seats(plan, seats)) { block in
      let leftover = block - plan.cellCount + plan.bases[chain.open]
      return plan.applicants[block < plan.cellCount ? block : leftover]
    }
    held = Column(count: plan.cohort.count)
    entryCount = plan.entries.count
    precondition(plan.lists.width * chain.links.count < Int(UInt16.max))
  }

  /// Everybody proposes, those at `students` first and in this order.
  mutating func run(_ students: Column<Int32>, _ count: Int) {
    var start = 0
    prefetch(0..<min(Proposals.blockStudents, count)) { Int(students[$0]) }
    while start < count {
      let end = min(start + Proposals.blockStudents, count)
      prefetch(end..<min(end + Proposals.blockStudents, count)) { Int(students[$0]) }
      for at in start..<end { propose(Int(students[at]), from: 0) }
      while leaving.count >= Proposals.blockStudents { goOn() }
      start = end
    }
    while !leaving.isEmpty { goOn() }
  }

  /// The last of those who had to leave go on where they stopped.
  private mutating func goOn() {
    let count = min(Proposals.blockStudents, leaving.count)
    let block = Array(leaving.suffix(count))
    leaving.removeLast(count)
    prefetch(0..<count) { Int(block[$0]) }
    for student in block { propose(Int(student), from: Int(held[Int(student)])) }
  }

  private func prefetch(_ range: Range<Int>, _ student: (Int) -> Int) {
    let (lists, places, rows, held) = (plan.lists.cells, plan.places, plan.rows, held)
    let width = plan.lists.width
    if width == 0 { return }
    for at in range {
      let student = student(at)
      let (first, last) = (student &* width, student &* width &+ width &- 1)
      lists.prefetch(first)
      lists.prefetch(last)
      places.prefetch(first &* entryCount)
      places.prefetch(last &* entryCount &+ entryCount &- 1)
      rows.prefetch(student &* entryCount)
      held.prefetch(student)
    }
  }

  /// The student asks from this choice and link on, until a seat is theirs for the time being.
  private mutating func propose(_ student: Int, from position: Int) {
    let (lists, places, rows) = (plan.lists.cells, plan.places, plan.rows)
    let (width, linkCount) = (plan.lists.width, chain.links.count)
    let first = student &* width
    var (choice, link) = position.quotientAndRemainder(dividingBy: linkCount)
    while choice < width {
      let programme = Int(lists[first &+ choice]) &- 1
      if programme >= 0 {
        let place = (first &+ choice) &* entryCount
        while link < linkCount {
          let entry = chain.links[link].entry
          let at = places[place &+ entry]
          if at > 0 {
            let row = Int(rows[student &* entryCount &+ entry])
            let block = row &+ programme &+ chain.links[link].shift
            if blocks.takes(block, place: at) {
              held[student] = UInt16(truncatingIfNeeded: choice &* linkCount &+ link &+ 1)
              take(block, at, student, chain.links[link], programme)
              return
            }
          }
          link &+= 1
        }
      }
      choice &+= 1
      link = 0
    }
    held[student] = 0
  }

  /// The student takes a seat of `block`; whoever loses theirs will go on.
  private mutating func take(
    _ block: Int, _ place: Int32, _ student: Int, _ link: SeatChain.Link, _ programme: Int
  ) {
    var other = blocks.give(block, place: place, student)
    if other == nil, link.isGiving { other = blocks.removeSeat(chain.elastic! + programme) }
    if let other { leaving.append(Int32(truncatingIfNeeded: other)) }
  }

  // MARK: Backward transfers

  /// Tells the pools apart as the definition does.
  ///
  /// Proposals end with as many open seats as the backward transfers allow. The definition moves
  /// seats backward one round after another and stops at the first size that needs no more. Both keep
  /// the same students; what differs is who of them sits in a reserve seat. So whoever is last in the
  /// open block moves into the reserves as long as all of them find a seat there.
  mutating func settleBackward() {
    guard let elastic = chain.elastic, chain.isBackward else { return }
    for programme in 0..<plan.programmeCount {
      let block = elastic + programme
      while blocks.blocks[block].count == blocks.blocks[block].seats,
        let worst = blocks.worst(block), reservesHaveRoom(for: worst)
      {
        _ = blocks.removeWorst(block)
        // The seat goes back to the reserve in which somebody sits down now.
        propose(worst, from: Int(held[worst]))
        while let student = leaving.popLast() {
          propose(Int(student), from: Int(held[Int(student)]))
        }
      }
    }
  }

  /// Whether one more student finds a seat in the reserves of the programme that they hold a seat of.
  private func reservesHaveRoom(for student: Int) -> Bool {
    var student = student
    let first = Int(held[student])  // the link behind that of the open block
    let linkCount = chain.links.count
    let programme =
      Int(plan.lists.cells[student * plan.lists.width + (first - 1) / linkCount]) - 1
    for link in (first - 1) % linkCount + 1..<max(linkCount, (first - 1) % linkCount + 1) {
      let entry = chain.links[link].entry
      let choice = (Int(held[student]) - 1) / linkCount
      let place =
        plan.places[(student * plan.lists.width + choice) * entryCount + entry]
      if place == 0 { continue }
      let block = Int(plan.rows[student * entryCount + entry]) + programme
      let found = blocks.blocks[block]
      if found.count < found.seats { return true }
      // Whom the student would replace goes on instead.
      if place < found.worst { student = blocks.worst(block)! }
    }
    return false
  }
}
