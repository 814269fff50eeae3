/// Where a lottery's numbers come from.
public protocol DrawSource {
  /// The next 64 random bits, uniform and independent of all before.
  mutating func next() -> UInt64
}

extension DrawSource {
  /// A number uniform in 0 ..< `bound`: x mod `bound`, with x ≥ 2⁶⁴ − (2⁶⁴ mod `bound`) rejected.
  ///
  /// Complexity: O(1) expected; less than two draws.
  @inlinable
  public mutating func uniform(below bound: UInt64) -> UInt64 {
    while true {
      let x = next()
      // Below 2⁶⁴ − bound nothing is ever rejected; that spares nearly every draw a division.
      if x < 0 &- bound { return x % bound }
      let surplus = (0 &- bound) % bound
      if surplus == 0 || x < 0 &- surplus { return x % bound }
    }
  }
}
