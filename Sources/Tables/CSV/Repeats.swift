import CKernels

/// Of up to 64 rows of `width` numbers, row after row, those that may hold a number twice, zeros
/// aside: bit i for row i. Others do not.
public func mayRepeat(_ numbers: Span<UInt16>, width: Int) -> UInt64 {
  if width == 0 { return 0 }
  let rows = numbers.count / width
  precondition(rows <= RowBlock.rowsMax)
  return unsafe numbers.withUnsafeBufferPointer {
    guard let start = $0.baseAddress else { return 0 }
    return unsafe zb_may_repeat(start, width, UInt32(rows))
  }
}
