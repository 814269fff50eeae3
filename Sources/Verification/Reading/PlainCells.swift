/// One cell of a row: where its bytes lie, without the quotes around it.
public struct PlainCell: Sendable, BitwiseCopyable {
  /// The first byte.
  public var start = 0
  /// Behind the last byte.
  public var end = 0
  /// Whether it holds doubled quotes, each of which stands for one.
  public var hasDoubledQuotes = false

  /// Whether the cell is empty.
  @inline(__always)
  public var isEmpty: Bool { start == end }
}

/// What is wrong with the form of a CSV text.
public enum PlainFault: Sendable {
  /// A quote is opened and never closed.
  case unclosedQuote
  /// A quote inside an unquoted cell, or something between a closing quote and the next separator.
  case strayQuote
}

/// Reads CSV row by row (RFC 4180). A row without quotes is cut at its commas, eight bytes looked
/// at together; any other row is read by a state machine over single bytes, nothing clever.
///
/// Line ends are LF or CRLF, the last one may be missing, and a quote opens a quoted cell only
/// where the cell begins.
struct PlainCursor {
  /// The byte at which the next row begins.
  private(set) var at: Int
  /// The line on which it begins, from 1.
  private(set) var line: Int
  /// The first fault of the row read last, and where it is.
  private(set) var fault: (kind: PlainFault, at: Int, line: Int)?
  /// Whether a cell of it that `cells` had no room for is not empty.
  private(set) var hasTextBeyond = false
  private let end: Int

  /// A cursor over the bytes from `start` up to `end`, the first of them on line `line`.
  init(from start: Int, to end: Int, line: Int) {
    (at, self.end, self.line) = (start, end, line)
  }

  /// Goes on at `at`, `lines` lines further.
  mutating func pass(_ lines: Int, to at: Int) {
    self.at = at
    line += lines
  }

  /// Reads the next row into `cells`; false at the end. Returns how many cells the row has; where
  /// there are more than `cells` holds, the others are only counted. Complexity: O(bytes of the
  /// row).
  @inline(__always)
  mutating func next(_ bytes: Span<UInt8>, into cells: inout [PlainCell]) -> Int? {
    if at >= end { return nil }
    (fault, hasTextBeyond) = (nil, false)
    return unquoted(bytes, &cells) ?? careful(bytes, &cells)
  }

  /// Reads a row that has no quote and ends with a line end at least eight bytes before the end of
  /// the text; nil, and nothing read, where it is another.
  @inline(__always)
  private mutating func unquoted(_ bytes: Span<UInt8>, _ cells: inout [PlainCell]) -> Int? {
    var room = cells.mutableSpan
    var (start, from, count) = (at, at, 0)
    while from &+ 8 <= end {
      let word = bytes.eight(from)
      // The high bit of each byte below "-": commas, quotes, line ends, and some that mean nothing.
      var marks = ~((word | EightBytes.high) &- EightBytes.dashes) & ~word & EightBytes.high
      while marks != 0 {
        let here = from &+ marks.trailingZeroBitCount >> 3
        marks &= marks &- 1
        let byte = bytes[here]
        if byte == UInt8(ascii: ",") {
          if count >= room.count { return nil }
          room[count] = PlainCell(start: start, end: here)
          (start, count) = (here &+ 1, count &+ 1)
        } else if byte == UInt8(ascii: "\n") {
          if count >= room.count { return nil }
          let hasReturn = here > start && bytes[here &- 1] == UInt8(ascii: "\r")
          room[count] = PlainCell(start: start, end: hasReturn ? here &- 1 : here)
          (at, line) = (here &+ 1, line &+ 1)
          return count &+ 1
        } else if byte == UInt8(ascii: "\"") {
          return nil
        }
      }
      from &+= 8
    }
    return nil
  }

  /// Reads any row, byte by byte.
  private mutating func careful(_ bytes: Span<UInt8>, _ cells: inout [PlainCell]) -> Int {
    var count = 0
    while true {
      var cell = PlainCell(start: at, end: at)
      if at < end, bytes[at] == UInt8(ascii: "\"") {
        cell = quoted(bytes)
      } else {
        var here = at
        while here < end {
          let byte = bytes[here]
          if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") { break }
          if byte == UInt8(ascii: "\"") { note(.strayQuote, here) }
          here += 1
        }
        at = here
        cell.end = here
        let endsRow = here == end || bytes[here] == UInt8(ascii: "\n")
        if endsRow, here > cell.start, bytes[here - 1] == UInt8(ascii: "\r") { cell.end -= 1 }
      }
      if count < cells.count {
        cells[count] = cell
      } else if !cell.isEmpty {
        hasTextBeyond = true
      }
      count += 1
      if at >= end { return count }
      let isComma = bytes[at] == UInt8(ascii: ",")
      at += 1
      if isComma { continue }
      line += 1
      return count
    }
  }

  /// Reads a cell in quotes and stands behind it, on the separator.
  private mutating func quoted(_ bytes: Span<UInt8>) -> PlainCell {
    let opening = at
    let openingLine = line
    at += 1
    var cell = PlainCell(start: at, end: end)
    while at < end {
      let byte = bytes[at]
      if byte != UInt8(ascii: "\"") {
        if byte == UInt8(ascii: "\n") { line += 1 }
        at += 1
      } else if at + 1 < end, bytes[at + 1] == UInt8(ascii: "\"") {
        cell.hasDoubledQuotes = true
        at += 2
      } else {
        cell.end = at
        at += 1
        skipReturn(bytes)
        while at < end, bytes[at] != UInt8(ascii: ","), bytes[at] != UInt8(ascii: "\n") {
          note(.strayQuote, at)
          at += 1
        }
        return cell
      }
    }
    if fault == nil { fault = (.unclosedQuote, opening, openingLine) }
    return cell
  }

  /// Behind a closing quote a CR may stand before the end of the line.
  private mutating func skipReturn(_ bytes: Span<UInt8>) {
    guard at < end, bytes[at] == UInt8(ascii: "\r") else { return }
    if at + 1 == end || bytes[at + 1] == UInt8(ascii: "\n") { at += 1 }
  }

  private mutating func note(_ kind: PlainFault, _ at: Int) {
    if fault == nil { fault = (kind, at, line) }
  }
}
