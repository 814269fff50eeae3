/// The cells of one row, in any order.
struct RowCells {
  /// The most bytes of a row: shared texts may be short in the file and long in the rows.
  static let bytesMax = 1 << 24

  /// The text of all cells.
  var text: [UInt8] = []
  /// For each column where its text lies; `0..<0` for none.
  private var places: [Range<Int>] = []
  private var touched: [Int] = []
  /// One behind the last column that has text.
  private(set) var end = 0

  mutating func begin() {
    for column in touched { places[column] = 0..<0 }
    touched.removeAll(keepingCapacity: true)
    text.removeAll(keepingCapacity: true)
    end = 0
  }

  /// Puts a text that is not empty into `column`, from 1; false where there is one already.
  mutating func set(_ column: Int, _ range: Range<Int>) -> Bool {
    if range.isEmpty { return true }
    while places.count < column { places.append(0..<0) }
    guard places[column - 1].isEmpty else { return false }
    places[column - 1] = range
    touched.append(column - 1)
    end = max(end, column)
    return true
  }

  /// The places of the first `width` columns, and behind them those of the cells beyond, which a
  /// row should not have; of all columns where no width is known.
  func ranges(width: Int?) -> [Range<Int>] {
    let width = width ?? end
    var ranges = Array(places.prefix(width))
    while ranges.count < width { ranges.append(0..<0) }
    if end > width { ranges += places[width..<end].filter { !$0.isEmpty } }
    return ranges
  }
}
