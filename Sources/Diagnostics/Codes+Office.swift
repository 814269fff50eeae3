/// What can be wrong with a table that is an office file (XLSX, DBF): 2, from 240.
extension Code {
  /// E240: a format that is not read.
  public static let officeUnsupported = Code(
    "E240", Phrase(zh: "不能读取的文件格式", en: "a file format that is not read"),
    remedy: Phrase(
      zh: "表可以是 CSV、.xlsx 或 .dbf。请在电子表格中打开，另存为不加密码的 .xlsx 或“CSV UTF-8”。",
      en: "A table is CSV, .xlsx or .dbf. Open it in a spreadsheet and save it as .xlsx without a "
        + "password, or as \"CSV UTF-8\"."))
  /// E241: a damaged archive.
  public static let zipBroken = Code(
    "E241", Phrase(zh: "工作簿文件损坏", en: "a damaged workbook file"),
    remedy: Phrase(
      zh: "文件可能没有传完整。请向提供者重新索取，或用电子表格打开后另存。",
      en:
        "The file may not have been transferred whole. Ask for it again, or open and save it in a "
        + "spreadsheet."))
  /// E242: a part of a workbook that cannot be understood.
  public static let sheetBroken = Code(
    "E242", Phrase(zh: "工作表内容损坏", en: "a damaged sheet"),
    remedy: Phrase(
      zh: "请用电子表格打开该文件，另存为新的 .xlsx 再试。",
      en: "Open the file in a spreadsheet, save it as a new .xlsx and try again."))
  /// E243: a sheet that there is not.
  public static let sheetUnknown = Code(
    "E243", Phrase(zh: "没有这个工作表", en: "an unknown sheet"),
    remedy: Phrase(
      zh: "在 rules.json 的 files 中写对工作表的名称：{\"file\": \"…\", \"sheet\": \"…\"}。",
      en:
        "Correct the sheet's name under `files` in rules.json: {\"file\": \"…\", \"sheet\": \"…\"}."
    ))
  /// E244: a damaged DBF.
  public static let dbfBroken = Code(
    "E244", Phrase(zh: "DBF 文件损坏", en: "a damaged DBF file"),
    remedy: Phrase(
      zh: "文件头与内容不符，多半是没有传完整或写入中断。请从原系统重新导出。",
      en:
        "Header and content disagree: usually the file is cut short or was not written to its end. "
        + "Export it again."))
  /// E245: text of a DBF that is in no known encoding.
  public static let dbfText = Code(
    "E245", Phrase(zh: "DBF 中的文字不是 GBK 或 UTF-8", en: "text in a DBF that is neither GBK nor UTF-8"),
    remedy: Phrase(
      zh: "多半是字段太短，最后一个汉字被截成半个。请在原系统加长字段或改短内容后重新导出。",
      en: "Usually a field is too short and its last character was cut in half. Make the field "
        + "longer or the text shorter, and export it again."))
  /// E246: numbers where codes are expected.
  public static let numberInCode = Code(
    "E246", Phrase(zh: "代码列中有数值", en: "numbers in a column of codes"),
    remedy: Phrase(
      zh: "存为数值的代码已丢失前导零（012001 变成 12001），程序不猜。请从原系统以文本格式重新导出该列；"
        + "在电子表格中改格式不能找回前导零。",
      en: "A code stored as a number has lost its leading zeros (012001 became 12001), and nobody "
        + "guesses them. Export the column again as text; to change its format now brings none "
        + "back."))
  /// E247: dates where something else is expected.
  public static let dateInColumn = Code(
    "E247", Phrase(zh: "所用的列中有日期", en: "dates in a column that is used"),
    remedy: Phrase(
      zh: "电子表格会把 3-1 之类的文字变成日期。请从原系统以文本格式重新导出该列。",
      en: "Spreadsheets turn texts such as 3-1 into dates. Export the column again as text."))
  /// E248: `#N/A` and its like.
  public static let errorInColumn = Code(
    "E248", Phrase(zh: "所用的列中有公式错误", en: "formula errors in a column that is used"),
    remedy: Phrase(
      zh: "请在电子表格中改正公式（如 #N/A、#REF!），再保存。",
      en: "Correct the formulas (#N/A, #REF! …) in the spreadsheet and save it."))
  /// E249: formulas whose values the file does not have.
  public static let formulaWithoutValue = Code(
    "E249", Phrase(zh: "公式没有保存结果", en: "formulas without a value"),
    remedy: Phrase(
      zh: "文件由程序生成，没有计算公式。请用电子表格打开，保存一次；最好改为数值。",
      en: "The file was made by a program that computed nothing. Open it in a spreadsheet and save "
        + "it; better still, replace formulas by their values."))
  /// E250: a DBF field of a type that is not read.
  public static let fieldUnreadable = Code(
    "E250", Phrase(zh: "不能读取的 DBF 字段类型", en: "a DBF field of a type that is not read"),
    remedy: Phrase(
      zh: "能读取的类型是 C、N、F、L、D。备注（M）等字段请改为字符型后重新导出。",
      en: "The types C, N, F, L and D are read. Export memo (M) and other fields as characters."))
  /// E251: merged cells.
  public static let cellsMerged = Code(
    "E251", Phrase(zh: "表中有合并单元格", en: "merged cells in a table"),
    remedy: Phrase(
      zh: "合并的单元格只有左上角有内容，其余都是空的。请取消合并，填好每个单元格。",
      en: "Of merged cells only the first has a value, the others are empty. Unmerge them and fill "
        + "in each."))
  /// E252: the header is on another row.
  public static let headerElsewhere = Code(
    "E252", Phrase(zh: "表头不在第一行", en: "the header is not the first row"),
    remedy: Phrase(
      zh: "删去表头之上的标题行，或在 rules.json 的 files 中写 \"headerRow\"。",
      en: "Delete the title above the header, or give its row as \"headerRow\" under `files` in "
        + "rules.json."))
  /// E253: two files for one table.
  public static let tableFilesTwice = Code(
    "E253", Phrase(zh: "同一张表有两个文件", en: "two files for one table"),
    remedy: Phrase(
      zh: "移走多余的文件，或在 rules.json 的 files 中指定用哪一个。",
      en: "Remove one of the files, or choose one by `files` in rules.json."))
  /// E254: a sheet is named of a file that has none.
  public static let sheetMisplaced = Code(
    "E254", Phrase(zh: "指定了工作表，但文件不是工作簿", en: "a sheet of a file that is no workbook"),
    remedy: Phrase(
      zh: "在 rules.json 的 files 中删去 sheet，或写 .xlsx 文件的名字。",
      en: "Delete `sheet` under `files` in rules.json, or name an .xlsx file."))
  /// W240: deleted records of a DBF.
  public static let recordsDeleted = Code(
    "W240", Phrase(zh: "DBF 中有已删除的记录", en: "deleted records in a DBF"),
    remedy: Phrase(
      zh: "删除标记意味着原系统已不要这些记录。请核对记录数；确认后可在原系统“压缩”（PACK）。",
      en:
        "Their mark says that the office no longer wants them. Compare the row count; PACK removes "
        + "them for good."))
  /// W241: other sheets of a workbook.
  public static let sheetsIgnored = Code(
    "W241", Phrase(zh: "工作簿中还有别的工作表", en: "other sheets in a workbook"),
    remedy: Phrase(
      zh: "若数据分在几个工作表，请合成一个；否则在 rules.json 的 files 中写明工作表。",
      en:
        "If the data are spread over sheets, put them into one; else name the sheet under `files` "
        + "in rules.json."))
  /// W242: hidden rows.
  public static let rowsHidden = Code(
    "W242", Phrase(zh: "有隐藏的行", en: "hidden rows"),
    remedy: Phrase(
      zh: "隐藏或筛选掉的行也会读入。若不应有，请删去；若应有，取消筛选后保存即可消除本警告。",
      en: "Hidden rows are read like any other. Delete them if they should not be there; clear the "
        + "filter and save if they should."))
  static let officeCodes: [Code] = [
    officeUnsupported, zipBroken, sheetBroken, sheetUnknown, dbfBroken, dbfText, numberInCode,
    dateInColumn, errorInColumn, formulaWithoutValue, fieldUnreadable, cellsMerged,
    headerElsewhere, tableFilesTwice, sheetMisplaced, recordsDeleted, sheetsIgnored, rowsHidden,
  ]
}
