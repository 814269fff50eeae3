extension XMLReader {
  /// Whether the bytes at `range` are `text`.
  @inline(__always)
  func isNamed(_ range: Range<Int>, _ text: StaticString) -> Bool {
    guard range.count == text.utf8CodeUnitCount else { return false }
    let start = unsafe text.utf8Start
    for i in 0..<range.count where unsafe bytes[range.lowerBound &+ i] != start[i] { return false }
    return true
  }

  /// Where the value of the attribute `name` lies, without quotes; nil where the tag read last has
  /// none.
  func attribute(_ name: StaticString) throws(XMLFault) -> Range<Int>? {
    var at = attributes.lowerBound
    let end = attributes.upperBound
    while true {
      while at < end, isBlank(bytes[at]) { at &+= 1 }
      if at >= end { return nil }
      var start = at
      while at < end, bytes[at] != UInt8(ascii: "="), !isBlank(bytes[at]) {
        if bytes[at] == UInt8(ascii: ":") { start = at &+ 1 }
        at &+= 1
      }
      let found = start..<at
      while at < end, isBlank(bytes[at]) { at &+= 1 }
      guard at < end, bytes[at] == UInt8(ascii: "="), !found.isEmpty else {
        throw XMLFault(kind: .attribute, at: start)
      }
      at &+= 1
      while at < end, isBlank(bytes[at]) { at &+= 1 }
      guard at < end, bytes[at] == UInt8(ascii: "\"") || bytes[at] == UInt8(ascii: "'") else {
        throw XMLFault(kind: .attribute, at: start)
      }
      let quote = bytes[at]
      let from = at &+ 1
      at = from
      while at < end, bytes[at] != quote { at &+= 1 }
      guard at < end else { throw XMLFault(kind: .attribute, at: start) }
      if isNamed(found, name) { return from..<at }
      at &+= 1
    }
  }

  /// The value of the attribute `name` as text; nil where there is none.
  func attributeText(_ name: StaticString) throws(XMLFault) -> String? {
    guard let range = try attribute(name) else { return nil }
    var text: [UInt8] = []
    try append(range, isCDATA: false, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Appends the bytes at `range` to `text`, entities resolved.
  func append(
    _ range: Range<Int>, isCDATA: Bool, to text: inout [UInt8]
  ) throws(XMLFault) {
    guard !isCDATA, bytes[range].contains(UInt8(ascii: "&")) else {
      text += bytes[range]
      return
    }
    var at = range.lowerBound
    while at < range.upperBound {
      if bytes[at] != UInt8(ascii: "&") {
        text.append(bytes[at])
        at += 1
        continue
      }
      // The longest is &#x10FFFF; and zeros are not expected in front.
      guard let end = bytes[at..<min(at + 12, range.upperBound)].firstIndex(of: UInt8(ascii: ";"))
      else { throw XMLFault(kind: .entity, at: at) }
      let name = String(decoding: bytes[at + 1..<end], as: UTF8.self)
      guard let scalar = XMLReader.scalar(name) else { throw XMLFault(kind: .entity, at: at) }
      text += Array(String(scalar).utf8)
      at = end + 1
    }
  }

  /// The character that an entity stands for; nil for any but the five of XML and references to
  /// characters that XML 1.0 allows.
  private static func scalar(_ name: String) -> Unicode.Scalar? {
    switch name {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    default: break
    }
    let digits = name.utf8.dropFirst(name.hasPrefix("#x") ? 2 : 1)
    guard name.hasPrefix("#"), let first = digits.first, first != UInt8(ascii: "+"),
      first != UInt8(ascii: "-"),
      let value = UInt32(String(Substring(digits)), radix: name.hasPrefix("#x") ? 16 : 10),
      value >= 0x20 || value == 9 || value == 10 || value == 13, value < 0xFFFE || value > 0xFFFF
    else { return nil }
    return Unicode.Scalar(value)
  }
}
