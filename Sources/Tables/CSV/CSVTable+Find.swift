import CKernels
import Columns
import Diagnostics

extension CSVTable {
  /// A row that was looked for.
  public struct FoundRow: Sendable {
    /// The line on which it begins, from 1.
    public let line: Int
    /// Its cells, without quotes.
    public let cells: [String]
    /// Where each cell lies in the table's bytes, quotes included.
    let ranges: [Range<Int>]
  }

  /// The rows in whose bytes `needle` occurs, in the order of the file: a few rows of a large
  /// table, without reading the others. Codes hold no quotes, so a cell that is a code holds its
  /// bytes as they are; whether it is that cell, the caller looks. Rows of another width than the
  /// header are left out. Complexity: O(bytes), as fast as memory can be searched, on all workers.
  public func rows(containing needle: [UInt8], workers: Workers) -> [FoundRow] {
    precondition(!needle.isEmpty, "something to look for")
    let found = workers.map(tasks: stretches.count) { number -> [FoundRow] in
      let stretch = stretches[number]
      let hits = occurrences(of: needle, in: stretch.range)
      let rows = hits.isEmpty ? [] : rows(around: hits, in: stretch)
      letGo(number)
      return rows
    }
    return found.flatMap { $0 }
  }

  /// The rows whose cell in `column` is `text`, byte by byte.
  public func rows(where column: Int, is text: String, workers: Workers) -> [FoundRow] {
    rows(containing: Array(text.utf8), workers: workers).filter {
      sameBytes($0.cells[column], text)
    }
  }

  /// The rows whose cell in `column` is one of `texts`, in the order of the file. Complexity:
  /// O(bytes), however many texts there are, on all workers.
  public func rows(
    where column: Int, isAnyOf texts: Set<[UInt8]>, workers: Workers
  ) -> [FoundRow] {
    var table = self
    var unheard = ProblemLog()
    // Reading numbers the rows; stretch by stretch they are then looked for.
    let (_, numbers) = table.read(workers: workers, log: &unheard) { _ in
      RowNumbers(column: column, texts: texts)
    }
    let found = workers.map(tasks: numbers.count) { [table] number in
      table.rows(numbered: numbers[number], in: table.stretches[number])
    }
    return found.flatMap { $0 }
  }

  /// The first rows, `count` at most; those of another width than the header are left out.
  /// Complexity: O(their bytes).
  public func firstRows(_ count: Int) -> [FoundRow] {
    var rows: [FoundRow] = []
    for stretch in stretches {
      var lexer = CSVLexer(
        bytes, from: stretch.range.lowerBound, to: stretch.range.upperBound, line: stretch.line)
      while rows.count < count, let row = lexer.nextRow() {
        if row.fields.count == headers.count, !row.isBlank { rows.append(found(row)) }
      }
      if rows.count == count { break }
    }
    return rows
  }

  /// The row that begins on a line; nil where none does. Complexity: O(bytes of a stretch).
  public func row(onLine line: Int) -> FoundRow? {
    guard let stretch = stretches.last(where: { $0.line <= line }) else { return nil }
    // Without quotes a row is a line.
    let skipped = stretch.hasQuotes ? 0 : line - stretch.line
    let start = place(behind: skipped, linesFrom: stretch.range.lowerBound, in: stretch)
    var lexer = CSVLexer(
      bytes, from: start, to: stretch.range.upperBound, line: stretch.line + skipped)
    while let row = lexer.nextRow(), row.line <= line {
      if row.line == line { return row.fields.count == headers.count ? found(row) : nil }
    }
    return nil
  }

  /// The rows of `stretch` with these numbers, which ascend.
  private func rows(numbered wanted: [Int], in stretch: Stretch) -> [FoundRow] {
    if wanted.isEmpty { return [] }
    // Where each line is a row, those in between need not be cut into cells.
    let areLines = !stretch.hasQuotes && newlines(in: stretch.range) == stretch.rowCount
    var rows: [FoundRow] = []
    var lexer = CSVLexer(
      bytes, from: stretch.range.lowerBound, to: stretch.range.upperBound, line: stretch.line)
    var number = stretch.firstRow
    for next in wanted {
      if areLines {
        let start = place(behind: next - number, linesFrom: lexer.at, in: stretch)
        lexer = CSVLexer(
          bytes, from: start, to: stretch.range.upperBound, line: lexer.line + next - number)
        number = next
      }
      while number <= next, let row = lexer.nextRow() {
        if row.fields.count != headers.count || row.isBlank { continue }
        if number == next { rows.append(found(row)) }
        number += 1
      }
    }
    return rows
  }

  /// Where the line begins that comes `count` lines behind the one at `start`.
  private func place(behind count: Int, linesFrom start: Int, in stretch: Stretch) -> Int {
    bytes.withBytes(start..<stretch.range.upperBound) { span in
      var (at, passed) = (0, 0)
      while passed < count, at < span.byteCount {
        passed += span.byte(at) == UInt8(ascii: "\n") ? 1 : 0
        at += 1
      }
      return start + at
    }
  }

  /// Where `needle` begins in `range`.
  ///
  /// Sound though it calls C: the kernel reads the bytes that it is given and keeps nothing.
  private func occurrences(of needle: [UInt8], in range: Range<Int>) -> [Int] {
    var found: [Int] = []
    bytes.withBytes(range) { span in
      unsafe span.withUnsafeBytes { raw in
        guard let base = raw.baseAddress else { return }
        var at = 0
        while at < raw.count {
          let next = unsafe at + zb_find(base + at, raw.count - at, needle, needle.count)
          if next >= raw.count { return }
          found.append(range.lowerBound + next)
          at = next + 1
        }
      }
    }
    return found
  }

