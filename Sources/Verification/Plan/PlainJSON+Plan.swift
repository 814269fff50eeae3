/// How the check of a plan reads and builds values: whole numbers, and null for what is not there.
extension PlainJSON {
  /// An object of these members.
  static func members(_ members: [(String, PlainJSON)]) -> PlainJSON {
    .object(members.map { (key: $0.0, value: $0.1) })
  }

  /// A whole number.
  static func whole(_ number: Int) -> PlainJSON { .number(String(number)) }

  /// A text, or null.
  init(text: String?) { self = text.map { .text($0) } ?? .null }

  /// A member of an object; null where there is none.
  func member(_ key: String) -> PlainJSON { self[key] ?? .null }

  /// The elements of an array; none for anything else.
  var elements: [PlainJSON] {
    if case .array(let elements) = self { elements } else { [] }
  }
  /// The text, if it is one.
  var asText: String? {
    if case .text(let text) = self { text } else { nil }
  }
  /// The number, if it is a whole one that fits.
  var asWhole: Int? {
    if case .number(let digits) = self { Int(digits) } else { nil }
  }

  /// In a few words, for messages.
  var shown: String {
    switch self {
    case .null: "null"
    case .bool(let flag): "\(flag)"
    case .number(let digits): digits
    case .text(let text): "“\(text)”"
    case .array(let elements): "[\(elements.count)]"
    case .object: "{…}"
    }
  }
}
