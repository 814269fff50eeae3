import Diagnostics
import Exact
import Rules

/// The compliance points (METHODS.md, "Compliance"), computed again from the inputs.
///
/// What `Rules` finds gives the words that a run prints; beside it each point is computed here in
/// another way, and the two must agree on which are broken. Shared are the rules as they were read.
/// The words by which a forbidden result is known are listed in both places.
struct ComplianceCheck {
  let inputs: CaseInputs
  private let facts: [ProgrammeFacts]

  init(_ inputs: CaseInputs) {
    self.inputs = inputs
    var log = ProblemLog()
    let table = inputs.programmes
    let codes = table.codes
    let schools = table.values("school", problems: &log) ?? codes
    let sectors = table.values("sector", problems: &log)
    let quality = table.values("quality", problems: &log)
    let attributes = inputs.rules.conditionColumns.compactMap { name in
      table.values(name, problems: &log).map { (name, $0) }
    }
    let market = inputs.market
    facts = codes.indices.map { at in
      var seats = Array(repeating: 0, count: inputs.rules.pools.count)
      for pool in market.audiences.indices {
        seats[market.poolRules[pool]] = inputs.seatsByPool[at][pool]
      }
      return ProgrammeFacts(
        programme: codes[at], school: schools[at].isEmpty ? codes[at] : schools[at],
        sector: sectors.flatMap { ComplianceCheck.sector($0[at]) },
        isQuality: quality.map { isOfQuality($0[at]) } ?? true, plan: inputs.plan[at],
        seats: seats,
        attributes: Dictionary(attributes.map { ($0.0, $0.1[at]) }, uniquingKeysWith: { a, _ in a })
      )
    }
  }

  private static func sector(_ cell: String) -> Sector? {
    switch cell {
    case "public", "公办": .public
    case "private", "民办": .private
    default: nil
    }
  }

  /// What `Rules` finds. The share of quota seats is a matter of the plan, not of what an earlier
  /// round left of it.
  private var all: [ComplianceFinding] {
    let ofTables =
      inputs.after == nil
      ? inputs.rules.complianceFindings(of: facts) : inputs.rules.publicPrivateFindings(facts)
    return inputs.rules.complianceFindings() + ofTables
  }

  /// What a run prints of waived points, in the language of its rules.
  func printed() -> [String] {
    let findings = all
    var order: [String] = []
    var groups: [String: [String]] = [:]
    for finding in findings where finding.waiver != nil {
      let problem = finding.problem
      let key = problem.code.name + "\u{0}" + finding.path + finding.subject
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(problem.message[inputs.rules.language])
    }
    return order.flatMap { groups[$0]!.prefix(ProblemLog.keptMax) }
  }

  /// How many findings on points that are waived there are, by the code that warns of them.
  func waived() -> [String: Int] {
    all.reduce(into: [:]) { counts, finding in
      if finding.waiver != nil { counts[finding.problem.code.name, default: 0] += 1 }
    }
  }

  /// Checks the four points; returns how many were looked at.
  func check(_ findings: inout Findings) -> Int {
    let theirs = all
    for finding in theirs where finding.waiver == nil {
      findings.add(.complianceWrong, at: finding.place) { finding.message }
    }
    let own: [(CompliancePoint, Bool)] = [
      (.quotaShare, isQuotaShareBroken), (.forbiddenBasis, isForbiddenBasisUsed),
      (.evaluation, isEvaluationBroken),
      (.publicPrivate, SectorCheck(inputs.rules, facts).isBroken),
    ]
    for (point, isBroken) in own where isBroken != theirs.contains(where: { $0.point == point }) {
      findings.add(.selfDisagreement) {
        Phrase(
          zh: "合规要点 \(point.rawValue) 的两种算法不一致",
          en: "two ways to the compliance point \(point.rawValue) disagree")
      }
    }
    return own.count
  }

  // MARK: Another way

  /// Whether quota seats are below the least share anywhere, or that share below 0.75.
  private var isQuotaShareBroken: Bool {
    let least = inputs.rules.plan.minimumShare
    if least < Decimal(mantissa: 75, places: 2)! { return true }
    return inputs.after == nil && isShareShort
  }

  private var isShareShort: Bool {
    let least = inputs.rules.plan.minimumShare
    let quotaPools = inputs.rules.pools.indices.filter { inputs.rules.pools[$0].isQuota }
    func isShort(_ some: [ProgrammeFacts]) -> Bool {
      let quota = some.reduce(0) { sum, facts in
        sum + quotaPools.reduce(0) { $0 + facts.seats[$1] }
      }
      let plan = some.reduce(0) { $0 + $1.plan }
      return Int128(quota) * Int128(Decimal.power(least.places))
        < Int128(plan) * Int128(least.mantissa)
    }
    let counted = facts.filter(\.isQuality)
    let bySchool = Dictionary(grouping: counted) { Array($0.school.utf8) }
    return bySchool.values.contains(where: isShort) || isShort(counted)
  }

  /// Whether something that stages or the plan use is declared or named as a forbidden result.
  private var isForbiddenBasisUsed: Bool {
    var used = UsedColumns(inputs.rules)
    used.visitStages()
    used.visitPlan()
    return used.hasForbiddenPriorities || used.names.contains(where: isForbidden)
  }

