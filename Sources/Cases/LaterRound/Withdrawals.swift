import Diagnostics
import Rules
import Tables

/// The rows of `withdrawals.csv`: who gives up the seat that the earlier run gave them.
struct Withdrawals {
  /// One row.
  struct Row {
    let student: [UInt8]
    /// The audience of the seat, where the table says: needed only if nothing else tells.
    let audience: String
    let place: Place
  }
  /// The table's name in the case.
  let file: String
  /// The rows, each student once.
  private(set) var rows: [Row] = []
  /// The row of each student.
  private(set) var index: [[UInt8]: Int] = [:]

  /// Without a table: nobody.
  init(_ csv: CSVTable?, _ rules: RuleSet, log: inout ProblemLog) {
    file = csv?.file ?? rules.fileName("withdrawals")
    guard let csv else { return }
    var finder = ColumnFinder(csv, rules)
    guard let student = finder.require("student", log: &log) else { return }
    let audience = finder.find("audience", log: &log)
    finder.warnOfLookalikes(log: &log)
    let text = TextTable(csv, log: &log)
    for row in 0..<text.rowCount {
      let code = Array(text[row, student].utf8)
      let place = text.place(row: row, column: student)
      if let before = index[code] {
        let line = rows[before].place.line
        log.add(
          .codeTwice, at: place, cause: file,
          Phrase(
            zh: "学生 \(text[row, student]) 重复，第一次出现在第 \(line) 行",
            en: "student \(text[row, student]) appears twice, first on line \(line)"))
        continue
      }
      index[code] = rows.count
      rows.append(
        Row(student: code, audience: audience.map { text[row, $0] } ?? "", place: place))
    }
  }
}
