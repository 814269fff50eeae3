import CKernels

extension RowBlock {
  /// Calls `body` with the cells of a column as the kernels take them: where they begin and end,
  /// and eight bytes that can be read from each beginning, which is checked here.
  @inline(__always)
  func withCells<Result>(
    _ column: Int, _ bytes: RawSpan, _ bounds: Span<UInt32>, _ body: (zb_cells) -> Result
  ) -> Result {
    precondition(count > 0 && count <= RowBlock.rowsMax && column >= 0 && column < columns)
    precondition(count * columns < bounds.count)
    // Cells lie one behind the other, so the last one tells for all.
    let last = Int(bounds[(count - 1) * columns + column])
    precondition(last + RowBlock.spareBytes <= bytes.byteCount)
    let trim = column == columns - 1 ? UInt32(lastTrim) : 0
    return unsafe bytes.withUnsafeBytes { bytes in
      unsafe bounds.withUnsafeBufferPointer { bounds in
        unsafe body(
          zb_cells(
            bytes: bytes.baseAddress!.assumingMemoryBound(to: UInt8.self),
            bounds: bounds.baseAddress! + column, columns: columns, trim: trim,
            rows: UInt32(count)))
      }
    }
  }

  /// How many bytes can be read from where a cell begins, however short it is.
  static var spareBytes: Int { 8 }
}
