import Tables

/// Texts that are prepared once and written many times, one behind the other in memory that a
/// `PieceStore` keeps: whoever holds pieces holds their store too.
///
/// They do not own it, because what owns counts a reference for each text written, and that costs
/// as much as writing it.
///
/// Sound where they are held so: the memory does not change, and every index is checked.
@safe struct Pieces: @unchecked Sendable {
  /// How many texts there are.
  let count: Int
  /// The first byte of the first text. Behind the last one 16 bytes more can be read.
  let start: UnsafeRawPointer
  private let ends: UnsafePointer<Int>

  fileprivate init(count: Int, start: UnsafeRawPointer, ends: UnsafePointer<Int>) {
    self.count = count
    unsafe self.start = start
    unsafe self.ends = ends
  }

  /// Where a text lies, from `start`.
  @inline(__always)
  func range(_ index: Int) -> Range<Int> {
    precondition(index >= 0 && index < count)
    return unsafe Range(uncheckedBounds: (ends[index], ends[index &+ 1]))
  }
}

/// The memory of some pieces.
///
/// Sound: what it has given out does not change or move until it is freed.
@safe final class PieceStore: @unchecked Sendable {
  /// Bytes behind the last text, so that it can be copied in steps of 16.
  private static let spareBytes = 16
  private var blocks: [UnsafeMutableRawPointer] = unsafe []

  deinit { unsafe blocks.forEach { unsafe $0.deallocate() } }

  /// The UTF-8 of `texts`. Not to be called while others use the store.
  func pieces(_ texts: some Sequence<String>) -> Pieces {
    var bytes: [UInt8] = []
    var ends = [0]
    for text in texts {
      bytes += text.utf8
      ends.append(bytes.count)
    }
    bytes += Array(repeating: 0, count: PieceStore.spareBytes)
    return unsafe Pieces(
      count: ends.count - 1, start: UnsafeRawPointer(keep(bytes)), ends: UnsafePointer(keep(ends)))
  }

  /// `texts` as cells of CSV, each with a comma behind it.
  func cells(_ texts: some Sequence<String>) -> Pieces {
    pieces(texts.map { CSVText.cell($0) + "," })
  }

  private func keep<Value: BitwiseCopyable>(_ values: [Value]) -> UnsafeMutablePointer<Value> {
    let block = UnsafeMutableBufferPointer<Value>.allocate(capacity: values.count)
    _ = unsafe block.initialize(from: values)
    unsafe blocks.append(UnsafeMutableRawPointer(block.baseAddress!))
    return block.baseAddress!
  }
}
