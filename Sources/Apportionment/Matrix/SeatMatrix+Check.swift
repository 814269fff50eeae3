/// What is wrong with a matrix of seats that somebody claims.
public enum MatrixFault: Error, Hashable, Sendable {
  /// Another number of entries than cells.
  case wrongCount(expected: Int, found: Int)
  /// Another number of shares than cells.
  case wrongShareCount(expected: Int, found: Int)
  /// A row does not add up to its seats.
  case wrongRow(row: Int, expected: Int, found: Int)
  /// A column does not add up to its seats.
  case wrongColumn(column: Int, expected: Int, found: Int)
  /// A cell below its minimum or above its maximum.
  case outsideRequirements(row: Int, column: Int, seats: Int)
  /// A cell or a total is not its share rounded down or up.
  case outsideQuota(QuotaPlace, seats: Int, floor: Int, ceiling: Int)
  /// The proof does not hold at a cell: it is not rounded as the certificate says.
  case wrongCertificate(row: Int, column: Int)
  /// The certificate has another shape than the matrix.
  case wrongCertificateShape
}

/// A cell, or a total that the hierarchies name.
public enum QuotaPlace: Hashable, Sendable {
  /// One cell.
  case cell(row: Int, column: Int)
  /// A row's cells in the columns of a group.
  case rowGroup(row: Int, group: Int)
  /// A tier's cells in a column.
  case tierColumn(tier: Int, column: Int)
  /// A column.
  case column(Int)
  /// A column group.
  case group(Int)
}

// This file is the auditor's: it adds up everything again, from the cells.

extension SeatMatrix {
  /// Checks that rows are exact, and that every cell and nested total is the floor or the ceiling
  /// of its share.
  ///
  /// Throws the first `MatrixFault`: cells and rows first, then row groups, tiers' columns,
  /// columns, groups. Complexity: O(cells + rows · groups + tiers · columns).
  public func checkQuota(_ seats: [Int], _ shares: FairShares) throws(MatrixFault) {
    guard seats.count == cellCount else {
      throw .wrongCount(expected: cellCount, found: seats.count)
    }
    guard shares.parts.count == cellCount else {
      throw .wrongShareCount(expected: cellCount, found: shares.parts.count)
    }
    let unit = shares.unit
    for row in 0..<rowCount {
      var sum = 0
      for cell in cells(ofRow: row) {
        let place = QuotaPlace.cell(row: row, column: Int(columns[cell]))
        try Self.requireQuota(place, seats[cell], shares.parts[cell], unit)
        sum += seats[cell]
      }
      guard sum == rowSeats[row] else {
        throw .wrongRow(row: row, expected: rowSeats[row], found: sum)
      }
    }
    let have = sums(of: seats)
    let want = sums(of: shares.parts)
    for (place, sum) in have.enumerated() {
      try Self.requireQuota(quotaPlace(place), sum, want[place], unit)
    }
  }

  private static func requireQuota(
    _ place: QuotaPlace, _ seats: Int, _ parts: Int, _ unit: Int
  ) throws(MatrixFault) {
    let floor = parts / unit
    let ceiling = parts % unit == 0 ? floor : floor + 1
    guard seats == floor || seats == ceiling else {
      throw .outsideQuota(place, seats: seats, floor: floor, ceiling: ceiling)
    }
  }

  /// The sums of all nested totals, in the order that `quotaPlace` reads.
  private func sums(of values: [Int]) -> [Int] {
    let tiersAt = rowCount * groupCount
    let columnsAt = tiersAt + tierCount * columnCount
    let groupsAt = columnsAt + columnCount
    var sums = Array(repeating: 0, count: groupsAt + groupCount)
    for row in 0..<rowCount {
      for cell in cells(ofRow: row) {
        let column = Int(columns[cell])
        let group = Int(groupOfColumn[column])
        sums[row * groupCount + group] += values[cell]
        sums[tiersAt + Int(tierOfRow[row]) * columnCount + column] += values[cell]
        sums[columnsAt + column] += values[cell]
        sums[groupsAt + group] += values[cell]
      }
    }
    return sums
  }

  private func quotaPlace(_ at: Int) -> QuotaPlace {
    let tiersAt = rowCount * groupCount
    let columnsAt = tiersAt + tierCount * columnCount
    let groupsAt = columnsAt + columnCount
    switch at {
    case ..<tiersAt: return .rowGroup(row: at / groupCount, group: at % groupCount)
    case ..<columnsAt:
      return .tierColumn(tier: (at - tiersAt) / columnCount, column: (at - tiersAt) % columnCount)
    case ..<groupsAt: return .column(at - columnsAt)
    default: return .group(at - groupsAt)
    }
  }
}
