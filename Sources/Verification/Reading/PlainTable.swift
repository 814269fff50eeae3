import Diagnostics
import Rules

/// A CSV table read plainly: its text, its header, and its rows one after the other.
///
/// Nothing here is shared with the reader that `allocate` uses, so that a fault of either shows as
/// a difference. Codes stay bytes; positions are those of editors (lines and columns from 1).
public struct PlainTable: Sendable {
  /// The name that messages give it.
  public let file: String
  /// The names of the columns, without blanks around them.
  public let headers: [String]
  /// The text as UTF-8, without a byte order mark.
  let bytes: PlainBytes
  /// Where the rows begin.
  let bodyStart: Int
  /// The line of the first row.
  let firstLine: Int
  /// Whether a quote stands anywhere.
  private let hasQuotes: Bool
  /// Whether it was a database, whose names of columns are cut and mostly in capitals.
  var isDatabase = false

  /// Opens the table that the file `file` holds. Nil, with a problem, where its text or its header
  /// cannot be read. Complexity: O(bytes), to check the encoding.
  ///
  /// `headerRow` is the row of the header, from 1, where titles stand above it.
  public init?(
    _ file: String, _ raw: [UInt8], encoding: TableEncoding? = nil, headerRow: Int = 1,
    problems: inout ProblemLog
  ) {
    self.init(
      file, PlainBytes(raw), encoding: encoding, headerRow: headerRow,
      threads: PlainThreads(count: 1), problems: &problems)
  }

  /// The same of bytes that all threads look through.
  init?(
    _ file: String, _ raw: PlainBytes, encoding: TableEncoding? = nil, headerRow: Int = 1,
    threads: PlainThreads, problems: inout ProblemLog
  ) {
    guard
      let text = plainText(raw, file, declared: encoding, threads: threads, problems: &problems)
    else { return nil }
    self.init(file, text: text, headerRow: headerRow, problems: &problems)
  }

  /// Opens the table whose text is already UTF-8.
  init?(
    _ file: String, text: PlainText, headerRow: Int = 1, problems: inout ProblemLog
  ) {
    self.file = file
    (hasQuotes, bytes) = (text.hasQuotes, text.bytes)
    let opened = text.bytes.withSpan { bytes in
      PlainTable.header(of: bytes, from: text.start, file, headerRow, text.hasZeros, &problems)
    }
    guard let opened else { return nil }
    (headers, bodyStart, firstLine) = opened
  }

  /// The names of the columns, where the rows begin, and on which line.
  private static func header(
    of bytes: Span<UInt8>, from start: Int, _ file: String, _ headerRow: Int, _ hasZeros: Bool,
    _ problems: inout ProblemLog
  ) -> (headers: [String], bodyStart: Int, firstLine: Int)? {
    if hasZeros, let zero = bytes.firstPlace(of: 0) {
      problems.add(
        .plainReading,
        at: plainPlace(file, bytes.extracting(start..<bytes.count), zero - start),
        Phrase(zh: "文件中有零字节", en: "there is a NUL byte in the file"))
      return nil
    }
    var cursor = PlainCursor(from: start, to: bytes.count, line: 1)
    var cells = [PlainCell](repeating: PlainCell(), count: columnsMax)
    while cursor.line < headerRow, cursor.next(bytes, into: &cells) != nil {}
    let headerLine = cursor.line
    let count = cursor.next(bytes, into: &cells) ?? 0
    guard count > 0, count <= columnsMax, cursor.fault == nil,
      cells.prefix(count).contains(where: { !$0.isEmpty })
    else {
      problems.add(
        .plainReading, at: Place(file: file, line: headerLine),
        Phrase(zh: "第一行应为列名", en: "the first line should name the columns"))
      return nil
    }
    var headers: [String] = []
    for at in 0..<count { headers.append(withoutBlanks(text(cells[at], bytes))) }
    return (headers, cursor.at, cursor.line)
  }

  /// The most columns that a table may have.
  static let columnsMax = 4096

  /// The text of a cell, doubled quotes made one.
  static func text(_ cell: PlainCell, _ bytes: Span<UInt8>) -> String {
    String(decoding: content(cell, bytes), as: UTF8.self)
  }

