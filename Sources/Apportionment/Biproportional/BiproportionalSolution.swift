/// The multipliers that prove a biproportional apportionment.
///
/// A cell of weight v holds x seats because v·A/B, with A of its row and B of its column, rounds to
/// x: signpost(x−1)·B ≤ v·A ≤ signpost(x)·B. For Webster: (2x−1)·B ≤ 2·v·A ≤ (2x+1)·B. For
/// Huntington–Hill, A and B are the squares, so that no root is ever taken. Never round them.
public struct BiproportionalCertificate: Hashable, Sendable {
  /// A of each row; 0 for a row without seats.
  public let rowMultipliers: [Natural]
  /// B of each column; positive.
  public let columnDivisors: [Natural]

  /// Multipliers that somebody brings.
  public init(rowMultipliers: [Natural], columnDivisors: [Natural]) {
    self.rowMultipliers = rowMultipliers
    self.columnDivisors = columnDivisors
  }
}

/// A matrix with both margins fixed, its proof, and the cells in which others are as good.
public struct BiproportionalSolution: Sendable {
  /// The seats of each cell; where there are ties, of some solution until all of them are asked.
  public private(set) var seats: [Int]
  /// The proof; it proves every other solution too.
  public let certificate: BiproportionalCertificate
  /// The cells that have one seat more or less in another solution. A tie is never settled
  /// silently.
  public private(set) var ties: BiproportionalTies

  init(seats: [Int], certificate: BiproportionalCertificate, ties: BiproportionalTies) {
    (self.seats, self.certificate, self.ties) = (seats, certificate, ties)
  }

  /// Whether there is no other solution.
  public var isUnique: Bool { ties.cells.isEmpty }

  /// Gives a tied cell, by its place in `ties.cells`, its further seat if some solution does that
  /// and leaves all cells that were asked before what they got.
  ///
  /// Asked one after the other in some order, all cells of a group end in the one solution that is
  /// best in that order, whatever the solution that was found first. Complexity: O(t) for t tied
  /// cells, and nearer to O(rows + columns) where most cells are tied.
  public mutating func favour(_ tied: Int) {
    for (cell, step) in ties.favour(tied) { seats[cell] += step }
  }
}
