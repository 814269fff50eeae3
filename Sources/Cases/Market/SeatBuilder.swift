import Admission
import Diagnostics
import Rules
import Tables

/// The seats of the market: what `quotas.csv` gives, and the rest of each plan.
struct SeatBuilder {
  private(set) var cells: [SeatCell] = []
  /// For each programme and each pool of the rules its seats over all audiences.
  private(set) var byPool: [[Int]]

  init(
    _ quotas: Quotas?, _ programmes: Programmes, _ builder: MarketBuilder,
    _ audiences: [Audiences], log: inout ProblemLog
  ) {
    let rules = builder.rules
    byPool = Array(
      repeating: Array(repeating: 0, count: rules.pools.count), count: programmes.count)
    if let quotas { add(quotas, builder, audiences, &log) }
    let rest = rules.pools.firstIndex(where: \.takesRest)
    for programme in 0..<programmes.count {
      let given = byPool[programme].reduce(0, +)
      let left = programmes.plan[programme] - given
      reportBeyond(programme, given, programmes, &log)
      if let rest, left > 0 {
        byPool[programme][rest] += left
        cells.append(
          SeatCell(
            pool: builder.poolNumbers[rest], audience: 0, programme: programme, seats: left))
      }
    }
    mergeEqual()
  }

  /// No seats.
  init(pools: Int, programmes: Int) {
    byPool = Array(repeating: Array(repeating: 0, count: pools), count: programmes)
  }

  /// Adds a cell of the pool that is number `rule` in the rules.
  mutating func add(_ cell: SeatCell, rule: Int) {
    byPool[cell.programme][rule] += cell.seats
    cells.append(cell)
  }

  private mutating func add(
    _ quotas: Quotas, _ builder: MarketBuilder, _ audiences: [Audiences], _ log: inout ProblemLog
  ) {
    cells.reserveCapacity(quotas.entries.count + byPool.count)
    for entry in quotas.entries {
      let pool = builder.poolNumbers[Int(entry.pool)]
      var audience = Int(entry.audience)
      // Whose audiences nobody knows has been told of once, at the rules.
      if case .unknown = builder.divisions[builder.poolDivisions[pool]].source { audience = 0 }
      if audience < 0 {
        let text = quotas.audienceTexts[entry.row] ?? ""
        let division = audiences[builder.poolDivisions[pool]]
        let isEveryone = builder.rules.pools[Int(entry.pool)].audience == .everyone
        guard let found = division.number(of: isEveryone && text.isEmpty ? "*" : text),
          isEveryone || !text.isEmpty
        else {
          report(text, entry, quotas, division, &log)
          continue
        }
        audience = found
      }
      byPool[Int(entry.programme)][Int(entry.pool)] += Int(entry.seats)
      cells.append(
        SeatCell(
          pool: pool, audience: audience, programme: Int(entry.programme), seats: Int(entry.seats)))
    }
  }

  /// A pool that takes the rest may have rows of its own; then two cells are one.
  private mutating func mergeEqual() {
    let everyone = cells.indices.filter { cells[$0].audience == 0 }
    var first: [[Int]: Int] = [:]
    var dropped: Set<Int> = []
    for at in everyone {
      let key = [cells[at].pool, cells[at].programme]
      if let before = first[key] {
        cells[before].seats += cells[at].seats
        dropped.insert(at)
      } else {
        first[key] = at
      }
    }
    if !dropped.isEmpty {
      cells = cells.enumerated().filter { !dropped.contains($0.offset) }.map(\.element)
    }
  }

  private func report(
    _ text: String, _ entry: Quotas.Entry, _ quotas: Quotas, _ division: Audiences,
    _ log: inout ProblemLog
  ) {
    log.add(.audienceUnknown, cause: quotas.table.file) {
      let column = quotas.audienceColumn
      return (
        quotas.table.place(row: Int(entry.row), column: column),
        unknownName(quotas.table.headers[column].name, text, among: division.names)
      )
    }
  }

  /// Reports more seats than the plan has.
  func reportBeyond(
    _ programme: Int, _ given: Int, _ programmes: Programmes, _ log: inout ProblemLog
  ) {
    if given <= programmes.plan[programme] || !programmes.isPlanRead[programme] { return }
    log.add(.seatsBeyondPlan, cause: "seats") {
      let (code, plan) = (programmes.codes[programme], programmes.plan[programme])
      return (
        programmes.table.place(programme),
        Phrase(
          zh: "\(code) 的名额合计 \(given)，超过计划数 \(plan)，多 \(given - plan)",
          en: "\(code) has \(counted(given, "seat")) in quotas.csv, more than its plan of "
            + "\(plan), by \(given - plan)")
      )
    }
  }
}
