import CKernels
import Columns
import Diagnostics

/// Up to 64 rows whose cells have been found.
///
/// Cell c of row r is the bytes from `bounds[r · columns + c]` up to one before
/// `bounds[r · columns + c + 1]`; of the last column, `lastTrim` bytes less (the CR of CRLF).
public struct RowBlock: Sendable {
  /// The number of the first row.
  public let firstRow: Int
  /// How many rows there are, 1 to 64.
  public let count: Int
  /// How many columns.
  public let columns: Int
  /// How many bytes stand between a row's last cell and its separator.
  public let lastTrim: Int

  /// The most rows of a block.
  public static let rowsMax = 64

  init(firstRow: Int, count: Int, columns: Int, lastTrim: Int) {
    (self.firstRow, self.count) = (firstRow, count)
    (self.columns, self.lastTrim) = (columns, lastTrim)
  }

  /// Rows whose cells are not at hand: for what is made of columns that were read before.
  public init(rows: Range<Int>) {
    precondition(rows.count <= RowBlock.rowsMax)
    self.init(firstRow: rows.lowerBound, count: rows.count, columns: 0, lastTrim: 0)
  }

  /// Where a cell lies among the block's bytes.
  @inlinable
  public func cell(_ row: Int, _ column: Int, _ bounds: Span<UInt32>) -> Range<Int> {
    let at = row * columns + column
    let start = Int(bounds[at])
    let end = Int(bounds[at + 1]) - 1 - (column == columns - 1 ? lastTrim : 0)
    return start..<max(start, end)
  }

  /// A cell as text.
  public func text(
    _ row: Int, _ column: Int, _ bytes: RawSpan, _ bounds: Span<UInt32>
  ) -> String {
    String(decoding: bytes.array(cell(row, column, bounds)), as: UTF8.self)
  }
}

/// What takes the rows of a table, on several threads at once.
public protocol RowSink: Sendable {
  /// What one thread keeps while it reads a stretch.
  associatedtype Local: Sendable
  /// A new stretch begins.
  func begin() -> Local
  /// Takes some rows. `bytes` and `bounds` are valid during the call.
  func take(_ block: RowBlock, _ bytes: RawSpan, _ bounds: Span<UInt32>, _ local: inout Local)
}

extension CSVTable {
  /// Reads all rows into a sink made for this table, on all workers. Returns the sink and what
  /// was kept for each stretch, in the order of the file.
  ///
  /// Rows with too few or too many cells are reported and left out. Where blank rows turn up, the
  /// rows are numbered anew without them and everything is read once more.
  public mutating func read<Sink: RowSink>(
    workers: Workers, log: inout ProblemLog, makeSink: (CSVTable) -> Sink
  ) -> (sink: Sink, locals: [Sink.Local]) {
    while true {
      let table = self
      let sink = makeSink(table)
      let parts = workers.map(tasks: stretches.count) { number in
        var reader = StretchReader(table, table.stretches[number])
        var local = sink.begin()
        reader.read(into: sink, &local)
        table.letGo(number)
        return (local: local, rows: reader.rowsTaken, blank: reader.blank, log: reader.log)
      }
      if zip(parts, stretches).allSatisfy({ $0.rows == $1.rowCount }) {
        for part in parts { log.merge(part.log) }
        return (sink, parts.map(\.local))
      }
      renumber(parts.map(\.rows))
      blankCount = parts.reduce(0) { $0 + $1.blank }
    }
  }

  /// Lets the bytes of the stretches up to this one go, which was read: otherwise all of the file
  /// stood in memory beside all that comes of it. A few at a time, for the other cores are told of
  /// each time; one that is still being read comes back by itself.
  func letGo(_ number: Int) {
    let step = 4
    guard (number + 1) % step == 0 else { return }
    let (first, last) = (stretches[number + 1 - step].range, stretches[number].range)
    bytes.letGo(first.lowerBound..<last.upperBound)
  }

  /// Takes the rows that were really there for what each stretch holds.
  private mutating func renumber(_ counts: [Int]) {
    var row = 0
    for number in stretches.indices {
      stretches[number].firstRow = row
      stretches[number].rowCount = counts[number]
      row += counts[number]
    }
    rowCount = row
  }
}

