import Diagnostics

/// Bytes to scalars, blanks, positions.
extension JSON5Parser {
  /// The scalars of UTF-8 `bytes`, without a byte order mark.
  static func decode(_ bytes: [UInt8], file: String) throws(JSON5Failure) -> [Unicode.Scalar] {
    var scalars: [Unicode.Scalar] = []
    scalars.reserveCapacity(bytes.count)
    var decoder = Unicode.UTF8.ForwardParser()
    var rest = bytes.makeIterator()
    var offset = 0
    var position = (line: 1, column: 1)
    while true {
      switch decoder.parseScalar(from: &rest) {
      case .emptyInput:
        return scalars.first == "\u{FEFF}" ? Array(scalars.dropFirst()) : scalars
      case .valid(let encoded):
        let scalar = Unicode.UTF8.decode(encoded)
        scalars.append(scalar)
        if scalar != "\u{FEFF}" || offset > 0 { position.column += 1 }
        if scalar == "\n" { position = (position.line + 1, 1) }
        offset += encoded.count
      case .error:
        throw JSON5Failure(
          .rulesEncoding, Place(file: file, line: position.line, column: position.column),
          zh: "第 \(offset) 字节（从 0 数起）不是 UTF-8", en: "byte \(offset), counted from 0, is not UTF-8")
      }
    }
  }

  /// The next scalar; nil at the end.
  var peek: Unicode.Scalar? { at < scalars.count ? scalars[at] : nil }

  /// Steps over one scalar. A line ends with LF, CR LF or CR.
  mutating func advance() {
    guard let scalar = peek else { return }
    at += 1
    if scalar == "\n" || (scalar == "\r" && peek != "\n") {
      line += 1
      column = 1
    } else {
      column += 1
    }
  }

  /// Steps over `scalar` if it comes next.
  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard peek == scalar else { return false }
    advance()
    return true
  }

  /// Steps over white space and comments.
  mutating func skipBlank() throws(JSON5Failure) {
    while let scalar = peek {
      if isBlank(scalar) {
        advance()
      } else if scalar == "/" {
        try skipComment()
      } else {
        return
      }
    }
  }

  private mutating func skipComment() throws(JSON5Failure) {
    let start = self
    advance()
    if take("/") {
      while let scalar = peek, !"\n\r\u{2028}\u{2029}".unicodeScalars.contains(scalar) { advance() }
    } else if take("*") {
      while let scalar = peek {
        advance()
        if scalar == "*", take("/") { return }
      }
      throw start.failure(zh: "注释没有以 */ 结束", en: "the comment has no closing */")
    } else {
      throw start.failure(zh: "单独的 /：注释写作 // 或 /* */", en: "a lone /: comments are // or /* */")
    }
  }

  private func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\t", "\n", "\u{B}", "\u{C}", "\r", " ", "\u{FEFF}", "\u{2028}", "\u{2029}": true
    default: scalar.properties.generalCategory == .spaceSeparator
    }
  }

  /// Whether a bare word can begin with `scalar`.
  func isWordStart(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "$" || scalar == "_" || scalar == "\\" || scalar.properties.isIDStart
  }

  /// Whether a bare word can go on with `scalar`.
  func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
    isWordStart(scalar) || scalar.properties.isIDContinue || scalar == "\u{200C}"
      || scalar == "\u{200D}"
  }

  /// A fault at the present position.
  func failure(code: Code = .rulesSyntax, zh: String, en: String) -> JSON5Failure {
    JSON5Failure(code, Place(file: file, line: line, column: column), zh: zh, en: en)
  }

  /// What comes next, for a message; full-width punctuation is called by its name, because it is
  /// what an input method leaves behind most often and it is hard to see.
  var found: Phrase {
    guard let scalar = peek else { return Phrase(zh: "文件末尾", en: "the end of the file") }
    let shown = asciiQuoted(String(scalar))
    if "“”‘’：，｛｝［］（）、；".unicodeScalars.contains(scalar) {
      return Phrase(zh: "全角标点 \(shown)（请改用半角）", en: "full-width \(shown) (use the ASCII one)")
    }
    return Phrase(zh: shown, en: shown)
  }
}
