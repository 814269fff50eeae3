/// A table to be written: a title, a header, and rows of texts and counts.
public struct Sheet: Sendable {
  /// A cell.
  public enum Cell: Sendable, Hashable {
    /// A text, also a code: never a number to a spreadsheet that can tell.
    case text(String)
    /// A count.
    case count(Int)
  }

  /// What the sheet is called.
  public let title: String
  /// The names of the columns, at most 26.
  public let header: [String]
  /// The rows.
  public var rows: [[Cell]]

  /// A sheet of these parts.
  public init(title: String, header: [String], rows: [[Cell]]) {
    (self.title, self.header, self.rows) = (title, header, rows)
  }
}
