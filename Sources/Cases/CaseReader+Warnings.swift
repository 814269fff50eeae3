import Admission
import Columns
import Diagnostics
import Rules
import Tables

extension CaseReader {
  /// Warns of headers that look like used ones in every table.
  func warnOfColumns(_ builder: MarketBuilder, log: inout ProblemLog) {
    builder.planner.finder.warnOfLookalikes(log: &log)
    builder.programmes.table.finder.warnOfLookalikes(log: &log)
    builder.planner.schools.table.finder.warnOfLookalikes(log: &log)
  }

  /// Reports cells of office files that are not what was meant, in the columns of every table.
  func reportCells(_ builder: MarketBuilder, log: inout ProblemLog) {
    builder.planner.finderOfCells.reportCells(log: &log)
    builder.programmes.table.finder.reportCells(log: &log)
    builder.planner.schools.table.finder.reportCells(log: &log)
  }

  /// Everything that is legal and suspicious.
  func warn(
    _ builder: MarketBuilder, _ market: Market, _ names: MarketNames, _ students: Students,
    _ seats: SeatBuilder, hasSeed: Bool, log: inout ProblemLog
  ) {
    warnOfBlankRows(
      [
        builder.programmes.table.text.table, builder.planner.schools.table.text.table,
        students.table,
      ], &log)
    students.warnOfOddTexts(log: &log)
    warnOfTexts(builder, &log)
    warnOfUnofferedSeats(market, names, builder, &log)
    let used = market.stages.flatMap(\.rankings)
    if !hasSeed, used.contains(where: { market.rankings[$0].ties == .lottery }) {
      log.add(
        .seedAbsent, at: Place(file: "seed.txt"),
        Phrase(
          zh: "没有 seed.txt；若有学生各项全同，录取时将需要它",
          en: "there is no seed.txt; allocating needs it if students are equal in every key"))
    }
    // A single student, or those of a later round, may well fail a condition that others meet.
    if students.count > 0, view.isWhole, after == nil {
      warnOfConditions(builder, market, &log)
      warnOfLines(builder, market, names, &log)
    }
    // Without students, which an error has said, everything would be suspicious.
    guard thorough, students.count > 0 else { return }
    for code in [builder.programmes.table, builder.planner.schools.table] {
      warnOfLengths(code, &log)
    }
    warnOfSchools(builder, students, &log)
    warnOfProgrammes(builder, students, &log)
    if after == nil { warnOfExclusions(builder, market, names, &log) }
  }

  private func warnOfBlankRows(_ tables: [CSVTable], _ log: inout ProblemLog) {
    for table in tables where table.blankCount > 0 {
      log.add(
        .rowsBlank, at: Place(file: table.file),
        Phrase(
          zh: "忽略了 \(table.blankCount) 个空行，其余 \(table.rowCount) 行",
          en: "\(counted(table.blankCount, "blank row")) ignored, "
            + "\(counted(table.rowCount, "row")) left"))
    }
  }

  private func warnOfTexts(_ builder: MarketBuilder, _ log: inout ProblemLog) {
    let (programmes, schools) = (builder.programmes.table, builder.planner.schools.table)
    var compared = builder.planner.compared
    if after == nil { warnOfGroups(builder.rules, programmes, schools, &compared, log: &log) }
    compared.warn(programmes, schools, log: &log)
  }

  private func warnOfUnofferedSeats(
    _ market: Market, _ names: MarketNames, _ builder: MarketBuilder, _ log: inout ProblemLog
  ) {
    let planned = builder.programmes.plan.reduce(0, +)
    let pooled = market.seats.reduce(0) { $0 + $1.seats }
    // In a later round most of the plan is taken.
    if pooled < planned, after == nil {
      log.add(
        .seatsNotOffered, at: builder.rules.place(of: "/pools"), cause: "plan",
        Phrase(
          zh: "计划中有 \(planned - pooled) 个名额不属于任何类别；可让一个类别取其余名额（\"seats\": \"rest\"）",
          en: "\(counted(planned - pooled, "seat")) of the plan in no pool; one pool may take the "
            + "rest (\"seats\": \"rest\")"))
    }
    let offered = Set(market.stages.filter { !$0.provisional }.flatMap { $0.pools.map(\.pool) })
    for pool in names.pools.indices where !offered.contains(pool) {
      let left = market.seats.reduce(0) { $0 + ($1.pool == pool ? $1.seats : 0) }
      if left == 0 { continue }
      log.add(
        .seatsNotOffered, at: builder.rules.place(of: RuleSet.keyPath("pools", names.pools[pool])),
        cause: names.pools[pool],
        Phrase(
          zh: "没有批次提供类别 \(names.pools[pool]) 的 \(left) 个名额",
          en: "no stage offers the \(counted(left, "seat")) of the pool \(names.pools[pool])"))
    }
  }

