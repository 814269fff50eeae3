import Admission

extension Market {
  /// The same market with all quota seats in the pool for everyone: what admission would be like if
  /// nothing were reserved. Rankings, lists and stages are the same, so quota stages admit nobody.
  ///
  /// Nil where no pool for everyone that is no quota pool is offered. Its outcome tells for whom
  /// the quota is binding. Complexity: O(seat cells).
  public func withoutReserve(_ population: Population) -> Market? {
    let offered = Set(stages.filter { !$0.provisional }.flatMap { $0.pools.map(\.pool) })
    let open = pools.indices.last {
      !population.isQuota[$0] && audiences[pools[$0].audience].category == nil
        && offered.contains($0)
    }
    guard let open else { return nil }
    var seats: [SeatCell] = []
    var seatsOfAll = [Int](repeating: 0, count: programmeCount)
    for cell in self.seats {
      if cell.pool == open || population.isQuota[cell.pool] {
        seatsOfAll[cell.programme] += cell.seats
      } else {
        seats.append(cell)
      }
    }
    for (programme, count) in seatsOfAll.enumerated() where count > 0 {
      seats.append(SeatCell(pool: open, audience: 0, programme: programme, seats: count))
    }
    var market = self
    market.seats = seats
    // Answers to ties were given for other seats.
    market.decisions = []
    return market
  }
}
