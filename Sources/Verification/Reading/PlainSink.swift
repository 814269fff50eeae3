/// What a text is handed to while it is made, up to eight bytes at a time.
protocol PlainSink {
  /// Takes the lowest `count` bytes of `word`, the first of them in its lowest bits; what is above
  /// them is zero.
  mutating func put(_ word: UInt64, _ count: Int)
}

extension [UInt8]: PlainSink {
  @inline(__always)
  mutating func put(_ word: UInt64, _ count: Int) {
    for at in 0..<count { append(UInt8(truncatingIfNeeded: word >> UInt64(8 * at))) }
  }
}

/// Compares a text with one that is there already: nothing is written.
struct PlainMatch: PlainSink {
  private let bytes: PlainBytes
  /// Where the next byte is expected.
  private(set) var at: Int
  /// Whether all bytes so far were those that stand there.
  private(set) var isSame = true

  /// A text that should stand in `bytes` from `start` on.
  init(_ bytes: PlainBytes, at start: Int) { (self.bytes, at) = (bytes, start) }

  /// Begins again at `start`.
  mutating func move(to start: Int) { (at, isSame) = (start, true) }

  @inline(__always)
  mutating func put(_ word: UInt64, _ count: Int) {
    guard at &+ count <= bytes.count else { return isSame = false }
    if bytes.withSpan({ $0.word(at, at &+ count) }) != word { isSame = false }
    at &+= count
  }
}

extension PlainSink {
  /// One byte.
  @inline(__always)
  mutating func put(_ byte: UInt8) { put(UInt64(byte), 1) }

  /// A whole number.
  @inline(__always)
  mutating func put(decimal value: UInt64) {
    if value >= 100_000_000 { putLong(value) } else { putDigits(value, least: 1) }
  }

  private mutating func putLong(_ value: UInt64) {
    let (above, rest) = value.quotientAndRemainder(dividingBy: 100_000_000)
    put(decimal: above)
    putDigits(rest, least: 8)
  }

  /// A number below 10⁸, with zeros before it where it has fewer than `least` digits.
  @inline(__always)
  private mutating func putDigits(_ value: UInt64, least: Int) {
    var (word, rest, count): (UInt64, UInt32, Int) = (0, UInt32(truncatingIfNeeded: value), 0)
    repeat {
      word = word << 8 | UInt64(0x30 + rest % 10)
      rest /= 10
      count += 1
    } while rest > 0 || count < least
    put(word, count)
  }

  /// A number of thousandths as the program writes it: no trailing zeros.
  mutating func put(thousandths value: Int64) {
    if value < 0 { put(UInt8(ascii: "-")) }
    let (whole, part) = value.magnitude.quotientAndRemainder(dividingBy: 1000)
    put(decimal: whole)
    if part == 0 { return }
    put(UInt8(ascii: "."))
    let places = part % 100 == 0 ? 1 : part % 10 == 0 ? 2 : 3
    putDigits(places == 1 ? part / 100 : places == 2 ? part / 10 : part, least: places)
  }
}

/// Texts by number, one behind the other, each of which can be handed over eight bytes at a time.
struct PackedTexts: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = [0]

  /// `texts`, numbered in their order.
  init(_ texts: some Sequence<String>) {
    for text in texts {
      bytes += Array(text.utf8)
      ends.append(bytes.count)
    }
    // So that eight bytes can be looked at from any place of a text on.
    bytes += Array(repeating: 0, count: 8)
  }

  /// Hands text `number` to `sink`.
  @inline(__always)
  func put<Sink: PlainSink>(_ number: Int, to sink: inout Sink) {
    var at = ends[number]
    let end = ends[number &+ 1]
    while at < end {
      let count = min(8, end &- at)
      sink.put(bytes.span.word(at, at &+ count), count)
      at &+= count
    }
  }
}
