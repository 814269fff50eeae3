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
    precondition(bases.last! <= Stage.cellsMax)
    flags = StagePlan.flags(gate, entries, cohort, placements, workers)
    let entryCount = entries.count
    rows = Column(count: cohort.count * entryCount)
    places = Column(count: lists.cells.count * entryCount)
    applicants = Column(count: bases.last!)
    fillRows(workers)
    let rankings = stage.rankings
    for first in stride(from: 0, to: rankings.count, by: PlaceTable.rankingsMax) {
      let some = rankings[first..<min(first + PlaceTable.rankingsMax, rankings.count)]
      fillPlaces(
        PlaceTable(some, stage, of: market, orders: orders, workers: workers), workers: workers)
    }
    if let priorities = market.priorities { fillPriorities(priorities, workers: workers) }
  }

  /// Enters where the cells of every student's audiences begin.
  private func fillRows(_ workers: Workers) {
    let (flags, rows, entryCount) = (flags, rows, entries.count)
    for entry in entries.indices {
      let (base, map, programmes) = (bases[entry], maps[entry], programmeCount)
      let values = map.category.map { cohort.categories[$0] }
      workers.run(tasks: workers.count) { task in
        for student in Workers.slice(task, of: workers.count, count: flags.count) {
          var audience = flags[student] & (1 << UInt32(entry)) == 0 ? -1 : 0
          if audience == 0, let values { audience = map.audience(ofValue: Int(values[student])) }
          rows[student &* entryCount &+ entry] =
            audience < 0 ? -1 : Int32(truncatingIfNeeded: base &+ audience &* programmes)
        }
      }
    }
  }
}

extension Stage {
  /// The rankings that the stage asks for, each once, ascending: indices into `Market.rankings`.
  public var rankings: [Int] {
    if mechanism == .queue { return [ranking] }
    return Set(pools.flatMap { $0.ranking?.rankings ?? [] }).sorted()
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
