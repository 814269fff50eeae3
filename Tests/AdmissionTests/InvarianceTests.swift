import Admission
import Columns
import TestSupport
import Testing

/// What must not change an outcome, and what must always hold of one.
@Suite struct InvarianceTests {
  /// `market` with its students in other rows: the student of row r comes from `rows[r]`, with
  /// list, values and lot.
  private func reordered(_ market: Market, _ rows: [Int]) -> Market {
    var other = market
    let cohort = market.cohort
    other.cohort = Cohort(
      count: cohort.count,
      numbers: cohort.numbers.map { column in NumberColumn(rows.map { column[$0] }) },
      categories: cohort.categories.map { column in Column(rows.map { column[$0] }) },
      lists: cohort.lists.map { list in
        let cells = rows.flatMap { row in
          (0..<list.width).map { list.cells[row * list.width + $0] }
        }
        return ChoiceLists(width: list.width, cells: Column(cells))
      })
    if let lots = market.lots { other.lots = Lots { lots.number(rows[$0]) } }
    if let own = market.programmeLots {
      other.programmeLots = { programme in
        let lots = own(programme)
        return Lots { lots.number(rows[$0]) }
      }
    }
    if let priorities = market.priorities {
      let row = Dictionary(uniqueKeysWithValues: rows.enumerated().map { ($1, $0) })
      other.priorities = Priorities(
        starts: priorities.starts,
        students: Column(priorities.students.array.map { Int32(row[Int($0)]!) }),
        values: priorities.values, drawn: priorities.drawn)
    }
    return other
  }

  /// A cell without the rows that it names.
  private func anonymous(_ cell: CutoffCell) -> CutoffCell {
    var cell = cell
    cell.lastStudent = min(0, cell.lastStudent)
    cell.lowestStudent = min(0, cell.lowestStudent)
    return cell
  }

