import Apportionment

extension VectorSolution {
  /// Every solution, those that favour earlier claimants first. Complexity: O(s·n) for s of them.
  var all: [[Int]] {
    // Which of the tied get a seat, as lists that grow by one claimant at a time.
    var chosen: [[Int]] = [[]]
    for (place, claimant) in tied.enumerated() {
      let after = tied.count - place - 1
      chosen = chosen.flatMap { winners -> [[Int]] in
        let left = sharedSeats - winners.count
        return (left > 0 ? [winners + [claimant]] : []) + (left <= after ? [winners] : [])
      }
    }
    return chosen.map { winners in
      var seats = certain
      for winner in winners { seats[winner] += 1 }
      return seats
    }
  }
}
