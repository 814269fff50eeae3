/// Ties and decisions: 4.
extension Code {
  /// A decision about something that does not exist.
  public static let decisionUnknown = Code(
    "E401", Phrase(zh: "裁定中有未知的名称", en: "an unknown name in a decision"),
    remedy: Phrase(
      zh: "decisions.csv 的批次、招生代码、类别、受众、学生都须与案例一致。",
      en: "Stage, programme, pool, audience and student of decisions.csv must be those of the case."
    ))

  /// A decision that is neither admit nor refuse.
  public static let decisionUnfit = Code(
    "E402", Phrase(zh: "裁定应为 admit 或 refuse", en: "a decision that is neither"),
    remedy: Phrase(
      zh: "decision 列只能是 admit（录取）或 refuse（不录取），并写明 decided_by 与 reason。",
      en: "A decision is `admit` or `refuse`, with `decided_by` and `reason`."))

  /// A decision that was not asked for.
  public static let decisionIdle = Code(
    "E403", Phrase(zh: "没有对应的同分停顿", en: "a decision that answers no stop"),
    remedy: Phrase(
      zh: "该行没有对应任何停顿；请删去，或核对学生与招生代码。",
      en: "The row answers no stop for a tie; remove it or check its names."))

  /// A class with fewer admitted than seats.
  public static let decisionShort = Code(
    "E404", Phrase(zh: "录取人数少于剩余名额", en: "fewer admitted than seats left"),
    remedy: Phrase(
      zh: "同一批同分学生须一并裁定，录取人数不得少于剩余名额。",
      en: "A class is decided whole, with at least the seats left admitted."))

  /// More equals than seats, and people decide.
  public static let tieStops = Code(
    "E405", Phrase(zh: "同分需要裁定", en: "a tie needs a decision"),
    remedy: Phrase(
      zh: "按提示填写 decisions.csv，放入案例文件夹后重新运行。",
      en: "Complete decisions.csv as told, put it into the case and run again."))

  /// Answers that are not in the case yet would be overwritten.
  public static let decisionsAtRisk = Code(
    "E406", Phrase(zh: "填写过的裁定会被覆盖", en: "decisions that were filled in would be lost"),
    remedy: Phrase(
      zh: "把其中的 decisions.csv 复制到案例文件夹后重新运行；不需要时删去该文件夹。",
      en: "Copy its decisions.csv into the case and run again, or remove the folder."))

  /// A decision of nobody, or without a reason.
  public static let decisionUnsigned = Code(
    "E407", Phrase(zh: "裁定没有裁定人或理由", en: "a decision without who decided, or why"),
    remedy: Phrase(
      zh: "每条裁定都要在 decided_by 写明裁定人，在 reason 写明理由；它们会写入结果（或方案的摘要），供他人核查。",
      en:
        "Give who decided in `decided_by` and why in `reason`: both go into run.json, or the plan's "
        + "summary, for others to judge."))

  /// Two rows for one student at one pool that say otherwise.
  public static let decisionContradicts = Code(
    "E408", Phrase(zh: "互相矛盾的裁定", en: "decisions that contradict each other"),
    remedy: Phrase(
      zh: "同一学生在同一处既 admit 又 refuse，不能以行的先后为准；请只保留一行。",
      en: "A student is admitted and refused at the same seats; the order of rows decides nothing. "
        + "Keep one of them."))

  /// Two rows for one student at one pool.
  public static let decisionTwice = Code(
    "W401", Phrase(zh: "同一裁定有多行", en: "a decision given twice"),
    remedy: Phrase(
      zh: "各行说的相同，只算一次。",
      en: "The rows say the same and count once."))

  static let tieCodes: [Code] = [
    decisionUnknown, decisionUnfit, decisionIdle, decisionShort, tieStops, decisionsAtRisk,
    decisionUnsigned, decisionContradicts, decisionTwice,
  ]
}