  /// Conditions that leave nobody: mostly values that the table spells in another way.
  private func warnOfConditions(
    _ builder: MarketBuilder, _ market: Market, _ log: inout ProblemLog
  ) {
    for (rule, stage) in zip(builder.rules.stages, market.stages) {
      let path = RuleSet.keyPath("stages", rule.name)
      warnOfConditions(stage.gate, path, builder.rules, market, &log)
      for (offered, pool) in zip(rule.pools, stage.pools) {
        let inner = path + RuleSet.keyPath("pools", builder.rules.pools[offered.pool].name)
        warnOfConditions(pool.gate, inner, builder.rules, market, &log)
      }
    }
  }

  private func warnOfConditions(
    _ gate: Gate, _ path: String, _ rules: RuleSet, _ market: Market, _ log: inout ProblemLog
  ) {
    for (at, condition) in gate.conditions.enumerated() {
      let key = "\(path)/eligible/\(at)"
      let isMet =
        switch condition {
        case .programme(let table): table.contains(true)
        default:
          condition.involvesProgramme
            || (0..<market.cohort.count).contains { condition.holds($0, 0, in: market.cohort) }
        }
      if isMet { continue }
      log.add(
        .nobodyEligible, at: rules.place(of: key), cause: key,
        Phrase(
          zh: "\(key)：没有学生或招生代码符合这一条件",
          en: "\(key): no student, or no programme, meets this condition"))
    }
  }

  private func warnOfLengths(_ table: KeyedTable, _ log: inout ProblemLog) {
    if table.codes.isEmpty { return }  // none was fit to be kept
    let lengths = CodeLengths(table.codes.map(\.utf8.count))
    if lengths.shortest == lengths.longest { return }
    log.add(
      .codeLengths, at: table.place(lengths.example, column: table.finder.used.first?.header),
      cause: table.text.table.file,
      lengths.phrase(Phrase(zh: "代码", en: "codes"), table.codes[lengths.example]))
  }

  private func warnOfSchools(
    _ builder: MarketBuilder, _ students: Students, _ log: inout ProblemLog
  ) {
    let schools = builder.planner.schools
    var heads = Array(repeating: 0, count: schools.count)
    for student in 0..<students.count { heads[Int(students.school[student])] += 1 }
    for school in 1..<schools.count where heads[school] == 0 {
      log.add(.schoolWithoutStudents, cause: "schools") {
        (
          schools.table.place(school - 1),
          Phrase(
            zh: "初中 \(schools.codes[school]) 没有学生",
            en: "no student comes from the middle school \(schools.codes[school])")
        )
      }
    }
  }

  private func warnOfProgrammes(
    _ builder: MarketBuilder, _ students: Students, _ log: inout ProblemLog
  ) {
    let programmes = builder.programmes
    let (lists, tasks, count) = (students.lists, workers.count, programmes.count)
    let parts = workers.map(tasks: tasks) { task in
      var isChosen = Array(repeating: false, count: count)
      for list in lists {
        list.cells.withSpan { cells in
          for at in Workers.slice(task, of: tasks, count: cells.count) where cells[at] > 0 {
            isChosen[Int(cells[at]) - 1] = true
          }
        }
      }
      return isChosen
    }
    for index in 0..<programmes.count {
      if programmes.plan[index] == 0, programmes.isPlanRead[index] {
        log.add(.noSeats, cause: "programmes") {
          (
            programmes.table.place(index),
            Phrase(
              zh: "\(programmes.codes[index]) 的计划数为 0",
              en: "the plan of \(programmes.codes[index]) is 0")
          )
        }
      }
      if parts.contains(where: { $0[index] }) { continue }
      log.add(.programmeNotChosen, cause: "programmes") {
        (
          programmes.table.place(index),
          Phrase(
            zh: "没有学生填报 \(programmes.codes[index])",
            en: "no student chose \(programmes.codes[index])")
        )
      }
    }
  }

  /// Enters what a person can compare.
  mutating func count(
    _ tables: [CSVTable], _ builder: MarketBuilder, _ seats: SeatBuilder, _ students: Students,
    _ log: inout ProblemLog
  ) {
    reading.counts.rows = tables.map { ($0.file, $0.rowCount, $0.blankCount) }.sorted {
      $0.0 < $1.0
    }
    let finders = [
      (tables[0], builder.programmes.table.finder),
      (tables[1], builder.planner.schools.table.finder),
      (tables[2], builder.planner.finder),
    ]
    for (table, finder) in finders {
      for (name, header) in finder.used {
        reading.counts.columns.append((table.file, name, table.headers[header].name))
      }
      for header in finder.unused { reading.counts.unused.append((table.file, header.name)) }
    }
    reading.counts.plan = builder.programmes.plan.reduce(0, +)
    reading.counts.seats = builder.poolRules.map { rule in
      (builder.rules.pools[rule].name, seats.byPool.reduce(0) { $0 + $1[rule] })
    }
    reading.counts.withoutSchool = (0..<students.count).reduce(0) {
      $0 + (students.school[$1] == 0 ? 1 : 0)
    }
  }
}
