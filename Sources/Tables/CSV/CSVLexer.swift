import Diagnostics

/// Reads CSV one row after the other, strictly by RFC 4180: the plain definition, and the way taken
/// for headers, messy rows and messages.
///
/// Line ends are LF or CRLF; a quote begins a quoted field only at the field's first byte.
struct CSVLexer {
  /// A field: where its bytes lie, without the quotes around it.
  struct Field: Equatable {
    /// Where the content lies in the file.
    let range: Range<Int>
    /// Whether it holds doubled quotes, which stand for one.
    let hasEscapes: Bool
    /// Where the field's line begins, and its number, for messages.
    let lineStart: Int
    let line: Int
  }

  /// A row.
  struct Row {
    var fields: [Field]
    /// The line on which it begins.
    let line: Int
    /// Whether every cell is empty.
    var isBlank: Bool { fields.allSatisfy(\.range.isEmpty) }
  }

  /// What is wrong with the quotes of a row.
  struct Fault {
    enum Kind { case unclosed, stray, behindQuote, longRow, longCell }
    let kind: Kind
    let at: Int
    let lineStart: Int
    let line: Int
  }

  let bytes: TextBytes
  let end: Int
  let limits: TableLimits
  /// Where the row under way must have ended.
  private var rowEnd = 0
  /// The next byte to read.
  private(set) var at: Int
  /// The line on which it lies, from 1.
  private(set) var line: Int
  private var lineStart: Int
  /// The first fault met in the row read last.
  private(set) var fault: Fault?

  init(
    _ bytes: TextBytes, from start: Int, to end: Int, line: Int, limits: TableLimits = .standard
  ) {
    self.bytes = bytes
    self.end = end
    self.limits = limits
    self.line = line
    at = start
    lineStart = start
  }

  /// The next row; nil at the end. A row beyond the limit is the last one.
  mutating func nextRow() -> Row? {
    guard at < end else { return nil }
    fault = nil
    var row = Row(fields: [], line: line)
    rowEnd = end - at > limits.rowBytesMax ? at + limits.rowBytesMax : end
    while true {
      row.fields.append(nextField())
      guard at < end else { return row }
      let separator = bytes[at]
      if fault?.kind == .longRow || (at == rowEnd && separator != UInt8(ascii: "\n")) {
        // Whatever else is wrong with it.
        fault = Fault(kind: .longRow, at: at, lineStart: lineStart, line: row.line)
        at = end
        return row
      }
      at += 1
      if separator == UInt8(ascii: "\n") {
        line += 1
        lineStart = at
        return row
      }
      if at == end {
        // A comma at the very end: one more field, which is empty.
        row.fields.append(
          Field(range: at..<at, hasEscapes: false, lineStart: lineStart, line: line))
        return row
      }
    }
  }

  /// Reads up to the next separator and stands on it, or at the end.
  private mutating func nextField() -> Field {
    if bytes[at] == UInt8(ascii: "\"") { return nextQuoted() }
    let start = at
    while at < rowEnd, bytes[at] != UInt8(ascii: ","), bytes[at] != UInt8(ascii: "\n") {
      if bytes[at] == UInt8(ascii: "\"") { note(.stray, at) }
      at += 1
    }
    if at - start > limits.cellBytesMax { note(.longCell, start) }
    return Field(
      range: start..<withoutReturn(start, at), hasEscapes: false, lineStart: lineStart, line: line)
  }

  /// The end of an unquoted field without the CR of a CRLF.
  private func withoutReturn(_ start: Int, _ stop: Int) -> Int {
    let endsLine = stop == end || bytes[stop] == UInt8(ascii: "\n")
    return endsLine && stop > start && bytes[stop - 1] == UInt8(ascii: "\r") ? stop - 1 : stop
  }

