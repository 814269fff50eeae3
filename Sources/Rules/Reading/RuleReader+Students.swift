import Diagnostics
import Exact

/// What is known of a student: lists, grades, rankings.
extension RuleReader {
  /// The lists: a column with codes separated by `|`, a column a choice, or rows of a table of
  /// their own.
  mutating func readLists(_ node: Node?) -> [ListRule] {
    guard let node, let entries = entries(node) else {
      lists.isWhole = false
      return []
    }
    return entries.map { name, node in
      lists.add(name)
      if case .array = node.value.kind {
        return ListRule(name: name, source: .columns(columns(node)))
      }
      if case .object = node.value.kind {
        return ListRule(name: name, source: rows(node, of: name))
      }
      guard case .text = node.value.kind else {
        reportKind(
          node, wanted: "一个列名（用 | 分隔代码）、列名的数组或 {\"file\": \"choices\"}",
          "a column (codes separated by |), an array of them or {\"file\": \"choices\"}")
        return ListRule(name: name, source: .columns([]))
      }
      return ListRule(name: name, source: .joined(column: self.name(node) ?? ""))
    }
  }

  private enum ListFile: String, CaseIterable { case choices }

  /// `{"file": "choices"}`, with `list` where the table calls the list otherwise.
  private mutating func rows(_ node: Node, of name: String) -> ListRule.Source {
    guard let fields = fields(node, ["file", "list"]) else { return .rows(list: name) }
    let _: ListFile? = word(required("file", in: fields))
    return .rows(list: fields["list"].flatMap { self.name($0) } ?? name)
  }

  /// The grades, best first, with their points.
  mutating func readGrades(_ node: Node?) {
    guard let node else { return }
    guard let entries = entries(node) else {
      grades.isWhole = false
      return
    }
    for (name, node) in entries {
      grades.add(name)
      var rule = GradeRule(name: name, order: [], points: nil, missing: .error)
      if let fields = fields(node, ["order", "points", "missing"]) {
        rule.missing = word(fields["missing"]) ?? .error
        rule.order = gradeOrder(required("order", in: fields))
        rule.points = gradePoints(fields["points"], order: rule.order)
      }
      gradeRules.append(rule)
    }
  }

  private mutating func gradeOrder(_ node: Node?) -> [String] {
    guard let node else { return [] }
    var order = NameIndex(of: Noun.grade)
    for element in elements(node, countMin: 1) ?? [] {
      guard let grade = text(element) else { continue }
      if !isName(grade) { reportKind(element, wanted: "一个非空、单行的等第", "a grade, not empty") }
      if order.number(of: grade) != nil {
        report(
          .doubledName, element, zh: "等第 \(asciiQuoted(grade)) 写了两次",
          en: "the grade \(asciiQuoted(grade)) stands twice")
      }
      order.add(grade)
    }
    return order.names
  }

  /// Points for exactly the grades of `order`.
  private mutating func gradePoints(_ node: Node?, order: [String]) -> [Decimal]? {
    guard let node, !order.isEmpty, let entries = entries(node) else { return nil }
    var index = NameIndex(of: Noun.grade)
    for grade in order { index.add(grade) }
    var points = [Decimal?](repeating: nil, count: order.count)
    for (grade, node) in entries {
      let value = self.points(node)
      if let number = index.number(of: grade) {
        points[number] = value ?? .zero
      } else {
        report(
          .wrongGrades, node, zh: "order 中没有等第 \(asciiQuoted(grade))\(index.hint(for: grade).zh)",
          en: "the order has no grade \(asciiQuoted(grade))\(index.hint(for: grade).en)")
      }
    }
    let missing = order.indices.filter { points[$0] == nil && index.number(of: order[$0]) == $0 }
      .map { asciiQuoted(order[$0]) }
    if !missing.isEmpty {
      report(
        .wrongGrades, node, zh: "等第 \(missing.joined(separator: "、")) 没有分值",
        en: "no points for the grade \(missing.joined(separator: ", "))")
    }
    return points.map { $0 ?? .zero }
  }

  /// The rankings.
  mutating func readRankings(_ node: Node?) {
    guard let node, let entries = entries(node) else {
      rankings.isWhole = false
      return
    }
    for (name, node) in entries {
      rankings.add(name)
      var rule = RankingRule(name: name, by: [], ties: .lottery)
      if let fields = fields(node, ["by", "ties"]) {
        rule.ties = word(fields["ties"]) ?? .lottery
        if let by = required("by", in: fields) {
          for element in elements(by, countMin: 1) ?? [] {
            if let key = rankingKey(element) { rule.by.append(key) }
          }
        }
      }
      rankingRules.append(rule)
    }
  }

  private mutating func rankingKey(_ node: Node) -> RankingRule.Key? {
    guard let fields = fields(node, ["score", "grade", "column", "ascending"]),
      let kind = exactlyOne(of: ["score", "grade", "column"], in: fields)
    else { return nil }
    let ascending = flag(fields["ascending"]) ?? false
    let measure: Measure?
    switch kind {
    case "score": measure = scoreReference(fields[kind]).map(Measure.score)
    case "grade": measure = reference(fields[kind], to: grades).map(Measure.grade)
    default: measure = name(fields[kind]).map(Measure.column)
    }
    return measure.map { RankingRule.Key(measure: $0, ascending: ascending) }
  }
}
