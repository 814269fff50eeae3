import Columns
import Diagnostics
import Exact
import Rules
import Tables

extension CaseReader {
  /// One row of `controls.csv`: how many rows of a table a group has, and what a column of it adds
  /// up to; an empty cell asks nothing.
  private struct Control {
    let line: Int
    let table: String
    let groupColumn: String
    let group: String
    let count: Int64?
    let sumColumn: String
    let sum: Int64?
  }

  /// Compares the tables with totals from another source; every difference is an error, with its
  /// sign.
  func checkControls(log: inout ProblemLog) {
    guard let rules = reading.rules,
      let csv = files.table("controls", required: false, log: &log)
    else { return }
    let controls = readControls(csv, rules, &log)
    for name in Set(controls.map(\.table)).sorted() {
      let ours = controls.filter { $0.table == name }
      guard ["programmes", "middle_schools", "students", "quotas"].contains(name) else {
        log.add(
          .fileMissing, at: Place(file: csv.file, line: ours[0].line),
          Phrase(
            zh: "\(spelled(name)) 不是表名；应为 programmes、middle_schools、students 或 quotas",
            en: "\(spelled(name)) is no table; programmes, middle_schools, students or quotas was "
              + "expected"))
        continue
      }
      // What the command does not read is compared when another command reads it.
      if purpose == .plan, !files.wasRead(files.fileName(name)) { continue }
      if let table = files.table(name, required: true, log: &log) {
        compare(ours, with: table, rules, csv.file, &log)
      }
    }
  }

  private func readControls(
    _ csv: CSVTable, _ rules: RuleSet, _ log: inout ProblemLog
  ) -> [Control] {
    var finder = ColumnFinder(csv, rules)
    let wanted = ["table", "group_column", "group", "count", "sum_column", "sum"]
    let columns = wanted.map { finder.require($0, log: &log) }
    guard columns.allSatisfy({ $0 != nil }) else { return [] }
    finder.areNumbers("count", "sum")
    finder.reportCells(log: &log)
    let text = TextTable(csv, log: &log)
    return (0..<text.rowCount).compactMap { row in
      var isReadable = true
      func number(_ column: Int) -> Int64? {
        let cell = text[row, columns[column]!]
        if cell.isEmpty { return nil }
        if case .success(let value) = NumberCells.parse(Array(cell.utf8)) { return value }
        log.add(
          .numberUnreadable, at: text.place(row: row, column: columns[column]!),
          NumberCells.Fault.notANumber.phrase(cell))
        isReadable = false
        return nil
      }
      let control = Control(
        line: text.place(row: row).line, table: text[row, columns[0]!],
        groupColumn: text[row, columns[1]!], group: text[row, columns[2]!], count: number(3),
        sumColumn: text[row, columns[4]!], sum: number(5))
      return isReadable ? control : nil
    }
  }

  private func compare(
    _ controls: [Control], with csv: CSVTable, _ rules: RuleSet, _ file: String,
    _ log: inout ProblemLog
  ) {
    var finder = ColumnFinder(csv, rules)
    for control in controls
    where (control.groupColumn.isEmpty && !control.group.isEmpty)
      || (control.sumColumn.isEmpty && control.sum != nil)
      || (control.count == nil && control.sum == nil)
    {
      log.add(
        .controlDiffers, at: Place(file: file, line: control.line), cause: "shape",
        Phrase(
          zh: "本行无从核对：group 需要 group_column，sum 需要 sum_column，count 与 sum 至少有一个",
          en:
            "this row compares nothing: a group needs a group_column, a sum a sum_column, and there "
            + "must be a count or a sum"))
    }
    for (keys, group) in Dictionary(grouping: controls, by: { [$0.groupColumn, $0.sumColumn] })
      .sorted(by: { $0.value[0].line < $1.value[0].line })
    {
      let place = Place(file: file, line: group[0].line)
      let (groupColumn, sumColumn) = (
        column(keys[0], "group_column", at: place, csv.file, &finder, &log),
        column(keys[1], "sum_column", at: place, csv.file, &finder, &log)
      )
      if (groupColumn == nil) != keys[0].isEmpty || (sumColumn == nil) != keys[1].isEmpty {
        continue
      }
      var table = csv
      var ignored = ProblemLog()
      let totals = table.read(workers: workers, log: &ignored) { _ in
        TotalSink(groupColumn: groupColumn, sumColumn: sumColumn)
      }.locals
      for control in group { compare(control, totals, file, &log) }
    }
  }

