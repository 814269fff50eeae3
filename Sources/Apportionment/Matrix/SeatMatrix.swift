/// One open cell of a matrix, with its own weight and requirements.
public struct MatrixCell: Hashable, Sendable {
  /// The row, from 0.
  public let row: Int
  /// The column, from 0.
  public let column: Int
  /// The weight; a cell of weight 0 gets no seats and has no minimum.
  public let weight: Int
  /// The least seats.
  public let minimum: Int
  /// The most seats; nil for no limit.
  public let maximum: Int?

  /// An open cell.
  public init(row: Int, column: Int, weight: Int, minimum: Int = 0, maximum: Int? = nil) {
    self.row = row
    self.column = column
    self.weight = weight
    self.minimum = minimum
    self.maximum = maximum
  }
}

/// Rows with seats to give, columns that want some, and the open cells between them.
///
/// Two nested hierarchies frame the cells, one on each side: row → (row, column group), and
/// (tier, column) → column → column group → all, where a tier is a group of rows. Rows, columns,
/// groups and tiers are known by index; their order is the published order, in which a lottery
/// walks the cells (row by row, columns ascending).
public struct SeatMatrix: Sendable {
  /// The seats of each row.
  public let rowSeats: [Int]
  /// How many columns there are.
  public let columnCount: Int
  /// The cells of row r are those from `rowStart[r]` up to `rowStart[r + 1]`.
  public let rowStart: [Int]
  /// The column of each cell, ascending within a row.
  public let columns: [Int32]
  /// The weight of each cell.
  public let weights: [Int]
  /// The least seats of each cell; empty where no cell has a minimum.
  public private(set) var minimums: [Int]
  /// The most seats of each cell; empty where no cell has a maximum.
  public private(set) var maximums: [Int]
  /// The least seats of each column over all rows; empty where no column has a minimum.
  public internal(set) var columnMinimums: [Int] = []
  /// The tier of each row, from 0.
  public private(set) var tierOfRow: [Int32]
  /// The group of each column, from 0.
  public private(set) var groupOfColumn: [Int32]
  /// How many tiers there are.
  public private(set) var tierCount = 1
  /// How many column groups there are.
  public private(set) var groupCount = 1

  /// How many rows there are.
  public var rowCount: Int { rowSeats.count }
  /// How many open cells there are.
  public var cellCount: Int { columns.count }
  /// The seats of all rows.
  public var seatsTotal: Int { rowSeats.reduce(0, +) }
  /// The least seats of a cell.
  public func minimum(_ cell: Int) -> Int { minimums.isEmpty ? 0 : minimums[cell] }
  /// The most seats of a cell; `Limits.seatsMax` for no limit.
  public func maximum(_ cell: Int) -> Int {
    weights[cell] == 0 ? 0 : maximums.isEmpty ? Limits.seatsMax : maximums[cell]
  }
  /// The cells of a row.
  public func cells(ofRow row: Int) -> Range<Int> { rowStart[row]..<rowStart[row + 1] }
  /// The row of a cell. Complexity: O(log rows).
  public func row(ofCell cell: Int) -> Int {
    var (low, high) = (0, rowCount)
    while high - low > 1 {
      let middle = (low + high) / 2
      if rowStart[middle] <= cell { low = middle } else { high = middle }
    }
    return low
  }

  /// Every cell open, all rows with the same column weights. Throws on weights and seats out of
  /// range. Complexity: O(rows · columns).
  public init(rowSeats: [Int], columnWeights: [Int]) throws(MatrixError) {
    let count = columnWeights.count
    for (column, weight) in columnWeights.enumerated() {
      try SeatMatrix.requireWeight(weight, row: 0, column: column)
    }
    var weights: [Int] = []
    var columns: [Int32] = []
    weights.reserveCapacity(rowSeats.count * count)
    columns.reserveCapacity(rowSeats.count * count)
    let all = (0..<Int32(count)).map { $0 }
    for _ in rowSeats {
      weights += columnWeights
      columns += all
    }
    try self.init(
      rowSeats: rowSeats, columnCount: count, rowStart: (0...rowSeats.count).map { $0 * count },
      columns: columns, weights: weights, minimums: [], maximums: [])
  }

