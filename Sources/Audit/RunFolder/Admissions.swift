import Cases
import Columns
import Diagnostics
import Tables

/// `admissions.csv` as columns: for each row a student's code and where they were admitted.
struct Admissions: Sendable {
  /// The names of what the seats number.
  struct Names: Sendable {
    let programmes: [String]
    let stages: [String]
    let pools: [String]
  }

  let names: Names
  let codes: CodeColumn
  private let seats: Column<Int64>

  var count: Int { codes.count }

  /// Reads the table with the names of a case.
  init?(
    _ table: CSVTable, _ names: MarketNames, workers: Workers, log: inout ProblemLog
  ) {
    self.init(
      table, Names(programmes: names.programmes, stages: names.stages, pools: names.pools),
      workers: workers, log: &log)
  }

  /// Reads the table of a whole case: it has as many rows as there are students.
  init?(
    _ table: CSVTable, _ names: MarketNames, of read: Case, workers: Workers, log: inout ProblemLog
  ) {
    self.init(table, names, workers: workers, log: &log)
    let students = read.market.cohort.count
    guard count == students else {
      log.add(
        .runDisagrees, at: Place(file: "admissions.csv"),
        Phrase(
          zh: "有 \(count) 行，案例有 \(students) 名学生",
          en: "\(count) rows, the case has \(students) students"))
      return nil
    }
  }

  /// Reads the table with these names; nil, with messages, where a row is not what a run writes.
  init?(_ csv: CSVTable, _ names: Names, workers: Workers, log: inout ProblemLog) {
    // No run has more; a seat is packed into 64 bits.
    let isPackable =
      names.stages.count < 1 << 15 && names.pools.count < 1 << 16
      && names.programmes.count < 1 << 16
    guard isPackable,
      csv.headers.map(\.name).prefix(6)
        == ["student", "status", "programme", "stage", "pool", "choice"]
    else {
      Admissions.report(1, &log)
      return nil
    }
    var csv = csv
    let width = max(4, csv.firstCell(0)?.utf8.count ?? 16)
    let (sink, locals) = csv.read(workers: workers, log: &log) { table in
      AdmissionSink(
        codes: CodeColumn(count: table.rowCount, width: width),
        seats: Column(count: table.rowCount),
        tables: [names.programmes, names.stages, names.pools].map {
          CodeTable($0.map { Array($0.utf8) })
        })
    }
    if let bad = locals.compactMap({ $0 }).min() {
      Admissions.report(csv.place(row: bad).line, &log)
    }
    guard log.isClean else { return nil }
    self.names = names
    codes = sink.codes
    seats = sink.seats
  }

  private static func report(_ line: Int, _ log: inout ProblemLog) {
    log.add(
      .runUnreadable, at: Place(file: "admissions.csv", line: line),
      Phrase(
        zh: "本行不是录取名单的一行，或其中的批次、类别、招生代码未知",
        en: "this is not a row of admissions, or its stage, pool or programme is unknown"))
  }

  /// Where the student of a row was admitted; nil: nowhere. Complexity: O(1).
  func seat(of row: Int) -> Seat? {
    let packed = seats[row]
    if packed == 0 { return nil }
    return Seat(
      stage: Int(packed >> 48) - 1, programme: Int(packed >> 16 & 0xFFFF),
      pool: Int(packed >> 32 & 0xFFFF), choice: Int(packed & 0xFFFF))
  }
}

/// Fills the columns; keeps the first row that is not one of admissions.
private struct AdmissionSink: RowSink {
  let codes: CodeColumn
  let seats: Column<Int64>
  let tables: [CodeTable]  // programmes, stages, pools

  func begin() -> Int? { nil }

  func take(_ block: RowBlock, _ bytes: RawSpan, _ bounds: Span<UInt32>, _ local: inout Int?) {
    _ = codes.read(block, column: 0, bytes, bounds)
    for row in 0..<block.count {
      let status = block.cell(row, 1, bounds)
      if bytes.isEqual(status, to: "notAdmitted") { continue }
      let programme = tables[0].lookUp(bytes, block.cell(row, 2, bounds))
      let stage = tables[1].lookUp(bytes, block.cell(row, 3, bounds))
      let pool = tables[2].lookUp(bytes, block.cell(row, 4, bounds))
      guard bytes.isEqual(status, to: "admitted"), programme >= 0, stage >= 0, pool >= 0,
        let choice = number(bytes, block.cell(row, 5, bounds)), (1...0xFFFF).contains(choice)
      else {
        local = local ?? block.firstRow + row
        continue
      }
      seats[block.firstRow + row] =
        Int64(stage + 1) << 48 | Int64(pool) << 32 | Int64(programme) << 16 | Int64(choice - 1)
    }
  }

  /// A number of at most five digits; nil where it is none.
  private func number(_ bytes: RawSpan, _ range: Range<Int>) -> Int? {
    guard (1...5).contains(range.count) else { return nil }
    var value = 0
    for at in range {
      let digit = Int(bytes.byte(at)) - 0x30
      guard (0...9).contains(digit) else { return nil }
      value = value * 10 + digit
    }
    return value
  }
}
