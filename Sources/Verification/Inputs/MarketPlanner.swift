import Diagnostics
import Exact
import Rules

/// Resolves the names of the rules, before any student is read: measures, texts, lists, gates.
struct MarketPlanner {
  let rules: RuleSet
  let programmes: KeyedTexts
  let schools: KeyedTexts
  var students: StudentPlanner
  /// For each pool an index into `rules.pools`, in the order of the names' bytes; and the other
  /// way.
  let poolRules: [Int]
  let poolNumbers: [Int]
  /// What divides the students for each pool.
  var divisions: [Division] = []
  var rankings: [RankingModel?]
  var stages: [StageModel] = []
  /// The longest list that the stages allow, by list of the layout.
  var lengthsMax: [Int] = []
  var problems = ProblemLog()

  /// What an audience is.
  enum Division {
    case everyone, schools
    /// For each middle school (0: none) its text.
    case schoolColumn([String])
    /// A column of texts of the layout.
    case studentText(Int)
  }

  init(
    _ rules: RuleSet, _ programmes: KeyedTexts, _ schools: KeyedTexts, _ students: PlainTable
  ) {
    self.rules = rules
    self.programmes = programmes
    self.schools = schools
    self.students = StudentPlanner(students, schools, rules)
    poolRules = rules.pools.indices.sorted {
      comesBefore(rules.pools[$0].name, rules.pools[$1].name)
    }
    var numbers = Array(repeating: 0, count: rules.pools.count)
    for (number, rule) in poolRules.enumerated() { numbers[rule] = number }
    poolNumbers = numbers
    rankings = Array(repeating: nil, count: rules.rankings.count)
    for rule in poolRules { divisions.append(division(rules.pools[rule])) }
    for rule in rules.stages { addStage(rule) }
  }

  private mutating func division(_ pool: PoolRule) -> Division {
    switch pool.audience {
    case .everyone: return .everyone
    case .middleSchool: return .schools
    case .attribute(let name):
      if let text = students.text(name) { return .studentText(text) }
      if let values = schoolValues(name) { return .schoolColumn(values) }
      complain("pools/\(pool.name)", name)
      return .everyone
    }
  }

  /// A column of the middle schools, that of none first.
  private mutating func schoolValues(_ name: String) -> [String]? {
    schools.values(name, problems: &problems).map { [""] + $0 }
  }

  private mutating func complain(_ where_: String, _ column: String) {
    problems.add(
      .plainReading, at: Place(file: "rules.json"), cause: where_,
      Phrase(
        zh: "\(where_)：没有列 \(column)", en: "\(where_): there is no column \(column)"))
  }

  // MARK: Stages

  private mutating func addStage(_ rule: StageRule) {
    let list = students.list(rule.list)
    while lengthsMax.count <= list { lengthsMax.append(.max) }
    lengthsMax[list] = min(lengthsMax[list], rule.maxChoices ?? .max)
    let isQueue = rule.mechanism == .queue
    if isQueue, let ranking = rule.ranking { addRanking(ranking) }
    var stage = StageModel(
      rule: rule, list: list, ranking: isQueue ? rule.ranking ?? 0 : -1,
      bandStarts: bandStarts(rule.choiceBands), scoreBands: nil,
      gate: gate(rule.eligible, rule.lines, rule), entries: [], moves: [])
    if let bands = rule.scoreBands {
      stage.scoreBands = (
        students.measure(.score(bands.score)), bands.edges.map { $0.plainThousandths(.up) }
      )
    }
    for entry in rule.pools {
      stage.entries.append(
        StageEntry(
          pool: poolNumbers[entry.pool], gate: gate(entry.eligible, entry.lines, rule),
          ranking: isQueue ? .one(stage.ranking) : seatRanking(entry)))
    }
    if rules.isMissingIneligible { stage.gate.needed = needed(stage) }
    stages.append(stage)
  }

  /// The scores and grades that any entry of a stage asks for or ranks by: who lacks one has no
  /// part in it.
  private func needed(_ stage: StageModel) -> [Int] {
    var measures: [Int] = []
    for entry in stage.entries {
      measures += entry.gate.requirements.flatMap(\.measures) + entry.gate.lines.map(\.measure)
      let used =
        switch entry.ranking {
        case .one(let ranking): [ranking]
        case .each(let rankings): rankings
        case .priorities: [Int]()
        }
      for ranking in Set(used) { measures += rankings[ranking]?.keys.map(\.measure) ?? [] }
    }
    return measures.filter { measure in
      if case .column = students.layout.measures[measure].measure { return false }
      return true
    }
  }

  /// Whom a pool prefers, in the stages in which each ranks for itself.
  private mutating func seatRanking(_ entry: StagePoolRule) -> SeatRanking {
    switch entry.ranking {
    case .ranking(let index):
      addRanking(index)
      return .one(index)
    case .column(let column):
      let names = PlainNames(rules.rankings.map(\.name))
      let numbers = programmeValues(column).map { names.number(of: $0) ?? -1 }
      if numbers.contains(-1) {
        problems.add(
          .plainReading, at: Place(file: programmes.table.file), cause: column,
          Phrase(zh: "\(column) 中有未知的排序", en: "\(column) names an unknown ranking"))
        return .priorities
      }
      for number in Set(numbers).sorted() { addRanking(number) }
      return .each(numbers)
    case .priorities, nil: return .priorities
    }
  }

