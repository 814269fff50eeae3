/// What can be wrong with a table: 2.
extension Code {
  /// A table has no header, or no row under it.
  public static let tableEmpty = Code(
    "E201", Phrase(zh: "表是空的", en: "an empty table"),
    remedy: Phrase(
      zh: "第一行应为列名，其下至少一行数据。请检查导出的是否为正确的工作表。",
      en:
        "The first line names the columns, with at least one row below. Check that the right sheet "
        + "was exported."))
  /// A row has more or fewer cells than the header.
  public static let rowWidth = Code(
    "E202", Phrase(zh: "行的单元格数与表头不符", en: "a row of another width than the header"),
    remedy: Phrase(
      zh: "多半是单元格内有未加引号的逗号，或该行缺列。请在原表中修正后重新导出。",
      en:
        "Usually a cell holds a comma without quotes, or cells are missing. Correct the row at its "
        + "source and export again."))
  /// A quote is opened and never closed.
  public static let quoteUnclosed = Code(
    "E203", Phrase(zh: "引号没有闭合", en: "an unclosed quote"),
    remedy: Phrase(
      zh: "从所指位置起，文件余下部分都被当作一个单元格。请补上或删去引号。",
      en: "From here the rest of the file would be one cell. Add or remove the quote."))
  /// A quote stands where none may.
  public static let quoteStray = Code(
    "E204", Phrase(zh: "引号位置不对", en: "a misplaced quote"),
    remedy: Phrase(
      zh: "含引号、逗号或换行的单元格应整体加引号，其中的引号写两个（RFC 4180）。",
      en: "A cell with quotes, commas or line breaks is quoted as a whole, and quotes in it are "
        + "doubled (RFC 4180)."))
  /// A text file with NUL bytes.
  public static let nulByte = Code(
    "E205", Phrase(zh: "文件中有零字节", en: "NUL bytes in a table"),
    remedy: Phrase(
      zh: "文件损坏，或导出为 UTF-16。请导出为 UTF-8 或 GB18030 的 CSV。",
      en: "The file is damaged or exported as UTF-16. Export CSV as UTF-8 or GB18030."))

  /// A table that the case needs is not there.
  public static let fileMissing = Code(
    "E206", Phrase(zh: "缺少文件", en: "a missing file"),
    remedy: Phrase(
      zh: "请把文件放入案例文件夹，或在 rules.json 的 files 中写明它的名字。",
      en: "Put the file into the case, or name it by `files` in rules.json."))

  /// A column that is needed is not there.
  public static let columnMissing = Code(
    "E207", Phrase(zh: "缺少列", en: "a missing column"),
    remedy: Phrase(
      zh: "请补上该列，或在 rules.json 的 columns 中写明它的表头。",
      en: "Add the column, or give its header by `columns` in rules.json."))

  /// Two headers could be the same column.
  public static let columnTwice = Code(
    "E208", Phrase(zh: "同一列有两个表头", en: "two headers for one column"),
    remedy: Phrase(
      zh: "请在 rules.json 的 columns 中指定使用哪一列；表头相同的，请改名或删去一列。",
      en: "Choose one of them by `columns` in rules.json; of equal headers rename or remove one."))

  /// The same code on two rows.
  public static let codeTwice = Code(
    "E209", Phrase(zh: "代码重复", en: "a code that appears twice"),
    remedy: Phrase(
      zh: "学生、招生代码、初中代码在各自表中只能出现一次；两处行号都已列出。",
      en: "A student, programme or middle school appears once in its table; both lines are named."))

  /// A cell that cannot be a code.
  public static let codeUnfit = Code(
    "E210", Phrase(zh: "代码不可用", en: "an unfit code"),
    remedy: Phrase(
      zh: "代码不能为空、不能含引号或控制字符、前后不能有空格，也不能是科学计数法。",
      en:
        "A code is not empty, has no quote, control character or outer blank, and is not in scientific notation."
    ))

