import Diagnostics

/// A table of a run, which is as this program writes it or is refused: its header exactly, LF line
/// ends, no blank rows.
struct RunText: Sendable {
  let file: String
  let columns: Int
  let bytes: [UInt8]
  let bodyStart: Int

  /// Opens `bytes`; nil, with a finding, where the header is another or the last line has no end.
  init?(_ file: String, _ bytes: [UInt8], header: String, findings: inout Findings) {
    let isHeader = bytes.starts(with: header.utf8)
    guard isHeader, bytes.count > header.utf8.count,
      bytes[header.utf8.count] == UInt8(ascii: "\n"), bytes.last == UInt8(ascii: "\n")
    else {
      findings.add(.runTableUnfit, at: Place(file: file, line: isHeader ? 0 : 1)) {
        isHeader
          ? Phrase(zh: "最后一行没有行尾：文件被截断", en: "the last line has no end: the file was cut")
          : Phrase(zh: "表头应为 \(header)", en: "the header should be \(header)")
      }
      return nil
    }
    self.file = file
    self.bytes = bytes
    columns = header.utf8.count { $0 == UInt8(ascii: ",") } + 1
    bodyStart = header.utf8.count + 1
  }

  /// Where the rows begin that stand `rows` further each: of the first, `starts[0]`, and so on; the last
  /// is where reading ends. Fewer rows than asked for end at the end.
  func starts(ofRows rows: [Int], from start: Int? = nil) -> [Int] {
    var at = start ?? bodyStart
    var starts = [at]
    let hasQuotes = firstPlace(of: UInt8(ascii: "\""), in: bytes, from: at) != nil
    for count in rows {
      var left = count
      while left > 0, at < bytes.count {
        at = hasQuotes ? endOfRow(at) : endOfLine(at)
        left -= 1
      }
      starts.append(at)
    }
    return starts
  }

  private func endOfLine(_ start: Int) -> Int {
    firstPlace(of: UInt8(ascii: "\n"), in: bytes, from: start).map { $0 + 1 } ?? bytes.count
  }

  /// The end of a row in which quotes may hold a line end.
  private func endOfRow(_ start: Int) -> Int {
    var isInside = false
    for at in start..<bytes.count {
      if bytes[at] == UInt8(ascii: "\"") { isInside.toggle() }
      if bytes[at] == UInt8(ascii: "\n"), !isInside { return at + 1 }
    }
    return bytes.count
  }

  /// A cursor over some whole rows.
  func rows(from start: Int, to end: Int, line: Int) -> RunRows {
    RunRows(self, from: start, to: end, line: line)
  }
}

/// The rows of a run's table, one after the other.
struct RunRows {
  private(set) var line = 0
  private(set) var cells: [PlainCell]
  private(set) var findings = Findings()
  private var cursor: PlainCursor
  private let file: String

  init(_ text: RunText, from start: Int, to end: Int, line: Int) {
    file = text.file
    cells = Array(repeating: PlainCell(), count: text.columns)
    cursor = PlainCursor(from: start, to: end, line: line)
  }

  /// Reads the next row; false at the end. Rows that are not in form are findings, and left out.
  @inline(__always)
  mutating func next(_ bytes: Span<UInt8>) -> Bool {
    while true {
      line = cursor.line
      guard let count = cursor.next(bytes, into: &cells) else { return false }
      // A CR before the line end is left out of the cells, and is not how the program writes.
      let isPlain = cursor.at < 2 || bytes[cursor.at &- 2] != UInt8(ascii: "\r")
      if count == cells.count, cursor.fault == nil, isPlain { return true }
      findings.add(.runTableUnfit, at: Place(file: file, line: line)) {
        Phrase(
          zh: "本行不成表：有 \(count) 个单元格，应有 \(cells.count) 个",
          en: "not a row of this table: \(count) cells, \(cells.count) were expected")
      }
    }
  }
}

/// Whether a cell is exactly `text`.
@inline(__always)
func isCell(_ cell: PlainCell, _ text: [UInt8], _ bytes: Span<UInt8>) -> Bool {
  if cell.hasDoubledQuotes { return PlainTable.content(cell, bytes) == text }
  guard cell.end &- cell.start == text.count else { return false }
  for at in 0..<text.count where bytes[cell.start &+ at] != text[at] { return false }
  return true
}

/// A cell as text.
func cellText(_ cell: PlainCell, _ bytes: Span<UInt8>) -> String {
  String(decoding: PlainTable.content(cell, bytes), as: UTF8.self)
}

/// The number in a cell that holds a whole number as the program writes it: digits, no leading zero;
/// −1 for anything else.
@inline(__always)
func wholeNumber(_ cell: PlainCell, _ bytes: Span<UInt8>) -> Int {
  let count = cell.end &- cell.start
  if count == 0 || count > 10 { return -1 }
  if count > 1, bytes[cell.start] == 0x30 { return -1 }
  var value = 0
  for at in cell.start..<cell.end {
    let digit = bytes[at] &- 0x30
    if digit > 9 { return -1 }
    value = value &* 10 &+ Int(digit)
  }
  return value
}

/// Appends a number of thousandths as the program writes it: no trailing zeros.
func appendThousandths(_ value: Int64, to text: inout [UInt8]) {
  if value < 0 { text.append(UInt8(ascii: "-")) }
  let (whole, part) = value.magnitude.quotientAndRemainder(dividingBy: 1000)
  appendDecimal(whole, to: &text)
  if part == 0 { return }
  text.append(UInt8(ascii: "."))
  var rest = part
  var unit: UInt64 = 100
  while rest > 0 {
    text.append(UInt8(0x30 + rest / unit))
    rest %= unit
    unit = max(1, unit / 10)
  }
}

/// Appends a whole number.
func appendDecimal(_ value: UInt64, to text: inout [UInt8]) {
  let first = text.count
  var rest = value
  repeat {
    text.append(UInt8(0x30 + rest % 10))
    rest /= 10
  } while rest > 0
  text[first...].reverse()
}
