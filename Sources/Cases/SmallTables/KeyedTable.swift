import Diagnostics
import Exact
import Rules
import Tables

/// A small table whose rows have a code each, in order of the codes' bytes: programmes, middle
/// schools.
struct KeyedTable {
  /// The table, in the order of its file.
  let text: TextTable
  /// The rows of the table in order of their codes.
  let rows: [Int]
  /// The codes, ascending by bytes, no two the same.
  let codes: [String]
  /// The codes again, to look up.
  let lookup: CodeTable
  /// Which columns were found.
  var finder: ColumnFinder
  /// The columns whose unreadable cells have been said: splits may ask for one more than once.
  private var judged: Set<Int> = []

  /// How many rows there are.
  var count: Int { rows.count }

  /// Reads the table whose codes are in column `key`, and which must have the columns `others`.
  /// Nil, with messages, where it is of no use.
  init?(
    _ table: CSVTable, key: String, and others: [String] = [], rules: RuleSet,
    log: inout ProblemLog
  ) {
    text = TextTable(table, log: &log)
    var finder = ColumnFinder(table, rules)
    // All that are missing are said at once.
    let found = ([key] + others).map { finder.require($0, log: &log) }
    self.finder = finder
    guard let column = found[0], found.allSatisfy({ $0 != nil }) else { return nil }
    if text.rowCount == 0 {
      log.add(
        .tableEmpty, at: table.headerPlace,
        Phrase(zh: "表头之下没有数据", en: "there is no row under the header"))
      return nil
    }
    let header = text.headers[column].name
    var first: [[UInt8]: Int] = [:]
    var kept: [(code: String, row: Int)] = []
    for row in 0..<text.rowCount {
      let code = text[row, column]
      if KeyedTable.isUnfit(code, text, row, column, header, &log) { continue }
      if let before = first[Array(code.utf8)] {
        let line = text.place(row: before).line
        log.add(
          .codeTwice, at: text.place(row: row, column: column), cause: table.file,
          Phrase(
            zh: "\(header) \(code) 重复，第一次出现在第 \(line) 行",
            en: "\(header) \(code) appears twice, first on line \(line)"))
        continue
      }
      first[Array(code.utf8)] = row
      kept.append((code, row))
    }
    KeyedTable.reportDates(kept, text, column, header, &log)
    kept.sort { $0.code.utf8.lexicographicallyPrecedes($1.code.utf8) }
    rows = kept.map(\.row)
    codes = kept.map(\.code)
    lookup = CodeTable(codes.map { Array($0.utf8) })
  }

  private static func isUnfit(
    _ code: String, _ text: TextTable, _ row: Int, _ column: Int, _ header: String,
    _ log: inout ProblemLog
  ) -> Bool {
    guard let flaw = codeFlaw(code) else { return false }
    log.add(
      .codeUnfit, at: text.place(row: row, column: column), cause: text.table.file,
      Phrase(zh: "\(header)：\(flaw.zh)", en: "\(header): \(flaw.en)"))
    return true
  }

  /// Codes that look like dates where most have nothing of the kind: a spreadsheet made them of
  /// others.
  private static func reportDates(
    _ codes: [(code: String, row: Int)], _ text: TextTable, _ column: Int, _ header: String,
    _ log: inout ProblemLog
  ) {
    let dashed = codes.filter { $0.code.utf8.contains { "-/".utf8.contains($0) } }
    if dashed.count * 2 >= codes.count { return }
    for (code, row) in dashed where looksLikeDate(code) {
      let flaw = dateFlaw(code)
      log.add(
        .codeUnfit, at: text.place(row: row, column: column), cause: text.table.file,
        Phrase(zh: "\(header)：\(flaw.zh)", en: "\(header): \(flaw.en)"))
    }
  }

  /// One cell of the row with number `index` in the order of the codes.
  subscript(index: Int, column: Int) -> String { text[rows[index], column] }

  /// Where it stands.
  func place(_ index: Int, column: Int? = nil) -> Place {
    text.place(row: rows[index], column: column)
  }

  /// The number of `code`; nil where it is not in the table.
  func index(of code: String) -> Int? { lookup.value(of: Array(code.utf8)) }

  /// The values of a column, in the order of the codes; nil where there is no such column.
  mutating func values(_ name: String, log: inout ProblemLog) -> [String]? {
    guard let column = finder.find(name, log: &log) else { return nil }
    return (0..<count).map { self[$0, column] }
  }