  @Test("800 random markets, shuffled", arguments: 0..<4)
  func rowOrderDoesNotMatter(part: Int) {
    for seed in 4_000_000 + part * 200..<4_000_000 + (part + 1) * 200 {
      var random = SeededGenerator(seed: UInt64(seed))
      let market = seed % 2 == 0 ? randomMarket(random) : randomMatchingMarket(random)
      let rows = Array(0..<market.cohort.count).shuffled(using: &random)
      switch (engineResult(market), engineResult(reordered(market, rows))) {
      case (.success(let one), .success(let other)):
        #expect(other.placements.array == rows.map { one.placements[$0] }, "seed \(seed)")
        #expect(other.ledger == one.ledger, "seed \(seed)")
        for (a, b) in zip(one.stages, other.stages) {
          #expect(b.cells.map(anonymous) == a.cells.map(anonymous), "seed \(seed)")
          #expect(b.lines == a.lines && b.eligible == a.eligible, "seed \(seed)")
        }
      case (.failure(.stop(let one)), .failure(.stop(let other))):
        #expect(other.students.map { rows[$0] }.sorted() == one.students, "seed \(seed)")
        #expect(
          [other.stage, other.programme, other.pool, other.audience, other.seats]
            == [one.stage, one.programme, one.pool, one.audience, one.seats], "seed \(seed)")
      case (.failure(.lotsMissing(let one, _)), .failure(.lotsMissing(let other, _))):
        #expect(one == other, "seed \(seed)")
      default: Issue.record("seed \(seed): one is an outcome, the other a failure")
      }
    }
  }

  /// Lots decide nothing where equals are admitted together.
  @Test func lotsDoNotMatterWithoutALottery() {
    for seed in 5_000_000..<5_000_150 {
      var market = randomMarket(SeededGenerator(seed: UInt64(seed)), ties: .admitAll)
      let one = engineResult(market)
      market.lots = nil
      #expect(firstDifference(engineResult(market), one) == nil, "seed \(seed)")
    }
  }

  @Test("Any number of threads", arguments: 0..<8)
  func threadsDoNotMatter(seed: Int) {
    let random = SeededGenerator(seed: UInt64(6_000_000 + seed))
    let market =
      seed % 2 == 0
      ? randomMarket(random, .city, ties: [.lottery, .admitAll][seed / 2 % 2])
      : randomMatchingMarket(random, .city)
    let one = engineResult(market, workers: 1)
    for workers in [2, 3, 5, 16] {
      let difference = firstDifference(engineResult(market, workers: workers), one)
      #expect(difference == nil, "seed \(6_000_000 + seed), \(workers) workers")
    }
  }

  /// Planned + moved in + excess = moved out + admitted + vacant, and the accounts agree with the
  /// students.
  @Test func seatsAreConserved() {
    for seed in 7_000_000..<7_000_400 {
      let random = SeededGenerator(seed: UInt64(seed))
      let market = seed % 2 == 0 ? randomMarket(random) : randomMatchingMarket(random)
      guard case .success(let outcome) = engineResult(market) else { continue }
      var admitted: [[Int]: Int] = [:]
      for student in 0..<market.cohort.count where outcome.placements[student].isAdmitted {
        let placement = outcome.placements[student]
        let audience = market.audience(of: student, in: placement.pool)!
        admitted[[placement.programme, placement.pool, audience], default: 0] += 1
      }
      var accounts: [[Int]: Int] = [:]
      for cell in outcome.ledger {
        #expect(cell.excess <= cell.admitted, "seed \(seed): \(cell)")
        if cell.admitted > 0 {
          accounts[[cell.programme, cell.pool, cell.audience]] = cell.admitted
        }
      }
      #expect(accounts == admitted, "seed \(seed)")
      let left = recountedSeats(market, outcome)
      for cell in outcome.ledger {
        let place = [cell.programme, cell.pool, cell.audience]
        #expect(cell.vacant == left[place, default: 0], "seed \(seed): \(cell)")
      }
      #expect(left.values.reduce(0, +) == outcome.ledger.map(\.vacant).reduce(0, +), "seed \(seed)")
      func total(_ part: (LedgerCell) -> Int) -> Int { outcome.ledger.map(part).reduce(0, +) }
      let planned = market.seats.map(\.seats).reduce(0, +)
      #expect(planned == total(\.planned), "seed \(seed)")
      #expect(total(\.movedIn) == total(\.movedOut), "seed \(seed)")
      #expect(planned + total(\.excess) == total(\.admitted) + total(\.vacant), "seed \(seed)")
    }
  }

  /// The seats left at the end, by programme, pool and audience, from the seats planned, the
  /// students placed and the rules' moves alone.
  private func recountedSeats(_ market: Market, _ outcome: Outcome) -> [[Int]: Int] {
    var left: [[Int]: Int] = [:]
    for seat in market.seats { left[[seat.programme, seat.pool, seat.audience]] = seat.seats }
    for (number, stage) in market.stages.enumerated() where !stage.provisional {
      for student in 0..<market.cohort.count {
        let placement = outcome.placements[student]
        guard placement.isAdmitted, placement.stage == number else { continue }
        let audience = market.audience(of: student, in: placement.pool)!
        left[[placement.programme, placement.pool, audience], default: 0] -= 1
      }
      if case .deferredAcceptance(let rule) = stage.mechanism, rule.isSoft {
        let open = stage.pools.first {
          market.audiences[market.pools[$0.pool].audience].category == nil
        }!
        let reserves = stage.pools.map(\.pool).filter { $0 != open.pool }
        for (place, seats) in left where reserves.contains(place[1]) {
          left[place] = 0
          left[[place[0], open.pool, 0], default: 0] += seats
        }
      }
      // Below zero stand those who were admitted beyond the seats.
      for (place, seats) in left where seats < 0 { left[place] = 0 }
      for move in stage.unfilled {
        for (place, seats) in left where place[1] == move.from && move.audience[place[2]] >= 0 {
          left[place] = 0
          left[[place[0], move.to, Int(move.audience[place[2]])], default: 0] += seats
        }
      }
    }
    return left
  }
}
