import Apportionment

/// The draws of `SeededDraws` again, from their definition.
///
/// Shares nothing with the fast source: SHA-256 is the tests' own, in Swift, and every message is
/// put together and hashed as a whole.
struct NaiveDraws: DrawSource {
  /// How many draws were taken: the counter of the next.
  private(set) var counter: UInt64 = 0

  private let prefix: [UInt8]

  /// Draws of `domain`, for example `zhibiao-plan-v1`, from a seed; `counter` is that of the first.
  init(domain: String = "zhibiao-plan-v1", seed: String, counter: UInt64 = 0) {
    self.counter = counter
    prefix = Array("\(domain)\n\(seed)\n".utf8)
  }

  /// The next draw. Complexity: O(1), one hash.
  mutating func next() -> UInt64 {
    defer { counter += 1 }
    return NaiveSHA256.firstWord(prefix + Array(String(counter).utf8))
  }
}
