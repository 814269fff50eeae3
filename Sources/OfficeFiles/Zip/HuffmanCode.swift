/// A canonical prefix code (RFC 1951, section 3.2.2): words of up to 10 bits are looked up at once,
/// longer ones are walked bit by bit.
struct HuffmanCode: Sendable {
  private static let quickBits = 10
  private static let lengthMax = 15

  /// For the next 10 bits the symbol × 16 + the word's length; 0 where the word is longer.
  private let quick: [UInt16]
  /// How many words there are of each length.
  private let counts: [UInt16]
  /// The symbols in order of their words.
  private let symbols: [UInt16]

  /// The code whose word for symbol i has `lengths[i]` bits, 0 for no word. Nil where the lengths
  /// ask for more words than there are, or, but for a code of one word of one bit or of none, for
  /// fewer.
  init?(_ lengths: [UInt8], mayBeIncomplete: Bool) {
    var counts = [UInt16](repeating: 0, count: HuffmanCode.lengthMax + 1)
    for length in lengths { counts[Int(length)] += 1 }
    counts[0] = 0
    var left = 1
    for length in 1...HuffmanCode.lengthMax {
      left = left * 2 - Int(counts[length])
      if left < 0 { return nil }
    }
    let words = counts.reduce(0, +)
    let isDegenerate = words == 0 || (words == 1 && counts[1] == 1)
    guard left == 0 || (mayBeIncomplete && isDegenerate) else { return nil }
    var next = [Int](repeating: 0, count: HuffmanCode.lengthMax + 2)
    for length in 1...HuffmanCode.lengthMax {
      next[length + 1] = next[length] + Int(counts[length])
    }
    var symbols = [UInt16](repeating: 0, count: Int(words))
    for (symbol, length) in lengths.enumerated() where length > 0 {
      symbols[next[Int(length)]] = UInt16(symbol)
      next[Int(length)] += 1
    }
    (self.counts, self.symbols) = (counts, symbols)
    quick = HuffmanCode.quickTable(counts, symbols)
  }

  private static func quickTable(_ counts: [UInt16], _ symbols: [UInt16]) -> [UInt16] {
    var quick = [UInt16](repeating: 0, count: 1 << quickBits)
    var word = 0
    var index = 0
    for length in 1...quickBits {
      for _ in 0..<counts[length] {
        // Words are told with their highest bit first; the reader has the first bit lowest.
        var reversed = 0
        for bit in 0..<length { reversed |= (word >> bit & 1) << (length - 1 - bit) }
        for at in stride(from: reversed, to: 1 << quickBits, by: 1 << length) {
          quick[at] = symbols[index] << 4 | UInt16(length)
        }
        word += 1
        index += 1
      }
      word <<= 1
    }
    return quick
  }

  /// The symbol of the next word. The reader holds 15 bits or all that are left.
  @inline(__always)
  func next(_ bits: inout BitReader) throws(InflateError) -> Int {
    let entry = quick[Int(truncatingIfNeeded: bits.bits & 0x3FF)]
    let length = Int(entry & 15)
    if length == 0 { return try walk(&bits) }
    guard length <= bits.count else { throw .truncated }
    bits.drop(length)
    return Int(entry &>> 4)
  }

  private func walk(_ bits: inout BitReader) throws(InflateError) -> Int {
    var (word, first, index) = (0, 0, 0)
    for length in 1...HuffmanCode.lengthMax {
      guard length <= bits.count else { throw .truncated }
      word |= Int(bits.bits >> UInt64(length - 1) & 1)
      let count = Int(counts[length])
      if word - first < count {
        bits.drop(length)
        return Int(symbols[index + word - first])
      }
      index += count
      first = (first + count) << 1
      word <<= 1
    }
    throw .codeWord
  }

  /// The codes of a block of type 1.
  static let fixedLiterals = HuffmanCode(
    Array(repeating: 8, count: 144) + Array(repeating: 9, count: 112)
      + Array(repeating: 7, count: 24) + Array(repeating: 8, count: 8), mayBeIncomplete: false)!
  /// 32 words, of which the last two have no meaning.
  static let fixedDistances = HuffmanCode(
    Array(repeating: 5, count: 32), mayBeIncomplete: false)!
}
