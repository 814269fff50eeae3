import Admission
import Columns
import Diagnostics
import Exact
import Rules
import Tables

/// Turns rules and tables into a market: first what does not need the students (`StudentPlan` comes
/// out of it), then, when they are read, the rest.
///
/// Numbers of the market: programmes and audiences in the order of their codes' bytes, pools in the
/// order of their names' bytes.
struct MarketBuilder {
  let rules: RuleSet
  var programmes: Programmes
  var planner: StudentPlanner
  /// For each pool of the market an index into `rules.pools`.
  let poolRules: [Int]
  /// For each pool of the rules its number in the market.
  let poolNumbers: [Int]
  var rankings: [Int: Ranking] = [:]
  var stages: [Stage] = []
  /// The divisions of the students that pools use.
  var divisions: [Division] = []
  /// For each pool of the market an index into `divisions`.
  var poolDivisions: [Int] = []

  /// One way of dividing the students.
  struct Division {
    let rule: AudienceRule
    /// What the audiences are: by school, by a column of theirs, or by a column of the students.
    let source: Source
    enum Source {
      case everyone
      /// The column that it should go by is in no table: that is an error.
      case unknown
      case schools
      /// For each school (0: none) its value.
      case schoolColumn([String])
      /// An index into the plan's texts.
      case studentColumn(Int)
    }
  }

  init(
    _ rules: RuleSet, _ programmes: Programmes, _ planner: StudentPlanner, log: inout ProblemLog
  ) {
    self.rules = rules
    self.programmes = programmes
    self.planner = planner
    poolRules = rules.pools.indices.sorted {
      rules.pools[$0].name.utf8.lexicographicallyPrecedes(rules.pools[$1].name.utf8)
    }
    var numbers = Array(repeating: 0, count: rules.pools.count)
    for (number, rule) in poolRules.enumerated() { numbers[rule] = number }
    poolNumbers = numbers
    for rule in poolRules { poolDivisions.append(division(of: rules.pools[rule], log: &log)) }
    for rule in rules.stages.indices { addStage(rule, log: &log) }
  }

  // MARK: Audiences

  private mutating func division(of pool: PoolRule, log: inout ProblemLog) -> Int {
    if let known = divisions.firstIndex(where: { $0.rule == pool.audience }) { return known }
    let source: Division.Source
    switch pool.audience {
    case .everyone: source = .everyone
    case .middleSchool: source = .schools
    case .attribute(let name):
      if let text = planner.text(name, log: &log) {
        planner.plan.texts[text].takesAll = true
        source = .studentColumn(text)
      } else if let values = planner.schools.values(name, log: &log) {
        planner.compared.add(.schools, name, [])
        source = .schoolColumn(values)
      } else {
        reportNoColumn(name, RuleSet.keyPath("pools", pool.name, "audience"), &log)
        source = .unknown
      }
    }
    divisions.append(Division(rule: pool.audience, source: source))
    return divisions.count - 1
  }

  /// A column that the rules name and neither students nor middle schools have.
  func reportNoColumn(_ name: String, _ path: String, _ log: inout ProblemLog) {
    MarketBuilder.reportNoColumn(
      name, rules, path, among: planner.finder.headers + planner.schools.table.text.headers, &log)
  }

  /// The same; `headers` are those of both tables.
  static func reportNoColumn(
    _ name: String, _ rules: RuleSet, _ path: String, among headers: [CSVTable.Header],
    _ log: inout ProblemLog
  ) {
    let near = nearestName(to: name, among: headers.map(\.name))
    log.add(
      .columnMissing, at: rules.place(of: path),
      Phrase(
        zh: "\(path)：学生表和初中表都没有列 \(name)" + (near.map { "；最接近的是 \($0)" } ?? ""),
        en: "\(path): neither the students nor the middle schools have a column \(name)"
          + (near.map { "; the nearest is \($0)" } ?? "")))
  }

  // MARK: Stages

