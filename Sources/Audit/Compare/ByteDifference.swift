import Tables

/// The first difference of two files, as a person finds it in an editor.
public struct ByteDifference: Sendable, Hashable {
  /// The line, from 1.
  public let line: Int
  /// The column, in Unicode scalars from 1.
  public let column: Int
  /// The whole line in either file; nil where it has none.
  public let texts: [String?]

  /// The first difference of `a` and `b`; nil: they are the same bytes. Complexity: O(bytes).
  init?(_ a: ByteRegion, _ b: ByteRegion) {
    let at = a.withSpan { a in
      b.withSpan { b -> Int? in
        let most = min(a.count, b.count)
        var at = 0
        while at < most, a[at] == b[at] { at += 1 }
        return at == most && a.count == b.count ? nil : at
      }
    }
    guard let at else { return nil }
    let (line, start) = a.withSpan { bytes -> (Int, Int) in
      var (line, start) = (1, 0)
      for i in 0..<at where bytes[i] == UInt8(ascii: "\n") { (line, start) = (line + 1, i + 1) }
      return (line, start)
    }
    self.line = line
    column = 1 + a.array(start..<at).count { $0 & 0xC0 != 0x80 }
    texts = [a, b].map { ByteDifference.line(of: $0, from: start) }
  }

  /// How many lines of `a` and `b` differ, place by place. Complexity: O(bytes).
  static func lines(_ a: ByteRegion, _ b: ByteRegion) -> Int {
    a.withSpan { a in
      b.withSpan { b in
        var (i, j, count) = (0, 0, 0)
        while i < a.count || j < b.count {
          let (fromI, fromJ) = (i, j)
          while i < a.count, a[i] != UInt8(ascii: "\n") { i += 1 }
          while j < b.count, b[j] != UInt8(ascii: "\n") { j += 1 }
          var isSame = i - fromI == j - fromJ && (fromI < a.count) == (fromJ < b.count)
          var k = 0
          while isSame, k < i - fromI {
            isSame = a[fromI + k] == b[fromJ + k]
            k += 1
          }
          if !isSame { count += 1 }
          (i, j) = (min(i + 1, a.count), min(j + 1, b.count))
        }
        return count
      }
    }
  }

  private static func line(of bytes: ByteRegion, from start: Int) -> String? {
    guard start < bytes.count else { return nil }
    return bytes.withSpan { span in
      var end = start
      // A line of a table is short; more of it would not help.
      while end < span.count, end - start < 2000, span[end] != UInt8(ascii: "\n") { end += 1 }
      return String(decoding: (start..<end).map { span[$0] }, as: UTF8.self)
    }
  }
}
