import Diagnostics
import Testing

@testable import Rules

/// The reader of JSON5: what it takes, what it refuses, and where.
@Suite struct JSON5Tests {
  private func parse(_ text: String) throws -> JSON5Value {
    try JSON5Parser.parse(Array(text.utf8), file: "a.json")
  }

  private func text(_ json: String) throws -> String? {
    if case .text(let text) = try parse(json).kind { text } else { nil }
  }

  private func fault(_ text: String) -> String {
    fault(bytes: Array(text.utf8))
  }

  private func fault(bytes: [UInt8]) -> String {
    do throws(JSON5Failure) {
      _ = try JSON5Parser.parse(bytes, file: "a.json")
      return "none"
    } catch {
      return "\(error.problem.place!) \(error.problem.code.name)"
    }
  }

  @Test(arguments: [
    (#""a\u0041\x42\n\t\0\/\q""#, "aAB\n\t\0/q"), (#"'it"s'"#, "it\"s"), (#"'\''"#, "'"),
    (#""\uD83D\uDE00""#, "😀"), ("\"a\\\nb\\\r\nc\"", "abc"), ("\"\u{2028}\"", "\u{2028}"),
    ("'指标'", "指标"), ("/* a */ 'b' // c", "b"), ("\u{FEFF}'b'", "b"), ("\u{A0}\u{3000}'b'", "b"),
  ])
  func texts(json: String, text: String) throws { #expect(try self.text(json) == text) }

  @Test(arguments: [
    "0", "-12.50", "+1", ".5", "5.", "1e3", "1.5E-7", "123456789012345678901234567890",
  ])
  func numbersKeepTheirText(json: String) throws {
    guard case .number(let text) = try parse(json).kind else {
      Issue.record("not a number")
      return
    }
    #expect(text == json)
  }

  @Test func containers() throws {
    let value = try parse(
      "{a: 1, $b_2: [true, null,], 'c d': {}, \"键\": [], 指标: [[]], \\u0061b: 0,}")
    guard case .object(let members) = value.kind else {
      Issue.record("not an object")
      return
    }
    #expect(members.map(\.key) == ["a", "$b_2", "c d", "键", "指标", "ab"])
    #expect(members.map(\.column) == [2, 8, 29, 40, 49, 59])
  }

  @Test func positionsCountScalars() throws {
    guard case .array(let items) = try parse("[ '😀é', 1,\r\n\t2,\r3,\n 4]").kind else {
      Issue.record("not an array")
      return
    }
    #expect(items.map { "\($0.line):\($0.column)" } == ["1:3", "1:9", "2:2", "3:1", "4:2"])
  }

  @Test(arguments: [
    ("", "1:1"), ("  \n ", "2:2"), ("{", "1:2"), ("[1, 2", "1:6"), ("[1 2]", "1:4"), ("[,]", "1:2"),
    ("{a 1}", "1:4"), ("{a: }", "1:5"), ("{1: 2}", "1:2"), ("{a: 1} x", "1:8"), ("[1,,2]", "1:4"),
    ("'abc", "1:1"), ("'ab\nc'", "1:1"), ("[/* a", "1:2"), ("[ / ]", "1:3"), ("0x1F", "1:1"),
    ("[-Infinity]", "1:2"), ("NaN", "1:1"), ("[Infinity]", "1:2"), ("012", "1:1"), ("01", "1:1"),
    ("1e", "1:1"),
    (".", "1:1"),
    ("1.2.3", "1:1"), ("True", "1:1"), ("[abc]", "1:2"), (#"'\u12'"#, "1:2"),
    (#"'a\uD83D'"#, "1:3"),
    (#"'\uDE00'"#, "1:2"), (#"'\uD83D\u0041'"#, "1:2"), (#"'\1'"#, "1:2"), (#"'\x4'"#, "1:2"),
    (#"'\"#, "1:2"),
    (#"{\u0031: 1}"#, "1:2"), (#"{a\n: 1}"#, "1:3"), ("{“a”: 1}", "1:2"), ("{a：1}", "1:3"),
    ("[1，2]", "1:3"), ("\0", "1:1"),
  ])
  func faults(json: String, place: String) {
    #expect(fault(json) == "a.json:\(place) E101", "\(json)")
  }

  @Test func limits() {
    let nest = { String(repeating: "[", count: $0) + String(repeating: "]", count: $0) }
    #expect(fault(nest(64)) == "none")
    #expect(fault(nest(65)) == "a.json:1:65 E103")
    #expect(fault(String(repeating: "[", count: 1_000_000)) == "a.json:1:65 E103")
    #expect(fault("[" + String(repeating: "0,", count: 99_999) + "]") == "none")
    #expect(fault("[" + String(repeating: "0,", count: 100_000) + "]").hasSuffix("E103"))
    #expect(fault(String(repeating: " ", count: JSONTree.bytesMax + 1)) == "a.json E103")
  }

  /// What the program makes of a city of a million is larger than what people write.
  @Test func whatWeMadeMayBeLarge() throws {
    let text = "[" + String(repeating: "1234567890,", count: 150_000) + "]"
    let bytes = Array(text.utf8)
    #expect(try JSONTree.read(bytes, file: "run.json", isMade: true).get().items.count == 150_000)
    #expect(throws: JSONTreeError.self) { try JSONTree.read(bytes, file: "rules.json").get() }
  }

  @Test(arguments: [
    ([0x7B, 0xFF], "1:2"), ([0x0A, 0x20, 0xC0, 0x80], "2:2"), ([0xED, 0xA0, 0x80], "1:1"),
    ([0x22, 0xE6, 0x8C], "1:2"), ([0xEF, 0xBB, 0xBF, 0x80], "1:1"),
    ([0xD6, 0xB8, 0xB1, 0xEA], "1:2"),
  ])
  func notUTF8(bytes: [UInt8], place: String) {
    #expect(fault(bytes: bytes) == "a.json:\(place) E102")
  }

  @Test func theByteOffsetIsNamed() {
    let (_, problems) = RuleSet.read([0x7B, 0x0A, 0xB1, 0xEA])
    #expect(shown(problems) == ["2:1 E102 "])
    #expect(problems.groups[0].first[0].message.en.contains("byte 2"))
  }
}
