import Columns

/// All that a stage reads in which each pool ranks for itself: who may have which seat, and in which
/// place they stand there.
///
/// Everything that depends on a student and a programme (conditions, lines, rankings) is asked once
/// for each pair beforehand, in the students' own order and on all workers. What is left is one place
/// a pair and pool: the mechanisms know of nothing else.
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
  let lists: ChoiceLists
  /// See `StagePlan.flags`.
  let flags: Column<UInt32>
  /// For each entry where its cells begin: one an audience and programme, audience by audience.
  let bases: [Int]
  /// For each student and entry the first cell of their audience, or −1: not for them.
  let rows: Column<Int32>
  /// For each student, choice and entry the place in the entry's ranking + 1; 0: no seat for them.
  let places: Column<Int32>
  /// For each cell how many pairs could take a seat of it.
  let applicants: Column<Int32>

  /// How many cells there are.
  var cellCount: Int { bases.last! }

  /// `orders` are the orders of all rankings that the stage asks for.
  init(
    _ number: Int, of market: Market, orders: [Int: RankOrder], placements: Column<Placement>,
    cutoffs: (_ stage: Int, _ pool: Int, _ number: Int) -> Cutoffs, workers: Workers
  ) {
    stage = market.stages[number]
    self.number = number
    cohort = market.cohort
    programmeCount = market.programmeCount
    lists = market.cohort.lists[stage.list]
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
    flags = StagePlan.flags(gate, entries, cohort, placements, workers)
    let entryCount = entries.count
    rows = Column(count: cohort.count * entryCount)
    places = Column(count: lists.cells.count * entryCount)
    applicants = Column(count: bases.last!)
    let table = PlaceTable(stage, of: market, orders: orders, workers: workers)
    fillPlaces(table, workers: workers)
    if let priorities = market.priorities { fillPriorities(priorities, workers: workers) }
  }

  /// Asks every pair everything but priorities, and counts who passes.
  private func fillPlaces(_ table: PlaceTable, workers: Workers) {
    let tasks = workers.count
    let counts = workers.map(tasks: tasks) { task in
      let counts = Column<Int32>(count: cellCount)
      for student in Workers.slice(task, of: tasks, count: cohort.count) {
        let flag = flags[student]
        for entry in entries.indices {
          rows[student &* entries.count &+ entry] = Int32(
            truncatingIfNeeded: firstCell(entry, of: student, flag))
        }
        if flag != 0 { ask(student, table, counts) }
      }
      return counts
    }
    workers.run(tasks: tasks) { task in
      for cell in Workers.slice(task, of: tasks, count: cellCount) {
        applicants[cell] = counts.reduce(0) { $0 + $1[cell] }
      }
    }
  }

  private func ask(_ student: Int, _ table: PlaceTable, _ counts: Column<Int32>) {
    let asksPairs = !gate.pairConditions.isEmpty || !gate.pairLines.isEmpty
    let first = student &* lists.width
    for at in first..<first &+ lists.width {
      let programme = Int(lists.cells[at]) &- 1
      if programme < 0 { continue }
      if asksPairs, !gate.admits(student, to: programme, of: cohort) { continue }
      for entry in entries.indices {
        let row = Int(rows[student &* entries.count &+ entry])
        if row < 0 { continue }
        let place = table.place(entry, programme, student)
        if place < 0 || !entries[entry].gate.admits(student, to: programme, of: cohort) { continue }
        places[at &* entries.count &+ entry] = place &+ 1
        counts[row &+ programme] &+= 1
      }
    }
  }

  /// Enters the places of entries that rank by priorities, programme by programme.
  private func fillPriorities(_ priorities: Priorities, workers: Workers) {
    let asking = entries.indices.filter { stage.pools[$0].ranking == .priorities }
    if asking.isEmpty { return }
    workers.run(tasks: programmeCount) { programme in
      let range = priorities.range(of: programme)
      for at in range {
        let student = Int(priorities.students[at])
        guard flags[student] != 0, let choice = choice(of: programme, student) else { continue }
        if !gate.admits(student, to: programme, of: cohort) { continue }
        for entry in asking {
          let row = Int(rows[student * entries.count + entry])
          if row < 0 || !entries[entry].gate.admits(student, to: programme, of: cohort) { continue }
          let pair = student * lists.width + choice
          places[pair * entries.count + entry] = Int32(at - range.lowerBound + 1)
          // Cells of other programmes belong to other tasks.
          applicants[row + programme] += 1
        }
      }
    }
  }

  /// The number of the choice that names `programme`.
  private func choice(of programme: Int, _ student: Int) -> Int? {
    let first = student * lists.width
    return (0..<lists.width).first { Int(lists.cells[first + $0]) == programme + 1 }
  }

  /// Where the cells of the student's audience begin; −1 where the entry is not for them.
  private func firstCell(_ entry: Int, of student: Int, _ flag: UInt32) -> Int {
    if flag & (1 << UInt32(entry)) == 0 { return -1 }
    guard let category = maps[entry].category else { return bases[entry] }
    let value = Int(cohort.categories[category][student])
    guard value >= 0, value < maps[entry].table.count, maps[entry].table[value] >= 0 else {
      return -1
    }
    return bases[entry] + Int(maps[entry].table[value]) * programmeCount
  }
}

/// The students' places in all rankings that a stage asks for, strict, and which of them an entry
/// uses at a programme.
struct PlaceTable: Sendable {
  /// The places of each ranking; −1 for students without one.
  private let columns: [Column<Int32>]
  /// For each entry and programme an index into `columns`, or −1: priorities.
  private let slots: [[Int]]

  init(_ stage: Stage, of market: Market, orders: [Int: RankOrder], workers: Workers) {
    let rankings = stage.rankings
    columns = rankings.map { orders[$0]!.strictPlaces(of: market.cohort, workers: workers) }
    slots = stage.pools.map { offered in
      (0..<market.programmeCount).map { programme in
        switch offered.ranking {
        case .one(let ranking): rankings.firstIndex(of: ranking)!
        case .each(let each): rankings.firstIndex(of: each[programme])!
        case .priorities, nil: -1
        }
      }
    }
  }

  /// The place of `student` at `programme` by the ranking of `entry`, or −1.
  @inline(__always)
  func place(_ entry: Int, _ programme: Int, _ student: Int) -> Int32 {
    let slot = slots[entry][programme]
    return slot < 0 ? -1 : columns[slot][student]
  }
}

extension Stage {
  /// The rankings that the stage asks for, each once, ascending.
  var rankings: [Int] {
    if mechanism == .queue { return [ranking] }
    let all = pools.flatMap { offered -> [Int] in
      switch offered.ranking {
      case .one(let ranking): [ranking]
      case .each(let rankings): rankings
      case .priorities, nil: []
      }
    }
    return Set(all).sorted()
  }

  /// The ranking that most programmes use, of the pool for which most have one: the order in which to
  /// begin, so that few have to leave again. Nil where all is priorities.
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

extension RankOrder {
  /// For each student the own place; −1 for students who have none. The ranking draws lots, so no two
  /// share a place. Complexity: O(students), on all workers.
  func strictPlaces(of cohort: Cohort, workers: Workers) -> Column<Int32> {
    let places = Column<Int32>(count: cohort.count)
    if count < cohort.count {
      for student in 0..<cohort.count { places[student] = -1 }
    }
    workers.run(tasks: workers.count) { task in
      for at in Workers.slice(task, of: workers.count, count: count) {
        places[Int(students[at])] = Int32(truncatingIfNeeded: at)
      }
    }
    return places
  }
}
