import Diagnostics

/// `cutoffs.csv` and `seats.csv` against what was counted.
struct SeatTablesCheck {
  let recount: Recount
  let threads: PlainThreads
  private var market: MarketModel { recount.inputs.market }

  static let cutoffsHeader =
    "stage,programme,pool,audience,seats,applicants,admitted,vacant,excess,lowest_score,"
    + "last_choice,last_key"
  static let seatsHeader =
    "programme,pool,audience,planned,moved_in,moved_out,admitted,excess,vacant"

  private static func columns(_ header: String) -> [String] {
    header.split(separator: ",").map(String.init)
  }

  /// Checks every row of `cutoffs.csv`; returns how many there are.
  func checkCutoffs(_ text: RunText, _ findings: inout Findings) -> Int {
    let market = self.market
    let stages = recount.stages
    let texts = market.stages.indices.map { LastTexts(market, $0) }
    let rows = SeatRows(
      market: market, file: text.file, code: .cutoffWrong,
      columns: Self.columns(Self.cutoffsHeader), hasStage: true, threads: threads)
    let count = stages.reduce(0) { $0 + $1.cells.joined().count { $0.isPublished } }
    let slots = stages.map { stage in
      market.audiences.indices.map { stage.pools.firstIndex(of: $0) ?? -1 }
    }
    return rows.check(text, count: count, findings: &findings) { key in
      let slot = slots[key.stage][key.pool]
      return slot >= 0 && stages[key.stage].cells[slot][key.cell].isPublished
    } compare: { key, cells, line, bytes, findings in
      let cell = stages[key.stage].cells[slots[key.stage][key.pool]][key.cell]
      let numbers = [cell.seats, cell.applicants, cell.admitted, cell.vacant, cell.excess]
      for (at, number) in numbers.enumerated() {
        rows.compare(cells[4 + at], Int(number), 4 + at, key, line, bytes, &findings)
      }
      checkLast(cell, key, texts[key.stage], cells, bytes) { column, expected in
        let text = String(decoding: expected, as: UTF8.self)
        rows.differs(cellText(cells[column], bytes), text, column, key, line, &findings)
      }
    }
  }

  /// `lowest_score`, `last_choice` and `last_key`.
  private func checkLast(
    _ cell: CellCount, _ key: SeatRows.Key, _ texts: LastTexts, _ cells: [PlainCell],
    _ bytes: Span<UInt8>, _ differs: (_ column: Int, _ expected: [UInt8]) -> Void
  ) {
    var expected: [UInt8] = []
    expected.reserveCapacity(128)
    func compare(_ column: Int) {
      if !isCell(cells[column], expected, bytes) { differs(column, expected) }
      expected.removeAll(keepingCapacity: true)
    }
    let isEmpty = cell.admitted == 0
    if !isEmpty { texts.appendLowest(cell, key, to: &expected) }
    compare(9)
    if !isEmpty { appendDecimal(UInt64(cell.lastChoice + 1), to: &expected) }
    compare(10)
    if !isEmpty { texts.appendKey(cell, key, to: &expected) }
    compare(11)
  }

  /// Checks every row of `seats.csv`; returns how many there are.
  func checkSeats(_ text: RunText, _ findings: inout Findings) -> Int {
    let (market, ledger) = (self.market, recount.ledger)
    let rows = SeatRows(
      market: market, file: text.file, code: .ledgerWrong,
      columns: Self.columns(Self.seatsHeader), hasStage: false, threads: threads)
    let count = ledger.planned.indices.reduce(0) { sum, pool in
      sum + ledger.planned[pool].indices.count { ledger.hasEntries(pool, $0) }
    }
    return rows.check(text, count: count, findings: &findings) { key in
      ledger.hasEntries(key.pool, key.cell)
    } compare: { key, cells, line, bytes, findings in
      let (pool, at) = (key.pool, key.cell)
      let numbers = [
        ledger.planned[pool][at], ledger.movedIn[pool][at], ledger.movedOut[pool][at],
        ledger.admitted[pool][at], ledger.excess[pool][at], ledger.left[pool][at],
      ]
      for (column, number) in numbers.enumerated() {
        rows.compare(cells[3 + column], Int(number), 3 + column, key, line, bytes, &findings)
      }
    }
  }

  // MARK: Lines

  static let linesHeader = "stage,programme,score,line,pool"

  /// Checks every row of `lines.csv`, which stand in the order of stages, programmes and the rules;
  /// returns how many there are.
  func checkLines(_ text: RunText, _ findings: inout Findings) -> Int {
    var expected: [[String]] = []
    for (number, stage) in recount.stages.enumerated() {
      for (at, programme) in market.programmes.enumerated() {
        for line in stage.lines {
          guard let value = line.values.values[at] else { continue }
          let measure = line.values.measure
          expected.append([
            market.stages[number].rule.name, programme, market.layout.measures[measure].name,
            market.text(measure, value), line.pool.map { market.poolName($0) } ?? "",
          ])
        }
      }
    }
    var rows = text.rows(from: text.bodyStart, to: text.bytes.count, line: 2)
    let bytes = text.bytes.span
    var count = 0
    while rows.next(bytes) {
      let found = rows.cells.map { cellText($0, bytes) }
      let wanted = count < expected.count ? expected[count] : []
      count += 1
      if found.elementsEqual(wanted, by: areSameBytes) { continue }
      findings.differs(
        .lineWrong, at: Place(file: text.file, line: rows.line),
        { Phrase(zh: "控制线", en: "the line") }, found: found.joined(separator: ","),
        expected: wanted.joined(separator: ","))
    }
    findings.merge(rows.findings)
    if count < expected.count {
      findings.add(.lineWrong, at: Place(file: text.file)) {
        let first = expected[count].joined(separator: ",")
        return Phrase(
          zh: "缺少 \(expected.count - count) 行，例如 \(first)",
          en: "\(expected.count - count) rows are missing, for example \(first)")
      }
    }
    return count
  }
}
