/// What a table in an office file says of its cells beyond their text.
public struct SheetFacts: Sendable {
  /// A kind of cell whose text cannot be taken for what a person sees or meant.
  public enum Kind: Int, Sendable, CaseIterable {
    /// A number: if it was a code, its leading zeros are gone.
    case number
    /// A date, which is stored as a number of days.
    case date
    /// `#N/A` and its like.
    case error
    /// A formula of which the file keeps no value.
    case formula
    /// A DBF field whose content lies elsewhere or in a form of its own.
    case unreadable
  }

  /// Cells of one kind in one column.
  public struct Tally: Sendable, Hashable {
    /// How many there are.
    public internal(set) var count = 0
    /// The rows of the first few, in order.
    public internal(set) var rows: [Int] = []
  }

  /// From the CSV line `line` on, lines are the sheet's rows from `row` on.
  struct Anchor: Sendable {
    let line: Int
    let row: Int
  }

  /// How many rows of a tally are kept.
  static let keptMax = 5

  /// Where the table came from.
  public let format: OfficeFormat
  var anchors: [Anchor] = []
  /// For each column the tallies of all kinds.
  private var tallies: [[Tally]] = []

  init(_ format: OfficeFormat) { self.format = format }

  /// The sheet's row in the line `line` of the CSV text. Complexity: O(log lines).
  public func row(ofLine line: Int) -> Int {
    var (low, high) = (0, anchors.count)
    while low < high {
      let middle = (low + high) / 2
      if anchors[middle].line <= line { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? line : anchors[low - 1].row + line - anchors[low - 1].line
  }

  /// The cells of a kind in a column, below the header.
  public func tally(column: Int, _ kind: Kind) -> Tally {
    column < tallies.count ? tallies[column][kind.rawValue] : Tally()
  }

  mutating func note(_ kind: Kind, row: Int, column: Int) {
    while tallies.count <= column {
      tallies.append(Array(repeating: Tally(), count: Kind.allCases.count))
    }
    tallies[column][kind.rawValue].count += 1
    if tallies[column][kind.rawValue].rows.count < SheetFacts.keptMax {
      tallies[column][kind.rawValue].rows.append(row)
    }
  }
}
