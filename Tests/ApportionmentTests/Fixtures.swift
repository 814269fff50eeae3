import Foundation

@testable import Apportionment

/// The folder of published answers, found from this file's own place.
let published = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  .appendingPathComponent("datasets/published")

/// Reads a file of published answers.
func readJSON<T: Decodable>(_ name: String, as type: T.Type = T.self) throws -> T {
  try JSONDecoder().decode(T.self, from: Data(contentsOf: published.appendingPathComponent(name)))
}

/// A method by the names that the published files use (`hill` for Huntington–Hill).
func method(_ name: String) -> VectorMethod {
  VectorMethod(name: name == "hill" ? "huntingtonHill" : name)!
}

#if DEBUG
  /// How much of the random tests to run: little in a debug build, so that it stays quick.
  let thoroughness = 3
#else
  let thoroughness = 20
#endif

/// SplitMix64 (Steele, Lea, Flood 2014): small, seeded, the same everywhere.
struct SplitMix: RandomNumberGenerator, DrawSource {
  var state: UInt64
  init(_ seed: Int) { state = UInt64(bitPattern: Int64(seed)) }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
