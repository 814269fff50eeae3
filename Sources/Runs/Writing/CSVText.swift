/// How cells are written in CSV (RFC 4180).
enum CSVText {
  /// `text` as a cell: in quotes where it holds a comma, a quote or a line end.
  static func cell(_ text: String) -> String {
    if !text.utf8.contains(where: isSpecial) { return text }
    let parts = text.split(separator: "\"", omittingEmptySubsequences: false)
    return "\"" + parts.joined(separator: "\"\"") + "\""
  }

  /// A row of cells, with its line end.
  static func row(_ cells: some Sequence<String>) -> String {
    cells.map(cell).joined(separator: ",") + "\n"
  }

  /// Whether a byte makes its cell need quotes.
  @inline(__always)
  static func isSpecial(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
      || byte == UInt8(ascii: "\r")
  }
}

extension ByteWriter {
  /// Appends a number as a cell, with the comma behind it.
  @inline(__always)
  mutating func append(cell number: Int) {
    append(decimal: number)
    append(UInt8(ascii: ","))
  }

  /// Appends `code` as a cell, in quotes where it needs them.
  mutating func append(quoting code: RawSpan) {
    let isPlain = unsafe code.withUnsafeBytes { unsafe !$0.contains(where: CSVText.isSpecial) }
    if isPlain { return append(code) }
    append(UInt8(ascii: "\""))
    for at in 0..<code.byteCount {
      let byte = code.byte(at)
      if byte == UInt8(ascii: "\"") { append(byte) }
      append(byte)
    }
    append(UInt8(ascii: "\""))
  }
}
