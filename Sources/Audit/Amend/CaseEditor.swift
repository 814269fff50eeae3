import Cases
import Columns
import Diagnostics
import Tables

/// The tables of a case that corrections go into: `students.csv`, and `choices.csv` where lists
/// stand in a table of their own.
struct CaseEditor {
  /// What is corrected of one student.
  struct Student {
    /// The code.
    let code: String
    /// The row of `students.csv`.
    let row: CSVTable.FoundRow
    /// What would be otherwise, for who judges the student without writing anything.
    var changes: [StudentView.Change] = []
    /// What is changed in the table of choices.
    var choices = EditableTable.Edits()
    /// On which line what is corrected, by whatever name.
    fileprivate var lines: [Target: Int] = [:]
  }

  /// The headers as people read them.
  private var headers: [String] { students.table.headers.map(\.name) }
  private let folder: String
  private let workers: Workers
  private let students: EditableTable
  private let choices: EditableTable?
  private let columns: StudentColumns
  private let choiceColumns: ChoiceColumns?
  private let programmes: [String]
  private let code: Int

  /// Opens the tables of the case in `folder`, of a later round that of the run `after`; nil, with
  /// messages, where it is not readable as it is: corrections are no repair. Unless it `writes`,
  /// any kind of table will do.
  init?(
    _ folder: String, after: String?, writes: Bool, workers: Workers, log: inout ProblemLog
  ) {
    let before = log.errorCount
    let reading = readCase(folder, after: after, workers: workers)
    guard let rules = reading.rules, let columns = reading.columns, let read = reading.value,
      reading.problems.isClean
    else {
      log.merge(reading.problems)
      return nil
    }
    (self.folder, self.workers, self.columns) = (folder, workers, columns)
    choiceColumns = reading.choices
    programmes = read.names.programmes
    func open(_ name: String, _ file: String, _ isOffice: Bool) -> EditableTable? {
      writes
        ? EditableTable(
          changing: name, file: file, isOffice: isOffice, of: folder, rules, workers: workers,
          log: &log)
        : EditableTable(reading: name, file: file, of: folder, rules, workers: workers, log: &log)
    }
    let students = open("students", columns.file, columns.isOffice)
    choices = reading.choices.flatMap { open("choices", $0.file, $0.isOffice) }
    guard let students, log.errorCount == before else { return nil }
    self.students = students
    code = columns.sources.first { $0.kind == .student }!.header
  }

  /// The corrected students, in the order in which they first occur; what does not fit the case is
  /// reported.
  func changes(_ corrections: Corrections, log: inout ProblemLog) -> [Student] {
    let codes = Set(corrections.rows.map { Array($0.student.utf8) }.filter { !$0.isEmpty })
    let rows = students.rows(where: code, isAnyOf: codes)
    let choiceRows = choiceRows(of: corrections)
    var found: [Student] = []
    var places: [[UInt8]: Int] = [:]
    for row in corrections.rows {
      let target = target(row.column)
      if target == nil { reportColumn(row, corrections, &log) }
      let student = Array(row.student.utf8)
      guard let theirs = rows[student]?.first else {
        reportStudent(row, corrections, &log)
        continue
      }
      let at = places[student] ?? found.count
      if at == found.count {
        found.append(Student(code: row.student, row: theirs))
        places[student] = at
      }
      guard let target else { continue }
      if let line = found[at].lines.updateValue(row.line, forKey: target) {
        corrections.reportTwice(row, line, &log)
        continue
      }
      switch target {
      case .cell(code):
        corrections.report(
          row, "考生代码不能在这里更正：它决定这一行是谁的",
          "a student's code is not corrected: it says whose row this is", &log)
      case .cell(let header):
        let isNumber = columns.sources.contains { $0.header == header && $0.kind == .number }
        let cell = found[at].row.cells[header]
        if corrections.checkOld(row, is: cell, isNumber: isNumber, &log),
          students.checkEncoding(of: [row.new], row, corrections, &log)
        {
          found[at].changes.append(.cell(header: header, text: row.new))
        }
      case .choice(let list, let number):
        let theirs = choiceRows[student] ?? []
        change(&found[at], theirs, list, number, row, corrections, &log)
      }
    }
    return found.filter { !$0.changes.isEmpty }
  }

  /// The case with two students, this one as they are and as corrected. What it cannot be read with
  /// is reported: a correction that makes it so is none.
  func reading(
    _ student: Student, _ corrections: Corrections, log: inout ProblemLog
  ) -> CaseReading {
    let reading = readCase(
      folder, view: .copies(headers: headers, row: student.row, variants: [student.changes]),
      workers: workers)
    let line = corrections.rows.first { sameBytes($0.student, student.code) }?.line ?? 0
    for group in reading.problems.groups where group.code.isError {
      for problem in group.first {
        log.add(
          .correctionUnfit, at: Place(file: corrections.file, line: line), cause: corrections.file,
          Phrase(
            zh: "学生 \(student.code) 更正后读不通：\(group.code.name) \(problem.message.zh)",
            en: "the row of student \(student.code), corrected, is refused: \(group.code.name) "
              + problem.message.en))
      }
    }
    return reading
  }

