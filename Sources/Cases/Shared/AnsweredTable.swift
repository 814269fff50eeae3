import Admission
import Columns
import Diagnostics
import Rules
import Tables

extension CaseSource {
  /// `students.csv` with the answers in it, as UTF-8: every cell as it is, but middle schools and
  /// lists as `read`, which was read from this source, has them. Nil where nobody answers anything
  /// else.
  package func answeredStudents(
    _ read: Case, _ columns: StudentColumns, workers: Workers
  ) -> [UInt8]? {
    guard let answers, answers.school != nil || !answers.lists.keys.allSatisfy(\.isRows) else {
      return nil
    }
    let files = CaseFiles(self, workers: workers)
    files.use(read.rules)
    var log = ProblemLog()
    guard var table = files.table("students", required: true, log: &log) else { return nil }
    var writer = AnswerWriter(table: table, read: read)
    writer.schoolHeader = columns.sources.first { $0.kind == .middleSchool }!.header
    for (list, source) in columns.lists.enumerated() {
      if source.isJoined {
        writer.joined[source.headers[0]] = list
      } else {
        for (choice, header) in source.headers.enumerated() {
          writer.choices[header] = (list, choice)
        }
      }
    }
    let made = writer
    let (_, rows) = table.read(workers: workers, log: &log) { _ in made }
    let header = CSVText.row(table.headers.map(\.name))
    return rows.reduce(into: Array(header.utf8)) { $0 += $1 }
  }

  /// `choices.csv` with the lists of `read`, which was read from this source, in it: the columns
  /// and lists that are read, a row a choice. Nil where no list in that table is answered.
  package func answeredChoices(_ read: Case) -> [UInt8]? {
    guard let answers, answers.lists.keys.contains(where: \.isRows) else { return nil }
    let files = CaseFiles(self, workers: Workers(count: 1))
    files.use(read.rules)
    var log = ProblemLog()
    guard let table = files.table("choices", required: true, log: &log) else { return nil }
    var finder = ColumnFinder(table, read.rules)
    let places = ["student", "list", "number", "programme"].map { finder.find($0, log: &log) }
    // Where the table has no column of lists there is one list.
    let headers = places.map { $0.map { table.headers[$0].name } ?? "" }
    func row(_ cells: [String]) -> String {
      CSVText.row(cells.indices.filter { places[$0] != nil }.map { cells[$0] })
    }
    var text = Array(row(headers).utf8)
    let lists = read.listsOfRows
    for student in 0..<read.market.cohort.count {
      let code = read.names.students.text(student)
      for (called, list) in lists {
        for choice in 0..<list.width {
          let cell = Int(list.cells[student * list.width + choice])
          if cell == 0 { continue }
          let programme = read.names.programmes[cell - 1]
          text += row([code, called, "\(choice + 1)", programme]).utf8
        }
      }
    }
    return text
  }

  /// `controls.csv` without the rows that count students by, or add up, a column of theirs that is
  /// answered, and how many these are. Nil where there is no such row.
  package func answeredControls(
    _ read: Case, _ columns: StudentColumns
  ) -> (table: [UInt8], leftOut: Int)? {
    let answered = answeredHeaders(columns, read)
    let files = CaseFiles(self, workers: Workers(count: 1))
    files.use(read.rules)
    var log = ProblemLog()
    guard !answered.isEmpty, let table = files.table("controls", required: false, log: &log) else {
      return nil
    }
    var finder = ColumnFinder(table, read.rules)
    guard let ofTable = finder.find("table", log: &log) else { return nil }
    let asked = ["group_column", "sum_column"].compactMap { finder.find($0, log: &log) }
    let text = TextTable(table, log: &log)
    let rows = (0..<text.rowCount).map { row in table.headers.indices.map { text[row, $0] } }
    let kept = rows.filter { row in
      row[ofTable] != "students"
        || !asked.contains { columns.header(of: row[$0]).map(answered.contains) ?? false }
    }
    if kept.count == rows.count { return nil }
    let written = [table.headers.map(\.name)] + kept
    return (Array(written.map { CSVText.row($0) }.joined().utf8), rows.count - kept.count)
  }

  /// The columns of the students' table in which something else is answered.
  private func answeredHeaders(_ columns: StudentColumns, _ read: Case) -> Set<Int> {
    guard let answers else { return [] }
    var headers: Set<Int> = []
    if answers.school != nil, let school = columns.header(of: "middle_school") {
      headers.insert(school)
    }
    for stage in read.rules.stages.indices {
      let source = read.rules.lists[read.rules.stages[stage].list].source
      guard answers.lists[source] != nil else { continue }
      headers.formUnion(columns.lists[read.market.stages[stage].list].headers)
    }
    return headers
  }
}

extension ListRule.Source {
  /// Whether the list stands in `choices.csv`.
  fileprivate var isRows: Bool { if case .rows = self { true } else { false } }
}

extension Case {
  /// The lists that stand in `choices.csv`, by what it calls them, in order of the stages.
  fileprivate var listsOfRows: [(called: String, list: ChoiceLists)] {
    var found: [(called: String, list: ChoiceLists)] = []
    for (number, stage) in rules.stages.enumerated() {
      guard case .rows(let called) = rules.lists[stage.list].source,
        !found.contains(where: { sameBytes($0.called, called) })
      else { continue }
      found.append((called, market.cohort.lists[market.stages[number].list]))
    }
    return found
  }
}

/// Writes rows again, with other middle schools and lists.
private struct AnswerWriter: RowSink {
  let table: CSVTable
  let read: Case
  var schoolHeader = 0
  /// The list whose choices stand in a column.
  var joined: [Int: Int] = [:]
  /// The list and the number of the choice that stands in a column.
  var choices: [Int: (list: Int, choice: Int)] = [:]

  init(table: CSVTable, read: Case) { (self.table, self.read) = (table, read) }

  func begin() -> [UInt8] { [] }

  func take(_ block: RowBlock, _ bytes: RawSpan, _ bounds: Span<UInt32>, _ local: inout [UInt8]) {
    for row in 0..<block.count {
      let cells = table.headers.indices.map { header in
        answer(block.firstRow + row, header) ?? block.text(row, header, bytes, bounds)
      }
      local += CSVText.row(cells).utf8
    }
  }

  /// What stands in a cell that is answered; nil for others.
  private func answer(_ student: Int, _ header: Int) -> String? {
    let cohort = read.market.cohort
    if header == schoolHeader {
      return read.names.schools[Int(cohort.categories[0][student])]
    }
    if let (number, choice) = choices[header] {
      let list = cohort.lists[number]
      return choice < list.width ? code(list.cells[student * list.width + choice]) : ""
    }
    if let number = joined[header] {
      let list = cohort.lists[number]
      var codes = (0..<list.width).map { code(list.cells[student * list.width + $0]) }
      while codes.last == "" { codes.removeLast() }
      return codes.joined(separator: "|")
    }
    return nil
  }

  private func code(_ cell: UInt16) -> String {
    cell == 0 ? "" : read.names.programmes[Int(cell) - 1]
  }
}
