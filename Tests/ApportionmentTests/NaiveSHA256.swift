/// SHA-256 line by line as FIPS 180-4 has it, to compare the kernel with.
enum NaiveSHA256 {
  /// The digest of `bytes`: 64 lower-case hexadecimal digits.
  static func hexadecimal(_ bytes: [UInt8]) -> String {
    digest(bytes).map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }.joined()
  }

  /// The first 8 bytes of the digest, big-endian.
  static func firstWord(_ bytes: [UInt8]) -> UInt64 {
    let words = digest(bytes)
    return UInt64(words[0]) << 32 | UInt64(words[1])
  }

  /// The digest as eight words (section 6.2.2).
  private static func digest(_ bytes: [UInt8]) -> [UInt32] {
    // Section 5.1.1: a bit 1, zeros, and the length in bits.
    var message = bytes + [0x80]
    while message.count % 64 != 56 { message.append(0) }
    for shift in stride(from: 56, through: 0, by: -8) {
      message.append(UInt8(truncatingIfNeeded: UInt64(bytes.count * 8) >> UInt64(shift)))
    }
    var hash = initial
    for block in stride(from: 0, to: message.count, by: 64) {
      let w = schedule(message[block..<block + 64])
      var v = hash
      for t in 0..<64 {
        let t1 =
          v[7] &+ (rotate(v[4], 6) ^ rotate(v[4], 11) ^ rotate(v[4], 25))
          &+ ((v[4] & v[5]) ^ (~v[4] & v[6])) &+ constants[t] &+ w[t]
        let t2 =
          (rotate(v[0], 2) ^ rotate(v[0], 13) ^ rotate(v[0], 22))
          &+ ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]))
        v = [t1 &+ t2, v[0], v[1], v[2], v[3] &+ t1, v[4], v[5], v[6]]
      }
      for at in 0..<8 { hash[at] &+= v[at] }
    }
    return hash
  }

  private static func schedule(_ block: ArraySlice<UInt8>) -> [UInt32] {
    var w: [UInt32] = []
    for t in 0..<16 {
      let word = block.dropFirst(4 * t).prefix(4)
      w.append(word.reduce(0) { $0 << 8 | UInt32($1) })
    }
    for t in 16..<64 {
      let (x, y) = (w[t - 15], w[t - 2])
      let s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >> 3)
      let s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >> 10)
      w.append(s1 &+ w[t - 7] &+ s0 &+ w[t - 16])
    }
    return w
  }

  private static func rotate(_ x: UInt32, _ n: UInt32) -> UInt32 { x >> n | x << (32 - n) }

  private static let primes: [UInt32] = {
    var primes: [UInt32] = []
    var next: UInt32 = 2
    while primes.count < 64 {
      if primes.allSatisfy({ next % $0 != 0 }) { primes.append(next) }
      next += 1
    }
    return primes
  }()

  /// The first 32 bits of the fractional parts of the square roots of the first 8 primes.
  private static let initial = primes.prefix(8).map { fraction(ofRoot: 2, of: $0) }
  /// And of the cube roots of the first 64.
  private static let constants = primes.map { fraction(ofRoot: 3, of: $0) }

  /// The first 32 bits behind the point of a square or cube root: the greatest r with
  /// rⁿ ≤ prime · 2³²ⁿ, bit by bit.
  private static func fraction(ofRoot n: Int, of prime: UInt32) -> UInt32 {
    var root: UInt128 = 0
    for bit in stride(from: 37, through: 0, by: -1) {
      let next = root | 1 << UInt128(bit)
      let power = (1..<n).reduce(next) { power, _ in power * next }
      if power <= UInt128(prime) << UInt128(32 * n) { root = next }
    }
    return UInt32(truncatingIfNeeded: root)
  }
}
