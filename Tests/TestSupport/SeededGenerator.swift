/// A generator whose seed says everything: print the seed, and the test can be run again.
///
/// SplitMix64 (Steele, Lea, Flood 2014): 64 bits of state, every seed as good as any other.
public struct SeededGenerator: RandomNumberGenerator, CustomStringConvertible, Sendable {
  /// The seed that replays this generator from its beginning.
  public let seed: UInt64
  private var state: UInt64

  /// The generator of `seed`.
  public init(seed: UInt64) {
    self.seed = seed
    state = seed
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }

  /// What a failing test prints.
  public var description: String { "seed \(seed)" }

  /// True this many times in a hundred.
  public mutating func chance(_ percent: Int) -> Bool { int(0...99) < percent }

  /// A number within `range`, by a plain remainder: tests need no better, and it is fast in debug.
  public mutating func int(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() % UInt64(range.count))
  }

  /// One of `elements`.
  public mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[int(0...elements.count - 1)]
  }

  /// At most `count` of `elements`, each at most once, in any order.
  public mutating func sample<Element>(_ elements: [Element], _ count: Int) -> [Element] {
    Array(elements.shuffled(using: &self).prefix(count))
  }
}