  /// The column that a control names; nil for an empty cell, and where `table` has none, which is
  /// said of the control: the table cannot know.
  private func column(
    _ name: String, _ cell: String, at place: Place, _ table: String, _ finder: inout ColumnFinder,
    _ log: inout ProblemLog
  ) -> Int? {
    if name.isEmpty { return nil }
    if let found = finder.find(name, log: &log) { return found }
    let near = finder.nearest(to: [name])
    log.add(
      .columnMissing, at: place,
      Phrase(
        zh: "\(cell) 为 \(spelled(name))，\(table) 没有这一列"
          + (near.map { "；最接近的是 \($0)" } ?? "；表头是 \(finder.listed)"),
        en: "\(cell) is \(spelled(name)), and \(table) has no such column; "
          + (near.map { "the nearest is \($0)" } ?? "its header is \(finder.listed)")))
    return nil
  }

  private func compare(
    _ control: Control, _ totals: [TotalSink.Local], _ file: String, _ log: inout ProblemLog
  ) {
    let key = control.groupColumn.isEmpty ? [] : Array(control.group.utf8)
    let found = totals.reduce((count: Int64(0), sum: Int64(0))) {
      ($0.count + ($1[key]?.count ?? 0), clampedSum($0.sum, $1[key]?.sum ?? 0))
    }
    let place = Place(file: file, line: control.line)
    let what =
      control.groupColumn.isEmpty
      ? control.table : "\(control.table) \(control.groupColumn)=\(control.group)"
    func report(_ name: Phrase, _ wanted: Int64, _ found: Int64) {
      let apart = found.subtractingReportingOverflow(wanted)
      let (difference, sign) = (
        Decimal(thousandths: apart.overflow ? found : apart.partialValue), found > wanted ? "+" : ""
      )
      let (a, b) = (Decimal(thousandths: found), Decimal(thousandths: wanted))
      log.add(
        .controlDiffers, at: place, cause: control.table,
        Phrase(
          zh: "\(what)：\(name.zh) 为 \(a)，核对数为 \(b)，差 \(sign)\(difference)",
          en:
            "\(what): the \(name.en) is \(a), the control \(b), a difference of \(sign)\(difference)"
        ))
    }
    if let count = control.count, count != found.count * 1000 {
      report(Phrase(zh: "行数", en: "row count"), count, found.count * 1000)
    }
    if let sum = control.sum, sum != found.sum {
      report(
        Phrase(zh: "\(control.sumColumn) 合计", en: "sum of \(control.sumColumn)"), sum, found.sum)
    }
  }
}

/// A sum that stops at what 64 bits hold: no control total comes near.
private func clampedSum(_ a: Int64, _ b: Int64) -> Int64 {
  let (sum, overflow) = a.addingReportingOverflow(b)
  return overflow ? (b > 0 ? .max : .min) : sum
}

/// Counts and adds up the rows of each group.
private struct TotalSink: RowSink {
  struct Total: Sendable {
    var count: Int64 = 0
    var sum: Int64 = 0
  }
  typealias Local = [[UInt8]: Total]
  let groupColumn: Int?
  let sumColumn: Int?

  func begin() -> Local { [:] }

  func take(_ block: RowBlock, _ bytes: RawSpan, _ bounds: Span<UInt32>, _ local: inout Local) {
    for row in 0..<block.count {
      let key = groupColumn.map { Array(block.text(row, $0, bytes, bounds).utf8) } ?? []
      var value: Int64 = 0
      if let sumColumn {
        let cell = Array(block.text(row, sumColumn, bytes, bounds).utf8)
        if case .success(let number) = NumberCells.parse(cell) { value = number }
      }
      local[key, default: Total()].count += 1
      local[key]!.sum = clampedSum(local[key]!.sum, value)
    }
  }
}
