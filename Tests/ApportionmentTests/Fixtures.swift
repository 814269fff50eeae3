import Foundation
import TestSupport

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

/// How much of the random tests to run.
let thoroughness = Effort.isWhole ? 20 : 3

/// What the lotteries under test draw from.
extension SeededGenerator: DrawSource {
  init(_ seed: Int) { self.init(seed: UInt64(bitPattern: Int64(seed))) }
}
