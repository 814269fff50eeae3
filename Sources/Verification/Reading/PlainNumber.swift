import Diagnostics
import Exact

/// Numbers in cells, in thousandths.
enum PlainNumber {
  /// In place of a number: the cell is empty.
  static let empty = Int64.min
  /// In place of a number: the cell is something else, or below zero.
  static let unreadable = Int64.min + 1
  /// Numbers must be smaller than this.
  static let limit: Int64 = 1_000_000_000_000_000

  /// The number in a cell: digits, perhaps a point and one to three digits more. Anything else is
  /// left to the exact decimals. Complexity: O(length).
  @inline(__always)
  static func read(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int64 {
    if start == end { return empty }
    if end &- start > 14 { return rare(bytes, start, end) }
    var value: Int64 = 0
    var at = start
    while at < end {
      let digit = bytes[at] &- 0x30
      if digit > 9 { break }
      value = value &* 10 &+ Int64(digit)
      at &+= 1
    }
    if at == end { return at &- start <= 12 ? value &* 1000 : rare(bytes, start, end) }
    if at == start || at &- start > 11 || bytes[at] != UInt8(ascii: ".") {
      return rare(bytes, start, end)
    }
    at &+= 1
    var scale: Int64 = 1000
    while at < end, scale > 1 {
      let digit = bytes[at] &- 0x30
      if digit > 9 { return unreadable }
      value = value &* 10 &+ Int64(digit)
      scale /= 10
      at &+= 1
    }
    return at < end || scale == 1000 ? rare(bytes, start, end) : value &* scale
  }

  /// Any number, by the exact decimals.
  private static func rare(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int64 {
    let text = (start..<end).map { bytes[$0] }
    guard let value = Decimal(utf8: text)?.thousandths, value >= 0, value < limit else {
      return unreadable
    }
    return value
  }

  /// The number in `text`; nil where there is none or it is none.
  static func read(_ text: String) -> Int64? {
    let bytes = Array(text.utf8)
    let value = read(bytes.span, 0, bytes.count)
    return value == empty || value == unreadable ? nil : value
  }

  /// A whole number from 0 to 10⁹.
  static func count(_ text: String) -> Int? {
    let bytes = Array(text.utf8)
    return count(bytes.span, 0, bytes.count)
  }

  /// The same of a cell.
  static func count(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
    let value = read(bytes, start, end)
    return value >= 0 && value % 1000 == 0 && value <= 1_000_000_000_000 ? Int(value / 1000) : nil
  }
}

extension Decimal {
  /// The value in whole thousandths, rounded toward −∞ (`down`) or +∞ (`up`), kept within 64 bits.
  func plainThousandths(_ mode: RoundingMode) -> Int64 {
    let scaled = Int128(mantissa) * Int128(places <= 3 ? Decimal.power(3 - places) : 1)
    let divisor = Int128(places > 3 ? Decimal.power(places - 3) : 1)
    let value = roundedQuotient(scaled, by: divisor, mode)
    return Int64(clamping: min(max(value, Int128(Int64.min) + 2), Int128(Int64.max)))
  }
}
