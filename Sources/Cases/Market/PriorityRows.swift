import Admission
import Columns
import Diagnostics
import Exact
import Rules
import Tables

/// The rows of `priorities.csv` as the programmes' orders of students: 1 is the best, equals of a
/// programme draw lots, and who is not listed is unacceptable there.
struct PriorityRows {
  /// One row.
  struct Entry: Sendable {
    var programme: Int32
    var student: Int32
    var row: Int32
    /// As given, in thousandths.
    var value: Int64
  }

  let table: CSVTable
  let orders: Priorities

  /// Reads the table; nil, with messages, where it cannot be used. Complexity: O(rows × log rows of
  /// a programme), on all workers.
  init?(
    _ csv: CSVTable, _ builder: MarketBuilder, _ students: Students, _ seed: String?,
    isLaterRound: Bool, isWhole: Bool, workers: Workers, log: inout ProblemLog
  ) {
    var finder = ColumnFinder(csv, builder.rules)
    let columns = ["programme", "student", "priority"].map { finder.require($0, log: &log) }
    guard columns.allSatisfy({ $0 != nil }) else { return nil }
    finder.warnOfLookalikes(log: &log)
    var table = csv
    let (codes, index) = (builder.programmes.codes, CodeIndex(students.codes))
    let (_, locals) = table.read(workers: workers, log: &log) { table in
      PrioritySink(
        table: table, columns: columns.map { $0! },
        programmes: CodeTable(codes.map { Array($0.utf8) }), programmeCodes: codes,
        students: index, studentCodes: students.codes, isLaterRound: isLaterRound)
    }
    for local in locals { log.merge(local.log) }
    let (starts, entries) = PriorityRows.byProgramme(locals.flatMap(\.entries), codes.count)
    let isOwn = builder.rules.lots == .programme
    let studentCodes = students.codes
    let lots: @Sendable (Int) -> Lots? = { programme in
      seed.map { Lots(of: studentCodes, seed: $0, programme: isOwn ? codes[programme] : nil) }
    }
    let drawn = PriorityRows.sort(entries, starts, lots, workers)
    self.table = table
    orders = Priorities(
      starts: starts, students: Column(entries.array.map(\.student)),
      values: Column(entries.array.map(\.value)), drawn: drawn.reduce(0, +))
    reportDoubles(entries, starts, students.count, &log)
    if seed == nil { reportTies(entries, starts, students, &log) }
    if isWhole { warnOfUnlisted(starts, builder.programmes, &log) }
  }

  /// The entries of each programme together: a counting sort.
  private static func byProgramme(
    _ entries: [Entry], _ programmes: Int
  ) -> ([Int], Column<Entry>) {
    var starts = Array(repeating: 0, count: programmes + 1)
    for entry in entries { starts[Int(entry.programme) + 1] += 1 }
    for programme in 0..<programmes { starts[programme + 1] += starts[programme] }
    var next = starts
    let sorted = Column<Entry>(count: entries.count)
    for entry in entries {
      sorted[next[Int(entry.programme)]] = entry
      next[Int(entry.programme)] += 1
    }
    return (starts, sorted)
  }

  /// Sorts the entries of each programme. Returns how many of each are equal to another.
  private static func sort(
    _ entries: Column<Entry>, _ starts: [Int], _ lots: @Sendable (_ programme: Int) -> Lots?,
    _ workers: Workers
  ) -> [Int] {
    workers.map(tasks: starts.count - 1) { programme in
      let lots = lots(programme)
      let range = starts[programme]..<starts[programme + 1]
      // The row is no lottery, but without lots there is an error wherever it would decide.
      var sorted = range.map { entries[$0] }.sorted { ($0.value, $0.row) < ($1.value, $1.row) }
      var equals = 0
      var at = 0
      while at < sorted.count {
        let end = sorted[at...].firstIndex { $0.value != sorted[at].value } ?? sorted.count
        if end - at > 1 {
          equals += end - at
          if let lots {
            sorted[at..<end].sort { a, b in
              let (x, y) = (lots.number(Int(a.student)), lots.number(Int(b.student)))
              return (x, a.student) < (y, b.student)
            }
          }
        }
        at = end
      }
      for (at, entry) in zip(range, sorted) { entries[at] = entry }
      return equals
    }
  }

  private func reportDoubles(
    _ entries: Column<Entry>, _ starts: [Int], _ students: Int, _ log: inout ProblemLog
  ) {
    let rows = Column<Int32>(count: students)  // the row + 1 of the student at this programme
    for programme in 0..<starts.count - 1 {
      let range = starts[programme]..<starts[programme + 1]
      for entry in range.map({ entries[$0] }).sorted(by: { $0.row < $1.row }) {
        let before = rows[Int(entry.student)]
        rows[Int(entry.student)] = entry.row + 1
        if before == 0 { continue }
        log.add(.priorityTwice, cause: table.file) {
          let line = table.place(row: Int(before) - 1).line
          return (
            table.place(row: Int(entry.row)),
            Phrase(
              zh: "同一招生代码、学生的优先次序已在第 \(line) 行给出",
              en: "the priority of this student at this programme is on line \(line) already")
          )
        }
      }
      for at in range { rows[Int(entries[at].student)] = 0 }
    }
  }

