import TestSupport

@testable import Apportionment

/// Small matrices of every kind: closed and empty cells, requirements, tiers, groups.
struct RandomMatrix {
  var rowsMax = 5
  var columnsMax = 6
  var weightMax = 9
  var seatsMax = 9
  var hasRequirements = true

  func make(_ random: inout SeededGenerator) -> SeatMatrix {
    while true {
      let rows = Int.random(in: 1...rowsMax, using: &random)
      let columns = Int.random(in: 1...columnsMax, using: &random)
      var cells: [MatrixCell] = []
      for row in 0..<rows {
        for column in 0..<columns where Int.random(in: 0..<5, using: &random) > 0 {
          let bounded = hasRequirements && Int.random(in: 0..<3, using: &random) == 0
          let least = bounded ? Int.random(in: 0...2, using: &random) : 0
          let most = least + Int.random(in: 0...3, using: &random)
          cells.append(
            MatrixCell(
              row: row, column: column, weight: Int.random(in: 0...weightMax, using: &random),
              minimum: least, maximum: bounded ? most : nil))
        }
      }
      let seats = (0..<rows).map { _ in Int.random(in: 0...seatsMax, using: &random) }
      let tiers = (0..<rows).map { _ in Int.random(in: 0...1, using: &random) }
      let groups = (0..<columns).map { _ in Int.random(in: 0...2, using: &random) }
      let plain = Bool.random(using: &random)
      guard
        let matrix = try? SeatMatrix(rowSeats: seats, columnCount: columns, cells: cells)
          .nested(tierOfRow: plain ? [] : tiers, groupOfColumn: plain ? [] : groups),
        (try? matrix.fairShares()) != nil
      else { continue }
      return matrix
    }
  }
}
