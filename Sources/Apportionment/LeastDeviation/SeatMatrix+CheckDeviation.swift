// This file is the auditor's: floors, ceilings, then complementary slackness on every arc.

extension SeatMatrix {
  /// Checks a least-deviation rounding: a controlled rounding, and proven by its potentials.
  ///
  /// Where tiers are not used, a tier's column has the potential of the column. Throws
  /// `MatrixFault`. Complexity: O(cells + rows · groups + tiers · columns).
  public func checkLeastDeviation(
    _ seats: [Int], _ shares: FairShares, certificate: DeviationCertificate
  ) throws(MatrixFault) {
    try checkQuota(seats, shares)
    guard certificate.rows.count == rowCount, certificate.columns.count == columnCount,
      certificate.rowGroups.count == rowCount * groupCount,
      certificate.tierColumns.count == tierCount * columnCount,
      certificate.groups.count == groupCount
    else { throw .wrongCertificateShape }
    let unit = shares.unit
    let levelled = levelled(shares)
    var have = DeviationTotals(self)
    var want = DeviationTotals(self)
    for row in 0..<rowCount {
      let tier = Int(tierOfRow[row])
      for cell in cells(ofRow: row) {
        let column = Int(columns[cell])
        let group = Int(groupOfColumn[column])
        have.add(seats[cell], row * groupCount + group, tier * columnCount + column, column, group)
        want.add(
          shares.parts[cell], row * groupCount + group, tier * columnCount + column, column, group)
        let cost =
          unit - 2 * (levelled[cell] - shares.parts[cell] / unit * unit)
          - certificate.rowGroups[row * groupCount + group]
          + certificate.tierColumns[tier * columnCount + column]
        guard Self.isProven(seats[cell], shares.parts[cell], unit, cost) else {
          throw .wrongCertificate(row: row, column: column)
        }
      }
    }
    try checkTotals(have, want, unit, certificate)
  }

  private func checkTotals(
    _ have: DeviationTotals, _ want: DeviationTotals, _ unit: Int,
    _ certificate: DeviationCertificate
  ) throws(MatrixFault) {
    func isProven(_ list: KeyPath<DeviationTotals, [Int]>, _ at: Int, _ cost: Int) -> Bool {
      let parts = want[keyPath: list][at]
      // A single tier's columns are the columns, and cost once.
      let isTwice = list == \DeviationTotals.tierColumns && tierCount == 1
      let own = isTwice ? 0 : self.cost(ofTotal: parts, unit: unit)
      return Self.isProven(have[keyPath: list][at], parts, unit, own + cost)
    }
    for at in have.rowGroups.indices {
      let cost = certificate.rowGroups[at] - certificate.rows[at / groupCount]
      guard isProven(\.rowGroups, at, cost) else { throw .wrongCertificateShape }
    }
    for at in have.tierColumns.indices {
      let cost = certificate.columns[at % columnCount] - certificate.tierColumns[at]
      guard isProven(\.tierColumns, at, cost) else { throw .wrongCertificateShape }
    }
    for at in have.columns.indices {
      let cost = certificate.groups[Int(groupOfColumn[at])] - certificate.columns[at]
      guard isProven(\.columns, at, cost) else { throw .wrongCertificateShape }
    }
    for at in have.groups.indices {
      let cost = certificate.all - certificate.groups[at]
      guard isProven(\.groups, at, cost) else { throw .wrongCertificateShape }
    }
  }

  /// Rounded down only where up costs nothing less, and the other way round.
  private static func isProven(_ seats: Int, _ parts: Int, _ unit: Int, _ cost: Int) -> Bool {
    parts % unit == 0 || (seats == parts / unit ? cost >= 0 : cost <= 0)
  }
}

/// The sums that the certificate speaks of.
private struct DeviationTotals {
  var rowGroups: [Int]
  var tierColumns: [Int]
  var columns: [Int]
  var groups: [Int]

  init(_ matrix: SeatMatrix) {
    rowGroups = Array(repeating: 0, count: matrix.rowCount * matrix.groupCount)
    tierColumns = Array(repeating: 0, count: matrix.tierCount * matrix.columnCount)
    columns = Array(repeating: 0, count: matrix.columnCount)
    groups = Array(repeating: 0, count: matrix.groupCount)
  }

  mutating func add(_ value: Int, _ rowGroup: Int, _ tierColumn: Int, _ column: Int, _ group: Int) {
    rowGroups[rowGroup] += value
    tierColumns[tierColumn] += value
    columns[column] += value
    groups[group] += value
  }
}
