import Admission
import Columns
import Diagnostics
import Rules
import Tables

/// Why a case is read: commands read different files, and commit to those.
public enum Purpose: String, Sendable, CaseIterable {
  /// To split quota seats.
  case plan
  /// To admit students.
  case allocate
}

/// What reading a case came to.
public struct CaseReading: Sendable {
  /// The case; nil where it cannot be used at all.
  public var value: Case?
  /// Everything found wrong or suspicious. A case with errors must not be allocated.
  public var problems = ProblemLog()
  /// Digests of the files that were read, even where the case is refused.
  public var inputs: [InputDigest] { digests.all }
  var digests = InputDigests()
  /// Of a later round the digest of the earlier run's `SHA256SUMS`, if that is a whole run.
  public var after: Digest?
  /// The rules, if they could be read.
  public var rules: RuleSet?
  /// What a person can compare.
  public var counts = CaseCounts()
  /// The students' columns that decide, where the students were read.
  package var columns: StudentColumns?
  /// Where the lists stand that have a table of their own, if there are any.
  package var choices: ChoiceColumns?
  /// The row of the one student who was asked for.
  package var student: CSVTable.FoundRow?
}

/// Reads the case in `folder`: all tables that `purpose` asks for, all problems of all of them.
///
/// `after` is the folder of an earlier run: the case is then a later round, which has the seats left
/// there. `thorough` also looks for what is merely suspicious: middle schools without students, programmes that
/// nobody chose. Complexity: O(bytes of the files), on all workers.
public func readCase(
  _ folder: String, for purpose: Purpose = .allocate, after: String? = nil,
  thorough: Bool = false, workers: Workers = .all
) -> CaseReading {
  readCase(
    folder, for: purpose, after: after, thorough: thorough, workers: workers, observer: .nobody)
}

/// Reads the case with the students that `view` shows, for who explains or repeats a run.
package func readCase(
  _ folder: String, view: StudentView, after: String? = nil, workers: Workers = .all
) -> CaseReading {
  // Without the seats there is nothing to take from an earlier run.
  var reader = CaseReader(
    folder, for: .allocate, after: view.isWhole ? after : nil, thorough: false, workers: workers,
    view: view)
  reader.read()
  return reader.reading
}

/// The same, telling `observer` of each phase that ends. `digestsLater`: the digests are asked for after
/// the case has been allocated, and are made when there is time.
package func readCase(
  _ folder: String, for purpose: Purpose = .allocate, after: String? = nil,
  thorough: Bool = false, workers: Workers, observer: PhaseObserver, digestsLater: Bool = false
) -> CaseReading {
  var reader = CaseReader(
    folder, for: purpose, after: after, thorough: thorough, workers: workers, observer: observer,
    digestsLater: digestsLater)
  reader.read()
  return reader.reading
}

/// What reading a case consists of.
extension Phase {
  /// The rules and all tables but the students'.
  package static let smallTables = Phase("small tables")
  /// `students.csv` is mapped, its encoding checked and its rows counted.
  package static let scan = Phase("scan")
  /// Its rows become columns.
  package static let parse = Phase("parse")
  /// The students' codes are compared with one another.
  package static let codes = Phase("codes")
  /// Audiences, seats and stages are put together.
  package static let market = Phase("market")
  /// What was still to digest when all was read.
  package static let digestRest = Phase("digest rest")
}

struct CaseReader {
  let files: CaseFiles
  let purpose: Purpose
  /// The earlier run's folder, where this is a later round.
  let after: String?
  let thorough: Bool
  let workers: Workers
  let observer: PhaseObserver
  let view: StudentView
  var reading = CaseReading()
  /// The case of a plan, where that was asked for and could be read.
  private(set) var planCase: PlanCase?
  private var planParts: PlanParts?

  init(
    _ folder: String, for purpose: Purpose, after: String? = nil, thorough: Bool,
    workers: Workers, observer: PhaseObserver = .nobody, view: StudentView = .all,
    digestsLater: Bool = false
  ) {
    self.view = view
    self.purpose = purpose
    self.after = after
    files = CaseFiles(folder, workers: workers, digestsLater: digestsLater)
    self.thorough = thorough
    self.workers = workers
    self.observer = observer
  }

  /// Will read all of `files`.
  init(_ files: CaseFiles, for purpose: Purpose, workers: Workers) {
    (self.files, self.purpose, self.workers) = (files, purpose, workers)
    (after, thorough, observer, view) = (nil, false, .nobody, .all)
  }

