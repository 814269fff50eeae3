import Admission

/// Seats of a programme in a pool for one audience.
struct Cell: Hashable, Comparable {
  let pool, audience, programme: Int

  static func < (a: Cell, b: Cell) -> Bool {
    (a.pool, a.audience, a.programme) < (b.pool, b.audience, b.programme)
  }
}

extension Cell {
  init(_ tie: TieStop) {
    self.init(pool: tie.pool, audience: tie.audience, programme: tie.programme)
  }

  var account: LedgerCell { LedgerCell(programme: programme, pool: pool, audience: audience) }

  func cutoff(seats: Int) -> CutoffCell {
    CutoffCell(programme: programme, pool: pool, audience: audience, seats: seats)
  }
}

extension CutoffCell {
  /// What is left of the seats, below zero where more were admitted: the reference's own sum,
  /// beside the engine's `vacant` and `excess`.
  var balance: Int { seats + movedIn - movedOut - admitted }
}

/// A choice that meets the stage's gate, and the seats that it may take, the first tried first.
struct Pair {
  let student, choice: Int
  let key: [Int]
  var cells: [Cell] = []
}

/// A seat that a student takes.
struct Claim {
  let student, choice: Int
  let cell: Cell
}

extension Stage {
  /// The rankings that the stage asks for.
  var referenceRankings: Set<Int> {
    if let ranking { return [ranking] }
    return pools.reduce(into: []) { used, pool in
      switch pool.ranking {
      case .one(let ranking): used.insert(ranking)
      case .each(let rankings): used.formUnion(rankings)
      case .priorities, nil: break
      }
    }
  }
}

extension ReferenceWalk {
  /// The decision on a student at a cell: the last one where there are several.
  func decision(_ stage: Int, _ cell: Cell, _ student: Int) -> Decision? {
    rows(stage, cell, student).last.map { market.decisions[$0] }
  }

  /// All decisions on a student at a cell.
  func rows(_ stage: Int, _ cell: Cell, _ student: Int) -> [Int] {
    market.decisions.indices.filter {
      let row = market.decisions[$0]
      return (row.stage, row.student) == (stage, student)
        && (row.pool, row.audience, row.programme) == (cell.pool, cell.audience, cell.programme)
    }
  }

  /// How many students drew lots for their places in the rankings that stages use.
  var drawn: Int {
    var drawn = 0
    if market.stages.contains(where: { $0.pools.contains { $0.ranking == .priorities } }) {
      drawn += market.priorities!.drawn
    }
    return Set(market.stages.flatMap(\.referenceRankings))
      .filter { market.rankings[$0].ties == .lottery }
      .reduce(drawn) { $0 + market.equals(in: $1).joined().count }
  }

  /// Seats left at the end of a stage go to another pool.
  mutating func move(_ move: SeatMove) {
    for (from, seats) in left where from.pool == move.from && move.audience[from.audience] >= 0 {
      let audience = Int(move.audience[from.audience])
      let to = Cell(pool: move.to, audience: audience, programme: from.programme)
      left[from] = 0
      left[to, default: 0] += seats
      ledger[from, default: from.account].movedOut += seats
      ledger[to, default: to.account].movedIn += seats
    }
  }

  /// What a line comes to for each programme.
  func inForce(_ line: Line, for pool: Int?) -> LineInForce {
    let programmes = 0..<market.programmeCount
    let values: [Int64?] =
      switch line.bound {
      case .fixed(let value): programmes.map { _ in value }
      case .programmes(let values): values
      case .cutoff(let stage, let pool, let minus, let waiveWhenVacant):
        programmes.map { programme in
          let vacant = stages[stage].cells.contains {
            $0.pool == pool && $0.programme == programme && $0.balance > 0
          }
          if waiveWhenVacant && vacant { return nil }
          return admissions[stage].filter { ($0.cell.pool, $0.cell.programme) == (pool, programme) }
            .compactMap { market.number(line.number, of: $0.student) }.min().map { $0 - minus }
        }
      }
    return LineInForce(pool: pool, number: line.number, values: values)
  }
}