/// Reads one stretch, block by block.
///
/// Sound though it calls C: the kernel is told how many bytes there are, and there is room for a
/// word a byte and one vector more.
private struct StretchReader {
  let table: CSVTable
  let stretch: CSVTable.Stretch
  var rowsTaken = 0
  var blank = 0
  var log = ProblemLog()
  private let columns: Int

  /// So many bytes are cut into cells at a time: with where these begin they fit a cache.
  private static let windowBytes = 64 << 10

  init(_ table: CSVTable, _ stretch: CSVTable.Stretch) {
    self.table = table
    self.stretch = stretch
    columns = table.headers.count
  }

  mutating func read<Sink: RowSink>(into sink: Sink, _ local: inout Sink.Local) {
    if stretch.hasQuotes {
      readStrictly(stretch.range, line: stretch.line, into: sink, &local)
    } else {
      readQuickly(into: sink, &local)
    }
  }

  /// Without quotes every comma and newline separates: their offsets are found 64 bytes at a time,
  /// and a block is good if each of its rows has as many as the header.
  private mutating func readQuickly<Sink: RowSink>(into sink: Sink, _ local: inout Sink.Local) {
    let window = StretchReader.windowBytes
    let room = window + 64
    // The system would clear, and this loop wait for, what few rows need.
    let (bounds, lines) = (Column<UInt32>(unset: room + 1), Column<UInt32>(unset: room + 1))
    (bounds[0], lines[0]) = (0, 0)
    var start = stretch.range.lowerBound
    var line = stretch.line
    while start < stretch.range.upperBound {
      let end = min(start + window, stretch.range.upperBound)
      let found = findSeparators(start..<end, bounds, lines)
      guard found.lines > 0 else {
        // A row longer than the window, or the last one without a line end.
        let stop = rowEnd(start)
        readStrictly(start..<stop, line: line, into: sink, &local)
        if stop - start > table.limits.rowBytesMax, table.bytes[stop - 1] != UInt8(ascii: "\n") {
          return
        }
        line += 1
        start = stop
        continue
      }
      bounds.withSpan { bounds in
        lines.withSpan { lines in
          takeWindow(
            start, found.lines, bounds.extracting(0...found.separators),
            lines.extracting(0...found.lines), &line, into: sink, &local)
        }
      }
      start += Int(lines[found.lines])
    }
  }

  /// Finds the cells of a window: `bounds[0]` and `lines[0]` are 0, then where cells and rows
  /// begin.
  private func findSeparators(
    _ range: Range<Int>, _ bounds: Column<UInt32>, _ lines: Column<UInt32>
  ) -> (separators: Int, lines: Int) {
    // As many words are written as there are bytes, and one more; and full vectors of 64 bytes.
    precondition(range.count + 64 < bounds.count && range.count + 64 < lines.count)
    var lineCount = 0
    let separators = table.bytes.withBytes(range) { span in
      unsafe span.withUnsafeBytes { raw in
        bounds.withMutableSpan { bounds in
          lines.withMutableSpan { lines in
            unsafe bounds.withUnsafeMutableBufferPointer { bounds in
              unsafe lines.withUnsafeMutableBufferPointer { lines in
                unsafe zb_separators(
                  raw.baseAddress?.assumingMemoryBound(to: UInt8.self), raw.count,
                  bounds.baseAddress! + 1, lines.baseAddress! + 1, &lineCount)
              }
            }
          }
        }
      }
    }
    return (separators, lineCount)
  }

  private func rowEnd(_ start: Int) -> Int {
    var at = start
    // A row beyond the limit is refused by its first bytes too many.
    let most = min(stretch.range.upperBound, start + table.limits.rowBytesMax + 1)
    while at < most {
      at += 1
      if table.bytes[at - 1] == UInt8(ascii: "\n") { break }
    }
    return at
  }

  private mutating func takeWindow<Sink: RowSink>(
    _ start: Int, _ rows: Int, _ bounds: Span<UInt32>, _ lines: Span<UInt32>, _ line: inout Int,
    into sink: Sink, _ local: inout Sink.Local
  ) {
    var row = 0
    var cell = 0  // where the row's cells begin among the bounds
    while row < rows {
      let count = min(RowBlock.rowsMax, rows - row)
      let from = start + Int(lines[row])
      let to = start + Int(lines[row + count])
      let shape = shape(of: row, count, cell, start, bounds, lines)
      // While these rows are taken, those of the next window travel.
      table.bytes.prefetch(from + StretchReader.windowBytes..<to + StretchReader.windowBytes)
      // Kernels read whole words: the last rows of a file, behind which nothing stands, go the
      // other way.
      if let trim = shape.trim, to + RowBlock.spareBytes <= table.bytes.count {
        let block = RowBlock(
          firstRow: stretch.firstRow + rowsTaken, count: count, columns: columns, lastTrim: trim)
        table.bytes.withBytes(start..<to + RowBlock.spareBytes) { span in
          sink.take(block, span, bounds.extracting(cell..<cell + count * columns + 1), &local)
        }
        rowsTaken += count
      } else {
        readStrictly(from..<to, line: line, into: sink, &local)
      }
      cell = shape.nextCell
      row += count
      line += count
    }
  }

