/// A table to be written: a title, columns, and rows of cells. The cells are one text with where
/// each ends, since a city's list has millions of them.
public struct Sheet: Sendable {
  /// A column.
  public struct Column: Sendable {
    /// What stands above it.
    public let name: String
    /// Whether its cells are counts, numbers to a spreadsheet too; else they are texts, also where
    /// they look like numbers, as codes do.
    public let isCount: Bool

    /// A column of texts or of counts.
    public init(_ name: String, isCount: Bool = false) {
      (self.name, self.isCount) = (name, isCount)
    }
  }

  /// What the sheet is called.
  public let title: String
  /// The columns, at most 26.
  public let columns: [Column]
  private var text: [UInt8] = []
  private var ends: [UInt32] = []

  /// A sheet without rows.
  public init(title: String, columns: [Column]) { (self.title, self.columns) = (title, columns) }

  /// How many whole rows there are.
  public var rowCount: Int { ends.count / columns.count }
  /// How many bytes all cells have.
  public var byteCount: Int { text.count }

  /// Adds a cell, UTF-8: behind the last one, or the first of a new row. A sheet has at most 4 GB
  /// of text.
  public mutating func add(_ cell: some Sequence<UInt8>) {
    text.append(contentsOf: cell)
    endCell()
  }

  /// Adds a cell that `write` appends.
  public mutating func add(_ write: (inout [UInt8]) -> Void) {
    write(&text)
    endCell()
  }

  /// Adds a row.
  public mutating func add(row: [String]) {
    precondition(row.count == columns.count, "a cell a column")
    for cell in row { add(cell.utf8) }
  }

  /// Adds the rows of a sheet of the same columns.
  public mutating func add(rowsOf other: Sheet) {
    precondition(other.columns.count == columns.count, "the same columns")
    let start = text.count
    text += other.text
    ends.reserveCapacity(ends.count + other.ends.count)
    for end in other.ends { ends.append(UInt32(start + Int(end))) }
  }

  /// Calls `body` with each cell of a row and the number of its column.
  public func forEachCell(of row: Int, _ body: (Int, Span<UInt8>) -> Void) {
    for column in columns.indices { withCell(row, column) { body(column, $0) } }
  }

  /// Calls `body` with one cell.
  public func withCell<Result>(_ row: Int, _ column: Int, _ body: (Span<UInt8>) -> Result) -> Result
  {
    let at = row * columns.count + column
    let start = at == 0 ? 0 : Int(ends[at - 1])
    return body(text.span.extracting(start..<Int(ends[at])))
  }

  private mutating func endCell() { ends.append(UInt32(text.count)) }
}
