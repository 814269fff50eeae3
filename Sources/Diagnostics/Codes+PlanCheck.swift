/// What `plan --check` finds: 6.
extension Code {
  /// A file of the plan is missing, or is no such file.
  public static let planFile = Code(
    "E646", Phrase(zh: "名额方案不完整", en: "a plan that is not whole"),
    remedy: Phrase(
      zh: "完整的方案有 plan.csv、plan-summary.json 和名额表，格式见文档。",
      en: "A whole plan has plan.csv, plan-summary.json and the table of quotas, as documented."))

  /// A digest that differs.
  public static let planDigest = Code(
    "E647", Phrase(zh: "摘要不符", en: "a digest of the plan differs"),
    remedy: Phrase(
      zh: "文件在方案作出之后被改动，或方案出自另一份案例。",
      en: "A file was changed after the plan was made, or the plan is of another case."))

  /// A row of plan.csv that should not be, is not there, or says something else.
  public static let planRow = Code(
    "E648", Phrase(zh: "plan.csv 的行不符", en: "a row of plan.csv differs"),
    remedy: Phrase(
      zh: "行、人数、权数与应得数已由规则和各表重新算出；请以重新分配的结果为准。",
      en: "Rows, heads, weights and fair shares were computed again from rules and tables; plan "
        + "again."))

  /// Seats that break a total, a bound, or what the method gives.
  public static let planSeats = Code(
    "E649", Phrase(zh: "名额不符合方案的方法", en: "seats that the plan's method does not give"),
    remedy: Phrase(
      zh: "名额被改动过，或不是按所写方法得出。",
      en: "Seats were moved, or did not come from the method that is stated."))

  /// The replay of the seed gives other seats.
  public static let planReplay = Code(
    "E650", Phrase(zh: "重放种子的结果不同", en: "the replay of the seed differs"),
    remedy: Phrase(
      zh: "种子、输入或名额之一被改动过。", en: "The seed, an input or the seats were changed."))

  /// A certificate that does not prove the seats.
  public static let planCertificate = Code(
    "E651", Phrase(zh: "证明不成立", en: "a certificate that does not hold"),
    remedy: Phrase(
      zh: "证明中的数必须逐个成立；四舍五入过的数不算证明。",
      en: "Every number of a certificate must hold exactly; rounded ones prove nothing."))

  /// A tie that was settled otherwise than it says.
  public static let planTie = Code(
    "E652", Phrase(zh: "并列的处理不符", en: "a tie that was settled otherwise"),
    remedy: Phrase(
      zh: "并列须由 plan-decisions.csv 整组裁定，或由种子的签决定。",
      en: "A tie is settled whole by plan-decisions.csv, or by the lots of the seed."))

  /// quotas.csv is not what plan.csv adds up to.
  public static let planQuotas = Code(
    "E653", Phrase(zh: "名额表与 plan.csv 不符", en: "the quotas are not those of plan.csv"),
    remedy: Phrase(
      zh: "名额表由 plan.csv 末级的名额相加而成。",
      en: "The quotas are the sums of the last level of plan.csv."))

  /// A number of the summary that differs.
  public static let planSummary = Code(
    "E654", Phrase(zh: "plan-summary.json 中的数不符", en: "a number of plan-summary.json differs"),
    remedy: Phrase(
      zh: "该数已由各表重新算出。", en: "The number was computed again from the tables."))

  /// Quota seats below the least share.
  public static let planBelowFloor = Code(
    "E655", Phrase(zh: "指标名额低于最低比例", en: "quota seats below the least share"),
    remedy: Phrase(
      zh: "见规则 plan.minimumShare；豁免须写明理由。",
      en: "See plan.minimumShare of the rules; a waiver states its reason."))

  /// An input that the check cannot read.
  public static let planInput = Code(
    "E656", Phrase(zh: "核对程序无法读取输入", en: "an input that the check cannot read"),
    remedy: Phrase(
      zh: "先运行 zhibiao check CASE --for plan，它会列出输入的全部问题。",
      en: "Run zhibiao check CASE --for plan first: it lists all problems of the inputs."))

  static let planCheckCodes: [Code] = [
    planFile, planDigest, planRow, planSeats, planReplay, planCertificate, planTie, planQuotas,
    planSummary, planBelowFloor, planInput,
  ]
}
