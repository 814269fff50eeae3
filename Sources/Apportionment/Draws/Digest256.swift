import CKernels

/// A 32-byte digest; ordered as its bytes are.
public struct Digest256: Hashable, Comparable, Sendable {
  /// The four words, most significant first.
  private let words: (UInt64, UInt64, UInt64, UInt64)

  init(_ digest: zb_digest) { words = digest.word }

  /// Four bytes, big-endian; `at` counts such words from 0 to 7.
  public func shortWord(_ at: Int) -> Int {
    let word = [words.0, words.1, words.2, words.3][at / 2]
    return Int(at % 2 == 0 ? word >> 32 : word & 0xFFFF_FFFF)
  }

  /// Byte by byte from the front.
  public static func < (a: Digest256, b: Digest256) -> Bool { a.words < b.words }
  /// The same bytes.
  public static func == (a: Digest256, b: Digest256) -> Bool { a.words == b.words }
  /// Hashes the bytes.
  public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }

  /// 64 lower-case hexadecimal digits.
  public var hexadecimal: String {
    [words.0, words.1, words.2, words.3].map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }.joined()
  }
}
