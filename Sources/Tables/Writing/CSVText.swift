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

  /// Whether a byte makes its cell need quotes.
  @inline(__always)
  package static func isSpecial(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
      || byte == UInt8(ascii: "\r")
  }
}
