import Admission
import Columns

/// Justified envy and profitable misreports of one outcome, student by student.
///
/// Two senses. *Whole*: a student prefers a programme, by their own list of preferences, to what
/// they have in the end; was entitled to a seat of it in some stage (conditions, lines, audience);
/// and the seat is with someone behind them in that stage's ranking. *Stage*: of those who came to
/// a stage without a seat, by the list and the result of that stage alone. In queue stages that
/// begin with `rank` nobody has envy in the second sense.
///
/// Misreports are found by thresholds: a student who prefers a programme would have got it by
/// naming it first in a stage (and nothing in the stages before) if that pair comes no later than
/// the last one admitted there, or seats were left. In queue stages this is safe: such a student is
/// placed before any seat that their change sets free or takes is missed, so the deviation succeeds
/// unless lines that depend on cutoffs move. It is complete for the market at its cutoffs, which is
/// what one student among many sees (Azevedo and Leshno 2016); what a student gains by moving the
/// cutoffs themselves is not looked for. Trading cycles have no such thresholds and are left out.
struct Envy {
  let market: Market
  let outcome: Outcome
  let preferences: ChoiceLists
  let standing: Standing
  let stages: [StageSeats]

  /// What `facts` asks for of the whole process.
  func addWhole(to facts: inout StudentFacts) {
    let width = preferences.width
    let (features, gains, standing) = (facts.features, facts.gains, standing)
    for seats in stages {
      let hasThresholds = seats.review.stage.mechanism != .topTradingCycles
      var envied: [EnvyPairs.Claim] = []
      let wantsPairs = facts.whole.wanted
      seats.scan(
        preferences, length: { standing.preferred($0, width: width) },
        asks: { _, place, end in place &+ 1 < end.worst || place < end.reach || end.reach < 0 },
        found: { claim in
          if claim.place + 1 < claim.end.worst {
            features[claim.student] |= Feature.envious.bit
            if wantsPairs { envied.append(EnvyPairs.Claim(claim)) }
          }
          if hasThresholds, seats.reaches(claim.student, claim.place, claim.end) {
            features[claim.student] |= Feature.manipulable.bit
            let own = length(claim.student)
            gains[claim.student] = max(gains[claim.student], UInt16(own - claim.position))
          }
        })
      if wantsPairs { facts.whole.add(envied, seats, market, outcome) }
    }
  }

  /// Where what the student has stands; behind all that they list where that is nothing on the
  /// list.
  private func length(_ student: Int) -> Int {
    let width = preferences.width
    let own = Int(standing.places[student])
    if own < width { return own }
    let first = student * width
    return (0..<width).last { preferences.cells[first + $0] != 0 }.map { $0 + 1 } ?? 0
  }

  /// What `facts` asks for inside each stage.
  func addStages(to facts: inout StudentFacts) {
    let (features, placements) = (facts.features, outcome.placements)
    for seats in stages {
      let number = seats.review.number
      let lists = market.cohort.lists[seats.review.stage.list]
      var envied: [EnvyPairs.Claim] = []
      let wantsPairs = facts.stage.wanted
      seats.scan(
        lists, length: { lost(placements[$0], in: number, width: lists.width) },
        asks: { _, place, end in place &+ 1 < end.worst },
        found: { claim in
          features[claim.student] |= Feature.enviousInStage.bit
          if wantsPairs { envied.append(EnvyPairs.Claim(claim)) }
        })
      if wantsPairs { facts.stage.add(envied, seats, market, outcome) }
    }
  }

  /// Who was passed over by the very order of a queue stage.
  func addOrder(to facts: StudentFacts) {
    let (features, placements) = (facts.features, outcome.placements)
    for seats in stages where seats.review.stage.mechanism == .queue {
      let number = seats.review.number
      let lists = market.cohort.lists[seats.review.stage.list]
      seats.scan(
        lists, length: { lost(placements[$0], in: number, width: lists.width) },
        asks: { _, _, end in end.worst > 0 },
        found: { claim in
          let last = seats.cutoff(claim.cell)
          if seats.review.compare(
            claim.student, claim.position, to: last.lastStudent, last.lastChoice) < 0
          {
            features[claim.student] |= Feature.enviousByOrder.bit
          }
        })
    }
  }

