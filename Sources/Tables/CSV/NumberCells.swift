import Exact

/// Reading exact decimals from cells, as integers in thousandths.
public enum NumberCells {
  /// In place of a number: the cell is empty.
  public static let empty = Int64.min
  /// In place of a number: the cell is something else; `parse` says what.
  public static let unreadable = Int64.min + 1
  /// Numbers must be smaller than this, in thousandths: nine thousand of them fit 64 bits together.
  public static let limit: Int64 = 1_000_000_000_000_000

  /// Why a cell is not a number that can be used.
  public enum Fault: Sendable {
    /// Not digits with at most one point and a sign in front.
    case notANumber
    /// More than 3 places after the point.
    case tooManyPlaces
    /// 10¹² or more, up or down.
    case tooLarge
    /// Below 0, where that cannot be.
    case negative
  }

  /// Reads one column of a block. `values[first + i]` becomes the number of row i in thousandths,
  /// `empty` or `unreadable`. Returns the least of them, which tells whether any is one of those.
  /// Complexity: a few nanoseconds a cell.
  public static func read(
    _ block: RowBlock, column: Int, _ bytes: RawSpan, _ bounds: Span<UInt32>,
    into values: inout MutableSpan<Int64>, from first: Int = 0
  ) -> Int64 {
    let columns = block.columns
    let trim = column == columns - 1 ? block.lastTrim : 0
    var least = Int64.max
    var at = column
    for row in 0..<block.count {
      let start = Int(truncatingIfNeeded: bounds[at])
      let length = Int(truncatingIfNeeded: bounds[at &+ 1]) &- 1 &- trim &- start
      var value = quick(word(bytes, at: start), length)
      if value == unreadable { value = slow(bytes, start, length) }
      values[first &+ row] = value
      least = min(least, value)
      at &+= columns
    }
    return least
  }

  /// A number of 1 to 8 bytes without a sign, read as one word; `unreadable` for everything else.
  ///
  /// The text is moved to the high end of the word, the point is squeezed out, eight digits are
  /// checked and added up at once, and a packed table scales by the places. Whether there is a point,
  /// which no processor can predict of half points, is never a branch.
  @inline(__always)
  static func quick(_ text: UInt64, _ length: Int) -> Int64 {
    if length <= 0 || length > 8 { return length == 0 ? empty : unreadable }
    let zeros: UInt64 = 0x3030_3030_3030_3030
    let free = UInt64(truncatingIfNeeded: 64 &- length &* 8)
    let aligned = (text &<< free) | (zeros & ((1 &<< free) &- 1))
    // The lowest byte that is a point gets its high bit set.
    let differing = aligned ^ 0x2E2E_2E2E_2E2E_2E2E
    let points = (differing &- 0x0101_0101_0101_0101) & ~differing & 0x8080_8080_8080_8080
    let byte = points.trailingZeroBitCount &>> 3  // 8: no point
    let hasPoint: UInt64 = points == 0 ? 0 : 1
    let below = ((points & (0 &- points)) &>> 7) &- 1  // all ones without a point
    let above = ~((below &<< 8) | 0xFF) & (0 &- hasPoint)
    let digits =
      ((aligned & below) &<< (hasPoint &* 8)) | (aligned & above) | (hasPoint &* 0x30)
    let faults = ((digits &+ 0x4646_4646_4646_4646) | (digits &- zeros)) & 0x8080_8080_8080_8080
    // For a point at byte 4, 5, 6 and none: times 1, 10, 100 and 1000; 0 for a point at byte 7, which
    // has no digit behind it. Before byte 4 stand too many places.
    let packed: UInt64 = 1 | 10 << 12 | 100 << 24 | 1000 << 48
    let scale = Int64(
      truncatingIfNeeded: (packed &>> UInt64(truncatingIfNeeded: (byte &- 4) &* 12)) & 0xFFF)
    // A point must have a digit in front of it too.
    let isGood = faults == 0 && byte >= 4 && scale != 0 && byte > 8 &- length
    return isGood ? Int64(truncatingIfNeeded: eightDigits(digits)) &* scale : unreadable
  }

  /// The number that eight ASCII digits write, the first digit in the lowest byte.
  @inline(__always)
  private static func eightDigits(_ text: UInt64) -> UInt64 {
    var value = ((text & 0x0F0F_0F0F_0F0F_0F0F) &* 2561) &>> 8
    value = ((value & 0x00FF_00FF_00FF_00FF) &* 6_553_601) &>> 16
    return ((value & 0x0000_FFFF_0000_FFFF) &* 42_949_672_960_001) &>> 32
  }

  /// Any number, by the plain definition.
  static func slow(_ bytes: RawSpan, _ start: Int, _ length: Int) -> Int64 {
    if length <= 0 { return empty }
    let text = bytes.array(start..<start + length)
    guard case .success(let value) = parse(text) else { return unreadable }
    return value
  }

  /// Reads one cell by the plain definition.
  public static func parse(_ text: [UInt8]) -> Result<Int64, FaultError> {
    guard let number = Decimal(utf8: text) else {
      let isLong = text.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E || $0 == 0x2D }
      return .failure(FaultError(fault: isLong && text.count > 18 ? .tooLarge : .notANumber))
    }
    guard number.places <= 3 else { return .failure(FaultError(fault: .tooManyPlaces)) }
    guard let value = number.thousandths, value.magnitude < limit.magnitude else {
      return .failure(FaultError(fault: .tooLarge))
    }
    return .success(value)
  }

  /// A fault as an error.
  public struct FaultError: Error, Sendable {
    /// What is wrong.
    public let fault: Fault
  }
}
