import Admission
import Columns
import Diagnostics
import Rules
import Tables

/// The students, and the market that is built of all tables.
extension CaseReader {
  /// The students with their lists, and the table that lists have of their own.
  mutating func readStudents(
    _ builder: MarketBuilder, _ small: SmallTables, _ log: inout ProblemLog
  ) -> (Students, ChoiceRows?) {
    let table = small.studentTable
    var students = files.students(
      table, builder.planner.plan, schools: small.schools.codes,
      programmes: small.programmes.codes, log: &log)
    observer.ended(.parse)
    reading.columns = StudentColumns(builder, table)
    let choices = readChoices(builder, &students, log: &log)
    if view.isWhole, !students.areCodesExamined {
      students.examineCodes(workers: workers, log: &log)
    }
    observer.ended(.codes)
    let wereRefused = log.groups.contains { $0.code == .rowWidth && $0.cause == table.file }
    if students.count == 0, !wereRefused {
      log.add(
        .tableEmpty, at: table.headerPlace,
        Phrase(zh: "表头之下没有学生", en: "there is no student under the header"))
    }
    return (students, choices)
  }

  /// A market, and what it was built of.
  struct Built {
    let market: Market
    let names: MarketNames
    let seats: SeatBuilder
    /// Whether every row that gives seats could be read.
    let areSeatsClean: Bool
    let decisions: Decisions
    let facts: [ProgrammeFacts]
    let priorityTable: CSVTable?
  }

  func build(
    _ builder: inout MarketBuilder, _ students: Students, _ small: inout SmallTables,
    _ seed: String?, _ log: inout ProblemLog
  ) -> Built {
    let rules = builder.rules
    let audiences = builder.divisions.map {
      Audiences(
        $0, students, builder.planner.schools,
        others: small.round?.audiences($0.rule, rules) ?? [])
    }
    builder.checkCells(audiences, log: &log)
    builder.addMoves(audiences, log: &log)
    var seatLog = ProblemLog()
    let priorities = readPriorities(builder, students, seed, log: &log)
    var market = builder.market(students, [], audiences, seed, priorities?.orders)
    let names = builder.names(students, audiences)
    let seats: SeatBuilder
    if small.round != nil {
      small.round!.giveBack(students, names, market, rules, workers: workers, log: &log)
      seats = SeatBuilder(small.round!, small.programmes, builder, audiences, log: &seatLog)
    } else {
      seats = SeatBuilder(small.quotas, small.programmes, builder, audiences, log: &seatLog)
    }
    market.seats = seats.cells
    log.merge(seatLog)
    var decisions = Decisions()
    if let table = files.table("decisions", required: false, log: &log) {
      decisions = Decisions(table, rules, names, market, ofAll: view.isWhole, log: &log)
      market.decisions = decisions.decisions
    }
    return Built(
      market: market, names: names, seats: seats,
      areSeatsClean: small.areQuotasClean && seatLog.isClean
        && (small.quotas != nil || !files.isThere("quotas")),
      decisions: decisions, facts: builder.facts(seats, log: &log),
      priorityTable: priorities?.table)
  }

  /// What is said of a case as a whole: compliance, control totals, warnings. `own` are the tables
  /// about students beside theirs.
  mutating func judge(
    _ built: Built, _ builder: MarketBuilder, _ students: Students, _ small: SmallTables,
    _ own: [CSVTable], _ log: inout ProblemLog
  ) {
    // Shares of seats that could not all be read would mislead.
    if after != nil {
      // The share of quota seats is a matter of the plan, not of what is left of it.
      add(builder.rules.publicPrivateFindings(built.facts), &log)
    } else if built.areSeatsClean {
      warnOfPlannedSeats(small.quotas, builder, &log)
      add(builder.rules.complianceFindings(of: built.facts), &log)
    }
    let tables = [small.programmeTable, small.schoolTable, students.table]
    count(
      tables + (small.quotas.map { [$0.table] } ?? []) + own, builder, built.seats, students, &log)
    checkControls(log: &log)
    if after == nil, files.source == nil {
      checkExclusions(builder, built.names, built.market, log: &log)
    }
    if thorough { for table in [students.table] + own { warnOfCut(table, &log) } }
    warnOfFiles(builder.rules, &log)
    warn(
      builder, built.market, built.names, students, built.seats,
      hasSeed: files.wasRead("seed.txt"), log: &log)
  }
}
