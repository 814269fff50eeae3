import Rules
import Testing

@testable import Experiments

@Suite struct PointerTests {
  private static func tree(_ text: String) throws -> JSONTree {
    try JSONTree.read(Array(text.utf8), file: "t").get()
  }

  /// Sets, and shows the tree; or the message.
  private static func set(_ text: String, _ pointer: String, _ value: String?) throws -> String {
    let pointer = try #require(RulePointer(pointer))
    do {
      return try tree(text).setting(pointer, to: value.map { try tree($0) }).compact
    } catch let fault as PatchFault {
      return fault.message.en
    }
  }

  @Test func elementsAreCalledByNameOrNumber() throws {
    let rules = #"{"stages":[{"name":"quota","order":1},{"name":"0","order":2}],"pools":["a","b"]}"#
    #expect(
      try Self.set(rules, "/stages/quota/order", "9")
        == #"{"stages":[{"name":"quota","order":9},{"name":"0","order":2}],"pools":["a","b"]}"#)
    // A name comes before a number.
    #expect(
      try Self.set(rules, "/stages/0/order", "9")
        == #"{"stages":[{"name":"quota","order":1},{"name":"0","order":9}],"pools":["a","b"]}"#)
    #expect(
      try Self.set(rules, "/stages/1/order", "9")
        == #"{"stages":[{"name":"quota","order":1},{"name":"0","order":9}],"pools":["a","b"]}"#)
    #expect(
      try Self.set(rules, "/pools/b", "\"c\"")
        == #"{"stages":[{"name":"quota","order":1},{"name":"0","order":2}],"pools":["a","c"]}"#)
    #expect(try Self.set(rules, "/stages/qota/order", "9").contains("\"quota\""))
    #expect(try Self.set(rules, "/stages/2/order", "9").contains("none of them"))
    #expect(try Self.set(rules, "/stages/01/order", "9").contains("none of them"))
  }

  @Test func objectsAreMadeElementsAreNot() throws {
    #expect(
      try Self.set("{}", "/waive/quotaShare", "\"why\"") == #"{"waive":{"quotaShare":"why"}}"#)
    #expect(try Self.set(#"{"a":[1]}"#, "/a/-", "2") == #"{"a":[1,2]}"#)
    #expect(try Self.set(#"{"a":[1]}"#, "/a/1", "2").contains("1 element"))
    #expect(try Self.set(#"{"a":"x"}"#, "/a/b", "2").contains("has nothing called"))
  }

  @Test func nullTakesAway() throws {
    #expect(try Self.set(#"{"a":1,"b":2}"#, "/a", nil) == #"{"b":2}"#)
    #expect(try Self.set(#"{"a":[1,2,3]}"#, "/a/1", nil) == #"{"a":[1,3]}"#)
    #expect(try Self.set("{}", "/a", nil).contains("nothing at /a"))
  }

  @Test func escapesAreThoseOfTheStandard() throws {
    #expect(RulePointer("/a~1b/c~0d")?.parts == ["a/b", "c~d"])
    #expect(RulePointer("/a~1b/c~0d")?.text == "/a~1b/c~0d")
    #expect(RulePointer("a") == nil)
    #expect(RulePointer("/a~2") == nil)
    #expect(RulePointer("/a~") == nil)
    #expect(RulePointer("") == nil)
  }

  @Test func whatIsWrittenIsReadAgain() throws {
    let tree = try Self.tree(
      "{a: [1, .5, 'x\\n\"', null, true], b: {}, c: [], d: {e: [{f: -1.50}]}, '/~': \"\u{200B}\"}")
    #expect(try Self.tree(tree.pretty) == tree)
    #expect(try Self.tree(tree.compact) == tree)
  }
}