  private func reportTies(
    _ entries: Column<Entry>, _ starts: [Int], _ students: Students, _ log: inout ProblemLog
  ) {
    for programme in 0..<starts.count - 1 {
      let range = starts[programme]..<starts[programme + 1]
      for at in range.dropFirst() where entries[at].value == entries[at - 1].value {
        let (first, second) = (entries[at - 1], entries[at])
        // A student listed twice is another matter.
        if first.student == second.student { continue }
        log.add(.seedMissing, cause: table.file) {
          let (a, b) = (
            students.codes.text(Int(first.student)), students.codes.text(Int(second.student))
          )
          let value = Decimal(thousandths: first.value)
          return (
            table.place(row: Int(second.row)),
            Phrase(
              zh: "学生 \(a) 与 \(b) 的优先次序同为 \(value)，需要抽签，但没有 seed.txt",
              en: "students \(a) and \(b) have the same priority \(value) and must draw lots, but "
                + "there is no seed.txt")
          )
        }
      }
    }
  }

  private func warnOfUnlisted(
    _ starts: [Int], _ programmes: Programmes, _ log: inout ProblemLog
  ) {
    for programme in 0..<starts.count - 1 where starts[programme] == starts[programme + 1] {
      log.add(.prioritiesAbsent, cause: table.file) {
        (
          programmes.table.place(programme),
          Phrase(
            zh: "\(table.file) 没有列出 \(programmes.codes[programme]) 的任何学生，按它排序的名额录取不了任何人",
            en: "\(table.file) lists no student for \(programmes.codes[programme]): nobody can be "
              + "admitted to seats that it ranks")
        )
      }
    }
  }
}

private struct PrioritySink: RowSink {
  let table: CSVTable
  let columns: [Int]
  let programmes: CodeTable
  let programmeCodes: [String]
  let students: CodeIndex
  let studentCodes: CodeColumn
  /// Then the table may still list those who have been admitted.
  let isLaterRound: Bool

  struct Local: Sendable {
    var log = ProblemLog()
    var entries: [PriorityRows.Entry] = []
  }

  func begin() -> Local { Local() }

  func take(_ block: RowBlock, _ bytes: RawSpan, _ bounds: Span<UInt32>, _ local: inout Local) {
    for i in 0..<block.count {
      let programme = programmes.lookUp(bytes, block.cell(i, columns[0], bounds))
      let student = students.row(bytes, block.cell(i, columns[1], bounds))
      let cell = bytes.array(block.cell(i, columns[2], bounds))
      let value = PrioritySink.priority(cell)
      if programme >= 0, let student, let value {
        local.entries.append(
          PriorityRows.Entry(
            programme: programme, student: Int32(student), row: Int32(block.firstRow + i),
            value: value))
        continue
      }
      func text(_ column: Int) -> String { block.text(i, columns[column], bytes, bounds) }
      let row = block.firstRow + i
      if programme < 0 { unknown("programme", text(0), programmeCodes, row, 0, &local.log) }
      if student == nil { unknown("student", text(1), studentCodes.likely, row, 1, &local.log) }
      if value == nil { report(text(2), row, &local.log) }
    }
  }

  /// A whole number from 1, in thousandths; nil for anything else.
  private static func priority(_ cell: [UInt8]) -> Int64? {
    guard let number = Decimal(utf8: cell), number.places == 0,
      (1...seatsMax).contains(number.mantissa)
    else { return nil }
    return number.mantissa * 1000
  }

  private func unknown(
    _ what: String, _ cell: String, _ known: @autoclosure () -> [String], _ row: Int,
    _ column: Int, _ log: inout ProblemLog
  ) {
    let code = isLaterRound && column == 1 ? Code.priorityUnused : .codeUnknown
    table.reportUnknown(
      code, what, cell, among: known(), row: row, column: columns[column], &log)
  }

  private func report(_ cell: String, _ row: Int, _ log: inout ProblemLog) {
    log.add(.priorityUnfit, cause: table.file) {
      (
        table.place(row: row, column: columns[2]),
        Phrase(
          zh:
            "\(table.headers[columns[2]].name) 为 \(spelled(cell))，应为 1 到 \(grouped(Int(seatsMax))) 的整数，1 最优先",
          en:
            "\(table.headers[columns[2]].name) is \(spelled(cell)), a whole number from 1 to "
            + "\(grouped(Int(seatsMax))) was expected; 1 is the best"
        )
      )
    }
  }
}
