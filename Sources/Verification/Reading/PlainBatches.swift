import CPlainKernels
import Diagnostics

/// The rows of a table, some at a time: for tables of millions of rows, which are read column by
/// column.
///
/// Lines without quotes that have as many cells as the header are cut here, many at once; any
/// others are left to ``PlainRows``, which also says what is wrong with them.
struct PlainBatches {
  /// The most rows at a time, and the most bytes that are looked at for them.
  static let rowsMax = 128
  private static let bytesMax = 1 << 14
  /// What the kernel needs behind the ends that it finds.
  private static let room = Int(ZP_CUT_ROOM)

  /// The cells of a row.
  let width: Int
  /// How many rows there are this time.
  private(set) var count = 0
  /// The line on which each begins.
  private(set) var lines: [Int]
  /// Where in the text the cells are counted from.
  private(set) var base = 0
  /// Cell c of row r begins and ends at r · `width` + c, counted from `base`.
  private(set) var starts: [UInt32]
  private(set) var ends: [UInt32]
  /// Those of the cells that hold doubled quotes.
  private var doubled: Set<Int> = []
  private var rows: PlainRows
  private let end: Int

  init(_ table: PlainTable, from start: Int, to end: Int, line: Int) {
    width = table.headers.count
    lines = Array(repeating: 0, count: PlainBatches.rowsMax)
    let cells = PlainBatches.rowsMax * width
    starts = Array(repeating: 0, count: cells)
    ends = Array(repeating: 0, count: max(cells, PlainBatches.bytesMax + Self.room))
    rows = PlainRows(table, from: start, to: end, line: line)
    self.end = end
  }

  /// What was wrong with rows that were left out.
  var problems: ProblemLog { rows.problems }

  /// Cell `column` of row `row` of this time.
  @inline(__always)
  func cell(_ row: Int, _ column: Int) -> PlainCell {
    let at = row &* width &+ column
    var cell = PlainCell(start: base &+ Int(starts[at]), end: base &+ Int(ends[at]))
    cell.hasDoubledQuotes = !doubled.isEmpty && doubled.contains(at)
    return cell
  }

  /// How many bytes they are.
  var bytes: Int { rows.at - base }

  /// Whether any cell holds doubled quotes.
  var hasDoubledQuotes: Bool { !doubled.isEmpty }

  /// Reads the next rows; false at the end. Complexity: O(bytes of the rows).
  mutating func next(_ bytes: Span<UInt8>) -> Bool {
    base = rows.at
    if !doubled.isEmpty { doubled.removeAll() }
    count = cutPlainRows(bytes)
    if count == 0 { readWithCare(bytes) }
    return count > 0
  }

  /// Cuts the rows that come next, as far as they are plain; returns how many they are.
  ///
  /// Sound: `ends` has room for `room` more than there are bytes, and `starts` for the cells of
  /// `rowsMax`.
  private mutating func cutPlainRows(_ bytes: Span<UInt8>) -> Int {
    let part = bytes.extracting(base..<min(base + PlainBatches.bytesMax, end))
    if part.isEmpty { return 0 }
    precondition(ends.count >= part.count + Self.room && starts.count >= Self.rowsMax * width)
    var next: UInt32 = 0
    let found = unsafe part.withUnsafeBufferPointer { part in
      unsafe Int(
        zp_cut(
          part.baseAddress!, UInt32(part.count), UInt32(width), &starts, &ends,
          UInt32(PlainBatches.rowsMax), &next))
    }
    for row in 0..<found { lines[row] = rows.nextLine &+ row }
    rows.pass(found, to: base + Int(next))
    return found
  }

  /// Reads the rows that come next one by one.
  private mutating func readWithCare(_ bytes: Span<UInt8>) {
    while count < PlainBatches.rowsMax, rows.at - base <= Int(Int32.max) / 2, rows.next(bytes) {
      if rows.at - base > Int(Int32.max) {
        rows.leaveOut(Phrase(zh: "本行太长", en: "this row is too long"))
        if count == 0 { base = rows.at }
        continue
      }
      for at in 0..<width {
        let cell = rows.cells[at]
        starts[count * width + at] = UInt32(cell.start - base)
        ends[count * width + at] = UInt32(cell.end - base)
        if cell.hasDoubledQuotes { doubled.insert(count * width + at) }
      }
      lines[count] = rows.line
      count += 1
    }
  }
}
