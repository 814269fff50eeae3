import CPlainKernels
import Diagnostics

/// The rows of a table, some at a time: for tables of millions of rows, which are read column by column.
///
/// A line without quotes that has as many cells as the header is cut here; any other row is left to
/// ``PlainRows``, which also says what is wrong with it.
struct PlainBatches {
  /// The most rows at a time, and the most bytes that are looked at for them.
  static let rowsMax = 64
  private static let bytesMax = 1 << 14

  /// The cells of a row.
  let width: Int
  /// How many rows there are this time.
  private(set) var count = 0
  /// The line on which each begins.
  private(set) var lines: [Int]
  /// The cells, row after row.
  private(set) var cells: [PlainCell]
  private var rows: PlainRows
  private let end: Int
  private var ends = [UInt32](repeating: 0, count: bytesMax + 8)
  private var rowEnds = [UInt32](repeating: 0, count: rowsMax)

  init(_ table: PlainTable, from start: Int, to end: Int, line: Int) {
    width = table.headers.count
    lines = Array(repeating: 0, count: PlainBatches.rowsMax)
    cells = Array(repeating: PlainCell(), count: PlainBatches.rowsMax * width)
    rows = PlainRows(table, from: start, to: end, line: line)
    self.end = end
  }

  /// What was wrong with rows that were left out.
  var problems: ProblemLog { rows.problems }

  /// Cell `column` of row `row` of this time.
  @inline(__always)
  func cell(_ row: Int, _ column: Int) -> PlainCell { cells[row &* width &+ column] }

  /// Reads the next rows; false at the end. Complexity: O(bytes of the rows).
  mutating func next(_ bytes: Span<UInt8>) -> Bool {
    count = 0
    while count < PlainBatches.rowsMax {
      if cutPlainRows(bytes) { continue }
      guard rows.next(bytes) else { break }
      for at in 0..<width { cells[count * width + at] = rows.cells[at] }
      lines[count] = rows.line
      count += 1
    }
    return count > 0
  }

  /// Cuts the rows that come next, as far as they are plain; false where none is.
  private mutating func cutPlainRows(_ bytes: Span<UInt8>) -> Bool {
    let start = rows.at
    let most = PlainBatches.rowsMax - count
    let found = PlainBatches.cut(
      bytes.extracting(start..<min(start + PlainBatches.bytesMax, end)), &ends, &rowEnds, most)
    let before = count
    var (rowStart, first) = (start, 0)
    for row in 0..<found {
      let next = Int(rowEnds[row])
      // A line that begins with its end, or with a return before it, may be blank.
      let isPlain =
        next &- first == width && start + Int(ends[first]) > rowStart
        && bytes[rowStart] != UInt8(ascii: "\r")
      guard isPlain else { break }
      lines[count] = rows.nextLine &+ row
      rowStart = PlainBatches.take(
        ends, first..<next, start, rowStart, bytes, into: &cells, count &* width)
      first = next
      count &+= 1
    }
    rows.pass(count - before, to: rowStart)
    return count > before
  }

  /// Takes the cells of the row at `rowStart`, which end at those of `ends` that `range` names, counted
  /// from `start`, and puts them at `base`; returns where the next row begins.
  private static func take(
    _ ends: [UInt32], _ range: Range<Int>, _ start: Int, _ rowStart: Int, _ bytes: Span<UInt8>,
    into cells: inout [PlainCell], _ base: Int
  ) -> Int {
    var room = cells.mutableSpan
    var from = rowStart
    for at in 0..<range.count {
      let end = start &+ Int(ends[range.lowerBound &+ at])
      room[base &+ at] = PlainCell(start: from, end: end)
      from = end &+ 1
    }
    let last = base &+ range.count &- 1
    if !room[last].isEmpty, bytes[room[last].end &- 1] == UInt8(ascii: "\r") {
      room[last].end &-= 1
    }
    return from
  }

  /// Sound: `ends` has room for eight more than there are bytes, and `rowEnds` for `most`.
  private static func cut(
    _ bytes: Span<UInt8>, _ ends: inout [UInt32], _ rowEnds: inout [UInt32], _ most: Int
  ) -> Int {
    precondition(ends.count >= bytes.count + 8 && rowEnds.count >= most)
    if bytes.isEmpty { return 0 }
    return unsafe bytes.withUnsafeBufferPointer { bytes in
      let count = UInt32(bytes.count)
      return unsafe Int(zp_cut(bytes.baseAddress!, count, &ends, &rowEnds, UInt32(most)))
    }
  }
}
