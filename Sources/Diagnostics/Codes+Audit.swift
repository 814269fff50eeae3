extension Code {
  /// Runs as they are read again: 740 to 779. What is wrong with a run's files has the codes of the
  /// verification.
  static let auditCodes: [Code] = [
    runUnreadable, caseOfRunMissing, inputChanged, studentUnknown, runDisagrees, replayDiffers,
    correctionUnfit,
    correctionOldDiffers, correctionTwice, correctionEncoding, tooManyRows, mechanismOpen,
    sampleGrown, smallCellsHidden, comparedRunWrong, maskedCodesRepeat, maskedCodesGuessed,
    fewerKept,
    runOfOtherVersion,
  ]
}

// A run's folder.
extension Code {
  /// E743: not a run, or one whose tables cannot be read.
  public static let runUnreadable = Code(
    "E743",
    Phrase(zh: "不是可读的结果文件夹", en: "This is not a run that can be read"),
    remedy: Phrase(
      zh: "检查路径：应为 zhibiao allocate 写出的文件夹，内有 SHA256SUMS 和 run.json。",
      en: "Check the path: a folder that `zhibiao allocate` wrote is expected, with SHA256SUMS and "
        + "run.json in it."))
  /// W740: a run of another version.
  public static let runOfOtherVersion = Code(
    "W740",
    Phrase(zh: "结果由另一版本写出", en: "The run was written by another version"),
    remedy: Phrase(
      zh: "若结果不同，请先用 run.json 所写的版本重做，再比较。",
      en: "If results differ, repeat with the version that run.json names before you conclude."))
}

// The case of a run.
extension Code {
  /// E745: the run keeps no inputs and none were named.
  public static let caseOfRunMissing = Code(
    "E745",
    Phrase(zh: "没有这次录取的输入", en: "The inputs of the run are needed and not there"),
    remedy: Phrase(
      zh: "加 --case CASE 指明案例文件夹（后一轮再加 --after RUN 指明前一轮的结果），或以 allocate --bundle 把输入随结果保存。",
      en: "Name the case's folder by --case CASE, of a later round also the earlier run by --after "
        + "RUN, or keep the inputs in the run by `allocate --bundle`."))
  /// E746: an input is not what INPUTS.sha256 says.
  public static let inputChanged = Code(
    "E746",
    Phrase(zh: "案例与录取时不同", en: "The case is not what it was when the run was made"),
    remedy: Phrase(
      zh: "找回录取时的文件（INPUTS.sha256 列有校验值）；若改动是有意的，请重新录取，再用 zhibiao diff 比较。",
      en: "Find the files as they were (INPUTS.sha256 has their digests). If the change is meant, "
        + "allocate again and compare by `zhibiao diff`."))
  /// E747: no student of that code.
  public static let studentUnknown = Code(
    "E747",
    Phrase(zh: "没有这名学生", en: "There is no such student"),
    remedy: Phrase(
      zh: "检查代码：逐字节比较，前导零、全角字符都算不同。",
      en: "Check the code: it is compared byte by byte, so leading zeros and full-width digits "
        + "count."))
  /// E748: the run's own tables contradict each other.
  public static let runDisagrees = Code(
    "E748",
    Phrase(zh: "结果自相矛盾", en: "The run contradicts itself"),
    remedy: Phrase(
      zh: "录取线与录取名单给出的去向不同；请运行 zhibiao verify RUN 查明。",
      en: "The cutoffs and the admissions disagree about this student; run `zhibiao verify RUN`."))
  /// E749: a rerun gives other bytes.
  public static let replayDiffers = Code(
    "E749",
    Phrase(zh: "重做的结果与原结果不同", en: "The rerun gives other bytes than the run"),
    remedy: Phrase(
      zh: "同样的输入应给出同样的字节；先核对版本，再运行 zhibiao verify RUN。",
      en:
        "The same inputs give the same bytes. Compare the versions, then run `zhibiao verify RUN`."
    ))
}