  /// The changed tables.
  func tables(_ corrected: [Student]) -> [(name: String, bytes: [UInt8])] {
    var (own, theirs) = (EditableTable.Edits(), EditableTable.Edits())
    for student in corrected {
      for case .cell(let header, let text) in student.changes {
        own.cells.append((student.row, header, text))
      }
      theirs.cells += student.choices.cells
      theirs.removed += student.choices.removed
      theirs.added += student.choices.added
    }
    var tables: [(name: String, bytes: [UInt8])] = []
    for (table, edits) in [(students, own), (choices ?? students, theirs)] where !edits.isEmpty {
      tables.append((table.file, table.bytes(edits)))
    }
    return tables
  }

  // MARK: What is named

  /// What a correction is about.
  fileprivate enum Target: Hashable {
    case cell(header: Int)
    /// The place of a list among those of the table of choices, and which choice of it.
    case choice(list: Int, number: Int)
  }

  /// A column of `students.csv`, by our name or its header; or `LIST:NUMBER`, a choice in a table
  /// of its own.
  private func target(_ name: String) -> Target? {
    if let header = columns.header(of: name) { return .cell(header: header) }
    let parts = name.split(separator: ":", omittingEmptySubsequences: false)
    guard let choiceColumns, parts.count == 2, let number = Int(parts[1]),
      String(number) == parts[1], (1...choiceColumns.numberMax).contains(number)
    else { return nil }
    let list = choiceColumns.lists.firstIndex { list in
      ([list.called] + list.names).contains { sameBytes($0, String(parts[0])) }
    }
    return list.map { .choice(list: $0, number: number) }
  }

  private func reportColumn(
    _ row: Corrections.Row, _ corrections: Corrections, _ log: inout ProblemLog
  ) {
    let near = nearestName(to: row.column, among: headers)
    let lists = choiceColumns?.lists.map { "\($0.names.first ?? $0.called):1" } ?? []
    let all = lists.joined(separator: ", ")
    corrections.report(
      row,
      "\(students.file) 没有列 \(row.column)" + (near.map { "；最接近的是 \($0)" } ?? "")
        + (lists.isEmpty ? "" : "；志愿写作 \(all) 等"),
      "\(students.file) has no column \(row.column)" + (near.map { "; the nearest is \($0)" } ?? "")
        + (lists.isEmpty ? "" : "; choices are named like \(all)"), &log)
  }

  private func reportStudent(
    _ row: Corrections.Row, _ corrections: Corrections, _ log: inout ProblemLog
  ) {
    let near = students.near(row.student, in: code)
    log.add(
      .studentUnknown, at: Place(file: corrections.file, line: row.line), cause: corrections.file,
      Phrase(
        zh: "没有学生 \(row.student)" + (near.map { "；最接近的是 \($0)" } ?? ""),
        en: "there is no student \(row.student)" + (near.map { "; the nearest is \($0)" } ?? "")))
  }

  // MARK: Choices

  /// The rows of choices of all students of whom one is corrected.
  private func choiceRows(of corrections: Corrections) -> [[UInt8]: [CSVTable.FoundRow]] {
    guard let columns = choiceColumns, let choices else { return [:] }
    let codes = corrections.rows.compactMap { row -> [UInt8]? in
      if case .choice = target(row.column), !row.student.isEmpty {
        Array(row.student.utf8)
      } else {
        nil
      }
    }
    return choices.rows(where: columns.student, isAnyOf: Set(codes))
  }

  /// One choice of a student, whose choices are `rows`: a row's programme, a row that goes, or one
  /// that comes.
  private func change(
    _ student: inout Student, _ rows: [CSVTable.FoundRow], _ at: Int, _ number: Int,
    _ row: Corrections.Row, _ corrections: Corrections, _ log: inout ProblemLog
  ) {
    guard let columns = choiceColumns, let choices else { return }
    let list = columns.lists[at]
    let theirs = rows.first { found in
      let called = columns.list.map { found.cells[$0] } ?? list.called
      return Corrections.isSame(found.cells[columns.number], String(number))
        && sameBytes(called, list.called)
    }
    let old = theirs?.cells[columns.programme] ?? ""
    guard corrections.checkOld(row, is: old, isNumber: false, &log),
      choices.checkEncoding(
        of: theirs == nil ? [row.new, list.called, student.code] : [row.new], row, corrections,
        &log)
    else { return }
    if !row.new.isEmpty, !programmes.contains(where: { sameBytes($0, row.new) }) {
      let near = nearestName(to: row.new, among: programmes)
      corrections.report(
        row, "没有招生代码 \(row.new)" + (near.map { "；最接近的是 \($0)" } ?? ""),
        "there is no programme \(row.new)" + (near.map { "; the nearest is \($0)" } ?? ""), &log)
      return
    }
    student.changes.append(
      .choice(list: list.number, place: number - 1, programme: row.new))
    if let theirs, row.new.isEmpty {
      student.choices.removed.append(theirs)
    } else if let theirs {
      student.choices.cells.append((theirs, columns.programme, row.new))
    } else {
      var cells = choices.table.headers.map { _ in "" }
      cells[columns.student] = student.code
      cells[columns.number] = String(number)
      cells[columns.programme] = row.new
      if let at = columns.list { cells[at] = list.called }
      student.choices.added.append(cells)
    }
  }
}
