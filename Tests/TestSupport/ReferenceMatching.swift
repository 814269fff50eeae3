import Admission
import Columns

/// The reference's stages in which each pool ranks for itself.
extension ReferenceWalk {
  mutating func runMatching(_ number: Int) throws(AllocationFailure) {
    let stage = market.stages[number]
    for ranking in stage.referenceRankings.sorted() { _ = try market.places(in: ranking) }
    let before = (placements: placements, left: left)
    let (lines, poolLines) = lines(of: stage)
    let candidates = placements.indices.filter { !placements[$0].isAdmitted }
    let eligible = candidates.filter {
      market.meets(stage.gate, lines, student: $0, programme: nil)
    }
    let places = try stage.pools.map { pool throws(AllocationFailure) in
      try placesByProgramme(pool.ranking!)
    }
    // Who could take a seat of a pool at a programme, whether or not it is on their list.
    func claim(_ entry: Int, _ student: Int, _ programme: Int) -> (audience: Int, place: Int)? {
      guard market.meets(stage.gate, lines, student: student, programme: programme),
        market.meets(
          stage.pools[entry].gate, poolLines[entry], student: student, programme: programme),
        let audience = market.audience(of: student, in: stage.pools[entry].pool),
        let place = places[entry][programme][student]
      else { return nil }
      return (audience, place)
    }
    let open = stage.pools.firstIndex {
      market.audiences[market.pools[$0.pool].audience].category == nil
    }!
    func reserve(_ entry: Int, _ programme: Int) -> ReferenceSchool.Reserve {
      var reserve = ReferenceSchool.Reserve(seats: [:], claims: [:])
      for (cell, seats) in left where cell.pool == stage.pools[entry].pool {
        if cell.programme == programme { reserve.seats[cell.audience] = seats }
      }
      for student in eligible { reserve.claims[student] = claim(entry, student, programme) }
      return reserve
    }
    let isCycles = stage.mechanism == .topTradingCycles
    var rule = ChoiceRule.reserveFirst(isSoft: false)
    if case .deferredAcceptance(let given) = stage.mechanism { rule = given }
    let order = stage.pools.indices.filter { $0 != open }
    let schools = (0..<market.programmeCount).map { programme in
      ReferenceSchool(
        reserves: order.map { reserve($0, programme) }, open: reserve(open, programme), rule: rule)
    }

    var cells: [Cell: CutoffCell] = [:]
    for cell in left.keys where stage.pools.contains(where: { $0.pool == cell.pool }) {
      cells[cell] = cell.cutoff(seats: left[cell]!)
    }
    var lists = Array(repeating: [Int](), count: placements.count)
    for student in eligible {
      for (_, programme) in market.choices(of: student, in: stage.list) {
        for entry in stage.pools.indices {
          guard let claim = claim(entry, student, programme) else { continue }
          let cell = Cell(
            pool: stage.pools[entry].pool, audience: claim.audience, programme: programme)
          cells[cell, default: cell.cutoff(seats: 0)].applicants += 1
          if lists[student].last != programme { lists[student].append(programme) }
        }
      }
    }
    let placed =
      isCycles
      ? tradeCycles(
        lists: lists,
        orders: schools.map { school in
          school.open.claims.sorted { $0.value.place < $1.value.place }.map(\.key)
        }, seats: schools.map { $0.open.seats[0, default: 0] })
      : cumulativeOffers(lists: lists, schools: schools) { count in offers.int(0...count - 1) }

    admissions.append([])
    for (programme, school) in schools.enumerated() {
      let kept = school.choice(from: Set(placed.indices.filter { placed[$0] == programme }))
      for (student, pool) in kept.sorted(by: { $0.key < $1.key }) {
        let entry = (order + [open])[pool]
        let (audience, place) = claim(entry, student, programme)!
        let cell = Cell(pool: stage.pools[entry].pool, audience: audience, programme: programme)
        let choice = market.choices(of: student, in: stage.list).first {
          $0.programme == programme
        }!
        .choice
        cells[cell]!.admitted += 1
        let last = cells[cell]!.lastStudent
        if last < 0 || places[entry][programme][last]! < place {
          cells[cell]!.lastStudent = student
          cells[cell]!.lowestStudent = student
          cells[cell]!.lastChoice = choice
        }
        admissions[number].append(Claim(student: student, choice: choice, cell: cell))
        placements[student] = Placement(
          stage: number, pool: cell.pool, programme: programme, choice: choice)
      }
    }
    if rule.isSoft { revert(stage.pools.indices.filter { $0 != open }, open, stage, &cells) }
    for (cell, cutoff) in cells { left[cell] = max(0, cutoff.balance) }
    stages.append(
      StageOutcome(
        cells: cells.sorted { $0.key < $1.key }.map(\.value)
          .filter { ($0.seats, $0.applicants, $0.movedIn) != (0, 0, 0) },
        lines: lines + poolLines.joined(), candidates: candidates.count, eligible: eligible.count,
        admitted: admissions[number].count))
    settle(stage, cells, before)
  }

  /// All seats that a reserve leaves empty are for everyone.
  private func revert(
    _ reserves: [Int], _ open: Int, _ stage: Stage, _ cells: inout [Cell: CutoffCell]
  ) {
    for (cell, cutoff) in cells
    where reserves.contains(where: { stage.pools[$0].pool == cell.pool }) {
      let vacant = max(0, cutoff.balance)
      if vacant == 0 { continue }
      let to = Cell(pool: stage.pools[open].pool, audience: 0, programme: cell.programme)
      cells[cell]!.movedOut += vacant
      cells[to, default: to.cutoff(seats: 0)].movedIn += vacant
    }
  }

  /// For each programme the places of students in a pool's ranking.
  private func placesByProgramme(
    _ ranking: PoolRanking
  ) throws(AllocationFailure) -> [[Int?]] {
    var found: [[Int?]] = []
    for programme in 0..<market.programmeCount {
      switch ranking {
      case .one(let number): found.append(try market.places(in: number, at: programme))
      case .each(let numbers):
        found.append(try market.places(in: numbers[programme], at: programme))
      case .priorities:
        var places = [Int?](repeating: nil, count: placements.count)
        for at in market.priorities!.range(of: programme) {
          places[Int(market.priorities!.students[at])] = at
        }
        found.append(places)
      }
    }
    return found
  }
}