  /// Whether `count` rows all have the header's cells, are not blank, and end alike (`trim` is 1
  /// for CRLF); nil if they must be looked at one by one.
  private func shape(
    of row: Int, _ count: Int, _ cell: Int, _ start: Int, _ bounds: Span<UInt32>,
    _ lines: Span<UInt32>
  ) -> (trim: Int?, nextCell: Int) {
    var isGood = true
    var returns = 0
    for i in 0..<count where isGood {
      let end = cell + (i + 1) * columns
      guard end < bounds.count, bounds[end] == lines[row + i + 1] else {
        isGood = false
        break
      }
      let length = Int(lines[row + i + 1] - lines[row + i])
      let stop = start + Int(lines[row + i + 1]) - 1
      let isReturn = length > 1 && table.bytes[stop - 1] == UInt8(ascii: "\r")
      returns += isReturn ? 1 : 0
      isGood = length - (isReturn ? 1 : 0) > columns
    }
    if isGood, returns == 0 || returns == count {
      return (returns == 0 ? 0 : 1, cell + count * columns)
    }
    var next = cell
    while bounds[next] != lines[row + count] { next += 1 }
    return (nil, next)
  }

  /// Reads rows by the plain definition and hands them over with quotes taken away.
  private mutating func readStrictly<Sink: RowSink>(
    _ range: Range<Int>, line: Int, into sink: Sink, _ local: inout Sink.Local
  ) {
    var lexer = CSVLexer(
      table.bytes, from: range.lowerBound, to: range.upperBound, line: line, limits: table.limits)
    var clean: [UInt8] = []
    var bounds: [UInt32] = [0]
    var rows = 0
    while let row = lexer.nextRow() {
      if let fault = lexer.fault {
        let bytes = table.bytes
        let file = table.file
        log.add(fault.problem(in: file, bytes, table.limits), cause: file)
        if fault.kind == .longRow { break }
      }
      if row.isBlank {
        blank += 1
        continue
      }
      guard row.fields.count == columns else {
        reportWidth(row)
        continue
      }
      for field in row.fields {
        clean += field.content(table.bytes)
        clean.append(UInt8(ascii: ","))
        bounds.append(UInt32(clean.count))
      }
      rows += 1
      if rows == RowBlock.rowsMax { give(&rows, &clean, &bounds, to: sink, &local) }
    }
    if rows > 0 { give(&rows, &clean, &bounds, to: sink, &local) }
  }

  private mutating func give<Sink: RowSink>(
    _ rows: inout Int, _ clean: inout [UInt8], _ bounds: inout [UInt32], to sink: Sink,
    _ local: inout Sink.Local
  ) {
    let block = RowBlock(
      firstRow: stretch.firstRow + rowsTaken, count: rows, columns: columns, lastTrim: 0)
    clean += Array(repeating: 0, count: RowBlock.spareBytes)
    // Misplaced quotes can make more rows than the cut counted. They are only counted then: the
    // rows are numbered anew and read again.
    if rowsTaken + rows <= stretch.rowCount {
      unsafe sink.take(block, clean.span.bytes, bounds.span, &local)
    }
    rowsTaken += rows
    rows = 0
    clean.removeAll(keepingCapacity: true)
    bounds.removeAll(keepingCapacity: true)
    bounds.append(0)
  }

  private mutating func reportWidth(_ row: CSVLexer.Row) {
    let place = table.place(line: row.line)
    let found = row.fields.count
    let expected = columns
    log.add(.rowWidth, cause: table.file) {
      (
        place,
        Phrase(
          zh: "本行有 \(found) 个单元格，表头有 \(expected) 列",
          en: "this row has \(found) cells, the header has \(expected)")
      )
    }
  }
}
