import Columns
import Synchronization

/// The codes of many rows, one behind the other: as wide a slot each as the first row's code needs,
/// so that codes of one length, which is what offices have, take no more room than in the file.
public final class CodeColumn: Sendable {
  /// How many codes there are.
  public let count: Int
  /// The bytes of a slot.
  public let width: Int
  private let slots: Column<UInt8>
  private let lengths: Column<UInt8>
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

  /// Copies one column of a block into the rows from `first`. Returns false where some code is empty or
  /// holds a quote or a control character; the caller then looks at each.
  public func read(
    _ block: RowBlock, column: Int, _ bytes: RawSpan, _ bounds: Span<UInt32>
  ) -> Bool {
    var isPlain = true
    for row in 0..<block.count {
      let cell = block.cell(row, column, bounds)
      let to = (block.firstRow + row) * width
      guard cell.count <= width, cell.count < 255 else {
        let code = cell.map { unsafe bytes.unsafeLoad(fromByteOffset: $0, as: UInt8.self) }
        lengths[block.firstRow + row] = 255
        long.withLock { $0[block.firstRow + row] = code }
        isPlain = false
        continue
      }
      lengths[block.firstRow + row] = UInt8(cell.count)
      isPlain = copy(cell, bytes, to) && isPlain && !cell.isEmpty
    }
    return isPlain
  }

  /// Copies a cell, eight bytes at a time, and says whether all of it is fit for a code.
  @inline(__always)
  private func copy(_ cell: Range<Int>, _ bytes: RawSpan, _ to: Int) -> Bool {
    var isPlain = true
    var done = 0
    while done < cell.count {
      let here = min(8, cell.count &- done)
      let text = word(bytes, at: cell.lowerBound &+ done) & mask(ofBytes: here)
      // A byte below 0x20 or equal to a quote or comma, other than the zeros beyond the end.
      isPlain = isPlain && !hasUnfit(text | ~mask(ofBytes: here))
      slots.storeWord(text, at: to &+ done, count: here)
      done &+= 8
    }
    return isPlain
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

extension Column<UInt8> {
  /// Stores the first `count` bytes of a word.
  @inline(__always)
  fileprivate func storeWord(_ word: UInt64, at: Int, count: Int) {
    withMutableSpan(at..<at &+ count) { span in
      var bytes = unsafe span.mutableBytes
      if count == 8 {
        bytes.storeBytes(of: word.littleEndian, as: UInt64.self)
      } else if count >= 4 {
        bytes.storeBytes(of: UInt32(truncatingIfNeeded: word).littleEndian, as: UInt32.self)
        bytes.storeBytes(
          of: UInt32(truncatingIfNeeded: word &>> UInt64(8 &* (count &- 4))).littleEndian,
          toByteOffset: count &- 4, as: UInt32.self)
      } else {
        for i in 0..<count {
          bytes.storeBytes(
            of: UInt8(truncatingIfNeeded: word &>> UInt64(8 &* i)), toByteOffset: i, as: UInt8.self)
        }
      }
    }
  }
}
