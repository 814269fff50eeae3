/// What can be wrong with a plan: 6.
extension Code {
  /// A programme with seats to split and nobody to split them among.
  public static let splitWithoutAudience = Code(
    "E601", Phrase(zh: "没有可分配的对象", en: "nobody to split seats among"),
    remedy: Phrase(
      zh: "该招生代码有名额要分，却没有任何初中对它开放；请检查 within 所用的列和 exclusions.csv。",
      en:
        "The programme has seats to split and no audience is open to it; check the column of `within` and exclusions.csv."
    ))

  /// Open audiences that all weigh nothing.
  public static let splitWithoutWeight = Code(
    "E602", Phrase(zh: "对象的权重全为 0", en: "only audiences without weight"),
    remedy: Phrase(
      zh: "对它开放的初中没有一名符合条件的毕业生（或 weight 为 0）。",
      en: "The audiences open to it have no eligible graduates, or a weight of 0."))

  /// Minima that add up to more than there is.
  public static let minimumsBeyondSeats = Code(
    "E603", Phrase(zh: "最低名额之和多于名额", en: "minima beyond the seats"),
    remedy: Phrase(
      zh: "减小 minimum 或 totalMinimum，提高 minimumIf，或增加名额。",
      en: "Lower minimum or totalMinimum, raise minimumIf, or split more seats."))

  /// Maxima that add up to less than there is.
  public static let maximumsBelowSeats = Code(
    "E604", Phrase(zh: "最高名额之和少于名额", en: "maxima below the seats"),
    remedy: Phrase(
      zh: "增大 maximum，或减少名额。",
      en: "Raise maximum, or split fewer seats."))

  /// Splits that take more than the plan has.
  public static let splitBeyondPlan = Code(
    "E605", Phrase(zh: "分配的名额多于计划", en: "splits beyond the plan"),
    remedy: Phrase(
      zh: "各方案从一个招生代码取走的名额合计不能超过它的计划，restOf 也不能取走多于余下的名额。",
      en:
        "What the splits take from a programme cannot be more than its plan, nor `restOf` less than nothing."
    ))

  /// A finer audience that lies in two coarser ones.
  public static let levelsUnnested = Code(
    "E606", Phrase(zh: "各级受众不嵌套", en: "levels that do not nest"),
    remedy: Phrase(
      zh: "levels 由粗到细，每个较细的受众只能属于一个较粗的受众。",
      en: "Levels go from coarse to fine, and each finer audience lies in one coarser one."))

  /// A name that is an audience of two kinds.
  public static let audienceAmbiguous = Code(
    "E607", Phrase(zh: "受众名称有歧义", en: "an ambiguous audience"),
    remedy: Phrase(
      zh: "同一名称既是初中代码又是另一级的取值；请改用不重复的代码。",
      en: "The name is an audience at two levels; use codes that differ."))

  /// A cell that is no share.
  public static let shareUnfit = Code(
    "E608", Phrase(zh: "比例应在 0 与 1 之间", en: "not a share"),
    remedy: Phrase(
      zh: "比例写成 0 到 1 的小数，如 0.75；没有指标的填 0。",
      en: "A share is a decimal from 0 to 1, such as 0.75; 0 for none."))

  /// A method that cannot do what the split asks.
  public static let methodCannot = Code(
    "E609", Phrase(zh: "该方法做不到", en: "beyond the method"),
    remedy: Phrase(
      zh: "消息中列出了能做到的方法。",
      en: "The message names the methods that can."))

  /// A plan by lottery without a seed.
  public static let planSeedMissing = Code(
    "E610", Phrase(zh: "缺少分配名额的种子", en: "no seed for the plan"),
    remedy: Phrase(
      zh: "公布承诺值后公开抽取种子，写入 plan-seed.txt。",
      en: "Publish the commitment, draw a seed in public and put it into plan-seed.txt."))

  /// Row and column totals that no split can meet.
  public static let marginsInfeasible = Code(
    "E611", Phrase(zh: "行列合计互相矛盾", en: "margins that cannot be met"),
    remedy: Phrase(
      zh: "消息指出哪些招生代码的名额放不进哪些初中；请改正 seats、within 或 exclusions.csv。",
      en:
        "The message names programmes whose seats do not fit; correct `seats`, `within` or exclusions.csv."
    ))

  /// Ties that decide a seat, and nothing to settle them.
  public static let planTieStops = Code(
    "E612", Phrase(zh: "名额分配并列，需要裁定", en: "a tie that decides a seat"),
    remedy: Phrase(
      zh: "填写 plan-decisions.csv 放入案例，或公开抽取种子写入 plan-seed.txt。",
      en: "Complete plan-decisions.csv and put it into the case, or draw a seed into plan-seed.txt."
    ))

