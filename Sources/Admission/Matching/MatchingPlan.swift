import Columns

/// All that a stage reads in which each pool ranks for itself: who may have which seat, and in
/// which place they stand there.
///
/// Everything that depends on a student and a programme (conditions, lines, rankings) is asked once
/// for each pair beforehand, on all workers. What is left is one place a pair and pool, all that
/// the mechanisms see. Candidates are numbered in the order in which they are taken, and places lie
/// in that order, so that a pass over all of them reads memory in order.
struct MatchingPlan: Sendable {
  let stage: Stage
  /// The stage's number, which placements carry.
  let number: Int
  let cohort: Cohort
  let programmeCount: Int
  let gate: GateInForce
  let entries: [StagePlan.Entry]
  /// For each entry its division of the students.
  let maps: [AudienceMap]
  /// The length of the longest list.
  let width: Int
  /// Who takes part.
  let participants: Participants
  /// How many candidates there are: those who take part, in the order of a ranking that many
  /// programmes use; for trading cycles all students, in their own order.
  let candidateCount: Int
  /// The student of each candidate.
  let students: Column<Int32>
  /// For each candidate their list: see `ChoiceLists.cells`.
  let cells: Column<UInt16>
  /// For each entry where its cells begin: one an audience and programme, audience by audience.
  let bases: [Int]
  /// For each candidate and entry the first cell of their audience, or −1: not for them.
  let rows: Column<Int32>
  /// For each candidate, choice and entry the place in the entry's ranking + 1; 0: no seat for
  /// them.
  let places: Column<Int32>
  /// For each cell how many pairs could take a seat of it.
  let applicants: Column<Int32>

  /// See `Participants.flags`; by student.
  var flags: Column<UInt32> { participants.flags }
  /// How many cells there are.
  var cellCount: Int { bases.last! }

  /// `orders` are the orders of all rankings that the stage asks for.
  init(
    _ number: Int, of market: Market, orders: ProgrammeOrders, placements: Column<Placement>,
    cutoffs: (_ stage: Int, _ pool: Int, _ number: Int) -> Cutoffs, workers: Workers
  ) {
    stage = market.stages[number]
    self.number = number
    cohort = market.cohort
    programmeCount = market.programmeCount
    let lists = market.cohort.lists[stage.list]
    width = lists.width
    precondition(stage.pools.count <= StagePlan.entriesMax)
    gate = GateInForce(stage.gate, pool: nil, programmeCount: programmeCount, cutoffs: cutoffs)
    let programmes = market.programmeCount
    entries = stage.pools.enumerated().map { row, offered in
      StagePlan.Entry(
        row: row,
        gate: GateInForce(
          offered.gate, pool: offered.pool, programmeCount: programmes, cutoffs: cutoffs))
    }
    maps = stage.pools.map { market.audiences[market.pools[$0.pool].audience] }
    bases = maps.reduce(into: [0]) { $0.append($0.last! + $1.count * programmes) }
    precondition(bases.last! <= Stage.cellsMax)
    participants = Participants(gate, entries, cohort, placements, workers)
    let entryCount = entries.count
    if stage.mechanism == .topTradingCycles {
      (students, candidateCount) = (Column(0..<Int32(cohort.count)), cohort.count)
    } else {
      (students, candidateCount) = MatchingPlan.candidates(
        participants, stage.commonRanking.map { orders.shared($0) }, workers)
    }
    cells = Column(unset: candidateCount * width)
    rows = Column(unset: candidateCount * entryCount)
    places = Column(count: candidateCount * width * entryCount)
    applicants = Column(count: bases.last!)
    fillRows(lists.cells, workers)
    let uses = orders.uses
    for first in stride(from: 0, to: uses.count, by: PlaceTable.rankingsMax) {
      let some = uses[first..<min(first + PlaceTable.rankingsMax, uses.count)]
      fillPlaces(
        PlaceTable(some, stage, of: market, orders: orders, workers: workers), workers: workers)
    }
    if let priorities = market.priorities { fillPriorities(priorities, workers: workers) }
  }

