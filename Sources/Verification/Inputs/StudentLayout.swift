import Diagnostics
import Exact
import Rules

/// What has to be read of `students.csv`, by what the stages ask for.
///
/// A *measure* is a number of each student (a score, a grade's place in its order, a column); they
/// are numbered here, and everything later speaks of those numbers.
struct StudentLayout: Sendable {
  /// A column of numbers.
  struct NumberSource: Sendable {
    let name: String
    let header: Int
    /// The most that a cell can hold.
    let most: Int64
    /// Whether all that use it do without a number.
    var mayBeEmpty: Bool
  }
  /// A column of grades.
  struct GradeSource: Sendable {
    let name: String
    let header: Int
    let lookup: PlainNames
    let missing: MissingPolicy
    var mayBeEmpty: Bool
  }
  /// One summand of a score, flat: `factor` times what `kind` says, in units of 10⁻ᵖˡᵃᶜᵉˢ
  /// thousandths.
  struct Term: Sendable {
    enum Kind: UInt8, Sendable { case column, grade, score, highestBonus, summedBonus }
    let kind: Kind
    /// A number source, a grade source, or a formula; of a bonus the first of its sources in
    /// `bonusSources`.
    let index: Int
    /// Of a bonus how many sources it has; of a grade where its points begin in `points`.
    let extent: Int
    let factor: Int64
    let cap: Int64
  }
  /// A score.
  struct Formula: Sendable {
    let rule: Int
    let name: String
    let terms: Range<Int>
    let places: Int
    let round: Rounding?
    let missing: MissingPolicy
  }
  /// Where a measure comes from.
  enum Origin: Sendable {
    case formula(Int)
    case grade(Int)
    case column(Int)
    /// A number of the student's middle school, number 0 being none.
    case school([Int64])
  }
  /// A measure: its name, the rules' name for it, and of a grade the grades, best first.
  struct MeasureSource: Sendable {
    let measure: Measure
    let name: String
    let origin: Origin
    let grades: [String]?
  }
  /// A list of choices.
  struct ListSource: Sendable {
    let rule: ListRule.Source
    let headers: [Int]
  }

  /// The most choices of a list, whatever the rules allow.
  static let choicesMax = 1000

  /// A missing measure.
  static let missing = Int64.min

  var student = 0
  var middleSchool = 0
  var numbers: [NumberSource] = []
  var grades: [GradeSource] = []
  var terms: [Term] = []
  var bonusSources: [Int] = []
  var points: [Int64] = []
  var formulas: [Formula] = []
  var measures: [MeasureSource] = []
  /// Columns of texts, each with the texts known before any student is read.
  var texts: [(name: String, header: Int, known: PlainNames)] = []
  var lists: [ListSource] = []
}

/// Makes a `StudentLayout`: each request for a measure, text or list gives its number.
struct StudentPlanner {
  let rules: RuleSet
  let table: PlainTable
  let schools: KeyedTexts
  var layout = StudentLayout()
  var problems = ProblemLog()

  init(_ table: PlainTable, _ schools: KeyedTexts, _ rules: RuleSet) {
    (self.table, self.schools, self.rules) = (table, schools, rules)
    layout.student = required("student")
    layout.middleSchool = required("middle_school")
  }

  private mutating func required(_ name: String) -> Int {
    table.requiredColumn(name, rules, problems: &problems) ?? 0
  }

  // MARK: Measures

  /// The number of `measure`.
  mutating func measure(_ measure: Measure) -> Int {
    if let known = layout.measures.firstIndex(where: { $0.measure == measure }) { return known }
    let source: StudentLayout.MeasureSource
    switch measure {
    case .score(let rule):
      source = .init(
        measure: measure, name: rules.scores[rule].name, origin: .formula(formula(rule)),
        grades: nil)
    case .grade(let rule):
      let grade = rules.grades[rule]
      source = .init(
        measure: measure, name: grade.name,
        origin: .grade(self.grade(rule, mayBeEmpty: grade.missing != .error)), grades: grade.order)
    case .column(let name):
      source = .init(measure: measure, name: name, origin: column(name), grades: nil)
    }
    layout.measures.append(source)
    return layout.measures.count - 1
  }

  /// A column of the students, else of their middle schools.
  private mutating func column(_ name: String) -> StudentLayout.Origin {
    if table.column(name, rules, problems: &problems) == nil,
      let values = schools.numbers(
        name, mayBeEmpty: false, most: fullMarks(name), problems: &problems)
    {
      return .school([StudentLayout.missing] + values.map { $0 ?? StudentLayout.missing })
    }
    return .column(number(name, mayBeEmpty: false))
  }

