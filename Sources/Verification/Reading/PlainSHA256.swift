/// SHA-256 in plain code, word for word from FIPS 180-4, sections 4.1.2, 4.2.2, 5.1.1, 5.3.3 and
/// 6.2: every digest is proven without the processor's own instructions and without the hash of
/// `allocate`.
///
/// An auditor's numbers must not come from the code that they audit. See ``Stretch`` for how long
/// inputs are hashed quickly all the same.
public struct PlainSHA256: Sendable {
  /// A digest: eight words, the first 4 bytes in the first.
  public typealias Words = InlineArray<8, UInt32>

  private(set) var state: Words = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab,
    0x5be0_cd19,
  ]
  /// Bytes that do not fill a block yet, and how many they are.
  private var rest = InlineArray<64, UInt8>(repeating: 0)
  private var restCount = 0
  private var byteCount: UInt64 = 0

  /// Nothing hashed yet.
  public init() {}

  /// In the middle of a message, at the end of a block. Its length is not known: good for blocks
  /// alone.
  init(going state: Words) { self.state = state }

  /// Hashes more bytes. Complexity: O(`bytes.count`).
  public mutating func update(_ bytes: Span<UInt8>) {
    byteCount += UInt64(bytes.count)
    var at = 0
    if restCount > 0 {
      keep(bytes, &at)
      if restCount < 64 { return }
      let block = rest
      compress(block.span, at: 0)
      restCount = 0
    }
    while Stretch.canGuess, at + Stretch.byteCount <= bytes.count {
      let stretch = bytes.extracting(at..<at + Stretch.byteCount)
      pass(stretch, to: Stretch.end(of: stretch, from: state))
      at += Stretch.byteCount
    }
    let whole = at + (bytes.count - at) / 64 * 64
    compressAll(bytes.extracting(at..<whole))
    at = whole
    keep(bytes, &at)
  }

  /// Hashes more bytes of two messages, of which both are at the end of a block: stretch by stretch
  /// side by side, as long as both have one. Complexity: O(bytes of both).
  static func update(
    _ a: inout PlainSHA256, _ x: Span<UInt8>, _ b: inout PlainSHA256, _ y: Span<UInt8>
  ) {
    var at = 0
    while Stretch.canGuess, a.restCount == 0, b.restCount == 0,
      at + Stretch.byteCount <= min(x.count, y.count)
    {
      let own = at..<at + Stretch.byteCount
      let (first, second) = (x.extracting(own), y.extracting(own))
      let ends = Stretch.ends(of: first, from: a.state, and: second, from: b.state)
      a.pass(first, to: ends.0)
      b.pass(second, to: ends.1)
      a.byteCount += UInt64(own.count)
      b.byteCount += UInt64(own.count)
      at = own.upperBound
    }
    a.update(x.extracting(at..<x.count))
    b.update(y.extracting(at..<y.count))
  }

  /// Hashes sixteen pieces of one length, of which `said` tells how each ends: side by side, if
  /// that is true. Returns how each does end. The message so far must be whole blocks. Complexity:
  /// O(`bytes.count`).
  mutating func update(_ bytes: Span<UInt8>, passing said: ArraySlice<Words>) -> [Words] {
    precondition(restCount == 0 && bytes.count % (64 * Stretch.pieces) == 0)
    if let ends = Stretch.ends(of: bytes, from: state, passing: said) {
      state = ends[Stretch.pieces - 1]
      byteCount += UInt64(bytes.count)
      return ends.indices.map { ends[$0] }
    }
    let step = bytes.count / Stretch.pieces
    return (0..<Stretch.pieces).map { piece in
      update(bytes.extracting(piece * step..<(piece + 1) * step))
      return state
    }
  }

  /// Goes on behind a stretch, whose end may be known.
  private mutating func pass(_ stretch: Span<UInt8>, to end: Words?) {
    if let end { state = end } else { compressAll(stretch) }
  }

  /// Puts bytes from `at` on into `rest`, until it is full or there are no more.
  private mutating func keep(_ bytes: Span<UInt8>, _ at: inout Int) {
    while restCount < 64, at < bytes.count {
      rest[restCount] = bytes[at]
      restCount += 1
      at += 1
    }
  }

  /// The digest of all bytes so far. Complexity: O(1).
  public func words() -> Words {
    var last = self
    // Section 5.1.1: a one bit, zeros, and the number of bits in the last 8 bytes of a block.
    last.rest[restCount] = 0x80
    for at in restCount + 1..<64 { last.rest[at] = 0 }
    if restCount >= 56 {
      let block = last.rest
      last.compress(block.span, at: 0)
      last.rest = InlineArray(repeating: 0)
    }
    let bitCount = byteCount * 8
    for at in 0..<8 {
      last.rest[56 + at] = UInt8(truncatingIfNeeded: bitCount >> UInt64(56 - 8 * at))
    }
    let block = last.rest
    last.compress(block.span, at: 0)
    return last.state
  }

  /// The digest of all bytes so far, as 64 lower-case hexadecimal digits.
  public func hex() -> String { PlainSHA256.hex(words()) }

  /// The first 8 bytes of the digest, big-endian: what a lottery takes.
  public func first8Bytes() -> UInt64 {
    let words = words()
    return UInt64(words[0]) << 32 | UInt64(words[1])
  }

  /// The digest of `bytes`, as 64 lower-case hexadecimal digits. Complexity: O(`bytes.count`).
  public static func hex(of bytes: [UInt8]) -> String { hex(of: bytes.span) }

  /// The same of a span.
  static func hex(of bytes: Span<UInt8>) -> String {
    var hash = PlainSHA256()
    hash.update(bytes)
    return hash.hex()
  }

  /// The eight words that 64 lower-case hexadecimal digits spell; nil where `hex` is something
  /// else.
  static func words(_ hex: String) -> Words? {
    guard hex.utf8.count == 64 else { return nil }
    var words = Words(repeating: 0)
    for (at, byte) in hex.utf8.enumerated() {
      switch byte {
      case 0x30...0x39: words[at / 8] = words[at / 8] << 4 | UInt32(byte - 0x30)
      case 0x61...0x66: words[at / 8] = words[at / 8] << 4 | UInt32(byte - 0x61 + 10)
      default: return nil
      }
    }
    return words
  }

  /// Eight words as 64 lower-case hexadecimal digits.
  static func hex(_ words: Words) -> String {
    var text = ""
    for at in words.indices {
      let digits = String(words[at], radix: 16)
      text += String(repeating: "0", count: 8 - digits.count) + digits
    }
    return text
  }

  // MARK: Blocks

  /// Whole blocks, one behind the other.
  mutating func compressAll(_ blocks: Span<UInt8>) {
    var at = 0
    while at + 256 <= blocks.count {
      compressFour(blocks, at: at)
      at += 256
    }
    while at < blocks.count {
      compress(blocks, at: at)
      at += 64
    }
  }

  /// Section 6.2.2: one block of 64 bytes.
  private mutating func compress(_ bytes: Span<UInt8>, at start: Int) {
    let block = unsafe bytes.extracting(start..<start + 64).bytes
    var w = InlineArray<64, UInt32>(repeating: 0)
    for t in 0..<16 { w[t] = PlainSHA256.word(block, 4 &* t) }
    for t in 16..<64 {
      w[t] = w[t &- 16] &+ small0(w[t &- 15]) &+ w[t &- 7] &+ small1(w[t &- 2])
    }
    for t in 0..<64 { w[t] &+= constants[t] }
    let words = w.span
    unsafe rounds(words.bytes, first: 0, step: 4)
  }

  /// The same for four blocks, one behind the other. What a block's words become before the rounds
  /// does not depend on the blocks before it, so it is done for four at once; the rounds cannot be.
  private mutating func compressFour(_ bytes: Span<UInt8>, at start: Int) {
    let blocks = unsafe bytes.extracting(start..<start + 256).bytes
    var w = InlineArray<64, SIMD4<UInt32>>(repeating: SIMD4())
    for t in 0..<16 {
      w[t] = SIMD4(
        PlainSHA256.word(blocks, 4 &* t), PlainSHA256.word(blocks, 64 &+ 4 &* t),
        PlainSHA256.word(blocks, 128 &+ 4 &* t), PlainSHA256.word(blocks, 192 &+ 4 &* t))
    }
    // The two words before the next one, at hand.
    var (second, last) = (w[14], w[15])
    for t in 16..<64 {
      let next = w[t &- 16] &+ small0(w[t &- 15]) &+ w[t &- 7] &+ small1(second)
      w[t] = next
      (second, last) = (last, next)
    }
    for t in 0..<64 { w[t] &+= SIMD4(repeating: constants[t]) }
    let words = w.span
    for lane in 0..<4 { unsafe rounds(words.bytes, first: 4 &* lane, step: 16) }
  }

  /// Four bytes as a big-endian word; the load is checked against the block.
  @inline(__always)
  private static func word(_ block: RawSpan, _ at: Int) -> UInt32 {
    UInt32(bigEndian: unsafe block.unsafeLoadUnaligned(fromByteOffset: at, as: UInt32.self))
  }

  /// The 64 rounds of a block. `w` holds its words, constants added, each `step` bytes behind the
  /// one before. The eight working variables are not moved from round to round; their names are
  /// turned.
  ///
  /// Sound: w holds 64 · `step` bytes, and `first` + 4 ≤ `step`.
  @inline(__always)
  private mutating func rounds(_ w: RawSpan, first: Int, step: Int) {
    precondition(w.byteCount == 64 &* step && first >= 0 && first &+ 4 <= step)
    func word(_ t: Int) -> UInt32 {
      unsafe w.unsafeLoad(fromUncheckedByteOffset: t &* step &+ first, as: UInt32.self)
    }
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    var t = 0
    while t < 64 {
      round(a, b, c, &d, e, f, g, &h, word(t))
      round(h, a, b, &c, d, e, f, &g, word(t &+ 1))
      round(g, h, a, &b, c, d, e, &f, word(t &+ 2))
      round(f, g, h, &a, b, c, d, &e, word(t &+ 3))
      round(e, f, g, &h, a, b, c, &d, word(t &+ 4))
      round(d, e, f, &g, h, a, b, &c, word(t &+ 5))
      round(c, d, e, &f, g, h, a, &b, word(t &+ 6))
      round(b, c, d, &e, f, g, h, &a, word(t &+ 7))
      t &+= 8
    }
    let v: Words = [a, b, c, d, e, f, g, h]
    for i in state.indices { state[i] &+= v[i] }
  }
}

