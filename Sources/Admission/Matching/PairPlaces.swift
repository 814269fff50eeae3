import Columns

/// The students' places in some rankings of a stage, strict, side by side for each student, and
/// which of them a programme uses.
///
/// A stage may have hundreds of rankings, or one a programme, where each draws lots of its own;
/// they are taken a few at a time, so that the tables of all never stand in memory together.
struct PlaceTable: Sendable {
  /// The most rankings of one table: a cache line a student.
  static let rankingsMax = 16

  /// How many rankings.
  let count: Int
  /// For each student and ranking the place + 1; 0: none.
  let places: Column<Int32>
  /// For each entry and programme the ranking's number in this table, or −1.
  let slots: Column<Int32>

  /// The places in `rankings`, for the stage's entries.
  init(
    _ uses: ArraySlice<RankingUse>, _ stage: Stage, of market: Market, orders: ProgrammeOrders,
    workers: Workers
  ) {
    let (count, programmes) = (uses.count, market.programmeCount)
    self.count = count
    let places = Column<Int32>(count: market.cohort.count * count)
    slots = Column(count: stage.pools.count * programmes)
    for (entry, offered) in stage.pools.enumerated() {
      for programme in 0..<programmes {
        let ranking = offered.ranking?.ranking(at: programme)
        let slot = ranking.flatMap { uses.firstIndex(of: orders.use($0, at: programme)) }
        slots[entry * programmes + programme] = Int32(slot.map { $0 - uses.startIndex } ?? -1)
      }
    }
    for (slot, use) in uses.enumerated() {
      let order = orders[use]
      let (students, ranked) = (order.students, order.count)
      workers.run(tasks: workers.count) { task in
        let range = Workers.slice(task, of: workers.count, count: ranked)
        students.withSpan { students in
          for at in range {
            places[Int(students[at]) &* count &+ slot] = Int32(truncatingIfNeeded: at &+ 1)
          }
        }
      }
    }
    self.places = places
  }
}

extension MatchingPlan {
  /// So many candidates go through all entries together, so that what they bring is fetched once.
  private static let blockCandidates = 1024

  /// Asks every pair everything but priorities: enters the place of who passes, and counts them.
  func fillPlaces(_ table: PlaceTable, workers: Workers) {
    if table.count == 0 { return }
    let lines = entries.map { StagePlan.simpleLine(gate, [$0], cohort, programmeCount) }
    let tasks = workers.count
    let counts = workers.map(tasks: tasks) { task in
      let counts = Column<Int32>(count: cellCount)
      let all = Workers.slice(task, of: tasks, count: candidateCount)
      for start in stride(from: all.lowerBound, to: all.upperBound, by: Self.blockCandidates) {
        let block = start..<min(start + Self.blockCandidates, all.upperBound)
        for entry in entries.indices {
          if let line = lines[entry] {
            fillSimply(entry, line, table, block, counts)
          } else {
            fill(entry, table, block, counts)
          }
        }
      }
      return counts
    }
    workers.run(tasks: tasks) { task in
      for cell in Workers.slice(task, of: tasks, count: cellCount) {
        applicants[cell] += counts.reduce(0) { $0 + $1[cell] }
      }
    }
  }

