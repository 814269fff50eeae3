import Columns

/// A stage looked at again, after the outcome: who could have taken which seat, and where a pair of
/// student and choice stands in its order. For questions about outcomes; the engine does not use
/// it.
///
/// Lines are those that were in force, as the outcome kept them. A student is asked as if they had
/// no seat yet: whether they had one is in the placements.
package struct StageReview: Sendable {
  /// The stage.
  package let stage: Stage
  /// Its number.
  package let number: Int
  /// Students in the order of the ranking, and how many have a place; of queue stages alone.
  package let order: (students: Column<Int32>, count: Int)?
  private let cohort: Cohort
  private let gate: GateInForce
  private let entries: [GateInForce]
  private let maps: [AudienceMap]
  /// For each student bit i: whether entry i of `stage.pools` is open to them, whatever the
  /// programme.
  package let flags: Column<UInt32>
  private let places: PlacesOfStage
  private let firstKey: Ranking.Key?

  /// The stages of `market`, which came to `outcome`; of provisional ones, which admit nobody,
  /// there is none. Complexity: O(students × (keys + conditions)).
  package static func all(
    of market: Market, _ outcome: Outcome, workers: Workers
  ) -> [StageReview] {
    var ranked: [Int: RankedStudents] = [:]
    return market.stages.indices.filter { !market.stages[$0].provisional }.map { number in
      for ranking in market.stages[number].rankings where ranked[ranking] == nil {
        ranked[ranking] = RankedStudents(ranking, of: market, workers: workers)
      }
      return StageReview(number, of: market, outcome, ranked, workers: workers)
    }
  }

  private init(
    _ number: Int, of market: Market, _ outcome: Outcome, _ ranked: [Int: RankedStudents],
    workers: Workers
  ) {
    let stage = market.stages[number]
    self.stage = stage
    self.number = number
    cohort = market.cohort
    maps = stage.pools.map { market.audiences[market.pools[$0.pool].audience] }
    var lines = outcome.stages[number].lines[...]
    func take(_ gate: Gate) -> GateInForce {
      defer { lines = lines.dropFirst(gate.lines.count) }
      return GateInForce(gate, lines: Array(lines.prefix(gate.lines.count)))
    }
    var own = stage.gate
    if let bands = stage.scoreBands { own.required.append(bands.number) }
    gate = take(own)
    entries = stage.pools.map { take($0.gate) }
    let offered = entries.enumerated().map { StagePlan.Entry(row: $0, gate: $1) }
    flags =
      Participants(gate, offered, cohort, Column(count: cohort.count), workers).flags
    firstKey = stage.ranking.flatMap { market.rankings[$0].keys.first }
    order = stage.ranking.flatMap { ranked[$0] }.map { ($0.order.students, $0.order.count) }
    places = PlacesOfStage(number, of: market, ranked)
  }

  /// The students' places, −1 for none, where all pools of the stage rank all students alike.
  package var commonPlaces: Column<Int32>? { places.common }

  /// Bit i: whether entry i of `stage.pools` is open to the student, whatever the programme.
  package func openEntries(_ student: Int) -> UInt32 { flags[student] & ~Participants.candidate }

  /// The audience to which a student belongs in the pool of an entry, or −1.
  package func audience(_ entry: Int, of student: Int) -> Int {
    guard let category = maps[entry].category else { return 0 }
    return maps[entry].audience(ofValue: Int(cohort.categories[category][student]))
  }

  /// How the pool of an entry divides the students: a value each, nil where everyone is audience 0,
  /// and which values are of which audience.
  package func division(_ entry: Int) -> (values: Column<Int32>?, map: AudienceMap) {
    (maps[entry].category.map { cohort.categories[$0] }, maps[entry])
  }

  /// How many audiences the pool of an entry has.
  package func audienceCount(_ entry: Int) -> Int { maps[entry].count }

  /// Whether a student to whom the entry is open passes what depends on the programme.
  package func admits(_ student: Int, to programme: Int, _ entry: Int) -> Bool {
    gate.admits(student, to: programme, of: cohort)
      && entries[entry].admits(student, to: programme, of: cohort)
  }

  /// The student's place in the ranking that an entry uses at a programme; −1: none. Equals share a
  /// place where they are not told apart by lot.
  package func place(_ student: Int, _ entry: Int, _ programme: Int) -> Int32 {
    places.place(student, entry, programme)
  }

  /// How the pair (`student`, `choice`) stands to another in the order of a queue stage: below 0
  /// before it, 0 in its class, above 0 behind it. Students without a place stand behind all
  /// others.
  package func compare(_ student: Int, _ choice: Int, to other: Int, _ otherChoice: Int) -> Int {
    for key in stage.order {
      let difference: Int
      switch key {
      case .rank:
        let (one, two) = (places.common![student], places.common![other])
        // No place is −1, which as an unsigned number is behind all.
        let (a, b) = (UInt32(bitPattern: one), UInt32(bitPattern: two))
        difference = a < b ? -1 : a > b ? 1 : 0
        // Equals are one class, whatever they chose.
        if difference == 0, student != other { return 0 }
      case .choice: difference = choice - otherChoice
      case .choiceBand:
        difference = band(ofChoice: choice) - band(ofChoice: otherChoice)
      case .scoreBand:
        let values = cohort.numbers[stage.scoreBands!.number]
        difference = stage.band(ofScore: values[student]) - stage.band(ofScore: values[other])
      case .score:
        guard let firstKey else { continue }
        let values = cohort.numbers[firstKey.number]
        let (one, two) = (values[student], values[other])
        difference = one == two ? 0 : (one < two) == firstKey.ascending ? -1 : 1
      }
      if difference != 0 { return difference }
    }
    return 0
  }

  /// The band that a choice number (from 0) falls in.
  package func band(ofChoice choice: Int) -> Int {
    stage.choiceBandStarts.count { $0 <= choice }
  }
}

