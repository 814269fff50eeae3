import Diagnostics
import Rules
import Tables

extension CaseReader {
  /// Reads what `plan` reads: programmes, middle schools, exclusions, and students only where
  /// nobody has counted the eligible ones. Seats, lists and the lottery's seed do not exist yet.
  mutating func readForPlan(_ rules: RuleSet, log: inout ProblemLog) {
    if rules.plan.splits.isEmpty {
      log.add(
        .missingKey, at: rules.place(of: RuleSet.keyPath("plan")),
        Phrase(
          zh: "/plan/splits 为空：没有写明怎样分配名额",
          en: "/plan/splits is empty: nothing says how seats are split"))
    }
    _ = readSeed("plan-seed.txt", files, log: &log)
    let programmeTable = files.table("programmes", required: true, log: &log)
    let schoolTable = files.table("middle_schools", required: true, log: &log)
    var programmes = programmeTable.flatMap { Programmes($0, rules, log: &log) }
    var schools = schoolTable.flatMap { MiddleSchools($0, rules, log: &log) }
    if programmes != nil { readSplits(rules, &programmes!.table, log: &log) }
    if schools != nil { readWeights(rules, &schools!.table, log: &log) }
    readExclusions(rules, programmes, log: &log)
    for table in [programmes?.table, schools?.table].compactMap({ $0 }) {
      table.finder.warnOfLookalikes(log: &log)
      table.finder.reportCells(log: &log)
      enter(table.text.table, table.finder)
    }
    reading.counts.plan = programmes?.plan.reduce(0, +) ?? 0
    reading.counts.rows.sort { $0.file < $1.file }
    checkControls(log: &log)
  }

  /// The columns of `programmes.csv` that splits ask for.
  private func readSplits(
    _ rules: RuleSet, _ table: inout KeyedTable, log: inout ProblemLog
  ) {
    for split in rules.plan.splits {
      switch split.seats {
      case .shareColumn(let name, _):
        if table.finder.require(name, log: &log) != nil { _ = table.numbers(name, log: &log) }
      case .column(let name):
        if table.finder.require(name, log: &log) != nil { _ = table.counts(name, log: &log) }
      case .share, .restOf: break
      }
      for name in [split.within, split.tier].compactMap({ $0 }) {
        _ = table.finder.require(name, log: &log)
      }
    }
  }

  /// The columns of `middle_schools.csv` that splits ask for; the heads are counted from
  /// `students.csv` where they are not given.
  private mutating func readWeights(
    _ rules: RuleSet, _ table: inout KeyedTable, log: inout ProblemLog
  ) {
    var needsStudents = false
    for split in rules.plan.splits {
      if split.weights == "eligible", table.finder.find("eligible", log: &log) == nil {
        needsStudents = true
      } else if table.finder.require(split.weights, log: &log) != nil {
        _ = table.counts(split.weights, log: &log)
      }
      for name in [split.within].compactMap({ $0 }) + split.levels where name != "middle_school" {
        _ = table.finder.require(name, log: &log)
      }
    }
    guard needsStudents, let students = files.table("students", required: true, log: &log) else {
      return
    }
    var finder = ColumnFinder(students, rules)
    for name in ["student", "middle_school"] { _ = finder.require(name, log: &log) }
    finder.reportCells(log: &log)
    enter(students, finder)
  }

  private mutating func readExclusions(
    _ rules: RuleSet, _ programmes: Programmes?, log: inout ProblemLog
  ) {
    guard let csv = files.table("exclusions", required: false, log: &log) else { return }
    var finder = ColumnFinder(csv, rules)
    let columns = ["programme", "audience"].map { finder.require($0, log: &log) }
    finder.reportCells(log: &log)
    let text = TextTable(csv, log: &log)
    enter(csv, finder)
    guard let column = columns[0], let programmes else { return }
    for row in 0..<text.rowCount where programmes.table.index(of: text[row, column]) == nil {
      let near = nearestName(to: text[row, column], among: programmes.codes)
      log.add(
        .codeUnknown, at: text.place(row: row, column: column), cause: csv.file,
        Phrase(
          zh: "未知的 programme \(quoted(text[row, column]))" + (near.map { "；最接近的是 \($0)" } ?? ""),
          en: "unknown programme \(quoted(text[row, column]))"
            + (near.map { "; the nearest is \($0)" } ?? "")))
    }
  }

  private mutating func enter(_ table: CSVTable, _ finder: ColumnFinder) {
    reading.counts.rows.append((table.file, table.rowCount, table.blankCount))
    for (name, header) in finder.used {
      reading.counts.columns.append((table.file, name, table.headers[header].name))
    }
    for header in finder.unused { reading.counts.unused.append((table.file, header.name)) }
  }
}
