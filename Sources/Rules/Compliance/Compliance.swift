import Diagnostics
import Exact

/// One thing that breaks a compliance point (METHODS.md, "Compliance"), waived or not.
public struct ComplianceFinding: Sendable, Hashable {
  /// The point that is broken.
  public var point: CompliancePoint
  /// What breaks it: a column, a programme, a high school or a stage.
  public var subject: String
  /// The key path in the rule file that it comes from.
  public var path: String
  /// Where that stands.
  public var place: Place?
  /// What is wrong, without the waiver.
  public var message: Phrase
  /// The reason for which the rules waive it; nil where they do not, and then nothing may be
  /// allocated.
  public var waiver: String?

  /// The finding as a problem: an error, or a warning that gives the reason where it is waived.
  public var problem: Problem {
    guard let waiver else { return Problem(point.brokenCode, at: place, message) }
    return Problem(
      point.waivedCode, at: place,
      Phrase(zh: "\(message.zh)（已豁免：\(waiver)）", en: "\(message.en) (waived: \(waiver))"))
  }
}

extension CompliancePoint {
  /// The error where the point is broken.
  public var brokenCode: Code {
    switch self {
    case .quotaShare: .quotaShareBroken
    case .forbiddenBasis: .forbiddenBasisBroken
    case .evaluation: .evaluationBroken
    case .publicPrivate: .publicPrivateBroken
    }
  }

  /// The warning where it is broken and waived.
  public var waivedCode: Code {
    switch self {
    case .quotaShare: .quotaShareWaived
    case .forbiddenBasis: .forbiddenBasisWaived
    case .evaluation: .evaluationWaived
    case .publicPrivate: .publicPrivateWaived
    }
  }
}

extension Phrase {
  /// That a point is waived: what stands at the top of everything printed.
  public static func waived(_ point: String, because reason: String) -> Phrase {
    Phrase(zh: "已豁免合规要求 \(point)：\(reason)", en: "Compliance point \(point) is waived: \(reason)")
  }
}

extension RuleSet {
  /// The points that are waived, each with its reason, for people.
  public var waiverPhrases: [Phrase] {
    waivers.map { .waived($0.point.rawValue, because: $0.reason) }
  }

  /// The reason for which `point` is waived; nil where it is not.
  public func waiver(of point: CompliancePoint) -> String? {
    waivers.first { $0.point == point }?.reason
  }

  /// What the rules alone show: `forbiddenBasis` and `evaluation`, and a `minimumShare` below what
  /// the policy asks for. The other points need the tables: `complianceFindings(of:)`.
  ///
  /// Complexity: O(stages × size of the rules).
  public func complianceFindings() -> [ComplianceFinding] {
    var findings: [ComplianceFinding] = []
    if plan.minimumShare < PlanRule.usualShare {
      findings.append(
        finding(
          .quotaShare, "minimumShare", at: "/plan/minimumShare",
          zh: "指标名额的最低比例定为 \(plan.minimumShare)，低于 \(PlanRule.usualShare)",
          en: "the least quota share is \(plan.minimumShare), below \(PlanRule.usualShare)"))
    }
    let uses = basisUses()
    return findings + forbiddenFindings(uses) + evaluationFindings(uses)
  }

  /// Every result that admission must not use, once for each place in the rules that uses it.
  private func forbiddenFindings(_ uses: [BasisUse]) -> [ComplianceFinding] {
    uses.compactMap { use in
      guard let reason = forbiddenReason(use) else { return nil }
      let (what, stages) = (describe(use), stageList(use))
      return finding(
        .forbiddenBasis, use.column, at: use.path,
        zh: "\(what.zh)\(reason.zh)，不得作为录取依据\(stages.zh)",
        en: "\(what.en) \(reason.en), which admission must not use\(stages.en)")
    }
  }

  /// Scores from elsewhere; and no comprehensive evaluation at all.
  private func evaluationFindings(_ uses: [BasisUse]) -> [ComplianceFinding] {
    var findings = uses.filter { $0.isSummed && forbiddenReason($0) != nil }.map { use in
      finding(
        .evaluation, use.column, at: use.path,
        zh: "\(describe(use).zh)计入成绩，但不是学业水平考试、综合素质评价或公布的加分",
        en: """
          \(describe(use).en) is summed but is neither the academic level exam, nor the \
          comprehensive evaluation, nor a listed bonus
          """)
    }
    if !uses.contains(where: { !$0.stages.isEmpty && effectiveKind($0) == .evaluation }) {
      findings.append(
        finding(
          .evaluation, name, at: "/stages",
          zh: "综合素质评价没有用于任何批次的排序、成绩、控制线或资格",
          en: "no stage uses the comprehensive evaluation in a ranking, score, line or eligibility")
      )
    }
    return findings
  }

  private func describe(_ use: BasisUse) -> Phrase {
    if use.role == .priorities {
      return Phrase(zh: "优先次序表 priorities", en: "the table of priorities")
    }
    if let header = columns[use.column] {
      return Phrase(
        zh: "列 \(asciiQuoted(use.column))（表头 \(asciiQuoted(header))）",
        en: "the column \(asciiQuoted(use.column)) (header \(asciiQuoted(header)))")
    }
    return Phrase(zh: "列 \(asciiQuoted(use.column))", en: "the column \(asciiQuoted(use.column))")
  }

  private func stageList(_ use: BasisUse) -> Phrase {
    guard !use.stages.isEmpty else { return Phrase(zh: "（用于名额分配）", en: " (used by the plan)") }
    let names = use.stages.map(asciiQuoted)
    return Phrase(
      zh: "（用于批次 \(names.joined(separator: "、"))）",
      en: " (used by stage \(names.joined(separator: ", ")))")
  }

  /// A finding of `point`, waived where the rules waive the point.
  func finding(
    _ point: CompliancePoint, _ subject: String, at path: String, zh: String, en: String
  ) -> ComplianceFinding {
    ComplianceFinding(
      point: point, subject: subject, path: path, place: place(of: path),
      message: Phrase(zh: zh, en: en), waiver: waiver(of: point))
  }
}