  private mutating func number(_ name: String, mayBeEmpty: Bool) -> Int {
    if let known = layout.numbers.firstIndex(where: { areSameBytes($0.name, name) }) {
      if !mayBeEmpty { layout.numbers[known].mayBeEmpty = false }
      return known
    }
    layout.numbers.append(
      .init(
        name: name, header: required(name), most: fullMarks(name), mayBeEmpty: mayBeEmpty))
    return layout.numbers.count - 1
  }

  private func fullMarks(_ column: String) -> Int64 {
    rules.fullMarks[column]?.plainThousandths(.down) ?? .max
  }

  private mutating func grade(_ rule: Int, mayBeEmpty: Bool) -> Int {
    let grade = rules.grades[rule]
    if let known = layout.grades.firstIndex(where: { areSameBytes($0.name, grade.name) }) {
      if !mayBeEmpty { layout.grades[known].mayBeEmpty = false }
      return known
    }
    layout.grades.append(
      .init(
        name: grade.name, header: required(grade.name), lookup: PlainNames(grade.order),
        missing: grade.missing, mayBeEmpty: mayBeEmpty))
    return layout.grades.count - 1
  }

  // MARK: Scores

  private mutating func formula(_ rule: Int) -> Int {
    if let known = layout.formulas.firstIndex(where: { $0.rule == rule }) { return known }
    let score = rules.scores[rule]
    // All factors over one power of ten, so that a sum is a sum of whole numbers.
    let places = score.sum.map { factor($0).places }.max() ?? 0
    var terms: [StudentLayout.Term] = []
    for term in score.sum {
      let factor = factor(term)
      let scale = Decimal.power(places - factor.places)
      let (scaled, isTooFine) = factor.mantissa.multipliedReportingOverflow(by: scale)
      if isTooFine {
        problems.add(
          .plainReading, at: rules.place(of: RuleSet.keyPath("scores", score.name)),
          Phrase(zh: "系数 \(factor) 太细", en: "the factor \(factor) is too fine"))
      }
      terms.append(self.term(term, scaled, score))
    }
    let first = layout.terms.count
    layout.terms += terms
    layout.formulas.append(
      .init(
        rule: rule, name: score.name, terms: first..<layout.terms.count, places: places,
        round: score.round, missing: score.missing))
    return layout.formulas.count - 1
  }

  private func factor(_ term: ScoreRule.Term) -> Decimal {
    switch term {
    case .column(_, let times), .grade(_, let times), .score(_, let times): times
    case .bonus: .one
    }
  }

  private mutating func term(
    _ term: ScoreRule.Term, _ factor: Int64, _ score: ScoreRule
  ) -> StudentLayout.Term {
    let mayBeEmpty = score.missing != .error
    switch term {
    case .column(let name, _):
      let index = number(name, mayBeEmpty: mayBeEmpty)
      return .init(kind: .column, index: index, extent: 0, factor: factor, cap: .max)
    case .grade(let rule, _):
      let grade = rules.grades[rule]
      let index = self.grade(rule, mayBeEmpty: mayBeEmpty || grade.missing != .error)
      let first = layout.points.count
      layout.points += (grade.points ?? []).map { $0.thousandths ?? 0 }
      return .init(kind: .grade, index: index, extent: first, factor: factor, cap: .max)
    case .score(let rule, _):
      return .init(kind: .score, index: formula(rule), extent: 0, factor: factor, cap: .max)
    case .bonus(let names, let take, let cap):
      let sources = names.map { number($0, mayBeEmpty: true) }
      let first = layout.bonusSources.count
      layout.bonusSources += sources
      return .init(
        kind: take == .highest ? .highestBonus : .summedBonus, index: first,
        extent: sources.count, factor: factor, cap: cap?.plainThousandths(.down) ?? .max)
    }
  }

  // MARK: Texts and lists

  /// The students' own column of texts called `name`; nil where they have none.
  mutating func text(_ name: String) -> Int? {
    if let known = layout.texts.firstIndex(where: { areSameBytes($0.name, name) }) { return known }
    guard let header = table.column(name, rules, problems: &problems) else { return nil }
    layout.texts.append((name, header, PlainNames()))
    return layout.texts.count - 1
  }

  /// The number of `value` among the texts of a column.
  mutating func number(of value: String, in text: Int) -> Int {
    layout.texts[text].known.number(adding: Array(value.utf8))
  }

  /// The number of a list of the rules; lists that stand in the same cells are one.
  mutating func list(_ rule: Int) -> Int {
    let source = rules.lists[rule].source
    if let known = layout.lists.firstIndex(where: { $0.rule == source }) { return known }
    let names: [String]
    switch source {
    case .joined(let column): names = [column]
    case .columns(let columns): names = columns
    case .rows: names = []
    }
    layout.lists.append(.init(rule: source, headers: names.map { required($0) }))
    return layout.lists.count - 1
  }
}