  private mutating func nextQuoted() -> Field {
    let (opening, openingLine, openingStart) = (at, line, lineStart)
    at += 1
    let start = at
    var hasEscapes = false
    while at < rowEnd {
      let byte = bytes[at]
      if byte == UInt8(ascii: "\"") {
        if at + 1 < end, bytes[at + 1] == UInt8(ascii: "\"") {
          hasEscapes = true
          at += 2
          continue
        }
        let stop = at
        at += 1
        if stop - start > limits.cellBytesMax { note(.longCell, start) }
        skipBehindQuote()
        return Field(
          range: start..<stop, hasEscapes: hasEscapes, lineStart: openingStart, line: openingLine)
      }
      at += 1
      if byte == UInt8(ascii: "\n") {
        line += 1
        lineStart = at
      }
    }
    if rowEnd < end {
      fault = Fault(kind: .longRow, at: at, lineStart: openingStart, line: openingLine)
    } else if fault == nil {
      fault = Fault(kind: .unclosed, at: opening, lineStart: openingStart, line: openingLine)
    }
    return Field(
      range: start..<at, hasEscapes: hasEscapes, lineStart: openingStart, line: openingLine)
  }

  /// Behind a closing quote only a separator or the end may stand.
  private mutating func skipBehindQuote() {
    while at < rowEnd, bytes[at] != UInt8(ascii: ","), bytes[at] != UInt8(ascii: "\n") {
      let isReturn =
        bytes[at] == UInt8(ascii: "\r")
        && (at + 1 == end || bytes[at + 1] == UInt8(ascii: "\n"))
      if !isReturn { note(.behindQuote, at) }
      at += 1
    }
  }

  private mutating func note(_ kind: Fault.Kind, _ at: Int) {
    if fault == nil { fault = Fault(kind: kind, at: at, lineStart: lineStart, line: line) }
  }
}

extension CSVLexer.Field {
  /// The content, with doubled quotes made one.
  func content(_ bytes: TextBytes) -> [UInt8] {
    let raw = bytes.array(range)
    guard hasEscapes else { return raw }
    var content: [UInt8] = []
    var isSecond = false
    for byte in raw {
      isSecond = byte == UInt8(ascii: "\"") && !isSecond
      if !isSecond || byte != UInt8(ascii: "\"") { content.append(byte) }
    }
    return content
  }

  /// The content as text.
  func text(_ bytes: TextBytes) -> String { String(decoding: content(bytes), as: UTF8.self) }

  /// The column in which the content begins, in Unicode scalars from 1.
  func column(_ bytes: TextBytes) -> Int {
    columnNumber(of: range.lowerBound, lineStart: lineStart, bytes)
  }

  /// Where the field stands.
  func place(_ file: String, _ bytes: TextBytes) -> Place {
    Place(file: file, line: line, column: column(bytes))
  }
}

/// The column of the byte at `at`, counted in Unicode scalars from 1.
func columnNumber(of at: Int, lineStart: Int, _ bytes: TextBytes) -> Int {
  var column = 1
  for i in lineStart..<max(lineStart, at) where bytes[i] & 0xC0 != 0x80 { column += 1 }
  return column
}

extension CSVLexer.Fault {
  /// The fault in words.
  func problem(in file: String, _ bytes: TextBytes, _ limits: TableLimits) -> Problem {
    let place = Place(
      file: file, line: line, column: columnNumber(of: at, lineStart: lineStart, bytes))
    switch kind {
    case .unclosed:
      return Problem(
        .quoteUnclosed, at: place,
        Phrase(
          zh: "此处的引号直到文件末尾都没有闭合", en: "the quote opened here is never closed"))
    case .stray:
      return Problem(
        .quoteStray, at: place,
        Phrase(
          zh: "未加引号的单元格中间出现引号；含引号的单元格应整体加引号，其中的引号写两个",
          en: "a quote in the middle of an unquoted cell; such a cell should be quoted as a whole, "
            + "with its quotes doubled"))
    case .longRow:
      return limits.overlongRow(file, line: line)
    case .longCell:
      return Problem(
        .limitExceeded, at: place,
        Phrase(
          zh: "一个单元格超过 \(limits.cellBytesMax) 字节",
          en: "a cell of more than \(limits.cellBytesMax) bytes"))
    case .behindQuote:
      return Problem(
        .quoteStray, at: place,
        Phrase(
          zh: "闭合引号之后应为逗号或行尾",
          en: "behind the closing quote there should be a comma or the end of the line"))
    }
  }
}
