import Diagnostics

/// How the bytes of a table stand for text.
public enum TextEncoding: String, Sendable, CaseIterable {
  case utf8 = "utf-8"
  /// Also for GBK and GB 2312, which are parts of it.
  case gb18030 = "gb18030"
}

/// Text that is not in the encoding that it should be in.
public struct EncodingError: Error, Hashable, Sendable {
  /// The kind of problem.
  public let code: Code
  /// The number of the first bad byte in the file, from 0.
  public let offset: Int
  /// The line of the first bad byte, from 1; 0 where the file as a whole is meant.
  public let line: Int
  /// The column of the first bad byte, from 1; 0 where the file as a whole is meant.
  public let column: Int
  /// What was found and what was expected.
  public let message: Phrase

  /// The error as a problem of the file that messages call `file`.
  public func problem(in file: String) -> Problem {
    Problem(code, at: Place(file: file, line: line, column: column), message)
  }
}

extension EncodingError {
  /// A fault of the file as a whole.
  init(_ code: Code, _ message: Phrase) {
    (self.code, offset, line, column) = (code, 0, 0, 0)
    self.message = message
  }

  /// A bad byte; `text` is what could be read before it, as UTF-8.
  init(_ code: Code, offset: Int, byte: UInt8, behind text: Span<UInt8>, _ encoding: Phrase) {
    var line = 1
    var column = 1
    for at in 0..<text.count {
      if text[at] == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if text[at] & 0xC0 != 0x80 {
        column += 1
      }
    }
    (self.code, self.offset, self.line, self.column) = (code, offset, line, column)
    let digits = String(byte, radix: 16, uppercase: true)
    let hex = "0x" + (digits.utf8.count < 2 ? "0" : "") + digits
    message = Phrase(
      zh: "第 \(offset) 字节（\(hex)，从 0 数起）\(encoding.zh)",
      en: "byte \(offset) (\(hex), counted from 0) \(encoding.en)")
  }
}