  /// The numbers of a column of whole numbers from 0; reports cells that are none.
  mutating func counts(_ name: String, log: inout ProblemLog) -> [Int]? {
    guard let column = finder.find(name, log: &log) else { return nil }
    finder.numbers.insert(column)
    let header = text.headers[column].name
    var found = ProblemLog()
    let counts = (0..<count).map { index in
      parseCount(self[index, column], header, { place(index, column: column) }, &found)
    }
    if judged.insert(column).inserted { log.merge(found) }
    return counts
  }

  /// The numbers of a column, in thousandths, empty cells as nil; reports cells that are none or
  /// negative, and empty ones where they may not be.
  mutating func numbers(
    _ name: String, mayBeEmpty: Bool, most: Int64? = nil, log: inout ProblemLog
  ) -> [Int64?]? {
    guard let column = finder.find(name, log: &log) else { return nil }
    finder.numbers.insert(column)
    return (0..<count).map { index in
      let cell = self[index, column]
      if cell.isEmpty {
        if !mayBeEmpty {
          log.add(
            .numberMissing, at: place(index, column: column), cause: "\(text.table.file)/\(name)",
            Phrase(
              zh: "\(text.headers[column].name) 为空（\(codes[index])），应为数",
              en: "\(text.headers[column].name) is empty (\(codes[index])), a number was expected"))
        }
        return nil
      }
      let fault: NumberCells.Fault
      switch NumberCells.parse(Array(cell.utf8)) {
      case .success(let value) where value >= 0:
        if let most, value > most { reportAboveFull(index, column, name, most, &log) }
        return value
      case .success: fault = .negative
      case .failure(let failure): fault = failure.fault
      }
      let (header, what) = (text.headers[column].name, fault.phrase(cell))
      log.add(
        .numberUnreadable, at: place(index, column: column), cause: "\(text.table.file)/\(name)",
        Phrase(zh: "\(header)：\(what.zh)", en: "\(header): \(what.en)"))
      return nil
    }
  }

  private func reportAboveFull(
    _ index: Int, _ column: Int, _ name: String, _ most: Int64, _ log: inout ProblemLog
  ) {
    let owner = Phrase(zh: codes[index], en: codes[index])
    log.add(
      .marksAboveFull, at: place(index, column: column), cause: "\(text.table.file)/\(name)",
      aboveFull(text.headers[column].name, self[index, column], owner, most))
  }
}

/// Reads a whole number from 0; reports what is none, and gives 0 then.
func parseCount(
  _ cell: String, _ name: String, _ place: () -> Place, _ log: inout ProblemLog
) -> Int {
  if let number = count(of: cell) { return number }
  log.add(
    .countUnreadable, at: place(), cause: name,
    Phrase(
      zh: "\(name) 为 \(spelled(cell))，应为 0 到 \(seatsMax) 的整数",
      en: "\(name) is \(spelled(cell)), a whole number from 0 to \(seatsMax) was expected"))
  return 0
}

/// A whole number from 0 to `seatsMax`; nil for anything else.
func count(of cell: String) -> Int? {
  guard let number = Decimal(cell), number.places == 0, number.mantissa >= 0,
    number.mantissa <= seatsMax
  else { return nil }
  return Int(number.mantissa)
}

/// The most seats of one cell, and of all together.
let seatsMax: Int64 = 1_000_000_000

/// Why `code` cannot be a code; nil where it can.
func codeFlaw(_ code: String) -> Phrase? {
  if code.isEmpty { return Phrase(zh: "代码为空", en: "the code is empty") }
  if code.utf8.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x7F }) {
    return Phrase(
      zh: "代码 \(spelled(code)) 含有引号或控制字符",
      en: "the code \(spelled(code)) holds a quote or a control character")
  }
  if code.utf8.count > 254 {
    return Phrase(zh: "代码超过 254 字节", en: "the code is longer than 254 bytes")
  }
  if let first = code.unicodeScalars.first, let last = code.unicodeScalars.last,
    first.properties.isWhitespace || last.properties.isWhitespace
  {
    return Phrase(
      zh: "代码 \(spelled(code)) 前后有空格", en: "the code \(spelled(code)) has blanks around it")
  }
  if !oddCharacters(code).isEmpty {
    return Phrase(
      zh: "代码 \(spelled(code)) 含有全角字母数字、特殊空格或不可见的字符",
      en: "the code \(spelled(code)) has full-width letters or digits, unusual blanks or invisible "
        + "characters")
  }
  if isSheetError(code) {
    return Phrase(
      zh: "代码 \(spelled(code)) 是电子表格的错误值，原来的代码已丢失；请从原系统重新导出",
      en:
        "the code \(spelled(code)) is a spreadsheet's error, the code itself is lost; export it again"
    )
  }
  if code.hasPrefix("'") || code.hasPrefix("=") {
    return Phrase(
      zh: "代码 \(spelled(code)) 以 ' 或 = 开头，那是电子表格的文本标记，不属于代码",
      en:
        "the code \(spelled(code)) begins with ' or =, by which spreadsheets mark texts: it is no part "
        + "of the code")
  }
  if isScientific(code) {
    return Phrase(
      zh: "代码 \(spelled(code)) 是科学计数法，已被电子表格破坏；请从原系统以文本格式重新导出",
      en:
        "the code \(spelled(code)) is in scientific notation, spoiled by a spreadsheet; export it "
        + "again as text")
  }
  return nil
}

