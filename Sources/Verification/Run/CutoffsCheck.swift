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
    let comma = UInt8(ascii: ",")
    let stages = recount.stages
    let texts = market.stages.indices.map { LastTexts(market, $0) }
    let seats = stages.indices.flatMap { stage in
      inOrder(zip(stages[stage].pools, stages[stage].cells).map { ($0, $1.published) }, stage)
    }
    let slots = stages.map { stage in
      market.audiences.indices.map { stage.pools.firstIndex(of: $0) ?? -1 }
    }
    let names = SeatNames(market)
    @Sendable func cell(_ seat: SeatRows.Key) -> CellCount {
      stages[seat.stage].cells[slots[seat.stage][seat.pool]][seat.cell]
    }
    let isExact = text.isExactly(seats.count, threads) { rows, text in
      // First what lies all over the memory, so that a processor can wait for many at once.
      let cells = rows.map { cell(seats[$0]) }
      let drawn = zip(rows, cells).compactMap { row, cell in texts[seats[row].stage].drawn(cell) }
      var lots = market.lots(of: drawn).makeIterator()
      for (row, cell) in zip(rows, cells) {
        let seat = seats[row]
        names.put(seat, hasStage: true, to: &text)
        let numbers = cell.published
        for column in numbers.indices {
          text.put(decimal: UInt64(numbers[column]))
          text.put(comma)
        }
        if cell.admitted == 0 {
          text.put(comma)
          text.put(comma)
        } else {
          texts[seat.stage].putLowest(cell, seat, to: &text)
          text.put(comma)
          text.put(decimal: UInt64(cell.lastChoice + 1))
          text.put(comma)
          let lot = texts[seat.stage].drawn(cell) == nil ? nil : lots.next()
          texts[seat.stage].putKey(cell, seat, lot: lot, to: &text)
        }
        text.put(UInt8(ascii: "\n"))
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
      let cell = cell(key)
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

  /// Seats of pools, each with its cells ascending, in the order of the tables: by programme, pool
  /// and audience.
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
    if !isEmpty { texts.putLowest(cell, key, to: &expected) }
    compare(9)
    if !isEmpty { expected.put(decimal: UInt64(cell.lastChoice + 1)) }
    compare(10)
    if !isEmpty { texts.putKey(cell, key, to: &expected) }
    compare(11)
  }

  /// Checks every row of `seats.csv`; returns how many there are.
  func checkSeats(_ text: RunText, _ findings: inout Findings) -> Int {
    let (market, ledger) = (self.market, recount.ledger)
    let comma = UInt8(ascii: ",")
    let names = SeatNames(market)
    let seats = inOrder(
      ledger.accounts.enumerated().map { pool, accounts in
        (pool, accounts.filter(\.hasEntries).map { Int($0.cell) }.sorted())
      }, 0)
    let isExact = text.isExactly(seats.count, threads) { rows, text in
      for row in rows {
        names.put(seats[row], hasStage: false, to: &text)
        let account = ledger[seats[row].pool, seats[row].cell].numbers
        for column in account.indices {
          text.put(decimal: UInt64(account[column]))
          text.put(column < 5 ? comma : UInt8(ascii: "\n"))
        }
      }
    }
    if isExact { return seats.count }
    let rows = SeatRows(
      market: market, file: text.file, code: .ledgerWrong,
      columns: Self.columns(Self.seatsHeader), hasStage: false, threads: threads)
    return rows.check(text, count: seats.count, findings: &findings) { key in
      ledger[key.pool, key.cell].hasEntries
    } compare: { key, cells, line, bytes, findings in
      let account = ledger[key.pool, key.cell].numbers
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
    let own = text.bytes.array()
    let bytes = own.span
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

/// The names that rows about seats begin with, each with the comma behind it. A name that needs
/// quotes makes a table that is read cell by cell.
struct SeatNames: Sendable {
  private let programmeCount: Int
  private let stages: PackedTexts
  private let programmes: PackedTexts
  private let pools: PackedTexts
  private let audiences: [PackedTexts]

  init(_ market: MarketModel) {
    func packed(_ names: [String]) -> PackedTexts { PackedTexts(names.map { $0 + "," }) }
    programmeCount = market.programmes.count
    stages = packed(market.stages.map(\.rule.name))
    programmes = packed(market.programmes)
    pools = packed(market.audiences.indices.map { market.poolName($0) })
    audiences = market.audiences.map { packed($0.names) }
  }

  /// Puts `stage,programme,pool,audience,`, or the same without the stage.
  @inline(__always)
  func put<Sink: PlainSink>(_ seat: SeatRows.Key, hasStage: Bool, to sink: inout Sink) {
    if hasStage { stages.put(seat.stage, to: &sink) }
    let (audience, programme) = seat.cell.quotientAndRemainder(dividingBy: programmeCount)
    programmes.put(programme, to: &sink)
    pools.put(seat.pool, to: &sink)
    audiences[seat.pool].put(audience, to: &sink)
  }
}
