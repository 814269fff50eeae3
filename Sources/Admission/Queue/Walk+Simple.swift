import Columns
import Synchronization

/// Stages with one pool and nothing to ask for each choice but one line: nearly every stage.
///
/// Whoever is not for the pool has been left out, so that all who are walked share one row of
/// counters: that of the audience, or of everyone.
extension Walk {
  /// Walks a leaf of such a stage.
  mutating func walkSimply(
    _ students: Column<Int32>, _ range: Range<Int>, _ choices: Range<Int>, _ line: ProgrammeLine
  ) {
    let (plan, all, placements, width) = (plan, cells, placements, plan.lists.width)
    precondition(isLocal || plan.maps[0].category == nil)
    let (known, counts) = (known, !areCounted)
    let seat = Placement(stage: plan.number, pool: plan.pools[0], programme: 0, choice: 0)
    let (places, counters) = (plan.places, all.cells)
    // Where choices are cut into leaves, a student may have been placed in an earlier one.
    let comesOnce = choices.count == width
    plan.lists.cells.withSpan { lists in
      line.least.withSpan { least in
        all.seats.withMutableSpan { seats in
          for at in range {
            if at &+ Walk.ahead < known {
              let next = Int(students[at &+ Walk.ahead])
              plan.prefetchList(next, choices)
              line.prefetch(next)
              placements.prefetch(next)
            }
            let student = Int(students[at])
            let value = line.value(student)
            let first = student &* width
            let list = lists.extracting(
              first &+ choices.lowerBound..<first &+ choices.upperBound)
            let choice: Int
            if counts {
              let isNew: Bool
              (isNew, choice) = Walk.count(list, &seats, value, least)
              if isNew { all.note(list, start: 0) }
            } else {
              choice = Walk.first(list, seats.span, value, least)
            }
            if choice == list.count { continue }
            if !comesOnce, placements[student].isAdmitted { continue }
            let chosen = Int(list[choice])
            seats[chosen].left &-= 1
            let number = choices.lowerBound &+ choice
            counters[chosen].enter(student, number, startsClass: true, places)
            placements[student] = seat.at(
              programme: list[choice] &- 1, choice: UInt16(truncatingIfNeeded: number))
          }
        }
      }
    }
  }

  /// The applicants of a stage with one pool for everyone, for each of its `cells`, of which the
  /// first is that of an empty choice and has none: counted while this thread is at `walk`, and
  /// then by all workers. Complexity: O(students · choices).
  static func applicants(
    of plan: StagePlan, _ line: ProgrammeLine, cells: Int, _ workers: Workers,
    besides walk: () -> Void
  ) -> [Int32] {
    let slices = workers.slices
    let all = Mutex([Int32](repeating: 0, count: cells))
    workers.run(tasks: slices, besides: walk) { slice in
      let rows = Workers.slice(slice, of: slices, count: plan.cohort.count)
      let counts = applicants(of: plan, line, cells: cells, rows)
      all.withLock { all in
        for cell in 1..<cells { for lane in 0..<4 { all[cell] &+= counts[4 &* cell &+ lane] } }
      }
    }
    return all.withLock { $0 }
  }

  /// The same, of the students in `rows` alone, in four counters a cell that are to be added.
  /// Neighbouring choices use different ones: a counter that was just written is not at hand at
  /// once, and empty choices stand next to each other. All choices of a list are looked at, since
  /// where it ends cannot be foreseen.
  private static func applicants(
    of plan: StagePlan, _ line: ProgrammeLine, cells: Int, _ rows: Range<Int>
  ) -> [Int32] {
    var counts = [Int32](repeating: 0, count: 4 * cells)
    var four = counts.mutableSpan
    let width = plan.lists.width
    plan.lists.cells.withSpan { lists in
      let isEverybody = plan.participants.isEverybody
      if line.values == nil, isEverybody {
        return count(lists.extracting(rows.lowerBound * width..<rows.upperBound * width), &four)
      }
      line.least.withSpan { least in
        for student in rows where isEverybody || plan.flags[student] & plan.walkers != 0 {
          let list = lists.extracting(student &* width..<student &* width &+ width)
          if line.values == nil {
            count(list, &four)
          } else {
            let value = line.value(student)
            for at in list.indices {
              let chosen = Int(list[at])
              four[4 &* chosen &+ (at & 3)] &+= value >= least[chosen] ? 1 : 0
            }
          }
        }
      }
    }
    return counts
  }

  /// Counts all of `choices`, those of empty cells too.
  @inline(__always)
  private static func count(_ choices: Span<UInt16>, _ four: inout MutableSpan<Int32>) {
    let whole = choices.count & ~3
    for at in stride(from: 0, to: whole, by: 4) {
      for lane in 0..<4 { four[4 &* Int(choices[at &+ lane]) &+ lane] &+= 1 }
    }
    for at in whole..<choices.count { four[4 &* Int(choices[at])] &+= 1 }
  }

  /// The first choice of `list` that has a seat left and whose line is met, in the row that `seats`
  /// begins with; the end of the list where there is none.
  @inline(__always)
  private static func first(
    _ list: Span<UInt16>, _ seats: Span<CellSeats>, _ value: Int64, _ least: Span<Int64>
  ) -> Int {
    for choice in list.indices {
      // The cell of an empty choice has no seats.
      let chosen = Int(list[choice])
      if seats[chosen].left > 0, value >= least[chosen] { return choice }
    }
    return list.count
  }

  /// Counts a student of this value for all choices of `list` whose programme asks for no more, in
  /// the row that `seats` begins with. Returns whether somebody asks for one of them for the first
  /// time, and the first choice that has a seat left, the end of the list where there is none.
  ///
  /// From the last choice to the first, so that the first is the one that is kept. Lists are short,
  /// and where one ends is all that has to be predicted: whether a line is met or a seat left could
  /// not be. A function of its own, for the sake of the registers.
  @inline(never)
  private static func count(
    _ list: Span<UInt16>, _ seats: inout MutableSpan<CellSeats>, _ value: Int64,
    _ least: Span<Int64>
  ) -> (isNew: Bool, first: Int) {
    var (isNew, first) = (Int32(0), list.count)
    var at = list.count
    while at > 0 {
      at &-= 1
      let chosen = Int(list[at])
      if chosen == 0 { continue }
      let passes: Int32 = value >= least[chosen] ? 1 : 0
      var cell = seats[chosen]
      isNew |= cell.applicants == 0 ? passes : 0
      first = cell.left > 0 && passes > 0 ? at : first
      cell.applicants &+= passes
      seats[chosen] = cell
    }
    return (isNew != 0, first)
  }
}
