import CKernels
import Exact

/// Reading exact decimals from cells, as integers in thousandths.
///
/// Sound though it calls C: cells are checked by `withCells`, behind whose last row as many bytes
/// can be read as behind any, and there is room for a number a row.
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
  /// `empty` or `unreadable`. Returns the rows (bit i for row i) that are one of those, or
  /// negative. Complexity: a few nanoseconds a cell.
  public static func read(
    _ block: RowBlock, column: Int, _ bytes: RawSpan, _ bounds: Span<UInt32>,
    into values: inout MutableSpan<Int64>, from first: Int = 0
  ) -> UInt64 {
    precondition(first >= 0 && first + block.count <= values.count)
    let unread = unsafe block.withCells(column, bytes, bounds) { cells in
      unsafe values.withUnsafeMutableBufferPointer {
        unsafe zb_numbers(cells, $0.baseAddress! + first)
      }
    }
    var others = unread.other
    var unusual = unread.empty
    while others != 0 {
      let row = others.trailingZeroBitCount
      others &= others &- 1
      let cell = block.cell(row, column, bounds)
      let value = slow(bytes, cell.lowerBound, cell.count)
      values[first + row] = value
      if value < 0 { unusual |= 1 << UInt64(row) }
    }
    return unusual
  }

  /// How many neighbouring columns `readAcross` reads.
  public static let acrossColumns = 8

  /// Reads eight neighbouring columns of a block from `column` on: row i of column k becomes
  /// `values[first + RowBlock.rowsMax · k + i]`. False, and nothing of it means anything, where
  /// some cell is no usual number, or where column by column is as fast.
  public static func readAcross(
    _ block: RowBlock, column: Int, _ bytes: RawSpan, _ bounds: Span<UInt32>,
    into values: inout MutableSpan<Int64>, from first: Int
  ) -> Bool {
    precondition(first >= 0 && first + acrossColumns * RowBlock.rowsMax <= values.count)
    precondition(column + acrossColumns <= block.columns)
    let isDone = unsafe block.withCells(column, bytes, bounds) { cells in
      var cells = unsafe cells
      unsafe cells.trim = column + acrossColumns == block.columns ? UInt32(block.lastTrim) : 0
      return unsafe values.withUnsafeMutableBufferPointer {
        unsafe zb_numbers_across(cells, $0.baseAddress! + first)
      }
    }
    return isDone != 0
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
