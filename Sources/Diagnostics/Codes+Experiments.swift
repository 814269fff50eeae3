/// Experiments: 780 to 799.
extension Code {
  static let experimentCodes: [Code] = [
    patchImpossible, groupsUnknown, cellStopped, cellsFailed, otherExperiment, cellLineBroken,
    cellsMissing, cellsDiffer, cellUnknown, listsShared,
  ]

  /// A value cannot be set.
  public static let patchImpossible = Code(
    "E780",
    Phrase(zh: "规则中没有可设置的位置", en: "A variant sets something that the rules have no place for"),
    remedy: Phrase(
      zh: "改正 JSON Pointer：从规则的根开始，数组中的项用它的 name 或从 0 起的序号，例如 /plan/splits/school/share。",
      en:
        "Correct the JSON Pointer: it begins at the root of the rules, and an element of an array is "
        + "called by its name or its number from 0, for example /plan/splits/school/share."))
  /// Groups by something that the case has not.
  public static let groupsUnknown = Code(
    "E781",
    Phrase(zh: "无法按此分组", en: "The results cannot be divided into these groups"),
    remedy: Phrase(
      zh: "groups 可写：decile、middle_school、programme，或 students.csv、middle_schools.csv、"
        + "programmes.csv 中的列名。",
      en: "Groups are decile, middle_school, programme, or a column of students.csv, "
        + "middle_schools.csv or programmes.csv."))
  /// A cell stopped for a tie.
  public static let cellStopped = Code(
    "E782",
    Phrase(zh: "录取停在同分处", en: "An allocation stops at a tie"),
    remedy: Phrase(
      zh: "模拟中没有人裁定：在方案中把该排序的 ties 设为 lottery 或 admitAll。"
        + "allocate --worker 答复的案例：用 allocate CASE -o RUN 写出同分名单，再裁定。",
      en: "Nobody decides in a simulation: set the ranking's `ties` to lottery or admitAll. Of a "
        + "case that allocate --worker answered, allocate CASE -o RUN writes the class to decide."))
  /// Some cells have no values.
  public static let cellsFailed = Code(
    "E783",
    Phrase(zh: "有的方案不能录取", en: "Some variants cannot be allocated"),
    remedy: Phrase(
      zh: "改正所列的方案，再运行同一命令。",
      en: "Correct the variants that are named and run the same command again."))
  /// Results of another experiment, case or program.
  public static let otherExperiment = Code(
    "E784",
    Phrase(zh: "属于另一个实验、案例或程序", en: "It belongs to another experiment, case or program"),
    remedy: Phrase(
      zh: "用写出它的同一实验文件、案例和程序；或另选文件夹，或删去旧的文件夹。",
      en:
        "Use the experiment, case and program that made it, choose another folder, or remove the old "
        + "one."))
  /// A line that is not what a worker writes.
  public static let cellLineBroken = Code(
    "E785",
    Phrase(zh: "某格的结果行损坏", en: "A line of a cell is damaged"),
    remedy: Phrase(
      zh: "文件可能被改动或截断：分片写出的，重新运行该分片；中断后留下的 .cells 文件夹，删去它或其中这个文件，再运行同一命令。",
      en:
        "The file may have been changed or cut. Run the shard again that wrote it; in a folder "
        + "`.cells` that an interrupted run left, remove that file, or the folder."))
  /// Cells that nobody has run.
  public static let cellsMissing = Code(
    "E786",
    Phrase(zh: "缺少某些格的结果", en: "Results of some cells are missing"),
    remedy: Phrase(
      zh: "再运行所列的分片（范围可直接用作 --array；已完整的分片不会重算），或把这些格在 --cells 中的行交给 --worker。",
      en: "Run the parts that are named again (the ranges are written as --array takes them, and a "
        + "whole part is not run twice), or give the lines of these cells from --cells to a --worker."
    ))
  /// Two results of one cell.
  public static let cellsDiffer = Code(
    "E787",
    Phrase(zh: "同一格有两个不同的结果", en: "A cell has two different results"),
    remedy: Phrase(
      zh: "结果必须处处相同：检查各台机器是否用同一程序和同一案例，并请报告此问题。",
      en:
        "Results must be the same everywhere: check that all machines use one program and case, and "
        + "report this."))
  /// No such cell.
  public static let cellUnknown = Code(
    "E788",
    Phrase(zh: "没有这一格", en: "There is no such cell"),
    remedy: Phrase(
      zh: "用 zhibiao simulate EXPERIMENT --cells 列出全部格；从 0 计数。",
      en: "List the cells by `zhibiao simulate EXPERIMENT --cells`; they count from 0."))
  /// Stages that share a list and would cut it to different lengths.
  public static let listsShared = Code(
    "E789",
    Phrase(
      zh: "共用志愿的批次 maxChoices 不同", en: "Stages that share a list allow different numbers of choices"
    ),
    remedy: Phrase(
      zh: "在方案中给其中一个批次自己的志愿：例如 \"/lists/quota\": [\"choice1\"]；或让各批次的 maxChoices 相同。",
      en:
        "Give one of the stages a list of its own in the variant, such as "
        + "`\"/lists/quota\": [\"choice1\"]`, or set `maxChoices` of both alike."))
}
