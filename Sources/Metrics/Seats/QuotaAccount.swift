import Admission

/// The seats of some programmes that count toward the quota share, and what became of them.
struct QuotaAccount {
  var plan = 0
  var planned = 0
  var admitted = 0
  /// What left the quota pools less what came in from others; students admitted beyond the seats
  /// make seats, which do not count here.
  var reverted = 0
  var vacant = 0
  /// Of cells of programme and audience those with quota seats, and those with exactly one.
  var cells = 0
  var cellsOfOne = 0

  /// One account a group; `group` tells each programme's, −1 for none. Complexity: O(seat cells).
  static func all(
    _ outcome: Outcome, _ population: Population, groups: Int, of group: (Int) -> Int
  ) -> [QuotaAccount] {
    var accounts = Array(repeating: QuotaAccount(), count: groups)
    for (programme, plan) in population.plans.enumerated() {
      let group = group(programme)
      if group >= 0, group < groups { accounts[group].plan += plan }
    }
    for cell in outcome.ledger where population.isQuota[cell.pool] {
      let group = group(cell.programme)
      if group < 0 || group >= groups { continue }
      accounts[group].planned += cell.planned
      accounts[group].admitted += cell.admitted
      accounts[group].reverted += cell.movedOut - cell.movedIn
      accounts[group].vacant += cell.vacant
      if cell.planned > 0 { accounts[group].cells += 1 }
      if cell.planned == 1 { accounts[group].cellsOfOne += 1 }
    }
    return accounts
  }

  /// The value of a metric; nil where there is nothing to divide by.
  func value(of measure: Metric.QuotaMeasure) -> Ratio? {
    switch measure {
    case .nominalShare: Ratio(planned, over: plan)
    case .realisedShare: Ratio(admitted, over: plan)
    case .fill: Ratio(admitted, over: planned)
    // Students admitted together beyond the seats fill none that was planned.
    case .unfilledShare: Ratio(reverted + vacant, over: planned)
    case .revertedSeats: Ratio(reverted)
    case .revertedShare: Ratio(reverted, over: planned)
    case .vacantSeats: Ratio(vacant)
    case .oneSeatShare: Ratio(cellsOfOne, over: cells)
    }
  }
}