  /// The bytes of a cell, doubled quotes made one.
  static func content(_ cell: PlainCell, _ bytes: Span<UInt8>) -> [UInt8] {
    var content: [UInt8] = []
    var at = cell.start
    while at < cell.end {
      content.append(bytes[at])
      at += cell.hasDoubledQuotes && bytes[at] == UInt8(ascii: "\"") ? 2 : 1
    }
    return content
  }

  /// The rows cut into pieces of about `aboutBytes`, each of whole rows, for threads to read at
  /// once.
  ///
  /// A line end inside quotes ends no row: where quotes stand below the header, there is one piece.
  func pieces(aboutBytes: Int) -> [Range<Int>] {
    let body = bodyStart..<bytes.count
    if hasQuotes, bytes.firstPlace(of: UInt8(ascii: "\""), body) != nil { return [body] }
    return plainPieces(of: bytes, from: bodyStart, aboutBytes: aboutBytes)
  }

  // MARK: Columns

  /// The column that stands for our `name`: by the rules' `columns`, else by the name itself or one
  /// of the built-in aliases. Nil where there is none, and where there is more than one, which is a
  /// problem.
  public func column(
    _ name: String, _ rules: RuleSet, problems: inout ProblemLog
  ) -> Int? {
    // A name that the rules give comes first; of what the program writes, then ours.
    var turns = [[name] + plainAliases(of: name)]
    if let given = rules.columns[name] {
      turns = plainOwnNames.contains(name) ? [[given], [name]] : [[given]]
    }
    var found: [Int] = []
    for wanted in turns where found.isEmpty {
      found = headers.indices.filter { at in
        wanted.contains { areSameBytes($0, headers[at]) }
      }
      if found.isEmpty, isDatabase {
        let fields = wanted.map(plainFieldName)
        found = headers.indices.filter { at in
          fields.contains { areSameBytes($0, plainFieldName(headers[at])) }
        }
      }
    }
    if found.count > 1 {
      problems.add(
        .plainReading, at: Place(file: file, line: 1),
        Phrase(
          zh: "有 \(found.count) 列都可作为 \(name)", en: "\(found.count) columns could be \(name)"))
      return nil
    }
    return found.first
  }

  /// The same, where the table must have it.
  public func requiredColumn(
    _ name: String, _ rules: RuleSet, problems: inout ProblemLog
  ) -> Int? {
    let before = problems.errorCount
    if let found = column(name, rules, problems: &problems) { return found }
    if problems.errorCount == before {
      problems.add(
        .plainReading, at: Place(file: file, line: 1),
        Phrase(zh: "没有列 \(name)", en: "there is no column \(name)"))
    }
    return nil
  }

  // MARK: Rows

  /// Hands over each row in the order of the file: its number from 0, its line, its cells, all
  /// bytes. Blank rows have no number and are not handed over; rows of another width than the
  /// header, and misplaced quotes, are problems. Complexity: O(bytes).
  func forEachRow(
    problems: inout ProblemLog,
    _ body: (_ row: Int, _ line: Int, _ cells: Span<PlainCell>, _ bytes: Span<UInt8>) -> Void
  ) {
    var rows = PlainRows(self, from: bodyStart, to: bytes.count, line: firstLine)
    bytes.withSpan { bytes in
      while rows.next(bytes) { body(rows.row, rows.line, rows.cells.span, bytes) }
    }
    problems.merge(rows.problems)
  }

  /// All rows as texts: for tables of which a city has thousands of rows, not millions.
  public func texts(problems: inout ProblemLog) -> PlainTexts {
    var texts = PlainTexts(file: file, columns: headers.count)
    forEachRow(problems: &problems) { _, line, cells, bytes in
      texts.lines.append(line)
      for at in cells.indices { texts.cells.append(PlainTable.text(cells[at], bytes)) }
    }
    return texts
  }
}

/// The rows of a table as texts.
public struct PlainTexts: Sendable {
  /// The name that messages give the table.
  public let file: String
  let columns: Int
  var cells: [String] = []
  var lines: [Int] = []

  /// How many rows there are; blank ones do not count.
  public var count: Int { lines.count }

  /// One cell.
  public subscript(row: Int, column: Int) -> String { cells[row * columns + column] }

  /// The line on which a row begins.
  public func place(_ row: Int) -> Place { Place(file: file, line: lines[row]) }
}