  /// Only the listed cells open, in any order. Throws on duplicates, and on what is out of range.
  ///
  /// Complexity: O(c log c) for c cells; O(c) where they are already in order.
  public init(rowSeats: [Int], columnCount: Int, cells: [MatrixCell]) throws(MatrixError) {
    let precedes = { (a: MatrixCell, b: MatrixCell) in (a.row, a.column) < (b.row, b.column) }
    let isOrdered = zip(cells, cells.dropFirst()).allSatisfy(precedes)
    let ordered = isOrdered ? cells : cells.sorted(by: precedes)
    var rowStart = Array(repeating: 0, count: rowSeats.count + 1)
    for (at, cell) in ordered.enumerated() {
      let (row, column) = (cell.row, cell.column)
      guard rowSeats.indices.contains(row), (0..<columnCount).contains(column) else {
        throw .cellOutOfRange(row: row, column: column)
      }
      if at > 0, ordered[at - 1].row == row, ordered[at - 1].column == column {
        throw .duplicateCell(row: row, column: column)
      }
      try SeatMatrix.requireWeight(cell.weight, row: row, column: column)
      guard cell.minimum >= 0 else {
        throw .negativeMinimum(row: row, column: column, minimum: cell.minimum)
      }
      let most = min(cell.maximum ?? Limits.seatsMax, Limits.seatsMax)
      guard cell.minimum <= most else {
        throw .minimumAboveMaximum(
          row: row, column: column, minimum: cell.minimum, maximum: most)
      }
      rowStart[row + 1] += 1
    }
    for row in rowSeats.indices { rowStart[row + 1] += rowStart[row] }
    let anyMinimum = cells.contains { $0.minimum > 0 }
    let anyMaximum = cells.contains { $0.maximum != nil }
    try self.init(
      rowSeats: rowSeats, columnCount: columnCount, rowStart: rowStart,
      columns: ordered.map { Int32($0.column) }, weights: ordered.map(\.weight),
      minimums: anyMinimum ? ordered.map { $0.weight == 0 ? 0 : $0.minimum } : [],
      maximums: anyMaximum
        ? ordered.map { min($0.maximum ?? Limits.seatsMax, Limits.seatsMax) } : [])
  }

  private init(
    rowSeats: [Int], columnCount: Int, rowStart: [Int], columns: [Int32], weights: [Int],
    minimums: [Int], maximums: [Int]
  ) throws(MatrixError) {
    var total = 0
    for (row, seats) in rowSeats.enumerated() {
      guard (0...Limits.seatsMax).contains(seats), total + seats <= Limits.seatsMax else {
        throw .rowSeatsOutOfRange(row: row, seats: seats)
      }
      total += seats
    }
    self.rowSeats = rowSeats
    self.columnCount = columnCount
    self.rowStart = rowStart
    self.columns = columns
    self.weights = weights
    self.minimums = minimums
    self.maximums = maximums
    tierOfRow = Array(repeating: 0, count: rowSeats.count)
    groupOfColumn = Array(repeating: 0, count: columnCount)
  }

  private static func requireWeight(_ weight: Int, row: Int, column: Int) throws(MatrixError) {
    guard weight >= 0 else { throw .negativeWeight(row: row, column: column, weight: weight) }
    guard weight <= Limits.weightMax else {
      throw .weightTooLarge(row: row, column: column, weight: weight)
    }
  }

  /// The same cells framed by a hierarchy: a tier for each row, a group for each column.
  ///
  /// Classes are numbered from 0; an empty list leaves that side with one. Throws where a list has
  /// another length than its side, or a class is out of range. Complexity: O(rows + columns).
  public func nested(
    tierOfRow: [Int] = [], groupOfColumn: [Int] = []
  ) throws(MatrixError) -> SeatMatrix {
    var matrix = self
    if !tierOfRow.isEmpty {
      matrix.tierOfRow = try SeatMatrix.classes(tierOfRow, list: "tierOfRow", count: rowCount)
      matrix.tierCount = (tierOfRow.max() ?? 0) + 1
    }
    if !groupOfColumn.isEmpty {
      matrix.groupOfColumn = try SeatMatrix.classes(
        groupOfColumn, list: "groupOfColumn", count: columnCount)
      matrix.groupCount = (groupOfColumn.max() ?? 0) + 1
    }
    return matrix
  }

  private static func classes(
    _ given: [Int], list: String, count: Int
  ) throws(MatrixError) -> [Int32] {
    guard given.count == count else {
      throw .lengthMismatch(list: list, expected: count, found: given.count)
    }
    for (place, found) in given.enumerated() where found < 0 || found >= Int(Int32.max) {
      throw .classOutOfRange(list: list, place: place, found: found)
    }
    return given.map { Int32($0) }
  }

  /// The same cells with other bounds.
  func bounded(minimums: [Int], maximums: [Int]) -> SeatMatrix {
    var matrix = self
    matrix.minimums = minimums
    matrix.maximums = maximums
    return matrix
  }
}
