import Columns

/// The rows of a column of codes, to be found by code. Codes are compared byte by byte.
///
/// An open table of rows, twice as large as they are many; of equal codes the first row is found.
public struct CodeIndex: Sendable {
  private let codes: CodeColumn
  private let slots: Column<Int32>  // the row + 1; 0: free
  private let shift: UInt64

  /// An index of `codes`. Complexity: O(codes).
  public init(_ codes: CodeColumn) {
    var bits: UInt64 = 4
    while (1 << bits) < codes.count * 2 { bits += 1 }
    let slots = Column<Int32>(count: 1 << bits)
    let shift = 64 - bits
    codes.forEach(0..<codes.count) { row, code in
      var at = Int(truncatingIfNeeded: CodeColumn.hash(code) >> shift)
      while slots[at] > 0 {
        if codes.isEqual(Int(slots[at]) - 1, code) { return }
        at = (at + 1) & (slots.count - 1)
      }
      slots[at] = Int32(row + 1)
    }
    self.codes = codes
    self.slots = slots
    self.shift = shift
  }

  /// The row whose code stands at `range` of `bytes`; nil where there is none.
  /// Complexity: O(1) on average.
  public func row(_ bytes: RawSpan, _ range: Range<Int>) -> Int? {
    row(of: bytes.extracting(range))
  }

  /// The row of `code`; nil where there is none.
  public func row(of code: [UInt8]) -> Int? { unsafe row(of: code.span.bytes) }

  private func row(of code: RawSpan) -> Int? {
    var at = Int(truncatingIfNeeded: CodeColumn.hash(code) >> shift)
    while slots[at] > 0 {
      if codes.isEqual(Int(slots[at]) - 1, code) { return Int(slots[at]) - 1 }
      at = (at + 1) & (slots.count - 1)
    }
    return nil
  }
}

extension CodeColumn {
  /// Whether the code of `row` is `code`.
  func isEqual(_ row: Int, _ code: RawSpan) -> Bool {
    withCode(row) { own in
      guard own.count == code.byteCount else { return false }
      return own.indices.allSatisfy { own[$0] == code.byte($0) }
    }
  }
}
