/// One place in the rules that makes admission depend on a column.
struct BasisUse {
  /// What the column does there.
  enum Role { case term, bonus, grade, rankingKey, priorities, condition, line }
  var column: String
  var role: Role
  /// Whether it is part of a score.
  var isSummed = false
  /// The declared kind of `priorities.csv`, which has no column.
  var kind: ColumnKind?
  var path: String
  /// The stages that use it, in order; none for what the plan alone uses.
  var stages: [String] = []
}

extension RuleSet {
  /// Everything that the stages and the plan's `eligibleIf` make admission depend on. What is
  /// defined but not used is not there: a point can be broken by use only.
  func basisUses() -> [BasisUse] {
    var walk = BasisWalk(rules: self)
    for stage in stages { walk.visit(stage) }
    walk.leaveStages()
    for split in plan.splits {
      let path = RuleSet.keyPath("plan", "splits", split.name, "eligibleIf")
      walk.visit(split.eligibleIf, at: path)
    }
    return walk.uses
  }
}

/// Goes through the rules from the stages down.
private struct BasisWalk {
  let rules: RuleSet
  var uses: [BasisUse] = []
  private var numbers: [String: Int] = [:]
  private var stage: String?
  private var seenScores: Set<Int> = []
  private var seenRankings: Set<Int> = []

  init(rules: RuleSet) { self.rules = rules }

  mutating func leaveStages() {
    stage = nil
    seenScores = []
  }

  mutating func visit(_ stage: StageRule) {
    self.stage = stage.name
    (seenScores, seenRankings) = ([], [])
    let path = RuleSet.keyPath("stages", stage.name)
    if let ranking = stage.ranking { visit(ranking: ranking) }
    if let bands = stage.scoreBands { visit(score: bands.score) }
    visit(stage.eligible, at: path + "/eligible")
    visit(stage.lines, at: path + "/lines")
    for entry in stage.pools {
      let path = (path + "/pools").appending(key: rules.pools[entry.pool].name)
      switch entry.ranking {
      case .ranking(let number): visit(ranking: number)
      case .priorities(let kind): add("", .priorities, path + "/ranking/file", kind: kind)
      // Each programme names its own ranking in a table: it may be any of them.
      case .column: for number in rules.rankings.indices { visit(ranking: number) }
      case nil: break
      }
      visit(entry.eligible, at: path + "/eligible")
      visit(entry.lines, at: path + "/lines")
    }
  }

  private mutating func visit(ranking number: Int) {
    guard seenRankings.insert(number).inserted else { return }
    let path = RuleSet.keyPath("rankings", rules.rankings[number].name, "by")
    for (index, key) in rules.rankings[number].by.enumerated() {
      switch key.measure {
      case .score(let score): visit(score: score)
      case .grade(let grade): add(rules.grades[grade].name, .grade, "\(path)/\(index)")
      case .column(let column): add(column, .rankingKey, "\(path)/\(index)")
      }
    }
  }

  private mutating func visit(score number: Int) {
    guard seenScores.insert(number).inserted else { return }
    let path = RuleSet.keyPath("scores", rules.scores[number].name, "sum")
    for (index, term) in rules.scores[number].sum.enumerated() {
      let path = "\(path)/\(index)"
      switch term {
      case .column(let column, _): add(column, .term, path, isSummed: true)
      case .grade(let grade, _): add(rules.grades[grade].name, .grade, path, isSummed: true)
      case .score(let score, _): visit(score: score)
      case .bonus(let columns, _, _):
        for (index, column) in columns.enumerated() {
          add(column, .bonus, "\(path)/bonus/\(index)", isSummed: true)
        }
      }
    }
  }

  private mutating func visit(_ lines: [LineRule], at path: String) {
    for (index, line) in lines.enumerated() {
      visit(score: line.score)
      if case .programmeColumn(let column, _) = line.bound {
        add(column, .line, "\(path)/\(index)")
      }
    }
  }

  mutating func visit(_ conditions: [ConditionRule], at path: String) {
    for (index, condition) in conditions.enumerated() { visit(condition, at: "\(path)/\(index)") }
  }

  private mutating func visit(_ condition: ConditionRule, at path: String) {
    switch condition {
    case .isOneOf(let subject, _): add(subject.column, .condition, path)
    case .equalsProgramme(let subject, let column):
      add(subject.column, .condition, path)
      add(column, .condition, path)
    case .scoreWithin(let score, _, _): visit(score: score)
    case .gradeWithin(let grade, _, _): add(rules.grades[grade].name, .grade, path)
    case .all(let parts), .any(let parts): for part in parts { visit(part, at: path) }
    case .not(let part): visit(part, at: path)
    }
  }

  /// One use a column and place; a further stage is added to it.
  private mutating func add(
    _ column: String, _ role: BasisUse.Role, _ path: String, isSummed: Bool = false,
    kind: ColumnKind? = nil
  ) {
    let key = path + "\u{0}" + column
    let number = numbers[key] ?? uses.count
    if number == uses.count {
      numbers[key] = number
      uses.append(
        BasisUse(column: column, role: role, isSummed: isSummed, kind: kind, path: path))
    }
    if let stage, uses[number].stages.last != stage { uses[number].stages.append(stage) }
  }
}

extension ConditionRule.Subject {
  /// The column that is looked at.
  var column: String {
    switch self {
    case .student(let column), .programme(let column): column
    }
  }
}
