#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension Array where Element: BitwiseCopyable {
  /// `count` times `value`, for tables that may have millions of cells, of which some here and some there
  /// are looked at: in large pages, where the system has them, a processor finds those sooner.
  ///
  /// Sound: all of the room is initialized; advice changes no content, and only whole pages within the
  /// room are named.
  static func large(repeating value: Element, count: Int) -> [Element] {
    unsafe [Element](unsafeUninitializedCapacity: count) { room, filled in
      #if os(Linux)
        let (page, bytes) = (4096, UnsafeMutableRawBufferPointer(room))
        if let base = bytes.baseAddress, bytes.count >= 4 << 20 {
          let skipped = page - Int(UInt(bitPattern: base) % UInt(page))
          let whole = (bytes.count - skipped) / page * page
          unsafe madvise(base + skipped, whole, 14 /* MADV_HUGEPAGE */)
        }
      #endif
      unsafe room.initialize(repeating: value)
      filled = count
    }
  }
}

extension [Int32] {
  /// `count` zeros. See `large`.
  static func zeros(_ count: Int) -> [Int32] { large(repeating: 0, count: count) }
}
