/// What `verify` finds: the first forty of the hundred of 7.
extension Code {
  /// An input that the independent reader cannot read, or reads otherwise.
  public static let plainReading = Code(
    "E701", Phrase(zh: "独立的读取程序无法读取", en: "the independent reader cannot read this"),
    remedy: Phrase(
      zh: "核验用自己的程序读表。若 zhibiao check 认为该文件没有问题，请报告这一差别。",
      en: """
        `verify` reads tables with code of its own. If `zhibiao check` finds nothing wrong \
        with the file, report the difference.
        """))

  /// A run without one of its files.
  public static let runFileMissing = Code(
    "E702", Phrase(zh: "结果文件夹缺少文件", en: "a file of the run is missing"),
    remedy: Phrase(
      zh: "请从公布者处重新取得完整的结果文件夹。",
      en: "Get the whole run again from who published it."))

  /// A file in a run that its list does not name.
  public static let runFileExtra = Code(
    "E703", Phrase(zh: "结果文件夹中有多余的文件", en: "a file that the run's list does not name"),
    remedy: Phrase(
      zh: "结果文件夹只含 SHA256SUMS 列出的文件；请移走其他文件后再核验。",
      en: """
        A run holds the files that SHA256SUMS lists and no others: move it elsewhere and \
        verify again.
        """))

  /// A file of a run whose digest is another.
  public static let runFileChanged = Code(
    "E704", Phrase(zh: "结果文件的摘要不符", en: "a file of the run has another digest"),
    remedy: Phrase(
      zh: "该文件被改动或截断；请从公布者处重新取得，并比对指纹。",
      en: "The file was changed or cut short: get the run again and compare the fingerprint."))

  /// A list of digests that cannot be read.
  public static let digestListUnfit = Code(
    "E705", Phrase(zh: "摘要清单无法读取", en: "a list of digests that cannot be read"),
    remedy: Phrase(
      zh: "清单每行应为 64 位十六进制数、两个空格和文件名。",
      en: "Each line should be 64 hexadecimal digits, two blanks and a name."))

  /// A link, or a name that leads out of its folder.
  public static let unsafeName = Code(
    "E706", Phrase(zh: "符号链接或不安全的文件名", en: "a symbolic link or a name that leads elsewhere"),
    remedy: Phrase(
      zh: "核验只读文件夹自身的普通文件；请换成文件本身。",
      en: "Only files inside the folder itself are read: put the file in place of the link."))

  /// A case that is not what the run was made from.
  public static let caseChanged = Code(
    "E707", Phrase(zh: "案例与结果不对应，或已改动", en: "the case is not the one of this run, or has changed"),
    remedy: Phrase(
      zh: "请用产生该结果时的案例（--bundle 会把它放在结果里）；案例确有改动的，须重新录取。",
      en: """
        Verify against the case that the run was made from (`--bundle` keeps it in the run); \
        after a change, allocate again.
        """))

  /// A run by a newer version of the program.
  public static let runNewer = Code(
    "E708", Phrase(zh: "由更新的版本产生", en: "a run by a newer version"),
    remedy: Phrase(
      zh: "请用产生该结果的版本或更新的版本核验。",
      en: "Verify with the version that made the run, or a newer one."))

  /// Something that the independent check cannot do.
  public static let beyondCheck = Code(
    "E709", Phrase(zh: "超出独立核验的范围", en: "beyond the independent check"),
    remedy: Phrase(
      zh: "这部分没有核验，因此不能宣布通过。",
      en: "This part was not checked, so the run cannot be called good."))

  /// A table of a run that is not in its form.
  public static let runTableUnfit = Code(
    "E710", Phrase(zh: "结果表的格式不对", en: "a table of the run that is not in its form"),
    remedy: Phrase(
      zh: "结果表不是本程序写出的样子；请从公布者处重新取得。",
      en: "The table is not as this program writes it: get the run again."))

  /// Rows of students that are not those of the case.
  public static let studentRowWrong = Code(
    "E711", Phrase(zh: "学生的行与案例不符", en: "rows of students that are not those of the case"),
    remedy: Phrase(
      zh: "每名学生恰有一行，顺序与 students.csv 相同。",
      en: "Each student has exactly one row, in the order of students.csv."))

  /// A student whose outcome is not what the cutoffs give.
  public static let outcomeWrong = Code(
    "E712", Phrase(zh: "学生的结果与录取线不符", en: "a student's outcome is not what the cutoffs give"),
    remedy: Phrase(
      zh: "该学生的结果无法由输入和录取线得出：请与公布者核对。",
      en: """
        The outcome does not follow from the inputs and the cutoffs: take it up with who \
        published it.
        """))