  /// A decision about something that does not exist.
  public static let planDecisionUnknown = Code(
    "E613", Phrase(zh: "名额裁定中有未知的名称", en: "an unknown name in a plan decision"),
    remedy: Phrase(
      zh: "split、level、programme、audience 都须与案例一致。",
      en: "Split, level, programme and audience must be those of the case."))

  /// A decision that is neither seat nor none.
  public static let planDecisionUnfit = Code(
    "E614", Phrase(zh: "名额裁定应为 seat 或 none", en: "a plan decision that is neither"),
    remedy: Phrase(
      zh: "decision 列只能是 seat（得一个名额）或 none（不得）。",
      en: "A decision is `seat` or `none`."))

  /// A decision that was not asked for.
  public static let planDecisionIdle = Code(
    "E615", Phrase(zh: "没有对应的并列", en: "a decision that answers no tie"),
    remedy: Phrase(
      zh: "该行没有对应任何并列；请删去，或核对名称。",
      en: "The row answers no tie; remove it or check its names."))

  /// A tie that is answered in part.
  public static let planDecisionPartial = Code(
    "E616", Phrase(zh: "并列没有整组裁定", en: "a tie not decided whole"),
    remedy: Phrase(
      zh: "同一组并列须一并裁定，seat 的行数等于它们共有的名额数。",
      en: "A tied set is decided whole, with as many `seat` as it shares."))

  /// Two rows for one cell.
  public static let planDecisionTwice = Code(
    "E617", Phrase(zh: "同一名额裁定有多行", en: "a plan decision given twice"),
    remedy: Phrase(
      zh: "每格只能有一行；两处行号都已列出。",
      en: "A cell has one row; both lines are named."))

  /// A middle school without a value at a level.
  public static let levelMissing = Code(
    "E618", Phrase(zh: "初中缺少所属的级别", en: "a middle school of no such level"),
    remedy: Phrase(
      zh: "levels 中的每一列对每所初中都要填写。",
      en: "Each column of `levels` is filled in for every middle school."))

  /// Two rows for one exclusion.
  public static let exclusionTwice = Code(
    "E619", Phrase(zh: "排除重复", en: "an exclusion given twice"),
    remedy: Phrase(
      zh: "同一招生代码、受众只需一行；两处行号都已列出。",
      en: "A programme and audience have one row; both lines are named."))

  /// A matrix that cannot be read as one.
  public static let importShape = Code(
    "E620", Phrase(zh: "无法识别的名额矩阵", en: "not a matrix of seats"),
    remedy: Phrase(
      zh: "矩阵的一边是招生代码，另一边是初中（或区县）代码；第一行和第一列是代码。",
      en:
        "One side of the matrix has programmes' codes, the other middle schools' (or districts'), in the first row and column."
    ))

  /// A row or column of an unknown code.
  public static let importCode = Code(
    "E621", Phrase(zh: "矩阵中有未知的代码", en: "an unknown code in the matrix"),
    remedy: Phrase(
      zh: "行、列的代码须与 programmes.csv、middle_schools.csv 一致；合计写作 合计 或 total。",
      en: "Codes must be those of programmes.csv and middle_schools.csv; totals are headed total."))

  /// A code on two rows or columns.
  public static let importTwice = Code(
    "E622", Phrase(zh: "矩阵中代码重复", en: "a code given twice in the matrix"),
    remedy: Phrase(
      zh: "每个代码只能有一行（列）。",
      en: "A code has one row or column."))

  /// A cell that is no number of seats.
  public static let importCell = Code(
    "E623", Phrase(zh: "不是名额数", en: "not a number of seats"),
    remedy: Phrase(
      zh: "名额是 0 或以上的整数；空格为 0。",
      en: "Seats are whole numbers from 0; an empty cell is 0."))

  /// Seats for somebody who is not open.
  public static let importClosed = Code(
    "E624", Phrase(zh: "名额分给了不开放的对象", en: "seats in a closed cell"),
    remedy: Phrase(
      zh: "该招生代码对该受众不开放（within 或 exclusions.csv）。",
      en: "The programme is not open to the audience, by `within` or exclusions.csv."))

  /// A sum that differs.
  public static let importTotal = Code(
    "E625", Phrase(zh: "合计不符", en: "a total differs"),
    remedy: Phrase(
      zh: "每个招生代码的名额之和须等于它要分的名额；矩阵自带的合计也须相符。",
      en: "A programme's seats add up to what it splits, and the matrix's own totals to theirs."))

  /// A cell outside its minimum or maximum.
  public static let importBounds = Code(
    "E626", Phrase(zh: "超出最低或最高名额", en: "outside the minimum or maximum"),
    remedy: Phrase(
      zh: "见规则中的 minimum、maximum、totalMinimum。",
      en: "See minimum, maximum and totalMinimum in the rules."))

