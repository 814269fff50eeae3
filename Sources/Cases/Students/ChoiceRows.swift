import Admission
import Columns
import Diagnostics
import Exact
import Rules
import Tables

/// The lists that stand in a table of their own, `choices.csv`: a row a choice, with its number
/// and, where there are several such lists, the name of the list.
struct ChoiceRows {
  /// One row.
  fileprivate struct Entry: Sendable {
    var student: Int32
    var row: Int32
    /// From 0.
    var place: UInt16
    var programme: UInt16
    /// An index into the lists that are read from the table.
    var list: UInt16
  }

  let table: CSVTable
  /// The places of `student`, `number`, `programme`, and of `list` where the table has it.
  let columns: (own: [Int], list: Int?)
  /// By the number of the list in the students' plan.
  let lists: [Int: ChoiceLists]

  /// Reads the table; nil, with messages, where its columns are missing. In a later round it may
  /// still list students who have been admitted. Complexity: O(rows + students × longest list).
  init?(
    _ csv: CSVTable, _ builder: MarketBuilder, _ students: Students, isLaterRound: Bool,
    workers: Workers, log: inout ProblemLog
  ) {
    var sources: [(called: String, list: Int)] = []
    for (number, list) in students.plan.lists.enumerated() {
      if case .rows(let called) = list.source { sources.append((called, number)) }
    }
    var finder = ColumnFinder(csv, builder.rules)
    let columns = ["student", "number", "programme"].map { finder.require($0, log: &log) }
    let listColumn =
      sources.count > 1 ? finder.require("list", log: &log) : finder.find("list", log: &log)
    guard columns.allSatisfy({ $0 != nil }), sources.count == 1 || listColumn != nil else {
      return nil
    }
    finder.warnOfLookalikes(log: &log)
    finder.areNumbers("number")
    finder.reportCells(log: &log)
    var table = csv
    let codes = builder.programmes.codes
    let (_, locals) = table.read(workers: workers, log: &log) { table in
      ChoiceSink(
        table: table, columns: columns.map { $0! }, listColumn: listColumn,
        lists: sources.map(\.called),
        lengthsMax: sources.map { students.plan.lists[$0.list].lengthMax },
        programmes: CodeTable(codes.map { Array($0.utf8) }), programmeCodes: codes,
        students: CodeIndex(students.codes), studentCodes: students.codes,
        isLaterRound: isLaterRound)
    }
    for local in locals { log.merge(local.log) }
    self.table = table
    self.columns = (columns.map { $0! }, listColumn)
    var widths = sources.map { _ in 0 }
    for local in locals {
      for (list, width) in local.widths.enumerated() { widths[list] = max(widths[list], width) }
    }
    let cells = widths.map { Column<UInt16>(count: students.count * $0) }
    let rows = widths.map { Column<Int32>(count: students.count * $0) }
    for entry in locals.lazy.flatMap(\.entries) {
      let list = Int(entry.list)
      let at = Int(entry.student) * widths[list] + Int(entry.place)
      if rows[list][at] == 0 {
        cells[list][at] = entry.programme + 1
        rows[list][at] = entry.row + 1
        continue
      }
      ChoiceRows.reportNumber(entry, table, Int(rows[list][at]) - 1, students, &log)
    }
    for list in sources.indices {
      ChoiceRows.reportDoubles(cells[list], rows[list], widths[list], table, codes, students, &log)
    }
    lists = Dictionary(
      uniqueKeysWithValues: sources.indices.map {
        (sources[$0].list, ChoiceLists(width: widths[$0], cells: cells[$0]))
      })
  }

  /// Two rows for one number of a student's list.
  private static func reportNumber(
    _ entry: Entry, _ table: CSVTable, _ before: Int, _ students: Students,
    _ log: inout ProblemLog
  ) {
    log.add(.choiceNumberUnfit, cause: "\(table.file)/number") {
      let (code, line) = (students.codes.text(Int(entry.student)), table.place(row: before).line)
      return (
        table.place(row: Int(entry.row)),
        Phrase(
          zh: "学生 \(code) 的第 \(entry.place + 1) 志愿已在第 \(line) 行",
          en: "choice \(entry.place + 1) of student \(code) is on line \(line) already")
      )
    }
  }

  /// Programmes that a list names twice, both lines named.
  private static func reportDoubles(
    _ cells: Column<UInt16>, _ rows: Column<Int32>, _ width: Int, _ table: CSVTable,
    _ codes: [String], _ students: Students, _ log: inout ProblemLog
  ) {
    var chosenBy = Array(repeating: -1, count: codes.count + 1)
    for at in 0..<cells.count where cells[at] > 0 {
      let (student, programme) = (at / width, Int(cells[at]))
      if chosenBy[programme] == student {
        let first = (student * width..<at).first { Int(cells[$0]) == programme }!
        log.add(.choiceTwice, cause: "\(table.file)/programme") {
          let (code, line) = (
            students.codes.text(student), table.place(row: Int(rows[first]) - 1).line
          )
          return (
            table.place(row: Int(rows[at]) - 1),
            Phrase(
              zh: "学生 \(code) 已在第 \(line) 行填报 \(codes[programme - 1])",
              en: "student \(code) names \(codes[programme - 1]) on line \(line) already")
          )
        }
      }
      chosenBy[programme] = student
    }
  }
}

