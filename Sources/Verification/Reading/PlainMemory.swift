#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Asks for memory in large pages, where the system has them: such memory is filled in a fraction of the
/// time, and found sooner where it is looked at here and there. Where the answer is no, nothing is lost.
///
/// Sound: advice changes no content, and only whole pages within the room are named.
func askForLargePages(_ room: UnsafeMutableRawBufferPointer) {
  #if os(Linux)
    let (page, large) = (4096, 4 << 20)
    guard room.count >= large, let base = room.baseAddress else { return }
    let skipped = page - Int(UInt(bitPattern: base) % UInt(page))
    let whole = (room.count - skipped) / page * page
    unsafe madvise(base + skipped, whole, 14 /* MADV_HUGEPAGE */)
  #endif
}

extension [Int32] {
  /// `count` zeros, for tables that may have millions of cells.
  ///
  /// Sound: all of the room is initialized.
  static func zeros(_ count: Int) -> [Int32] {
    unsafe [Int32](unsafeUninitializedCapacity: count) { room, filled in
      unsafe askForLargePages(UnsafeMutableRawBufferPointer(room))
      unsafe room.initialize(repeating: 0)
      filled = count
    }
  }
}
