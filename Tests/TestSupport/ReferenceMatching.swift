import Admission
import Columns

/// The reference's stages in which each pool ranks for itself.
extension ReferenceWalk {
  mutating func runMatching(_ number: Int) throws(AllocationFailure) {
    let stage = market.stages[number]
    for ranking in stage.referenceRankings.sorted() { _ = try market.places(in: ranking) }
    let before = (placements: placements, left: left)
    let lines = lines(of: stage)
    let candidates = placements.indices.filter { !placements[$0].isAdmitted }
    let eligible = candidates.filter {
      market.meets(stage.gate, lines.stage, student: $0, programme: nil)
    }
    let places = try stage.pools.map { pool throws(AllocationFailure) in
      try placesByProgramme(pool.ranking!)
    }
    let claims = ReferenceClaims(market: market, stage: stage, lines: lines, places: places)
    let schools = (0..<market.programmeCount).map { school($0, claims, eligible) }
    var cells = cells(of: stage)
    let lists = enter(eligible, claims, &cells)
    let placed =
      stage.mechanism == .topTradingCycles
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
        let entry = (claims.reserves + [claims.open])[pool]
        admit(student, entry, programme, claims, in: number, &cells)
      }
    }
    if claims.rule.isSoft { revert(claims.reserves, claims.open, stage, &cells) }
    for (cell, cutoff) in cells { left[cell] = max(0, cutoff.balance) }
    stages.append(
      StageOutcome(
        cells: cells.sorted { $0.key < $1.key }.map(\.value)
          .filter { ($0.seats, $0.applicants, $0.movedIn) != (0, 0, 0) },
        lines: lines.stage + lines.pools.joined(), candidates: candidates.count,
        eligible: eligible.count, admitted: admissions[number].count))
    settle(stage, cells, before)
  }

  /// The seats of a programme, and who could take them.
  private func school(
    _ programme: Int, _ claims: ReferenceClaims, _ eligible: [Int]
  ) -> ReferenceSchool {
    func reserve(_ entry: Int) -> ReferenceSchool.Reserve {
      var reserve = ReferenceSchool.Reserve(seats: [:], claims: [:])
      for (cell, seats) in left where cell.pool == claims.stage.pools[entry].pool {
        if cell.programme == programme { reserve.seats[cell.audience] = seats }
      }
      for student in eligible {
        reserve.claims[student] = claims.claim(entry, student, programme)
      }
      return reserve
    }
    return ReferenceSchool(
      reserves: claims.reserves.map(reserve), open: reserve(claims.open), rule: claims.rule)
  }

  /// Enters who asks for which seats; returns the programmes that each student asks for.
  private func enter(
    _ eligible: [Int], _ claims: ReferenceClaims, _ cells: inout [Cell: CutoffCell]
  ) -> [[Int]] {
    var lists = Array(repeating: [Int](), count: placements.count)
    for student in eligible {
      for (_, programme) in market.choices(of: student, in: claims.stage.list) {
        for (entry, pool) in claims.stage.pools.enumerated() {
          guard let claim = claims.claim(entry, student, programme) else { continue }
          let cell = Cell(pool: pool.pool, audience: claim.audience, programme: programme)
          cells[cell, default: cell.cutoff(seats: 0)].applicants += 1
          if lists[student].last != programme { lists[student].append(programme) }
        }
      }
    }
    return lists
  }

  /// Gives a student a seat of the stage's pool `entry`.
  private mutating func admit(
    _ student: Int, _ entry: Int, _ programme: Int, _ claims: ReferenceClaims, in number: Int,
    _ cells: inout [Cell: CutoffCell]
  ) {
    let (audience, place) = claims.claim(entry, student, programme)!
    let pool = claims.stage.pools[entry].pool
    let cell = Cell(pool: pool, audience: audience, programme: programme)
    let (choice, _) = market.choices(of: student, in: claims.stage.list).first {
      $0.programme == programme
    }!
    cells[cell]!.admitted += 1
    let last = cells[cell]!.lastStudent
    if last < 0 || claims.places[entry][programme][last]! < place {
      cells[cell]!.lastStudent = student
      cells[cell]!.lowestStudent = student
      cells[cell]!.lastChoice = choice
    }
    admissions[number].append(Claim(student: student, choice: choice, cell: cell))
    placements[student] = Placement(
      stage: number, pool: pool, programme: programme, choice: choice)
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

/// Who could take which seats of a stage in which each pool ranks for itself.
struct ReferenceClaims {
  let market: Market
  let stage: Stage
  let lines: (stage: [LineInForce], pools: [[LineInForce]])
  /// Of each pool of the stage, for each programme, the places of the students.
  let places: [[[Int?]]]

  /// The stage's pool whose seats are for everyone.
  var open: Int {
    stage.pools.firstIndex {
      market.audiences[market.pools[$0.pool].audience].category == nil
    }!
  }
  /// The others, in their order.
  var reserves: [Int] { stage.pools.indices.filter { $0 != open } }
  /// How programmes choose.
  var rule: ChoiceRule {
    if case .deferredAcceptance(let rule) = stage.mechanism { return rule }
    return .reserveFirst(isSoft: false)
  }

  /// The audience and place by which a student could take a seat of a pool at a programme, whether
  /// or not it is on their list.
  func claim(_ entry: Int, _ student: Int, _ programme: Int) -> (audience: Int, place: Int)? {
    let pool = stage.pools[entry]
    guard market.meets(stage.gate, lines.stage, student: student, programme: programme),
      market.meets(pool.gate, lines.pools[entry], student: student, programme: programme),
      let audience = market.audience(of: student, in: pool.pool),
      let place = places[entry][programme][student]
    else { return nil }
    return (audience, place)
  }
}
