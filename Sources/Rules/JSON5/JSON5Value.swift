import Diagnostics

/// A value of a JSON5 text, with where it begins. Lines and columns count from 1, columns in
/// Unicode scalars.
struct JSON5Value: Sendable {
  /// A key and its value, in the order of the text. A key may stand twice: who reads decides.
  struct Member: Sendable {
    let key: String
    let line: Int
    let column: Int
    let value: JSON5Value
  }
  /// What it is. A number is its exact source text, never a binary floating point number.
  enum Kind: Sendable {
    case null
    case bool(Bool)
    case number(String)
    case text(String)
    case array([JSON5Value])
    case object([Member])
  }

  let kind: Kind
  let line: Int
  let column: Int
}

extension JSON5Value {
  /// What it is, for "found …" in a message.
  var description: Phrase {
    switch kind {
    case .null: Phrase(zh: "null", en: "null")
    case .bool(let value): Phrase(zh: "\(value)", en: "\(value)")
    case .number(let digits): Phrase(zh: "数字 \(clipped(digits))", en: "number \(clipped(digits))")
    case .text(let text): Phrase(zh: "文本 \(quoted(text))", en: "text \(quoted(text))")
    case .array(let all): Phrase(zh: "数组（\(all.count) 项）", en: "an array of \(all.count)")
    case .object(let all): Phrase(zh: "对象（\(all.count) 个键）", en: "an object of \(all.count)")
    }
  }
}

/// `text` in ASCII quotes for a message: on one line, no control characters, not too long.
func quoted(_ text: String) -> String { "\"" + clipped(text) + "\"" }

private func clipped(_ text: String) -> String {
  var shown = String.UnicodeScalarView()
  for scalar in text.unicodeScalars.prefix(60) {
    let isPlain = !scalar.properties.isDefaultIgnorableCodePoint && !isControl(scalar)
    shown.append(isPlain ? scalar : "\u{FFFD}")
  }
  return String(shown) + (text.unicodeScalars.count > 60 ? "…" : "")
}

/// Whether `scalar` would disturb a line of output: C0, DEL, C1 and the separators of Unicode.
func isControl(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0...0x1F, 0x7F...0x9F, 0x2028, 0x2029: true
  default: false
  }
}
