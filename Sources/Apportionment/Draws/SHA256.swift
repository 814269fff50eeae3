/// A 32-byte digest; ordered as its bytes are.
public struct Digest256: Hashable, Comparable, Sendable {
  /// The four words, most significant first.
  let words: (UInt64, UInt64, UInt64, UInt64)

  init(_ state: InlineArray<8, UInt32>) {
    func pair(_ i: Int) -> UInt64 { UInt64(state[i]) << 32 | UInt64(state[i + 1]) }
    words = (pair(0), pair(2), pair(4), pair(6))
  }

  /// The first 8 bytes, big-endian.
  public var firstWord: UInt64 { words.0 }

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

/// SHA-256 (FIPS 180-4) in Swift, for lots: few and short, and on any machine.
enum SHA256 {
  /// The digest of `bytes`. Complexity: O(n).
  static func digest(_ bytes: [UInt8]) -> Digest256 {
    var message = bytes
    message.append(0x80)
    while message.count % 64 != 56 { message.append(0) }
    let bits = UInt64(bytes.count) * 8
    for shift in stride(from: 56, through: 0, by: -8) {
      message.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
    }
    var state = initial
    for block in stride(from: 0, to: message.count, by: 64) {
      var schedule = words(message, at: block)
      compress(&state, &schedule)
    }
    return Digest256(state)
  }

  /// The state before the first block.
  static let initial: InlineArray<8, UInt32> = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a,
    0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
  ]

  /// The block that begins at `offset`, as 16 big-endian words with room for the schedule.
  static func words(_ bytes: [UInt8], at offset: Int) -> Schedule {
    var words = Schedule(repeating: 0)
    for i in 0..<64 { words[i / 4] = words[i / 4] << 8 | UInt32(bytes[offset + i]) }
    return words
  }

  /// The 64 words of a block's message schedule; the first 16 are the block.
  typealias Schedule = InlineArray<64, UInt32>

  /// One block into the state; the schedule is completed in place.
  static func compress(_ state: inout InlineArray<8, UInt32>, _ w: inout Schedule) {
    for t in 16..<64 {
      let x = w[t - 15]
      let y = w[t - 2]
      let s0 = rotate(x, 7) ^ rotate(x, 18) ^ x &>> 3
      let s1 = rotate(y, 17) ^ rotate(y, 19) ^ y &>> 10
      w[t] = w[t - 16] &+ s0 &+ w[t - 7] &+ s1
    }
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    // Eight rounds are written out, so that the eight variables need not move.
    for t in stride(from: 0, to: 64, by: 8) {
      round(a, b, c, &d, e, f, g, &h, constants[t] &+ w[t])
      round(h, a, b, &c, d, e, f, &g, constants[t + 1] &+ w[t + 1])
      round(g, h, a, &b, c, d, e, &f, constants[t + 2] &+ w[t + 2])
      round(f, g, h, &a, b, c, d, &e, constants[t + 3] &+ w[t + 3])
      round(e, f, g, &h, a, b, c, &d, constants[t + 4] &+ w[t + 4])
      round(d, e, f, &g, h, a, b, &c, constants[t + 5] &+ w[t + 5])
      round(c, d, e, &f, g, h, a, &b, constants[t + 6] &+ w[t + 6])
      round(b, c, d, &e, f, g, h, &a, constants[t + 7] &+ w[t + 7])
    }
    state[0] &+= a
    state[1] &+= b
    state[2] &+= c
    state[3] &+= d
    state[4] &+= e
    state[5] &+= f
    state[6] &+= g
    state[7] &+= h
  }

  /// One round; what were d and h become the new e and a.
  @inline(__always)
  private static func round(
    _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32, _ e: UInt32, _ f: UInt32,
    _ g: UInt32, _ h: inout UInt32, _ word: UInt32
  ) {
    let sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
    let t1 = h &+ sum1 &+ (g ^ (e & (f ^ g))) &+ word
    let sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
    d &+= t1
    h = t1 &+ sum0 &+ ((a & b) | (c & (a | b)))
  }

  @inline(__always)
  private static func rotate(_ x: UInt32, _ n: UInt32) -> UInt32 { x &>> n | x &<< (32 - n) }

  /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
  static let constants: InlineArray<64, UInt32> = [
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
}
