/// JSON as a summary holds it (RFC 8259), read plainly: whole numbers only, no key twice.
indirect enum PlanJSON: Equatable {
  case null
  case flag(Bool)
  case number(Int)
  case text(String)
  case list([PlanJSON])
  case object([Member])

  struct Member: Equatable {
    let key: String
    let value: PlanJSON
  }

  /// Texts are equal if their bytes are.
  static func == (a: PlanJSON, b: PlanJSON) -> Bool {
    switch (a, b) {
    case (.null, .null): true
    case (.flag(let a), .flag(let b)): a == b
    case (.number(let a), .number(let b)): a == b
    case (.text(let a), .text(let b)): a.utf8.elementsEqual(b.utf8)
    case (.list(let a), .list(let b)): a == b
    case (.object(let a), .object(let b)): a == b
    default: false
    }
  }

  /// An object of these members.
  static func members(_ members: [(String, PlanJSON)]) -> PlanJSON {
    .object(members.map { Member(key: $0.0, value: $0.1) })
  }

  /// A text, or null.
  init(_ text: String?) { self = text.map { .text($0) } ?? .null }

  /// A member of an object; null where there is none.
  subscript(key: String) -> PlanJSON {
    guard case .object(let members) = self else { return .null }
    return members.first { $0.key == key }?.value ?? .null
  }

  /// The elements of a list; none for anything else.
  var elements: [PlanJSON] {
    if case .list(let elements) = self { elements } else { [] }
  }
  /// The text, if it is one.
  var asText: String? {
    if case .text(let text) = self { text } else { nil }
  }
  /// The number, if it is one.
  var asNumber: Int? {
    if case .number(let number) = self { number } else { nil }
  }

  /// In a line, for messages.
  var shown: String {
    switch self {
    case .null: "null"
    case .flag(let flag): "\(flag)"
    case .number(let number): "\(number)"
    case .text(let text): "“\(text)”"
    case .list(let elements): "[\(elements.count)]"
    case .object: "{…}"
    }
  }

  /// Reads a whole file; nil where it is no JSON of this kind.
  static func parse(_ bytes: [UInt8]) -> PlanJSON? {
    var parser = PlanJSONParser(bytes)
    guard let value = parser.value(depth: 0) else { return nil }
    parser.skipBlanks()
    return parser.at == bytes.count ? value : nil
  }
}

/// Reads JSON from bytes, by recursive descent.
private struct PlanJSONParser {
  private let bytes: [UInt8]
  private(set) var at = 0
  private static let depthMax = 32

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func skipBlanks() {
    while at < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[at]) { at += 1 }
  }

  /// Takes `byte` if it comes next.
  private mutating func take(_ byte: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard at < bytes.count, bytes[at] == UInt8(ascii: byte) else { return false }
    at += 1
    return true
  }

  private mutating func take(word: String) -> Bool {
    guard bytes[at...].starts(with: word.utf8) else { return false }
    at += word.utf8.count
    return true
  }

  mutating func value(depth: Int) -> PlanJSON? {
    guard depth < PlanJSONParser.depthMax else { return nil }
    skipBlanks()
    guard at < bytes.count else { return nil }
    switch bytes[at] {
    case UInt8(ascii: "{"): return object(depth)
    case UInt8(ascii: "["): return list(depth)
    case UInt8(ascii: "\""): return text().map { .text($0) }
    case UInt8(ascii: "n"): return take(word: "null") ? .null : nil
    case UInt8(ascii: "t"): return take(word: "true") ? .flag(true) : nil
    case UInt8(ascii: "f"): return take(word: "false") ? .flag(false) : nil
    default: return number()
    }
  }

  private mutating func number() -> PlanJSON? {
    let start = at
    if bytes[at] == UInt8(ascii: "-") { at += 1 }
    while at < bytes.count, (0x30...0x39).contains(bytes[at]) { at += 1 }
    return Int(String(decoding: bytes[start..<at], as: UTF8.self)).map { .number($0) }
  }

  private mutating func list(_ depth: Int) -> PlanJSON? {
    at += 1
    var elements: [PlanJSON] = []
    if take("]") { return .list([]) }
    while true {
      guard let element = value(depth: depth + 1) else { return nil }
      elements.append(element)
      if take("]") { return .list(elements) }
      guard take(",") else { return nil }
    }
  }

  private mutating func object(_ depth: Int) -> PlanJSON? {
    at += 1
    var members: [PlanJSON.Member] = []
    if take("}") { return .object([]) }
    while true {
      skipBlanks()
      guard at < bytes.count, bytes[at] == UInt8(ascii: "\""), let key = text(), take(":"),
        let value = value(depth: depth + 1), !members.contains(where: { $0.key == key })
      else { return nil }
      members.append(PlanJSON.Member(key: key, value: value))
      if take("}") { return .object(members) }
      guard take(",") else { return nil }
    }
  }

  private mutating func text() -> String? {
    at += 1
    var units: [UInt8] = []
    while at < bytes.count, bytes[at] != UInt8(ascii: "\"") {
      if bytes[at] < 0x20 { return nil }
      if bytes[at] == UInt8(ascii: "\\") {
        guard let scalar = escape() else { return nil }
        units += String(Character(scalar)).utf8
      } else {
        units.append(bytes[at])
        at += 1
      }
    }
    guard at < bytes.count else { return nil }
    at += 1
    return String(validating: units, as: UTF8.self)
  }

  private mutating func escape() -> Unicode.Scalar? {
    guard at + 1 < bytes.count else { return nil }
    let kind = bytes[at + 1]
    at += 2
    switch kind {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(kind)
    case UInt8(ascii: "u"):
      guard let high = hex() else { return nil }
      guard (0xD800...0xDBFF).contains(high) else { return Unicode.Scalar(high) }
      guard take(word: "\\u"), let low = hex(), (0xDC00...0xDFFF).contains(low) else { return nil }
      return Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
    default: return nil
    }
  }

  private mutating func hex() -> UInt32? {
    guard at + 4 <= bytes.count else { return nil }
    defer { at += 4 }
    return UInt32(String(decoding: bytes[at..<at + 4], as: UTF8.self), radix: 16)
  }
}
