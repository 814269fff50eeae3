/// What can be wrong with seats, lists and lines: 3.
extension Code {
  /// A list that names a programme twice.
  public static let choiceTwice = Code(
    "E301", Phrase(zh: "同一志愿填了两次", en: "a programme chosen twice"),
    remedy: Phrase(
      zh: "同一学生的一个志愿表里不能重复填报同一招生代码。",
      en: "A student's list names a programme once. Correct it with the student."))

  /// The number of a choice in a table of choices.
  public static let choiceNumberUnfit = Code(
    "E315", Phrase(zh: "志愿序号不对", en: "a choice with an unfit number"),
    remedy: Phrase(
      zh: "choices.csv 每行一个志愿，number 为从 1 起的整数；同一学生同一批次的序号不能重复，可以有空号。",
      en:
        "A row of choices.csv is one choice; its number is a whole number from 1, once in a student's "
        + "list. Numbers may be left out."))

  /// Rows of a table of choices that belong to no list.
  public static let choiceListUnknown = Code(
    "E316", Phrase(zh: "志愿明细不知属于哪个志愿表", en: "choices of an unknown list"),
    remedy: Phrase(
      zh: "choices.csv 的 list 列写明批次，须为规则 lists 中 {\"file\": \"choices\"} 所指之一；只有一个这样的志愿表时可以没有这一列。",
      en: "The column list of choices.csv names one of the lists that the rules take from it "
        + "({\"file\": \"choices\"} under `lists`); with one such list the column may be left out.")
  )

  /// A list longer than a stage allows.
  public static let listTooLong = Code(
    "E302", Phrase(zh: "志愿数超过上限", en: "a list that is too long"),
    remedy: Phrase(
      zh: "规则中的 maxChoices 限定了志愿数；超过的不会被截断，须由招生办更正。",
      en:
        "The rules' maxChoices limits the list; longer ones are not cut, the office corrects them.")
  )

  /// More quota seats than the plan has.
  public static let seatsBeyondPlan = Code(
    "E303", Phrase(zh: "名额多于计划", en: "more seats than the plan"),
    remedy: Phrase(
      zh: "quotas.csv 中该招生代码的名额合计超过 programmes.csv 的计划数。",
      en: "The seats of the programme in quotas.csv add up to more than its plan in programmes.csv."
    ))

  /// A pool that the rules do not have.
  public static let poolUnknown = Code(
    "E304", Phrase(zh: "未知的名额类别", en: "an unknown pool"),
    remedy: Phrase(
      zh: "quotas.csv 的 pool 应为 rules.json 中 pools 所列之一。",
      en: "A pool in quotas.csv is one of those under `pools` in rules.json."))

  /// An audience that nobody belongs to or that does not exist.
  public static let audienceUnknown = Code(
    "E305", Phrase(zh: "未知的受众", en: "an unknown audience"),
    remedy: Phrase(
      zh: "受众应为初中代码，或该类别所依据的列中出现的取值；面向所有人时写 *。",
      en:
        "An audience is a middle school's code, or a value of the column that the pool goes by; * is everyone."
    ))

  /// Two rows for the same seats.
  public static let seatsTwice = Code(
    "E306", Phrase(zh: "名额重复", en: "seats given twice"),
    remedy: Phrase(
      zh: "同一招生代码、类别、受众只能有一行；两处行号都已列出。",
      en: "A programme, pool and audience has one row; both lines are named."))

  /// `unfilled` names a pool that cannot take the seats.
  public static let moveImpossible = Code(
    "E307", Phrase(zh: "名额无法转入该类别", en: "seats that cannot move there"),
    remedy: Phrase(
      zh: "名额只能转入面向所有人的类别，或由初中转入其所在的属性（如区县）。",
      en:
        "Seats move to a pool for everyone, or from middle schools to an attribute that they have.")
  )

  /// More than this program takes.
  public static let limitExceeded = Code(
    "E308", Phrase(zh: "超出上限", en: "a limit is exceeded"),
    remedy: Phrase(
      zh: "见消息中的上限。",
      en: "The message names the limit."))

  /// A total that differs from controls.csv.
  public static let controlDiffers = Code(
    "E309", Phrase(zh: "与核对数不符", en: "a control total differs"),
    remedy: Phrase(
      zh: "controls.csv 中的数来自另一来源；先查明差异的原因。",
      en: "controls.csv comes from another source; find out why the two differ before going on."))

  /// The plan's seed is the lottery's.
  public static let seedEqual = Code(
    "E310", Phrase(zh: "两个种子相同", en: "equal seeds"),
    remedy: Phrase(
      zh: "plan-seed.txt 与 seed.txt 必须不同：前者在名单产生之前就已公开。",
      en: "plan-seed.txt and seed.txt must differ: the plan's is public before the lists exist."))

