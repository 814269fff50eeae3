/// What each cell of a matrix should get, in whole parts of a seat: the published micro-shares.
///
/// Every row adds up to exactly its seats. Everything that a lottery promises is about these
/// numbers: floors and ceilings are theirs, and the expectation of a cell is its share.
public struct FairShares: Sendable {
  /// How many parts make one seat: 10⁹ unless the network is very large.
  public let unit: Int
  /// The share of each cell of the matrix, in parts.
  public let parts: [Int]

  /// Shares that were made elsewhere; `SeatMatrix.lottery` requires that rows add up.
  public init(unit: Int, parts: [Int]) {
    self.unit = unit
    self.parts = parts
  }

  /// How many parts are so little that the lottery does not draw for them: a ten-thousandth of a
  /// seat.
  ///
  /// A push of less than that, against one of more, is taken without a draw, so that totals which
  /// are whole but for the rounding of shares stay whole. Of a cell whose share is that near a
  /// whole number, and not whole, the expectation is then not the share: see `undrawnCells`.
  var undrawn: Int { unit / 10_000 }

  /// The cells that the lottery may round without a draw: nearer to a whole number than a
  /// ten-thousandth of a seat, and not whole. What they gain or lose adds up, in the order of their
  /// codes. Complexity: O(cells).
  public var undrawnCells: [Int] {
    parts.indices.filter { cell in
      let rest = parts[cell] % unit
      return rest != 0 && min(rest, unit - rest) < undrawn
    }
  }

  /// A thousand-millionth of a seat, the usual part.
  public static let billionth = 1_000_000_000
  /// For networks where accumulated rounding would show.
  public static let trillionth = 1_000_000_000_000
}

extension SeatMatrix {
  /// The fair shares by water-filling: clamp(λ·weight, minimum, maximum) with one λ a row, so that
  /// the row's shares add up to its seats; rounded down to parts, the parts left over by largest
  /// remainder, equal remainders in column order.
  ///
  /// Minima and maxima go in here, so that no later step can fail; so do the columns' minimums, see
  /// `requiring(columnMinimums:)`. Throws for the first row that cannot meet its requirements, and
  /// for columns that cannot. All in integers. Complexity: O(cells) for a row without requirements,
  /// times the rounds of water-filling (few) with them.
  public func fairShares(unit: Int = FairShares.billionth) throws(MatrixError) -> FairShares {
    guard unit > 0, seatsTotal <= (1 << 62) / unit else {
      throw .unitTooFine(seats: seatsTotal, unit: unit)
    }
    var parts = Array(repeating: 0, count: cellCount)
    var level = WaterLevel()
    for row in 0..<rowCount {
      try requireFeasible(row: row)
      level.fill(self, cells(ofRow: row), seats: rowSeats[row], weights: weights)
      level.write(unit: unit, weights: weights, into: &parts)
    }
    let shares = FairShares(unit: unit, parts: parts)
    return columnMinimums.isEmpty ? shares : try lifted(shares)
  }

  /// Throws where a row's requirements contradict its seats.
  func requireFeasible(row: Int) throws(MatrixError) {
    let seats = rowSeats[row]
    let range = cells(ofRow: row)
    if minimums.isEmpty && maximums.isEmpty {
      guard seats == 0 || range.contains(where: { weights[$0] > 0 }) else {
        throw .noPositiveWeight(row: row, seats: seats)
      }
      return
    }
    var least = 0
    var most = 0
    for cell in range where weights[cell] > 0 {
      least += minimum(cell)
      most += maximum(cell)
    }
    guard seats == 0 || range.contains(where: { weights[$0] > 0 }) else {
      throw .noPositiveWeight(row: row, seats: seats)
    }
    guard least <= seats else {
      throw .minimumsExceedSeats(row: row, minimums: least, seats: seats)
    }
    guard seats <= most else { throw .maximumsBelowSeats(row: row, maximums: most, seats: seats) }
  }
}
