import Diagnostics
import Exact
import Rules

/// Counts the students of each middle school who meet conditions, one student after the other and
/// by the plain meaning of every rule.
struct PlanHeadCount {
  private let inputs: PlanInputs
  private let texts: PlainTexts
  private let table: PlainTable
  private let school: Int

  /// Nil, with a problem, where the table has no column of middle schools.
  init?(_ table: PlainTable, _ inputs: PlanInputs, log: inout ProblemLog) {
    guard let school = table.requiredColumn("middle_school", inputs.rules, problems: &log) else {
      return nil
    }
    (self.inputs, self.table, self.school) = (inputs, table, school)
    texts = table.texts(problems: &log)
  }

  /// How many students of each middle school meet all `conditions`. Complexity: O(students ·
  /// terms).
  mutating func heads(_ conditions: [ConditionRule], log: inout ProblemLog) -> [Int] {
    var numbers: [[UInt8]: Int] = [:]
    for (at, code) in inputs.schools.codes.enumerated() { numbers[Array(code.utf8)] = at }
    var heads = Array(repeating: 0, count: inputs.schools.count)
    let columns = columns(conditions, &log)
    for row in 0..<texts.count {
      // Students of no middle school have no audience; a code that nobody knows is a mistake.
      let code = texts[row, school]
      guard let at = numbers[Array(code.utf8)] else {
        if !code.isEmpty {
          refuse(
            "middle_school", row, code, Phrase(zh: "已知的初中代码", en: "a known middle school"),
            &log)
        }
        continue
      }
      // A value that is missing anywhere in the conditions makes the student ineligible.
      var isMissing = false
      var isEligible = true
      for condition in conditions {
        let holds = holds(condition, row, at, columns, &isMissing, &log)
        isEligible = isEligible && holds
      }
      if isEligible && !isMissing { heads[at] += 1 }
    }
    return heads
  }

  /// Where a text is looked up: a column of the students, or the values of the middle schools.
  private enum Source {
    case student(Int)
    case school([String])
  }

  private func columns(
    _ conditions: [ConditionRule], _ log: inout ProblemLog
  ) -> [String: Source] {
    var found: [String: Source] = [:]
    for condition in conditions {
      switch condition {
      case .isOneOf(.student(let column), _):
        if let at = table.column(column, inputs.rules, problems: &log) {
          found[column] = .student(at)
        } else if let values = inputs.schools.values(column, log: &log) {
          found[column] = .school(values)
        } else {
          log.add(
            .planInput, at: Place(file: table.file), cause: column,
            Phrase(zh: "没有列 \(column)", en: "there is no column \(column)"))
        }
      case .all(let parts), .any(let parts):
        found.merge(columns(parts, &log)) { first, _ in first }
      case .not(let part): found.merge(columns([part], &log)) { first, _ in first }
      default: break
      }
    }
    return found
  }

  private func holds(
    _ condition: ConditionRule, _ row: Int, _ school: Int, _ columns: [String: Source],
    _ isMissing: inout Bool, _ log: inout ProblemLog
  ) -> Bool {
    switch condition {
    case .isOneOf(.student(let column), let values):
      var text = ""
      switch columns[column] {
      case .student(let at): text = texts[row, at]
      case .school(let ofSchool): text = ofSchool[school]
      case nil: return false
      }
      return values.contains { areSameBytes($0, text) }
    case .scoreWithin(let score, let atLeast, let atMost):
      guard let value = scoreValue(score, row, &log) else {
        isMissing = true
        return false
      }
      return (atLeast.map { value >= $0 } ?? true) && (atMost.map { value <= $0 } ?? true)
    case .gradeWithin(let grade, let atLeast, let atMost):
      guard let place = gradePlace(grade, row, &log) else {
        isMissing = true
        return false
      }
      return (atLeast.map { place <= $0 } ?? true) && (atMost.map { place >= $0 } ?? true)
    case .all(let parts):
      // All are looked at: a missing value counts wherever it stands.
      let each = parts.map { holds($0, row, school, columns, &isMissing, &log) }
      return each.allSatisfy { $0 }
    case .any(let parts):
      let each = parts.map { holds($0, row, school, columns, &isMissing, &log) }
      return each.contains(true)
    case .not(let part): return !holds(part, row, school, columns, &isMissing, &log)
    case .isOneOf(.programme, _), .equalsProgramme: return false
    }
  }

  // MARK: Grades and scores

  private func cell(_ column: String, _ row: Int, _ log: inout ProblemLog) -> String {
    table.requiredColumn(column, inputs.rules, problems: &log).map { texts[row, $0] } ?? ""
  }

  /// Says that a cell is not what it must be.
  private func refuse(
    _ column: String, _ row: Int, _ cell: String, _ expected: Phrase, _ log: inout ProblemLog
  ) {
    log.add(.planInput, cause: "\(table.file)/\(column)") {
      (
        texts.place(row),
        Phrase(
          zh: "\(column) 为 “\(cell)”，应为\(expected.zh)",
          en: "\(column) is “\(cell)”, \(expected.en) was expected")
      )
    }
  }

