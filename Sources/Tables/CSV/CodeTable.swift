import Columns

/// Known codes with a number each, to look up the codes of a column.
///
/// Codes of up to eight bytes have a slot of their own in a quick table, where a whole block is
/// looked up at once. Those that share a slot, and longer ones, are looked up one by one: up to 16
/// bytes as two words, others in a dictionary. Codes are compared byte by byte.
public struct CodeTable: Sendable {
  private struct Slot: BitwiseCopyable, Sendable {
    var low: UInt64 = 0
    var high: UInt64 = 0
    var number: Int32 = CodeTable.unknown
  }
  /// What an unknown code comes to.
  public static let unknown: Int32 = -1

  private let quick: QuickCodes
  private let slots: Column<Slot>
  /// What the empty code comes to: half of all choices are empty.
  private let empty: Int32
  private let shift: UInt64
  private let long: [[UInt8]: Int32]

  /// A table of `codes`: each gets its place in the array as its number, the first of equals wins.
  public init(_ codes: [[UInt8]]) {
    self.init(codes.enumerated().map { ($1, Int32($0)) })
  }

  /// A table of codes with their numbers; the first of equals wins.
  public init(_ entries: [(code: [UInt8], value: Int32)]) {
    let short = entries.filter { $0.code.count <= 16 }
    long = Dictionary(
      entries.filter { $0.code.count > 16 }.map { ($0.code, $0.value) },
      uniquingKeysWith: { a, _ in a })
    var bits: UInt64 = 4
    while (1 << bits) < short.count * 4 { bits += 1 }
    shift = 64 - bits
    slots = Column(CodeTable.fill(short, bits: bits))
    empty = short.first { $0.code.isEmpty }?.value ?? CodeTable.unknown
    quick = QuickCodes(
      short.lazy.filter { (1...8).contains($0.code.count) }.map {
        (CodeTable.words(of: $0.code).0, $0.value)
      }, empty: empty)
  }

  private static func fill(_ entries: [(code: [UInt8], value: Int32)], bits: UInt64) -> [Slot] {
    var slots = [Slot](repeating: Slot(), count: 1 << bits)
    for (code, value) in entries {
      let (low, high) = words(of: code)
      var at = Int(truncatingIfNeeded: hash(low, high) >> (64 - bits))
      while slots[at].number != unknown, slots[at].low != low || slots[at].high != high {
        at = (at + 1) & (slots.count - 1)
      }
      if slots[at].number == unknown { slots[at] = Slot(low: low, high: high, number: value) }
    }
    return slots
  }

  private static func words(of code: [UInt8]) -> (UInt64, UInt64) {
    var words: (UInt64, UInt64) = (0, 0)
    for (i, byte) in code.enumerated() {
      if i < 8 {
        words.0 |= UInt64(byte) << UInt64(8 * i)
      } else {
        words.1 |= UInt64(byte) << UInt64(8 * (i - 8))
      }
    }
    return words
  }

  @inline(__always)
  private static func hash(_ low: UInt64, _ high: UInt64) -> UInt64 {
    (low ^ (high &* 0xA24B_AED4_963E_E407)) &* 0x9E37_79B9_7F4A_7C15
  }

  /// The number of the code of `length` bytes at `start`, or `unknown`.
  @inline(__always)
  func value(_ bytes: RawSpan, _ start: Int, _ length: Int) -> Int32 {
    slots.withSpan { value(bytes, start, length, $0) }
  }

  @inline(__always)
  private func value(
    _ bytes: RawSpan, _ start: Int, _ length: Int, _ slots: Span<Slot>
  ) -> Int32 {
    if length == 0 { return empty }
    if length > 16 { return longValue(bytes, start, length) }
    let low = word(bytes, at: start) & mask(ofBytes: length)
    let high = length > 8 ? word(bytes, at: start &+ 8) & mask(ofBytes: length &- 8) : 0
    var at = Int(truncatingIfNeeded: CodeTable.hash(low, high) &>> shift)
    while true {
      let slot = slots[at]
      if slot.low == low, slot.high == high { return slot.number }
      if slot.number == CodeTable.unknown { return CodeTable.unknown }
      at = (at &+ 1) & (slots.count &- 1)
    }
  }

  /// The number of the code at `range`, or `unknown`.
  public func lookUp(_ bytes: RawSpan, _ range: Range<Int>) -> Int32 {
    value(bytes, range.lowerBound, range.count)
  }

  private func longValue(_ bytes: RawSpan, _ start: Int, _ length: Int) -> Int32 {
    long[bytes.array(start..<start + length)] ?? CodeTable.unknown
  }

  /// The number of `code`, or nil.
  public func value(of code: [UInt8]) -> Int? {
    let found = unsafe value(code.span.bytes, 0, code.count)
    return found == CodeTable.unknown ? nil : Int(found)
  }

  /// Looks up one column of a block: `values[first + i]` becomes the number of row i's code, or
  /// `unknown`.
  public func read(
    _ block: RowBlock, column: Int, _ bytes: RawSpan, _ bounds: Span<UInt32>,
    into values: inout MutableSpan<Int32>, from first: Int = 0
  ) {
    var missed = quick.read(block, column, bytes, bounds, into: &values, from: first)
    while missed != 0 {
      let row = missed.trailingZeroBitCount
      missed &= missed &- 1
      values[first + row] = lookUp(bytes, block.cell(row, column, bounds))
    }
  }

  /// What an unknown code comes to in 16 bits.
  public static let unknownCell = UInt16.max

  /// Looks up several columns of a block into cells of 16 bits, a row's side by side, row after
  /// row. Returns whether some code is unknown. Numbers must be below 65,535.
  public func read(
    _ block: RowBlock, columns: [Int], _ bytes: RawSpan, _ bounds: Span<UInt32>,
    into cells: inout MutableSpan<UInt16>
  ) -> Bool {
    var hasUnknown = false
    quick.read(block, columns, bytes, bounds, into: &cells) { k, row, cells in
      let found = lookUp(bytes, block.cell(row, columns[k], bounds))
      hasUnknown = hasUnknown || found < 0
      cells[row * columns.count + k] = UInt16(truncatingIfNeeded: found)
    }
    return hasUnknown
  }
}