  mutating func read() {
    let parts = readTables()
    observer.ended(.market)
    reading.digests = files.finish(log: &reading.problems)
    if let parts { finish(parts) }
    if let planParts { planCase = planCase(planParts) }
  }

  /// What the tables hold, when all of them could be read.
  private struct Parts {
    let rules: RuleSet
    let builder: MarketBuilder
    let students: Students
    let market: Market
    let names: MarketNames
    let seed: String?
    let planSeed: String?
    let decisions: Decisions
    let facts: [ProgrammeFacts]
    let after: Digest?
  }

  private mutating func readTables() -> Parts? {
    guard let rules = readRules() else {
      sayWaiting(RuleSet.tables, &reading.problems)
      return nil
    }
    var log = ProblemLog()
    defer { reading.problems.merge(log) }
    // Each a cause of its own: all that is to be decided is said, not the first few.
    for problem in rules.undecidedProblems { log.add(problem, cause: problem.message.en) }
    add(rules.complianceFindings(), &log)
    guard isWithinLimits(rules, &log) else { return nil }
    if purpose == .allocate { files.begin("students") }
    if purpose == .plan {
      planParts = readForPlan(rules, log: &log)
      return nil
    }
    let seed = readSeed("seed.txt", files, log: &log)
    let planSeed = readSeed("plan-seed.txt", files, log: &log)
    reportEqualSeeds(seed, planSeed, &log)
    guard var small = readSmall(rules, &log),
      var builder = marketBuilder(rules, small, &log)
    else {
      sayWaiting(["students", "choices", "priorities", "decisions", "controls"], &log)
      return nil
    }
    let (students, choices) = readStudents(builder, small, &log)
    let built = build(&builder, students, &small, seed, &log)
    if view.isWhole {
      let own = [choices?.table, built.priorityTable].compactMap { $0 }
      judge(built, builder, students, small, own, &log)
    }
    return Parts(
      rules: rules, builder: builder, students: students, market: built.market, names: built.names,
      seed: seed, planSeed: planSeed, decisions: built.decisions, facts: built.facts,
      after: small.round?.run.digest)
  }

  /// All tables but the students' rows, which are read by what these say.
  private struct SmallTables {
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

  private mutating func readSmall(_ rules: RuleSet, _ log: inout ProblemLog) -> SmallTables? {
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

  /// Says which of these tables, if they are there, wait for others to be mended: what was not looked at
  /// must not seem to be right. One that has an error of its own does not, and where only a few students are
  /// asked for, that is nobody's concern.
  private func sayWaiting(_ tables: [String], _ log: inout ProblemLog) {
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

  /// Says what is missing in the headers of the students and their schools, where a table is of no use and
  /// nothing more can be looked up. `read` are the schools, where those could be read.
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
  private func marketBuilder(
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

  /// The students with their lists, and the table that lists have of their own.
  private mutating func readStudents(
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
  private struct Built {
    let market: Market
    let names: MarketNames
    let seats: SeatBuilder
    /// Whether every row that gives seats could be read.
    let areSeatsClean: Bool
    let decisions: Decisions
    let facts: [ProgrammeFacts]
    let priorityTable: CSVTable?
  }

  private func build(
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

  /// What is said of a case as a whole: compliance, control totals, warnings. `own` are the tables about
  /// students beside theirs.
  private mutating func judge(
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

  private mutating func readRules() -> RuleSet? {
    files.checkListed(log: &reading.problems)
    guard reading.problems.isClean,
      let (rules, problems) = files.readRules(log: &reading.problems)
    else {
      if reading.problems.isClean {
        reading.problems.add(
          .fileMissing, at: Place(file: "rules.json"),
          files.isFolder
            ? Phrase(
              zh: "文件夹 \(files.folder) 里没有 rules.json",
              en: "there is no rules.json in the folder \(files.folder)")
            : Phrase(
              zh: "\(files.folder) 不是文件夹；案例是一个文件夹",
              en: "\(files.folder) is no folder; a case is a folder of files"))
      }
      return nil
    }
    reading.problems.merge(problems)
    guard let rules else { return nil }
    reading.rules = rules
    return rules
  }

  private mutating func finish(_ parts: Parts) {
    reading.value = Case(
      rules: parts.rules, market: parts.market, names: parts.names,
      directory: Directory(
        parts.builder.programmes, parts.builder.planner.schools, parts.students),
      digests: reading.digests, seed: parts.seed, planSeed: parts.planSeed,
      decisions: parts.decisions.rows, counts: reading.counts, after: parts.after,
      facts: parts.facts)
  }
}
