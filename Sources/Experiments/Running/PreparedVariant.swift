import Admission
import Cases
import Columns
import Diagnostics
import Metrics
import Planning
import Rules
import Tables

/// A variant read for one draw of seats and answers: all that its replicates have in common.
struct PreparedVariant: Sendable {
  /// The case.
  let read: Case
  /// What it was read from.
  let source: CaseSource
  /// What metrics have to know of it.
  let population: Metrics.Population
  /// How results are divided.
  let groupings: [Grouping]

  /// Whether lots are more than lots: programmes' own orders are broken by them as they are read.
  var readsLots: Bool { read.market.priorities != nil }

  init(
    _ laboratory: Laboratory, _ cell: Cell, workers: Workers
  ) throws(CellFailure) {
    var log = ProblemLog()
    guard let rules = laboratory.rules(of: cell.variant, log: &log) else {
      throw CellFailure(log)
    }
    let made: (source: CaseSource, reading: CaseReading)
    do throws(FileError) {
      made = try PreparedVariant.read(laboratory, cell, rules, workers, &log)
    } catch {
      log.add(error.problem)
      throw CellFailure(log)
    }
    log.merge(made.reading.problems)
    guard log.isClean, let read = made.reading.value, let columns = made.reading.columns else {
      throw CellFailure(log)
    }
    (self.read, source) = (read, made.source)
    let divider = Divider(read, columns)
    groupings = laboratory.experiment.divisions.compactMap { divider.grouping($0, log: &log) }
    population = divider.population()
    guard log.isClean else { throw CellFailure(log) }
  }

  private static func read(
    _ laboratory: Laboratory, _ cell: Cell, _ rules: VariantRules, _ workers: Workers,
    _ log: inout ProblemLog
  ) throws(FileError) -> (source: CaseSource, reading: CaseReading) {
    let shelf = try laboratory.shelf(cell.seeds.population)
    var source = CaseSource(shelf)
    let own = laboratory.experiment.ownSeeds
    try source.replace("rules.json", by: rules.bytes)
    try source.replaceSeed("seed.txt", by: cell.seeds.lottery, else: own.lottery)
    if laboratory.experiment.seats == .plan {
      try source.replaceSeed("plan-seed.txt", by: cell.seeds.plan, else: own.plan)
      try plan(&source, rules.rules, workers, &log)
    }
    return (source, readCase(source, workers: workers))
  }

  /// Puts the seats that the variant's plan gives in place of the base's.
  private static func plan(
    _ source: inout CaseSource, _ rules: RuleSet, _ workers: Workers, _ log: inout ProblemLog
  ) throws(FileError) {
    for name in source.names where rules.isFile(name, of: "quotas") { source.remove(name) }
    let found = readPlanCase(source, workers: workers)
    log.merge(found.reading.problems)
    guard let planCase = found.value, log.isClean else { return }
    let planner = Planner(planCase)
    log.merge(planner.problems)
    guard log.isClean else { return }
    switch planner.plan() {
    case .plan(let plan): try source.replace("quotas.csv", by: plan.quotaTable)
    case .refused(let problems): log.merge(problems)
    case .ties: preconditionFailure("the plan has a seed, which settles every tie")
    }
  }

  // MARK: Running

  /// The market with the lots of `cell`.
  func market(_ cell: Cell) -> Market {
    var market = read.market
    if let seed = cell.seeds.lottery { market.lots = Lots(of: read.names.students, seed: seed) }
    return market
  }

  /// What `cell` comes to.
  func outcome(_ cell: Cell, workers: Workers) throws(CellFailure) -> Outcome {
    do throws(AllocationFailure) {
      return try Admission.allocate(market(cell), workers: workers)
    } catch {
      throw CellFailure(failure: error, read)
    }
  }

  /// What `group` is called in the results.
  func label(_ group: Measurement.Group) -> String {
    switch group {
    case .all: "*"
    case .grouping(let grouping): groupings[grouping].name
    case .value(let grouping, let value):
      "\(groupings[grouping].name)=\(groupings[grouping].labels[value])"
    case .cell(let pool, let programme):
      "pool=\(read.names.pools[pool]),programme=\(read.names.programmes[programme])"
    }
  }
}

extension CaseSource {
  /// Gives a replicate its seed; where it has none of its own, the base keeps its seed or gets `other`.
  fileprivate mutating func replaceSeed(
    _ name: String, by seed: String?, else other: String
  ) throws(FileError) {
    if seed == nil, names.contains(name) { return }
    try replace(name, by: Array("\(seed ?? other)\n".utf8))
  }
}

extension CellFailure {
  /// The first error of `log`, and how many more there are.
  init(_ log: ProblemLog) {
    let errors = log.groups.filter(\.code.isError)
    let first = errors.first { !$0.first.isEmpty }!.first[0]
    let more = log.errorCount - 1
    let place = first.place.map { "\($0): " } ?? ""
    self.init(
      code: first.code,
      message: Phrase(
        zh: place + first.message.zh + (more > 0 ? "（另有 \(more) 个错误）" : ""),
        en: place + first.message.en + (more > 0 ? " (and \(more) more errors)" : "")),
      problems: log)
  }

  /// Why an allocation could not go on.
  init(failure: AllocationFailure, _ read: Case) {
    var log = ProblemLog()
    switch failure {
    case .stop(let stop):
      let (programme, stage) = (
        read.names.programmes[stop.programme], read.names.stages[stop.stage]
      )
      log.add(
        .cellStopped,
        Phrase(
          zh: "停在同分处：\(programme)（\(stage)）剩 \(stop.seats) 个名额，\(stop.students.count) 名学生各项全同",
          en: "stopped at a tie: \(programme) (\(stage)) has \(stop.seats) seats left for "
            + "\(stop.students.count) equal students"))
    case .lotsMissing:
      preconditionFailure("every cell has lots")
    case .tooFewAdmitted(let stop, let admitted):
      log.add(
        .decisionShort, at: Place(file: "decisions.csv"),
        Phrase(
          zh: "\(read.names.programmes[stop.programme])：裁定录取 \(admitted) 人，少于剩余的 \(stop.seats) 个名额",
          en:
            "\(read.names.programmes[stop.programme]): \(admitted) are admitted by decision, fewer "
            + "than the \(stop.seats) seats left"))
    case .unanswered(let rows):
      log.add(
        .decisionIdle, at: Place(file: "decisions.csv"),
        Phrase(
          zh: "\(rows.count) 条裁定没有对应任何停顿",
          en: "\(rows.count) decisions answer no stop"))
    }
    self.init(log)
  }
}
