/// Writes JSON that people can read: one key a line, two spaces a level, keys in the order in which
/// they are given.
package struct JSONWriter: ~Copyable {
  private var bytes: [UInt8] = []
  private var depth = 0
  private var isFirst = true
  /// Whether all stands on one line, with blanks between.
  private var isFlat: Bool
  /// Whether not even these: a line for programs alone.
  private let isDense: Bool

  /// Nothing written yet. What `isDense` is one line without blanks.
  package init(isDense: Bool = false) { (self.isDense, isFlat) = (isDense, isDense) }

  /// An object: `{`, what `body` writes, `}`.
  package mutating func object(_ key: String? = nil, _ body: (inout JSONWriter) -> Void) {
    nest(key, "{", "}", body)
  }

  /// An array: `[`, what `body` writes, `]`.
  package mutating func array(_ key: String? = nil, _ body: (inout JSONWriter) -> Void) {
    nest(key, "[", "]", body)
  }

  /// An object on a line of its own: a row of a table.
  package mutating func objectRow(_ key: String? = nil, _ body: (inout JSONWriter) -> Void) {
    nest(key, "{", "}", isFlat: true, body)
  }

  /// An array on a line of its own.
  package mutating func arrayRow(_ key: String? = nil, _ body: (inout JSONWriter) -> Void) {
    nest(key, "[", "]", isFlat: true, body)
  }

  /// A text; nil is `null`.
  package mutating func text(_ key: String? = nil, _ text: String?) {
    begin(key)
    if let text {
      append(text)
    } else {
      bytes.append(contentsOf: "null".utf8)
    }
  }

  /// A whole number; nil is `null`.
  package mutating func number(_ key: String? = nil, _ number: Int?) {
    begin(key)
    if let number {
      bytes.append(contentsOf: String(number).utf8)
    } else {
      bytes.append(contentsOf: "null".utf8)
    }
  }

  /// An array of texts.
  package mutating func texts(_ key: String?, _ texts: [String]) {
    array(key) { json in for text in texts { json.text(nil, text) } }
  }

  /// An array of whole numbers.
  package mutating func numbers(_ key: String?, _ numbers: [Int]) {
    array(key) { json in for number in numbers { json.number(nil, number) } }
  }

  /// `true` or `false`.
  package mutating func flag(_ key: String? = nil, _ flag: Bool) {
    begin(key)
    bytes.append(contentsOf: (flag ? "true" : "false").utf8)
  }

  /// JSON that is written already.
  package mutating func raw(_ key: String? = nil, _ json: String) {
    begin(key)
    bytes.append(contentsOf: json.utf8)
  }

  /// The whole text, with a line end.
  package consuming func finish() -> [UInt8] {
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }

  // MARK: Parts

  private mutating func nest(
    _ key: String?, _ open: String, _ close: String, isFlat: Bool = false,
    _ body: (inout JSONWriter) -> Void
  ) {
    begin(key)
    bytes.append(contentsOf: open.utf8)
    let wasFlat = self.isFlat
    (depth, isFirst, self.isFlat) = (depth + 1, true, wasFlat || isFlat)
    body(&self)
    depth -= 1
    if !isFirst { newLine() }
    (isFirst, self.isFlat) = (false, wasFlat)
    bytes.append(contentsOf: close.utf8)
  }

  private mutating func begin(_ key: String?) {
    if depth > 0 {
      if !isFirst { bytes.append(UInt8(ascii: ",")) }
      newLine()
    }
    isFirst = false
    guard let key else { return }
    append(key)
    bytes.append(contentsOf: (isDense ? ":" : ": ").utf8)
  }

  /// Appends a text in quotes; most have nothing in them to escape.
  private mutating func append(_ text: String) {
    let isPlain = text.utf8.allSatisfy {
      $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
    }
    guard isPlain else {
      bytes.append(contentsOf: jsonEscaped(text).utf8)
      return
    }
    bytes.append(UInt8(ascii: "\""))
    bytes.append(contentsOf: text.utf8)
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func newLine() {
    if isFlat {
      if !isDense, bytes.last == UInt8(ascii: ",") { bytes.append(UInt8(ascii: " ")) }
      return
    }
    bytes.append(UInt8(ascii: "\n"))
    for _ in 0..<depth { bytes.append(contentsOf: "  ".utf8) }
  }
}
