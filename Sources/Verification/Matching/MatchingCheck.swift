import Diagnostics
import Rules

/// Checks a finished stage in which each pool ranks for itself: V1 to V5 (METHODS.md, "Deferred
/// acceptance"), asked of the published placements by themselves.
struct MatchingCheck {
  let claims: StageClaims
  /// Seats left when the stage began, by entry.
  let seats: [[Int32]]
  private let file = AdmissionsReading.file

  init(_ claims: StageClaims, seats: [[Int32]]) {
    self.claims = claims
    self.seats = claims.entries.map { seats[$0.pool] }
  }

  private var market: MarketModel { claims.market }

  /// The ask that a placement answers; nil where the student has none such.
  private func ask(_ row: Int, _ placements: [Placement]) -> (ask: Int, entry: Int)? {
    let placement = placements[row]
    guard Int(placement.stage) == claims.number,
      let ask = claims.asks(of: row).first(where: {
        claims.asks[$0].choice == placement.choice
          && claims.asks[$0].programme == placement.programme
      }), let entry = claims.entries.firstIndex(where: { $0.pool == Int(placement.pool) }),
      claims.claim(ask, entry) != nil
    else { return nil }
    return (ask, entry)
  }

  // MARK: Counting

  /// Counts the placements of the stage, cell by cell, with what reserves leave to everyone.
  func count(_ placements: [Placement]) -> StageCount {
    var count = StageCount(
      pools: claims.entries.map(\.pool), cells: seats.map { CellCounts(seats: $0) })
    count.lines =
      claims.gate.lines.map { (nil, $0) }
      + claims.entries.flatMap { entry in entry.gate.lines.map { (entry.pool, $0) } }
    (count.candidates, count.eligible) = (claims.candidates, claims.eligible)
    for ask in claims.asks.indices {
      for claim in claims.claims(of: ask) {
        count.cells[Int(claim.entry)].applicants[Int(claim.cell)] += 1
      }
    }
    for row in placements.indices {
      guard let (ask, entry) = ask(row, placements), let claim = claims.claim(ask, entry) else {
        continue
      }
      count.admitted += 1
      count.cells[entry][claim.cell].admitted += 1
      // The last is who stands last in the pool's own ranking; `lead` keeps the place.
      if count.cells[entry][claim.cell].last < 0
        || Int64(claim.place) > count.cells[entry][claim.cell].lead
      {
        count.cells[entry][claim.cell].last = Int32(row)
        count.cells[entry][claim.cell].lastChoice = Int32(placements[row].choice)
        count.cells[entry][claim.cell].lead = Int64(claim.place)
      }
    }
    if claims.isSoft { moveVacant(&count) }
    return count
  }

  /// In a soft rule everything that reserves leave empty is for everyone, inside the stage.
  private func moveVacant(_ count: inout StageCount) {
    for entry in count.cells.indices where entry != claims.open {
      for at in count.cells[entry].recorded where count.cells[entry][at].vacant > 0 {
        let vacant = count.cells[entry][at].vacant
        count.cells[entry][at].movedOut = vacant
        count.cells[claims.open][at % claims.programmes].movedIn += vacant
      }
    }
  }

  // MARK: Comparing with the definition

  /// Where the definition seats somebody elsewhere than the run; of the rows in `skipping` nothing
  /// is said.
  func compare(
    _ placements: [Placement], _ expected: [Placement], skipping: Set<Int> = []
  ) -> Findings {
    var findings = Findings()
    for row in placements.indices where !skipping.contains(row) {
      if placements[row].stage >= 0, placements[row].stage < claims.number { continue }
      let found = Int(placements[row].stage) == claims.number ? placements[row] : .nowhere
      if found == expected[row] { continue }
      findings.differs(
        .outcomeWrong, at: place(row),
        {
          let (student, stage) = (market.code(row), claims.stage.rule.name)
          return Phrase(
            zh: "学生 \(student) 在批次 \(stage) 的结果", en: "student \(student) in stage \(stage)")
        }, found: market.describe(found), expected: market.describe(expected[row]))
    }
    return findings
  }

  private func place(_ row: Int) -> Place { Place(file: file, line: row + 2) }

  // MARK: V1 to V5

