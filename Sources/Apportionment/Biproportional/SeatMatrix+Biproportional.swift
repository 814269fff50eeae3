extension SeatMatrix {
  /// Seats with both margins fixed, each cell proportional to its weight: the divisor method that
  /// multiplies every row and divides every column by one number and rounds.
  ///
  /// Feasibility is decided first, by maximum flow: `MatrixError.infeasible` names rows and columns
  /// whose totals contradict each other. The hierarchies are not used.
  ///
  /// - Parameters:
  ///   - columnSeats: the seats of each column; as many in all as the rows have.
  ///   - method: how a quotient is rounded; Webster by default. A method whose first signpost is 0
  ///     gives every open cell with a weight a seat.
  /// - Complexity: a few tens of passes over the cells, and one for each round of transfers.
  ///
  /// Source: M. L. Balinski, G. Demange, "An axiomatic approach to proportionality between
  /// matrices", Math. of Operations Research 14 (1989); F. Pukelsheim, *Proportional
  /// Representation* (2017), chapters 14 and 15.
  public func biproportional(
    columnSeats: [Int], method: DivisorMethod = .webster
  ) throws(MatrixError) -> BiproportionalSolution {
    try requireMargins(columnSeats)
    let grid = CellGrid(self, columnSeats: columnSeats, method: method)
    var flow = try MarginFlow(grid, columnSeats: columnSeats)
    try flow.requireFeasible()
    var search = TieAndTransfer(MultiplierGuess(grid, columnSeats: columnSeats, method: method))
    search.run()
    search.dropNoise(method)
    let certificate = search.certify(method)
    return BiproportionalSolution(
      seats: search.seats, certificate: certificate,
      ties: BiproportionalTies(search, certificate, method))
  }

  private func requireMargins(_ columnSeats: [Int]) throws(MatrixError) {
    guard columnSeats.count == columnCount else {
      throw .lengthMismatch(
        list: "columnSeats", expected: columnCount, found: columnSeats.count)
    }
    var total = 0
    for (column, seats) in columnSeats.enumerated() {
      guard (0...Limits.seatsMax).contains(seats), total + seats <= Limits.seatsMax else {
        throw .columnSeatsOutOfRange(column: column, seats: seats)
      }
      total += seats
    }
    guard total == seatsTotal else { throw .totalsDiffer(rows: seatsTotal, columns: total) }
    for row in 0..<rowCount { try requireFeasible(row: row) }
  }
}
