import Diagnostics
import Exact

/// Scores, sorted so that each is made only of earlier ones.
extension RuleReader {
  /// The scores in an order in which each comes after those it is made of; otherwise as in the
  /// file.
  mutating func readScores(_ node: Node?) -> [ScoreRule] {
    guard let node else { return [] }
    guard let entries = entries(node) else {
      scores.isWhole = false
      return []
    }
    for (name, _) in entries { scores.add(name) }
    let rules = entries.map { readScore($0.name, $0.node) }
    let uses = rules.map { $0.sum.compactMap(\.usedScore) }
    let (order, cycles) = dependencyOrder(uses)
    for cycle in cycles {
      let names = (cycle + [cycle[0]]).map { asciiQuoted(rules[$0].name) }.joined(separator: " → ")
      report(
        .scoreCycle, entries[cycle[0]].node, zh: "成绩项循环引用：\(names)",
        en: "scores made of one another: \(names)")
    }
    var numbers = [Int](repeating: 0, count: rules.count)
    for (new, old) in order.enumerated() { numbers[old] = new }
    scores = scores.reordered(order)
    return order.map { old in
      var rule = rules[old]
      rule.sum = rule.sum.map { $0.renumbered(numbers) }
      return rule
    }
  }

  private mutating func readScore(_ name: String, _ node: Node) -> ScoreRule {
    var rule = ScoreRule(name: name, sum: [], round: nil, missing: .error)
    guard let fields = fields(node, ["sum", "round", "missing"]) else { return rule }
    rule.missing = word(fields["missing"]) ?? .error
    rule.round = fields["round"].flatMap { rounding($0) }
    guard let sum = required("sum", in: fields) else { return rule }
    var seen: Set<ScoreRule.Term> = []
    for element in elements(sum, countMin: 1) ?? [] {
      guard let term = readTerm(element) else { continue }
      if !seen.insert(term).inserted {
        report(
          .countedTwice, element, zh: "这一项与前面的一项完全相同，会计入两次",
          en: "the same summand stands here twice and counts twice")
      }
      rule.sum.append(term)
    }
    return rule
  }

  private mutating func rounding(_ node: Node) -> Rounding? {
    guard let fields = fields(node, ["decimals", "mode"]) else { return nil }
    return Rounding(
      decimals: integer(fields["decimals"], in: 0...3) ?? 0, mode: word(fields["mode"]) ?? .halfUp)
  }

  private mutating func readTerm(_ node: Node) -> ScoreRule.Term? {
    if case .text = node.value.kind { return name(node).map { .column($0, times: .one) } }
    guard
      let fields = fields(node, ["column", "score", "grade", "bonus", "times", "take", "cap"]),
      let kind = exactlyOne(of: ["column", "score", "grade", "bonus"], in: fields)
    else { return nil }
    if kind == "bonus" { return bonus(fields) }
    refuse(
      ["take", "cap"], in: fields, zh: "只能与 \"bonus\" 同用", en: "goes with \"bonus\" only")
    let times = decimal(fields["times"]) ?? .one
    switch kind {
    case "column": return name(fields[kind]).map { .column($0, times: times) }
    case "score": return scoreReference(fields[kind]).map { .score($0, times: times) }
    default: return grade(fields[kind], times: times)
    }
  }

  private mutating func grade(_ node: Node?, times: Decimal) -> ScoreRule.Term? {
    guard let node, let number = reference(node, to: grades) else { return nil }
    if gradeRules[number].points == nil {
      let name = asciiQuoted(gradeRules[number].name)
      report(
        .wrongGrades, node, zh: "等第 \(name) 没有 points，不能计入成绩",
        en: "the grade \(name) has no points and cannot be summed")
    }
    return .grade(number, times: times)
  }

  private mutating func bonus(_ fields: Fields) -> ScoreRule.Term? {
    refuse(
      ["times"], in: fields, zh: "不能与 \"bonus\" 同用", en: "does not go with \"bonus\"")
    guard let node = fields["bonus"] else { return nil }
    let cap = points(fields["cap"])
    if let cap, cap < .zero, let node = fields["cap"] {
      report(.wrongNumber, node, zh: "加分上限 \(cap) 不能是负数", en: "a cap of \(cap) is negative")
    }
    return .bonus(columns(node), take: word(fields["take"]) ?? .highest, cap: cap)
  }
}

extension ScoreRule.Term {
  /// The score that the term is made of.
  fileprivate var usedScore: Int? { if case .score(let number, _) = self { number } else { nil } }

  fileprivate func renumbered(_ numbers: [Int]) -> ScoreRule.Term {
    if case .score(let old, let times) = self { .score(numbers[old], times: times) } else { self }
  }
}

/// An order of `0..<uses.count` in which everything comes after what it uses, and the cycles that
/// were cut to get one. Depth first; the depth is at most the number of scores.
func dependencyOrder(_ uses: [[Int]]) -> (order: [Int], cycles: [[Int]]) {
  var order: [Int] = []
  var cycles: [[Int]] = []
  var isDone = [Bool](repeating: false, count: uses.count)
  var trail: [Int] = []
  func visit(_ number: Int) {
    if isDone[number] { return }
    if let start = trail.firstIndex(of: number) {
      cycles.append(Array(trail[start...]))
      return
    }
    trail.append(number)
    for used in uses[number] { visit(used) }
    trail.removeLast()
    isDone[number] = true
    order.append(number)
  }
  for number in uses.indices { visit(number) }
  return (order, cycles)
}
