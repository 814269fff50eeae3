extension SeatMatrix {
  /// Splits every row by unbiased controlled rounding: each cell, and each row, column, tier's
  /// column, column group and row's part of a group, gets its share rounded down or up, and its
  /// expectation is its share, but for shares within 10⁻⁴ of a whole number
  /// (`FairShares.undrawnCells`).
  ///
  /// Arcs whose value is whole are dropped, the others are kept as a forest, in published order. A
  /// cell that would close a cycle lets seats be pushed around it either way until some arc becomes
  /// whole: which way is drawn so that no expectation changes. `draws` runs on, over one split
  /// after another. The result depends on nothing but the shares, the hierarchy and the draws.
  ///
  /// - Precondition: every row of `shares` adds up to its seats, and shares are not negative.
  /// - Returns: the seats of each cell.
  /// - Complexity: O(c · d) for c cells and forests of depth d; d is small in practice. At most one
  ///   draw a cell, but for rejected ones.
  ///
  /// Source: L. H. Cox, "A constructive procedure for unbiased controlled rounding", JASA 82
  /// (1987); R. Gandhi, S. Khuller, S. Parthasarathy, A. Srinivasan, "Dependent rounding and its
  /// applications", JACM 53 (2006).
  public func lottery<Draws: DrawSource>(_ shares: FairShares, draws: inout Draws) -> [Int] {
    precondition(shares.parts.count == cellCount, "a share for each cell")
    let network = RoundingNetwork(self, shares)
    precondition(network.nodeCount < Int32.max && cellCount < Int32.max / 2 - 1)
    let forest = RoundingForest(shares)
    var nodes = forest.start(network)
    var seats = shares.parts.map { $0 / shares.unit }
    var nodeSpan = nodes.mutableSpan
    var seatSpan = seats.mutableSpan
    for row in 0..<rowCount {
      let tier = Int(tierOfRow[row])
      for cell in cells(ofRow: row) {
        let rest = shares.parts[cell] - seatSpan[cell] * shares.unit
        if rest == 0 { continue }
        let column = Int(columns[cell])
        forest.offer(
          cell, rest: rest, from: network.tail(row: row, group: Int(groupOfColumn[column])),
          to: network.head(tier: tier, column: column), &nodeSpan, &seatSpan, &draws)
      }
    }
    precondition(
      nodes.allSatisfy { $0.parent < 0 }, "whole totals leave no single fraction behind")
    return seats
  }
}

/// The numbers of the network's nodes, and the totals that its inner arcs carry.
///
/// Only cells can close a cycle: the arcs of the two hierarchies are linked first and have nothing
/// to meet yet, so their order among themselves does not matter. With a single tier its arcs repeat
/// the columns', which become whole at the same moment: they are left out.
struct RoundingNetwork {
  /// Arcs between inner nodes, with their value in parts.
  struct InnerArc {
    let tail: Int
    let head: Int
    let parts: Int
  }

  let columnCount: Int
  let groupCount: Int
  let tierCount: Int
  let rowCount: Int
  private(set) var arcs: [InnerArc] = []

  // Nodes: columns, (tier, column) where there are tiers, column groups, all, (row, group), rows.
  private var tiersAt: Int { columnCount }
  private var groupsAt: Int { tiersAt + (tierCount > 1 ? tierCount * columnCount : 0) }
  var sink: Int { groupsAt + groupCount }
  private var rowGroupsAt: Int { sink + 1 }
  private var rowsAt: Int { rowGroupsAt + rowCount * groupCount }
  var nodeCount: Int { rowsAt + rowCount }

  /// A row.
  func node(row: Int) -> Int { rowsAt + row }
  /// A column group.
  func node(group: Int) -> Int { groupsAt + group }
  /// Where a row's cells in the columns of a group start.
  func tail(row: Int, group: Int) -> Int { rowGroupsAt + row * groupCount + group }
  /// Where a tier's cells in a column end.
  func head(tier: Int, column: Int) -> Int {
    tierCount > 1 ? tiersAt + tier * columnCount + column : column
  }

  init(_ matrix: SeatMatrix, _ shares: FairShares) {
    columnCount = matrix.columnCount
    groupCount = matrix.groupCount
    tierCount = matrix.tierCount
    rowCount = matrix.rowCount
    let totals = MatrixTotals(matrix, shares.parts)
    for row in 0..<rowCount {
      precondition(
        totals.rows[row] == matrix.rowSeats[row] * shares.unit, "shares add up to the row's seats")
    }
    for (group, parts) in totals.groups.enumerated() {
      arcs.append(InnerArc(tail: groupsAt + group, head: sink, parts: parts))
    }
    for (column, parts) in totals.columns.enumerated() {
      let group = Int(matrix.groupOfColumn[column])
      arcs.append(InnerArc(tail: column, head: groupsAt + group, parts: parts))
    }
    if tierCount > 1 {
      for (at, parts) in totals.tierColumns.enumerated() {
        arcs.append(InnerArc(tail: tiersAt + at, head: at % columnCount, parts: parts))
      }
    }
    for (at, parts) in totals.rowGroups.enumerated() {
      arcs.append(
        InnerArc(tail: rowsAt + at / groupCount, head: rowGroupsAt + at, parts: parts))
    }
  }
}

/// The sums of cell values over everything that the two hierarchies name.
struct MatrixTotals {
  var rows: [Int]
  /// Row by row, a number for each column group.
  var rowGroups: [Int]
  /// Tier by tier, a number for each column.
  var tierColumns: [Int]
  var columns: [Int]
  var groups: [Int]

  /// Complexity: O(cells + rows · groups + tiers · columns).
  init(_ matrix: SeatMatrix, _ values: [Int]) {
    let (rowCount, groupCount) = (matrix.rowCount, matrix.groupCount)
    let columnCount = matrix.columnCount
    rows = Array(repeating: 0, count: rowCount)
    rowGroups = Array(repeating: 0, count: rowCount * groupCount)
    tierColumns = Array(repeating: 0, count: matrix.tierCount * columnCount)
    columns = Array(repeating: 0, count: columnCount)
    groups = Array(repeating: 0, count: groupCount)
    for row in 0..<rowCount {
      let tier = Int(matrix.tierOfRow[row]) * columnCount
      for cell in matrix.cells(ofRow: row) {
        let column = Int(matrix.columns[cell])
        rowGroups[row * groupCount + Int(matrix.groupOfColumn[column])] += values[cell]
        tierColumns[tier + column] += values[cell]
      }
      for group in 0..<groupCount { rows[row] += rowGroups[row * groupCount + group] }
    }
    for (at, value) in tierColumns.enumerated() { columns[at % columnCount] += value }
    for (column, value) in columns.enumerated() {
      groups[Int(matrix.groupOfColumn[column])] += value
    }
  }
}
