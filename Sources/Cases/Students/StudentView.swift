import Columns
import Diagnostics
import Rules
import Tables

/// Which students of a case are read.
package enum StudentView: Sendable {
  /// Something of one student that would be otherwise.
  package enum Change: Sendable, Hashable {
    /// A cell with another text, by the column's place in the header.
    case cell(header: Int, text: String)
    /// Of a list in a table of its own the choice at `place`, from 0, as a programme's code; empty:
    /// none.
    case choice(list: Int, place: Int, programme: String)
  }

  /// All, as they stand in the file.
  case all
  /// One student, found without reading the others. Seats are not read then, nor anything that is
  /// checked of a whole case.
  case one(code: String)
  /// A student whose row is at hand, and behind them the same student once for each variant: what
  /// would they have got with other cells? The file is not even opened.
  case copies(headers: [String], row: CSVTable.FoundRow, variants: [[Change]])
  /// All, with something of one student changed.
  case changed(code: String, [Change])

  /// Whether all students are read.
  package var isWhole: Bool {
    switch self {
    case .all, .changed: true
    case .one, .copies: false
    }
  }

  /// Whether the students' table is opened, and so digested.
  var opensStudents: Bool {
    switch self {
    case .all, .one, .changed: true
    case .copies: false
    }
  }

  /// The changed choices of each row that has any; `row` finds the row of a code.
  func changedChoices(
    row: (String) -> Int?
  ) -> [(row: Int, list: Int, place: Int, programme: String)] {
    func choices(_ row: Int, _ changes: [Change]) -> [(Int, Int, Int, String)] {
      changes.compactMap { change in
        guard case .choice(let list, let place, let code) = change else { return nil }
        return (row, list, place, code)
      }
    }
    switch self {
    case .all, .one: return []
    case .copies(_, _, let variants):
      // The row itself comes first.
      return variants.enumerated().flatMap { choices($0 + 1, $1) }
    case .changed(let code, let changes): return row(code).map { choices($0, changes) } ?? []
    }
  }
}

extension CaseReader {
  /// The students' table as the view shows it; nil, with a message, where there is none, or the
  /// student is not in it.
  mutating func studentTable(_ rules: RuleSet, log: inout ProblemLog) -> CSVTable? {
    if case .copies(let headers, let row, let variants) = view {
      let copies = variants.map { changes in
        changes.reduce(into: row.cells) { cells, change in
          if case .cell(let header, let text) = change { cells[header] = text }
        }
      }
      return CSVTable(rules.fileName("students"), headers: headers, rows: [row.cells] + copies)
    }
    guard let table = files.table("students", required: true, log: &log) else { return nil }
    switch view {
    case .all, .copies: return table
    case .one(let code):
      guard let row = find(code, table, rules, &log) else { return nil }
      reading.examples = table.firstRows(500)
      return CSVTable(table.file, headers: table.headers.map(\.name), rows: [row.cells])
    case .changed(let code, let changes):
      guard let row = find(code, table, rules, &log) else { return nil }
      let cells = changes.compactMap { change -> (CSVTable.FoundRow, Int, String)? in
        if case .cell(let header, let text) = change { (row, header, text) } else { nil }
      }
      var form = TableForm()
      form.headerRow = rules.headerRows["students"] ?? 1
      form.sheet = table.sheet
      let bytes = TextBytes(table.bytes(replacing: cells))
      return CSVTable.open(table.file, bytes, form: form, workers: workers, log: &log)
    }
  }

  private mutating func find(
    _ code: String, _ table: CSVTable, _ rules: RuleSet, _ log: inout ProblemLog
  ) -> CSVTable.FoundRow? {
    var finder = ColumnFinder(table, rules)
    guard let column = finder.require("student", log: &log) else { return nil }
    let row =
      code.isEmpty ? nil : table.rows(where: column, is: code, workers: workers).first
    if row == nil { reportUnknown(code, table, column, &log) }
    reading.student = row
    return row
  }

  private func reportUnknown(
    _ code: String, _ table: CSVTable, _ column: Int, _ log: inout ProblemLog
  ) {
    let near = table.nearestCell(to: code, in: column, workers: workers)
    log.add(
      .studentUnknown, at: Place(file: table.file),
      Phrase(
        zh: "没有学生 \(spelled(code))" + (near.map { "；最接近的是 \($0)" } ?? ""),
        en: "there is no student \(spelled(code))" + (near.map { "; the nearest is \($0)" } ?? "")))
  }
}

extension CSVTable {
  /// The cell of a column nearest to `text`, among those that are no more than three bytes longer
  /// or shorter and share a beginning or an end with it.
  package func nearestCell(to text: String, in column: Int, workers: Workers) -> String? {
    var table = self
    var log = ProblemLog()
    let (_, locals) = table.read(workers: workers, log: &log) { _ in
      NearSink(wanted: Array(text.utf8), column: column)
    }
    return nearestName(to: text, among: locals.flatMap { $0 })
  }
}

/// Keeps the cells of a column that may be near a text.
private struct NearSink: RowSink {
  let wanted: [UInt8]
  let column: Int

  func begin() -> [String] { [] }

  func take(_ block: RowBlock, _ bytes: RawSpan, _ bounds: Span<UInt32>, _ local: inout [String]) {
    for row in 0..<block.count {
      let cell = block.cell(row, column, bounds)
      guard abs(cell.count - wanted.count) <= 3 else { continue }
      // One slip leaves what stands before it and behind it alone.
      var (same, end) = (0, 0)
      let most = min(cell.count, wanted.count)
      while same < most, bytes.byte(cell.lowerBound + same) == wanted[same] { same += 1 }
      while end < most - same,
        bytes.byte(cell.upperBound - 1 - end) == wanted[wanted.count - 1 - end]
      { end += 1 }
      if same + end + 2 >= max(cell.count, wanted.count) {
        local.append(block.text(row, column, bytes, bounds))
      }
    }
  }
}