  /// At most one line differs from programme to programme, the case of nearly every entry.
  private func fillSimply(
    _ entry: Int, _ line: ProgrammeLine, _ table: PlaceTable, _ candidates: Range<Int>,
    _ counts: Column<Int32>
  ) {
    let (rows, places, rankings, students) = (rows, places, table.count, students)
    let (width, entryCount, programmes) = (width, entries.count, programmeCount)
    let count = candidateCount
    cells.withSpan { cells in
      table.places.withSpan { ranked in
        table.slots.withSpan { slots in
          line.least.withSpan { least in
            let slots = slots.extracting(entry &* programmes..<(entry &+ 1) &* programmes)
            for candidate in candidates {
              if candidate &+ MatchingPlan.ahead < count {
                let next = Int(students[candidate &+ MatchingPlan.ahead])
                table.places.prefetch(next &* rankings)
                line.prefetch(next)
              }
              let row = Int(rows[candidate &* entryCount &+ entry])
              if row < 0 { continue }
              let student = Int(students[candidate])
              let value = line.value(student)
              let first = candidate &* width
              let list = cells.extracting(first..<first &+ width)
              let ranked = ranked.extracting(student &* rankings..<(student &+ 1) &* rankings)
              counts.withMutableSpan(row..<row &+ programmes) { counts in
                places.withMutableSpan(first &* entryCount..<(first &+ width) &* entryCount) {
                  MatchingPlan.enter(
                    list, &$0, &counts, every: entryCount, entry, value, least, slots, ranked)
                }
              }
            }
          }
        }
      }
    }
  }

  /// Enters the places of one candidate, every so many cells from `entry` on. A function of its
  /// own, for the sake of the registers.
  @inline(never)
  private static func enter(
    _ list: Span<UInt16>, _ places: inout MutableSpan<Int32>, _ counts: inout MutableSpan<Int32>,
    every entryCount: Int, _ entry: Int, _ value: Int64, _ least: Span<Int64>,
    _ slots: Span<Int32>, _ ranked: Span<Int32>
  ) {
    var at = entry
    for choice in list.indices {
      let programme = Int(list[choice]) &- 1
      if programme >= 0, value >= least[programme &+ 1], slots[programme] >= 0 {
        let place = ranked[Int(slots[programme])]
        if place > 0 {
          places[at] = place
          counts[programme] &+= 1
        }
      }
      at &+= entryCount
    }
  }

  private func fill(
    _ entry: Int, _ table: PlaceTable, _ candidates: Range<Int>, _ counts: Column<Int32>
  ) {
    let own = entries[entry].gate
    for candidate in candidates {
      let row = Int(rows[candidate * entries.count + entry])
      if row < 0 { continue }
      let student = student(candidate)
      for at in candidate * width..<(candidate + 1) * width {
        let programme = Int(cells[at]) - 1
        if programme < 0 || !gate.admits(student, to: programme, of: cohort) { continue }
        let slot = Int(table.slots[entry * programmeCount + programme])
        if slot < 0 || !own.admits(student, to: programme, of: cohort) { continue }
        let place = table.places[student * table.count + slot]
        if place == 0 { continue }
        places[at * entries.count + entry] = place
        counts[row + programme] += 1
      }
    }
  }

  /// Enters the places of entries that rank by priorities, programme by programme.
  func fillPriorities(_ priorities: Priorities, workers: Workers) {
    let asking = entries.indices.filter { stage.pools[$0].ranking == .priorities }
    if asking.isEmpty { return }
    let numbers = Column<Int32>(count: cohort.count)
    for candidate in 0..<candidateCount { numbers[student(candidate)] = Int32(candidate) }
    workers.run(tasks: programmeCount) { programme in
      let range = priorities.range(of: programme)
      for at in range {
        let student = Int(priorities.students[at])
        if flags[student] == 0 { continue }
        let candidate = Int(numbers[student])
        guard let choice = choice(of: programme, candidate) else { continue }
        if !gate.admits(student, to: programme, of: cohort) { continue }
        for entry in asking {
          let row = Int(rows[candidate * entries.count + entry])
          if row < 0 || !entries[entry].gate.admits(student, to: programme, of: cohort) { continue }
          let pair = candidate * width + choice
          places[pair * entries.count + entry] = Int32(at - range.lowerBound + 1)
          // Cells of other programmes belong to other tasks.
          applicants[row + programme] += 1
        }
      }
    }
  }

  /// The number of the choice that names `programme`.
  private func choice(of programme: Int, _ candidate: Int) -> Int? {
    let first = candidate * width
    return (0..<width).first { Int(cells[first + $0]) == programme + 1 }
  }
}
