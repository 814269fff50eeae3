/// A table for a terminal: columns two blanks apart, Chinese counted as wide, cells escaped, and
/// the widest columns cut where the whole would be wider than the terminal.
public struct TerminalTable: Sendable {
  /// A column.
  public struct Column: Sendable {
    let title: String
    let alignment: Alignment

    /// A column with this title; numbers stand to the right.
    public init(_ title: String, _ alignment: Alignment = .left) {
      (self.title, self.alignment) = (title, alignment)
    }
  }

  private let columns: [Column]
  private var rows: [[String]] = []
  private static let gap = 2
  /// No column is cut below this.
  private static let widthMin = 6

  /// A table without rows.
  public init(_ columns: [Column]) { self.columns = columns }

  /// Adds a row, which has one cell a column.
  public mutating func add(_ cells: [String]) {
    precondition(cells.count == columns.count, "a row has as many cells as the table has columns")
    rows.append(cells.map(terminalSafe))
  }

  /// The table's lines, each at most `widthMax` columns wide where that is possible, without
  /// trailing blanks. Complexity: O(cells).
  public func lines(widthMax: Int = 80) -> [String] {
    let all = [columns.map { terminalSafe($0.title) }] + rows
    let widths = fitted(
      columns.indices.map { at in all.map { displayWidth($0[at]) }.max() ?? 0 }, widthMax)
    return all.map { row in
      let cells = columns.indices.map { at in
        padded(truncated(row[at], to: widths[at]), to: widths[at], columns[at].alignment)
      }
      let line = cells.joined(separator: String(repeating: " ", count: TerminalTable.gap))
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }

  /// Takes from the widest columns until all fit.
  private func fitted(_ natural: [Int], _ widthMax: Int) -> [Int] {
    var widths = natural
    let room = widthMax - TerminalTable.gap * max(0, widths.count - 1)
    while widths.reduce(0, +) > room {
      guard let widest = widths.indices.max(by: { widths[$0] < widths[$1] }),
        widths[widest] > TerminalTable.widthMin
      else { break }
      widths[widest] -= 1
    }
    return widths
  }
}
