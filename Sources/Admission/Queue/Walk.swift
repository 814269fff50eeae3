import Columns

/// One walk over the pairs of a stage, or of one audience of it, by one worker.
///
/// No pair is ever sorted. The keys of the order that stand before `rank` cut the students (bands
/// and equal scores) and the choices (numbers and bands) into leaves, visited in order; within a leaf
/// students are in rank order and each tries the leaf's choices in order. Every pair is in exactly one
/// leaf, so applicants are counted on the way.
/// Complexity: O(pairs + students × leaves a student is in).
struct Walk {
  let plan: StagePlan
  let cells: CellCounters
  /// Where placements are written: the run's, or those of a provisional stage.
  let placements: Column<Placement>
  /// The first tie that has to be decided by people; the walk ends there.
  var failure: AllocationFailure?
  /// Decisions of the market that answered a stop.
  var answered: [Int] = []

  /// Whether audiences are walked one by one: their counters then lie in one row a pool.
  let isLocal: Bool
  private let bases: Column<Int>
  /// What was fetched for a block of students: their lists, and where their counters begin and what
  /// the line compares.
  private let block: Column<UInt16>
  private let blockBases: Column<Int>
  private let values: Column<Int64>
  private var spare: [Int32] = []
  private static let blockStudents = 64

  init(_ plan: StagePlan, isLocal: Bool, placements: Column<Placement>) {
    self.plan = plan
    self.isLocal = isLocal
    self.placements = placements
    cells = CellCounters(
      programmes: plan.programmeCount,
      rows: plan.maps.map { isLocal ? 1 : $0.count })
    bases = Column(count: max(1, plan.entries.count))
    block = Column(count: Walk.blockStudents * max(1, plan.lists.width))
    blockBases = Column(count: Walk.blockStudents)
    values = Column(count: Walk.blockStudents)
  }

  /// Walks the students at `range` of `students`, who stand there in rank order.
  mutating func run(_ students: Column<Int32>, _ range: Range<Int>) {
    visit(plan.stage.order[...], students, range, 0..<plan.lists.width)
  }

  /// Cuts by the first of `keys` and goes on with the rest; at `rank` the leaf is walked.
  private mutating func visit(
    _ keys: ArraySlice<Stage.OrderKey>, _ students: Column<Int32>, _ range: Range<Int>,
    _ choices: Range<Int>
  ) {
    if range.isEmpty || choices.isEmpty || failure != nil { return }
    let rest = keys.dropFirst()
    switch keys.first! {
    case .rank:
      plan.ties == .lottery
        ? walkQueue(students, range, choices) : walkClasses(students, range, choices)
    case .choice:
      for choice in choices { visit(rest, students, range, choice..<choice + 1) }
    case .choiceBand:
      var start = choices.lowerBound
      for end in plan.bandStarts + [choices.upperBound] where end > start {
        visit(rest, students, range, start..<min(end, choices.upperBound))
        start = min(end, choices.upperBound)
      }
    case .score:
      guard let firstKey = plan.firstKey else { return visit(rest, students, range, choices) }
      let values = plan.cohort.numbers[firstKey]
      for run in runs(range, by: { values[Int(students[$0])] }) {
        visit(rest, students, run, choices)
      }
    case .scoreBand:
      sortByBand(students, range)
      for run in runs(range, by: { plan.band(of: Int(students[$0])) }) {
        visit(rest, students, run, choices)
      }
    }
  }

