import Admission
import Diagnostics
import Rules
import Tables

/// The tables that say what to read of the students.
extension CaseReader {
  /// All tables but the students' rows, which are read by what these say.
  struct SmallTables {
    let programmes: Programmes
    let schools: MiddleSchools
    /// The tables that these two were read from, and the students' own.
    let programmeTable, schoolTable, studentTable: CSVTable
    /// Nil in a later round, where there is no such table, and where it cannot be read.
    let quotas: Quotas?
    /// Whether every row of the quotas could be read.
    let areQuotasClean: Bool
    /// Nil where this is the first round.
    var round: LaterRound?
  }

  mutating func readSmall(_ rules: RuleSet, _ log: inout ProblemLog) -> SmallTables? {
    let programmeTable = files.table("programmes", required: true, log: &log)
    let schoolTable = files.table("middle_schools", required: true, log: &log)
    observer.ended(.smallTables)
    let studentTable = studentTable(rules, log: &log)
    observer.ended(.scan)
    var round: LaterRound?
    if let after { round = LaterRound(after, files, rules, log: &log) }
    reading.after = round?.run.digest
    reportStrayWithdrawals(&log)
    if after == nil, view.isWhole { files.checkPlanFinished(log: &log) }
    let quotaTable =
      after == nil && view.isWhole ? files.table("quotas", required: false, log: &log) : nil
    let programmes = programmeTable.flatMap { Programmes($0, rules, log: &log) }
    let schools = schoolTable.flatMap { MiddleSchools($0, rules, log: &log) }
    var quotaLog = ProblemLog()
    let quotas = quotaTable.flatMap {
      Quotas(
        $0, rules, programmes: programmes?.codes ?? [], schools: schools?.codes ?? [],
        workers: workers, log: &quotaLog)
    }
    log.merge(quotaLog)
    guard let programmes, let schools, let programmeTable, let schoolTable, let studentTable else {
      if let studentTable { reportMissing(studentTable, schoolTable, schools, rules, &log) }
      return nil
    }
    guard programmes.count <= ChoiceLists.programmesMax else {
      reportLimit(programmes.count, ChoiceLists.programmesMax, programmeTable.file, &log)
      return nil
    }
    return SmallTables(
      programmes: programmes, schools: schools, programmeTable: programmeTable,
      schoolTable: schoolTable, studentTable: studentTable, quotas: quotas,
      areQuotasClean: quotaLog.isClean, round: round)
  }

  /// Says which of these tables, if they are there, wait for others to be mended: what was not
  /// looked at must not seem to be right. One that has an error of its own does not, and where only
  /// a few students are asked for, that is nobody's concern.
  func sayWaiting(_ tables: [String], _ log: inout ProblemLog) {
    let faulty = log.groups.filter(\.code.isError).flatMap(\.first).compactMap(\.place?.file)
    let waiting = tables.filter { files.isThere($0) }.map { files.fileName($0) }
      .filter { file in !faulty.contains { sameBytes($0, file) } }
    if !view.isWhole || waiting.isEmpty { return }
    log.add(
      .filesWaiting,
      Phrase(
        zh: "\(waiting.joined(separator: "、")) 的内容还没有检查：须先改正所说的错误",
        en:
          "the rows of \(waiting.joined(separator: ", ")) were not looked at: the errors come first"
      ))
  }

  /// Says what is missing in the headers of the students and their schools, where a table is of no
  /// use and nothing more can be looked up. `read` are the schools, where those could be read.
  private func reportMissing(
    _ table: CSVTable, _ schools: CSVTable?, _ read: MiddleSchools?, _ rules: RuleSet,
    _ log: inout ProblemLog
  ) {
    if let read {
      var planner = StudentPlanner(table, rules, read, log: &log)
      for stage in rules.stages {
        _ = planner.list(stage.list, log: &log)
        for key in stage.ranking.map({ rules.rankings[$0].by }) ?? [] {
          _ = planner.number(key.measure, log: &log)
        }
      }
    } else {
      var finder = ColumnFinder(table, rules)
      for name in ["student", "middle_school"] { _ = finder.require(name, log: &log) }
      for stage in rules.stages {
        switch rules.lists[stage.list].source {
        case .joined(let column): _ = finder.require(column, log: &log)
        case .columns(let columns): for name in columns { _ = finder.require(name, log: &log) }
        case .rows: break
        }
      }
    }
    var finder = ColumnFinder(table, rules)
    guard let schools else { return }
    var others = ColumnFinder(schools, rules)
    for pool in rules.pools {
      guard case .attribute(let name) = pool.audience, finder.find(name, log: &log) == nil,
        others.find(name, log: &log) == nil
      else { continue }
      MarketBuilder.reportNoColumn(
        name, rules, RuleSet.keyPath("pools", pool.name, "audience"),
        among: table.headers + schools.headers, &log)
    }
  }

  /// What the rules ask of the tables; nil, with messages, where the tables do not have it.
  func marketBuilder(
    _ rules: RuleSet, _ small: SmallTables, _ log: inout ProblemLog
  ) -> MarketBuilder? {
    let planner = StudentPlanner(small.studentTable, rules, small.schools, log: &log)
    let builder = MarketBuilder(rules, small.programmes, planner, log: &log)
    warnOfColumns(builder, log: &log)
    reportCells(builder, log: &log)
    guard planner.isUsable, builder.stages.count == rules.stages.count else { return nil }
    observer.ended(.smallTables)
    return builder
  }
}