/// What is said of a code that looks like a date where others do not.
func dateFlaw(_ code: String) -> Phrase {
  Phrase(
    zh: "代码 \(spelled(code)) 像日期，其余的不像，可能已被电子表格改写；请从原系统以文本格式重新导出",
    en:
      "the code \(spelled(code)) looks like a date, as most do not: a spreadsheet may have made it of "
      + "another; export it again as text")
}

/// Whether `code` looks like 2026/7/1, 26-7-1 or 7-1-2026.
func looksLikeDate(_ code: String) -> Bool {
  let bytes = Array(code.utf8)
  guard (6...10).contains(bytes.count),
    let mark = bytes.first(where: { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "/") })
  else { return false }
  let parts = bytes.split(separator: mark, omittingEmptySubsequences: false)
  guard parts.count == 3,
    parts.allSatisfy({ $0.allSatisfy { (0x30...0x39).contains($0) } }),
    let middle = Int(String(decoding: parts[1], as: UTF8.self)), (1...31).contains(middle)
  else { return false }
  let lengths = parts.map(\.count)
  let isYear = { (count: Int) in count == 2 || count == 4 }
  let isDay = { (count: Int) in count == 1 || count == 2 }
  return isDay(lengths[1])
    && ((isYear(lengths[0]) && isDay(lengths[2])) || (isDay(lengths[0]) && isYear(lengths[2])))
}

/// Whether `code` looks like 1.2E+17.
func isScientific(_ code: String) -> Bool {
  let parts = code.utf8.split(whereSeparator: { $0 == UInt8(ascii: "E") || $0 == UInt8(ascii: "e") }
  )
  guard parts.count == 2, code.utf8.contains(UInt8(ascii: "+")) else { return false }
  let isDigit: (UInt8) -> Bool = { (0x30...0x39).contains($0) }
  return parts[0].allSatisfy { isDigit($0) || $0 == UInt8(ascii: ".") }
    && parts[1].first == UInt8(ascii: "+") && parts[1].dropFirst().allSatisfy(isDigit)
    && parts[1].count > 1
}

extension NumberCells.Fault {
  /// The fault of `cell` in words.
  func phrase(_ cell: String) -> Phrase {
    switch self {
    case .negative:
      return Phrase(
        zh: "\(spelled(cell)) 为负数，应为 0 或以上",
        en: "\(spelled(cell)) is negative; 0 or more was expected")
    case .notANumber:
      let hint = numberHint(cell)
      return Phrase(
        zh: "\(spelled(cell)) 不是数" + hint.zh, en: "\(spelled(cell)) is not a number" + hint.en)
    case .tooManyPlaces:
      return Phrase(
        zh: "\(spelled(cell)) 的小数多于 3 位", en: "\(spelled(cell)) has more than 3 decimal places")
    case .tooLarge:
      return Phrase(
        zh: "\(spelled(cell)) 太大，应小于 10¹²", en: "\(spelled(cell)) is too large; less than 10¹²")
    }
  }
}

/// What may have happened to a cell that should be a number.
private func numberHint(_ cell: String) -> Phrase {
  if cell.unicodeScalars.contains(where: { (0xFF10...0xFF19).contains($0.value) }) {
    return Phrase(zh: "：含全角数字", en: ": it has full-width digits")
  }
  if cell.unicodeScalars.contains(where: \.properties.isWhitespace) {
    return Phrase(zh: "：含空格", en: ": it has blanks")
  }
  return Phrase(zh: "", en: "")
}
