import Diagnostics
import Exact

/// Conditions on students and programmes.
extension RuleReader {
  private static let subjects = ["column", "programme", "score", "grade", "anyOf", "allOf", "not"]
  private static let textTests = ["equals", "notEquals", "in"]
  private static let sizeTests = ["atLeast", "atMost"]

  /// An array of conditions.
  mutating func conditions(_ node: Node, countMin: Int = 0) -> [ConditionRule] {
    var conditions: [ConditionRule] = []
    for element in elements(node, countMin: countMin) ?? [] {
      if let condition = condition(element) { conditions.append(condition) }
    }
    return conditions
  }

  private mutating func condition(_ node: Node) -> ConditionRule? {
    let (texts, sizes) = (RuleReader.textTests, RuleReader.sizeTests)
    guard let fields = fields(node, RuleReader.subjects + texts + sizes),
      let subject = exactlyOne(of: RuleReader.subjects, in: fields), let value = fields[subject]
    else { return nil }
    switch subject {
    case "column", "programme":
      refuseSizes(fields)
      guard let column = name(value) else { return nil }
      return textCondition(
        subject == "column" ? .student(column: column) : .programme(column: column), fields)
    case "score":
      refuseTests(texts, fields, subject)
      return scoreCondition(fields)
    case "grade":
      refuseTests(texts, fields, subject)
      return gradeCondition(fields)
    default:
      refuseTests(texts + sizes, fields, subject)
      switch subject {
      case "anyOf": return .any(conditions(value, countMin: 1))
      case "allOf": return .all(conditions(value, countMin: 1))
      default: return condition(value).map { .not($0) }
      }
    }
  }

  private mutating func refuseTests(_ keys: [String], _ fields: Fields, _ subject: String) {
    refuse(
      keys, in: fields, zh: "不能与 \(asciiQuoted(subject)) 同用",
      en: "does not go with \(asciiQuoted(subject))")
  }

  private mutating func refuseSizes(_ fields: Fields) {
    refuse(
      RuleReader.sizeTests, in: fields, .columnCompared,
      zh: "列只能用 equals、notEquals、in；比较大小请在 scores 中定义成绩项，或用 grade",
      en: "a column knows equals, notEquals and in; to compare sizes define a score, or use a grade"
    )
  }

  /// `equals`, `notEquals`, `in`; all that are given hold.
  private mutating func textCondition(
    _ subject: ConditionRule.Subject, _ fields: Fields
  ) -> ConditionRule? {
    var parts: [ConditionRule] = []
    if let node = fields["equals"], let part = equality(subject, node) { parts.append(part) }
    if let node = fields["notEquals"], let part = equality(subject, node) {
      parts.append(.not(part))
    }
    if let node = fields["in"] {
      var texts: [String] = []
      for element in elements(node, countMin: 1) ?? [] {
        if let text = text(element) { texts.append(text) }
      }
      parts.append(.isOneOf(subject, texts))
    }
    let all = RuleReader.textTests + RuleReader.sizeTests
    if fields.present(all).isEmpty { reportNoTest(fields, RuleReader.textTests) }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func equality(
    _ subject: ConditionRule.Subject, _ node: Node
  ) -> ConditionRule? {
    guard case .object = node.value.kind else { return text(node).map { .isOneOf(subject, [$0]) } }
    guard let fields = fields(node, ["programme"]) else { return nil }
    return name(required("programme", in: fields)).map { .equalsProgramme(subject, column: $0) }
  }

  /// The text of a cell to compare with: also empty, also written as a number.
  mutating func text(_ node: Node) -> String? {
    switch node.value.kind {
    case .text(let text): return text
    case .number(let digits): return digits
    default:
      reportKind(node, wanted: "一个文本或数字", "a text or a number")
      return nil
    }
  }

  private mutating func scoreCondition(_ fields: Fields) -> ConditionRule? {
    let score = scoreReference(fields["score"])
    let atLeast = points(fields["atLeast"])
    let atMost = points(fields["atMost"])
    if fields.present(RuleReader.sizeTests).isEmpty { reportNoTest(fields, RuleReader.sizeTests) }
    if let atLeast, let atMost, atMost < atLeast { reportEmptyRange(fields) }
    return score.map { .scoreWithin($0, atLeast: atLeast, atMost: atMost) }
  }

  private mutating func gradeCondition(_ fields: Fields) -> ConditionRule? {
    guard let number = reference(fields["grade"], to: grades) else { return nil }
    var order = NameIndex(of: Phrase(zh: "等第", en: "grade"))
    for grade in gradeRules[number].order { order.add(grade) }
    order.isWhole = !order.names.isEmpty
    let atLeast = fields["atLeast"].flatMap { gradeReference($0, to: order) }
    let atMost = fields["atMost"].flatMap { gradeReference($0, to: order) }
    if fields.present(RuleReader.sizeTests).isEmpty { reportNoTest(fields, RuleReader.sizeTests) }
    if let atLeast, let atMost, atLeast < atMost { reportEmptyRange(fields) }
    return .gradeWithin(number, atLeast: atLeast, atMost: atMost)
  }

  private mutating func gradeReference(_ node: Node, to order: NameIndex) -> Int? {
    guard let grade = text(node) else { return nil }
    if let number = order.number(of: grade) { return number }
    guard order.isWhole else { return nil }
    let hint = order.hint(for: grade)
    report(
      .unknownName, node, zh: "没有等第 \(asciiQuoted(grade))\(hint.zh)",
      en: "there is no grade \(asciiQuoted(grade))\(hint.en)")
    return nil
  }

  private mutating func reportNoTest(_ fields: Fields, _ keys: [String]) {
    let names = keys.map(asciiQuoted)
    report(
      .missingKey, fields.node, zh: "缺少 \(names.joined(separator: "、")) 之一，条件没有内容",
      en: "one of \(names.joined(separator: ", ")) is missing: the condition tests nothing")
  }

  private mutating func reportEmptyRange(_ fields: Fields) {
    report(
      .conflictingKeys, fields.node, zh: "atLeast 与 atMost 之间没有任何值，条件永不成立",
      en: "nothing lies between atLeast and atMost: the condition never holds")
  }
}

extension ConditionRule {
  /// Whether a column of `programmes.csv` is looked at.
  var asksProgramme: Bool {
    switch self {
    case .isOneOf(.programme, _), .equalsProgramme: true
    case .isOneOf(.student, _), .scoreWithin, .gradeWithin: false
    case .all(let parts), .any(let parts): parts.contains(where: \.asksProgramme)
    case .not(let part): part.asksProgramme
    }
  }
}