  /// V1: seats are not exceeded, and everyone holds a seat that they may have. V2: every programme
  /// would choose the same again among those it has and those who would rather have come. V3 and
  /// V4: nobody stands before the holder of a seat that they would rather have and may have. V5: no
  /// such seat is left empty. Of trading cycles V1 and V5, for there priorities may be traded.
  func check(_ placements: [Placement], _ count: StageCount) -> Findings {
    var findings = Findings()
    let asks = market.blocks.isEmpty ? [] : placements.indices.map { ask($0, placements) }
    checkFeasible(placements, asks, count, &findings)
    let isDeferred = claims.stage.rule.mechanism == .deferredAcceptance
    if isDeferred { checkFixedPoint(asks, placements, &findings) }
    for row in placements.indices {
      if placements[row].stage >= 0, placements[row].stage < claims.number { continue }
      let range = claims.asks(of: row)
      for ask in range.lowerBound..<(asks[row]?.ask ?? range.upperBound) {
        for claim in claims.claims(of: ask) {
          let cell = count.cells[Int(claim.entry)][Int(claim.cell)]
          if cell.vacant > 0 {
            report("V5", row, claim, &findings, nil)
          } else if isDeferred, cell.last >= 0, Int64(claim.place) < cell.lead {
            report(isSameType(row, cell) ? "V3" : "V4", row, claim, &findings, Int(cell.last))
          }
        }
      }
    }
    return findings
  }

  private func checkFeasible(
    _ placements: [Placement], _ asks: [(ask: Int, entry: Int)?], _ count: StageCount,
    _ findings: inout Findings
  ) {
    for row in placements.indices
    where Int(placements[row].stage) == claims.number && asks[row] == nil {
      findings.add(.outcomeWrong, at: place(row)) {
        Phrase(
          zh: "V1：学生 \(market.code(row)) 不具备取得 \(market.describe(placements[row])) 的条件",
          en: "V1: student \(market.code(row)) may not have \(market.describe(placements[row]))")
      }
    }
    for (entry, cells) in count.cells.enumerated() {
      for at in cells.recorded where cells[at].excess > 0 {
        let cell = cells[at]
        findings.add(.seatsWrong, at: Place(file: file)) {
          let name = market.seatName(claims.entries[entry].pool, at)
          let seats = cell.seats + cell.movedIn - cell.movedOut
          return Phrase(
            zh: "V1：批次 \(claims.stage.rule.name) 的 \(name)：\(seats) 个名额，录取 \(cell.admitted) 人",
            en:
              "V1: stage \(claims.stage.rule.name), \(name): \(cell.admitted) admitted to \(seats) "
              + "seats")
        }
      }
    }
  }

  private func checkFixedPoint(
    _ asks: [(ask: Int, entry: Int)?], _ placements: [Placement], _ findings: inout Findings
  ) {
    var offers: [[Int]] = Array(repeating: [], count: claims.programmes)
    for row in placements.indices {
      if placements[row].stage >= 0, placements[row].stage < claims.number { continue }
      let range = claims.asks(of: row)
      let end = asks[row].map { $0.ask + 1 } ?? range.upperBound
      for ask in range.lowerBound..<end { offers[Int(claims.asks[ask].programme)].append(ask) }
    }
    for programme in offers.indices {
      let choice = SchoolChoice(claims: claims, seats: seats, programme: programme)
      let kept = Set(choice.choose(offers[programme]).map(\.ask))
      for ask in offers[programme] {
        let row = Int(claims.asks[ask].row)
        let isHere = asks[row]?.ask == ask
        if isHere == kept.contains(ask) { continue }
        findings.add(.outcomeWrong, at: place(row)) {
          let (student, code) = (market.code(row), market.programmes[programme])
          return isHere
            ? Phrase(
              zh: "V2：\(code) 在愿来的学生中不会选 \(student)",
              en: "V2: \(code) would not choose \(student) among those who would come")
            : Phrase(
              zh: "V2：\(code) 在愿来的学生中会选 \(student)",
              en: "V2: \(code) would choose \(student) among those who would come")
        }
      }
    }
  }

  /// Whether the last holder of a seat has the audiences of the student in all pools.
  private func isSameType(_ row: Int, _ cell: CellCount) -> Bool {
    let (a, b) = (market.find(row), market.find(Int(cell.last)))
    return claims.entries.allSatisfy { entry in
      let map = market.audiences[entry.pool]
      return map.audience(market.blocks[a.block], a.i) == map.audience(market.blocks[b.block], b.i)
    }
  }

  private func report(
    _ check: String, _ row: Int, _ claim: StageClaims.Claim, _ findings: inout Findings,
    _ holder: Int?
  ) {
    findings.add(.outcomeWrong, at: place(row)) {
      let seat = market.seatName(claims.entries[Int(claim.entry)].pool, Int(claim.cell))
      let student = market.code(row)
      guard let holder else {
        return Phrase(
          zh: "\(check)：学生 \(student) 更愿去 \(seat)，那里还有空额",
          en: "\(check): student \(student) would rather have \(seat), where a seat is left")
      }
      return Phrase(
        zh: "\(check)：学生 \(student) 更愿去 \(seat)，且排在 \(market.code(holder)) 之前",
        en: "\(check): student \(student) would rather have \(seat), and stands before "
          + market.code(holder))
    }
  }
}
