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

extension ReferenceWalk {
  /// The last decision on a student at a cell.
  func answer(_ stage: Int, _ cell: Cell, _ student: Int) -> Int? {
    market.decisions.lastIndex {
      ($0.stage, $0.pool, $0.audience) == (stage, cell.pool, cell.audience)
        && ($0.programme, $0.student) == (cell.programme, student)
    }
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
            $0.pool == pool && $0.programme == programme && $0.vacant > 0
          }
          if waiveWhenVacant && vacant { return nil }
          return admissions[stage].filter { ($0.cell.pool, $0.cell.programme) == (pool, programme) }
            .compactMap { market.number(line.number, of: $0.student) }.min().map { $0 - minus }
        }
      }
    return lineInForce(pool: pool, number: line.number, values: values)
  }
}
