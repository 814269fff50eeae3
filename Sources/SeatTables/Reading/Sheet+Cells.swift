import Apportionment
import Diagnostics
import Exact
import Tables

extension Sheet {
  /// The names in a column, in the order of the table; nil where one cannot be a name.
  func names(_ column: String, log: inout ProblemLog) -> [String]? {
    var isGood = true
    let names = (0..<rowCount).map { row in
      let name = self[row, column]
      if let flaw = Sheet.flaw(ofName: name) {
        isGood = false
        log.add(.codeUnfit, cause: "\(file)/\(column)") {
          (place(row, column), Phrase(zh: "\(column)：\(flaw.zh)", en: "\(column): \(flaw.en)"))
        }
      }
      return name
    }
    return isGood ? names : nil
  }

  /// The names in a column, which must differ; nil where they do not, or one cannot be a name.
  func uniqueNames(_ column: String, log: inout ProblemLog) -> [String]? {
    guard let names = names(column, log: &log) else { return nil }
    var first: [[UInt8]: Int] = [:]
    for (row, name) in names.enumerated() {
      if let before = first.updateValue(first[Array(name.utf8)] ?? row, forKey: Array(name.utf8)) {
        log.add(.nameTwice, cause: file) { twice(row, before, column, name) }
      }
    }
    return first.count == names.count ? names : nil
  }

  /// The message for a second row of the same name.
  func twice(_ row: Int, _ before: Int, _ column: String, _ name: String) -> (Place?, Phrase) {
    let line = text.place(row: before).line
    return (
      place(row, column),
      Phrase(
        zh: "\(column) \(name) 重复，第一次出现在第 \(line) 行",
        en: "\(column) \(name) appears twice, first on line \(line)")
    )
  }

  /// A whole number of seats; `empty` where the cell is empty or there is no such column.
  ///
  /// What is no number from 0 to 2³¹ is reported, and nil.
  func seats(_ row: Int, _ column: String, empty: Int?, log: inout ProblemLog) -> Int? {
    let cell = self[row, column]
    if cell.isEmpty, let empty { return empty }
    if let number = Decimal(cell), number.places == 0, number.mantissa >= 0,
      number.mantissa <= Int64(Limits.seatsMax)
    {
      return Int(number.mantissa)
    }
    log.add(.countUnreadable, cause: "\(file)/\(column)") {
      (
        place(row, column),
        Phrase(
          zh: "\(column) 为 \(curlyQuoted(cell))，应为 0 到 \(Limits.seatsMax) 的整数",
          en:
            "\(column) is \(curlyQuoted(cell)); a whole number from 0 to \(Limits.seatsMax) was expected"
        )
      )
    }
    return nil
  }

  /// A weight; what is none is reported, and nil.
  func weight(_ row: Int, _ column: String, log: inout ProblemLog) -> Decimal? {
    let cell = self[row, column]
    if let number = Decimal(cell), number.mantissa >= 0 { return number }
    log.add(.weightUnfit, cause: "\(file)/\(column)") {
      let isNegative = Decimal(cell) != nil
      return (
        place(row, column),
        isNegative
          ? Phrase(
            zh: "\(column) 为 \(curlyQuoted(cell))，是负数；应为 0 或以上",
            en: "\(column) is \(curlyQuoted(cell)), which is negative; 0 or more was expected")
          : Phrase(
            zh: "\(column) 为 \(curlyQuoted(cell))，不是数（至多 18 位有效数字）",
            en: "\(column) is \(curlyQuoted(cell)); a number was expected, of at most 18 digits")
      )
    }
    return nil
  }

  private static func flaw(ofName name: String) -> Phrase? {
    if name.isEmpty { return Phrase(zh: "名称为空", en: "the name is empty") }
    if name.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
      return Phrase(
        zh: "名称 \(curlyQuoted(name)) 含有控制字符",
        en: "the name \(curlyQuoted(name)) holds a control character")
    }
    if let first = name.unicodeScalars.first, let last = name.unicodeScalars.last,
      first.properties.isWhitespace || last.properties.isWhitespace
    {
      return Phrase(
        zh: "名称 \(curlyQuoted(name)) 前后有空格",
        en: "the name \(curlyQuoted(name)) has blanks around it")
    }
    return nil
  }
}
