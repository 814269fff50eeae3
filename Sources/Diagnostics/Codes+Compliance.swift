/// Codes of the compliance check: the hundred of 5. Each point has an error and, for a rule set
/// that waives the point with a reason, a warning of the same number.
extension Code {
  /// Quota seats below the least share.
  public static let quotaShareBroken = Code(
    "E501", Phrase(zh: "指标到校名额比例不足", en: "quota seats below the least share"),
    remedy: Phrase(
      zh: "增加指标名额（如 split 的 round 用 \"up\"）；确有依据时在 waive 的 quotaShare 中写明理由，"
        + "并把 minimumShare 降到名额确能达到的比例：豁免之后，低于 minimumShare 的仍不通过。",
      en: "Add quota seats (a split rounds `up`, for one), or give the reason under waive as "
        + "quotaShare; where minimumShare is lowered by it, lower it to what the seats do reach: "
        + "less than that is not waived."))
  /// A result that admission must not use.
  public static let forbiddenBasisBroken = Code(
    "E502", Phrase(zh: "使用了不得作为录取依据的结果", en: "a result that admission must not use"),
    remedy: Phrase(
      zh: "录取不得使用竞赛、证书、奖项、培训、面试或学校自行测试的结果：从规则中去掉这一列；确有依据时写明 waive 理由。",
      en: """
        Admission uses no competition, certificate, award, training, interview or school-run test: \
        take the column out of the rules, or give the reason under waive.
        """))
  /// Comprehensive evaluation plays no part, or something else does.
  public static let evaluationBroken = Code(
    "E503",
    Phrase(
      zh: "成绩来源不合规，或综合素质评价未起作用",
      en: "a score of another source, or no comprehensive evaluation"),
    remedy: Phrase(
      zh: "成绩只由学业水平考试、综合素质评价和公布的加分组成，且综合素质评价须在排序、成绩、控制线或资格中起作用。",
      en: """
        Scores are made of the academic level exam, the comprehensive evaluation and listed bonus \
        points; the evaluation must count in a ranking, score, line or eligibility.
        """))
  /// Public and private schools admit apart.
  public static let publicPrivateBroken = Code(
    "E504", Phrase(zh: "公办与民办没有同步招生", en: "public and private schools admit apart"),
    remedy: Phrase(
      zh: "让公办、民办的统招名额在同一批次投放（公民同招）；确有依据时写明 waive 理由。",
      en: "Offer the seats of both sectors in the same stage, or give the reason under waive."))
  /// The same, waived.
  public static let quotaShareWaived = Code(
    "W501", Phrase(zh: "指标比例要求已豁免", en: "the least quota share is waived"),
    remedy: waivedRemedy)
  /// The same, waived.
  public static let forbiddenBasisWaived = Code(
    "W502", Phrase(zh: "录取依据要求已豁免", en: "a forbidden basis is waived"), remedy: waivedRemedy)
  /// The same, waived.
  public static let evaluationWaived = Code(
    "W503", Phrase(zh: "综合素质评价要求已豁免", en: "the evaluation point is waived"),
    remedy: waivedRemedy)
  /// The same, waived.
  public static let publicPrivateWaived = Code(
    "W504", Phrase(zh: "公民同招要求已豁免", en: "admitting together is waived"),
    remedy: waivedRemedy)

  private static let waivedRemedy = Phrase(
    zh: "请核对 waive 中的理由：它会印在每份结果的开头。",
    en: "Check the reason under waive: it is printed at the top of every result.")

  /// Compliance: 5.
  static let complianceCodes: [Code] = [
    quotaShareBroken, forbiddenBasisBroken, evaluationBroken, publicPrivateBroken,
    quotaShareWaived, forbiddenBasisWaived, evaluationWaived, publicPrivateWaived,
  ]
}
