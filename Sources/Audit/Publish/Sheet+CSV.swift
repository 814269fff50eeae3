import OfficeFiles
import Tables

extension Sheet {
  /// The table as CSV with a byte order mark, by which spreadsheets know UTF-8. Cells that one would run
  /// as a formula have an apostrophe before them.
  public func csv() -> String {
    var text = "\u{FEFF}" + CSVText.row(header.map(Sheet.neutral))
    for row in rows {
      text += CSVText.row(
        row.map { cell in
          switch cell {
          case .text(let text): Sheet.neutral(text)
          case .count(let count): String(count)
          }
        })
    }
    return text
  }

  /// A text that no spreadsheet runs: what begins like a formula is given an apostrophe (OWASP, CSV
  /// injection).
  static func neutral(_ text: String) -> String {
    guard let first = text.unicodeScalars.first, "=+-@\t\r\n＝＋－＠".unicodeScalars.contains(first)
    else { return text }
    return "'" + text
  }
}
