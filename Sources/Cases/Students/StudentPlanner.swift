import Admission
import Diagnostics
import Exact
import Rules
import Tables

/// Makes a `StudentPlan`: looks up what rankings, lines, bands and conditions ask for, once each.
struct StudentPlanner {
  let rules: RuleSet
  var finder: ColumnFinder
  var schools: MiddleSchools
  var plan: StudentPlan
  /// What the rules compare in the columns of programmes and middle schools.
  var compared = ComparedColumns()

  /// Whether the table has the columns without which nothing can be read. Where it has not, the
  /// planner still says what else is missing.
  let isUsable: Bool

  /// Looks up the columns that every case has.
  init(
    _ table: CSVTable, _ rules: RuleSet, _ schools: MiddleSchools, log: inout ProblemLog
  ) {
    self.rules = rules
    self.schools = schools
    finder = ColumnFinder(table, rules)
    let student = finder.require("student", log: &log)
    let school = finder.require("middle_school", log: &log)
    _ = finder.find("name", log: &log)
    isUsable = student != nil && school != nil
    plan = StudentPlan(student: student ?? 0, middleSchool: school ?? 0)
  }

  /// The cohort's number for `measure`; nil, with a message, where its columns are missing.
  mutating func number(_ measure: Measure, log: inout ProblemLog) -> Int? {
    if let known = plan.numbers.firstIndex(where: { $0.name.measure == measure }) { return known }
    let origin: StudentPlan.NumberOrigin
    let name: String
    var grades: [String]?
    switch measure {
    case .score(let rule):
      guard let score = score(rule, log: &log) else { return nil }
      (origin, name) = (.score(score), rules.scores[rule].name)
    case .grade(let rule):
      let allowsEmpty = rules.grades[rule].missing != .error
      guard let grade = grade(rule, mayBeEmpty: allowsEmpty, log: &log) else { return nil }
      (origin, name, grades) = (.grade(grade), rules.grades[rule].name, rules.grades[rule].order)
    case .column(let column):
      name = column
      guard let found = columnOrigin(column, log: &log) else { return nil }
      origin = found
    }
    plan.numbers.append((origin, NumberName(name: name, measure: measure, grades: grades)))
    return plan.numbers.count - 1
  }

  /// A number column of the students, else of their middle schools: each of those has a number
  /// there. A student of none has no row there, so misses the number as an ineligible one does.
  private mutating func columnOrigin(
    _ name: String, log: inout ProblemLog
  ) -> StudentPlan.NumberOrigin? {
    if finder.find(name, log: &log) == nil,
      let values = schools.table.numbers(
        name, mayBeEmpty: false, most: rules.fullMarks[name]?.thousandths, log: &log)
    {
      return .school([NumberColumn.missing] + values.map { $0 ?? NumberColumn.missing })
    }
    return column(name, mayBeEmpty: false, log: &log).map { .column($0) }
  }

  private mutating func column(
    _ name: String, mayBeEmpty: Bool, log: inout ProblemLog
  ) -> Int? {
    if let known = plan.columns.firstIndex(where: { sameBytes($0.name, name) }) {
      plan.columns[known].mayBeEmpty = plan.columns[known].mayBeEmpty && mayBeEmpty
      return known
    }
    guard let header = finder.require(name, log: &log) else { return nil }
    plan.columns.append(
      StudentPlan.NumberSource(
        name: name, header: header, fullMarks: rules.fullMarks[name]?.thousandths,
        mayBeEmpty: mayBeEmpty))
    return plan.columns.count - 1
  }

  private mutating func grade(_ rule: Int, mayBeEmpty: Bool, log: inout ProblemLog) -> Int? {
    let grade = rules.grades[rule]
    if let known = plan.grades.firstIndex(where: { sameBytes($0.name, grade.name) }) {
      plan.grades[known].mayBeEmpty = plan.grades[known].mayBeEmpty && mayBeEmpty
      return known
    }
    guard let header = finder.require(grade.name, log: &log) else { return nil }
    plan.grades.append(
      StudentPlan.GradeSource(
        name: grade.name, header: header, order: grade.order,
        lookup: CodeTable(grade.order.map { Array($0.utf8) }), missing: grade.missing,
        mayBeEmpty: mayBeEmpty))
    return plan.grades.count - 1
  }

  // MARK: Scores

  /// The program of a score, made once, behind those that it is made of.
  private mutating func score(_ rule: Int, log: inout ProblemLog) -> Int? {
    if let known = plan.scores.firstIndex(where: { $0.rule == rule }) { return known }
    let score = rules.scores[rule]
    let places = score.sum.map { $0.factor.places }.max() ?? 0
    var terms: [ScoreProgram.Term] = []
    var isWhole = true
    for term in score.sum {
      // All that is missing is said at once.
      guard let source = source(of: term, in: score, log: &log) else {
        isWhole = false
        continue
      }
      let factor = term.factor.mantissa.multipliedReportingOverflow(
        by: Decimal.power(places - term.factor.places))
      guard !factor.overflow, places <= 9 else {
        reportFactor(term.factor, rule, &log)
        return nil
      }
      terms.append(ScoreProgram.Term(source: source, factor: factor.partialValue))
    }
    guard isWhole else { return nil }
    plan.scores.append(
      ScoreProgram(
        rule: rule, name: score.name, terms: terms, places: places, round: score.round,
        missing: score.missing, magnitude: magnitude(of: terms)))
    return plan.scores.count - 1
  }

