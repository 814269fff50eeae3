import TestSupport
import Testing

@testable import Rules

/// Rule files of many shapes, all of which must be accepted.
@Suite struct RandomRulesTests {
  @Test(arguments: 0..<200) func accepts(seed: Int) throws {
    var random = RandomRules(SeededGenerator(seed: UInt64(seed)))
    let text = random.text(seed: seed)
    let (rules, problems) = read(text)
    #expect(problems.errorCount == 0, "\(shown(problems)) in \(text)")
    let stages = try #require(rules).stages
    #expect(stages.allSatisfy { !$0.pools.isEmpty && $0.ranking != nil })
    #expect(stages.allSatisfy { Set($0.order).count == $0.order.count })
  }
}