/// The students by one ranking, and the place of each.
private struct RankedStudents: Sendable {
  let order: RankOrder
  let places: Column<Int32>

  init(_ ranking: Int, of market: Market, workers: Workers) {
    order = RankOrder(market.rankings[ranking], of: market, workers: workers)
    places = order.places(market.rankings[ranking], of: market.cohort)
  }
}

/// The students' places in the rankings of one stage.
private struct PlacesOfStage: Sendable {
  /// All entries and programmes use this one ranking.
  let common: Column<Int32>?
  /// By ranking, or by ranking and programme where programmes draw lots of their own.
  private let columns: [RankingUse: Column<Int32>]
  /// Whether they do.
  private let hasOwnLots: Bool
  /// For each entry and programme the ranking; −1: priorities.
  private let rankings: [[Int]]
  /// For each programme its students, ascending, with their places: where priorities are asked for.
  private let priorities: [[(student: Int32, place: Int32)]]

  init(_ number: Int, of market: Market, _ ranked: [Int: RankedStudents]) {
    let stage = market.stages[number]
    hasOwnLots = stage.mechanism != .queue && market.programmeLots != nil
    if hasOwnLots {
      let own = ProgrammeOrders(number, of: market, orders: ranked.mapValues(\.order))
      columns = Dictionary(
        uniqueKeysWithValues: own.uses.map {
          ($0, own[$0].places(market.rankings[$0.ranking], of: market.cohort))
        })
    } else {
      columns = Dictionary(
        uniqueKeysWithValues: ranked.map {
          (RankingUse(ranking: $0, programme: nil), $1.places)
        })
    }
    let programmes = market.programmeCount
    rankings = stage.pools.map { offered in
      (0..<programmes).map { stage.ranking ?? offered.ranking!.ranking(at: $0) ?? -1 }
    }
    let all = Set(rankings.joined())
    common =
      all.count == 1 && !hasOwnLots
      ? columns[RankingUse(ranking: all.first!, programme: nil)] : nil
    guard all.contains(-1), let given = market.priorities else {
      priorities = []
      return
    }
    priorities = (0..<programmes).map { programme in
      let range = given.range(of: programme)
      return range.map { (given.students[$0], Int32($0 - range.lowerBound)) }
        .sorted { $0.0 < $1.0 }
    }
  }

  func place(_ student: Int, _ entry: Int, _ programme: Int) -> Int32 {
    if let common { return common[student] }
    let ranking = rankings[entry][programme]
    if ranking >= 0 {
      let use = RankingUse(ranking: ranking, programme: hasOwnLots ? programme : nil)
      return columns[use]![student]
    }
    guard !priorities.isEmpty else { return -1 }
    let entries = priorities[programme]
    let at = entries.indices.partitioningIndex { entries[$0].student >= student }
    return at < entries.count && entries[at].student == student ? entries[at].place : -1
  }
}
