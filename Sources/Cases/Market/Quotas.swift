import Admission
import Columns
import Diagnostics
import Exact
import Rules
import Tables

/// The rows of `quotas.csv` as numbers.
struct Quotas {
  /// One row.
  struct Entry: Sendable {
    var row: Int32
    var programme: Int32
    /// An index into `rules.pools`.
    var pool: Int32
    /// Of a pool keyed by middle school the school's number; else the cell is looked up later.
    var audience: Int32
    var seats: Int32
  }

  let table: CSVTable
  let entries: [Entry]
  /// The texts of audiences that are no middle schools, by row.
  let audienceTexts: [Int32: String]
  let audienceColumn: Int

  /// Reads the table; nil, with messages, where its columns are missing.
  init?(
    _ csv: CSVTable, _ rules: RuleSet, programmes: [String], schools: [String], workers: Workers,
    log: inout ProblemLog
  ) {
    var finder = ColumnFinder(csv, rules)
    let columns = ["programme", "pool", "audience", "seats"].map { finder.require($0, log: &log) }
    guard columns.allSatisfy({ $0 != nil }) else { return nil }
    finder.warnOfLookalikes(log: &log)
    finder.areNumbers("seats")
    finder.reportCells(log: &log)
    var table = csv
    let (sink, locals) = table.read(workers: workers, log: &log) { table in
      QuotaSink(
        table: table, columns: columns.map { $0! }, rules: rules,
        programmes: CodeTable(programmes.map { Array($0.utf8) }), programmeCodes: programmes,
        pools: CodeTable(rules.pools.map { Array($0.name.utf8) }),
        schools: CodeTable(schools.map { Array($0.utf8) }), schoolCodes: schools)
    }
    for local in locals { log.merge(local.log) }
    _ = sink
    self.table = table
    entries = locals.flatMap(\.entries)
    audienceTexts = locals.reduce(into: [:]) { $0.merge($1.texts) { a, _ in a } }
    audienceColumn = columns[2]!
    reportDoubles(rules, log: &log)
  }

  /// Reports seats given twice, both lines named.
  private func reportDoubles(_ rules: RuleSet, log: inout ProblemLog) {
    func text(_ entry: Entry) -> ByteText { ByteText(audienceTexts[entry.row] ?? "") }
    // Texts are compared only where numbers are equal: of pools that have no number for an
    // audience.
    func isBefore(_ a: Entry, _ b: Entry) -> Bool {
      let (x, y) = ((a.pool, a.programme, a.audience), (b.pool, b.programme, b.audience))
      if x != y { return x < y }
      return a.audience < 0 && text(a) < text(b)
    }
    // Tables come sorted, or nearly; equal keys are found by sorting the others.
    if zip(entries, entries.dropFirst()).allSatisfy(isBefore) { return }
    let sorted = entries.sorted { a, b in
      isBefore(a, b) || (!isBefore(b, a) && a.row < b.row)
    }
    for (first, second) in zip(sorted, sorted.dropFirst()) where !isBefore(first, second) {
      log.add(.seatsTwice, cause: table.file) {
        let line = table.place(row: Int(first.row)).line
        return (
          table.place(row: Int(second.row)),
          Phrase(
            zh: "同一招生代码、类别、受众的名额已在第 \(line) 行给出",
            en: "the seats of this programme, pool and audience are on line \(line) already")
        )
      }
    }
  }
}

private struct QuotaSink: RowSink {
  let table: CSVTable
  let columns: [Int]
  let rules: RuleSet
  let programmes: CodeTable
  let programmeCodes: [String]
  let pools: CodeTable
  let schools: CodeTable
  let schoolCodes: [String]

  struct Local: Sendable {
    var log = ProblemLog()
    var entries: [Quotas.Entry] = []
    var texts: [Int32: String] = [:]
  }

  func begin() -> Local { Local() }

