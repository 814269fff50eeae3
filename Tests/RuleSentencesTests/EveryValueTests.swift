import Diagnostics
import Foundation
import RuleSentences
import Rules
import TestSupport
import Testing

/// Nothing of a rule file is left unsaid: whatever value or order changes, a sentence changes with
/// it, or the file is refused.
@Suite struct EveryValueTests {
  static let datasets = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("datasets")

  /// The rule files of the datasets: the presets and the sample city.
  static let files: [String] = {
    let inner = FileManager.default.enumerator(atPath: datasets.path)
    let all = (inner?.compactMap { $0 as? String } ?? []).filter {
      $0.hasSuffix("rules.json") && !$0.contains("example")
    }
    return all.sorted()
  }()

  @Test(arguments: files) func ofEveryDataset(_ name: String) throws {
    let text = try String(contentsOf: Self.datasets.appendingPathComponent(name), encoding: .utf8)
    try expectEveryValueIsSaid(text)
  }

  @Test func ofAFileWithEverything() throws { try expectEveryValueIsSaid(Everything.rules) }

  @Test(arguments: 0..<4) func ofRandomFiles(_ seed: Int) throws {
    var random = RandomRules(SeededGenerator(seed: UInt64(seed)))
    try expectEveryValueIsSaid(random.text(seed: seed))
  }

  private func expectEveryValueIsSaid(_ text: String) throws {
    let leaves = try Leaves(text)
    let before = try #require(sentences(leaves.text()), "the file with spare things is refused")
    var silent: [String] = []
    var changedCount = 0
    for leaf in leaves.all {
      let (candidates, isEachTried) = leaves.others(leaf)
      var isChanged = false
      for candidate in candidates where isEachTried || !isChanged {
        guard let after = sentences(leaves.text(changing: leaf, to: candidate)) else { continue }
        isChanged = true
        if after.zh == before.zh || after.en == before.en { silent.append(leaf.shown) }
      }
      if isChanged { changedCount += 1 }
    }
    for (steps, shown) in leaves.arrays {
      guard let after = sentences(leaves.text(swappingAt: steps)) else { continue }
      if after.zh == before.zh || after.en == before.en { silent.append("order of \(shown)") }
    }
    #expect(silent == [], "said nowhere")
    // A word that has no other, or a name that nothing else may be, stays; most values must not.
    #expect(changedCount * 2 >= leaves.all.count, "\(changedCount) of \(leaves.all.count)")
  }

  /// All sentences with their places, in both languages; nil where the file is refused.
  private func sentences(_ text: String) -> (zh: [String], en: [String])? {
    guard let rules = RuleSet.read(Array(text.utf8)).rules else { return nil }
    let all = rules.sentences().flatMap { section in
      [(section.title.zh, section.title.en)]
        + section.sentences.map { sentence in
          (
            sentence.text.zh + sentence.clauses.map(\.zh).joined(),
            sentence.text.en + sentence.clauses.map(\.en).joined()
          )
        }
    }
    return (all.map(\.0), all.map(\.1))
  }
}
