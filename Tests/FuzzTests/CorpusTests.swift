import Foundation
import FuzzTargets
import TestSupport
import Testing

/// The inputs that fuzzing found interesting, given to their targets again, and a few damaged ones
/// more. Where a target traps the whole run of tests ends: `Tests/Fuzz/run one TARGET FILE` tries
/// one alone.
@Suite(.serialized) struct CorpusTests {
  @Test(arguments: FuzzTarget.real) func corpusHolds(_ target: FuzzTarget) throws {
    let inputs = try Self.corpus(of: target)
    #expect(!inputs.isEmpty, "there is a corpus")
    for (name, bytes) in inputs {
      #expect(throws: Never.self, "\(target)/\(name)") { try target.run(bytes) }
    }
  }

  /// Bytes changed, inserted and cut, from the corpus: what fuzzing does first, without its eyes.
  @Test(arguments: FuzzTarget.real) func damagedCorpusHolds(_ target: FuzzTarget) throws {
    var random = SeededGenerator(seed: 20_260_601)
    for (name, bytes) in try Self.corpus(of: target) {
      for _ in 0..<10 {
        var damaged = bytes
        for _ in 0..<random.int(1...3) {
          let at = random.int(0...damaged.count)
          switch random.int(0...3) {
          case 0: damaged.insert(UInt8(truncatingIfNeeded: random.next()), at: at)
          case 1 where at < damaged.count: damaged[at] = UInt8(truncatingIfNeeded: random.next())
          case 2 where at < damaged.count: damaged.remove(at: at)
          default: damaged.removeLast(min(damaged.count, random.int(0...20)))
          }
        }
        #expect(throws: Never.self, "\(target)/\(name) damaged, \(random)") {
          try target.run(damaged)
        }
      }
    }
  }

  private static func corpus(of target: FuzzTarget) throws -> [(name: String, bytes: [UInt8])] {
    let folder = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fuzz/corpus/\(target)")
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map {
      ($0, try Array(Data(contentsOf: folder.appendingPathComponent($0))))
    }
  }
}
