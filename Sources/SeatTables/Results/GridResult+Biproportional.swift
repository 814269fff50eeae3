import Apportionment
import Diagnostics

extension GridResult {
  /// Rows and columns both fixed: the columns' own seats, else Webster on their weights.
  static func biproportional(
    _ grid: Grid, seed: String?, log: inout ProblemLog
  ) throws(MatrixError) -> GridResult? {
    var ties: [Tie] = []
    var columnSeats = grid.columnSeats
    if columnSeats == nil {
      guard let solution = grid.columnTotals(&log) else { return nil }
      if !solution.tied.isEmpty { ties.append(.columns(solution)) }
      let lot = seed.map { TieLot(seed: $0, row: "") }
      columnSeats =
        lot.map { lot in solution.settled { lot(grid.columns[$0]) } } ?? solution.seats
    }
    guard let columnSeats else {
      // Which matrix it is depends on the columns' totals, which are tied.
      let none = BiproportionalCertificate(rowMultipliers: [], columnDivisors: [])
      return GridResult(
        grid: grid, method: .biproportional, seed: seed, seats: nil, ties: ties,
        proof: .biproportional(none, columnSeats: []))
    }
    let solution = try grid.matrix.biproportional(columnSeats: columnSeats)
    var result = GridResult(
      grid: grid, method: .biproportional, seed: seed, seats: solution.seats, ties: ties,
      proof: .biproportional(solution.certificate, columnSeats: columnSeats))
    guard !solution.isUnique else { return result }
    let tie = CellTie(grid, solution)
    result.ties.append(.cells(tie))
    result.seats = seed.flatMap { tie.settledMargins(seed: $0)?.seats }
    return result
  }
}

extension Grid {
  /// The columns as claimants of all seats: each must get what its cells must, and may get what
  /// they may.
  func columnClaimants() throws(VectorError) -> Claimants {
    var least = Array(repeating: 0, count: columns.count)
    var most = least
    for (cell, column) in matrix.columns.enumerated() where matrix.weights[cell] > 0 {
      least[Int(column)] += matrix.minimum(cell)
      most[Int(column)] = min(Limits.seatsMax, most[Int(column)] + matrix.maximum(cell))
    }
    return try Claimants(weights: columnWeights, minimums: least, maximums: most)
  }

  /// The columns' totals by Webster on their weights; nil, with a message, where that cannot be.
  func columnTotals(_ log: inout ProblemLog) -> VectorSolution? {
    do throws(VectorError) {
      return try columnClaimants().apportion(matrix.seatsTotal, by: .divisor(.webster))
    } catch {
      let (code, phrase) = wording(of: error, columns)
      let sheet = sources.columnSheet ?? sources.cellSheet
      log.add(code, at: sheet?.place(ofColumn: "weight"), phrase)
      return nil
    }
  }
}