  func take(_ block: RowBlock, _ bytes: RawSpan, _ bounds: Span<UInt32>, _ local: inout Local) {
    for i in 0..<block.count {
      let row = block.firstRow + i
      let programme = programmes.lookUp(bytes, block.cell(i, columns[0], bounds))
      let pool = pools.lookUp(bytes, block.cell(i, columns[1], bounds))
      let seats = seats(block.cell(i, columns[3], bounds), bytes)
      guard programme >= 0, pool >= 0, let seats else {
        report(i, block, bytes, bounds, programme, pool, seats, &local.log)
        continue
      }
      var entry = Quotas.Entry(
        row: Int32(row), programme: programme, pool: pool, audience: -1, seats: seats)
      let cell = block.cell(i, columns[2], bounds)
      switch rules.pools[Int(pool)].audience {
      case .middleSchool:
        entry.audience = schools.lookUp(bytes, cell)
        // Number 0 is "none", which has no seats.
        if entry.audience <= 0 {
          if !schoolCodes.isEmpty { reportAudience(i, block, bytes, bounds, &local.log) }
          continue
        }
      case .attribute:
        local.texts[Int32(row)] = block.text(i, columns[2], bytes, bounds)
      case .everyone:
        // An empty cell stands for everyone too.
        local.texts[Int32(row)] = cell.isEmpty ? "*" : block.text(i, columns[2], bytes, bounds)
      }
      local.entries.append(entry)
    }
  }

  /// A whole number of seats; nil for anything else.
  private func seats(_ cell: Range<Int>, _ bytes: RawSpan) -> Int32? {
    guard (1...9).contains(cell.count) else { return unusualSeats(cell, bytes) }
    var value: Int32 = 0
    for at in cell {
      let digit = Int32(bytes.byte(at)) - 0x30
      guard (0...9).contains(digit) else { return unusualSeats(cell, bytes) }
      value = value * 10 + digit
    }
    return value
  }

  /// The same number in another form (`1.0`): what is no number here is reported as none.
  private func unusualSeats(_ cell: Range<Int>, _ bytes: RawSpan) -> Int32? {
    let text = bytes.array(cell)
    return count(of: String(decoding: text, as: UTF8.self)).map { Int32($0) }
  }

  private func report(
    _ i: Int, _ block: RowBlock, _ bytes: RawSpan, _ bounds: Span<UInt32>, _ programme: Int32,
    _ pool: Int32, _ seats: Int32?, _ log: inout ProblemLog
  ) {
    let row = block.firstRow + i
    // Where the other table could not be read, every code is unknown, and nobody is helped by that.
    if programme < 0, !programmeCodes.isEmpty {
      unknown(.codeUnknown, programmeCodes, 0, i, block, bytes, bounds, &log)
    }
    if pool < 0 {
      unknown(.poolUnknown, rules.pools.map(\.name), 1, i, block, bytes, bounds, &log)
    }
    if seats == nil {
      let cell = block.text(i, columns[3], bytes, bounds)
      _ = parseCount(
        cell, table.headers[columns[3]].name, { table.place(row: row, column: columns[3]) }, &log)
    }
  }

  private func reportAudience(
    _ i: Int, _ block: RowBlock, _ bytes: RawSpan, _ bounds: Span<UInt32>, _ log: inout ProblemLog
  ) {
    unknown(
      .audienceUnknown, Array(schoolCodes.dropFirst()), 2, i, block, bytes, bounds, &log)
  }

  private func unknown(
    _ code: Code, _ known: [String], _ column: Int, _ i: Int, _ block: RowBlock,
    _ bytes: RawSpan, _ bounds: Span<UInt32>, _ log: inout ProblemLog
  ) {
    let what = ["programme", "pool", "middle_school"][column]
    let cell = block.text(i, columns[column], bytes, bounds)
    table.reportUnknown(
      code, what, cell, among: known, row: block.firstRow + i, column: columns[column], &log)
  }
}
