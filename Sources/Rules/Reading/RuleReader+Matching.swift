import Diagnostics
import Exact

/// Stages with deferred acceptance or top trading cycles: rankings of pools, reserves.
extension RuleReader {
  private enum RankingFile: String, CaseIterable { case priorities }

  /// What only these stages have, and what they need of their pools.
  mutating func readMatching(_ fields: Fields, into stage: inout StageRule) {
    refuse(
      ["order", "choiceBands", "scoreBands"], in: fields, .wrongMechanism,
      zh: "只用于排队录取（queue）的批次", en: "goes with queue stages only")
    if stage.mechanism == .deferredAcceptance {
      stage.reserve = reserve(fields, poolCount: stage.pools.count)
    } else {
      refuse(
        ["reserve"], in: fields, .wrongMechanism,
        zh: "只用于 \"mechanism\": \"deferredAcceptance\"",
        en: "goes with \"mechanism\": \"deferredAcceptance\" only")
    }
    guard let node = fields["pools"] else { return }
    for index in stage.pools.indices where stage.pools[index].ranking == nil {
      // A ranking of the stage stands for every pool that names none.
      stage.pools[index].ranking = stage.ranking.map { .ranking($0) }
    }
    if fields["ranking"] == nil { requireRankings(stage, node) }
    checkAudiences(stage, node)
    refuseTies(stage, node)
  }

  private mutating func requireRankings(_ stage: StageRule, _ node: Node) {
    guard case .array(let values) = node.value.kind else { return }
    for value in values where value.lacksRanking {
      report(
        .missingKey, at: Place(file: file, line: value.line, column: value.column),
        path: node.path, zh: "每个名额类别都要有自己的 \"ranking\"",
        en: "each pool needs a \"ranking\" of its own")
    }
  }

  private mutating func checkAudiences(_ stage: StageRule, _ node: Node) {
    let isKnown = stage.pools.allSatisfy { !vaguePools.contains($0.pool) }
    guard let pools = offered.last, pools != nil, !stage.pools.isEmpty, isKnown else { return }
    let openCount = stage.pools.count { poolRules[$0.pool].audience == .everyone }
    if openCount != 1 {
      report(
        .wrongPools, node, zh: "须恰有一个类别面向所有人，实有 \(openCount) 个",
        en: "expected exactly one pool for everyone, found \(openCount)")
    }
    if stage.mechanism == .topTradingCycles, stage.pools.count != 1 {
      report(
        .wrongPools, node, zh: "topTradingCycles 只投放一个面向所有人的类别",
        en: "topTradingCycles offers one pool for everyone and no other")
    }
  }

  /// Priorities must be strict before the mechanism begins.
  private mutating func refuseTies(_ stage: StageRule, _ node: Node) {
    for case .ranking(let number)? in stage.pools.map(\.ranking) {
      guard rankingRules[number].ties != .lottery else { continue }
      let ranking = rankingRules[number]
      report(
        .wrongMechanism, node,
        zh: "排序 \(asciiQuoted(ranking.name)) 的 ties 为 \(ranking.ties.rawValue)，此处只能用 lottery",
        en: """
          the ranking \(asciiQuoted(ranking.name)) has ties \(ranking.ties.rawValue), here only lottery
          """)
    }
  }

  /// A ranking's name, `{"file": "priorities"}` or `{"column": …}`.
  mutating func poolRanking(_ node: Node) -> PoolRankingRule? {
    guard case .object = node.value.kind else {
      return reference(node, to: rankings).map { .ranking($0) }
    }
    guard let fields = fields(node, ["file", "kind", "column"]),
      let source = exactlyOne(of: ["file", "column"], in: fields)
    else { return nil }
    if source == "column" {
      refuse(["kind"], in: fields, zh: "只能与 \"file\" 同用", en: "goes with \"file\" only")
      return name(fields[source]).map { .column($0) }
    }
    let kind = word(fields["kind"], ColumnKind.self)
    return word(fields[source], RankingFile.self).map { _ in .priorities(kind: kind) }
  }

  private mutating func reserve(_ fields: Fields, poolCount: Int) -> ReserveRule? {
    guard let node = fields["reserve"] else {
      // With reserves beside the open seats the order decides; without, it says nothing.
      if poolCount > 1 { _ = required("reserve", in: fields) }
      return ReserveRule(rule: .reserveFirst, vacancies: .soft)
    }
    guard let fields = self.fields(node, ["rule", "vacancies"]) else { return nil }
    let rule: ReserveRule.Rule? = word(required("rule", in: fields))
    let vacancies: ReserveRule.Vacancies = word(fields["vacancies"]) ?? .soft
    if rule == .backwardTransfer, vacancies == .hard, let node = fields["vacancies"] {
      report(
        .conflictingKeys, node, zh: "backwardTransfer 就是转回空额，不能与 hard 同用",
        en: "backwardTransfer gives vacancies back and cannot be hard")
    }
    return rule.map { ReserveRule(rule: $0, vacancies: vacancies) }
  }
}

extension JSON5Value {
  /// Whether an entry of `pools` names no ranking.
  fileprivate var lacksRanking: Bool {
    switch kind {
    case .object(let members): !members.contains { $0.key == "ranking" }
    case .text: true
    default: false
    }
  }
}