  /// More admitted than there are seats, or fewer than must be.
  public static let seatsWrong = Code(
    "E713", Phrase(zh: "录取人数与名额不符", en: "more or fewer admitted than the seats allow"),
    remedy: Phrase(
      zh: "录取人数不得多于名额；有空额时不得拒绝合格的学生。",
      en: """
        No more are admitted than there are seats, and nobody eligible is refused while one is \
        left.
        """))

  /// A row of cutoffs.csv that does not follow from the admissions.
  public static let cutoffWrong = Code(
    "E714", Phrase(zh: "录取线与复算不符", en: "a cutoff that differs"),
    remedy: Phrase(
      zh: "cutoffs.csv 的每一行都应能由录取结果得出。",
      en: "Every row of cutoffs.csv should follow from the admissions."))

  /// A row of lines.csv that does not follow from the rules.
  public static let lineWrong = Code(
    "E715", Phrase(zh: "控制线与复算不符", en: "a line that differs"),
    remedy: Phrase(
      zh: "lines.csv 应与规则和此前批次的录取线一致。",
      en: "lines.csv should follow from the rules and the cutoffs of earlier stages."))

  /// A row of seats.csv that does not add up.
  public static let ledgerWrong = Code(
    "E716", Phrase(zh: "名额账与复算不符", en: "the seat ledger differs"),
    remedy: Phrase(
      zh: "名额不会凭空增减：计划 + 转入 + 超额 = 转出 + 录取 + 空额。",
      en: "Seats are conserved: planned + moved in + excess = moved out + admitted + vacant."))

  /// Something in run.json that is not so.
  public static let runFactWrong = Code(
    "E717", Phrase(zh: "run.json 与复算不符", en: "run.json differs"),
    remedy: Phrase(
      zh: "run.json 中的人数、名额和说明应与各表一致。",
      en: "The counts and facts of run.json should be those of the tables."))

  /// A commitment that is another.
  public static let commitmentWrong = Code(
    "E718", Phrase(zh: "承诺值不符", en: "the commitment differs"),
    remedy: Phrase(
      zh: "抽签之前公布的承诺值与这些输入不符：输入在公布之后被改动过，或不是这一份。",
      en: """
        The commitment published before the draw is not that of these inputs: they changed \
        after it, or are others.
        """))

  /// A decision that answers no stop, or a class not decided whole.
  public static let decisionWrong = Code(
    "E719", Phrase(zh: "裁定不成立", en: "a decision that does not stand"),
    remedy: Phrase(
      zh: "裁定只能回答确实发生的停顿，且一批同分学生须一并裁定。",
      en: "A decision answers a stop that happened, and a class is decided whole."))

  /// A compliance point that is broken and not waived.
  public static let complianceWrong = Code(
    "E720", Phrase(zh: "合规要点未满足", en: "a compliance point is broken"),
    remedy: Phrase(
      zh: "该结果不应产生：请核对规则与豁免。",
      en: "Such a run should not have been made: check the rules and their waivers."))

  /// Quota seats that are not those of the plan.
  public static let planWrong = Code(
    "E721", Phrase(zh: "名额与指标计划不符", en: "the quotas are not those of the plan"),
    remedy: Phrase(
      zh: "名额表在指标分配之后被改动过；用 zhibiao plan --check CASE 核对方案本身与名额表。",
      en: "The quotas changed after the plan was made; `zhibiao plan --check CASE` checks the plan "
        + "itself, and the quotas against it."))

  /// Two ways of the check itself that disagree.
  public static let selfDisagreement = Code(
    "E723", Phrase(zh: "核验程序自身的两种算法不一致", en: "the check disagrees with itself"),
    remedy: Phrase(
      zh: "这是核验程序的错误，请报告。",
      en: "This is a fault of the check: report it."))

  /// A page that is not the one that the run's facts make.
  public static let pageWrong = Code(
    "E724", Phrase(zh: "页面 report.html 与结果不符", en: "the page report.html is not that of the run"),
    remedy: Phrase(
      zh: "页面由 run.json 逐字节重做得出；不同即被改动过。用 zhibiao report 重新生成。",
      en: """
        The page is made again from run.json, byte for byte: one that differs was altered. \
        `zhibiao report` makes the right one.
        """))

  /// `verify`: 7.
  static let verificationCodes: [Code] = [
    plainReading, runFileMissing, runFileExtra, runFileChanged, digestListUnfit, unsafeName,
    caseChanged, runNewer, beyondCheck, runTableUnfit, studentRowWrong, outcomeWrong, seatsWrong,
    cutoffWrong, lineWrong, ledgerWrong, runFactWrong, commitmentWrong, decisionWrong,
    complianceWrong, planWrong, selfDisagreement, pageWrong,
  ]
}