extension ChoiceLists {
  /// The first student's list for `count` students.
  func repeatingFirst(_ count: Int) -> ChoiceLists {
    let all = Column<UInt16>(count: count * width)
    for at in 0..<all.count { all[at] = cells[at % width] }
    return ChoiceLists(width: width, cells: all)
  }
  /// Puts a programme, or none, at a student's place; the lists grow where they are shorter.
  mutating func set(student: Int, of count: Int, place: Int, to programme: Int?) {
    if place >= width {
      let wider = Column<UInt16>(count: count * (place + 1))
      for at in 0..<count * width { wider[at / width * (place + 1) + at % width] = cells[at] }
      self = ChoiceLists(width: place + 1, cells: wider)
    }
    cells[student * width + place] = UInt16((programme ?? -1) + 1)
  }
}

private struct ChoiceSink: RowSink {
  let table: CSVTable
  let columns: [Int]
  let listColumn: Int?
  let lists: [String]
  let lengthsMax: [Int?]
  let programmes: CodeTable
  let programmeCodes: [String]
  let students: CodeIndex
  let studentCodes: CodeColumn
  let isLaterRound: Bool

  struct Local: Sendable {
    var log = ProblemLog()
    var entries: [ChoiceRows.Entry] = []
    var widths: [Int]
  }

  func begin() -> Local { Local(widths: lists.map { _ in 0 }) }

  func take(_ block: RowBlock, _ bytes: RawSpan, _ bounds: Span<UInt32>, _ local: inout Local) {
    for i in 0..<block.count {
      let student = students.row(bytes, block.cell(i, columns[0], bounds))
      if student == nil, isLaterRound { continue }
      let number = ChoiceSink.number(bytes.array(block.cell(i, columns[1], bounds)))
      let programme = programmes.lookUp(bytes, block.cell(i, columns[2], bounds))
      let list = listColumn.flatMap { column in
        let text = bytes.array(block.cell(i, column, bounds))
        return lists.firstIndex { sameBytes($0, text) }
      }
      let row = block.firstRow + i
      if let student, let number, programme >= 0, let list = listColumn == nil ? 0 : list {
        if number <= lengthsMax[list] ?? ChoiceLists.widthMax {
          local.widths[list] = max(local.widths[list], number)
          local.entries.append(
            ChoiceRows.Entry(
              student: Int32(student), row: Int32(row), place: UInt16(number - 1),
              programme: UInt16(programme), list: UInt16(list)))
        } else {
          reportTooLong(student, number, list, row, &local.log)
        }
        continue
      }
      func text(_ column: Int) -> String { block.text(i, column, bytes, bounds) }
      if student == nil {
        unknown("student", text(columns[0]), studentCodes.likely, row, 0, &local.log)
      }
      if programme < 0 {
        unknown("programme", text(columns[2]), programmeCodes, row, 2, &local.log)
      }
      if number == nil { reportNumber(text(columns[1]), row, &local.log) }
      if let listColumn, list == nil { reportList(text(listColumn), row, listColumn, &local.log) }
    }
  }

  /// A whole number from 1; nil for anything else.
  private static func number(_ cell: [UInt8]) -> Int? {
    guard let number = Decimal(utf8: cell), number.places == 0,
      (1...Int64(ChoiceLists.widthMax)).contains(number.mantissa)
    else { return nil }
    return Int(number.mantissa)
  }

  private func unknown(
    _ what: String, _ cell: String, _ known: @autoclosure () -> [String], _ row: Int,
    _ column: Int, _ log: inout ProblemLog
  ) {
    table.reportUnknown(
      .codeUnknown, what, cell, among: known(), row: row, column: columns[column], &log)
  }

  private func reportNumber(_ cell: String, _ row: Int, _ log: inout ProblemLog) {
    log.add(.choiceNumberUnfit, cause: "\(table.file)/number") {
      let name = table.headers[columns[1]].name
      return (
        table.place(row: row, column: columns[1]),
        Phrase(
          zh: "\(name) 为 \(spelled(cell))，应为 1 到 \(ChoiceLists.widthMax) 的整数",
          en: "\(name) is \(spelled(cell)), a whole number from 1 to \(ChoiceLists.widthMax) was "
            + "expected")
      )
    }
  }

  private func reportList(
    _ cell: String, _ row: Int, _ column: Int, _ log: inout ProblemLog
  ) {
    log.add(.choiceListUnknown, cause: "\(table.file)/list") {
      let near = nearestName(to: cell, among: lists)
      return (
        table.place(row: row, column: column),
        Phrase(
          zh: "没有规则从本表取志愿表 \(spelled(cell))" + (near.map { "；最接近的是 \($0)" } ?? ""),
          en: "the rules take no list \(spelled(cell)) from this table"
            + (near.map { "; the nearest is \($0)" } ?? ""))
      )
    }
  }

  private func reportTooLong(
    _ student: Int, _ number: Int, _ list: Int, _ row: Int, _ log: inout ProblemLog
  ) {
    log.add(.listTooLong, cause: "\(table.file)/\(list)") {
      let (code, most) = (studentCodes.text(student), lengthsMax[list] ?? ChoiceLists.widthMax)
      return (
        table.place(row: row, column: columns[1]),
        Phrase(
          zh: "学生 \(code) 的志愿序号为 \(number)，至多 \(most) 个志愿",
          en: "student \(code) has a choice \(number), at most \(most) are allowed")
      )
    }
  }
}
