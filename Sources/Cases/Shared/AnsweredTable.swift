import Admission
import Columns
import Diagnostics
import Tables

extension CaseSource {
  /// `students.csv` with the answers in it, as UTF-8: every cell as it is, but middle schools and
  /// lists as `read`, which was read from this source, has them. Nil where nobody answers anything
  /// else.
  package func answeredStudents(
    _ read: Case, _ columns: StudentColumns, workers: Workers
  ) -> [UInt8]? {
    guard let answers, answers.school != nil || !answers.lists.isEmpty else { return nil }
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
