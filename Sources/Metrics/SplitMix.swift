/// Draws from a seed: SplitMix64 (Steele, Lea and Flood 2014), and Fisher–Yates.
struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z &>> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z &>> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z &>> 31
  }

  /// A number below `bound`, all as likely but for 2⁻⁴⁰.
  mutating func below(_ bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// Some of `elements` in an order drawn.
  mutating func shuffled(_ elements: [UInt16], atMost count: Int) -> [UInt16] {
    var all = elements
    for at in 0..<min(count, all.count) { all.swapAt(at, at + below(all.count - at)) }
    return Array(all.prefix(count))
  }

  /// Puts `values`, of which there are fewer than 2³², into an order drawn.
  mutating func shuffle(_ values: inout [Int32]) {
    var last = values.count - 1
    while last > 0 {
      // By the upper half alone: off by at most 2⁻³² of a chance.
      let other = Int(((next() &>> 32) &* UInt64(last + 1)) &>> 32)
      values.swapAt(last, other)
      last -= 1
    }
  }
}
