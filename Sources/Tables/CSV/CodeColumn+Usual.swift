import Columns

// Codes as offices have them: as long as their slot, of 8 to 14 letters and digits. Two words that
// overlap hold such a code, and what is asked of all of them is asked once for many. Others take
// the slower way.

extension CodeColumn {
  private var areUsualHeld: Bool { width >= 8 && width <= 14 }

  /// Does what `read` does for a block of usual codes; false for others, of which nothing that was
  /// written here means anything.
  func readUsual(
    _ block: RowBlock, column: Int, _ bytes: RawSpan, _ bounds: Span<UInt32>
  ) -> Bool {
    guard areUsualHeld else { return false }
    let (first, width) = (block.firstRow, width)
    let trim = column == block.columns - 1 ? block.lastTrim : 0
    var (usual, differences) = (UsualBytes(), 0)
    slots.withMutableSpan(first * width..<(first + block.count) * width) { slots in
      var slots = unsafe slots.mutableBytes
      for row in 0..<block.count {
        let start = Int(bounds[row &* block.columns &+ column])
        let end = Int(bounds[row &* block.columns &+ column &+ 1]) &- 1 &- trim
        differences |= end &- start ^ width
        // Of a shorter code a part of the next cell is copied, and then not kept.
        let (head, tail) = (word(bytes, at: start), word(bytes, at: start &+ width &- 8))
        usual.look(head)
        usual.look(tail)
        slots.storeBytes(of: head.littleEndian, toByteOffset: row &* width, as: UInt64.self)
        slots.storeBytes(
          of: tail.littleEndian, toByteOffset: row &* width &+ width &- 8, as: UInt64.self)
      }
    }
    guard differences == 0, usual.areAll else { return false }
    lengths.withMutableSpan(first..<first + block.count) { lengths in
      for row in lengths.indices { lengths[row] = UInt8(truncatingIfNeeded: width) }
    }
    return true
  }

  /// The shape of some codes, each beside the one before it; nil where some of them are not usual.
  func usualShape(_ rows: Range<Int>) -> Shape? {
    guard areUsualHeld, !rows.isEmpty else { return nil }
    let width = width
    var (usual, differences) = (UsualBytes(), UInt8(0))
    var before: (UInt64, UInt64) = (0, 0)
    var (isAscending, beginsWithEquals) = (true, false)
    slots.withSpan { slots in
      lengths.withSpan { lengths in
        for row in max(0, rows.lowerBound - 1)..<rows.upperBound {
          differences |= lengths[row] ^ UInt8(truncatingIfNeeded: width)
          let (head, tail) = unsafe (
            word(slots.bytes, at: row &* width), word(slots.bytes, at: row &* width &+ width &- 8)
          )
          usual.look(head)
          usual.look(tail)
          beginsWithEquals = beginsWithEquals || head & 0xFF == 0x3D
          // Big-endian words compare as their bytes do; before the first row there is less than
          // any.
          let words = (head.byteSwapped, tail.byteSwapped)
          isAscending = isAscending && before < words
          before = words
        }
      }
    }
    guard differences == 0, usual.areAll, !beginsWithEquals else { return nil }
    var shape = Shape()
    (shape.isAscending, shape.lengths) = (isAscending, (width, width))
    return shape
  }
}

/// Whether all bytes of some words are from 0x30 to 0x7E, as digits and letters are.
private struct UsualBytes {
  private var high: UInt64 = 0
  private var raised = UInt64.max

  @inline(__always)
  mutating func look(_ word: UInt64) {
    high |= word | (word &+ 0x0101_0101_0101_0101)
    raised &= word &+ 0x5050_5050_5050_5050
  }

  var areAll: Bool { (high | ~raised) & 0x8080_8080_8080_8080 == 0 }
}