  /// A seed file that is not one line of printable ASCII.
  public static let seedUnfit = Code(
    "E311", Phrase(zh: "种子文件不可用", en: "an unfit seed file"),
    remedy: Phrase(
      zh: "种子为一行 1 到 64 个可打印的 ASCII 字符，前后无空格，无 BOM。",
      en: "A seed is one line of 1 to 64 printable ASCII characters, without outer blanks or BOM."))

  /// Students must draw lots and there is no seed.
  public static let seedMissing = Code(
    "E312", Phrase(zh: "缺少抽签种子", en: "no seed for the lottery"),
    remedy: Phrase(
      zh: "有学生各项全同，需要抽签：请把公开抽取的种子写入 seed.txt。",
      en:
        "Students are equal in every key and must draw lots: put the publicly drawn seed into seed.txt."
    ))

  /// Seats that no stage offers.
  public static let seatsNotOffered = Code(
    "W301", Phrase(zh: "没有批次提供的名额", en: "seats that no stage offers"),
    remedy: Phrase(
      zh: "这些名额不会录取任何人；请检查 stages 的 pools。",
      en: "Nobody can be admitted to these seats; check the pools of the stages."))

  /// A middle school that no student comes from.
  public static let schoolWithoutStudents = Code(
    "W302", Phrase(zh: "没有学生的初中", en: "a middle school without students"),
    remedy: Phrase(
      zh: "若该校确有考生，请检查初中代码是否一致。",
      en: "If it has candidates, check that its code is the same in both tables."))

  /// A programme on no list.
  public static let programmeNotChosen = Code(
    "W303", Phrase(zh: "无人填报的招生代码", en: "a programme that nobody chose"),
    remedy: Phrase(
      zh: "请核对招生代码是否一致。",
      en: "Check that its code is the same in both tables."))

  /// A lottery ranking and no seed.txt.
  public static let seedAbsent = Code(
    "W304", Phrase(zh: "没有抽签种子", en: "no seed yet"),
    remedy: Phrase(
      zh: "若有学生各项全同，录取时将需要 seed.txt。",
      en: "If students are equal in every key, allocating will need seed.txt."))

  /// A programme whose plan is 0.
  public static let noSeats = Code(
    "W305", Phrase(zh: "没有名额的招生代码", en: "a programme without seats"),
    remedy: Phrase(
      zh: "计划数为 0。",
      en: "Its plan is 0."))

  /// A condition that leaves nobody.
  public static let nobodyEligible = Code(
    "W306", Phrase(zh: "无人符合的条件", en: "a condition that nobody meets"),
    remedy: Phrase(
      zh: "请核对条件里的值与表中的写法是否逐字相同（空格、全角、大小写）。",
      en: "Check that the value in the rules is written as in the table: blanks, full-width "
        + "characters, case."))

  /// Quota seats of a pair that is excluded.
  public static let excludedSeats = Code(
    "W307", Phrase(zh: "排除在外的名额", en: "seats of an excluded pair"),
    remedy: Phrase(
      zh: "exclusions.csv 说这一对没有指标名额；录取时以名额表为准。请核对哪一个不对。",
      en:
        "exclusions.csv says that this pair gets no quota seats; allocating goes by the quotas. Find "
        + "out which of the two is wrong."))

  /// Quota seats that differ from the plan in the same folder.
  public static let quotasNotPlanned = Code(
    "W310", Phrase(zh: "名额表与旁边的指标方案不同", en: "quotas that differ from the plan beside them"),
    remedy: Phrase(
      zh: "录取以名额表为准。若有意改动，请写明依据，并移走 plan.csv 和 plan-summary.json 或重新 plan："
        + "它们还在时，verify 会拒绝（E721）；否则请恢复 plan 写出的名额表。plan --check 核对方案本身。",
      en:
        "Allocating goes by the quotas. If the change is meant, say on what ground, and move plan.csv "
        + "and plan-summary.json away or plan again: while they are there, `verify` refuses (E721). "
        + "Else restore the quotas that `plan` wrote. `plan --check` checks the plan itself."))

  static let seatCodes: [Code] = [
    choiceTwice, choiceNumberUnfit, choiceListUnknown, listTooLong, seatsBeyondPlan, poolUnknown,
    audienceUnknown, seatsTwice,
    moveImpossible, limitExceeded, controlDiffers, seedEqual, seedUnfit, seedMissing,
    seatsNotOffered, schoolWithoutStudents, programmeNotChosen, seedAbsent, noSeats,
    nobodyEligible, excludedSeats, quotasNotPlanned,
  ]
}
