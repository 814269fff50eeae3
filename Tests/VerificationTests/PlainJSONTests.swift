import Testing

@testable import Verification

/// The strict readers of JSON, of runs and of plans, on what RFC 8259 allows and on what it does not.
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
  ]

  @Test(arguments: bad) func refuses(_ text: String) {
    #expect(PlainJSON(Array(text.utf8)) == nil, "\(text)")
    #expect(PlanJSON.parse(Array(text.utf8)) == nil, "\(text)")
  }

  @Test func refusesBytesThatAreNoText() {
    #expect(PlainJSON([0x22, 0xFF, 0x22]) == nil && PlanJSON.parse([0x22, 0xFF, 0x22]) == nil)
  }

  @Test func refusesDepth() {
    let open = String(repeating: "[", count: 65)
    #expect(PlainJSON(Array((open + open.map { _ in "]" }.joined()).utf8)) == nil)
  }

  @Test func members() throws {
    let json = try #require(PlainJSON(Array(#"{"a": 1, "b": {"c": true}}"#.utf8)))
    #expect(json["a"] == .number("1") && json["b"]?["c"] == .bool(true))
    #expect(json["d"] == nil && json["a"]?["c"] == nil)
    let plan = try #require(PlanJSON.parse(Array(#"{"a": -1, "b": [{}, "\t\r\b\f\"\\\/"]}"#.utf8)))
    #expect(plan["a"].asNumber == -1 && plan["a"].asText == nil && plan["a"]["c"] == .null)
    #expect(plan["b"].elements.count == 2 && plan["a"].elements.isEmpty && plan["c"] == .null)
    #expect(plan["b"].elements[1] == .text("\t\r\u{8}\u{C}\"\\/") && plan["b"].asNumber == nil)
    #expect(plan["b"].elements[0].shown == "{…}" && PlanJSON.null.shown == "null")
    #expect(PlanJSON.parse(Array("true".utf8))?.shown == "true")
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
