/// What can be wrong with a table: 2.
extension Code {
  /// A table has no header, or no row under it.
  public static let tableEmpty = Code(
    "E201", Phrase(zh: "表是空的", en: "an empty table"),
    remedy: Phrase(
      zh: "第一行应为列名，其下至少一行数据。请检查导出的是否为正确的工作表。",
      en: "The first line names the columns, with at least one row below. Check that the right sheet "
        + "was exported."))
  /// A row has more or fewer cells than the header.
  public static let rowWidth = Code(
    "E202", Phrase(zh: "行的单元格数与表头不符", en: "a row of another width than the header"),
    remedy: Phrase(
      zh: "多半是单元格内有未加引号的逗号，或该行缺列。请在原表中修正后重新导出。",
      en: "Usually a cell holds a comma without quotes, or cells are missing. Correct the row at its "
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

  static let tableCodes: [Code] = [tableEmpty, rowWidth, quoteUnclosed, quoteStray, nulByte]
}
