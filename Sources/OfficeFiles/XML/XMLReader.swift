/// What is wrong with an XML text, and at which byte.
struct XMLFault: Error {
  enum Kind {
    case truncated, tag, name, nesting, tooDeep, tooMany, attribute, entity, doctype, encoding
  }
  let kind: Kind
  let at: Int
}

/// A pull reader for the XML that office programs write: elements, attributes, text, CDATA,
/// comments and the five entities with character references.
///
/// Names are compared without their prefix. A document type is refused, so there are no entities of
/// one's own, and none that grow. Tags must nest. Complexity: O(bytes), without allocation an
/// event.
struct XMLReader {
  /// What comes next.
  enum Event {
    /// A start tag, or with `isEmpty` a whole element; its attributes lie in `attributes`.
    case open(name: Range<Int>, isEmpty: Bool)
    case close(name: Range<Int>)
    /// Bytes between tags, with entities still in them unless it is CDATA.
    case text(Range<Int>, isCDATA: Bool)
    case end
  }

  let bytes: [UInt8]
  private var at = 0
  /// Where the attributes of the tag opened last lie.
  private(set) var attributes = 0..<0
  /// The names of the elements that are open.
  private var open: [Range<Int>] = []

  static let depthMax = 64

  /// A reader of a text in UTF-8, with or without byte order mark.
  init(_ bytes: [UInt8]) throws(XMLFault) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw XMLFault(kind: .encoding, at: 0)
    }
  }

  /// The byte to be read next.
  var position: Int { at }

  /// How many elements are open.
  var depth: Int { open.count }

  /// The next event; comments and processing instructions are passed over.
  mutating func next() throws(XMLFault) -> Event {
    while true {
      guard at < bytes.count else {
        if let last = open.last { throw XMLFault(kind: .truncated, at: last.lowerBound) }
        return .end
      }
      if bytes[at] != UInt8(ascii: "<") { return text() }
      guard at + 1 < bytes.count else { throw XMLFault(kind: .truncated, at: at) }
      switch bytes[at + 1] {
      case UInt8(ascii: "/"): return try closing()
      case UInt8(ascii: "?"): try skip(past: "?>", from: at + 2)
      case UInt8(ascii: "!"):
        if let section = try declaration() { return section }
      default: return try opening()
      }
    }
  }

  private mutating func text() -> Event {
    let start = at
    while at < bytes.count, bytes[at] != UInt8(ascii: "<") { at &+= 1 }
    return .text(start..<at, isCDATA: false)
  }

  /// A comment, which is skipped, or CDATA; a document type is refused.
  private mutating func declaration() throws(XMLFault) -> Event? {
    if has("<!--") {
      try skip(past: "-->", from: at + 4)
      return nil
    }
    if has("<![CDATA[") {
      let start = at + 9
      try skip(past: "]]>", from: start)
      return .text(start..<at - 3, isCDATA: true)
    }
    throw XMLFault(kind: .doctype, at: at)
  }

  private mutating func opening() throws(XMLFault) -> Event {
    let start = at
    at += 1
    let name = try name()
    let from = at
    var quote: UInt8 = 0
    while at < bytes.count {
      let byte = bytes[at]
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == UInt8(ascii: ">") {
        break
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: "<") {
        throw XMLFault(kind: .tag, at: at)
      }
      at &+= 1
    }
    guard at < bytes.count else { throw XMLFault(kind: .truncated, at: start) }
    let isEmpty = at > from && bytes[at - 1] == UInt8(ascii: "/")
    attributes = from..<(isEmpty ? at - 1 : at)
    at += 1
    if !isEmpty {
      guard open.count < XMLReader.depthMax else { throw XMLFault(kind: .tooDeep, at: start) }
      open.append(name)
    }
    return .open(name: name, isEmpty: isEmpty)
  }

  private mutating func closing() throws(XMLFault) -> Event {
    let start = at
    at += 2
    let name = try name()
    while at < bytes.count, isBlank(bytes[at]) { at += 1 }
    guard at < bytes.count, bytes[at] == UInt8(ascii: ">") else {
      throw XMLFault(kind: .tag, at: start)
    }
    at += 1
    guard let last = open.popLast(), isSame(last, name) else {
      throw XMLFault(kind: .nesting, at: start)
    }
    return .close(name: name)
  }

  /// A name with its prefix; the range is without it.
  private mutating func name() throws(XMLFault) -> Range<Int> {
    var start = at
    while at < bytes.count, !isBlank(bytes[at]) {
      switch bytes[at] {
      case UInt8(ascii: ">"), UInt8(ascii: "/"), UInt8(ascii: "="), UInt8(ascii: "<"),
        UInt8(ascii: "\""), UInt8(ascii: "'"):
        guard at > start else { throw XMLFault(kind: .name, at: start) }
        return start..<at
      case UInt8(ascii: ":"): start = at + 1
      default: break
      }
      at &+= 1
    }
    guard at > start else { throw XMLFault(kind: .name, at: start) }
    return start..<at
  }

  private func isSame(_ a: Range<Int>, _ b: Range<Int>) -> Bool {
    guard a.count == b.count else { return false }
    for i in 0..<a.count where bytes[a.lowerBound &+ i] != bytes[b.lowerBound &+ i] { return false }
    return true
  }

  private func has(_ text: StaticString) -> Bool { XMLReader.has(bytes, text, at: at) }

  private mutating func skip(past mark: StaticString, from start: Int) throws(XMLFault) {
    var to = start
    while to < bytes.count, !XMLReader.has(bytes, mark, at: to) { to += 1 }
    guard to < bytes.count else { throw XMLFault(kind: .truncated, at: at) }
    at = to + mark.utf8CodeUnitCount
  }

  private static func has(_ bytes: [UInt8], _ text: StaticString, at start: Int) -> Bool {
    guard start >= 0, text.utf8CodeUnitCount <= bytes.count - start else { return false }
    let first = unsafe text.utf8Start
    for i in 0..<text.utf8CodeUnitCount where unsafe bytes[start + i] != first[i] { return false }
    return true
  }
}

func isBlank(_ byte: UInt8) -> Bool {
  byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
}