  private mutating func addStage(_ index: Int, log: inout ProblemLog) {
    let rule = rules.stages[index]
    let path = RuleSet.keyPath("stages", rule.name)
    guard let list = planner.list(rule.list, log: &log) else { return }
    if let most = rule.maxChoices {
      planner.plan.lists[list].lengthMax = min(planner.plan.lists[list].lengthMax ?? most, most)
    }
    let most = Stage.poolsMax
    if rule.pools.count > most {
      log.add(
        .limitExceeded, at: rules.place(of: path + "/pools"),
        Phrase(zh: "一个批次至多 \(most) 个名额类别", en: "a stage offers at most \(most) pools"))
    }
    var stage: Stage
    if rule.mechanism == .queue {
      guard let number = rule.ranking, ranking(number, log: &log) != nil else { return }
      stage = Stage(
        list: list, ranking: number, pools: [], order: rule.order.map(\.key),
        choiceBandStarts: bandStarts(rule), scoreBands: scoreBands(rule, log: &log))
    } else {
      stage = Stage(rule.engineMechanism, list: list, pools: [])
    }
    stage.gate = gate(rule.eligible, rule.lines, path, log: &log)
    for offered in rule.pools.prefix(most) {
      let name = rules.pools[offered.pool].name
      var pool = StagePool(
        pool: poolNumbers[offered.pool],
        gate: gate(offered.eligible, offered.lines, path + "/pools/\(name)", log: &log))
      if let given = offered.ranking {
        guard let ranking = poolRanking(given, log: &log) else { return }
        pool.ranking = ranking
      }
      stage.pools.append(pool)
    }
    stage.gate.required += required(stage)
    stage.provisional = rule.provisional
    stages.append(stage)
  }

  /// What a student must have for a stage at all, where the rules say that who lacks a score or
  /// grade is ineligible in every stage that uses it: be it for one pool or one programme alone.
  private func required(_ stage: Stage) -> [Int] {
    guard rules.isMissingIneligible else { return [] }
    let gates = stage.pools.flatMap { $0.gate.required + $0.gate.lines.map(\.number) }
    let keys = stage.rankings.flatMap { rankings[$0]?.keys.map(\.number) ?? [] }
    return Set(gates + keys).filter { number in
      switch planner.plan.numbers[number].name.measure {
      case .score, .grade: true
      case .column: false
      }
    }.sorted()
  }

  mutating func ranking(_ index: Int, log: inout ProblemLog) -> Ranking? {
    if let known = rankings[index] { return known }
    let rule = rules.rankings[index]
    var keys: [Ranking.Key] = []
    for key in rule.by {
      guard let number = planner.number(key.measure, log: &log) else { return nil }
      // Grades are numbered from the best: there the smaller number is the better one.
      var ascending = key.ascending
      if case .grade = key.measure { ascending.toggle() }
      keys.append(Ranking.Key(number: number, ascending: ascending))
    }
    let ranking = Ranking(keys: keys, ties: rule.ties.kind)
    rankings[index] = ranking
    return ranking
  }

  private func bandStarts(_ rule: StageRule) -> [Int] {
    switch rule.choiceBands {
    case nil: return []
    case .sizes(let sizes):
      var starts: [Int] = []
      for size in sizes {
        let (sum, overflow) = (starts.last ?? 0).addingReportingOverflow(size)
        if overflow { break }
        starts.append(sum)
      }
      return starts
    case .every(let size):
      // Lists are never longer than 16 bits can count.
      return Array(stride(from: size, to: Int(UInt16.max), by: max(1, size)))
    }
  }

  private mutating func scoreBands(
    _ rule: StageRule, log: inout ProblemLog
  ) -> (number: Int, edges: [Int64])? {
    guard let bands = rule.scoreBands else { return nil }
    // A failure to find the columns is reported by `number`; the case is refused then.
    let number = planner.number(.score(bands.score), log: &log) ?? 0
    return (number, bands.edges.map(\.ceilingThousandths))
  }
}

extension OrderKey {
  /// The engine's name for the key.
  var key: Stage.OrderKey {
    switch self {
    case .rank: .rank
    case .choice: .choice
    case .choiceBand: .choiceBand
    case .scoreBand: .scoreBand
    case .score: .score
    }
  }
}

extension RankingRule.Ties {
  /// The engine's name for what happens to equals.
  var kind: Ranking.Ties {
    switch self {
    case .lottery: .lottery
    case .admitAll: .admitAll
    case .stop: .stop
    }
  }
}
