import Admission
import Diagnostics
import Exact
import Rules

extension MarketBuilder {
  /// The engine's form of conditions and lines.
  mutating func gate(
    _ eligible: [ConditionRule], _ lines: [LineRule], _ path: String, log: inout ProblemLog
  ) -> Gate {
    var gate = Gate()
    gate.conditions = conditions(eligible, path + "/eligible", log: &log)
    for rule in lines {
      if let line = line(rule, path + "/lines", log: &log) { gate.lines.append(line) }
    }
    gate.required = numbers(in: gate.conditions)
    return gate
  }

  /// The numbers that conditions ask for: a student who misses one is ineligible, whatever the
  /// conditions say of it.
  private func numbers(in conditions: [Condition]) -> [Int] {
    conditions.flatMap { condition -> [Int] in
      switch condition {
      case .within(let number, _, _): [number]
      case .all(let parts), .any(let parts): numbers(in: parts)
      case .not(let part): numbers(in: [part])
      case .category, .programme, .equal: []
      }
    }
  }

  private mutating func line(
    _ rule: LineRule, _ path: String, log: inout ProblemLog
  ) -> Line? {
    guard let number = planner.number(.score(rule.score), log: &log) else { return nil }
    switch rule.bound {
    case .fixed(let least):
      return Line(number: number, bound: .fixed(least.ceilingThousandths))
    case .programmeColumn(let name, let minus):
      guard programmes.table.finder.require(name, log: &log) != nil,
        let values = programmes.table.numbers(name, mayBeEmpty: true, log: &log)
      else { return nil }
      let less = minus.floorThousandths
      return Line(
        number: number,
        bound: .programmes(
          values.map { value in
            value.map {
              let (line, overflow) = $0.subtractingReportingOverflow(less)
              return overflow ? (less > 0 ? .min + 1 : .max) : line
            }
          }))
    case .cutoff(let stage, let pool, let minus, let waives):
      return Line(
        number: number,
        bound: .cutoff(
          stage: stage, pool: poolNumbers[pool], minus: minus.floorThousandths,
          waiveWhenVacant: waives))
    }
  }

  /// Conditions that stand one behind the other at `path`.
  private mutating func conditions(
    _ rules: [ConditionRule], _ path: String, log: inout ProblemLog
  ) -> [Condition] {
    var found: [Condition] = []
    for (at, rule) in rules.enumerated() {
      if let condition = condition(rule, path + "/\(at)", log: &log) { found.append(condition) }
    }
    return found
  }

  private mutating func condition(
    _ rule: ConditionRule, _ path: String, log: inout ProblemLog
  ) -> Condition? {
    switch rule {
    case .all(let parts):
      return .all(conditions(parts, path + "/allOf", log: &log))
    case .any(let parts):
      return .any(conditions(parts, path + "/anyOf", log: &log))
    case .not(let part):
      return condition(part, path + "/not", log: &log).map { .not($0) }
    case .scoreWithin(let score, let atLeast, let atMost):
      return planner.number(.score(score), log: &log).map {
        .within(
          number: $0, atLeast: atLeast?.ceilingThousandths, atMost: atMost?.floorThousandths)
      }
    case .gradeWithin(let grade, let atLeast, let atMost):
      // Better grades have smaller numbers.
      return planner.number(.grade(grade), log: &log).map {
        .within(
          number: $0, atLeast: atMost.map { Int64($0) }, atMost: atLeast.map { Int64($0) })
      }
    case .isOneOf(.programme(let column), let values):
      planner.compared.add(.programmes, column, values)
      return programmeValues(column, log: &log).map { found in
        .programme(found.map { text in values.contains { sameBytes($0, text) } })
      }
    case .isOneOf(.student(let column), let values):
      return studentIsOneOf(column, values, path, log: &log)
    case .equalsProgramme(.programme(let mine), let column):
      guard let a = programmeValues(mine, log: &log), let b = programmeValues(column, log: &log)
      else { return nil }
      planner.compared.add(.programmes, mine, b)
      planner.compared.add(.programmes, column, [])
      return .programme(zip(a, b).map { sameBytes($0, $1) })
    case .equalsProgramme(.student(let mine), let column):
      return studentEquals(mine, column, path, log: &log)
    }
  }

  private mutating func programmeValues(_ name: String, log: inout ProblemLog) -> [String]? {
    guard programmes.table.finder.require(name, log: &log) != nil else { return nil }
    return programmes.table.values(name, log: &log)
  }

  /// A condition on a column of the students, else of their middle schools.
  private mutating func studentIsOneOf(
    _ column: String, _ values: [String], _ path: String, log: inout ProblemLog
  ) -> Condition? {
    if sameBytes(column, "middle_school") {
      return .category(0, table: schoolTable(planner.schools.codes, values), otherwise: false)
    }
    if let text = planner.text(column, log: &log) {
      let numbers = values.map { planner.plan.texts[text].number(of: $0) }
      var table = Array(repeating: false, count: planner.plan.texts[text].values.count)
      for number in numbers { table[number] = true }
      return .category(text + 1, table: table, otherwise: false)
    }
    if let found = planner.schools.values(column, log: &log) {
      planner.compared.add(.schools, column, values)
      return .category(0, table: schoolTable(found, values), otherwise: false)
    }
    reportNoColumn(column, path, &log)
    return nil
  }

  private func schoolTable(_ found: [String], _ wanted: [String]) -> [Bool] {
    found.map { text in wanted.contains { sameBytes($0, text) } }
  }

  /// The student's text equals the programme's.
  private mutating func studentEquals(
    _ mine: String, _ column: String, _ path: String, log: inout ProblemLog
  ) -> Condition? {
    guard let values = programmeValues(column, log: &log) else { return nil }
    planner.compared.add(.programmes, column, [])
    if let text = planner.text(mine, log: &log) {
      return .equal(
        category: text + 1,
        values: values.map { Int32(planner.plan.texts[text].number(of: $0)) })
    }
    let isSchool = sameBytes(mine, "middle_school")
    guard let found = isSchool ? planner.schools.codes : planner.schools.values(mine, log: &log)
    else {
      reportNoColumn(mine, path, &log)
      return nil
    }
    if !isSchool { planner.compared.add(.schools, mine, values) }
    // A table for each value that programmes have: the schools where the student's text is that
    // value.
    let distinct = Set(values.map { Array($0.utf8) }).sorted { $0.lexicographicallyPrecedes($1) }
    return .any(
      distinct.map { value in
        .all([
          .programme(values.map { sameBytes($0, value) }),
          .category(
            0, table: found.map { sameBytes($0, value) }, otherwise: false),
        ])
      })
  }
}
