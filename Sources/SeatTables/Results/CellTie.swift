import Apportionment

/// A tie in a matrix: cells in which solutions differ, and how lots choose among these.
///
/// With both margins fixed: cells whose quotient stands exactly at a signpost, and that can trade a
/// seat around a cycle of such cells. Of least deviation: cells that can trade a seat around a
/// cycle that changes no deviation. Every such cell has its lower or its upper number of seats.
public struct CellTie: Sendable {
  /// Some solution with its ties.
  private enum Source {
    case margins(BiproportionalSolution)
    case deviation(DeviationSolution)
  }

  /// A tied cell.
  struct Member: Sendable {
    let row: Int
    let column: Int
    /// The seats that are certain.
    let certain: Int
  }

  private let grid: Grid
  private let source: Source
  /// The cells that differ between solutions, in order.
  let members: [Member]

  /// How many cells differ between solutions.
  public var count: Int { members.count }

  /// Whether it is one of a rounding of least deviation.
  var isOfDeviation: Bool { if case .deviation = source { true } else { false } }

  /// The tie of a rounding of least deviation.
  init(_ grid: Grid, _ solution: DeviationSolution) {
    let (cells, isUp) = (solution.ties.cells, solution.ties.isUp)
    self.grid = grid
    source = .deviation(solution)
    members = zip(cells, isUp).map { cell, isUp in
      CellTie.member(grid, cell, certain: solution.seats[cell] - (isUp ? 1 : 0))
    }
  }

  /// The tie of a solution with both margins fixed.
  init(_ grid: Grid, _ solution: BiproportionalSolution) {
    self.grid = grid
    source = .margins(solution)
    members = zip(solution.ties.cells, solution.ties.certain).map { cell, certain in
      CellTie.member(grid, cell, certain: certain)
    }
  }

  private static func member(_ grid: Grid, _ cell: Int, certain: Int) -> Member {
    Member(
      row: grid.matrix.row(ofCell: cell), column: Int(grid.matrix.columns[cell]), certain: certain)
  }

  /// `TieLot` of the row and the column of each cell.
  private func lots(seed: String) -> [Digest256] {
    members.map { TieLot(seed: seed, row: grid.rows[$0.row])(grid.columns[$0.column]) }
  }

  /// The rounding of least deviation that lots choose: the one whose raised cells have the least
  /// sum of lots. Complexity: that of the method.
  func settledDeviation(seed: String) -> DeviationSolution? {
    guard case .deviation(let solution) = source else { return nil }
    let lots = lots(seed: seed)
    return solution.settled { member, round in lots[member].shortWord(round) }
  }

  /// The solution that lots choose where both margins are fixed.
  ///
  /// The cells are asked in the order of their lots, smallest first: each gets the seat if some
  /// solution gives it that, and all before it what they got.
  func settledMargins(seed: String) -> BiproportionalSolution? {
    guard case .margins(var solution) = source else { return nil }
    let lots = lots(seed: seed)
    for member in members.indices.sorted(by: { lots[$0] < lots[$1] }) { solution.favour(member) }
    return solution
  }
}
