// What rounding to parts of a seat leaves must not settle anything: it follows the order of the
// codes.

extension SeatMatrix {
  /// What each share counts as where shares are compared: cells of a row with the same weight and
  /// bounds of which each is less than a millionth of a seat above the next smaller count as the
  /// smallest.
  ///
  /// Three equal claimants of one seat have 333333334, 333333333 and 333333333 billionths; they are
  /// equal all the same. Complexity: O(c log c) for rows of c cells.
  public func levelled(_ shares: FairShares) -> [Int] {
    let noise = shares.unit / 1_000_000
    var parts = shares.parts
    for row in 0..<rowCount {
      let cells = cells(ofRow: row).sorted { a, b in
        (weights[a], minimum(a), maximum(a), shares.parts[a])
          < (weights[b], minimum(b), maximum(b), shares.parts[b])
      }
      for (before, cell) in zip(cells, cells.dropFirst())
      where weights[before] == weights[cell] && minimum(before) == minimum(cell)
        && maximum(before) == maximum(cell)
        && shares.parts[cell] - shares.parts[before] < noise
      {
        parts[cell] = parts[before]
      }
    }
    return parts
  }

  /// What raising a total costs: nothing, but for one that is whole within a millionth of a seat,
  /// which costs more to round away from that number than all cells of a cycle can save.
  ///
  /// So totals that are whole but for the rounding of their cells stay what they are. A cycle
  /// passes every row's part of a group and every column at most once, and costs less than a seat a
  /// cell.
  public func cost(ofTotal parts: Int, unit: Int) -> Int {
    let rest = parts % unit
    let noise = unit / 1_000_000
    guard rest < noise || unit - rest < noise else { return 0 }
    let cellsMax = 2 * min(rowCount * groupCount, tierCount * columnCount)
    return (rest < noise ? 1 : -1) * (cellsMax + 1) * unit
  }
}