  /// Cuts `range` where the value changes.
  private func runs<Value: Equatable>(
    _ range: Range<Int>, by value: (Int) -> Value
  ) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var start = range.lowerBound
    while start < range.upperBound {
      let first = value(start)
      var end = start + 1
      while end < range.upperBound, value(end) == first { end += 1 }
      runs.append(start..<end)
      start = end
    }
    return runs
  }

  /// Puts bands one behind the other, each in rank order: a stable counting sort.
  private mutating func sortByBand(_ students: Column<Int32>, _ range: Range<Int>) {
    let bands = (plan.stage.scoreBands?.edges.count ?? 0) + 1
    var next = [Int](repeating: 0, count: bands + 1)
    for at in range { next[plan.band(of: Int(students[at])) + 1] += 1 }
    for band in 1...bands { next[band] += next[band - 1] }
    spare = range.map { students[$0] }
    for student in spare {
      let band = plan.band(of: Int(student))
      students[range.lowerBound + next[band]] = student
      next[band] += 1
    }
  }

  // MARK: One student after the other

  /// Walks a leaf in which no two students share a place.
  ///
  /// What a student brings (list, counters, value) lies anywhere in memory. It is fetched for a block
  /// of students first: those fetches do not wait for one another, the walk would wait for each.
  private mutating func walkQueue(
    _ students: Column<Int32>, _ range: Range<Int>, _ choices: Range<Int>
  ) {
    var start = range.lowerBound
    while start < range.upperBound {
      let end = min(start + Walk.blockStudents, range.upperBound)
      // What the next block brings travels while this one is walked.
      prefetch(students, end..<min(end + Walk.blockStudents, range.upperBound), choices)
      fetch(students, start..<end, choices)
      if let line = plan.simpleLine {
        trySimple(students, start..<end, choices, line)
      } else {
        for at in start..<end {
          tryAll(Int(students[at]), (at - start) * choices.count, choices)
        }
      }
      start = end
    }
  }

  private func prefetch(_ students: Column<Int32>, _ range: Range<Int>, _ choices: Range<Int>) {
    let (lists, width, flags) = (plan.lists.cells, plan.lists.width, plan.flags)
    for at in range {
      let student = Int(students[at])
      lists.prefetch(student &* width &+ choices.lowerBound)
      lists.prefetch(student &* width &+ choices.upperBound &- 1)
      flags.prefetch(student)
      plan.simpleLine?.prefetch(student)
    }
  }

  /// Copies what the students at `range` bring into memory that stays in cache.
  private func fetch(_ students: Column<Int32>, _ range: Range<Int>, _ choices: Range<Int>) {
    let (lists, block, width) = (plan.lists.cells, block, plan.lists.width)
    for at in range {
      let from = Int(students[at]) &* width &+ choices.lowerBound
      lists.copy(
        from..<from &+ choices.count, to: block, at: (at &- range.lowerBound) &* choices.count)
    }
    guard let line = plan.simpleLine else { return }
    for at in range {
      let student = Int(students[at])
      values[at &- range.lowerBound] = line.value(student)
      blockBases[at &- range.lowerBound] = base(of: 0, student) ?? -1
    }
  }

  /// One pool and nothing to ask for each choice but one line, the case of nearly every stage.
  private mutating func trySimple(
    _ students: Column<Int32>, _ range: Range<Int>, _ choices: Range<Int>, _ line: ProgrammeLine
  ) {
    let (block, counters, cells) = (block, cells, cells.cells)
    let (least, placements, length) = (line.least, placements, choices.count)
    let (stage, pool) = (plan.number, plan.pools[0])
    let comparesStudents = plan.places != nil
    // Where choices are cut into leaves, a student may have been placed in an earlier one.
    let comesOnce = length == plan.lists.width
    for at in range {
      let student = Int(students[at])
      let base = blockBases[at &- range.lowerBound]
      if base < 0 { continue }
      var isPlaced = comesOnce ? false : placements[student].isAdmitted
      let value = values[at &- range.lowerBound]
      let list = (at &- range.lowerBound) &* length
      for k in 0..<length {
        let programme = Int(block[list &+ k]) &- 1
        if programme < 0 || value < least[programme] { continue }
        let cell = base &+ programme
        counters.countApplicant(cell)
        if isPlaced || cells[cell].left <= 0 { continue }
        isPlaced = true
        cells[cell].left &-= 1
        if comparesStudents {
          record(student, choices.lowerBound + k, cell, 0, startsClass: true)
        } else {
          cells[cell].last = Int32(truncatingIfNeeded: student &+ 1)
          cells[cell].lastChoice = Int32(truncatingIfNeeded: choices.lowerBound &+ k)
          placements[student] = Placement(
            stage: stage, pool: pool, programme: programme, choice: choices.lowerBound &+ k)
        }
      }
    }
  }

  /// One student in general: several pools, conditions and lines a choice.
  private mutating func tryAll(_ student: Int, _ list: Int, _ choices: Range<Int>) {
    findBases(student)
    var isPlaced = placements[student].isAdmitted
    for k in 0..<choices.count {
      let programme = Int(block[list + k]) - 1
      if programme < 0 || !plan.gate.admits(student, to: programme, of: plan.cohort) { continue }
      for (number, entry) in plan.entries.enumerated() where bases[number] >= 0 {
        if !entry.gate.admits(student, to: programme, of: plan.cohort) { continue }
        let cell = bases[number] + programme
        cells.countApplicant(cell)
        if isPlaced || cells.cells[cell].left <= 0 { continue }
        isPlaced = true
        cells.cells[cell].left -= 1
        record(student, choices.lowerBound + k, cell, number, startsClass: true)
      }
    }
  }

  /// Finds, for each entry, where the student's counters begin; −1 where the entry is not for them.
  mutating func findBases(_ student: Int) {
    for number in plan.entries.indices { bases[number] = base(of: number, student) ?? -1 }
  }

  /// The cell of `programme` at `entry`, for the student of the last `findBases`; nil: not for them.
  func cell(_ entry: Int, _ programme: Int) -> Int? {
    bases[entry] < 0 ? nil : bases[entry] + programme
  }

  @inline(__always)
  private func base(of number: Int, _ student: Int) -> Int? {
    if plan.flags[student] & (1 << UInt32(number)) == 0 { return nil }
    let row = plan.entries[number].row
    if isLocal { return cells.bases[row] }
    let audience = plan.audience(row, of: student)
    return audience < 0 ? nil : cells.bases[row] + audience * plan.programmeCount
  }

  /// Enters an admission; seats are counted by the caller. Of a class, the smallest row and the
  /// largest choice stand for all.
  mutating func record(
    _ student: Int, _ choice: Int, _ cell: Int, _ entry: Int, startsClass: Bool
  ) {
    placements[student] = Placement(
      stage: plan.number, pool: plan.pools[plan.entries[entry].row],
      programme: cells.programme(of: cell), choice: choice)
    let row = Int32(truncatingIfNeeded: student + 1)
    let number = Int32(truncatingIfNeeded: choice)
    var counter = cells.cells[cell]
    counter.lastChoice = startsClass ? number : max(number, counter.lastChoice)
    counter.last = startsClass ? row : min(row, counter.last)
    if let places = plan.places {
      let (place, lowest) = (places[student], counter.lowest)
      let worst = lowest == 0 ? -1 : places[Int(lowest) - 1]
      if place > worst || (place == worst && row < lowest) { counter.lowest = row }
    }
    cells.cells[cell] = counter
  }
}

extension StagePlan {
  /// The band of a student's score, from 0 for the highest.
  func band(of student: Int) -> Int {
    guard let bands = stage.scoreBands else { return 0 }
    return stage.band(ofScore: cohort.numbers[bands.number][student])
  }
}
