/// What can be wrong with what `apportion` reads: 6.
extension Code {
  /// A cell that should be a weight.
  public static let weightUnfit = Code(
    "E630", Phrase(zh: "不是可用的权数", en: "an unusable weight"),
    remedy: Phrase(
      zh: "权数为 0 或以上的普通数字，可带小数，不带单位、空格、千位分隔符或科学计数法。",
      en: "A weight is a plain number from 0, with decimals if need be: no unit, blank, thousands "
        + "separator or exponent."))

  /// A weight beyond what is kept exactly.
  public static let weightTooLarge = Code(
    "E631", Phrase(zh: "权数太大", en: "a weight that is too large"),
    remedy: Phrase(
      zh: "全部权数乘以同一个 10 的幂化为整数，之后不得超过 2⁵³（9007199254740992）；请减少小数位。",
      en: "All weights are made whole by one power of ten and then are at most 2⁵³ "
        + "(9007199254740992); use fewer decimals."))

  /// Seats that nobody can take.
  public static let noPositiveWeight = Code(
    "E632", Phrase(zh: "有名额而没有正的权数", en: "seats without a positive weight"),
    remedy: Phrase(
      zh: "至少要有一个权数大于 0 的对象（矩阵中为该行的一个开放格）。",
      en: "Somebody needs a weight above 0; in a matrix, an open cell of that row does."))

  /// Minima that exceed the seats.
  public static let minimaAboveSeats = Code(
    "E633", Phrase(zh: "最低数之和超过名额", en: "minima above the seats"),
    remedy: Phrase(
      zh: "只计权数大于 0 的对象；请减少最低数或增加名额。",
      en: "Only those with a weight above 0 count. Lower the minima or raise the seats."))

  /// Maxima that fall short of the seats.
  public static let maximaBelowSeats = Code(
    "E634", Phrase(zh: "最高数之和少于名额", en: "maxima below the seats"),
    remedy: Phrase(
      zh: "只计权数大于 0 的对象；请提高最高数或减少名额。",
      en: "Only those with a weight above 0 count. Raise the maxima or lower the seats."))

  /// A minimum above its own maximum.
  public static let minimumAboveMaximum = Code(
    "E635", Phrase(zh: "最低数高于最高数", en: "a minimum above its maximum"),
    remedy: Phrase(
      zh: "请改正该行的 minimum 或 maximum；空格表示采用 --minimum、--maximum。",
      en: "Correct minimum or maximum on that row; an empty cell means --minimum or --maximum."))

  /// Totals beyond what is counted.
  public static let seatsBeyondLimit = Code(
    "E636", Phrase(zh: "名额合计超出上限", en: "seats beyond the limit"),
    remedy: Phrase(
      zh: "全部名额之和不得超过 2³¹（2147483648）。",
      en: "All seats together are at most 2³¹ (2147483648)."))

  /// Row and column totals that add up differently.
  public static let marginsDiffer = Code(
    "E637", Phrase(zh: "行合计与列合计不等", en: "rows and columns add up differently"),
    remedy: Phrase(
      zh: "biproportional 要求行名额之和等于列名额之和。",
      en: "biproportional needs as many seats in the rows as in the columns."))

  /// Row and column totals that no matrix has.
  public static let marginsUnmeetable = Code(
    "E638", Phrase(zh: "没有满足行列合计的分配", en: "margins that nothing can meet"),
    remedy: Phrase(
      zh: "所列各行的名额只能放进所列各列和少数其他开放格，放不下；请开放更多格，或调整名额。",
      en: "The listed rows can place seats in the listed columns and little else, and there is not "
        + "enough room: open more cells, or change the seats."))

  /// The same name or cell on two rows.
  public static let nameTwice = Code(
    "E639", Phrase(zh: "名称重复", en: "a name that appears twice"),
    remedy: Phrase(
      zh: "每个名称（或行列组合）只能有一行；两处行号都已列出。",
      en: "A name, or a row and column, has one row; both lines are named."))

  /// A column of the table is missing.
  public static let headerMissing = Code(
    "E640", Phrase(zh: "表中缺少列", en: "a column is missing"),
    remedy: Phrase(
      zh: "各表的列见 zhibiao apportion --help。",
      en: "zhibiao apportion --help lists the columns of each table."))

  /// Two columns of one name.
  public static let headerTwice = Code(
    "E641", Phrase(zh: "两列同名", en: "two columns of one name"),
    remedy: Phrase(zh: "请改名或删去其中一列。", en: "Rename or remove one of them."))

  /// A tie that decides a seat.
  public static let tieUndecided = Code(
    "E642", Phrase(zh: "名额由并列决定", en: "a tie decides a seat"),
    remedy: Phrase(
      zh: "并列不会被悄悄处理：请公开抽取种子后以 --seed 运行，或由有权者决定。",
      en: "A tie is never settled silently: draw a seed in public and give it by --seed, or let "
        + "those decide who may."))

  /// A row of totals among the claimants.
  public static let totalAsClaimant = Code(
    "E645", Phrase(zh: "合计行混在其中", en: "a total among the claimants"),
    remedy: Phrase(
      zh: "合计不是分配对象，否则会分走一半名额；请删去该行。若确是分配对象，请改名。",
      en: "A total claims no seats, or it would take half of them: remove the row. A claimant that "
        + "is really called so needs another name."))

  /// A result whose rows are not those of the inputs.
  public static let resultRows = Code(
    "E643", Phrase(zh: "结果的行与输入不符", en: "a result with other rows than the input"),
    remedy: Phrase(
      zh: "被检查的结果应恰好包含输入中的每个名称（或开放格）一次。",
      en: "The result that is checked names each claimant, or each open cell, of the input once."))

  /// Seats that the method does not give.
  public static let resultWrong = Code(
    "E644", Phrase(zh: "结果不是该方法的结果", en: "seats that the method does not give"),
    remedy: Phrase(
      zh: "请核对方法、名额、最低数、种子是否与得出该结果时相同；若相同，则结果有误。",
      en: "See that method, seats, minima and seed are those that the result claims; if they are, "
        + "the result is wrong."))

  /// A column that changes nothing.
  public static let columnIdle = Code(
    "W630", Phrase(zh: "没有被使用的列", en: "a column that is not used"),
    remedy: Phrase(
      zh: "若该列应起作用，请改名，或换用需要它的方法；否则可忽略。",
      en: "If it should matter, rename it or use a method that needs it; otherwise ignore this."))

  static let apportionmentCodes: [Code] = [
    weightUnfit, weightTooLarge, noPositiveWeight, minimaAboveSeats, maximaBelowSeats,
    minimumAboveMaximum, seatsBeyondLimit, marginsDiffer, marginsUnmeetable, nameTwice,
    headerMissing, headerTwice, tieUndecided, totalAsClaimant, resultRows, resultWrong, columnIdle,
  ]
}
