extension Array where Element == UInt8 {
  /// The 16-bit number at `at`, lowest byte first. The caller knows that it is there.
  func number16(_ at: Int) -> Int { Int(self[at]) | Int(self[at + 1]) << 8 }

  /// The 32-bit number at `at`.
  func number32(_ at: Int) -> Int { number16(at) | number16(at + 2) << 16 }

  /// The 64-bit number at `at`; nil where it is no count of bytes that a machine could have.
  func number64(_ at: Int) -> Int? {
    let (low, high) = (UInt64(number32(at)), UInt64(number32(at + 4)))
    return high < 1 << 30 ? Int(high << 32 | low) : nil
  }
}
