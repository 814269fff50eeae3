import CKernels

/// How many lines end, and quotes stand, in some bytes of a text; rows may begin and end elsewhere.
struct TextSegment: Sendable {
  /// The bytes that were looked at.
  let range: Range<Int>
  let result: zb_scan_result

  /// Whether all of them are ASCII.
  var isASCII: Bool { result.beyond_ascii == 0 }

  /// About how many bytes a segment has: few enough that a cache keeps them for a second look.
  static let bytesEach = 512 << 10
}

extension TextBytes {
  /// Counts newlines and quotes at `range`.
  func segment(_ range: Range<Int>) -> TextSegment {
    var result = zb_scan_result()
    withBytes(range) { span in
      unsafe span.withUnsafeBytes { raw in
        unsafe zb_scan(raw.baseAddress?.assumingMemoryBound(to: UInt8.self), raw.count, &result)
      }
    }
    return TextSegment(range: range, result: result)
  }
}
