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
    let seats = stages.indices.flatMap { stage in
      inOrder(zip(stages[stage].pools, stages[stage].cells).map { ($0, $1.published) }, stage)
    }
    let slots = stages.map { stage in
      market.audiences.indices.map { stage.pools.firstIndex(of: $0) ?? -1 }
    }
    let names = SeatNames(market)
    let isExact = text.isExactly(seats.count, threads) { rows, text in
      for row in rows {
        let seat = seats[row]
        let cell = stages[seat.stage].cells[slots[seat.stage][seat.pool]][seat.cell]
        names.append(seat, hasStage: true, to: &text)
        let numbers = cell.published
        for column in numbers.indices {
          text.append(UInt8(ascii: ","))
          appendDecimal(UInt64(numbers[column]), to: &text)
        }
        appendLast(cell, seat, texts[seat.stage], &text)
        text.append(UInt8(ascii: "\n"))
      }
    }
    if isExact { return seats.count }
    let rows = SeatRows(
      market: market, file: text.file, code: .cutoffWrong,
      columns: Self.columns(Self.cutoffsHeader), hasStage: true, threads: threads)
    return rows.check(text, count: seats.count, findings: &findings) { key in
      let slot = slots[key.stage][key.pool]
      return slot >= 0 && stages[key.stage].cells[slot][key.cell].isPublished
    } compare: { key, cells, line, bytes, findings in
      let cell = stages[key.stage].cells[slots[key.stage][key.pool]][key.cell]
      let numbers = cell.published
      for at in numbers.indices {
        rows.compare(cells[4 + at], Int(numbers[at]), 4 + at, key, line, bytes, &findings)
      }
      checkLast(cell, key, texts[key.stage], cells, bytes) { column, expected in
        let text = String(decoding: expected, as: UTF8.self)
        rows.differs(cellText(cells[column], bytes), text, column, key, line, &findings)
      }
    }
  }

  /// Seats of pools, each with its cells ascending, in the order of the tables: by programme, pool and
  /// audience.
  private func inOrder(_ pools: [(pool: Int, cells: [Int])], _ stage: Int) -> [SeatRows.Key] {
    let programmes = market.programmes.count
    var ends = Array(repeating: 0, count: programmes + 1)
    for (_, cells) in pools {
      for cell in cells { ends[cell % programmes + 1] += 1 }
    }
    for at in 0..<programmes { ends[at + 1] += ends[at] }
    let none = SeatRows.Key(stage: stage, pool: 0, cell: 0, place: 0)
    var seats = Array(repeating: none, count: ends[programmes])
    for (pool, cells) in pools.sorted(by: { $0.pool < $1.pool }) {
      for cell in cells {
        let place = ends[cell % programmes]
        seats[place] = SeatRows.Key(stage: stage, pool: pool, cell: cell, place: place)
        ends[cell % programmes] += 1
      }
    }
    return seats
  }

  /// What follows the numbers of a row of `cutoffs.csv`.
  private func appendLast(
    _ cell: CellCount, _ seat: SeatRows.Key, _ texts: LastTexts, _ text: inout [UInt8]
  ) {
    let comma = UInt8(ascii: ",")
    if cell.admitted == 0 {
      for _ in 0..<3 { text.append(comma) }
      return
    }
    text.append(comma)
    texts.appendLowest(cell, seat, to: &text)
    text.append(comma)
    appendDecimal(UInt64(cell.lastChoice + 1), to: &text)
    text.append(comma)
    texts.appendKey(cell, seat, to: &text)
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
    let names = SeatNames(market)
    let seats = inOrder(
      ledger.planned.indices.map { pool in
        (pool, ledger.planned[pool].indices.filter { ledger.hasEntries(pool, $0) })
      }, 0)
    let isExact = text.isExactly(seats.count, threads) { rows, text in
      for row in rows {
        names.append(seats[row], hasStage: false, to: &text)
        let account = ledger.account(seats[row].pool, seats[row].cell)
        for column in account.indices {
          text.append(UInt8(ascii: ","))
          appendDecimal(UInt64(account[column]), to: &text)
        }
        text.append(UInt8(ascii: "\n"))
      }
    }
    if isExact { return seats.count }
    let rows = SeatRows(
      market: market, file: text.file, code: .ledgerWrong,
      columns: Self.columns(Self.seatsHeader), hasStage: false, threads: threads)
    return rows.check(text, count: seats.count, findings: &findings) { key in
      ledger.hasEntries(key.pool, key.cell)
    } compare: { key, cells, line, bytes, findings in
      let account = ledger.account(key.pool, key.cell)
      for column in account.indices {
        let number = account[column]
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

/// The names that rows about seats begin with, as bytes. A name that needs quotes makes a table that is
/// read cell by cell.
struct SeatNames: Sendable {
  private let stages: [[UInt8]]
  private let programmes: [[UInt8]]
  private let pools: [[UInt8]]
  private let audiences: [[[UInt8]]]

  init(_ market: MarketModel) {
    stages = market.stages.map { Array($0.rule.name.utf8) }
    programmes = market.programmes.map { Array($0.utf8) }
    pools = market.audiences.indices.map { Array(market.poolName($0).utf8) }
    audiences = market.audiences.map { $0.names.map { Array($0.utf8) } }
  }

  /// Appends `stage,programme,pool,audience`, or the same without the stage.
  func append(_ seat: SeatRows.Key, hasStage: Bool, to text: inout [UInt8]) {
    let comma = UInt8(ascii: ",")
    if hasStage {
      text += stages[seat.stage]
      text.append(comma)
    }
    text += programmes[seat.cell % programmes.count]
    text.append(comma)
    text += pools[seat.pool]
    text.append(comma)
    text += audiences[seat.pool][seat.cell / programmes.count]
  }
}
