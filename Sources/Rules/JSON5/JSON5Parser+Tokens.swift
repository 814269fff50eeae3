import Diagnostics

/// Words, numbers and texts.
extension JSON5Parser {
  /// `true`, `false`, `null`; any other bare word is refused with a hint.
  mutating func word() throws(JSON5Failure) -> JSON5Value.Kind {
    let start = self
    switch try identifier() {
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "null": return .null
    case let word where word == "Infinity" || word == "NaN":
      throw start.failure(zh: "\(word) 不是可用的数", en: "\(word) is not a number that can be used")
    case let word:
      throw start.failure(
        zh: "\(asciiQuoted(word)) 没有加引号：文本要加引号，逻辑值写 true 或 false",
        en: "\(asciiQuoted(word)) has no quotes: texts need them; true and false are in lower case")
    }
  }

  /// An unquoted key: an identifier of ECMAScript, whose escapes are read too.
  mutating func identifier() throws(JSON5Failure) -> String {
    var word = String.UnicodeScalarView()
    while let scalar = peek, word.isEmpty ? isWordStart(scalar) : isWordPart(scalar) {
      let start = self
      advance()
      guard scalar == "\\" else {
        word.append(scalar)
        continue
      }
      guard take("u") else {
        throw start.failure(zh: "键中只能用 \\u 转义", en: "a bare key knows \\u escapes only")
      }
      let escaped = try unicodeEscape(from: start)
      guard escaped != "\\", word.isEmpty ? isWordStart(escaped) : isWordPart(escaped) else {
        throw start.failure(zh: "这个字符不能用在没有引号的键中", en: "a bare key cannot have this")
      }
      word.append(escaped)
    }
    return String(word)
  }

  /// A number's source text: `-12.50`, `+1`, `.5`, `5.`, `1e3`.
  mutating func number() throws(JSON5Failure) -> String {
    let start = self
    var text = String.UnicodeScalarView()
    while let scalar = peek, isWordPart(scalar) || "+-.".unicodeScalars.contains(scalar) {
      text.append(scalar)
      advance()
    }
    var rest = text[...]
    func digits() -> Int {
      let run = rest.prefix { ("0"..."9").contains($0) }
      rest = rest.dropFirst(run.count)
      return run.count
    }
    if rest.first == "+" || rest.first == "-" { rest = rest.dropFirst() }
    let leadsWithZero = rest.first == "0"
    let whole = digits()
    var fraction = 0
    if rest.first == "." {
      rest = rest.dropFirst()
      fraction = digits()
    }
    guard whole + fraction > 0, isExponent(rest) else {
      throw start.failure(
        zh: "\(asciiQuoted(String(text))) 不是十进制数（不支持十六进制、Infinity 和 NaN）",
        en: "\(asciiQuoted(String(text))) is not a decimal number (no hex, no Infinity, no NaN)")
    }
    guard whole < 2 || !leadsWithZero else {
      throw start.failure(
        zh: "\(String(text)) 以 0 开头：代码请加引号，写成 \(asciiQuoted(String(text)))",
        en: "\(String(text)) begins with 0: a code needs quotes, as in \(asciiQuoted(String(text)))"
      )
    }
    return String(text)
  }

  private func isExponent(_ text: Substring.UnicodeScalarView) -> Bool {
    guard let first = text.first else { return true }
    guard first == "e" || first == "E" else { return false }
    var digits = text.dropFirst()
    if digits.first == "+" || digits.first == "-" { digits = digits.dropFirst() }
    return !digits.isEmpty && digits.allSatisfy { ("0"..."9").contains($0) }
  }

  /// A text in double or single quotes.
  mutating func text() throws(JSON5Failure) -> String {
    let start = self
    let quote = peek
    advance()
    var text = String.UnicodeScalarView()
    while let scalar = peek {
      if scalar == "\n" || scalar == "\r" { break }
      let here = self
      advance()
      if scalar == quote { return String(text) }
      guard scalar == "\\" else {
        text.append(scalar)
        continue
      }
      if let escaped = try escape(from: here) { text.append(escaped) }
    }
    throw start.failure(zh: "这段文本到行尾还没有结束引号", en: "the text has no closing quote on its line")
  }

  /// What stands behind a backslash; nil for a line continuation.
  private mutating func escape(from start: JSON5Parser) throws(JSON5Failure) -> Unicode.Scalar? {
    guard let scalar = peek else {
      throw start.failure(zh: "文件在转义中结束", en: "the file ends within an escape")
    }
    advance()
    switch scalar {
    case "b": return "\u{8}"
    case "f": return "\u{C}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "v": return "\u{B}"
    case "\n", "\u{2028}", "\u{2029}": return nil
    case "\r":
      if peek == "\n" { advance() }
      return nil
    case "u": return try unicodeEscape(from: start)
    case "x": return Unicode.Scalar(try hex(2, from: start))
    case "0" where !(peek.map { ("0"..."9").contains($0) } ?? false): return "\0"
    case "0"..."9":
      throw start.failure(zh: "不支持八进制转义", en: "octal escapes are not allowed")
    default: return scalar
    }
  }

  /// The scalar of `XXXX`, or of a pair of surrogates `XXXX\uXXXX`, behind `\u`.
  private mutating func unicodeEscape(
    from start: JSON5Parser
  ) throws(JSON5Failure) -> Unicode.Scalar {
    let unit = try hex(4, from: start)
    if let scalar = Unicode.Scalar(unit) { return scalar }
    if unit < 0xDC00, take("\\"), take("u") {
      let low = try hex(4, from: start)
      if (0xDC00...0xDFFF).contains(low),
        let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
      {
        return scalar
      }
    }
    throw start.failure(zh: "\\u 转义是不成对的代理项", en: "the \\u escape is half of a surrogate pair")
  }

  private mutating func hex(_ count: Int, from start: JSON5Parser) throws(JSON5Failure) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<count {
      guard let scalar = peek, scalar.isASCII, let digit = Character(scalar).hexDigitValue else {
        throw start.failure(
          zh: "转义应有 \(count) 位十六进制数", en: "the escape needs \(count) hexadecimal digits")
      }
      value = value << 4 | UInt32(digit)
      advance()
    }
    return value
  }
}
