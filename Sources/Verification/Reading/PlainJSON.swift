/// A JSON value (RFC 8259), read strictly; numbers keep their text, objects their order.
indirect enum PlainJSON: Sendable, Equatable {
  case null
  case bool(Bool)
  case number(String)
  case text(String)
  case array([PlainJSON])
  case object([(key: String, value: PlainJSON)])

  /// Of the same kind and bytes: texts are not folded, numbers not worked out, members not sorted.
  static func == (a: PlainJSON, b: PlainJSON) -> Bool {
    switch (a, b) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.number(let a), .number(let b)), (.text(let a), .text(let b)): areSameBytes(a, b)
    case (.array(let a), .array(let b)): a == b
    case (.object(let a), .object(let b)):
      a.count == b.count
        && zip(a, b).allSatisfy { areSameBytes($0.key, $1.key) && $0.value == $1.value }
    default: false
    }
  }

  /// The value that `bytes` hold; nil where they are not JSON, or nest deeper than 64.
  init?(_ bytes: [UInt8]) {
    guard (try? UTF8Span(validating: bytes.span)) != nil else { return nil }
    var reader = Reader(bytes: bytes)
    guard let value = reader.value(depth: 0) else { return nil }
    reader.skipBlanks()
    guard reader.at == bytes.count else { return nil }
    self = value
  }

  /// What an object has under `key`; nil where there is nothing.
  subscript(key: String) -> PlainJSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { areSameBytes($0.key, key) }?.value
  }

  /// How many values stand in it that hold no others.
  var leafCount: Int {
    switch self {
    case .array(let items): items.reduce(0) { $0 + $1.leafCount }
    case .object(let members): members.reduce(0) { $0 + $1.value.leafCount }
    case .null, .bool, .number, .text: 1
    }
  }

  /// The value on one line, for people: texts stand as they are, nothing in them is escaped.
  var written: String {
    switch self {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .number(let digits): digits
    case .text(let text): "\"\(text)\""
    case .array(let items): "[" + items.map(\.written).joined(separator: ", ") + "]"
    case .object(let members):
      "{" + members.map { "\"\($0.key)\": \($0.value.written)" }.joined(separator: ", ") + "}"
    }
  }

  private struct Reader {
    let bytes: [UInt8]
    var at = 0

    mutating func skipBlanks() {
      while at < bytes.count, isBlank(bytes[at]) { at += 1 }
    }

    private func isBlank(_ byte: UInt8) -> Bool {
      byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D
    }

    private mutating func take(_ byte: UInt8) -> Bool {
      guard at < bytes.count, bytes[at] == byte else { return false }
      at += 1
      return true
    }

    private mutating func take(_ text: String) -> Bool {
      let expected = text.utf8Span.span
      guard bytes.span.holds(expected, at: at) else { return false }
      at += expected.count
      return true
    }

    mutating func value(depth: Int) -> PlainJSON? {
      skipBlanks()
      guard at < bytes.count, depth < 64 else { return nil }
      switch bytes[at] {
      case UInt8(ascii: "{"): return object(depth)
      case UInt8(ascii: "["): return array(depth)
      case UInt8(ascii: "\""): return text().map { .text($0) }
      default:
        if take("null") { return .null }
        if take("true") { return .bool(true) }
        if take("false") { return .bool(false) }
        return number()
      }
    }

    private mutating func object(_ depth: Int) -> PlainJSON? {
      at += 1
      var members: [(key: String, value: PlainJSON)] = []
      skipBlanks()
      if take(UInt8(ascii: "}")) { return .object([]) }
      while true {
        skipBlanks()
        guard at < bytes.count, bytes[at] == UInt8(ascii: "\""), let key = text(),
          !members.contains(where: { areSameBytes($0.key, key) })
        else { return nil }
        skipBlanks()
        guard take(UInt8(ascii: ":")), let value = value(depth: depth + 1) else { return nil }
        members.append((key, value))
        skipBlanks()
        if take(UInt8(ascii: ",")) { continue }
        return take(UInt8(ascii: "}")) ? .object(members) : nil
      }
    }

    private mutating func array(_ depth: Int) -> PlainJSON? {
      at += 1
      var items: [PlainJSON] = []
      skipBlanks()
      if take(UInt8(ascii: "]")) { return .array([]) }
      while true {
        guard let value = value(depth: depth + 1) else { return nil }
        items.append(value)
        skipBlanks()
        if take(UInt8(ascii: ",")) { continue }
        return take(UInt8(ascii: "]")) ? .array(items) : nil
      }
    }

    private mutating func number() -> PlainJSON? {
      let start = at
      func digits() -> Int {
        let from = at
        while at < bytes.count, (0x30...0x39).contains(bytes[at]) { at += 1 }
        return at - from
      }
      _ = take(UInt8(ascii: "-"))
      let leadsWithZero = at < bytes.count && bytes[at] == UInt8(ascii: "0")
      let whole = digits()
      guard whole > 0, whole == 1 || !leadsWithZero else { return nil }
      if take(UInt8(ascii: ".")), digits() == 0 { return nil }
      if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
        if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
        if digits() == 0 { return nil }
      }
      return .number(String(decoding: bytes[start..<at], as: UTF8.self))
    }

    private mutating func text() -> String? {
      at += 1
      // Most texts stand there as they are.
      let start = at
      while at < bytes.count, bytes[at] >= 0x20, bytes[at] != UInt8(ascii: "\\") {
        at += 1
        if bytes[at - 1] == UInt8(ascii: "\"") {
          return String(decoding: bytes[start..<at - 1], as: UTF8.self)
        }
      }
      var units = Array(bytes[start..<at])
      while at < bytes.count {
        let byte = bytes[at]
        at += 1
        if byte == UInt8(ascii: "\"") { return String(decoding: units, as: UTF8.self) }
        if byte < 0x20 { return nil }
        if byte != UInt8(ascii: "\\") {
          units.append(byte)
          continue
        }
        guard let scalar = escape() else { return nil }
        units += Array(String(scalar).utf8)
      }
      return nil
    }

    private mutating func escape() -> Unicode.Scalar? {
      guard at < bytes.count else { return nil }
      let byte = bytes[at]
      at += 1
      switch byte {
      case UInt8(ascii: "n"): return "\n"
      case UInt8(ascii: "r"): return "\r"
      case UInt8(ascii: "t"): return "\t"
      case UInt8(ascii: "b"): return "\u{8}"
      case UInt8(ascii: "f"): return "\u{C}"
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
      case UInt8(ascii: "u"):
        guard let high = hex() else { return nil }
        guard (0xD800...0xDBFF).contains(high) else { return Unicode.Scalar(high) }
        guard take("\\u"), let low = hex(), (0xDC00...0xDFFF).contains(low) else { return nil }
        return Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
      default: return nil
      }
    }

    private mutating func hex() -> UInt32? {
      guard at + 4 <= bytes.count else { return nil }
      let digits = bytes[at..<at + 4]
      guard
        digits.allSatisfy({
          ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x66 || (0x30...0x39).contains($0)
        })
      else { return nil }
      at += 4
      return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    }
  }
}
