import CPlainKernels
import Diagnostics

/// A table of a run, which is as this program writes it or is refused: its header exactly, LF line
/// ends, no blank rows.
struct RunText: Sendable {
  let file: String
  let columns: Int
  let bytes: PlainBytes
  let bodyStart: Int
  /// Whether there is a quote below the header: rows are then read with care, the one behind the
  /// other.
  var hasQuotes: Bool
  /// Its pieces, where there is none.
  private var plain: [Piece] = []

  /// Opens `bytes`; nil, with a finding, where the header is another or the last line has no end.
  init?(
    _ file: String, _ bytes: PlainBytes, header: String,
    threads: PlainThreads = PlainThreads(count: 1), findings: inout Findings
  ) {
    let isHeader = bytes.withSpan { $0.holds(Array(header.utf8).span, at: 0) }
    let isWhole = bytes.withSpan { bytes in
      bytes.count > header.utf8.count && bytes[header.utf8.count] == UInt8(ascii: "\n")
        && bytes[bytes.count - 1] == UInt8(ascii: "\n")
    }
    guard isHeader, isWhole else {
      findings.add(.runTableUnfit, at: Place(file: file, line: isHeader ? 0 : 1)) {
        if isHeader, bytes.withSpan({ $0.holds([13 as UInt8].span, at: header.utf8.count) }) {
          return Phrase(
            zh: "行尾是 CR LF：文件被别的程序（如表格软件）另存过；结果表的行尾是 LF",
            en: "its lines end in CR LF: another program (a spreadsheet, perhaps) saved it again; "
              + "those of a run end in LF")
        }
        return isHeader
          ? Phrase(zh: "最后一行没有行尾：文件被截断", en: "the last line has no end: the file was cut")
          : Phrase(zh: "表头应为 \(header)", en: "the header should be \(header)")
      }
      return nil
    }
    self.file = file
    self.bytes = bytes
    columns = header.utf8.count { $0 == UInt8(ascii: ",") } + 1
    bodyStart = header.utf8.count + 1
    let cut = plainPieces(of: bytes, from: bodyStart, aboutBytes: RunText.pieceBytes)
    let found = threads.map(cut.count) { at in
      let (start, end) = (cut[at].lowerBound, cut[at].upperBound)
      return bytes.withSpan {
        ($0.look(start, end) & UInt32(ZP_QUOTE) != 0, $0.count(of: UInt8(ascii: "\n"), start, end))
      }
    }
    hasQuotes = found.contains { $0.0 }
    for (range, (_, count)) in zip(cut, found) {
      let row = plain.last.map { $0.row + $0.count } ?? 0
      plain.append(
        Piece(start: range.lowerBound, end: range.upperBound, row: row, count: count))
    }
  }

  /// Whole rows that stand one behind the other.
  struct Piece: Sendable {
    var start: Int
    var end: Int
    /// The number of the first, from 0 below the header, and how many there are.
    var row = 0
    var count = 0
  }

  /// The rows cut into pieces, for threads to read at once; one piece where quotes may hold line
  /// ends, whose rows are not counted.
  var pieces: [Piece] { hasQuotes ? [Piece(start: bodyStart, end: bytes.count)] : plain }

  private static let pieceBytes = 1 << 19

  /// Whether there are `count` rows and they are, byte for byte, what `make` hands over for them.
  /// Most tables are; of one that is not, it is then to be found what differs.
  func isExactly(
    _ count: Int, _ threads: PlainThreads,
    _ make: @Sendable (_ rows: Range<Int>, _ text: inout PlainMatch) -> Void
  ) -> Bool {
    let pieces = self.pieces
    guard pieces.reduce(0, { $0 + $1.count }) == count else { return false }
    return threads.map(pieces.count) { at in
      let piece = pieces[at]
      var text = PlainMatch(bytes, at: piece.start)
      make(piece.row..<piece.row + piece.count, &text)
      return text.isSame && text.at == piece.end
    }.allSatisfy { $0 }
  }

  /// A cursor over some whole rows.
  func rows(from start: Int, to end: Int, line: Int) -> RunRows {
    RunRows(self, from: start, to: end, line: line)
  }
}

/// The rows of a run's table, one after the other.
struct RunRows {
  /// Where the row read last begins, and on which line.
  private(set) var start = 0
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

  /// Where the next row begins.
  var at: Int { cursor.at }

  /// Goes on at `at`, behind rows of a line each that somebody else has read.
  mutating func pass(_ count: Int = 1, to at: Int) { cursor.pass(count, to: at) }

  /// Reads the next row; false at the end. Rows that are not in form are findings, and left out.
  @inline(__always)
  mutating func next(_ bytes: Span<UInt8>) -> Bool {
    while true {
      (start, line) = (cursor.at, cursor.line)
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
  return cell.end &- cell.start == text.count && bytes.holds(text.span, at: cell.start)
}

/// A cell as text.
func cellText(_ cell: PlainCell, _ bytes: Span<UInt8>) -> String {
  String(decoding: PlainTable.content(cell, bytes), as: UTF8.self)
}

/// The number in a cell that holds a whole number as the program writes it: digits, no leading
/// zero; −1 for anything else.
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
