import Rules

/// The columns that a rule set asks for, table by table: those that every case has, then its own.
struct TemplateColumns {
  private(set) var programmes = [
    "programme", "name", "school", "district", "plan", "sector", "quality",
  ]
  private(set) var middleSchools = ["middle_school", "name", "district", "eligible"]
  private(set) var students = ["student", "name", "middle_school"]

  init(_ rules: RuleSet) {
    for pool in rules.pools {
      if case .attribute(let column) = pool.audience { add(column, to: \.middleSchools) }
    }
    for split in rules.plan.splits { add(split) }
    for score in rules.scores {
      for term in score.sum { add(term) }
    }
    for grade in rules.grades { add(grade.name, to: \.students) }
    for key in rules.rankings.flatMap(\.by) {
      if case .column(let column) = key.measure { addToStudents(column) }
    }
    for stage in rules.stages {
      for condition in stage.eligible + stage.pools.flatMap(\.eligible) { add(condition) }
      for line in stage.lines + stage.pools.flatMap(\.lines) { add(line) }
      for pool in stage.pools {
        if case .column(let column)? = pool.ranking { add(column, to: \.programmes) }
      }
    }
    for list in rules.lists {
      switch list.source {
      case .joined(let column): add(column, to: \.students)
      case .rows: break
      case .columns(let columns): for column in columns { add(column, to: \.students) }
      }
    }
  }

  private mutating func add(_ column: String, to table: WritableKeyPath<Self, [String]>) {
    if !self[keyPath: table].contains(column) { self[keyPath: table].append(column) }
  }

  /// A column is looked up in the students, then in their middle schools.
  private mutating func addToStudents(_ column: String) {
    if !middleSchools.contains(column) { add(column, to: \.students) }
  }

  private mutating func add(_ split: SplitRule) {
    switch split.seats {
    case .share, .restOf: break
    case .shareColumn(let column, _), .column(let column): add(column, to: \.programmes)
    }
    for column in split.levels + [split.weights] { add(column, to: \.middleSchools) }
    if let within = split.within {
      add(within, to: \.programmes)
      add(within, to: \.middleSchools)
    }
    for column in [split.of, split.tier].compactMap({ $0 }) { add(column, to: \.programmes) }
    for condition in split.eligibleIf { add(condition) }
  }

  private mutating func add(_ term: ScoreRule.Term) {
    switch term {
    case .column(let column, _): add(column, to: \.students)
    case .bonus(let columns, _, _): for column in columns { add(column, to: \.students) }
    case .grade, .score: break
    }
  }

  private mutating func add(_ line: LineRule) {
    if case .programmeColumn(let column, _) = line.bound { add(column, to: \.programmes) }
  }

  private mutating func add(_ condition: ConditionRule) {
    switch condition {
    case .isOneOf(let subject, _): add(subject)
    case .equalsProgramme(let subject, let column):
      add(subject)
      add(column, to: \.programmes)
    case .scoreWithin, .gradeWithin: break
    case .all(let parts), .any(let parts): for part in parts { add(part) }
    case .not(let part): add(part)
    }
  }

  private mutating func add(_ subject: ConditionRule.Subject) {
    switch subject {
    case .student(let column): addToStudents(column)
    case .programme(let column): add(column, to: \.programmes)
    }
  }
}