  static let forbiddenKinds: [ColumnKind] = [
    .competition, .certificate, .training, .interview, .schoolTest,
  ]
  private static let forbiddenWords = [
    "竞赛", "奥赛", "比赛", "大赛", "证书", "考级", "奖", "培训", "面试", "测评", "校测",
  ]
  private static let forbiddenEnglish = [
    "competition", "contest", "olympiad", "certificate", "award", "prize", "training", "interview",
    "schooltest", "schoolruntest", "schoolexam",
  ]

  /// Our name and the office's header.
  private func spellings(_ name: String) -> [String] {
    [name] + (inputs.rules.columns[name].map { [$0] } ?? [])
  }

  private func isForbidden(_ name: String) -> Bool {
    if let kind = inputs.rules.kinds[name], Self.forbiddenKinds.contains(kind) { return true }
    return spellings(name).contains { spelling in
      !isEvaluationSpelling(spelling)
        && (Self.forbiddenWords.contains { stands($0, in: spelling) }
          || Self.forbiddenEnglish.contains { stands($0, in: letters(spelling)) })
    }
  }

  private func isEvaluationSpelling(_ name: String) -> Bool {
    stands("综合素质", in: name) || areSameBytes(name, "evaluation")
      || stands("comprehensiveevaluation", in: letters(name))
  }

  /// Whether the bytes of `word` stand somewhere in `text`.
  private func stands(_ word: String, in text: String) -> Bool {
    let (word, bytes) = (word.utf8Span.span, text.utf8Span.span)
    for at in bytes.indices where bytes.holds(word, at: at) { return true }
    return false
  }

  private func letters(_ name: String) -> String {
    String(
      String.UnicodeScalarView(name.lowercased().unicodeScalars.filter { ("a"..."z").contains($0) })
    )
  }

  /// Whether a score is made of a forbidden result, or no stage uses the evaluation.
  private var isEvaluationBroken: Bool {
    var used = UsedColumns(inputs.rules)
    used.visitStages()
    let isUsed =
      used.names.contains(where: isEvaluation) || used.grades.contains(where: isUndeclared)
    used.visitPlan()
    return !isUsed || used.summed.contains(where: isForbidden)
  }

  private func isEvaluation(_ name: String) -> Bool {
    if let kind = inputs.rules.kinds[name] { return kind == .evaluation }
    return spellings(name).contains(where: isEvaluationSpelling)
  }

  private func isUndeclared(_ name: String) -> Bool {
    inputs.rules.kinds[name].map { $0 == .evaluation } ?? true
  }
}

/// The columns on which admission depends, by the rules.
struct UsedColumns {
  private let rules: RuleSet
  /// Their names, each perhaps more than once.
  private(set) var names: [String] = []
  /// Those among them that are summed in a score.
  private(set) var summed: [String] = []
  /// The grades among them.
  private(set) var grades: [String] = []
  private(set) var hasForbiddenPriorities = false

  init(_ rules: RuleSet) { self.rules = rules }

  /// What the plan's own conditions use.
  mutating func visitPlan() {
    for split in rules.plan.splits { visit(split.eligibleIf, []) }
  }

  /// What the stages use.
  mutating func visitStages() {
    for stage in rules.stages {
      if let ranking = stage.ranking { visit(ranking: ranking) }
      if let bands = stage.scoreBands { visit(.score(bands.score)) }
      visit(stage.eligible, stage.lines)
      for entry in stage.pools {
        switch entry.ranking {
        case .ranking(let ranking): visit(ranking: ranking)
        case .column: for ranking in rules.rankings.indices { visit(ranking: ranking) }
        case .priorities(let kind):
          if let kind, ComplianceCheck.forbiddenKinds.contains(kind) {
            hasForbiddenPriorities = true
          }
        case nil: break
        }
        visit(entry.eligible, entry.lines)
      }
    }
  }

  private mutating func visit(ranking: Int) {
    for key in rules.rankings[ranking].by { visit(key.measure) }
  }

  private mutating func visit(_ measure: Measure) {
    switch measure {
    case .column(let name): names.append(name)
    case .grade(let grade):
      names.append(rules.grades[grade].name)
      grades.append(rules.grades[grade].name)
    case .score(let score):
      for term in rules.scores[score].sum {
        switch term {
        case .column(let name, _): addSummed([name])
        case .grade(let grade, _):
          addSummed([rules.grades[grade].name])
          grades.append(rules.grades[grade].name)
        case .score(let inner, _): visit(.score(inner))
        case .bonus(let columns, _, _): addSummed(columns)
        }
      }
    }
  }

  private mutating func addSummed(_ columns: [String]) {
    names += columns
    summed += columns
  }

  private mutating func visit(_ conditions: [ConditionRule], _ lines: [LineRule]) {
    for condition in conditions { visit(condition) }
    for line in lines {
      visit(.score(line.score))
      if case .programmeColumn(let name, _) = line.bound { names.append(name) }
    }
  }

  private mutating func visit(_ condition: ConditionRule) {
    func name(_ subject: ConditionRule.Subject) -> String {
      switch subject {
      case .student(let column), .programme(let column): column
      }
    }
    switch condition {
    case .isOneOf(let subject, _): names.append(name(subject))
    case .equalsProgramme(let subject, let column): names += [name(subject), column]
    case .scoreWithin(let score, _, _): visit(.score(score))
    case .gradeWithin(let grade, _, _): visit(.grade(grade))
    case .all(let parts), .any(let parts): for part in parts { visit(part) }
    case .not(let part): visit(part)
    }
  }
}
