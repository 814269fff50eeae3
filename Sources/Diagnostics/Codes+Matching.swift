/// What can be wrong with the rankings of pools, and with a later round: 32 to 33.
extension Code {
  /// A priority that is no whole number from 1.
  public static let priorityUnfit = Code(
    "E320", Phrase(zh: "优先次序不是从 1 起的整数", en: "a priority that is no whole number from 1"),
    remedy: Phrase(
      zh: "priorities.csv 的 priority 为从 1 起的整数，1 最优先；相同者抽签。",
      en: "A priority in priorities.csv is a whole number from 1, the best; equals draw lots."))

  /// Two priorities of a student at a programme.
  public static let priorityTwice = Code(
    "E321", Phrase(zh: "优先次序重复", en: "a priority given twice"),
    remedy: Phrase(
      zh: "同一招生代码、同一学生只能有一行；两处行号都已列出。",
      en: "A student has one row at a programme; both lines are named."))

  /// A programme that names a ranking which the rules do not have.
  public static let rankingUnknown = Code(
    "E322", Phrase(zh: "未知的排序", en: "an unknown ranking"),
    remedy: Phrase(
      zh: "该列的每一格应为 rules.json 中 rankings 所列之一。",
      en: "Every cell of the column is one of those under `rankings` in rules.json."))

  /// A ranking that does not draw lots where it must.
  public static let rankingUnfit = Code(
    "E323", Phrase(zh: "该排序不能用于此批次", en: "a ranking that does not fit the stage"),
    remedy: Phrase(
      zh: "延迟录取与顶端交易要求严格的次序，排序的 ties 只能是 lottery。",
      en: "Deferred acceptance and trading cycles need a strict order: ties must be lottery."))

  /// A programme for which priorities.csv lists nobody.
  public static let prioritiesAbsent = Code(
    "W320", Phrase(zh: "没有列出任何学生的招生代码", en: "a programme without priorities"),
    remedy: Phrase(
      zh: "未列入 priorities.csv 的学生不能被录取到按它排序的名额。",
      en: "Students who are not in priorities.csv cannot take seats that it ranks."))

  /// A folder that is no run, or not a whole one.
  public static let runUnfit = Code(
    "E324", Phrase(zh: "不是完整的录取结果", en: "not a whole run"),
    remedy: Phrase(
      zh: "--after 后面是 allocate 写出的结果文件夹，须原样完整。",
      en: "--after takes the folder that allocate wrote, whole and as it was written."))

  /// A file of a run that is not what was written.
  public static let runChanged = Code(
    "E325", Phrase(zh: "录取结果被改动过", en: "a run that was changed"),
    remedy: Phrase(
      zh: "用原来的结果文件夹；若确需更正，应重新录取。",
      en: "Use the folder as it was written; to correct it, allocate again."))

  /// A student of a later round who has a seat already.
  public static let alreadyAdmitted = Code(
    "E326", Phrase(zh: "已被录取的学生", en: "a student who was admitted already"),
    remedy: Phrase(
      zh: "后一轮的 students.csv 只列前一轮未录取的学生；放弃名额者须写入 withdrawals.csv。",
      en: "A later round has the students whom the earlier run did not admit; who gives up a seat "
        + "stands in withdrawals.csv."))

  /// A student of a later round whom the earlier run does not know.
  public static let unknownToRun = Code(
    "E327", Phrase(zh: "前一轮中没有的学生", en: "a student unknown to the earlier run"),
    remedy: Phrase(
      zh: "后一轮的学生都应在紧接的前一轮的 admissions.csv 中；请核对代码。隔一轮再参加的学生，中间一轮也要列入（志愿可为空）。",
      en:
        "Every student of a later round is in the admissions.csv of the run just before; check the code. Who "
        + "leaves out a round stands in its table too, with an empty list."))

  /// A withdrawal of somebody without a seat.
  public static let withdrawalIdle = Code(
    "E328", Phrase(zh: "没有名额可放弃", en: "a withdrawal without a seat"),
    remedy: Phrase(
      zh: "withdrawals.csv 只列紧接的前一轮所录取的学生；请核对代码。更早一轮录取的，只能在那一轮之后的一轮放弃。",
      en:
        "withdrawals.csv lists students whom the run just before admitted; check the code. A seat of a run "
        + "before that is given up in the round after it, not later."))

  /// A withdrawal whose seat cannot be told.
  public static let withdrawalVague = Code(
    "E329", Phrase(zh: "不知放弃的是哪个受众的名额", en: "a withdrawal of an unknown audience's seat"),
    remedy: Phrase(
      zh: "在 withdrawals.csv 加 audience 列，写明该名额的受众（如初中代码）；前一轮以 --bundle 带有案例时不需要。",
      en:
        "Add a column audience to withdrawals.csv with the seat's audience, as a middle school; where "
        + "the earlier run keeps its case (`--bundle`), that says."))

  /// A withdrawal to another audience than the student's.
  public static let withdrawalElsewhere = Code(
    "E331", Phrase(zh: "放弃的名额写成了别人的", en: "a withdrawal of another audience's seat"),
    remedy: Phrase(
      zh: "名额退回给出它的受众（如该生当时的初中）：改正 audience，或留空；本轮 students.csv 或前一轮所带的案例已写明。"
        + "该生此后转过学的，本轮 students.csv 中仍写当时的初中，或前一轮用 --bundle 重新运行。",
      en:
        "A seat goes back to the audience that it was of, as the student's middle school then: correct "
        + "audience or leave it empty; students.csv of this round, or the case that the earlier run "
        + "keeps, says which. Of a student who has moved since, write the school of then in this "
        + "round's students.csv, or run the earlier round again with --bundle."))

  /// Withdrawals without an earlier run.
  public static let withdrawalsStray = Code(
    "E330", Phrase(zh: "有放弃名单而没有前一轮", en: "withdrawals without an earlier run"),
    remedy: Phrase(
      zh: "后一轮用 allocate CASE --after RUN；否则移走 withdrawals.csv。",
      en: "A later round is allocate CASE --after RUN; else take withdrawals.csv away."))

  /// Priorities of students who are not in the later round.
  public static let priorityUnused = Code(
    "W321", Phrase(zh: "本轮没有的学生的优先次序", en: "priorities of students not in this round"),
    remedy: Phrase(
      zh: "后一轮可沿用原来的 priorities.csv；已录取者的行不起作用。",
      en: "A later round may keep its priorities.csv; rows of students admitted before have no "
        + "effect."))

  /// A quota table that a later round does not read.
  public static let quotasUnused = Code(
    "W322", Phrase(zh: "后一轮不读取名额表", en: "quotas that a later round does not read"),
    remedy: Phrase(
      zh: "名额来自前一轮的 seats.csv；可从文件夹中移走 quotas.csv。",
      en: "Seats come from the earlier run's seats.csv; quotas.csv may be taken out of the folder.")
  )

  static let matchingCodes: [Code] = [
    priorityUnfit, priorityTwice, rankingUnknown, rankingUnfit, runUnfit, runChanged,
    alreadyAdmitted, unknownToRun, withdrawalIdle, withdrawalVague, withdrawalElsewhere,
    withdrawalsStray,
    prioritiesAbsent, priorityUnused, quotasUnused,
  ]
}
