import Diagnostics
import OfficeFiles
import Rules
import Tables

extension ColumnFinder {
  /// Headers of which our table `name` has at least one, in this case.
  static func headers(of name: String, _ rules: RuleSet?) -> [String] {
    let required = [
      "programmes": ["programme", "plan"], "middle_schools": ["middle_school"],
      "students": ["student", "middle_school"],
      "choices": ["student", "number", "programme"],
      "quotas": ["programme", "pool", "audience", "seats"],
      "exclusions": ["programme", "audience"], "priorities": ["programme", "student", "priority"],
      "decisions": ["stage", "programme", "pool", "audience", "student", "decision"],
      "withdrawals": ["student"], "controls": ["table", "count", "sum"],
    ]
    return (required[name] ?? []).flatMap { wantedNames($0, rules).flatMap { $0 } }
  }

  /// The fields of a DBF table that stand for one of `wanted`: their names have 10 bytes at most,
  /// and are mostly in capitals. What stands for another column already is no candidate.
  func fields(called wanted: [String]) -> [Int] {
    let short = wanted.map { ColumnFinder.fieldName($0) }
    return headers.indices.filter { at in
      !used.contains { $0.header == at }
        && short.contains { sameBytes($0, ColumnFinder.fieldName(headers[at].name)) }
    }
  }

  /// `name` as DBF programs cut it: 10 bytes in GBK, where a character beyond ASCII has two; in
  /// small letters.
  private static func fieldName(_ name: String) -> String {
    var (kept, bytes) = ("", 0)
    for scalar in name.unicodeScalars {
      bytes += scalar.isASCII ? 1 : 2
      if bytes > 10 { break }
      kept.unicodeScalars.append(scalar)
    }
    return kept.lowercased()
  }

  /// Says that the columns called so are read as numbers, where the table has them.
  mutating func areNumbers(_ names: String...) {
    for column in used where names.contains(where: { sameBytes($0, column.name) }) {
      numbers.insert(column.header)
    }
  }

  /// Says that in the columns called so any text will do.
  mutating func arePlainTexts(_ names: String...) {
    for column in used where names.contains(where: { sameBytes($0, column.name) }) {
      plainTexts.insert(column.header)
    }
  }

  /// Reports cells of an office file, in columns that are used, whose text is not what was meant: a
  /// code that became a number has lost its zeros, a date was perhaps a text, an error is no value.
  func reportCells(log: inout ProblemLog) {
    guard let sheet else { return }
    for (name, column) in used {
      let isCode = !numbers.contains(column) && !plainTexts.contains(column)
      if isCode { report(.number, .numberInCode, name, column, sheet, &log) }
      report(.date, .dateInColumn, name, column, sheet, &log)
      report(.error, .errorInColumn, name, column, sheet, &log)
      report(.formula, .formulaWithoutValue, name, column, sheet, &log)
      report(.unreadable, .fieldUnreadable, name, column, sheet, &log)
    }
  }

  private func report(
    _ kind: SheetFacts.Kind, _ code: Code, _ name: String, _ column: Int, _ sheet: SheetFacts,
    _ log: inout ProblemLog
  ) {
    let tally = sheet.tally(column: column, kind)
    guard tally.count > 0 else { return }
    let file = headers[column].place.file
    let what = words(kind, name, sheet.format)
    for number in 0..<tally.count {
      log.add(code, cause: "\(file)/\(name)") {
        let row = number < tally.rows.count ? tally.rows[number] : 0
        return (Place(file: file, line: row, column: column + 1, inSheet: true), what)
      }
    }
  }

  private func words(_ kind: SheetFacts.Kind, _ name: String, _ format: OfficeFormat) -> Phrase {
    switch kind {
    case .number:
      let remedy =
        format == .dbase
        ? Phrase(zh: "该字段应为字符型（C）", en: "the field should be of type C")
        : Phrase(zh: "该列应为文本格式", en: "the column should be formatted as text")
      return Phrase(
        zh: "\(name) 是代码，此处存为数值，前导零可能已丢失；\(remedy.zh)",
        en: "\(name) is a code, stored here as a number: leading zeros may be lost; \(remedy.en)")
    case .date:
      return Phrase(
        zh: "\(name) 此处存为日期，应为\(numbersOrText(name).zh)",
        en: "\(name) is stored here as a date; \(numbersOrText(name).en) was expected")
    case .error:
      return Phrase(zh: "\(name) 此处是公式错误，不是值", en: "\(name) is a formula's error here, no value")
    case .formula:
      return Phrase(
        zh: "\(name) 此处是公式，文件中没有它的结果",
        en: "\(name) is a formula here, of which the file keeps no value")
    case .unreadable:
      return Phrase(
        zh: "\(name) 的字段类型（备注或二进制）不能读取",
        en: "the field \(name) is a memo or binary, which is not read")
    }
  }

  private func numbersOrText(_ name: String) -> Phrase {
    let isNumber = used.contains { sameBytes($0.name, name) && numbers.contains($0.header) }
    return isNumber ? Phrase(zh: "数", en: "a number") : Phrase(zh: "文本", en: "text")
  }
}