  /// A plan that was interrupted while its files got their names.
  public static let planUnfinished = Code(
    "E627", Phrase(zh: "方案没有写完", en: "an unfinished plan"),
    remedy: Phrase(
      zh: "上一次 plan 在替换文件时中断，文件夹里新旧混杂；请再次运行同一个 plan 命令"
        + "（加 --replace），它会写出完整的方案并去掉 .unfinished 文件。",
      en: "The last `plan` was cut short while it gave its files their names, so that old and new "
        + "ones may stand side by side. Run the same plan again (with --replace): it writes all of "
        + "them and takes the .unfinished file away."))

  /// Seats in the quotas that are to be replaced, of a pool that no split fills.
  public static let quotasWouldBeLost = Code(
    "E628", Phrase(zh: "替换会丢失名额", en: "seats would be lost"),
    remedy: Phrase(
      zh: "原有名额表中有各方案都不分配的类别，方案写出的名额表没有这些行。请用 -o 把方案写到另一个文件夹，"
        + "再把两部分的行合为案例的名额表。",
      en:
        "The quotas that are there have seats of pools that no split fills, and those of the plan "
        + "have none. Write the plan into another folder with -o, then put the rows of both into the "
        + "quotas of the case."))

  /// A middle school that nobody is eligible from.
  public static let schoolWithoutHeads = Code(
    "W601", Phrase(zh: "没有符合条件的毕业生的初中", en: "a middle school without eligible graduates"),
    remedy: Phrase(
      zh: "请核对：它不会分到名额。",
      en: "Check it: it will get no seats."))

  /// A quality programme without quota seats.
  public static let programmeNotSplit = Code(
    "W602", Phrase(zh: "没有指标名额的优质高中", en: "a quality programme without quota seats"),
    remedy: Phrase(
      zh: "各方案都没有从它取名额；请核对比例列。",
      en: "No split takes seats from it; check the columns of shares."))

  /// Seats in the case's quotas, of a pool that no split fills: a plan written elsewhere has none
  /// of them.
  public static let quotasOfOthers = Code(
    "W603", Phrase(zh: "方案之外的名额", en: "seats beside the plan's"),
    remedy: Phrase(
      zh: "案例的名额表中有各方案都不分配的类别；采用方案时，请把这些行与方案的行合为一个名额表。",
      en:
        "The quotas of the case have seats of pools that no split fills. Where the plan is taken, "
        + "put these rows and those of the plan into one table."))

  /// A middle school that a split leaves out for the group it is said to be of.
  public static let groupUnknown = Code(
    "W604", Phrase(zh: "初中所在的组没有招生代码", en: "a middle school of a group without programmes"),
    remedy: Phrase(
      zh: "方案的 within 只在同组之内分名额；没有招生代码与该校同组，该校就分不到名额。请核对该列的值（丢失的前导零、别的编码）。",
      en:
        "The split's `within` splits seats inside of groups; where no programme is of the school's "
        + "group, no seats reach it. Check the value: a lost zero, another coding."))

  /// Shares that a lottery does not draw for.
  public static let sharesUndrawn = Code(
    "W605", Phrase(zh: "应得数太接近整数，抽签顾不到", en: "shares too near a whole number to be drawn for"),
    remedy: Phrase(
      zh: "应得数与整数相差不到万分之一个名额的格，抽签不再细分，结果偏向代码在前或在后的一方；这样的格很多时，相差会累积。"
        + "可合并很小的初中或招生代码，用 minimumIf、eligibleIf 不让它们参加，或改用别的方法。",
      en:
        "The lottery does not split less than a ten-thousandth of a seat: such cells gain or lose by the "
        + "order of their codes, and where there are many that adds up. Join very small middle schools or "
        + "programmes, leave them out with `eligibleIf`, or take another method."))

  /// Plans: 6.
  static let planCodes: [Code] = [
    splitWithoutAudience, splitWithoutWeight, minimumsBeyondSeats, maximumsBelowSeats,
    splitBeyondPlan, levelsUnnested, audienceAmbiguous, shareUnfit, methodCannot, planSeedMissing,
    marginsInfeasible, planTieStops, planDecisionUnknown, planDecisionUnfit, planDecisionIdle,
    planDecisionPartial, planDecisionTwice, levelMissing, exclusionTwice, importShape, importCode,
    importTwice, importCell, importClosed, importTotal, importBounds,
    planUnfinished, quotasWouldBeLost,
    schoolWithoutHeads, programmeNotSplit, quotasOfOthers, groupUnknown, sharesUndrawn,
  ]
}
