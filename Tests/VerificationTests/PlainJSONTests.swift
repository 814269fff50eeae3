import Testing

@testable import Verification

/// The strict reader of JSON, of runs and of plans, on what RFC 8259 allows and on what it does
/// not.
@Suite struct PlainJSONTests {
  @Test(
    arguments: [
      ("null", "null"), (" true\n", "true"), ("\tfalse\r", "false"), ("-0.5e+3", "-0.5e+3"),
      ("[]", "[]"), ("{}", "{}"), ("[1, [2],\n {\"a\": \"b\"}]", "[1, [2], {\"a\": \"b\"}]"),
      (#""\"\\\/\n\r\t\b\f""#, "\"\"\\/\n\r\t\u{8}\u{C}\""), (#""\u00e9\u5B66""#, "\"é学\""),
      (#""\ud83d\ude00""#, "\"😀\""), ("\"学\"", "\"学\""),
    ]) func reads(_ text: String, _ written: String) throws
  {
    let json = try #require(PlainJSON(Array(text.utf8)), "\(text)")
    #expect(json.written == written)
    #expect(json == PlainJSON(Array(written.utf8)) || text.contains("\\"))
  }

  private static let bad = [
    "", " ", "nul", "tru", "+1", "[1", "[1,", "[1 2]", "{\"a\"}", "{\"a\" 1}", "{\"a\": 1,}",
    "{\"a\": 1 \"b\": 2}", "{1: 2}", "{\"a\": 1", "\"a", "\"\\\"", "\"\\x\"", "\"\\", "\"\\u12\"",
    "\"\\u12g4\"", "\"\\uD83D\"", "\"\\ud83d\\n\"", "\"\\ud83d\\u0041\"", "\"\\ude00\"",
    "\"a\u{1}b\"",
    "[] []", "{\"a\": }", "{\"a\": [}", "{", "\"\\u1",
    "007", "[-01]", "\"\\u+0af\"", "{\"a\": 1, \"a\": 2}", "{\"a\": 1, \"\\u0061\": 2}",
  ]

  @Test(arguments: bad) func refuses(_ text: String) {
    #expect(PlainJSON(Array(text.utf8)) == nil, "\(text)")
  }

  @Test func refusesBytesThatAreNoText() {
    #expect(PlainJSON([0x22, 0xFF, 0x22]) == nil)
  }

  @Test func refusesDepth() {
    let open = String(repeating: "[", count: 65)
    #expect(PlainJSON(Array((open + open.map { _ in "]" }.joined()).utf8)) == nil)
  }

  @Test func members() throws {
    let json = try #require(PlainJSON(Array(#"{"a": 1, "b": {"c": true}}"#.utf8)))
    #expect(json["a"] == .number("1") && json["b"]?["c"] == .bool(true))
    #expect(json["d"] == nil && json["a"]?["c"] == nil)
    let plan = try #require(PlainJSON(Array(#"{"a": -1, "b": [{}, "\t\r\b\f\"\\\/"]}"#.utf8)))
    #expect(plan.member("a").asWhole == -1 && plan.member("a").asText == nil)
    #expect(plan.member("a").member("c") == .null && plan.member("c") == .null)
    #expect(plan.member("b").elements.count == 2 && plan.member("a").elements.isEmpty)
    #expect(plan.member("b").elements[1] == .text("\t\r\u{8}\u{C}\"\\/"))
    #expect(plan.member("b").asWhole == nil && plan.member("b").elements[0].shown == "{…}")
    #expect(PlainJSON.null.shown == "null" && PlainJSON.bool(true).shown == "true")
  }

  /// What looks alike on a line, or to Unicode, is not the same value.
  @Test func equalIsByKindAndBytes() throws {
    #expect(PlainJSON(Array(#"["a\", \"b"]"#.utf8)) != PlainJSON(Array(#"["a", "b"]"#.utf8)))
    #expect(PlainJSON.text("e\u{301}") != .text("\u{E9}"))
    #expect(PlainJSON.number("1") != .number("1.0") && PlainJSON.text("1") != .number("1"))
    // Two keys to RFC 8259, one to a reader that folds.
    let twoKeys = try #require(PlainJSON(Array("{\"e\u{301}\": 1, \"\u{E9}\": 2}".utf8)))
    #expect(twoKeys.member("\u{E9}") == .whole(2) && twoKeys.member("e\u{301}") == .whole(1))
  }

  /// Numbers by digits, and the rare ones by exact decimals.
  @Test(
    arguments: [
      ("", nil), ("0", 0), ("12", 12_000), ("999999999999", 999_999_999_999_000),
      ("1000000000000", nil), ("0000000000000000007", 7000), ("1.5", 1500), ("1.125", 1125),
      ("1.1250", 1125), ("1.1251", nil), ("1.", nil), (".5", nil), ("1.x", nil), ("x", nil),
      ("-1", nil), ("1e3", nil), ("123456789012.5", 123_456_789_012_500), ("1.5x", nil),
    ] as [(String, Int64?)]) func numbers(_ text: String, _ value: Int64?)
  {
    #expect(PlainNumber.read(text) == value, "\(text)")
  }

  @Test func counts() {
    #expect(PlainNumber.count("7") == 7 && PlainNumber.count("7.5") == nil)
    #expect(PlainNumber.count("1000000001") == nil && PlainNumber.count("") == nil)
  }
}
