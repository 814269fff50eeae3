/// What is wrong with fair shares that somebody claims.
public enum ShareFault: Error, Hashable, Sendable {
  /// Another number of entries than cells.
  case wrongCount(expected: Int, found: Int)
  /// A row does not add up to its seats, in parts.
  case wrongRow(row: Int, expected: Int, found: Int)
  /// A cell below its minimum or above its maximum.
  case outsideRequirements(row: Int, column: Int, parts: Int)
  /// A column with less than its minimum, in parts.
  case belowColumnMinimum(column: Int, minimum: Int, found: Int)
  /// A cell has less than in proportion to another cell of its row, and is not at its maximum.
  case tooLittle(row: Int, column: Int, against: Int)
  /// A cell has more than in proportion to another cell of its row, is not at its minimum, and its
  /// column has more than its own.
  case tooMuch(row: Int, column: Int, against: Int)
}

// This file is the auditor's: it adds up and compares, and knows nothing of λ, μ or how they came.

extension SeatMatrix {
  /// Checks shares that somebody brings: rows exact, cells within their bounds, columns with their
  /// minimums, and within each row nobody ahead of or behind another without one of these reasons.
  /// Throws the first `ShareFault`.
  ///
  /// - Parameter tolerance: how many parts a cell may be off its proportion; for shares of
  ///   billionths a millionth of a seat leaves room for all rounding. Floors do not depend on it.
  /// - Complexity: O(cells).
  public func checkShares(_ shares: FairShares, tolerance: Int = 1_000) throws(ShareFault) {
    let parts = shares.parts
    let unit = shares.unit
    guard parts.count == cellCount else {
      throw .wrongCount(expected: cellCount, found: parts.count)
    }
    var sums = Array(repeating: 0, count: columnCount)
    var isOpen = Array(repeating: false, count: columnCount)
    for row in 0..<rowCount {
      var sum = 0
      for cell in cells(ofRow: row) {
        let column = Int(columns[cell])
        let (floors, rest) = parts[cell].quotientAndRemainder(dividingBy: unit)
        guard parts[cell] >= 0, floors >= minimum(cell),
          floors + (rest > 0 ? 1 : 0) <= maximum(cell)
        else { throw .outsideRequirements(row: row, column: column, parts: parts[cell]) }
        sum += parts[cell]
        sums[column] += parts[cell]
        if weights[cell] > 0 { isOpen[column] = true }
      }
      guard sum == rowSeats[row] * unit else {
        throw .wrongRow(row: row, expected: rowSeats[row] * unit, found: sum)
      }
    }
    var hasMore = Array(repeating: true, count: columnCount)
    for (column, minimum) in columnMinimums.enumerated() where minimum > 0 && isOpen[column] {
      guard sums[column] / unit >= minimum else {
        throw .belowColumnMinimum(column: column, minimum: minimum * unit, found: sums[column])
      }
      hasMore[column] = sums[column] > minimum * unit
    }
    for row in 0..<rowCount { try checkProportion(row, shares, hasMore, tolerance) }
  }

  /// Compares every cell of a row with the largest whose share no requirement explains.
  private func checkProportion(
    _ row: Int, _ shares: FairShares, _ hasMore: [Bool], _ tolerance: Int
  ) throws(ShareFault) {
    let (parts, unit) = (shares.parts, shares.unit)
    let free = cells(ofRow: row).filter {
      weights[$0] > 0 && hasMore[Int(columns[$0])] && parts[$0] > minimum($0) * unit
        && parts[$0] / unit < maximum($0)
    }
    guard let standard = free.max(by: { parts[$0] < parts[$1] }) else { return }
    let against = Int(columns[standard])
    for cell in cells(ofRow: row) where weights[cell] > 0 {
      let column = Int(columns[cell])
      let share = Int128(parts[cell]) * Int128(weights[standard])
      let due = Int128(parts[standard]) * Int128(weights[cell])
      let slack = Int128(tolerance) * Int128(weights[standard] + weights[cell])
      guard share + slack >= due || parts[cell] / unit >= maximum(cell) else {
        throw .tooLittle(row: row, column: column, against: against)
      }
      guard share <= due + slack || parts[cell] <= minimum(cell) * unit || !hasMore[column] else {
        throw .tooMuch(row: row, column: column, against: against)
      }
    }
  }
}
