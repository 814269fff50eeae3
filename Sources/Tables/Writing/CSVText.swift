/// How cells are written in CSV (RFC 4180).
package enum CSVText {
  /// `text` as a cell: in quotes where it holds a comma, a quote or a line end.
  package static func cell(_ text: String) -> String {
    if !text.utf8.contains(where: isSpecial) { return text }
    let parts = text.split(separator: "\"", omittingEmptySubsequences: false)
    return "\"" + parts.joined(separator: "\"\"") + "\""
  }

  /// A row of cells, with its line end.
  package static func row(_ cells: some Sequence<String>) -> String {
    cells.map(cell).joined(separator: ",") + "\n"
  }

  /// Appends `text`, UTF-8, as a cell.
  package static func append(_ text: Span<UInt8>, to bytes: inout [UInt8]) {
    let isQuoted = text.indices.contains { isSpecial(text[$0]) }
    if isQuoted { bytes.append(UInt8(ascii: "\"")) }
    for at in text.indices {
      bytes.append(text[at])
      if text[at] == UInt8(ascii: "\"") { bytes.append(UInt8(ascii: "\"")) }
    }
    if isQuoted { bytes.append(UInt8(ascii: "\"")) }
  }

  /// Whether a byte makes its cell need quotes.
  @inline(__always)
  package static func isSpecial(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
      || byte == UInt8(ascii: "\r")
  }
}
