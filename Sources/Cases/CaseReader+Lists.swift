import Admission
import Diagnostics
import Rules
import Tables

/// Tables about students that stand beside theirs.
extension CaseReader {
  /// Lists that stand in a table of their own, put beside the others; nil where there are none, or,
  /// with messages, where they cannot be read.
  mutating func readChoices(
    _ builder: MarketBuilder, _ students: inout Students, log: inout ProblemLog
  ) -> ChoiceRows? {
    let isAsked = students.plan.lists.contains { if case .rows = $0.source { true } else { false } }
    guard isAsked, let table = files.table("choices", required: true, log: &log),
      let own = ownRows(of: table, builder, students, log: &log)
    else { return nil }
    let rows = ChoiceRows(
      own, builder, students, isLaterRound: after != nil, workers: workers, log: &log)
    for (number, list) in rows?.lists ?? [:] where students.lists[number].width == 0 {
      students.lists[number] = view.isWhole ? list : list.repeatingFirst(students.count)
    }
    reading.choices = rows.map { ChoiceColumns($0, students.plan, builder.rules) }
    let codes = students.codes
    for change in view.changedChoices(row: { CodeIndex(codes).row(of: Array($0.utf8)) }) {
      let programme = builder.programmes.codes.firstIndex { sameBytes($0, change.programme) }
      students.lists[change.list].set(
        student: change.row, of: students.count, place: change.place, to: programme)
    }
    return rows
  }

  /// A table about students as the view shows it: whole, or the rows of the one student at hand, so
  /// that the others' are neither read nor checked.
  private func ownRows(
    of table: CSVTable, _ builder: MarketBuilder, _ students: Students, log: inout ProblemLog
  ) -> CSVTable? {
    if view.isWhole { return table }
    var finder = ColumnFinder(table, builder.rules)
    guard students.count > 0, let column = finder.require("student", log: &log) else { return nil }
    let own = table.rows(where: column, is: students.codes.text(0), workers: workers)
    return CSVTable(table.file, headers: table.headers.map(\.name), rows: own.map(\.cells))
  }

  /// The programmes' own orders of students; nil where no stage asks for them, or, with messages,
  /// where they cannot be read.
  func readPriorities(
    _ builder: MarketBuilder, _ students: Students, _ seed: String?, log: inout ProblemLog
  ) -> PriorityRows? {
    let isAsked = builder.stages.contains { $0.pools.contains { $0.ranking == .priorities } }
    guard isAsked, let table = files.table("priorities", required: true, log: &log),
      let own = ownRows(of: table, builder, students, log: &log)
    else { return nil }
    return PriorityRows(
      own, builder, students, seed, isLaterRound: after != nil, isWhole: view.isWhole,
      workers: workers, log: &log)
  }
}
