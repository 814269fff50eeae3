import CPlainKernels

/// Eight bytes looked at together, as one number: what a processor does in one step for eight of
/// them.
enum EightBytes {
  /// The highest bit of each byte.
  static let high: UInt64 = 0x8080_8080_8080_8080
  /// A "-" in each byte.
  static let dashes: UInt64 = 0x2D2D_2D2D_2D2D_2D2D

  /// A hash of one word, each bit of which depends on all bits.
  @inline(__always)
  static func mixed(_ word: UInt64) -> UInt64 { zp_stirred(word) }
}

extension Span<UInt8> {
  /// The eight bytes from `start` on, the first in the lowest bits; the load is checked.
  @inline(__always)
  func eight(_ start: Int) -> UInt64 {
    let eight = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self)
    return UInt64(littleEndian: eight)
  }

  /// Up to eight bytes as one number, the first in its lowest bits: two of one length are the same
  /// only if their bytes are.
  @inline(__always)
  func word(_ start: Int, _ end: Int) -> UInt64 {
    let length = end &- start
    if length == 0 { return 0 }
    if start &+ 8 <= count {
      return eight(start) & (.max >> UInt64(truncatingIfNeeded: 64 &- 8 &* length))
    }
    var word: UInt64 = 0
    for at in (start..<end).reversed() { word = word << 8 | UInt64(self[at]) }
    return word
  }

  /// A hash of the bytes at `start..<end`, eight at a time; `before` is that of what comes before
  /// them.
  @inline(__always)
  func hash(_ start: Int, _ end: Int, after before: UInt64 = 0) -> UInt64 {
    var hash = before ^ UInt64(truncatingIfNeeded: end &- start)
    var at = start
    while at &+ 8 < end {
      hash = EightBytes.mixed(hash ^ eight(at))
      at &+= 8
    }
    return EightBytes.mixed(hash ^ word(at, end))
  }

  /// Whether the bytes of `other` stand at `start`.
  @inline(__always)
  func holds(_ other: Span<UInt8>, at start: Int) -> Bool {
    if start &+ other.count > count { return false }
    var at = 0
    while at &+ 8 <= other.count {
      if eight(start &+ at) != other.eight(at) { return false }
      at &+= 8
    }
    while at < other.count {
      if self[start &+ at] != other[at] { return false }
      at &+= 1
    }
    return true
  }

  /// Where a cell without quotes that begins at `start` ends: at the next comma, or at the end of
  /// all.
  @inline(__always)
  func endOfCell(_ start: Int) -> Int {
    var at = start
    while at < count, self[at] != UInt8(ascii: ",") { at &+= 1 }
    return at
  }

  /// How often `byte` stands in `start..<end`. Complexity: O(`end` − `start`).
  ///
  /// Sound: the range is checked, and the bytes outlive the call.
  func count(of byte: UInt8, _ start: Int, _ end: Int) -> Int {
    unsafe extracting(start..<end).withUnsafeBufferPointer {
      $0.isEmpty ? 0 : unsafe zp_count($0.baseAddress!, $0.count, byte)
    }
  }

  /// What there is in `start..<end`, by the bits of `bytes.h`. Complexity: O(`end` − `start`).
  ///
  /// Sound: the range is checked, and the bytes outlive the call.
  func look(_ start: Int, _ end: Int) -> UInt32 {
    unsafe extracting(start..<end).withUnsafeBufferPointer {
      $0.isEmpty ? 0 : unsafe zp_look($0.baseAddress!, $0.count)
    }
  }
}
