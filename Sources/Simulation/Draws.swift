/// What a draw is for. Each purpose and index has a sequence of its own, so that a student's
/// values depend on the seed and the student alone, never on who was generated before.
enum Stream: UInt64 {
  case school = 1
  case district, programme, seating, student, quota, name, safety, schoolMove
}

/// A sequence of random integers named by (seed, stream, index): SplitMix64 (Steele, Lea and
/// Flood 2014), started at a mixed key.
///
/// Integers only: the same seed gives the same city on every machine.
struct Draws {
  private var state: UInt64

  /// The sequence of `index` in `stream`.
  init(seed: UInt64, _ stream: Stream, _ index: Int) {
    let key = Draws.mix(seed &+ Draws.mix(stream.rawValue &* Draws.step))
    state = Draws.mix(key ^ Draws.mix(UInt64(bitPattern: Int64(index)) &+ Draws.step))
  }

  private static let step: UInt64 = 0x9E37_79B9_7F4A_7C15

  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z &>> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z &>> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z &>> 31)
  }

  /// 64 fresh bits.
  mutating func next() -> UInt64 {
    state &+= Draws.step
    return Draws.mix(state)
  }

  /// An integer in 0 ..< `bound`, for a positive `bound` up to 2³².
  ///
  /// By multiplication (Lemire 2019) without rejection: a value's chance is off by at most 2⁻³² of
  /// itself, which no use here can show.
  mutating func below(_ bound: Int) -> Int {
    Int(truncatingIfNeeded: ((next() &>> 32) &* UInt64(bound)) &>> 32)
  }

  /// A nearly normal deviate of mean 0 in thousandths of a standard deviation, within ±4.9: the
  /// sum of eight uniform integers of 16 bits.
  mutating func normal() -> Int {
    (Draws.lanes(next()) &+ Draws.lanes(next()) &- 8 * 65_535 / 2) &* 1000 / 53_510
  }

  /// The same from four integers, within ±3.5: half the price, for noise.
  mutating func noise() -> Int {
    (Draws.lanes(next()) &- 4 * 65_535 / 2) &* 1000 / 37_837
  }

  /// The sum of the four 16-bit lanes of `bits`.
  private static func lanes(_ bits: UInt64) -> Int {
    let mask: UInt64 = 0x0000_FFFF_0000_FFFF
    let pairs = (bits & mask) &+ ((bits &>> 16) & mask)
    return Int(truncatingIfNeeded: (pairs & 0xFFFF_FFFF) &+ (pairs &>> 32))
  }
}

/// Splits `total` units by `weights` so that each share is its fair share rounded down or up and
/// the sum is exact: unit boundaries on the running sum of the weights. `offset`, in 0 ..< 2¹⁶,
/// shifts the boundaries; over a uniform offset every share's expectation is the fair share, so
/// small claimants get their turn, which largest remainders would deny them.
///
/// Source: systematic rounding (Madow 1949). Complexity: O(`weights.count`).
func systematicSplit(_ total: Int, by weights: [Int], offset: Int = 1 << 15) -> [Int] {
  let sum = weights.reduce(0, +)
  guard sum > 0 else { return weights.map { _ in 0 } }
  var shares: [Int] = []
  shares.reserveCapacity(weights.count)
  var running = 0
  var before = 0
  for weight in weights {
    running += weight
    // floor(total · running / sum + offset / 2¹⁶), in 128 bits.
    let upTo =
      (Int128(total) * Int128(running) << 16 + Int128(offset) * Int128(sum))
      / (Int128(sum) << 16)
    shares.append(Int(upTo) - before)
    before = Int(upTo)
  }
  return shares
}

/// The same with at least one unit each where there are enough.
func systematicSplitOfOneOrMore(_ total: Int, by weights: [Int]) -> [Int] {
  guard total >= weights.count else { return systematicSplit(total, by: weights) }
  return systematicSplit(total - weights.count, by: weights).map { $0 + 1 }
}