  /// The place of a student's grade in its order, 0 the best; nil where it is missing. One that
  /// must not be empty, or is none of the order, is a problem.
  private func gradePlace(_ grade: Int, _ row: Int, _ log: inout ProblemLog) -> Int? {
    let rule = inputs.rules.grades[grade]
    let text = cell(rule.name, row, &log)
    if text.isEmpty, rule.missing != .error {
      return rule.missing == .zero ? rule.order.count - 1 : nil
    }
    if let place = rule.order.firstIndex(where: { areSameBytes($0, text) }) { return place }
    let order = rule.order.joined(separator: ", ")
    refuse(rule.name, row, text, Phrase(zh: " \(order) 之一", en: "one of \(order)"), &log)
    return nil
  }

  /// A number of a student; nil where there is none, which is a problem unless it may be empty.
  private func number(
    _ column: String, _ row: Int, mayBeEmpty: Bool, _ log: inout ProblemLog
  ) -> Decimal? {
    let text = cell(column, row, &log)
    if text.isEmpty, mayBeEmpty { return nil }
    if let value = PlainNumber.read(text).map({ Decimal(thousandths: $0) }) {
      if let most = inputs.rules.fullMarks[column], value > most {
        refuse(
          column, row, text, Phrase(zh: "至多满分 \(most)", en: "full marks, \(most), at most"), &log)
      }
      return value
    }
    refuse(
      column, row, text,
      Phrase(zh: "不小于 0、至多三位小数的数", en: "a number from 0 with at most 3 places"), &log)
    return nil
  }

  /// A student's score, exactly; nil where it is missing, and, with a problem, where it is not
  /// whole thousandths and nothing says how to round it, or is beyond what can be computed.
  private func scoreValue(_ score: Int, _ row: Int, _ log: inout ProblemLog) -> Decimal? {
    let rule = inputs.rules.scores[score]
    // In units of 10⁻¹²: three places of a cell, nine of a factor.
    let unit = 12
    var sum: Int128 = 0
    for term in rule.sum {
      guard let (value, times) = termValue(term, rule, row, &log) else { return nil }
      let places = value.places + times.places
      let product = Int128(value.mantissa) * Int128(times.mantissa)
      let scaled = product.multipliedReportingOverflow(
        by: Int128(Decimal.power(max(0, unit - places))))
      let total = sum.addingReportingOverflow(scaled.partialValue)
      guard places <= unit, !scaled.overflow, !total.overflow else {
        return refuseScore(rule, row, &log)
      }
      sum = total.partialValue
    }
    let decimals = rule.round?.decimals ?? 3
    let step = Int128(Decimal.power(unit - decimals))
    var (whole, rest) = sum.quotientAndRemainder(dividingBy: step)
    if rest < 0 { (whole, rest) = (whole - 1, rest + step) }
    if rule.round == nil, rest != 0 { return refuseScore(rule, row, &log) }
    let mode = rule.round?.mode
    let isUp = mode == .up ? rest > 0 : mode == .halfUp ? 2 * rest >= step : false
    guard let mantissa = Int64(exactly: whole + (isUp ? 1 : 0)),
      let value = Decimal(mantissa: mantissa, places: decimals)
    else { return refuseScore(rule, row, &log) }
    return value
  }

  /// Says that a score cannot be computed as it must be.
  private func refuseScore(_ rule: ScoreRule, _ row: Int, _ log: inout ProblemLog) -> Decimal? {
    log.add(.planInput, cause: "\(table.file)/\(rule.name)") {
      (
        texts.place(row),
        Phrase(
          zh: "成绩 \(rule.name) 超过三位小数而规则没有 round，或数太大",
          en: "the score \(rule.name) has more than 3 places, without a round in the rules, or is "
            + "too large")
      )
    }
    return nil
  }

  /// A summand's value and factor; nil where the whole score is missing for want of it.
  private func termValue(
    _ term: ScoreRule.Term, _ rule: ScoreRule, _ row: Int, _ log: inout ProblemLog
  ) -> (Decimal, Decimal)? {
    switch term {
    case .column(let column, let times):
      let value = number(column, row, mayBeEmpty: rule.missing != .error, &log)
      return value.map { ($0, times) } ?? (rule.missing == .zero ? (.zero, times) : nil)
    case .grade(let grade, let times):
      let source = inputs.rules.grades[grade]
      let mayBeEmpty = rule.missing != .error || source.missing != .error
      if mayBeEmpty, cell(source.name, row, &log).isEmpty {
        let isMissing = rule.missing == .ineligible || source.missing == .ineligible
        return isMissing ? nil : (.zero, times)
      }
      guard let place = gradePlace(grade, row, &log), let points = source.points else { return nil }
      return (points[place], times)
    case .score(let other, let times):
      guard let value = scoreValue(other, row, &log) else {
        return rule.missing == .zero ? (.zero, times) : nil
      }
      return (value, times)
    case .bonus(let columns, let take, let cap):
      let points = columns.map { number($0, row, mayBeEmpty: true, &log) ?? .zero }
      var total = points.max() ?? .zero
      if take == .sum {
        let sum = points.reduce(Int64(0)) { $0 + ($1.thousandths ?? 0) }
        total = Decimal(thousandths: sum)
      }
      if let cap, total > cap { total = cap }
      return (max(total, .zero), .one)
    }
  }
}
