/// A SHA-256 digest. Its text is 64 lower-case hexadecimal digits, its order that of its bytes.
public struct Digest: Hashable, Sendable {
  // The 32 bytes as big-endian words, so that comparing words compares bytes.
  private let a, b, c, d: UInt64

  /// The digest whose bytes are four big-endian words.
  init(words a: UInt64, _ b: UInt64, _ c: UInt64, _ d: UInt64) {
    (self.a, self.b, self.c, self.d) = (a, b, c, d)
  }

  /// The digest that `hex` spells: exactly 64 hexadecimal digits of either case; nil otherwise.
  public init?(hex: some StringProtocol) {
    guard hex.utf8.count == 64 else { return nil }
    var words: [UInt64] = [0, 0, 0, 0]
    for (at, byte) in hex.utf8.enumerated() {
      guard let digit = hexDigit(byte) else { return nil }
      words[at / 16] = words[at / 16] << 4 | digit
    }
    self.init(words: words[0], words[1], words[2], words[3])
  }

  /// The first 8 bytes, big-endian: what a lottery takes.
  public var first8Bytes: UInt64 { a }
}

extension Digest: Comparable, CustomStringConvertible {
  /// Whether `x` comes before `y`, compared byte by byte.
  public static func < (x: Digest, y: Digest) -> Bool {
    (x.a, x.b, x.c, x.d) < (y.a, y.b, y.c, y.d)
  }

  /// 64 lower-case hexadecimal digits.
  public var description: String {
    var text = ""
    for word in [a, b, c, d] {
      let digits = String(word, radix: 16)
      text += String(repeating: "0", count: 16 - digits.count) + digits
    }
    return text
  }
}

private func hexDigit(_ byte: UInt8) -> UInt64? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte - UInt8(ascii: "0"))
  case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte - UInt8(ascii: "a") + 10)
  case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(byte - UInt8(ascii: "A") + 10)
  default: nil
  }
}