  /// A code that its table does not have.
  public static let codeUnknown = Code(
    "E211", Phrase(zh: "未知的代码", en: "an unknown code"),
    remedy: Phrase(
      zh: "该代码在对应的表里不存在；请核对拼写、前导零与多余空格。代码逐字节比较。",
      en:
        "The code is in no row of its table; check its spelling, leading zeros and blanks. Codes are compared byte by byte."
    ))

  /// A cell that should be a number.
  public static let numberUnreadable = Code(
    "E212", Phrase(zh: "不是可用的数", en: "an unusable number"),
    remedy: Phrase(
      zh: "成绩为 0 或以上、至多 3 位小数的普通数字，不带单位、空格、全角字符或科学计数法。扣分另列一列，在 sum 中写 "
        + "\"times\": \"-1\"。",
      en:
        "Scores are plain decimals of 0 or more with at most 3 places: no unit, blank, full-width character or "
        + "exponent. Points taken off are a column of their own, with `\"times\": \"-1\"` in `sum`."
    ))

  /// An empty score, grade or ranking cell.
  public static let numberMissing = Code(
    "E213", Phrase(zh: "缺少成绩", en: "a missing score"),
    remedy: Phrase(
      zh: "请补上成绩；若规则允许缺考，在该成绩上写 missing: zero 或 ineligible。",
      en:
        "Fill it in; where the rules allow a missing score, write `missing: zero` or `ineligible` for it."
    ))

  /// A grade that the rules do not list.
  public static let gradeUnknown = Code(
    "E214", Phrase(zh: "未知的等第", en: "an unknown grade"),
    remedy: Phrase(
      zh: "等第应为 rules.json 中 grades 所列之一。",
      en: "A grade is one of those listed under `grades` in rules.json."))

  /// A number above the full marks of its column.
  public static let marksAboveFull = Code(
    "E219", Phrase(zh: "超过满分", en: "more than full marks"),
    remedy: Phrase(
      zh: "rules.json 的 fullMarks 写明了该列的满分；请核对这一格（常见的是少了小数点、串列），或更正满分。",
      en:
        "`fullMarks` in rules.json states what the column can hold; check the cell (a lost decimal point, a shifted column), or correct the full marks."
    ))

  /// A cell that should be a whole number.
  public static let countUnreadable = Code(
    "E215", Phrase(zh: "不是整数", en: "not a whole number"),
    remedy: Phrase(
      zh: "名额与人数为从 0 开始的整数。",
      en: "Seats and heads are whole numbers from 0."))

  /// A cell that should be one of a few words.
  public static let wordUnknown = Code(
    "E216", Phrase(zh: "未知的取值", en: "an unknown word"),
    remedy: Phrase(
      zh: "该列只能取少数几个值，见消息。",
      en: "The column takes a few words only; the message lists them."))

  /// A computed score that cannot be kept exactly.
  public static let scoreTooFine = Code(
    "E217", Phrase(zh: "得分多于三位小数", en: "a score with more than 3 places"),
    remedy: Phrase(
      zh: "成绩乘以系数后超过三位小数时，必须在该得分上写明 round。",
      en: "Where factors give a score more than 3 places, the score needs a `round`."))

  /// Cells or lines that are separated by something else than commas and line feeds.
  public static let separatorsUnfit = Code(
    "E218", Phrase(zh: "不是以逗号分隔的表", en: "not a comma-separated table"),
    remedy: Phrase(
      zh: "请导出为“CSV UTF-8（逗号分隔）”，各行以 LF 或 CRLF 结尾。",
      en: "Export it as \"CSV UTF-8 (comma delimited)\", with lines that end in LF or CRLF."))

  /// A column that may be misnamed.
  public static let columnUnusedLookalike = Code(
    "W201", Phrase(zh: "未使用的列与已使用的列相似", en: "an unused column that looks like a used one"),
    remedy: Phrase(
      zh: "若应使用该列（例如志愿4），请改名或在 rules.json 中写明；否则可忽略。",
      en:
        "If the column should be used (a fourth choice, say), rename it or name it in rules.json; otherwise ignore this."
    ))

  /// Rows in which every cell is empty.
  public static let rowsBlank = Code(
    "W202", Phrase(zh: "空行", en: "blank rows"),
    remedy: Phrase(
      zh: "空行被忽略。多半是电子表格导出时带出的，请核对行数。",
      en: "Blank rows are ignored. Spreadsheets often export them; compare the row count."))

