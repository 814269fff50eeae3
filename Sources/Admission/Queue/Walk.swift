import Columns

/// One walk over the pairs of a stage, or of one audience of it, by one worker.
///
/// No pair is ever sorted. The keys of the order that stand before `rank` cut the students (bands
/// and equal scores) and the choices (numbers and bands) into leaves, visited in order; within a
/// leaf students are in rank order and each tries the leaf's choices in order. Every pair is in
/// exactly one leaf, so applicants are counted on the way. Complexity: O(pairs + students × leaves
/// a student is in).
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
  /// The end of the students that are walked, beyond which nothing is prefetched: what stands there
  /// are other audiences, which another worker may be sorting.
  private(set) var known = 0
  /// Whether applicants have been counted before the walk.
  var areCounted = false
  private var spare: [Int32] = []
  /// How many students ahead a student's list, flags and value are prefetched: they lie anywhere in
  /// memory, and the walk would wait for each.
  static let ahead = 24
  /// With fewer students than this nothing is prefetched.
  private static let many = 16_384
  /// How many students ahead, when their lists have come, the counters of the cells on them are
  /// prefetched.
  private static let near = 6

  init(_ plan: StagePlan, isLocal: Bool, placements: Column<Placement>) {
    self.plan = plan
    self.isLocal = isLocal
    self.placements = placements
    cells = CellCounters(
      programmes: plan.programmeCount,
      rows: plan.maps.map { isLocal ? 1 : $0.count })
    bases = Column(count: max(1, plan.entries.count))
  }

  /// Walks the students at `range` of `students`, who stand there in rank order. No other is looked
  /// at.
  mutating func run(_ students: Column<Int32>, _ range: Range<Int>) {
    // What all bring lies in the cache where they are few.
    known = placements.count < Walk.many ? 0 : range.upperBound
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
  private mutating func walkQueue(
    _ students: Column<Int32>, _ range: Range<Int>, _ choices: Range<Int>
  ) {
    if let line = plan.simpleLine { return walkSimply(students, range, choices, line) }
    for at in range {
      if at + Walk.ahead < known {
        let next = Int(students[at + Walk.ahead])
        plan.prefetchList(next, choices)
        plan.prefetch(next)
        placements.prefetch(next)
      }
      if at + Walk.near < range.upperBound { prefetchCells(Int(students[at + Walk.near]), choices) }
      tryAll(Int(students[at]), choices)
    }
  }

  /// Prefetches the counters of all that a student may try: with many audiences they do not fit a
  /// cache.
  private func prefetchCells(_ student: Int, _ choices: Range<Int>) {
    let (lists, list) = (plan.lists.cells, student * plan.lists.width)
    for number in plan.entries.indices {
      guard let base = base(of: number, student) else { continue }
      for choice in choices {
        cells.seats.prefetch(base + Int(lists[list + choice]))
      }
    }
  }

  /// One student in general: several pools, conditions and lines a choice.
  private mutating func tryAll(_ student: Int, _ choices: Range<Int>) {
    var isPlaced = placements[student].isAdmitted
    let cells = cells
    forEachCell(student, choices) { walk, choice, cell, entry in
      cells.count(at: cell)
      if isPlaced || cells.seats[cell].left <= 0 { return false }
      isPlaced = true
      cells.seats[cell].left -= 1
      walk.record(student, choice, cell, entry, startsClass: true)
      return false
    }
  }

  /// Visits the cells that the student may take, in the order in which they are tried, until `body`
  /// says stop.
  @inline(__always)
  mutating func forEachCell(
    _ student: Int, _ choices: Range<Int>,
    _ body: (inout Walk, _ choice: Int, _ cell: Int, _ entry: Int) -> Bool
  ) {
    findBases(student)
    let (lists, list) = (plan.lists.cells, student * plan.lists.width)
    for choice in choices {
      let programme = Int(lists[list + choice]) - 1
      if programme < 0 || !plan.admits(student, to: programme) { continue }
      // By number: an entry in hand is a copy, and its references would be counted for each choice.
      for number in plan.entries.indices {
        guard let cell = cell(number, programme), plan.admits(student, to: programme, at: number)
        else { continue }
        if body(&self, choice, cell, number) { return }
      }
    }
  }

  /// Finds, for each entry, where the student's counters begin; −1 where the entry is not for them.
  mutating func findBases(_ student: Int) {
    for number in plan.entries.indices { bases[number] = base(of: number, student) ?? -1 }
  }

  /// The cell of `programme` at `entry`, for the student of the last `findBases`; nil: not for
  /// them.
  func cell(_ entry: Int, _ programme: Int) -> Int? {
    bases[entry] < 0 ? nil : bases[entry] + programme + 1
  }

  @inline(__always)
  private func base(of number: Int, _ student: Int) -> Int? {
    if plan.flags[student] & (1 << UInt32(number)) == 0 { return nil }
    let row = plan.entries[number].row
    if isLocal { return cells.bases[row] }
    let audience = plan.audience(row, of: student)
    return audience < 0 ? nil : cells.start(row, audience)
  }

  /// Enters an admission; seats are counted by the caller.
  mutating func record(
    _ student: Int, _ choice: Int, _ cell: Int, _ entry: Int, startsClass: Bool
  ) {
    placements[student] = Placement(
      stage: plan.number, pool: plan.pools[plan.entries[entry].row],
      programme: cells.programme(of: cell), choice: choice)
    cells.cells[cell].enter(student, choice, startsClass: startsClass, plan.places)
  }
}

extension StagePlan {
  /// The band of a student's score, from 0 for the highest.
  func band(of student: Int) -> Int {
    guard let bands = stage.scoreBands else { return 0 }
    return stage.band(ofScore: cohort.numbers[bands.number][student])
  }

  /// Prefetches the list of `student`, or the part of it that is walked.
  @inline(__always)
  func prefetchList(_ student: Int, _ choices: Range<Int>) {
    let from = student &* lists.width
    lists.cells.prefetch(from &+ choices.lowerBound)
    lists.cells.prefetch(from &+ choices.upperBound &- 1)
  }
}
