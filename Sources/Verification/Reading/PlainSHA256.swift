/// SHA-256 in plain Swift, word for word from FIPS 180-4, sections 4.1.2, 4.2.2, 5.1.1, 5.3.3 and
/// 6.2: no instruction of the processor's own, nothing in common with what `allocate` hashes with.
///
/// An auditor's numbers must not come from the code that they audit.
public struct PlainSHA256: Sendable {
  /// A digest: eight words, the first 4 bytes in the first.
  public typealias Words = InlineArray<8, UInt32>

  private var state: Words = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab,
    0x5be0_cd19,
  ]
  /// Bytes that do not fill a block yet.
  private var rest: [UInt8] = []
  private var byteCount: UInt64 = 0

  /// Nothing hashed yet.
  public init() { rest.reserveCapacity(64) }

  /// Hashes more bytes. Complexity: O(`bytes.count`).
  public mutating func update(_ bytes: Span<UInt8>) {
    byteCount += UInt64(bytes.count)
    var at = 0
    if !rest.isEmpty {
      while rest.count < 64, at < bytes.count {
        rest.append(bytes[at])
        at += 1
      }
      if rest.count < 64 { return }
      let block = rest
      PlainSHA256.compress(&state, block.span, at: 0)
      rest.removeAll(keepingCapacity: true)
    }
    while at + 64 <= bytes.count {
      PlainSHA256.compress(&state, bytes, at: at)
      at += 64
    }
    while at < bytes.count {
      rest.append(bytes[at])
      at += 1
    }
  }

  /// The digest of all bytes so far. Complexity: O(1).
  public func words() -> Words {
    var last = self
    last.rest.append(0x80)
    while last.rest.count % 64 != 56 { last.rest.append(0) }
    let bitCount = byteCount * 8
    for shift in stride(from: UInt64(56), through: 0, by: -8) {
      last.rest.append(UInt8(truncatingIfNeeded: bitCount >> shift))
    }
    let padded = last.rest
    for at in stride(from: 0, to: padded.count, by: 64) {
      PlainSHA256.compress(&last.state, padded.span, at: at)
    }
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
  public static func hex(of bytes: [UInt8]) -> String {
    var hash = PlainSHA256()
    hash.update(bytes.span)
    return hash.hex()
  }

  private static func hex(_ words: Words) -> String {
    var text = ""
    for at in words.indices {
      let digits = String(words[at], radix: 16)
      text += String(repeating: "0", count: 8 - digits.count) + digits
    }
    return text
  }

  // MARK: One block

  /// Section 6.2.2: one block of 64 bytes.
  private static func compress(
    _ state: inout Words, _ bytes: Span<UInt8>, at start: Int
  ) {
    var w = InlineArray<16, UInt32>(repeating: 0)
    let block = unsafe bytes.extracting(start..<start + 64).bytes
    for t in 0..<16 {
      // Any four bytes are a word, and the load is checked against the block.
      let word = unsafe block.unsafeLoadUnaligned(fromByteOffset: 4 &* t, as: UInt32.self)
      w[t] = UInt32(bigEndian: word)
    }
    var v = state
    sixteen(&v, w, 0)
    extend(&w)
    sixteen(&v, w, 16)
    extend(&w)
    sixteen(&v, w, 32)
    extend(&w)
    sixteen(&v, w, 48)
    for i in state.indices { state[i] &+= v[i] }
  }

  /// Sixteen rounds, from number `first` on. The eight working variables are not moved from round to
  /// round; their names are turned instead.
  @inline(__always)
  private static func sixteen(_ v: inout Words, _ w: InlineArray<16, UInt32>, _ first: Int) {
    var (a, b, c, d, e, f, g, h) = (v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7])
    round(a, b, c, &d, e, f, g, &h, constants[first] &+ w[0])
    round(h, a, b, &c, d, e, f, &g, constants[first &+ 1] &+ w[1])
    round(g, h, a, &b, c, d, e, &f, constants[first &+ 2] &+ w[2])
    round(f, g, h, &a, b, c, d, &e, constants[first &+ 3] &+ w[3])
    round(e, f, g, &h, a, b, c, &d, constants[first &+ 4] &+ w[4])
    round(d, e, f, &g, h, a, b, &c, constants[first &+ 5] &+ w[5])
    round(c, d, e, &f, g, h, a, &b, constants[first &+ 6] &+ w[6])
    round(b, c, d, &e, f, g, h, &a, constants[first &+ 7] &+ w[7])
    round(a, b, c, &d, e, f, g, &h, constants[first &+ 8] &+ w[8])
    round(h, a, b, &c, d, e, f, &g, constants[first &+ 9] &+ w[9])
    round(g, h, a, &b, c, d, e, &f, constants[first &+ 10] &+ w[10])
    round(f, g, h, &a, b, c, d, &e, constants[first &+ 11] &+ w[11])
    round(e, f, g, &h, a, b, c, &d, constants[first &+ 12] &+ w[12])
    round(d, e, f, &g, h, a, b, &c, constants[first &+ 13] &+ w[13])
    round(c, d, e, &f, g, h, a, &b, constants[first &+ 14] &+ w[14])
    round(b, c, d, &e, f, g, h, &a, constants[first &+ 15] &+ w[15])
    v = [a, b, c, d, e, f, g, h]
  }

  /// The next 16 words of the schedule: σ₁(w₋₂) + w₋₇ + σ₀(w₋₁₅) + w₋₁₆.
  @inline(__always)
  private static func extend(_ w: inout InlineArray<16, UInt32>) {
    w[0] = w[0] &+ small0(w[1]) &+ w[9] &+ small1(w[14])
    w[1] = w[1] &+ small0(w[2]) &+ w[10] &+ small1(w[15])
    w[2] = w[2] &+ small0(w[3]) &+ w[11] &+ small1(w[0])
    w[3] = w[3] &+ small0(w[4]) &+ w[12] &+ small1(w[1])
    w[4] = w[4] &+ small0(w[5]) &+ w[13] &+ small1(w[2])
    w[5] = w[5] &+ small0(w[6]) &+ w[14] &+ small1(w[3])
    w[6] = w[6] &+ small0(w[7]) &+ w[15] &+ small1(w[4])
    w[7] = w[7] &+ small0(w[8]) &+ w[0] &+ small1(w[5])
    w[8] = w[8] &+ small0(w[9]) &+ w[1] &+ small1(w[6])
    w[9] = w[9] &+ small0(w[10]) &+ w[2] &+ small1(w[7])
    w[10] = w[10] &+ small0(w[11]) &+ w[3] &+ small1(w[8])
    w[11] = w[11] &+ small0(w[12]) &+ w[4] &+ small1(w[9])
    w[12] = w[12] &+ small0(w[13]) &+ w[5] &+ small1(w[10])
    w[13] = w[13] &+ small0(w[14]) &+ w[6] &+ small1(w[11])
    w[14] = w[14] &+ small0(w[15]) &+ w[7] &+ small1(w[12])
    w[15] = w[15] &+ small0(w[0]) &+ w[8] &+ small1(w[13])
  }
}

/// σ₀ of the schedule.
@inline(__always)
private func small0(_ x: UInt32) -> UInt32 { rotated(x, 7) ^ rotated(x, 18) ^ (x >> 3) }

/// σ₁ of the schedule.
@inline(__always)
private func small1(_ x: UInt32) -> UInt32 { rotated(x, 17) ^ rotated(x, 19) ^ (x >> 10) }

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
  let t1 = h &+ (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) &+ choice &+ kw
  d &+= t1
  h = t1 &+ (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) &+ majority
}

/// `x` rotated right by `n` bits.
@inline(__always)
private func rotated(_ x: UInt32, _ n: UInt32) -> UInt32 { x >> n | x << (32 &- n) }

/// Section 4.2.2: the first 32 bits of the fractional parts of the cube roots of the first 64 primes.
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
