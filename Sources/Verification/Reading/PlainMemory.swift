#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension [Int32] {
  /// `count` zeros, for tables that may have millions of cells, of which some here and some there are
  /// looked at.
  ///
  /// Sound: all of the room is initialized.
  static func zeros(_ count: Int) -> [Int32] {
    unsafe [Int32](unsafeUninitializedCapacity: count) { room, filled in
      unsafe preferLargePages(UnsafeMutableRawBufferPointer(room))
      unsafe room.initialize(repeating: 0)
      filled = count
    }
  }
}

/// Asks for large pages behind `room` where it is large: the system clears and a processor finds those
/// sooner.
///
/// Sound: advice changes no content, and only whole pages within the room are named.
func preferLargePages(_ room: UnsafeMutableRawBufferPointer) {
  #if os(Linux)
    let page = 4096
    guard let base = room.baseAddress, room.count >= 4 << 20 else { return }
    let skipped = page - Int(UInt(bitPattern: base) % UInt(page))
    let whole = (room.count - skipped) / page * page
    unsafe madvise(base + skipped, whole, 14 /* MADV_HUGEPAGE */)
  #endif
}