/// σ₀ of the schedule: rotated by 7, by 18, shifted by 3.
@inline(__always)
private func small0(_ x: UInt32) -> UInt32 { rotated(x, 7) ^ rotated(x, 18) ^ (x >> 3) }

/// σ₁ of the schedule: rotated by 17, by 19, shifted by 10.
@inline(__always)
private func small1(_ x: UInt32) -> UInt32 { rotated(x, 17) ^ rotated(x, 19) ^ (x >> 10) }

/// σ₀ of four words; a rotation is two shifts, since processors do not turn four words at once.
@inline(__always)
private func small0(_ x: SIMD4<UInt32>) -> SIMD4<UInt32> {
  (x &>> 7) ^ (x &>> 18) ^ (x &>> 3) ^ (x &<< 25) ^ (x &<< 14)
}

/// σ₁ of four words.
@inline(__always)
private func small1(_ x: SIMD4<UInt32>) -> SIMD4<UInt32> {
  (x &>> 17) ^ (x &>> 19) ^ (x &>> 10) ^ (x &<< 15) ^ (x &<< 13)
}

/// One round: T₁ = h + Σ₁(e) + Ch(e, f, g) + k + w, T₂ = Σ₀(a) + Maj(a, b, c); d and h become the
/// next round's e and a.
@inline(__always)
private func round(
  _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32, _ e: UInt32, _ f: UInt32,
  _ g: UInt32, _ h: inout UInt32, _ kw: UInt32
) {
  // Ch(e, f, g) and Maj(a, b, c), each with one operation less.
  let choice = g ^ (e & (f ^ g))
  let majority = (a & b) | (c & (a | b))
  let t1 = h &+ kw &+ choice &+ (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25))
  d &+= t1
  h = t1 &+ majority &+ (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22))
}

/// `x` rotated right by `n` bits.
@inline(__always)
private func rotated(_ x: UInt32, _ n: UInt32) -> UInt32 { x >> n | x << (32 &- n) }

/// Section 4.2.2: the first 32 bits of the fractional parts of the cube roots of the first 64
/// primes.
private let constants: InlineArray<64, UInt32> = [
  0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
  0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe,
  0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f,
  0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da, 0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
  0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc,
  0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
  0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070, 0x19a4_c116,
  0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
  0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
  0xc671_78f2,
]
