import CKernels
import Columns

/// Codes of up to eight bytes, each in a slot that it shares with no other, for looking up a block
/// of rows without a question asked. Codes that find their slot taken are left out.
///
/// Sound though it calls C: cells are checked by `withCells`, there is room for a number a row, and
/// a key's upper bits under `shift` are always a place of the table.
struct QuickCodes: Sendable {
  private let slots: Column<zb_slot>
  private let multiplier: UInt64
  private let shift: UInt32

  /// A table of codes, each as a word with the first byte in its lowest bits, and of the empty
  /// code.
  init(_ entries: some Collection<(key: UInt64, number: Int32)>, empty: Int32) {
    let entries = Array(entries)
    var bits: UInt64 = 4
    while (1 << bits) < entries.count * 4 { bits += 1 }
    multiplier = QuickCodes.multiplier(for: entries, bits)
    shift = UInt32(64 - bits)
    slots = QuickCodes.fill(entries, empty, bits, multiplier)
  }

  /// The multiplier among some that leaves out the fewest codes. With some hundreds of codes it
  /// takes tens until none is left out; for long lists, where luck hardly differs, that is not
  /// worth it.
  private static func multiplier(
    for entries: [(key: UInt64, number: Int32)], _ bits: UInt64
  ) -> UInt64 {
    let triesMax = entries.count > 100_000 ? 1 : entries.count > 1000 ? 8 : 100
    var multiplier: UInt64 = 0x9E37_79B9_7F4A_7C15
    if triesMax == 1 { return multiplier }
    var (best, fewest) = (multiplier, Int.max)
    // A bit a slot: tables of long lists would be cleared and filled in memory each time.
    var taken: [UInt64] = []
    for _ in 0..<triesMax where fewest > 0 {
      taken = Array(repeating: 0, count: ((1 << bits) + 63) / 64)
      taken[0] = 1  // the empty code's
      var leftOut = 0
      for entry in entries {
        let at = slot(of: entry.key, bits, multiplier)
        let bit: UInt64 = 1 << UInt64(at & 63)
        if taken[at >> 6] & bit != 0 { leftOut += 1 }
        taken[at >> 6] |= bit
      }
      if leftOut < fewest { (best, fewest) = (multiplier, leftOut) }
      multiplier = multiplier &* 0xD134_2543_DE82_EF95 | 1
    }
    return best
  }

  private static func slot(of key: UInt64, _ bits: UInt64, _ multiplier: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* multiplier) >> (64 - bits))
  }

  /// The first of equals wins. No text is eight bytes of ones, so that such a key is a free slot.
  private static func fill(
    _ entries: [(key: UInt64, number: Int32)], _ empty: Int32, _ bits: UInt64, _ multiplier: UInt64
  ) -> Column<zb_slot> {
    let slots = Column<zb_slot>(uninitialized: 1 << bits)
    for at in 0..<slots.count { slots[at] = zb_slot(key: .max, number: CodeTable.unknown) }
    slots[0] = zb_slot(key: 0, number: empty)
    for entry in entries {
      let at = slot(of: entry.key, bits, multiplier)
      if slots[at].key == .max { slots[at] = zb_slot(key: entry.key, number: entry.number) }
    }
    return slots
  }

  /// Looks up one column of a block. Returns the rows (bit i for row i) whose code is not here.
  @inline(__always)
  func read(
    _ block: RowBlock, _ column: Int, _ bytes: RawSpan, _ bounds: Span<UInt32>,
    into numbers: inout MutableSpan<Int32>, from first: Int
  ) -> UInt64 {
    precondition(first >= 0 && first + block.count <= numbers.count)
    return unsafe block.withCells(column, bytes, bounds) { cells in
      unsafe numbers.withUnsafeMutableBufferPointer { numbers in
        unsafe withTable { unsafe zb_look_up_32(cells, $0, numbers.baseAddress! + first) }
      }
    }
  }

  /// Looks up several columns into cells of 16 bits, a row's side by side, and calls `miss` for
  /// each code that is not here: which of the columns, and which row.
  @inline(__always)
  func read(
    _ block: RowBlock, _ columns: [Int], _ bytes: RawSpan, _ bounds: Span<UInt32>,
    into cells: inout MutableSpan<UInt16>,
    miss: (Int, Int, inout MutableSpan<UInt16>) -> Void
  ) {
    precondition(block.count * columns.count <= cells.count)
    for (k, column) in columns.enumerated() {
      var missed = unsafe block.withCells(column, bytes, bounds) { from in
        unsafe cells.withUnsafeMutableBufferPointer { cells in
          unsafe withTable {
            unsafe zb_look_up_16(from, $0, cells.baseAddress! + k, columns.count)
          }
        }
      }
      while missed != 0 {
        miss(k, missed.trailingZeroBitCount, &cells)
        missed &= missed &- 1
      }
    }
  }

  /// Calls `body` with the table as the kernels take it.
  @inline(__always)
  private func withTable<Result>(_ body: (zb_codes) -> Result) -> Result {
    slots.withSpan { slots in
      unsafe slots.withUnsafeBufferPointer { slots in
        unsafe body(zb_codes(slots: slots.baseAddress!, multiplier: multiplier, shift: shift))
      }
    }
  }
}
