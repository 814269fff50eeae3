/// Codes and the numbers that stand for them, to look up by bytes.
///
/// A table of words with open addressing; codes of at most eight bytes are one word, longer ones are
/// found through a hash and compared. Complexity: O(length of the code) a look-up.
struct PlainNames: Sendable {
  /// The codes in the order of their numbers.
  private(set) var codes: [[UInt8]] = []
  private var words: [UInt64]
  private var numbers: [Int32]  // −1: nothing here
  private var mask: Int

  /// Nothing yet.
  init() {
    words = Array(repeating: 0, count: 16)
    numbers = Array(repeating: -1, count: 16)
    mask = 15
  }

  /// The codes of `names`, numbered in their order.
  init(_ names: [String]) {
    self.init()
    for name in names { _ = number(adding: Array(name.utf8)) }
  }

  /// How many codes there are.
  var count: Int { codes.count }

  /// The number of the bytes at `start..<end`; −1 where they are no code of this table.
  @inline(__always)
  func number(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    let word = PlainNames.word(bytes, start, end)
    var at = slot(word)
    while true {
      let number = Int(numbers[at])
      if number < 0 { return -1 }
      if words[at] == word, end &- start <= 8 || equals(codes[number], bytes, start, end) {
        return number
      }
      at = (at &+ 1) & mask
    }
  }

  /// The number of `code`; nil where it is not in this table.
  func number(of code: String) -> Int? {
    let bytes = Array(code.utf8)
    let found = number(bytes.span, 0, bytes.count)
    return found < 0 ? nil : found
  }

  /// The number of `code`, a new one where it is not in this table yet.
  mutating func number(adding code: [UInt8]) -> Int {
    let known = number(code.span, 0, code.count)
    if known >= 0 { return known }
    if codes.count * 2 >= mask { grow() }
    insert(code, codes.count)
    codes.append(code)
    return codes.count - 1
  }

  private mutating func insert(_ code: [UInt8], _ number: Int) {
    let word = PlainNames.word(code.span, 0, code.count)
    var at = slot(word)
    while numbers[at] >= 0 { at = (at + 1) & mask }
    words[at] = word
    numbers[at] = Int32(number)
  }

  private mutating func grow() {
    mask = mask * 4 + 3
    words = Array(repeating: 0, count: mask + 1)
    numbers = Array(repeating: -1, count: mask + 1)
    for (number, code) in codes.enumerated() { insert(code, number) }
  }

  @inline(__always)
  private func slot(_ word: UInt64) -> Int {
    Int(truncatingIfNeeded: (word &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
  }

  /// Up to eight bytes as they are (no code holds a zero byte); of more, a hash with the high bit set.
  @inline(__always)
  private static func word(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> UInt64 {
    var word: UInt64 = 0
    if end &- start <= 8 {
      for at in start..<end { word = word << 8 | UInt64(bytes[at]) }
      return word
    }
    for at in start..<end { word = (word ^ UInt64(bytes[at])) &* 0x100_0000_01B3 }
    return word | 1 << 63
  }

  private func equals(_ code: [UInt8], _ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    guard code.count == end - start else { return false }
    for at in 0..<code.count where code[at] != bytes[start + at] { return false }
    return true
  }
}

/// Whether `a` comes before `b` by bytes: the order of everything that is published.
func comesBefore(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }

/// Whether two texts are the same bytes; `==` would take é for e with an accent.
func areSameBytes(_ a: String, _ b: String) -> Bool { a.utf8.elementsEqual(b.utf8) }
