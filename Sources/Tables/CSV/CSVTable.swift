import Columns
import Diagnostics
import OfficeFiles

/// A CSV table (RFC 4180) opened for reading: its header is known, its rows are counted and cut
/// into stretches that several threads can read at once.
///
/// Quotes, embedded separators and line ends, CRLF, a missing last line end and blank rows are
/// understood. Rows are numbered from 0 without the blank ones.
public struct CSVTable: Sendable {
  /// A column as the header names it.
  public struct Header: Sendable, Hashable {
    /// The name, trimmed of outer blanks.
    public let name: String
    /// Where it stands.
    public let place: Place
  }

  /// The name that messages give it.
  public let file: String
  /// What the file says of its cells beyond their text, where it is an office file.
  public let sheet: SheetFacts?
  /// The columns.
  public let headers: [Header]
  /// How many rows there are; blank ones do not count.
  public internal(set) var rowCount: Int
  /// Rows in which every cell is empty.
  public internal(set) var blankCount: Int

  let bytes: TextBytes
  let limits: TableLimits
  /// Where the rows begin: behind the header's line end.
  let bodyStart: Int
  /// The line of the first row, from 1.
  let firstLine: Int
  /// Stretches of whole rows, in order.
  var stretches: [Stretch]

  /// Some whole rows that lie one behind the other.
  struct Stretch: Sendable {
    /// The bytes, from the first row's first to behind the last row's line end.
    var range: Range<Int>
    /// The line on which the first row begins.
    var line: Int
    /// The number of the first row.
    var firstRow: Int
    /// How many rows there are; until the first reading, blank ones count.
    var rowCount: Int
    /// Whether any byte is a quote.
    var hasQuotes: Bool
  }

  /// Opens a table, of which `form` says what is expected. Reports what makes it unreadable (no
  /// header, NUL bytes, an unclosed quote) to `log` and returns nil then.
  public static func open(
    _ file: String, _ bytes: TextBytes, form: TableForm = TableForm(), workers: Workers,
    limits: TableLimits = .standard, log: inout ProblemLog
  ) -> CSVTable? {
    var lexer = CSVLexer(bytes, from: 0, to: bytes.count, line: 1, limits: limits)
    form.skipTitles(&lexer)
    let first = lexer.nextRow()
    if let fault = lexer.fault, fault.kind == .longRow {
      log.add(fault.problem(in: file, bytes, limits))
      return nil
    }
    if let problem = form.headerElsewhere(file, bytes, than: first) {
      log.add(problem)
      return nil
    }
    guard let header = first, !header.isBlank else {
      log.add(
        .tableEmpty, at: Place(file: file, line: form.headerRow),
        Phrase(
          zh: "没有表头；第 \(form.headerRow) 行应为列名",
          en: "there is no header row; line \(form.headerRow) should name the columns"))
      return nil
    }
    if let fault = lexer.fault {
      log.add(fault.problem(in: file, bytes, limits))
      return nil
    }
    if let flaw = separatorFlaw(header, bytes) {
      log.add(.separatorsUnfit, at: Place(file: file, line: form.row(ofLine: header.line)), flaw)
      return nil
    }
    guard header.fields.count <= limits.columnsMax else {
      log.add(
        .limitExceeded, at: Place(file: file, line: form.row(ofLine: header.line)),
        Phrase(
          zh: "有 \(header.fields.count) 列，至多 \(limits.columnsMax) 列",
          en: "there are \(header.fields.count) columns, at most \(limits.columnsMax) may be"))
      return nil
    }
    let headers = header.fields.enumerated().map { number, field in
      Header(
        name: trimmed(field.text(bytes)),
        place: form.place(file, field, column: number, line: header.line, bytes))
    }
    var table = CSVTable(
      file: file, sheet: form.sheet, headers: headers, rowCount: 0, blankCount: 0, bytes: bytes,
      limits: limits, bodyStart: lexer.at, firstLine: lexer.line, stretches: [])
    guard table.cut(workers: workers, log: &log) else { return nil }
    return table
  }

  static let endsInReturns = Phrase(
    zh: "各行以单独的 CR 结尾；应以 LF 或 CRLF 结尾",
    en: "lines end in CR alone; LF or CRLF was expected")

  /// What in a header shows that cells or lines are separated by something else; nil if nothing
  /// does.
  private static func separatorFlaw(_ header: CSVLexer.Row, _ bytes: TextBytes) -> Phrase? {
    let names = header.fields.map { $0.content(bytes) }
    // A return inside the row, not in quotes: the CR that ended lines on old systems.
    if zip(header.fields, names).contains(where: { field, name in
      name.contains(UInt8(ascii: "\r")) && !isQuoted(field, bytes)
    }) {
      return endsInReturns
    }
    guard names.count == 1 else { return nil }
    let name = String(decoding: names[0], as: UTF8.self).unicodeScalars
    let others: [(mark: Unicode.Scalar, zh: String, en: String)] = [
      (";", "分号", "semicolons"), ("\t", "制表符", "tabs"), ("，", "全角逗号", "full-width commas"),
      ("；", "全角分号", "full-width semicolons"), ("、", "顿号", "enumeration commas"),
    ]
    for (mark, zh, en) in others where name.contains(mark) {
      return Phrase(zh: "各列以\(zh)分隔；应以逗号分隔", en: "cells are separated by \(en), not by commas")
    }
    return nil
  }

  private static func isQuoted(_ field: CSVLexer.Field, _ bytes: TextBytes) -> Bool {
    field.range.lowerBound > 0 && bytes[field.range.lowerBound - 1] == UInt8(ascii: "\"")
  }

  /// The header's line, or the sheet's row that it is.
  public var headerPlace: Place {
    Place(file: file, line: headers.first?.place.line ?? 1, inSheet: sheet != nil)
  }

  /// The line `line` of the text; in a sheet the row that it is, and the cell in `column` (from 0).
  func place(line: Int, column: Int = -1) -> Place {
    guard let sheet else { return Place(file: file, line: line) }
    return Place(file: file, line: sheet.row(ofLine: line), column: column + 1, inSheet: true)
  }

  /// The line on which row `row` begins, found by reading up to it: for messages.
  public func place(row: Int, column: Int? = nil) -> Place {
    guard let stretch = stretches.last(where: { $0.firstRow <= row }) else {
      return Place(file: file)
    }
    var lexer = CSVLexer(
      bytes, from: stretch.range.lowerBound, to: stretch.range.upperBound, line: stretch.line)
    var at = stretch.firstRow
    while let found = lexer.nextRow() {
      // Rows of another width than the header were left out too, and have no number.
      if found.isBlank || found.fields.count != headers.count { continue }
      if at == row {
        guard let column else { return place(line: found.line) }
        if sheet != nil { return place(line: found.line, column: column) }
        return found.fields[column].place(file, bytes)
      }
      at += 1
    }
    return Place(file: file)
  }
}

/// `text` without blanks around it.
func trimmed(_ text: String) -> String {
  var scalars = Substring(text).unicodeScalars
  while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
  while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
  return String(scalars)
}

extension CSVTable {
  /// A cell of the first row that is not blank; nil where there is none.
  public func firstCell(_ column: Int) -> String? {
    var lexer = CSVLexer(bytes, from: bodyStart, to: bytes.count, line: firstLine)
    while let row = lexer.nextRow() {
      if !row.isBlank {
        return column < row.fields.count ? row.fields[column].text(bytes) : nil
      }
    }
    return nil
  }
}
