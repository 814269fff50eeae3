import Columns
import Synchronization

/// The codes of many rows, one behind the other: as wide a slot each as the first row's code needs,
/// so that codes of one length, which is what offices have, take no more room than in the file.
///
/// Sound: slots are bytes, so that any words are read and written there, each access checked.
public final class CodeColumn: Sendable {
  /// How many codes there are.
  public let count: Int
  /// The bytes of a slot.
  public let width: Int
  @usableFromInline let slots: Column<UInt8>
  @usableFromInline let lengths: Column<UInt8>
  /// Codes that do not fit their slot; their length is kept as 255.
  private let long = Mutex<[Int: [UInt8]]>([:])

  /// Room for `count` codes, mostly of about `width` bytes.
  public init(count: Int, width: Int) {
    self.count = count
    self.width = max(1, min(width, 64))
    slots = Column(count: count * self.width + 16)
    lengths = Column(count: count)
  }

  /// The code of `row`.
  public subscript(row: Int) -> [UInt8] {
    let length = lengths[row]
    if length == 255 { return long.withLock { $0[row]! } }
    return (0..<Int(length)).map { slots[row * width + $0] }
  }

  /// Puts a code in its place.
  public func set(_ row: Int, _ code: Span<UInt8>) {
    if code.count > width {
      lengths[row] = 255
      return keepLong(code.indices.map { code[$0] }, row: row)
    }
    lengths[row] = UInt8(code.count)
    for at in code.indices { slots[row * width + at] = code[at] }
  }

  /// Calls `body` with the code of `row`, without copying one that fits its slot.
  public func withCode<Result>(_ row: Int, _ body: (Span<UInt8>) -> Result) -> Result {
    let length = lengths[row]
    if length == 255 { return body(self[row].span) }
    return slots.withSpan { slots in
      body(slots.extracting(row * width..<row * width + Int(length)))
    }
  }

  /// The code of `row` as text.
  public func text(_ row: Int) -> String { String(decoding: self[row], as: UTF8.self) }

  /// Calls `body` with the codes of `rows`, one after the other, without copying those that fit.
  /// Inlinable, because a call for each code takes as long as what is done with it.
  @inlinable
  public func forEach(_ rows: Range<Int>, _ body: (Int, RawSpan) -> Void) {
    slots.withSpan { slots in
      for row in rows {
        let length = lengths[row]
        if length == 255 {
          let code = self[row]
          unsafe body(row, code.span.bytes)
        } else {
          unsafe body(
            row, slots.bytes.extracting(row * width..<row * width + Int(length)))
        }
      }
    }
  }

  /// Prefetches the codes of a few rows: these loads wait for memory together.
  func prefetch(_ rows: Span<Int32>) {
    for i in rows.indices {
      slots.prefetch(Int(rows[i]) * width)
      slots.prefetch(Int(rows[i]) * width + width - 1)  // it may lie across two lines
      lengths.prefetch(Int(rows[i]))
    }
  }

  /// Fetches the codes of at most `CodeBlock.rowsMax` rows. Returns the places of those that do not
  /// fit their slot; the block has nothing in their stead.
  func fetch(_ rows: Span<Int32>, into block: inout CodeBlock) -> [Int] {
    var long: [Int] = []
    var to = block.lengths.mutableSpan
    for i in rows.indices {
      let length = lengths[Int(rows[i])]
      to[i] = length == 255 ? 0 : length
      if length == 255 { long.append(i) }
    }
    var places = block.slots.mutableSpan
    var copies = unsafe places.mutableBytes
    slots.withSpan { slots in
      for i in rows.indices {
        let from = Int(rows[i]) &* width
        for at in stride(from: 0, to: width, by: 8) {
          let text = unsafe word(slots.bytes, at: from &+ at)
          copies.storeBytes(of: text.littleEndian, toByteOffset: i &* width &+ at, as: UInt64.self)
        }
      }
    }
    return long
  }

  /// Copies one column of a block into the rows from `first`. Returns false where some code is
  /// empty or holds a quote, a comma or a control character; the caller then looks at each.
  public func read(
    _ block: RowBlock, column: Int, _ bytes: RawSpan, _ bounds: Span<UInt32>
  ) -> Bool {
    if readUsual(block, column: column, bytes, bounds) { return true }
    let first = block.firstRow
    let trim = column == block.columns - 1 ? block.lastTrim : 0
    var isPlain = true
    slots.withMutableSpan(first * width..<(first + block.count) * width) { slots in
      lengths.withMutableSpan(first..<first + block.count) { lengths in
        var slots = unsafe slots.mutableBytes
        for row in 0..<block.count {
          let start = Int(bounds[row &* block.columns &+ column])
          let end = Int(bounds[row &* block.columns &+ column &+ 1]) &- 1 &- trim
          let length = max(0, end &- start)
          if length > width || length == 0 || length >= 255 {
            lengths[row] = length == 0 ? 0 : 255
            isPlain = false
            if length > 0 { keepLong(bytes.array(start..<end), row: first + row) }
          } else {
            lengths[row] = UInt8(truncatingIfNeeded: length)
            isPlain = copy(start, length, bytes, &slots, row &* width) && isPlain
          }
        }
      }
    }
    return isPlain
  }

  private func keepLong(_ code: [UInt8], row: Int) {
    long.withLock { $0[row] = code }
  }

  /// Copies a cell, eight bytes at a time, and says whether all of it is fit for a code. The last
  /// words overlap the ones before, so that nothing beyond the cell is written.
  @inline(__always)
  private func copy(
    _ start: Int, _ length: Int, _ bytes: RawSpan, _ slots: inout MutableRawSpan, _ to: Int
  ) -> Bool {
    var isUnfit = false
    if length < 8 {
      let text = word(bytes, at: start) & mask(ofBytes: length)
      isUnfit = hasUnfit(text | ~mask(ofBytes: length))
      for i in 0..<length {
        slots.storeBytes(
          of: UInt8(truncatingIfNeeded: text &>> UInt64(truncatingIfNeeded: 8 &* i)),
          toByteOffset: to &+ i, as: UInt8.self)
      }
      return !isUnfit
    }
    if length <= 16 {
      let (head, tail) = (word(bytes, at: start), word(bytes, at: start &+ length &- 8))
      slots.storeBytes(of: head.littleEndian, toByteOffset: to, as: UInt64.self)
      slots.storeBytes(of: tail.littleEndian, toByteOffset: to &+ length &- 8, as: UInt64.self)
      let (isHeadUnfit, isTailUnfit) = (hasUnfit(head), hasUnfit(tail))
      return !(isHeadUnfit || isTailUnfit)
    }
    var done = 0
    while done < length {
      done = min(done, length &- 8)
      let text = word(bytes, at: start &+ done)
      // A byte below 0x20, or equal to a quote or comma.
      isUnfit = hasUnfit(text) || isUnfit
      slots.storeBytes(of: text.littleEndian, toByteOffset: to &+ done, as: UInt64.self)
      done &+= 8
    }
    return !isUnfit
  }

  @inline(__always)
  private func hasUnfit(_ text: UInt64) -> Bool {
    let low = (text &- 0x2020_2020_2020_2020) & ~text & 0x8080_8080_8080_8080
    let quote = text ^ 0x2222_2222_2222_2222
    let comma = text ^ 0x2C2C_2C2C_2C2C_2C2C
    let zeroQuote = (quote &- 0x0101_0101_0101_0101) & ~quote & 0x8080_8080_8080_8080
    let zeroComma = (comma &- 0x0101_0101_0101_0101) & ~comma & 0x8080_8080_8080_8080
    return low | zeroQuote | zeroComma != 0
  }
}
