import OfficeFiles
import Tables

extension Sheet {
  /// The table as CSV with a byte order mark, by which spreadsheets know UTF-8. Cells that one
  /// would run as a formula have an apostrophe before them. Complexity: O(bytes).
  public func csv() -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(byteCount + (rowCount + 1) * columns.count + 4096)
    bytes += "\u{FEFF}".utf8
    for (number, column) in columns.enumerated() {
      if number > 0 { bytes.append(UInt8(ascii: ",")) }
      Sheet.appendNeutral(Array(column.name.utf8).span, to: &bytes)
    }
    bytes.append(UInt8(ascii: "\n"))
    for row in 0..<rowCount {
      forEachCell(of: row) { column, cell in
        if column > 0 { bytes.append(UInt8(ascii: ",")) }
        if columns[column].isCount {
          CSVText.append(cell, to: &bytes)
        } else {
          Sheet.appendNeutral(cell, to: &bytes)
        }
      }
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }

  /// Appends a text that no spreadsheet runs: what begins like a formula is given an apostrophe
  /// (OWASP, CSV injection).
  static func appendNeutral(_ text: Span<UInt8>, to bytes: inout [UInt8]) {
    guard isFormula(text) else { return CSVText.append(text, to: &bytes) }
    var neutral: [UInt8] = [UInt8(ascii: "'")]
    for at in text.indices { neutral.append(text[at]) }
    CSVText.append(neutral.span, to: &bytes)
  }

  /// Whether `text` begins with one of = + - @, tab, return, line feed, or the first four in full
  /// width.
  private static func isFormula(_ text: Span<UInt8>) -> Bool {
    if text.isEmpty { return false }
    switch text[0] {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"),
      UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"):
      return true
    case 0xEF where text.count >= 3 && text[1] == 0xBC:
      return [0x9D, 0x8B, 0x8D, 0xA0].contains(text[2])
    default:
      return false
    }
  }
}