  private mutating func addRanking(_ index: Int) {
    guard rankings[index] == nil else { return }
    let rule = rules.rankings[index]
    rankings[index] = RankingModel(
      keys: rule.by.map { key in
        // Grades count from the best, so there the better is the smaller number.
        var smallerFirst = key.ascending
        if case .grade = key.measure { smallerFirst.toggle() }
        return RankingModel.Key(measure: students.measure(key.measure), smallerFirst: smallerFirst)
      }, ties: rule.ties)
  }

  private func bandStarts(_ bands: ChoiceBands?) -> [Int] {
    switch bands {
    case nil: return []
    case .every(let size): return Array(stride(from: size, to: Int(UInt16.max), by: max(1, size)))
    case .sizes(let sizes):
      var starts: [Int] = []
      for size in sizes {
        let (sum, overflow) = (starts.last ?? 0).addingReportingOverflow(size)
        if overflow { break }
        starts.append(sum)
      }
      return starts
    }
  }

  // MARK: Gates

  private mutating func gate(
    _ eligible: [ConditionRule], _ lines: [LineRule], _ stage: StageRule
  ) -> Gate {
    var gate = Gate()
    for condition in eligible { gate.requirements.append(requirement(condition, stage)) }
    for line in lines {
      gate.lines.append(Line(measure: students.measure(.score(line.score)), bound: bound(line)))
    }
    return gate
  }

  private mutating func bound(_ line: LineRule) -> Line.Bound {
    switch line.bound {
    case .fixed(let least): return .fixed(least.plainThousandths(.up))
    case .programmeColumn(let name, let minus):
      let less = minus.plainThousandths(.down)
      let values = programmes.numbers(name, mayBeEmpty: true, problems: &problems)
      if values == nil { complain("stages", name) }
      return .programmes(
        (values ?? programmes.codes.map { _ in nil }).map { $0.map { plainLine($0, less) } })
    case .cutoff(let stage, let pool, let minus, let waives):
      return .cutoff(
        stage: stage, pool: poolNumbers[pool], minus: minus.plainThousandths(.down),
        waivesWhenVacant: waives)
    }
  }

  private mutating func requirement(_ rule: ConditionRule, _ stage: StageRule) -> Requirement {
    switch rule {
    case .all(let parts): return .all(parts.map { requirement($0, stage) })
    case .any(let parts): return .any(parts.map { requirement($0, stage) })
    case .not(let part): return .not(requirement(part, stage))
    case .scoreWithin(let score, let least, let most):
      return .within(
        measure: students.measure(.score(score)), least: least?.plainThousandths(.up) ?? .min,
        most: most?.plainThousandths(.down) ?? .max)
    case .gradeWithin(let grade, let atLeast, let atMost):
      // As good or better is a place in the order that is no later.
      return .within(
        measure: students.measure(.grade(grade)), least: atMost.map { Int64($0) } ?? .min,
        most: atLeast.map { Int64($0) } ?? .max)
    case .isOneOf(.programme(let column), let texts):
      return .programme(
        programmeValues(column).map { value in texts.contains { areSameBytes($0, value) } })
    case .isOneOf(.student(let column), let texts): return isOneOf(column, texts, stage)
    case .equalsProgramme(.programme(let mine), let other):
      return .programme(
        zip(programmeValues(mine), programmeValues(other)).map { areSameBytes($0, $1) })
    case .equalsProgramme(.student(let mine), let other):
      return equalsProgramme(mine, programmeValues(other), stage)
    }
  }

  private mutating func programmeValues(_ column: String) -> [String] {
    programmes.required(column, problems: &problems)
  }

  /// A student's column, else one of their middle school, has one of `texts`.
  private mutating func isOneOf(
    _ column: String, _ texts: [String], _ stage: StageRule
  ) -> Requirement {
    if !areSameBytes(column, "middle_school"), let text = students.text(column) {
      let numbers = texts.map { students.number(of: $0, in: text) }
      var allowed = Array(repeating: false, count: (numbers.max() ?? -1) + 1)
      for number in numbers { allowed[number] = true }
      return .text(text, allowed: allowed)
    }
    return .school(
      allowed: schoolTexts(column, stage).map { value in texts.contains { areSameBytes($0, value) }
      })
  }

  private mutating func equalsProgramme(
    _ column: String, _ values: [String], _ stage: StageRule
  ) -> Requirement {
    if !areSameBytes(column, "middle_school"), let text = students.text(column) {
      return .textIsProgrammes(text, values.map { Int32(students.number(of: $0, in: text)) })
    }
    var names = PlainNames()
    let mine = schoolTexts(column, stage).map { Int32(names.number(adding: Array($0.utf8))) }
    return .schoolIsProgrammes(
      schools: mine, programmes: values.map { Int32(names.number(adding: Array($0.utf8))) })
  }

  /// A column of the middle schools, that of none first; `middle_school` itself is the code.
  private mutating func schoolTexts(_ column: String, _ stage: StageRule) -> [String] {
    if areSameBytes(column, "middle_school") { return [""] + schools.codes }
    if let found = schoolValues(column) { return found }
    complain("stages/\(stage.name)", column)
    return Array(repeating: "", count: schools.count + 1)
  }
}

/// A line and what is taken off it; beyond 64 bits nobody meets it, or everybody.
func plainLine(_ value: Int64, _ minus: Int64) -> Int64 {
  let (line, overflow) = value.subtractingReportingOverflow(minus)
  return overflow ? (minus > 0 ? .min + 1 : .max) : line
}
