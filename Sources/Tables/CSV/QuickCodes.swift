import CKernels
import Columns

/// Codes of up to eight bytes, each in a slot that it shares with no other, for looking up a block of
/// rows without a question asked. Codes that find their slot taken are left out.
struct QuickCodes: Sendable {
  private let slots: Column<zb_slot>
  private let multiplier: UInt64
  private let shift: UInt32

  /// A table of codes, each as a word with the first byte in its lowest bits, and of the empty code.
  init(_ entries: some Collection<(key: UInt64, number: Int32)>, empty: Int32) {
    let count = entries.count
    var bits: UInt64 = 4
    while (1 << bits) < count * 4 { bits += 1 }
    // Multipliers are tried until no code is left out: with some hundreds of codes that takes tens. For
    // long lists, where luck hardly differs, it is not worth it.
    let triesMax = count > 100_000 ? 1 : count > 1000 ? 8 : 100
    var multiplier: UInt64 = 0x9E37_79B9_7F4A_7C15
    var best = QuickCodes.fill(entries, empty, bits, multiplier)
    var chosen = multiplier
    for _ in 1..<triesMax where best.leftOut > 0 {
      multiplier = multiplier &* 0xD134_2543_DE82_EF95 | 1
      let made = QuickCodes.fill(entries, empty, bits, multiplier)
      if made.leftOut < best.leftOut { (best, chosen) = (made, multiplier) }
    }
    slots = Column(best.slots)
    self.multiplier = chosen
    shift = UInt32(64 - bits)
  }

  /// The first of equals wins. No text is eight bytes of ones, so that such a key is a free slot.
  private static func fill(
    _ entries: some Collection<(key: UInt64, number: Int32)>, _ empty: Int32, _ bits: UInt64,
    _ multiplier: UInt64
  ) -> (slots: [zb_slot], leftOut: Int) {
    let free = zb_slot(key: .max, number: CodeTable.unknown)
    var slots = [zb_slot](repeating: free, count: 1 << bits)
    slots[0] = zb_slot(key: 0, number: empty)
    var leftOut = 0
    for entry in entries {
      let at = Int(truncatingIfNeeded: (entry.key &* multiplier) >> (64 - bits))
      if slots[at].key == .max {
        slots[at] = zb_slot(key: entry.key, number: entry.number)
      } else if slots[at].key != entry.key {
        leftOut += 1
      }
    }
    return (slots, leftOut)
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

  /// Looks up several columns into cells of 16 bits, a row's side by side, and calls `miss` for each
  /// code that is not here: which of the columns, and which row.
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
