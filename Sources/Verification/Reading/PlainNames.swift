import CPlainKernels

/// Codes and the numbers that stand for them, to look up by bytes.
///
/// A table with open addressing; codes of at most eight bytes are one word, longer ones are found
/// through a hash and compared. Complexity: O(length of the code) a look-up.
struct PlainNames: Sendable {
  /// The codes in the order of their numbers.
  private(set) var codes: [[UInt8]] = []
  /// The table, of `mask` + 1 places, which the kernels look through too.
  private(set) var slots = [zp_code](repeating: none, count: 16)
  private(set) var mask = 15

  private static let none = zp_code(word: 0, number: -1, length: 0)
  /// What the kernels say of a cell that they leave.
  static let notLookedUp = Int32(ZP_NOT_LOOKED_UP)

  /// Nothing yet.
  init() {}

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
    let length = end &- start
    var at = place(word)
    while true {
      let slot = slots[at]
      if slot.number < 0 { return -1 }
      if slot.word == word, Int(slot.length) == length,
        length <= 8 || holds(bytes, start, slot.number)
      {
        return Int(slot.number)
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
    number(adding: code.span, 0, code.count)
  }

  /// The same for the bytes at `start..<end`.
  @inline(__always)
  mutating func number(adding bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    let known = number(bytes, start, end)
    return known >= 0 ? known : add((start..<end).map { bytes[$0] })
  }

  private mutating func add(_ code: [UInt8]) -> Int {
    if codes.count * 4 >= mask { grow() }
    insert(code, codes.count)
    codes.append(code)
    return codes.count - 1
  }

  private mutating func insert(_ code: [UInt8], _ number: Int) {
    let word = PlainNames.word(code.span, 0, code.count)
    var at = place(word)
    while slots[at].number >= 0 { at = (at + 1) & mask }
    slots[at] = zp_code(word: word, number: Int32(number), length: Int32(code.count))
  }

  private mutating func grow() {
    mask = mask * 4 + 3
    slots = Array(repeating: Self.none, count: mask + 1)
    for (number, code) in codes.enumerated() { insert(code, number) }
  }

  @inline(__always)
  private func place(_ word: UInt64) -> Int {
    Int(truncatingIfNeeded: zp_mixed(word) >> 32) & mask
  }

  private func holds(_ bytes: Span<UInt8>, _ start: Int, _ number: Int32) -> Bool {
    let code = codes[Int(number)]
    return bytes.holds(code.span, at: start)
  }

  /// Up to eight bytes as they are; of more, a hash.
  @inline(__always)
  private static func word(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> UInt64 {
    end &- start <= 8 ? bytes.word(start, end) : bytes.hash(start, end)
  }
}

/// Whether `a` comes before `b` by bytes: the order of everything that is published.
func comesBefore(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }

/// Whether a programme is of quality by this cell: unless it says no, it is.
func isOfQuality(_ cell: String) -> Bool { !areSameBytes(cell, "no") && !areSameBytes(cell, "否") }

/// Whether two texts are the same bytes; `==` would take é for e with an accent.
func areSameBytes(_ a: String, _ b: String) -> Bool {
  let (x, y) = (a.utf8Span.span, b.utf8Span.span)
  return x.count == y.count && x.holds(y, at: 0)
}
