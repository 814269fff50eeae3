import Admission
import Columns
import Diagnostics
import Exact
import Rules
import Tables

/// Counts the eligible students of each middle school, where nobody has: those who meet a split's
/// `eligibleIf`.
struct EligibleHeads {
  /// A condition, ready to be asked of a row.
  private indirect enum Test: Sendable {
    case text(Int, isWanted: [Bool])
    case school(isWanted: [Bool])
    case number(Int, atLeast: Int64?, atMost: Int64?)
    case all([Test])
    case any([Test])
    case not(Test)
  }

  private(set) var table: CSVTable
  private(set) var planner: StudentPlanner
  /// For each split that counts its tests, and the numbers that a student must have.
  private var tests: [Int: (test: Test, required: [Int])] = [:]
  private var isWhole = true

  /// Nil, with messages, where the table lacks the columns without which nothing can be counted.
  init?(
    _ table: CSVTable, _ rules: RuleSet, _ schools: MiddleSchools, log: inout ProblemLog
  ) {
    self.table = table
    planner = StudentPlanner(table, rules, schools, log: &log)
    for (at, split) in rules.plan.splits.enumerated() where sameBytes(split.weights, "eligible") {
      let path = RuleSet.keyPath("plan", "splits", split.name, "eligibleIf")
      var required: [Int] = []
      let parts = split.eligibleIf.map { test($0, path, &required, log: &log) }
      tests[at] = (.all(parts.compactMap { $0 }), required)
    }
    guard planner.isUsable else { return nil }
  }

  /// For each split of the rules the heads of each middle school, nil where it does not count.
  /// Complexity: O(students · conditions), on all workers.
  mutating func heads(_ files: CaseFiles, log: inout ProblemLog) -> [[Int]?] {
    guard isWhole else { return [] }
    let (schools, workers) = (planner.schools, files.workers)
    let students = files.students(
      table, planner.plan, schools: schools.codes, programmes: [], log: &log)
    table = students.table
    if !students.areCodesExamined { students.examineCodes(workers: workers, log: &log) }
    return planner.rules.plan.splits.indices.map { split in
      guard let (test, required) = tests[split] else { return nil }
      let parts = workers.map(tasks: workers.count) { task in
        var heads = Array(repeating: 0, count: schools.count)
        for row in Workers.slice(task, of: workers.count, count: students.count) {
          if required.allSatisfy({ students.numbers[$0][row] != NumberColumn.missing }),
            EligibleHeads.holds(test, row, students)
          {
            heads[Int(students.school[row])] += 1
          }
        }
        return heads
      }
      var sums = Array(repeating: 0, count: schools.count)
      for part in parts { for school in sums.indices { sums[school] += part[school] } }
      return Array(sums.dropFirst())
    }
  }

  private static func holds(_ test: Test, _ row: Int, _ students: Students) -> Bool {
    switch test {
    case .text(let text, let isWanted):
      let value = Int(students.texts[text][row])
      return value >= 0 && value < isWanted.count && isWanted[value]
    case .school(let isWanted): return isWanted[Int(students.school[row])]
    case .number(let number, let atLeast, let atMost):
      let value = students.numbers[number][row]
      return value != NumberColumn.missing && value >= atLeast ?? value && value <= atMost ?? value
    case .all(let parts): return parts.allSatisfy { holds($0, row, students) }
    case .any(let parts): return parts.contains { holds($0, row, students) }
    case .not(let part): return !holds(part, row, students)
    }
  }

  // MARK: Conditions

  /// The test of a condition; nil, with a message, where a column is missing.
  private mutating func test(
    _ rule: ConditionRule, _ path: String, _ required: inout [Int], log: inout ProblemLog
  ) -> Test? {
    switch rule {
    case .all(let parts): return .all(tests(parts, path, &required, log: &log))
    case .any(let parts): return .any(tests(parts, path, &required, log: &log))
    case .not(let part): return test(part, path, &required, log: &log).map { .not($0) }
    case .scoreWithin(let score, let atLeast, let atMost):
      return number(
        .score(score), atLeast?.ceilingThousandths, atMost?.floorThousandths, &required, &log)
    case .gradeWithin(let grade, let atLeast, let atMost):
      // Better grades have smaller numbers.
      return number(
        .grade(grade), atMost.map { Int64($0) }, atLeast.map { Int64($0) }, &required, &log)
    case .isOneOf(.student(let column), let values):
      return text(column, values, path, &log)
    case .isOneOf(.programme, _), .equalsProgramme:
      preconditionFailure("the rules refuse conditions on programmes in eligibleIf")
    }
  }

  private mutating func tests(
    _ rules: [ConditionRule], _ path: String, _ required: inout [Int], log: inout ProblemLog
  ) -> [Test] {
    var found: [Test] = []
    for rule in rules {
      if let test = test(rule, path, &required, log: &log) { found.append(test) }
    }
    return found
  }

  private mutating func number(
    _ measure: Measure, _ atLeast: Int64?, _ atMost: Int64?, _ required: inout [Int],
    _ log: inout ProblemLog
  ) -> Test? {
    guard let number = planner.number(measure, log: &log) else {
      isWhole = false
      return nil
    }
    required.append(number)
    return .number(number, atLeast: atLeast, atMost: atMost)
  }

  /// A column of the students, else of their middle schools.
  private mutating func text(
    _ column: String, _ values: [String], _ path: String, _ log: inout ProblemLog
  ) -> Test? {
    if sameBytes(column, "middle_school") {
      return .school(isWanted: EligibleHeads.wanted(planner.schools.codes, values))
    }
    if let text = planner.text(column, log: &log) {
      let numbers = values.map { planner.plan.texts[text].number(of: $0) }
      var isWanted = Array(repeating: false, count: planner.plan.texts[text].values.count)
      for number in numbers { isWanted[number] = true }
      return .text(text, isWanted: isWanted)
    }
    if let found = planner.schools.values(column, log: &log) {
      planner.compared.add(.schools, column, values)
      return .school(isWanted: EligibleHeads.wanted(found, values))
    }
    isWhole = false
    let known = planner.finder.unused.map(\.name) + planner.finder.used.map(\.name)
    let near = nearestName(
      to: column, among: known + planner.schools.table.text.headers.map(\.name))
    log.add(
      .columnMissing, at: planner.rules.place(of: path),
      Phrase(
        zh: "\(path)：学生表和初中表都没有列 \(column)" + (near.map { "；最接近的是 \($0)" } ?? ""),
        en: "\(path): neither the students nor the middle schools have a column \(column)"
          + (near.map { "; the nearest is \($0)" } ?? "")))
    return nil
  }

  private static func wanted(_ found: [String], _ values: [String]) -> [Bool] {
    found.map { text in values.contains { sameBytes($0, text) } }
  }
}
