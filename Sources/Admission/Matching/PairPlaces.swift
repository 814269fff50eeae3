import Columns

/// The students' places in some rankings of a stage, strict, side by side for each student, and which
/// of them a programme uses.
///
/// A stage may have hundreds of rankings; they are taken a few at a time, so that the tables of all
/// never stand in memory together.
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
    _ rankings: ArraySlice<Int>, _ stage: Stage, of market: Market, orders: [Int: RankOrder],
    workers: Workers
  ) {
    let (count, programmes) = (rankings.count, market.programmeCount)
    self.count = count
    let places = Column<Int32>(count: market.cohort.count * count)
    slots = Column(count: stage.pools.count * programmes)
    for (entry, offered) in stage.pools.enumerated() {
      for programme in 0..<programmes {
        let ranking = offered.ranking?.ranking(at: programme)
        let slot = ranking.flatMap { rankings.firstIndex(of: $0) }
        slots[entry * programmes + programme] = Int32(slot.map { $0 - rankings.startIndex } ?? -1)
      }
    }
    for (slot, ranking) in rankings.enumerated() {
      let (students, ranked) = (orders[ranking]!.students, orders[ranking]!.count)
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
  /// Asks every pair everything but priorities: enters the place of who passes, and counts them.
  func fillPlaces(_ table: PlaceTable, workers: Workers) {
    if table.count == 0 { return }
    let tasks = workers.count
    let counts = workers.map(tasks: tasks) { task in
      let counts = Column<Int32>(count: cellCount)
      let students = Workers.slice(task, of: tasks, count: cohort.count)
      for entry in entries.indices {
        if let line = StagePlan.simpleLine(gate, [entries[entry]], cohort, programmeCount) {
          fillSimply(entry, line, table, students, counts)
        } else {
          fill(entry, table, students, counts)
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
    _ entry: Int, _ line: ProgrammeLine, _ table: PlaceTable, _ students: Range<Int>,
    _ counts: Column<Int32>
  ) {
    let (rows, places, rankings, least) = (rows, places, table.count, line.least)
    let (width, entryCount, slotBase) = (lists.width, entries.count, entry * programmeCount)
    lists.cells.withSpan { cells in
      table.places.withSpan { ranked in
        table.slots.withSpan { slots in
          for student in students {
            let row = Int(rows[student &* entryCount &+ entry])
            if row < 0 { continue }
            let value = line.value(student)
            let (first, own) = (student &* width, student &* rankings)
            for at in first..<first &+ width {
              let programme = Int(cells[at]) &- 1
              if programme < 0 || value < least[programme] { continue }
              let slot = Int(slots[slotBase &+ programme])
              if slot < 0 { continue }
              let place = ranked[own &+ slot]
              if place == 0 { continue }
              places[at &* entryCount &+ entry] = place
              counts[row &+ programme] &+= 1
            }
          }
        }
      }
    }
  }

  private func fill(
    _ entry: Int, _ table: PlaceTable, _ students: Range<Int>, _ counts: Column<Int32>
  ) {
    let own = entries[entry].gate
    for student in students {
      let row = Int(rows[student * entries.count + entry])
      if row < 0 { continue }
      for at in student * lists.width..<(student + 1) * lists.width {
        let programme = Int(lists.cells[at]) - 1
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
}
