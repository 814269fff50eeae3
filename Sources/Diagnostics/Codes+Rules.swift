/// Codes of `rules.json`: the hundred of 1.
extension Code {
  /// The text is not JSON5.
  public static let rulesSyntax = Code(
    "E101", Phrase(zh: "规则文件不是合法的 JSON5", en: "the rule file is not JSON5"),
    remedy: Phrase(
      zh: "按所给的行、列改正。文本要加半角引号，各项之间用半角逗号；可以写 // 和 /* */ 注释，末尾可留逗号。",
      en: """
        Correct the text at the line and column given. Texts need ASCII quotes, items ASCII commas; \
        // and /* */ comments and trailing commas are fine.
        """))
  /// The bytes are not UTF-8.
  public static let rulesEncoding = Code(
    "E102", Phrase(zh: "规则文件不是 UTF-8 编码", en: "the rule file is not UTF-8"),
    remedy: Phrase(
      zh: "把规则文件另存为 UTF-8（有无 BOM 均可）。只有数据表可以是 GB18030。",
      en: "Save the rule file as UTF-8, with or without BOM. Only tables may be GB18030."))
  /// A limit on the size of the file is passed.
  public static let rulesLimit = Code(
    "E103", Phrase(zh: "规则文件超出上限", en: "the rule file passes a limit"),
    remedy: Phrase(
      zh: "规则文件只写规则；逐校、逐人的数据请放进数据表。",
      en: "A rule file holds rules alone; data on schools and students belong in the tables."))
  /// One key stands twice in an object.
  public static let doubledKey = Code(
    "E104", Phrase(zh: "同一个键写了两次", en: "a key stands twice"),
    remedy: Phrase(
      zh: "删去其中一个：两个值不能同时有效。", en: "Delete one of them: two values cannot both hold."))
  /// A key that nobody reads.
  public static let unknownKey = Code(
    "E105", Phrase(zh: "未知的键", en: "an unknown key"),
    remedy: Phrase(
      zh: "改正拼写或删去。未知的键一律拒绝，以免写错的规则被悄悄忽略。",
      en: "Correct or delete it. Unknown keys are refused, so that no misspelt rule is ignored."))
  /// A key that must be there is not.
  public static let missingKey = Code(
    "E106", Phrase(zh: "缺少必需的键", en: "a required key is missing"),
    remedy: Phrase(zh: "补上这个键。", en: "Add the key."))
  /// A value of another kind than the key wants.
  public static let wrongValue = Code(
    "E107", Phrase(zh: "值的类型或内容不对", en: "a value of the wrong kind"),
    remedy: Phrase(zh: "改成提示中所要求的值。", en: "Write what the message says is expected."))
  /// A number that cannot be read exactly or is out of range.
  public static let wrongNumber = Code(
    "E108", Phrase(zh: "数字不能精确读取或超出范围", en: "a number that is not exact or out of range"),
    remedy: Phrase(
      zh: "写成普通的十进制数，如 430 或 \"0.75\"；不要用指数、千分位或十六进制。",
      en: "Write plain decimal digits, such as 430 or \"0.75\": no exponent, separator or hex."))
  /// A name that nothing has.
  public static let unknownName = Code(
    "E109", Phrase(zh: "引用了没有定义的名称", en: "a name that is not defined"),
    remedy: Phrase(
      zh: "改正拼写，或先定义它。名称逐字节比较，区分大小写和全半角。",
      en: "Correct it or define it. Names are compared byte by byte, upper and lower case differ."))
  /// A name or an entry stands twice.
  public static let doubledName = Code(
    "E110", Phrase(zh: "名称或条目重复", en: "a name or an entry stands twice"),
    remedy: Phrase(zh: "改名或删去其中一个。", en: "Rename or delete one of them."))
  /// A word that is not one of the words allowed.
  public static let unknownWord = Code(
    "E111", Phrase(zh: "不是可选的取值", en: "a word that is not one of those allowed"),
    remedy: Phrase(zh: "从提示列出的取值中选一个。", en: "Choose one of the words that the message lists."))
  /// Keys that exclude one another, or of which one is needed.
  public static let conflictingKeys = Code(
    "E112", Phrase(zh: "几个键互相矛盾", en: "keys that contradict one another"),
    remedy: Phrase(
      zh: "只保留提示中所说的那一个。", en: "Keep the one that the message says belongs there."))
  /// Scores that are made of one another in a circle.
  public static let scoreCycle = Code(
    "E113", Phrase(zh: "成绩项循环引用", en: "scores that are made of one another in a circle"),
    remedy: Phrase(
      zh: "让每个成绩项只由列、等第和别的成绩项组成，不要绕回自身。",
      en: "Make every score of columns, grades and other scores that do not lead back to it."))
  /// The order of a stage is not a total order, or its bands do not fit.
  public static let wrongOrder = Code(
    "E114", Phrase(zh: "批次的录取次序不完整", en: "a stage's order is incomplete"),
    remedy: Phrase(
      zh: "order 中必须恰有一个 rank 和一个 choice；用 choiceBand、scoreBand 时要写出分段，不用时不要写。",
      en: """
        An order has rank and choice once each; choiceBand and scoreBand need their bands, and bands \
        need their key.
        """))
  /// A line refers to a cutoff that is not known yet.
  public static let wrongCutoff = Code(
    "E115", Phrase(zh: "控制线引用的录取线不存在", en: "a line refers to a cutoff that does not exist"),
    remedy: Phrase(
      zh: "cutoffOf 只能引用排在前面、且投放该类名额的批次。",
      en: "cutoffOf names an earlier stage that offers the pool."))
  /// Seats cannot move where a stage sends them.
  public static let wrongUnfilled = Code(
    "E116", Phrase(zh: "剩余名额不能这样转移", en: "unfilled seats cannot move there"),
    remedy: Phrase(
      zh: "剩余名额只能转给面向所有人的类别、对象相同的类别，或由按初中划分的类别转给按属性划分的类别。",
      en: """
        Unfilled seats move to a pool for everyone, to one with the same audience, or from a pool \
        keyed by middle school to one keyed by an attribute.
        """))
  /// The pools of the file or of a stage do not fit together.
  public static let wrongPools = Code(
    "E117", Phrase(zh: "名额类别之间不相容", en: "pools that do not fit together"),
    remedy: Phrase(
      zh: "最多一个类别取余下名额（\"seats\": \"rest\"），且须面向所有人、不计入指标。",
      en: "At most one pool takes the rest of the seats; it is for everyone and not a quota pool."))
  /// Points do not match the grades.
  public static let wrongGrades = Code(
    "E118", Phrase(zh: "等第与分值不对应", en: "points that do not match the grades"),
    remedy: Phrase(
      zh: "给 order 中的每个等第恰好一个分值。", en: "Give each grade of the order exactly one points value."))
  /// A compliance point is lowered without a reason.
  public static let wrongWaiver = Code(
    "E119", Phrase(zh: "降低合规要求却没有说明理由", en: "a compliance point lowered without a reason"),
    remedy: Phrase(
      zh: "在 waive 中写明理由，它会印在每份结果的开头。",
      en: "Give the reason under waive; it is printed at the top of every result."))
  /// A key or ranking that the stage's mechanism does not know.
  public static let wrongMechanism = Code(
    "E120", Phrase(zh: "与批次的录取机制不符", en: "does not fit the stage's mechanism"),
    remedy: Phrase(
      zh: "删去这个键，或改用相应的 mechanism。", en: "Delete the key or choose the mechanism it is for."))
  /// A column is compared as a number.
  public static let columnCompared = Code(
    "E121", Phrase(zh: "不能直接比较列的大小", en: "a column cannot be compared by size"),
    remedy: Phrase(
      zh: "在 scores 中定义一个只含这一列的成绩项，再对它写 atLeast 或 atMost；等第用 grade。",
      en: "Define a score of that one column and compare the score; for grades use grade."))
  /// A split cannot be carried out.
  public static let wrongSplit = Code(
    "E122", Phrase(zh: "名额分配方案不可行", en: "a split that cannot be carried out"),
    remedy: Phrase(
      zh: "方案须分给有对象划分的类别，levels 的最后一级就是该类别的对象。",
      en: "A split fills a pool that has audiences, and its last level is that pool's audience."))
  /// A format of a later version.
  public static let unknownFormat = Code(
    "E123", Phrase(zh: "规则文件的格式版本不受支持", en: "a format that this version does not read"),
    remedy: Phrase(zh: "写 \"format\": 1。", en: "Write \"format\": 1."))
  /// A preset's open point.
  public static let undecidedPoint = Code(
    "E124", Phrase(zh: "规则中有待定事项", en: "the rules leave a point undecided"),
    remedy: Phrase(
      zh: "由招生部门定下来，写进规则，再从 undecided 中删去这一条。",
      en: "Have the office decide it, write it into the rules and delete it from undecided."))
  /// A clause of the basis for something that the file does not say.
  public static let wrongClause = Code(
    "E130", Phrase(zh: "依据条款所指的键路径不存在", en: "a clause for a key path that is not there"),
    remedy: Phrase(
      zh: "basis 的 clauses 以规则文件中的键路径为键，批次、方案按名称写，如 /stages/指标到校/lines。",
      en: """
        The keys of clauses under basis are key paths of the rule file, with stages and splits by \
        name: /stages/quota/lines.
        """))
  /// A provisional stage that changes nothing.
  public static let idleProvisional = Code(
    "W101", Phrase(zh: "模拟批次没有作用", en: "a provisional stage without effect"),
    remedy: Phrase(
      zh: "用 cutoffOf 引用它的录取线，或删去这个批次。",
      en: "Refer to its cutoffs by cutoffOf, or delete the stage."))
  /// A summand counts twice.
  public static let countedTwice = Code(
    "W102", Phrase(zh: "同一项计入两次", en: "a summand that counts twice"),
    remedy: Phrase(
      zh: "确实要加倍时请用 times 写明。", en: "Where that is meant, say so by times."))

  /// Rules: 1.
  static let rulesCodes: [Code] = [
    rulesSyntax, rulesEncoding, rulesLimit, doubledKey, unknownKey, missingKey, wrongValue,
    wrongNumber, unknownName, doubledName, unknownWord, conflictingKeys, scoreCycle, wrongOrder,
    wrongCutoff, wrongUnfilled, wrongPools, wrongGrades, wrongWaiver, wrongMechanism,
    columnCompared, wrongSplit, unknownFormat, undecidedPoint, wrongClause, idleProvisional,
    countedTwice,
  ]
}
