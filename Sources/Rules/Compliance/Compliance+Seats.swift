import Diagnostics
import Exact

/// Who runs a high school.
public enum Sector: String, Sendable, CaseIterable {
  case `public`, `private`
}

/// What the compliance points ask of a row of `programmes.csv` and its rows of `quotas.csv`.
public struct ProgrammeFacts: Sendable {
  /// The programme's code.
  public var programme: String
  /// The high school that it belongs to; its own code where the table does not say.
  public var school: String
  /// Who runs it; nil where the table does not say.
  public var sector: Sector?
  /// Whether it is a quality programme.
  public var isQuality: Bool
  /// The seats of the plan.
  public var plan: Int
  /// The seats that each pool of the rule set has at first, in the order of `RuleSet.pools`, over
  /// all audiences; for the pool with `"seats": "rest"`, the rest.
  public var seats: [Int]
  /// The cells of the columns in `RuleSet.conditionColumns`.
  public var attributes: [String: String]

  /// The facts of one programme.
  public init(
    programme: String, school: String, sector: Sector?, isQuality: Bool, plan: Int, seats: [Int],
    attributes: [String: String] = [:]
  ) {
    self.programme = programme
    self.school = school
    self.sector = sector
    self.isQuality = isQuality
    self.plan = plan
    self.seats = seats
    self.attributes = attributes
  }
}

extension RuleSet {
  /// The points that need the tables: `quotaShare`, then `publicPrivate`.
  public func complianceFindings(of programmes: [ProgrammeFacts]) -> [ComplianceFinding] {
    quotaShareFindings(programmes) + publicPrivateFindings(programmes)
  }

  /// Every high school whose quota seats are below `minimumShare` of its plan, in the order in
  /// which they first appear, then all of them together. Only programmes with `quality` yes count.
  /// Exact.
  ///
  /// A waiver has two meanings. Where `minimumShare` is lowered, the waiver is for that, and less
  /// than the lowered share is not waived; where it is not, the waiver switches the point off.
  public func quotaShareFindings(_ programmes: [ProgrammeFacts]) -> [ComplianceFinding] {
    let quotaPools = pools.indices.filter { pools[$0].isQuota }
    var schools = NameIndex(of: Noun.pool)
    var sums: [(quota: Int128, plan: Int128)] = []
    var total: (quota: Int128, plan: Int128) = (0, 0)
    for facts in programmes where facts.isQuality {
      let quota = quotaPools.reduce(Int128(0)) { $0 + Int128(facts.seats[$1]) }
      if schools.number(of: facts.school) == nil {
        schools.add(facts.school)
        sums.append((0, 0))
      }
      let number = schools.number(of: facts.school)!
      sums[number].quota += quota
      sums[number].plan += Int128(facts.plan)
      total.quota += quota
      total.plan += Int128(facts.plan)
    }
    var findings: [ComplianceFinding] = []
    for (school, sum) in zip(schools.names, sums) where isBelow(sum) {
      findings.append(
        shareFinding(
          school, sum,
          Phrase(zh: "高中 \(asciiQuoted(school))", en: "high school \(asciiQuoted(school))")))
    }
    if isBelow(total) {
      findings.append(
        shareFinding("*", total, Phrase(zh: "全部优质高中合计", en: "all quality high schools together")))
    }
    return findings
  }

  private func isBelow(_ sum: (quota: Int128, plan: Int128)) -> Bool {
    let share = plan.minimumShare
    return sum.quota * Int128(Decimal.power(share.places)) < sum.plan * Int128(share.mantissa)
  }

  private func shareFinding(
    _ subject: String, _ sum: (quota: Int128, plan: Int128), _ who: Phrase
  ) -> ComplianceFinding {
    let share = plan.minimumShare
    let least = roundedQuotient(
      sum.plan * Int128(share.mantissa), by: Int128(Decimal.power(share.places)), .up)
    var finding = finding(
      .quotaShare, subject, at: "/plan/minimumShare",
      zh: "\(who.zh)：计划 \(sum.plan)，指标名额 \(sum.quota)，按 \(share) 应不少于 \(least)",
      en:
        "\(who.en): plan \(sum.plan), quota seats \(sum.quota), at \(share) no fewer than \(least)"
    )
    if share < PlanRule.usualShare {
      finding.waiver = nil
      if waiver(of: .quotaShare) != nil { finding.message = withWayOut(finding.message, sum) }
    }
    return finding
  }

  /// With what lets pass that rounding took from a share which is lowered already: one that the
  /// seats meet.
  private func withWayOut(_ message: Phrase, _ sum: (quota: Int128, plan: Int128)) -> Phrase {
    let tenThousandths = roundedQuotient(sum.quota * 10_000, by: sum.plan, .down)
    let met = Decimal(mantissa: Int64(tenThousandths), places: 4)!
    return Phrase(
      zh: message.zh + "；waive 的 quotaShare 已豁免降低的 minimumShare，但低于它仍不通过：若是舍入所致，"
        + "minimumShare 须不高于 \(met)，或 split 的 round 用 \"up\"",
      en: message.en
        + "; the waiver quotaShare covers the lowered minimumShare and nothing below it: "
        + "if rounding made these seats, minimumShare must be at most \(met), or the split's round "
        + "\"up\"")
  }
}
