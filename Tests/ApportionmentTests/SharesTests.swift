import TestSupport
import Testing

@testable import Apportionment

@Suite("Fair shares of a matrix")
struct SharesTests {
  @Test func proportionalAndExact() throws {
    let matrix = try SeatMatrix(rowSeats: [10, 1], columnWeights: [1, 1, 1])
    let shares = try matrix.fairShares()
    // 10/3 and 1/3 in billionths; the part left over goes to the first of equal remainders.
    #expect(shares.parts[..<3] == [3_333_333_334, 3_333_333_333, 3_333_333_333])
    #expect(shares.parts[3...] == [333_333_334, 333_333_333, 333_333_333])
  }

  @Test func waterFilling() throws {
    // Row of 10 over weights 6, 3, 1: 6, 3, 1 unbound; a minimum of 2 for the last leaves 8 over 9.
    let cells = [
      MatrixCell(row: 0, column: 0, weight: 6), MatrixCell(row: 0, column: 1, weight: 3),
      MatrixCell(row: 0, column: 2, weight: 1, minimum: 2),
      MatrixCell(row: 0, column: 3, weight: 0, minimum: 5),
    ]
    let shares = try SeatMatrix(rowSeats: [10], columnCount: 4, cells: cells).fairShares()
    #expect(shares.parts == [5_333_333_333, 2_666_666_667, 2_000_000_000, 0])
  }

  /// Against bisection over λ in exact fractions: clamped cells agree, sums are exact.
  @Test func randomRows() throws {
    var random = SeededGenerator(11)
    let kind = RandomMatrix(rowsMax: 1, columnsMax: 8, weightMax: 30, seatsMax: 20)
    for _ in 0..<(300 * thoroughness) {
      let matrix = kind.make(&random)
      let shares = try matrix.fairShares(unit: 1_000_000)
      #expect(shares.parts.reduce(0, +) == matrix.rowSeats[0] * 1_000_000)
      for (a, cell) in shares.parts.enumerated() {
        #expect(cell >= matrix.minimum(a) * 1_000_000 || matrix.weights[a] == 0)
        #expect(cell <= matrix.maximum(a) * 1_000_000)
        // One λ for all: who is above its minimum has no greater λ than who is below its maximum.
        for (b, other) in shares.parts.enumerated()
        where matrix.weights[a] > 0 && matrix.weights[b] > 0
          && cell > matrix.minimum(a) * 1_000_000 && other < matrix.maximum(b) * 1_000_000
        {
          // cell/weight(a) ≤ other/weight(b), but for a part each.
          #expect((cell - 1) * matrix.weights[b] <= (other + 1) * matrix.weights[a])
        }
      }
    }
  }

  @Test func wideWeights() throws {
    let big = Limits.weightMax
    let many = Array(repeating: big, count: 3000) + [1]
    let matrix = try SeatMatrix(rowSeats: [Limits.seatsMax], columnWeights: many)
    let shares = try matrix.fairShares()
    #expect(shares.parts.reduce(0, +) == Limits.seatsMax * FairShares.billionth)
    #expect(throws: MatrixError.unitTooFine(seats: Limits.seatsMax, unit: FairShares.trillionth)) {
      try matrix.fairShares(unit: FairShares.trillionth)
    }
  }

  @Test func refusals() throws {
    func shares(_ seats: Int, _ cells: [MatrixCell]) throws -> FairShares {
      try SeatMatrix(rowSeats: [0, seats], columnCount: 4, cells: cells).fairShares()
    }
    let floor = (0..<4).map { MatrixCell(row: 1, column: $0, weight: 5 - $0, minimum: 1) }
    #expect(throws: MatrixError.minimumsExceedSeats(row: 1, minimums: 4, seats: 3)) {
      try shares(3, floor)
    }
    let roof = (0..<2).map { MatrixCell(row: 1, column: $0, weight: 5 - $0, maximum: 4) }
    #expect(throws: MatrixError.maximumsBelowSeats(row: 1, maximums: 8, seats: 9)) {
      try shares(9, roof)
    }
    #expect(throws: MatrixError.noPositiveWeight(row: 1, seats: 2)) {
      try shares(2, [MatrixCell(row: 1, column: 0, weight: 0)])
    }
    #expect(throws: MatrixError.noPositiveWeight(row: 1, seats: 2)) { try shares(2, []) }
    #expect(throws: MatrixError.duplicateCell(row: 1, column: 0)) {
      try shares(2, [floor[0], floor[1], floor[0]])
    }
    #expect(throws: MatrixError.cellOutOfRange(row: 1, column: 9)) {
      try shares(2, [MatrixCell(row: 1, column: 9, weight: 1)])
    }
    #expect(throws: MatrixError.negativeWeight(row: 1, column: 2, weight: -1)) {
      try shares(2, [MatrixCell(row: 1, column: 2, weight: -1)])
    }
    #expect(throws: MatrixError.rowSeatsOutOfRange(row: 1, seats: -1)) { try shares(-1, floor) }
    #expect(try shares(0, [MatrixCell(row: 1, column: 0, weight: 1)]).parts == [0])
  }
}
