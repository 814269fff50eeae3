#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension Array where Element: BitwiseCopyable {
  /// `count` times `value`, for tables that may have millions of cells, of which some here and some
  /// there are looked at: in large pages, where the system has them, a processor finds those
  /// sooner.
  ///
  /// Sound: all of the room is initialized; advice changes no content, and only whole pages within
  /// the room are named.
  static func large(repeating value: Element, count: Int) -> [Element] {
    // All empty arrays are one, whose count must not be written, not even as it is.
    if count == 0 { return [] }
    return unsafe [Element](unsafeUninitializedCapacity: count) { room, filled in
      unsafe preferLargePages(UnsafeMutableRawBufferPointer(room))
      unsafe room.initialize(repeating: value)
      filled = count
    }
  }

  /// At most `count` elements, as `fill` writes them and says how many they are.
  ///
  /// Sound where `fill` is: an array of nothing is not given to it.
  static func filled(
    _ count: Int, _ fill: (UnsafeMutableBufferPointer<Element>, inout Int) -> Void
  ) -> [Element] {
    // All empty arrays are one, whose count must not be written, not even as it is.
    if count == 0 { return [] }
    return unsafe [Element](unsafeUninitializedCapacity: count) { room, filled in
      unsafe fill(room, &filled)
    }
  }

  /// The first `count` elements, in memory of their own that has room for no more.
  ///
  /// Sound: as many elements are copied as there is room for, and these are there.
  func first(_ count: Int) -> [Element] {
    precondition(count <= self.count)
    if count == 0 { return [] }
    return unsafe [Element](unsafeUninitializedCapacity: count) { room, filled in
      unsafe withUnsafeBufferPointer {
        _ = unsafe room.update(fromContentsOf: $0.prefix(count))
      }
      filled = count
    }
  }
}

extension Array where Element: FixedWidthInteger {
  /// Makes room for at least `count` elements, zeros behind what is there.
  @inline(__always)
  mutating func reach(_ count: Int) {
    if count > self.count {
      append(contentsOf: repeatElement(0, count: Swift.max(count, 2 * self.count) - self.count))
    }
  }
}

extension [Int32] {
  /// `count` zeros. See `large`.
  static func zeros(_ count: Int) -> [Int32] { large(repeating: 0, count: count) }
}

/// Says that this thread will ask for some `bytes` in pieces: where the system has large pages, a
/// few of them then do for what would else be thousands.
///
/// Sound: what the C library gives is given back; it keeps it for the next pieces.
func expectPieces(of bytes: Int) {
  #if canImport(Glibc)
    guard let room = unsafe malloc(bytes) else { return }
    unsafe preferLargePages(UnsafeMutableRawBufferPointer(start: room, count: bytes))
    unsafe free(room)
  #endif
}

/// Advises the system to fill some memory with large pages, if it is a good deal of it.
private func preferLargePages(_ bytes: UnsafeMutableRawBufferPointer) {
  #if os(Linux)
    let page = 4096
    guard let base = bytes.baseAddress, bytes.count >= 4 << 20 else { return }
    let skipped = page - Int(UInt(bitPattern: base) % UInt(page))
    let whole = (bytes.count - skipped) / page * page
    unsafe madvise(base + skipped, whole, 14 /* MADV_HUGEPAGE */)
  #endif
}