/// The rows of a stretch of a table, one after the other.
struct PlainRows {
  /// The number of the row read last, from 0 within the stretch.
  private(set) var row = -1
  /// The line on which it begins.
  private(set) var line = 0
  /// Its cells, as many as the header has.
  private(set) var cells: [PlainCell]
  /// What was wrong with rows that were left out.
  private(set) var problems = ProblemLog()
  /// Rows left out because every cell is empty.
  private(set) var blankCount = 0
  private var cursor: PlainCursor
  private let file: String

  init(_ table: PlainTable, from start: Int, to end: Int, line: Int) {
    file = table.file
    cells = Array(repeating: PlainCell(), count: table.headers.count)
    cursor = PlainCursor(from: start, to: end, line: line)
  }

  /// The byte and the line at which the next row begins.
  var at: Int { cursor.at }
  var nextLine: Int { cursor.line }

  /// Goes on behind `count` rows of a line each, which somebody else has read.
  mutating func pass(_ count: Int, to at: Int) {
    row += count
    cursor.pass(count, to: at)
  }

  /// Reads the next row that is not blank and is as wide as the header; false at the end.
  @inline(__always)
  mutating func next(_ bytes: Span<UInt8>) -> Bool {
    while true {
      line = cursor.line
      guard let count = cursor.next(bytes, into: &cells) else { return false }
      if cursor.fault == nil, count == cells.count, !cells[0].isEmpty {
        row &+= 1
        return true
      }
      if isGood(count) { return true }
    }
  }

  /// Says what is wrong with the row read last, which is left out.
  mutating func leaveOut(_ what: Phrase) {
    problems.add(.plainReading, at: Place(file: file, line: line), cause: file, what)
    row -= 1
  }

  /// The same for rows that are not plainly good: says what is wrong with one that is left out.
  private mutating func isGood(_ count: Int) -> Bool {
    if let fault = cursor.fault {
      let what =
        fault.kind == .unclosedQuote
        ? Phrase(zh: "引号没有闭合", en: "a quote is never closed")
        : Phrase(zh: "引号位置不对", en: "a misplaced quote")
      problems.add(.plainReading, at: Place(file: file, line: fault.line), cause: file, what)
    }
    if cells.prefix(count).allSatisfy(\.isEmpty), !cursor.hasTextBeyond {
      blankCount += 1
      return false
    }
    guard count == cells.count else {
      problems.add(
        .plainReading, at: Place(file: file, line: line), cause: file,
        Phrase(
          zh: "本行有 \(count) 个单元格，表头有 \(cells.count) 列",
          en: "this row has \(count) cells, the header has \(cells.count)"))
      return false
    }
    row += 1
    return true
  }
}

/// `name` as databases have it: 10 bytes of GBK at most, where what is not ASCII has two, and no
/// difference between capitals and small letters.
private func plainFieldName(_ name: String) -> String {
  var field = ""
  var bytes = 0
  for scalar in name.unicodeScalars {
    bytes += scalar.value < 128 ? 1 : 2
    if bytes > 10 { break }
    field.unicodeScalars.append(scalar)
  }
  return field.lowercased()
}

/// The columns of tables that the program writes, or that refer to other tables.
private let plainOwnNames = [
  "student", "programme", "middle_school", "pool", "audience", "seats", "stage", "split",
  "decision", "decided_by", "reason", "priority", "name",
]

/// Other names under which offices export our columns (FILES.md, "Aliases of headers").
func plainAliases(of name: String) -> [String] {
  switch name {
  case "student": ["准考证号", "报名号"]
  case "name": ["姓名"]
  case "middle_school": ["毕业学校代码", "初中代码", "byxxdm"]
  case "programme": ["招生代码", "zsxxdm"]
  case "school": ["学校代码"]
  case "district": ["区县", "县区", "xqdm"]
  case "plan": ["计划数"]
  case "number": ["志愿序号", "志愿号"]
  case "list": ["批次", "批次代码"]
  case "seats": ["名额", "数量", "zbssl"]
  case "evaluation": ["综合素质评价"]
  case _ where name.hasPrefix("choice"):
    Int(name.dropFirst("choice".count)).map { ["志愿\($0)"] } ?? []
  default: []
  }
}

/// `text` without blanks around it.
func withoutBlanks(_ text: String) -> String {
  var scalars = Substring(text).unicodeScalars
  while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
  while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
  return String(scalars)
}
