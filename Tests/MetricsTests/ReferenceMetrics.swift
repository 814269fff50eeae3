import Admission
import TestSupport

/// What metrics say of students, word for word from their definitions: student by student, seat by
/// seat, slow and plain.
struct ReferenceMetrics {
  let market: Market
  let outcome: Outcome
  /// Each student's preferences, best first; −1 for an empty cell, which keeps its number.
  let preferences: [[Int]]
  private var stages: [Int: ReferenceStage] = [:]

  init(_ market: Market, _ outcome: Outcome, preferences: [[Int]]) throws {
    self.market = market
    self.outcome = outcome
    self.preferences = preferences
    for number in market.stages.indices where !market.stages[number].provisional {
      stages[number] = try ReferenceStage(market, outcome, number)
    }
  }

  /// The place of what a student has in an outcome: on their list, then what is not on it, then
  /// nothing.
  func place(of student: Int, in outcome: Outcome) -> Int {
    guard let programme = outcome.programmes[student] else { return Int.max }
    return preferences[student].firstIndex(of: programme) ?? Int.max - 1
  }

  /// What a student prefers to what they have.
  func preferred(_ student: Int) -> [Int] {
    preferences[student].prefix(place(of: student, in: outcome)).filter { $0 >= 0 }
  }

  /// For each student whom they envy over the whole process, and by how much in the first key.
  func envy() -> [[(student: Int, gap: Int64)]] {
    outcome.placements.array.indices.map { student in
      let wanted = preferred(student)
      return outcome.placements.array.indices.compactMap { other in
        let has = outcome.placements[other]
        guard has.isAdmitted, wanted.contains(has.programme) else { return nil }
        return stages[has.stage]!.gap(student, to: other, has)
      }
    }
  }

  /// The same inside stages: choices of the stage's list before what they got there.
  func stageEnvy() -> [[(student: Int, gap: Int64)]] {
    outcome.placements.array.indices.map { student in
      outcome.placements.array.indices.compactMap { other in
        let has = outcome.placements[other]
        guard has.isAdmitted, lost(student, in: has.stage).contains(has.programme) else {
          return nil
        }
        return stages[has.stage]!.gap(student, to: other, has)
      }
    }
  }

  private func lost(_ student: Int, in stage: Int) -> [Int] {
    let own = outcome.placements[student]
    if own.isAdmitted, own.stage < stage { return [] }
    let end = own.isAdmitted && own.stage == stage ? own.choice : Int.max
    return market.choices(of: student, in: market.stages[stage].list)
      .filter { $0.choice < end }.map(\.programme)
  }

  /// For each student the programmes that they prefer and would have got by naming them first in
  /// some stage, the cutoffs being what they are; in which stage each.
  func deviations() -> [[(programme: Int, stage: Int)]] {
    outcome.placements.array.indices.map { student in
      preferred(student).flatMap { programme in
        stages.sorted { $0.key < $1.key }.filter { $1.reaches(student, programme) }
          .map { (programme, $0.key) }
      }
    }
  }

  /// For each programme, cell by cell, the smaller of its vacancies and the students who want it
  /// and may have a seat of that cell; no more than the students.
  func wasted() -> [Int] {
    (0..<market.programmeCount).map { programme in
      let cells = outcome.ledger.filter { $0.programme == programme && $0.vacant > 0 }
      var students: Set<Int> = []
      let seats = cells.reduce(0) { sum, cell in
        let wanting = outcome.placements.array.indices.filter { student in
          preferred(student).contains(programme)
            && stages.values.contains {
              $0.mayTake(student, programme, pool: cell.pool, audience: cell.audience)
            }
        }
        students.formUnion(wanting)
        return sum + min(cell.vacant, wanting.count)
      }
      return min(seats, students.count)
    }
  }
}

/// One stage, with its lines in force and its places.
struct ReferenceStage {
  let market: Market
  let outcome: Outcome
  let number: Int
  let stage: Stage
  private let lines: [LineInForce]
  private let poolLines: [[LineInForce]]
  /// By entry, programme and student.
  private let places: [[[Int?]]]

