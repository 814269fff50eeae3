import Diagnostics
import Exact

/// Pools and the plan that splits their seats.
extension RuleReader {
  private enum PoolSeats: String, CaseIterable { case rest }

  /// The pools; at most one has the rest of the seats, and it is for everyone.
  mutating func readPools(_ node: Node?) {
    guard let node, let entries = entries(node) else {
      pools.isWhole = false
      return
    }
    for (name, node) in entries {
      pools.add(name)
      var rule = PoolRule(name: name, audience: .everyone, isQuota: false, takesRest: false)
      if let fields = fields(node, ["audience", "quota", "seats"]) {
        let audience = audience(required("audience", in: fields))
        rule.audience = audience ?? .everyone
        if audience == nil { vaguePools.insert(poolRules.count) }
        rule.isQuota = flag(fields["quota"]) ?? false
        rule.takesRest = word(fields["seats"], PoolSeats.self) != nil
        checkRest(rule, fields["seats"])
      } else {
        vaguePools.insert(poolRules.count)
      }
      poolRules.append(rule)
    }
  }

  private mutating func audience(_ node: Node?) -> AudienceRule? {
    guard let text = name(node) else { return nil }
    switch text {
    case "everyone": return .everyone
    case "middle_school": return .middleSchool
    default: return .attribute(text)
    }
  }

  private mutating func checkRest(_ rule: PoolRule, _ node: Node?) {
    guard rule.takesRest, let node else { return }
    if let other = poolRules.first(where: \.takesRest) {
      report(
        .wrongPools, node, zh: "余下名额已归 \(asciiQuoted(other.name))，只能有一个类别取余下名额",
        en: "\(asciiQuoted(other.name)) has the rest already; one pool alone can")
    }
    if rule.audience != .everyone {
      report(
        .wrongPools, node, zh: "取余下名额的类别须面向所有人（\"audience\": \"everyone\"）",
        en: "a pool with the rest is for everyone (\"audience\": \"everyone\")")
    }
    if rule.isQuota {
      report(
        .wrongPools, node, zh: "取余下名额的类别不能计入指标（quota）",
        en: "a pool with the rest cannot count toward the quota share")
    }
  }

  /// The plan; without one, the least share is 0.75 and the office brings the seats.
  mutating func readPlan(
    _ node: Node?, waivers: [(point: CompliancePoint, reason: String)]
  ) -> PlanRule {
    var plan = PlanRule(minimumShare: PlanRule.usualShare, splits: [])
    guard let node, let fields = fields(node, ["minimumShare", "splits"]) else { return plan }
    if let node = fields["minimumShare"], let share = share(node) {
      plan.minimumShare = share
      if share < PlanRule.usualShare, !waivers.contains(where: { $0.point == .quotaShare }) {
        report(
          .wrongWaiver, node,
          zh: "\(share) 低于 \(PlanRule.usualShare)，须写明 \"waive\": {\"quotaShare\": \"理由\"}",
          en: """
            \(share) is below \(PlanRule.usualShare); that needs "waive": {"quotaShare": "the reason"}
            """)
      }
    }
    if let node = fields["splits"] { plan.splits = splits(node) }
    return plan
  }

  private mutating func splits(_ node: Node) -> [SplitRule] {
    var names = NameIndex(of: Noun.split)
    var splits: [SplitRule] = []
    for element in namedElements(node, by: "name") ?? [] {
      let split = split(element, earlier: names)
      if !split.name.isEmpty, names.number(of: split.name) != nil {
        report(
          .doubledName, element, zh: "另一个方案也叫 \(asciiQuoted(split.name))",
          en: "another split is named \(asciiQuoted(split.name))")
      }
      names.add(split.name)
      splits.append(split)
    }
    return splits
  }
}

extension PlanRule {
  /// The least quota share that the policy asks for.
  static let usualShare = Decimal(mantissa: 75, places: 2)!
}