  /// The rows of `stretch` that hold a byte of `hits`, which ascend.
  private func rows(around hits: [Int], in stretch: Stretch) -> [FoundRow] {
    var rows: [FoundRow] = []
    var waiting = hits[...]
    // Without quotes a row is a line, and begins anew behind any line feed.
    var from = stretch.range.lowerBound
    var line = stretch.line
    if !stretch.hasQuotes {
      (from, line) = rowStart(before: hits[0], in: stretch)
    }
    var lexer = CSVLexer(bytes, from: from, to: stretch.range.upperBound, line: line)
    while let hit = waiting.first, let row = lexer.nextRow() {
      if lexer.at <= hit { continue }
      waiting = waiting.drop { $0 < lexer.at }
      if row.fields.count == headers.count, !row.isBlank {
        rows.append(found(row))
      }
      if !stretch.hasQuotes, let next = waiting.first {
        let start = rowStart(before: next, in: stretch, known: (lexer.at, lexer.line))
        lexer = CSVLexer(bytes, from: start.at, to: stretch.range.upperBound, line: start.line)
      }
    }
    return rows
  }

  private func found(_ row: CSVLexer.Row) -> FoundRow {
    let ranges = row.fields.map { field -> Range<Int> in
      let isQuoted =
        field.range.lowerBound > 0 && field.range.upperBound < bytes.count
        && bytes[field.range.lowerBound - 1] == UInt8(ascii: "\"")
        && bytes[field.range.upperBound] == UInt8(ascii: "\"")
      return isQuoted ? field.range.lowerBound - 1..<field.range.upperBound + 1 : field.range
    }
    return FoundRow(line: row.line, cells: row.fields.map { $0.text(bytes) }, ranges: ranges)
  }

  /// Where the line of `hit` begins, and its number, counted from a place that is known.
  private func rowStart(
    before hit: Int, in stretch: Stretch, known: (at: Int, line: Int)? = nil
  ) -> (at: Int, line: Int) {
    let known = known ?? (stretch.range.lowerBound, stretch.line)
    var start = hit
    while start > known.at, bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
    return (start, known.line + newlines(in: known.at..<start))
  }
}

/// Keeps the numbers of the rows whose cell in a column is one of some texts.
private struct RowNumbers: RowSink {
  let column: Int
  let texts: Set<[UInt8]>

  func begin() -> [Int] { [] }

  func take(_ block: RowBlock, _ bytes: RawSpan, _ bounds: Span<UInt32>, _ local: inout [Int]) {
    for row in 0..<block.count {
      if texts.contains(bytes.array(block.cell(row, column, bounds))) {
        local.append(block.firstRow + row)
      }
    }
  }
}

extension CSVTable {
  /// A table of these rows, each a cell a column: what a few rows of a large table mean can be read
  /// as all of it is. Its lines are its own.
  public init(_ file: String, headers: [String], rows: [[String]]) {
    precondition(rows.allSatisfy { $0.count == headers.count }, "a row has a cell a column")
    let text = ([headers] + rows).map(CSVText.row).joined()
    var log = ProblemLog()
    let workers = Workers(count: 1)
    guard let table = CSVTable.open(file, TextBytes(text.utf8), workers: workers, log: &log) else {
      preconditionFailure("a table that was written here can be read")
    }
    self = table
  }

  /// The table's bytes with some cells replaced, some rows left out and some added at the end;
  /// every other byte stays as it is.
  public func bytes(
    replacing cells: [(row: FoundRow, column: Int, text: String)], removing rows: [FoundRow] = [],
    adding added: [[String]] = []
  ) -> [UInt8] {
    precondition(added.allSatisfy { $0.count == headers.count }, "a row has a cell a column")
    var edits = cells.map { (range: $0.row.ranges[$0.column], text: CSVText.cell($0.text)) }
    edits += rows.map { (range: range(of: $0), text: "") }
    var result: [UInt8] = []
    var from = 0
    for edit in edits.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      precondition(edit.range.lowerBound >= from, "a cell is replaced once")
      result += bytes.all(from..<edit.range.lowerBound)
      result += edit.text.utf8
      from = edit.range.upperBound
    }
    result += bytes.all(from..<bytes.count)
    if added.isEmpty { return result }
    // Lines end as the header does.
    let isCRLF = bodyStart >= 2 && bytes[bodyStart - 2] == UInt8(ascii: "\r")
    let lineEnd = Array((isCRLF ? "\r\n" : "\n").utf8)
    if result.last != UInt8(ascii: "\n") { result += lineEnd }
    for row in added {
      result += row.map(CSVText.cell).joined(separator: ",").utf8
      result += lineEnd
    }
    return result
  }

  /// The bytes of a row, its line end included.
  private func range(of row: FoundRow) -> Range<Int> {
    var end = row.ranges.last!.upperBound
    while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
    return row.ranges.first!.lowerBound..<min(bytes.count, end + 1)
  }
}

extension TextBytes {
  /// The bytes at `range`, copied at once: for large pieces.
  fileprivate func all(_ range: Range<Int>) -> [UInt8] {
    withBytes(range) { span in unsafe span.withUnsafeBytes { unsafe Array($0) } }
  }
}