  /// See `ScoreProgram.magnitude`.
  private func magnitude(of terms: [ScoreProgram.Term]) -> Int {
    terms.reduce(0) { sum, term in
      let one: Int
      switch term.source {
      case .column: one = 1
      case .grade(_, let points):
        one = Int((points.map(\.magnitude).max() ?? 0) / UInt64(NumberCells.limit)) + 1
      case .bonus(let columns, _, _): one = columns.count
      case .score(let score):
        let whole = plan.scores[score]
        one = min(whole.magnitude, Int(Int32.max)) / Int(Decimal.power(whole.places)) + 1
      }
      let (product, overflow) = Int(clamping: term.factor.magnitude).multipliedReportingOverflow(
        by: one)
      return overflow ? Int(Int32.max) : min(Int(Int32.max), sum + min(product, Int(Int32.max)))
    }
  }

  private mutating func source(
    of term: ScoreRule.Term, in score: ScoreRule, log: inout ProblemLog
  ) -> ScoreProgram.Term.Source? {
    let mayBeEmpty = score.missing != .error
    switch term {
    case .column(let name, _):
      return column(name, mayBeEmpty: mayBeEmpty, log: &log).map { .column($0) }
    case .grade(let rule, _):
      let allowsEmpty = mayBeEmpty || rules.grades[rule].missing != .error
      let points = (rules.grades[rule].points ?? []).map(\.thousandths)
      guard let grade = grade(rule, mayBeEmpty: allowsEmpty, log: &log),
        points.allSatisfy({ $0 != nil })
      else { return nil }
      return .grade(grade, points: points.map { $0! })
    case .score(let rule, _):
      return self.score(rule, log: &log).map { .score($0) }
    case .bonus(let names, let take, let cap):
      guard names.count <= ScoreProgram.bonusColumnsMax else {
        log.add(
          .limitExceeded, at: rules.place(of: RuleSet.keyPath("scores", score.name)),
          Phrase(
            zh: "一项加分至多 \(ScoreProgram.bonusColumnsMax) 列",
            en: "a bonus has at most \(ScoreProgram.bonusColumnsMax) columns"))
        return nil
      }
      var columns: [Int] = []
      for name in names {
        if let found = column(name, mayBeEmpty: true, log: &log) { columns.append(found) }
      }
      guard columns.count == names.count else { return nil }
      return .bonus(columns, take, cap: cap.map { $0.floorThousandths })
    }
  }

  private func reportFactor(_ factor: Decimal, _ rule: Int, _ log: inout ProblemLog) {
    log.add(
      .scoreTooFine, at: rules.place(of: RuleSet.keyPath("scores", rules.scores[rule].name)),
      Phrase(
        zh: "系数 \(factor) 太细，至多 9 位小数", en: "the factor \(factor) is too fine; at most 9 places"))
  }

  // MARK: Lists

  /// The cohort's list for a list of the rules; lists read from the same cells are one.
  mutating func list(_ rule: Int, log: inout ProblemLog) -> Int? {
    let source = rules.lists[rule].source
    if let known = plan.lists.firstIndex(where: { $0.source == source }) { return known }
    var headers: [Int] = []
    let names: [String]
    switch source {
    case .joined(let column): names = [column]
    case .columns(let columns): names = columns
    case .rows: names = []
    }
    for name in names {
      if let header = finder.require(name, log: &log) { headers.append(header) }
    }
    guard headers.count == names.count else { return nil }
    guard names.count <= ChoiceLists.widthMax else {
      let path = RuleSet.keyPath("lists", rules.lists[rule].name)
      log.add(
        .limitExceeded, at: rules.place(of: path),
        Phrase(
          zh: "\(path)：\(names.count) 列，至多 \(ChoiceLists.widthMax) 列",
          en: "\(path): \(names.count) columns, at most \(ChoiceLists.widthMax) are allowed"))
      return nil
    }
    plan.lists.append(StudentPlan.ListSource(source: source, headers: headers))
    return plan.lists.count - 1
  }

  // MARK: Texts

  /// The finder, knowing which of the columns found hold numbers, and in which any text will do:
  /// grades, and texts that are compared with none of which a number would have lost its zeros.
  var finderOfCells: ColumnFinder {
    var finder = finder
    finder.arePlainTexts("name")
    finder.numbers.formUnion(plan.columns.map(\.header))
    finder.plainTexts.formUnion(plan.grades.map(\.header))
    for text in plan.texts where !text.takesAll && !text.values.contains(where: losesZeros) {
      finder.plainTexts.insert(text.header)
    }
    return finder
  }

  /// Whether `value` as a number would read otherwise: `01`, `1.0`.
  private func losesZeros(_ value: String) -> Bool {
    Decimal(value).map { !sameBytes($0.description, value) } ?? false
  }

  /// The students' own column of texts called `name`; nil where they have none.
  mutating func text(_ name: String, log: inout ProblemLog) -> Int? {
    if let known = plan.texts.firstIndex(where: { sameBytes($0.name, name) }) { return known }
    guard let header = finder.find(name, log: &log) else { return nil }
    plan.texts.append(StudentPlan.TextSource(name: name, header: header))
    return plan.texts.count - 1
  }
}

extension ScoreRule.Term {
  /// What the term is multiplied by.
  var factor: Decimal {
    switch self {
    case .column(_, let times), .grade(_, let times), .score(_, let times): times
    case .bonus: .one
    }
  }
}

extension Decimal {
  /// The largest whole number of thousandths that is not above it.
  var floorThousandths: Int64 { wholeThousandths(.down) }
  /// The smallest whole number of thousandths that is not below it.
  var ceilingThousandths: Int64 { wholeThousandths(.up) }

  private func wholeThousandths(_ mode: RoundingMode) -> Int64 {
    if let exact = thousandths { return exact }
    if places > 3 {
      return roundedQuotient(mantissa, by: Decimal.power(places - 3), mode)
    }
    return mantissa < 0 ? Int64.min + 2 : Int64.max
  }
}
