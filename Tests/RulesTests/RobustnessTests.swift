import Diagnostics
import TestSupport
import Testing

@testable import Rules

/// Reading ends in rules or in errors, whatever the bytes are.
@Suite struct RobustnessTests {
  /// Whether reading `bytes` gives rules or errors, not both and not neither.
  private func isSound(_ bytes: [UInt8]) -> Bool {
    let (rules, problems) = RuleSet.read(bytes)
    // Compliance and places must cope with whatever was accepted.
    if let rules { _ = rules.complianceFindings() + rules.complianceFindings(of: []) }
    return (rules == nil) == (problems.errorCount > 0)
  }

  @Test func everyTruncation() {
    let bytes = Array(Sample.city.utf8)
    let unsound = bytes.indices.filter { !isSound(Array(bytes[..<$0])) }
    #expect(unsound == [])
  }

  @Test func mutatedBytes() {
    let bytes = Array(Sample.city.utf8)
    var random = SeededGenerator(seed: 7)
    let spice = Array("{}[]:,\"'\\/*-.0e\n\0\u{7F}".utf8) + [0x80, 0xFF, 0xE6]
    let unsound = bytes.indices.filter { at in
      var changed = bytes
      changed[at] = spice[Int(random.next() % UInt64(spice.count))]
      if at % 3 == 0 { changed.remove(at: at) }
      return !isSound(changed)
    }
    #expect(unsound == [])
  }

  /// Every value of the file replaced by values of every kind.
  @Test func mutatedValues() throws {
    let root = try JSON5Parser.parse(Array(Sample.city.utf8), file: "rules.json")
    let rank = JSON5Value(kind: .text("rank"), line: 1, column: 1)
    let others: [JSON5Value.Kind] = [
      .null, .bool(true), .number("-1"), .number("1e9"), .number("999999999999999999"), .text(""),
      .text("open"), .array([]), .object([]), .array([rank]),
    ]
    for other in others {
      var target = 0
      while true {
        var left = target
        guard let changed = root.replacing(&left, by: other) else { break }
        var reader = RuleReader(file: "rules.json")
        let rules = reader.ruleSet(Node(value: changed, path: ""))
        if reader.log.isClean { _ = try #require(rules).complianceFindings() }
        target += 1
      }
      #expect(target > 200)
    }
  }

  @Test func manyNamesAreRefusedNotEndured() {
    let scores = (0..<1500).map { "s\($0):{sum:[{score:'s\($0 + 1)'}]}" }.joined(separator: ",")
    let (rules, problems) = read(
      Sample.least.components(separatedBy: "rankings:").joined(
        separator: "scores:{\(scores)},rankings:"))
    #expect(rules == nil)
    #expect(shown(problems) == ["1:47 E103 /scores"])
  }

  @Test func aLongChainOfScores() throws {
    let scores = (0..<1000).map { "s\($0):{sum:[\($0 == 999 ? "'c'" : "{score:'s\($0 + 1)'}")]}" }
    let rules = try accepted(
      Sample.least.components(separatedBy: "rankings:").joined(
        separator: "scores:{\(scores.joined(separator: ","))},rankings:"))
    #expect(rules.scores.first?.name == "s999" && rules.scores.last?.name == "s0")
  }
}

extension JSON5Value {
  /// A copy in which the value that is number `left` in the order of the text is another; nil where
  /// there are fewer, and then `left` is less by their count.
  fileprivate func replacing(_ left: inout Int, by other: Kind) -> JSON5Value? {
    if left == 0 { return JSON5Value(kind: other, line: line, column: column) }
    left -= 1
    switch kind {
    case .array(var items):
      for index in items.indices {
        guard let changed = items[index].replacing(&left, by: other) else { continue }
        items[index] = changed
        return JSON5Value(kind: .array(items), line: line, column: column)
      }
    case .object(var members):
      for (index, old) in members.enumerated() {
        guard let changed = old.value.replacing(&left, by: other) else { continue }
        members[index] = Member(
          key: old.key, line: old.line, column: old.column, value: changed)
        return JSON5Value(kind: .object(members), line: line, column: column)
      }
    default: break
    }
    return nil
  }
}