  /// Those who take part: first who has a place in `order`, in this order, then the others.
  private static func candidates(
    _ participants: Participants, _ order: RankOrder?, _ workers: Workers
  ) -> (students: Column<Int32>, count: Int) {
    let flags = participants.flags
    if let order, order.count == flags.count, participants.eligible == flags.count {
      return (order.students, order.count)
    }
    let ordered = order.map { $0.students.chosen($0.count, flags, of: .max, workers) }
    if let ordered, order!.count == flags.count { return ordered }
    let own = Column(0..<Int32(flags.count))
    guard let order, let ordered else {
      return own.chosen(flags.count, flags, of: .max, workers)
    }
    let others = Column<UInt32>(count: flags.count)
    for student in 0..<flags.count { others[student] = flags[student] }
    for at in 0..<order.count { others[Int(order.students[at])] = 0 }
    let rest = own.chosen(flags.count, others, of: .max, workers)
    let all = Column<Int32>(unset: ordered.count + rest.count)
    ordered.students.copy(0..<ordered.count, to: all, at: 0)
    rest.students.copy(0..<rest.count, to: all, at: ordered.count)
    return (all, all.count)
  }

  /// How many candidates ahead, what they bring is prefetched.
  static let ahead = 24

  /// Enters every candidate's list, and where the cells of their audiences begin.
  private func fillRows(_ lists: Column<UInt16>, _ workers: Workers) {
    let (students, cells, width, count) = (students, cells, width, candidateCount)
    workers.run(tasks: workers.count) { task in
      let range = Workers.slice(task, of: workers.count, count: count)
      for candidate in range where width > 0 {
        if candidate &+ MatchingPlan.ahead < count {
          let first = Int(students[candidate &+ MatchingPlan.ahead]) &* width
          lists.prefetch(first)
          lists.prefetch(first &+ width &- 1)
        }
        let first = Int(students[candidate]) &* width
        lists.copy(first..<first &+ width, to: cells, at: candidate &* width)
      }
      for entry in entries.indices { fillRows(of: entry, range) }
    }
  }

  private func fillRows(of entry: Int, _ candidates: Range<Int>) {
    let (base, map, programmes, entryCount) = (
      bases[entry], maps[entry], programmeCount, entries.count
    )
    let (flags, rows, students) = (flags, rows, students)
    let values = map.category.map { cohort.categories[$0] }
    for candidate in candidates {
      let student = Int(students[candidate])
      var audience = flags[student] & (1 << UInt32(entry)) == 0 ? -1 : 0
      if audience == 0, let values { audience = map.audience(ofValue: Int(values[student])) }
      rows[candidate &* entryCount &+ entry] =
        audience < 0 ? -1 : Int32(truncatingIfNeeded: base &+ audience &* programmes)
    }
  }
}

extension Column<Int32> {
  /// Of the first `count` students of this column those whose flags have one of `bits`, in order,
  /// and how many they are; the column may be longer.
  func chosen(
    _ count: Int, _ flags: Column<UInt32>, of bits: UInt32, _ workers: Workers
  ) -> (students: Column<Int32>, count: Int) {
    let chosen = Column<Int32>(unset: count)
    let counts = workers.map(tasks: workers.slices) { task in
      let range = Workers.slice(task, of: workers.slices, count: count)
      return chosen.withMutableSpan(range) { chosen in
        withSpan { students in
          flags.withSpan { flags in
            var found = 0
            for at in range {
              // Written always and kept only where chosen: nothing to predict.
              let student = students[at]
              chosen[found] = student
              found &+= flags[Int(student)] & bits == 0 ? 0 : 1
            }
            return found
          }
        }
      }
    }
    if counts.count == 1 { return (chosen, counts[0]) }
    let joined = Column<Int32>(unset: counts.reduce(0, +))
    var end = 0
    for (task, found) in counts.enumerated() {
      let start = Workers.slice(task, of: counts.count, count: count).lowerBound
      chosen.copy(start..<start + found, to: joined, at: end)
      end += found
    }
    return (joined, end)
  }
}

extension Stage {
  /// The rankings that the stage asks for, each once, ascending: indices into `Market.rankings`.
  public var rankings: [Int] {
    if let ranking { return [ranking] }
    return Set(pools.flatMap { $0.ranking?.rankings ?? [] }).sorted()
  }

  /// The ranking that most programmes use, of the pool for which most have one: the order in which
  /// to begin, so that few have to leave again. Nil where all is priorities.
  var commonRanking: Int? {
    var uses: [Int: Int] = [:]
    for offered in pools {
      switch offered.ranking {
      case .one(let ranking): uses[ranking, default: 0] += Int(UInt16.max)
      case .each(let rankings): for ranking in rankings { uses[ranking, default: 0] += 1 }
      case .priorities, nil: break
      }
    }
    return uses.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key
  }
}