  /// Long codes ending in zeros.
  public static let codeRounded = Code(
    "W203", Phrase(zh: "长代码以 000 结尾", en: "long codes that end in 000"),
    remedy: Phrase(
      zh: "可能被电子表格截断为 15 位有效数字；请与原系统核对。",
      en: "They may have been cut to 15 digits by a spreadsheet; compare with the source."))

  /// Codes of different lengths in a column.
  public static let codeLengths = Code(
    "W204", Phrase(zh: "代码长短不一", en: "codes of mixed length"),
    remedy: Phrase(
      zh: "可能丢失了前导零，或多出了字符；请核对。",
      en: "Leading zeros may have been lost, or characters added; compare with the source."))

  /// A value of a compared column that is spelled in another way than one it is compared with.
  public static let valueOdd = Code(
    "W205", Phrase(zh: "与被比较的值写法不同的值", en: "a value spelled in another way"),
    remedy: Phrase(
      zh: "条件和名额范围逐字节比较：大小写、全角、空格、看不见的字符、引号、= 号或丢失的零不同，"
        + "就是另一个值；电子表格的错误值也是如此。请在源头改正。",
      en: "Conditions and audiences compare byte by byte: another case, full-width characters, "
        + "blanks, invisible characters, quotes, an equals sign or a lost zero make another value, "
        + "and so does a spreadsheet's error. Correct it at its source."))

  /// Files that could not be looked at before others are mended.
  public static let filesWaiting = Code(
    "W206", Phrase(zh: "有文件还没有检查", en: "files that were not looked at yet"),
    remedy: Phrase(
      zh: "先改正使它们无法检查的错误，再检查一次：其中可能还有别的问题。",
      en: "Correct what is in the way first, then check again: they may have problems of their own."
    ))

  /// A file that is not read, and is called nearly as a table.
  public static let fileMisnamed = Code(
    "W207", Phrase(zh: "文件名与表名只差一点", en: "a file called nearly as a table"),
    remedy: Phrase(
      zh: "只读取名称完全相符的文件；若应读取它，请改为消息中的名称，或在 rules.json 的 files 中指定，否则移出文件夹。",
      en:
        "Only files of the very names are read. If it should be, rename it as the message says, or "
        + "name it under `files` in rules.json; else move it out of the folder."))

  /// A table that the rules do not ask for.
  public static let tableUnused = Code(
    "W208", Phrase(zh: "规则没有用到的表", en: "a table that the rules do not use"),
    remedy: Phrase(
      zh: "choices.csv 须在 lists 中写 {\"file\": \"choices\"}，priorities.csv 须在名额类别的 ranking 写 "
        + "{\"file\": \"priorities\"}，才会读取。",
      en:
        "choices.csv is read where `lists` have {\"file\": \"choices\"}, priorities.csv where the "
        + "`ranking` of a pool is {\"file\": \"priorities\"}."))

  /// A table without the end of its last line.
  public static let tableOpen = Code(
    "W209", Phrase(zh: "最后一行没有行尾", en: "a last row without its line end"),
    remedy: Phrase(
      zh: "复制中断的文件就是这样结尾的，最后一格可能少了字符；请核对最后一行与总行数，完整的话在末尾加一个换行。",
      en:
        "A copy that was interrupted ends so, and its last cell may lack characters. Compare the "
        + "last row and the number of rows; where all is there, end the file with a line feed."))

  static let tableCodes: [Code] = [
    tableEmpty, rowWidth, quoteUnclosed, quoteStray, nulByte, fileMissing, columnMissing,
    columnTwice, codeTwice, codeUnfit, codeUnknown, numberUnreadable, numberMissing, marksAboveFull,
    gradeUnknown, countUnreadable, wordUnknown, scoreTooFine, separatorsUnfit,
    columnUnusedLookalike, rowsBlank, codeRounded, codeLengths, valueOdd, filesWaiting,
    fileMisnamed, tableUnused, tableOpen,
  ]
}