// Corrections, publications, samples.
extension Code {
  /// E750: a correction that cannot be applied.
  public static let correctionUnfit = Code(
    "E750",
    Phrase(zh: "更正无法执行", en: "A correction cannot be applied"),
    remedy: Phrase(
      zh: "每行须有 student,column,old,new,decided_by,reason；列名取自 students.csv 的表头，"
        + "志愿在另表的写作 LIST:NUMBER。",
      en: "Each row needs student, column, old, new, decided_by and reason; the column is one of "
        + "students.csv, or LIST:NUMBER for a choice in choices.csv."))
  /// E751: the cell is not what the correction says it was.
  public static let correctionOldDiffers = Code(
    "E751",
    Phrase(zh: "更正前的值与案例不符", en: "The value before the correction is not the case's"),
    remedy: Phrase(
      zh: "可能更正了别人的成绩，或案例已经更正过；核对后改正 old 一列。",
      en: "Perhaps it is another student's, or was corrected already. Compare, then correct `old`.")
  )
  /// E752: two corrections of one cell.
  public static let correctionTwice = Code(
    "E752",
    Phrase(zh: "同一单元格更正两次", en: "One cell is corrected twice"),
    remedy: Phrase(zh: "保留最终的一行。", en: "Keep the row that counts."))
  /// E753: a text that the table's encoding cannot take here.
  public static let correctionEncoding = Code(
    "E753",
    Phrase(zh: "无法以该表的编码写入", en: "The table's encoding cannot take this text"),
    remedy: Phrase(
      zh: "先把 students.csv 另存为 UTF-8，再更正。",
      en: "Save students.csv as UTF-8 first, then correct it."))
  /// E754: more rows than a worksheet has.
  public static let tooManyRows = Code(
    "E754",
    Phrase(zh: "超过工作表的行数", en: "More rows than a worksheet has"),
    remedy: Phrase(
      zh: "以 .csv 发布，或分区县发布。", en: "Publish as .csv, or by district."))
  /// E756: cutoffs that decide nothing by themselves.
  public static let mechanismOpen = Code(
    "E756",
    Phrase(
      zh: "该批次的录取线不足以推断去向", en: "Cutoffs of this stage do not decide by themselves"),
    remedy: Phrase(
      zh: "延迟接受与交换循环须整体计算：用 amend -o 写出新案例，重新录取，再用 diff 比较。",
      en:
        "Deferred acceptance and trading cycles are computed as a whole: write a new case by `amend "
        + "-o`, allocate it, and compare by `diff`."))
  /// W741: a sample larger than was asked for.
  public static let sampleGrown = Code(
    "W741",
    Phrase(zh: "样本大于所要求的人数", en: "The sample is larger than was asked for"),
    remedy: Phrase(
      zh: "各校录取末位和首位落选者必须在内；若要更多随机抽取的学生，请加大 --students。",
      en:
        "The last admitted and the first refused of each programme are always in it; ask for more "
        + "students to have others drawn."))
  /// W742: values of small cells are hidden.
  public static let smallCellsHidden = Code(
    "W742",
    Phrase(zh: "人数过少的录取线已隐去", en: "Cutoffs of few students are hidden"),
    remedy: Phrase(
      zh: "一两个人的录取线就是某个孩子的成绩；确须公布时用 --min-cell 1。",
      en: "The cutoff of one student is that child's marks; `--min-cell 1` publishes them all the "
        + "same."))
  /// W744: a run that is compared does not hold.
  public static let comparedRunWrong = Code(
    "W744",
    Phrase(
      zh: "所比较的结果未通过核验", en: "A run that is compared is not what its tables say"),
    remedy: Phrase(
      zh: "它的表互相矛盾，可能被改动过；zhibiao verify RUN --case CASE 列出全部不符之处。",
      en: "Its tables contradict each other: it may have been altered. `zhibiao verify RUN --case "
        + "CASE` lists every difference."))
  /// W745: students who cannot be told apart in a public list.
  public static let maskedCodesRepeat = Code(
    "W745",
    Phrase(zh: "遮盖后的考生号有重复", en: "Masked codes repeat"),
    remedy: Phrase(
      zh: "同一遮盖号的学生分不出谁是谁；是否用 --keep A,B 多保留几位，由办公室决定。",
      en:
        "Students with one masked code cannot tell which row is theirs. Whether more is shown, by "
        + "`--keep A,B`, is for the office to decide."))
  /// W747: what is hidden of codes can be guessed.
  public static let maskedCodesGuessed = Code(
    "W747",
    Phrase(zh: "遮盖的几位可以猜到", en: "What is masked can be guessed"),
    remedy: Phrase(
      zh: "各考生号遮盖的几位几乎相同（如流水号），知道编号规则的人就能还原；用 --keep A,B 改遮有区别的几位。",
      en:
        "The hidden characters are nearly the same in all codes, as of numbers that run through: who "
        + "knows how codes are made reads them. Hide those that differ, by `--keep A,B`."))
  /// W746: codes too short for what is to be kept of them.
  public static let fewerKept = Code(
    "W746",
    Phrase(
      zh: "考生号太短，保留的位数少于 --keep", en: "Fewer characters are kept than `--keep` asks for"),
    remedy: Phrase(
      zh: "每个考生号至少遮盖 4 位，较短的考生号两端就少保留几位。",
      en: "At least 4 characters of every code are hidden, so fewer are kept of short ones."))
}
