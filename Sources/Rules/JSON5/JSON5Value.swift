import Diagnostics

/// A value of a JSON5 text, with where it begins. Lines and columns count from 1, columns in
/// Unicode scalars.
package struct JSON5Value: Sendable {
  /// A key and its value, in the order of the text. A key may stand twice: who reads decides.
  package struct Member: Sendable {
    package let key: String
    package let line: Int
    package let column: Int
    package let value: JSON5Value
  }
  /// What it is. A number is its exact source text, never a binary floating point number.
  package enum Kind: Sendable {
    case null
    case bool(Bool)
    case number(String)
    case text(String)
    case array([JSON5Value])
    case object([Member])
  }

  package let kind: Kind
  package let line: Int
  package let column: Int
}

extension JSON5Value {
  /// The value that `bytes` hold, or the first fault, with its place in `file`.
  package static func read(
    _ bytes: [UInt8], file: String
  ) -> Result<JSON5Value, JSONTreeError> {
    do throws(JSON5Failure) {
      return .success(try JSON5Parser.parse(bytes, file: file))
    } catch {
      return .failure(JSONTreeError(problem: error.problem))
    }
  }

  /// What it is, for "found …" in a message.
  package var description: Phrase {
    switch kind {
    case .null: Phrase(zh: "null", en: "null")
    case .bool(let value): Phrase(zh: "\(value)", en: "\(value)")
    case .number(let digits): Phrase(zh: "数字 \(clipped(digits))", en: "number \(clipped(digits))")
    case .text(let text): Phrase(zh: "文本 \(asciiQuoted(text))", en: "text \(asciiQuoted(text))")
    case .array(let all): Phrase(zh: "数组（\(all.count) 项）", en: "an array of \(all.count)")
    case .object(let all): Phrase(zh: "对象（\(all.count) 个键）", en: "an object of \(all.count)")
    }
  }
}

/// `text` in ASCII quotes for a message: on one line, no control characters, not too long.
package func asciiQuoted(_ text: String) -> String { "\"" + clipped(text) + "\"" }

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
