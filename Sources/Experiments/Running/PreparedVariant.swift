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
  /// The students' columns that it reads.
  let columns: StudentColumns
  /// What it was read from.
  let source: CaseSource
  /// What metrics have to know of it.
  let population: Metrics.Population
  /// How results are divided.
  let groupings: [Grouping]

  /// Whether lots are more than lots: programmes' own orders are broken by them as they are read.
  var readsLots: Bool { read.market.priorities != nil }

  /// Reads the variant of `cell`: first with the families as they are, then with what they answer.
  init(
    _ inputs: ExperimentInputs, _ cell: Cell, workers: Workers
  ) throws(CellFailure) {
    var log = ProblemLog()
    guard let rules = inputs.rules(of: cell.variant, log: &log) else { throw CellFailure(log) }
    let behaviour = inputs.experiment.variants[cell.variant].behaviour
    let answers = Answers(rule: behaviour, seed: cell.seeds.behaviour, workers: workers)
    var source = try PreparedVariant.source(inputs, cell, rules)
    source.answers = StudentAnswers(areUncut: true)
    let isPlanned = inputs.experiment.seats == .plan
    var found = try PreparedVariant.found(&source, rules, isPlanned: isPlanned, workers)
    // What families want is what they list where lists are as long as they like.
    let preferences = Population.preferences(of: found.read.market)
    if let schools = try answers.schools(found.read, found.columns) {
      source.answers!.school = schools
      found = try PreparedVariant.found(&source, rules, isPlanned: isPlanned, workers)
    }
    source.answers!.lists = try answers.lists(found.read, found.columns)
    if !source.answers!.lists.isEmpty {
      source.answers!.areUncut = false
      found = try PreparedVariant.found(&source, rules, isPlanned: false, workers)
    }
    (read, columns, self.source) = (found.read, found.columns, source)
    let divider = Divider(found.read, found.columns, source, workers: workers)
    groupings = inputs.experiment.divisions.compactMap { divider.grouping($0, log: &log) }
    population = divider.population(preferences: preferences)
    guard log.isClean else { throw CellFailure(log) }
  }

  // MARK: Reading

  /// The base with the rules and seeds of `cell`.
  private static func source(
    _ inputs: ExperimentInputs, _ cell: Cell, _ rules: VariantRules
  ) throws(CellFailure) -> CaseSource {
    do throws(FileError) {
      var source = CaseSource(try inputs.files(cell.seeds.population))
      let own = inputs.experiment.ownSeeds
      try source.replace("rules.json", by: rules.bytes)
      try source.replaceSeed("seed.txt", by: cell.seeds.lottery, else: own.lottery)
      if inputs.experiment.seats == .plan {
        try source.replaceSeed("plan-seed.txt", by: cell.seeds.plan, else: own.plan)
      }
      return source
    } catch {
      throw CellFailure(error)
    }
  }

  /// What is read of `source`, with the seats that its plan gives where it `isPlanned`.
  private static func found(
    _ source: inout CaseSource, _ rules: VariantRules, isPlanned: Bool, _ workers: Workers
  ) throws(CellFailure) -> (read: Case, columns: StudentColumns) {
    if isPlanned {
      let table = try plan(&source, rules.rules, workers)
      do throws(FileError) {
        try source.replace("quotas.csv", by: table)
      } catch {
        throw CellFailure(error)
      }
    }
    let reading = readCase(source, workers: workers)
    guard reading.problems.isClean, let read = reading.value, let columns = reading.columns else {
      throw CellFailure(reading.problems)
    }
    return (read, columns)
  }

  /// The seats that the plan of `source` gives; the base's own are taken away.
  private static func plan(
    _ source: inout CaseSource, _ rules: RuleSet, _ workers: Workers
  ) throws(CellFailure) -> [UInt8] {
    for name in source.names where rules.isFile(name, of: "quotas") { source.remove(name) }
    let found = readPlanCase(source, workers: workers)
    guard let planCase = found.value, found.reading.problems.isClean else {
      throw CellFailure(found.reading.problems)
    }
    let planner = Planner(planCase)
    guard planner.problems.isClean else { throw CellFailure(planner.problems) }
    switch planner.plan() {
    case .plan(let plan): return plan.quotaTable
    case .refused(let problems): throw CellFailure(problems)
    case .ties: preconditionFailure("the plan has a seed, which settles every tie")
    }
  }

  // MARK: Running

  /// The market with the lots of `cell`.
  func market(_ cell: Cell) -> Market {
    var market = read.market
    if let seed = cell.seeds.lottery {
      market.draw(
        seed, read.rules, students: read.names.students, programmes: read.names.programmes)
    }
    return market
  }

  /// What a market without reserved seats comes to; nil where it has none.
  func withoutReserve(_ market: Market, _ workers: Workers) throws(CellFailure) -> Outcome? {
    guard let open = market.withoutReserve(population) else { return nil }
    do throws(AllocationFailure) {
      return try Admission.allocate(open, workers: workers)
    } catch {
      throw CellFailure(withoutReserve: error, read)
    }
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
  /// Gives a replicate its seed; where it has none of its own, the base keeps its seed or gets
  /// `other`.
  fileprivate mutating func replaceSeed(
    _ name: String, by seed: String?, else other: String
  ) throws(FileError) {
    if seed == nil, names.contains(name) { return }
    try replace(name, by: Array("\(seed ?? other)\n".utf8))
  }
}
