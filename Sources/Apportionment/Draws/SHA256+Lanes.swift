extension SHA256 {
  /// Four words, one of each of four messages.
  typealias Lanes = SIMD4<UInt32>

  /// One block of each of four messages into their four states, side by side.
  ///
  /// A lottery over millions of cells hashes as many counters: side by side they cost a third of what they cost
  /// one by one. The test compares every lane with `compress`.
  static func compress(_ state: inout InlineArray<8, Lanes>, _ block: InlineArray<16, Lanes>) {
    @inline(__always) func rotate(_ x: Lanes, _ n: UInt32) -> Lanes {
      x &>> Lanes(repeating: n) | x &<< Lanes(repeating: 32 - n)
    }
    var w = block
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for t in 0..<64 {
      if t >= 16 {
        let x = w[(t + 1) & 15]
        let y = w[(t + 14) & 15]
        let s0 = rotate(x, 7) ^ rotate(x, 18) ^ x &>> Lanes(repeating: 3)
        let s1 = rotate(y, 17) ^ rotate(y, 19) ^ y &>> Lanes(repeating: 10)
        w[t & 15] = w[t & 15] &+ s0 &+ w[(t + 9) & 15] &+ s1
      }
      let sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
      let t1 =
        h &+ sum1 &+ (g ^ (e & (f ^ g))) &+ Lanes(repeating: constants[t]) &+ w[t & 15]
      let sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
      let t2 = sum0 &+ ((a & b) | (c & (a | b)))
      (h, g, f, e, d, c, b, a) = (g, f, e, d &+ t1, c, b, a, t1 &+ t2)
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
}