  /// How many choices of a stage's list a student lost there.
  private func lost(_ placement: Placement, in stage: Int, width: Int) -> Int {
    if !placement.isAdmitted || placement.stage > stage { return width }
    return placement.stage == stage ? placement.choice : 0
  }
}

/// Pairs of envy, counted student by student, and the largest gap of each.
struct EnvyPairs: Sendable {
  /// An envied cell.
  struct Claim {
    let student: Int
    let entry: Int
    let programme: Int
    let cell: Int
    let place: Int32

    init(_ claim: StageSeats.Claim) {
      (student, entry, programme) = (claim.student, claim.entry, claim.programme)
      (cell, place) = (claim.cell, claim.place)
    }
  }

  /// Whether anybody asks.
  let wanted: Bool
  /// For each student how many seats they envy.
  let counts: Column<Int32>
  /// For each student the largest gap to the envied, in thousandths.
  let gaps: Column<Int64>

  init(wanted: Bool, students: Int) {
    self.wanted = wanted
    counts = Column(count: wanted ? students : 0)
    gaps = Column(count: wanted ? students : 0)
  }

  /// Counts the seats of the claims' cells that are with someone behind the claim. A cell is
  /// counted once a student, though several entries lead to it.
  mutating func add(
    _ claims: [Claim], _ seats: StageSeats, _ market: Market, _ outcome: Outcome
  ) {
    if claims.isEmpty { return }
    let review = seats.review
    let entryOfPool = Dictionary(
      review.stage.pools.enumerated().map { ($1.pool, $0) }, uniquingKeysWith: { one, _ in one })
    // The places of the admitted, cell by cell: a cell in the upper half of a word.
    let touched = Set(claims.map(\.cell))
    var admitted: [UInt64] = []
    for student in 0..<outcome.placements.count {
      let placement = outcome.placements[student]
      guard placement.isAdmitted, placement.stage == review.number else { continue }
      let entry = entryOfPool[placement.pool]!
      let cell = seats.cell(
        entry, audience: review.audience(entry, of: student), programme: placement.programme)
      guard touched.contains(cell) else { continue }
      let place = review.place(student, entry, placement.programme)
      admitted.append(UInt64(cell) << 32 | UInt64(place))
    }
    admitted.sort()
    let sorted = claims.sorted { ($0.student, $0.cell) < ($1.student, $1.cell) }
    for (number, claim) in sorted.enumerated() {
      if number > 0, sorted[number - 1].student == claim.student,
        sorted[number - 1].cell == claim.cell
      {
        continue
      }
      let word = UInt64(claim.cell) << 32 | UInt64(claim.place)
      let end = admitted.indices.partitioningIndex { admitted[$0] > word | 0xFFFF_FFFF }
      let start = admitted.indices.partitioningIndex { admitted[$0] > word }
      counts[claim.student] += Int32(end - start)
      if let gap = gap(claim, seats, market) {
        gaps[claim.student] = max(gaps[claim.student], gap)
      }
    }
  }

  /// The distance in the ranking's first key to the one of the cell who ranks last.
  private func gap(_ claim: Claim, _ seats: StageSeats, _ market: Market) -> Int64? {
    let pool = seats.review.stage.pools[claim.entry].pool
    guard
      let ranking = market.ranking(seats.review.number, pool: pool, programme: claim.programme),
      let key = market.rankings[ranking].keys.first
    else { return nil }
    let values = market.cohort.numbers[key.number]
    let (own, other) = (
      values[claim.student], values[seats.cutoff(claim.cell).lowestStudent]
    )
    let (gap, overflow) =
      key.ascending
      ? other.subtractingReportingOverflow(own) : own.subtractingReportingOverflow(other)
    return overflow ? .max : gap
  }
}
