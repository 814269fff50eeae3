/// Eight bytes of `span` from `at`, the first in the lowest bits; bytes beyond its end are zero.
@inline(__always)
func word(_ span: RawSpan, at: Int) -> UInt64 {
  if at &+ 8 <= span.byteCount {
    // Any eight bytes are an integer; the load is checked against the span.
    return UInt64(
      littleEndian: unsafe span.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self))
  }
  return lastWord(span, at: at)
}

/// The same near the end of the span; apart, so that the usual way stays short.
@inline(never)
private func lastWord(_ span: RawSpan, at: Int) -> UInt64 {
  var value: UInt64 = 0
  var shift: UInt64 = 0
  for i in at..<max(at, span.byteCount) {
    value |= UInt64(span.byte(i)) &<< shift
    shift &+= 8
  }
  return value
}

/// The bits of the first `count` bytes of a word.
@inline(__always)
func mask(ofBytes count: Int) -> UInt64 {
  count >= 8 ? .max : (1 &<< UInt64(truncatingIfNeeded: count &* 8)) &- 1
}

extension RawSpan {
  /// One byte. Any byte is an integer, and the load is checked against the span.
  @inlinable
  public func byte(_ at: Int) -> UInt8 { unsafe unsafeLoad(fromByteOffset: at, as: UInt8.self) }

  /// Whether the bytes at `range` are these. Complexity: O(length).
  @inlinable
  public func isEqual(_ range: Range<Int>, to text: StaticString) -> Bool {
    guard range.count == text.utf8CodeUnitCount else { return false }
    return text.withUTF8Buffer { wanted in
      wanted.indices.allSatisfy { unsafe wanted[$0] == byte(range.lowerBound + $0) }
    }
  }

  /// The bytes at `range`, copied.
  @inlinable
  public func array(_ range: Range<Int>) -> [UInt8] { range.map { byte($0) } }
}