  init(_ market: Market, _ outcome: Outcome, _ number: Int) throws {
    self.market = market
    self.outcome = outcome
    self.number = number
    stage = market.stages[number]
    var published = outcome.stages[number].lines[...]
    lines = Array(published.prefix(stage.gate.lines.count))
    published = published.dropFirst(lines.count)
    var poolLines: [[LineInForce]] = []
    for entry in stage.pools {
      poolLines.append(Array(published.prefix(entry.gate.lines.count)))
      published = published.dropFirst(entry.gate.lines.count)
    }
    self.poolLines = poolLines
    places = try stage.pools.map { entry in
      try (0..<market.programmeCount).map { programme in
        if entry.ranking == .priorities {
          let range = market.priorities!.range(of: programme)
          return (0..<market.cohort.count).map { student in
            range.firstIndex { Int(market.priorities!.students[$0]) == student }
          }
        }
        return try market.places(
          in: market.ranking(number, pool: entry.pool, programme: programme)!,
          at: entry.ranking == nil ? nil : programme)
      }
    }
  }

  /// The entries through which a student may have a seat of a programme, and the audience.
  private func claims(_ student: Int, _ programme: Int) -> [(entry: Int, audience: Int)] {
    stage.pools.indices.compactMap { entry in
      guard isOpen(entry, student, programme),
        let audience = market.audience(of: student, in: stage.pools[entry].pool)
      else { return nil }
      return (entry, audience)
    }
  }

  private func isOpen(_ entry: Int, _ student: Int, _ programme: Int) -> Bool {
    if places[entry][programme][student] == nil { return false }
    if let bands = stage.scoreBands, market.number(bands.number, of: student) == nil {
      return false
    }
    return market.meets(stage.gate, lines, student: student, programme: programme)
      && market.meets(
        stage.pools[entry].gate, poolLines[entry], student: student, programme: programme)
  }

  func mayTake(_ student: Int, _ programme: Int, pool: Int, audience: Int) -> Bool {
    claims(student, programme).contains { entry, own in
      stage.pools[entry].pool == pool && own == audience
    }
  }

  /// If a student may have the seat of `other` and ranks before them, the other and the gap.
  func gap(_ student: Int, to other: Int, _ has: Placement) -> (student: Int, gap: Int64)? {
    let audience = market.audience(of: other, in: has.pool)
    for (entry, own) in claims(student, has.programme)
    where stage.pools[entry].pool == has.pool && own == audience {
      let places = places[entry][has.programme]
      guard let mine = places[student], let theirs = places[other], mine < theirs else { continue }
      guard
        let ranking = market.ranking(number, pool: has.pool, programme: has.programme),
        let key = market.rankings[ranking].keys.first
      else { return (other, 0) }
      let values = market.cohort.numbers[key.number]
      let gap = Int128(values[student]) - Int128(values[other])
      return (other, Int64(clamping: key.ascending ? -gap : gap))
    }
    return nil
  }

  /// Whether a student would have got a programme by naming it first, by the published cutoffs.
  func reaches(_ student: Int, _ programme: Int) -> Bool {
    if stage.mechanism == .topTradingCycles { return false }
    return claims(student, programme).contains { entry, audience in
      guard
        let cell = outcome.cell(
          stage: number, programme: programme, pool: stage.pools[entry].pool, audience: audience)
      else { return false }
      if cell.vacant > 0 { return true }
      if cell.lastStudent < 0 { return false }
      let places = places[entry][programme]
      if stage.mechanism != .queue { return places[student]! <= places[cell.lastStudent]! }
      let mine = key(student, 0, places), last = key(cell.lastStudent, cell.lastChoice, places)
      return !last.lexicographicallyPrecedes(mine)
    }
  }

  private func key(_ student: Int, _ choice: Int, _ places: [Int?]) -> ArraySlice<Int> {
    let key = market.key(stage, place: places[student], student: student, choice: choice)!
    // Equals are one class: what stands after the place does not part them.
    return key.prefix(stage.order.firstIndex(of: .rank)! + 1)
  }
}
