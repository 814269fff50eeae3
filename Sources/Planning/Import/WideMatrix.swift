import Cases
import Columns
import Diagnostics
import OfficeFiles
import Rules
import Tables

/// A table with codes in its first row and first column: a matrix of seats as offices make it in a
/// spreadsheet.
public struct WideMatrix: Sendable {
  /// The name of the file, without its folder.
  public let name: String
  /// The digest of its bytes.
  public let digest: Digest
  let text: TextTable

  /// The words that head a column of names, which is for people.
  static let nameWords = ["name", "名称", "学校名称", "初中名称", "高中名称", "初中", "毕业学校"]

  /// Reads the file at `path`, CSV, XLSX or DBF, for the split numbered `split`; nil, with
  /// messages, where it is no table.
  public init?(
    _ path: String, for planCase: PlanCase, split: Int, workers: Workers, log: inout ProblemLog
  ) {
    let file: MappedFile
    do {
      file = try MappedFile(path)
    } catch {
      log.add(error.problem)
      return nil
    }
    name = String(path.split(separator: "/").last ?? "-")
    digest = file.withSpan { SHA256.digest(of: $0) }
    var form = TableForm()
    form.headerNames =
      planCase.programmes.map(\.code) + (planCase.splits[split].levels.last ?? [])
    form.headerColumn = 1
    var office = OfficeTables(workers: workers)
    guard
      let table = office.open(
        name, file.bytes, form, declared: planCase.rules.encoding, log: &log)
    else { return nil }
    guard WideMatrix.reportCells(table, &log) else { return nil }
    text = TextTable(table, log: &log)
    guard text.headers.count > 1, text.rowCount > 0 else {
      log.add(
        .importShape, at: Place(file: name, line: 1),
        Phrase(zh: "矩阵至少有一行一列", en: "a matrix has at least one row and one column"))
      return nil
    }
  }

  /// Whether `text` is one of `words`, whatever the case.
  static func isOne(of words: [String], _ text: String) -> Bool {
    words.contains { $0 == text.lowercased() }
  }

  /// Reports cells of an office file whose text is not what was meant; false where there are any.
  private static func reportCells(_ table: CSVTable, _ log: inout ProblemLog) -> Bool {
    guard let sheet = table.sheet else { return true }
    let errors = log.errorCount
    for column in table.headers.indices {
      for (kind, code, what) in WideMatrix.spoiled where column == 0 || kind != .number {
        let tally = sheet.tally(column: column, kind)
        for number in 0..<tally.count {
          log.add(code, cause: table.file) {
            let row = number < tally.rows.count ? tally.rows[number] : 0
            return (Place(file: table.file, line: row, column: column + 1, inSheet: true), what)
          }
        }
      }
    }
    return log.errorCount == errors
  }

  /// Kinds of cells that are no seats, and in the first column no codes.
  private static let spoiled: [(SheetFacts.Kind, Code, Phrase)] = [
    (
      .number, .numberInCode,
      Phrase(
        zh: "代码存为数值，前导零可能已丢失；应为文本",
        en: "a code, stored here as a number: leading zeros may be lost; store it as text")
    ),
    (.date, .dateInColumn, Phrase(zh: "此处存为日期", en: "stored here as a date")),
    (
      .error, .errorInColumn,
      Phrase(zh: "此处是公式错误，不是值", en: "a formula's error here, no value")
    ),
    (
      .formula, .formulaWithoutValue,
      Phrase(
        zh: "此处是公式，文件中没有它的结果",
        en: "a formula here, of which the file keeps no value")
    ),
    (
      .unreadable, .fieldUnreadable,
      Phrase(
        zh: "字段类型（备注或二进制）不能读取", en: "a memo or binary field, which is not read")
    ),
  ]
}
