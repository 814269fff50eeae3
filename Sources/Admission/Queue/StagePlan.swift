import Columns

/// All that the walk of one stage reads: the stage with its lines in force, who is eligible, and
/// how its seats lie in memory. One object, for whoever walks has it in hand: a copy would count a
/// reference for each of its columns, which in a small city takes as long as some of the walk.
final class StagePlan: Sendable {
  /// A pool as the stage offers it.
  struct Entry: Sendable {
    /// The pool's row of counters: its place in `pools`.
    let row: Int
    let gate: GateInForce
  }

  let stage: Stage
  /// The stage's number, which placements carry.
  let number: Int
  let cohort: Cohort
  let programmeCount: Int
  let ties: Ranking.Ties
  /// The number that the `score` key compares: the ranking's first.
  let firstKey: Int?
  let gate: GateInForce
  let entries: [Entry]
  /// The pools offered, each once, in the order in which they are first offered.
  let pools: [Int]
  /// For each of `pools` its division of the students.
  let maps: [AudienceMap]
  /// The first choice of each band but the first, as far as lists reach.
  let bandStarts: [Int]
  /// The students' lists.
  let lists: ChoiceLists
  /// Who takes part.
  let participants: Participants
  /// Places in the ranking, where the walk has to compare students.
  let places: Column<Int32>?
  let decisions: DecisionTable
  /// The line of a stage with one pool, no conditions on programmes and at most one line that
  /// differs from programme to programme; nil for other stages.
  let simpleLine: ProgrammeLine?
  /// The numbers that lines ask for with each choice.
  private let askedNumbers: [Int]
  /// The categories that tell a student's audiences.
  private let askedCategories: [Int]

  /// Students whose flags have none of these bits cannot take a seat: with one pool, those whom it
  /// is not for are left out before the walk.
  var walkers: UInt32 { simpleLine == nil ? .max : 1 }

  /// See `Participants.flags`.
  var flags: Column<UInt32> { participants.flags }

  /// The most entries that a stage may have.
  static let entriesMax = Stage.poolsMax

  /// Whether all pools divide the students alike, so that audiences never meet.
  var fallsApart: Bool {
    guard let first = maps.first, first.category != nil else { return false }
    return maps.allSatisfy {
      $0.category == first.category && $0.count == first.count && $0.table == first.table
    }
  }

  init(
    _ number: Int, of market: Market, order: RankOrder, placements: Column<Placement>,
    cutoffs: (_ stage: Int, _ pool: Int, _ number: Int) -> Cutoffs, workers: Workers
  ) {
    stage = market.stages[number]
    self.number = number
    cohort = market.cohort
    programmeCount = market.programmeCount
    let ranking = market.ranking(ofQueue: stage)
    ties = ranking.ties
    firstKey = ranking.keys.first?.number
    precondition(stage.pools.count <= StagePlan.entriesMax)
    var own = stage.gate
    // Where everybody has a place in the ranking, nobody misses a key.
    if order.count < market.cohort.count { own.required += ranking.keys.map(\.number) }
    if let bands = stage.scoreBands { own.required.append(bands.number) }
    gate = GateInForce(own, pool: nil, programmeCount: programmeCount, cutoffs: cutoffs)
    var pools: [Int] = []
    var entries: [Entry] = []
    for offered in stage.pools {
      if !pools.contains(offered.pool) { pools.append(offered.pool) }
      entries.append(
        Entry(
          row: pools.firstIndex(of: offered.pool)!,
          gate: GateInForce(
            offered.gate, pool: offered.pool, programmeCount: programmeCount, cutoffs: cutoffs)))
    }
    self.pools = pools
    self.entries = entries
    let width = market.cohort.lists[stage.list].width
    bandStarts = stage.choiceBandStarts.filter { $0 < width }
    maps = pools.map { market.audiences[market.pools[$0].audience] }
    lists = market.cohort.lists[stage.list]
    let comparesStudents = ties != .lottery || stage.order.first != .rank
    places = comparesStudents ? order.places(ranking, of: market.cohort) : nil
    decisions = DecisionTable(market.decisions, stage: number)
    simpleLine = StagePlan.simpleLine(gate, entries, cohort, programmeCount)
    let gates = [gate] + entries.map(\.gate)
    askedNumbers = Set(gates.flatMap { $0.pairLines.map(\.number) }).sorted()
    askedCategories = Set(maps.compactMap(\.category)).sorted()
    participants = Participants(gate, entries, cohort, placements, workers)
  }

  static func simpleLine(
    _ gate: GateInForce, _ entries: [Entry], _ cohort: Cohort, _ programmeCount: Int
  ) -> ProgrammeLine? {
    guard entries.count == 1, gate.pairConditions.isEmpty, entries[0].gate.pairConditions.isEmpty
    else { return nil }
    let lines = gate.pairLines + entries[0].gate.pairLines
    if lines.count > 1 { return nil }
    let none = Array(repeating: Int64.min, count: programmeCount)
    return ProgrammeLine(
      values: lines.first.map { cohort.numbers[$0.number] },
      least: Column([Int64.max] + (lines.first?.least ?? none)))
  }

  /// Prefetches what is asked of the student for each choice, which lies anywhere in memory.
  func prefetch(_ student: Int) {
    flags.prefetch(student)
    for number in askedNumbers { cohort.numbers[number].prefetch(student) }
    for category in askedCategories { cohort.categories[category].prefetch(student) }
  }

  /// Whether the stage lets the student take the programme. What asks for nothing is not asked:
  /// handing it the cohort counts references, which is more than all else that a walk does for a
  /// choice.
  @inline(__always)
  func admits(_ student: Int, to programme: Int) -> Bool {
    !gate.asksPairs || gate.admits(student, to: programme, of: cohort)
  }

  /// Whether the pool of an entry does.
  @inline(__always)
  func admits(_ student: Int, to programme: Int, at entry: Int) -> Bool {
    !entries[entry].gate.asksPairs
      || entries[entry].gate.admits(student, to: programme, of: cohort)
  }

  /// The audience of `student` in the pool of `row`, or −1.
  @inline(__always)
  func audience(_ row: Int, of student: Int) -> Int {
    guard let category = maps[row].category else { return 0 }
    return maps[row].audience(ofValue: Int(cohort.categories[category][student]))
  }
}

/// A minimum for each programme, laid out for the walk.
struct ProgrammeLine: Sendable {
  /// The students' values; nil: no line, everybody meets it.
  let values: NumberColumn?
  /// For each choice, programme + 1, the least value; `Int64.min` where there is no line. The first
  /// is that of an empty choice.
  let least: Column<Int64>

  /// Brings a student's value nearer.
  @inline(__always)
  func prefetch(_ student: Int) { values?.prefetch(student) }

  /// What is compared with `least`. Students who miss the number take no part in the stage.
  @inline(__always)
  func value(_ student: Int) -> Int64 { values?[student] ?? 0 }
}
