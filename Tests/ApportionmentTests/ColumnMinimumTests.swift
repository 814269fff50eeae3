import TestSupport
import Testing

@testable import Apportionment

@Suite("Column minimums")
struct ColumnMinimumTests {
  /// One row of 4 over 6, 1, 1: 3, ½, ½ becomes 2, 1, 1. Two rows of 2 share the same columns
  /// evenly.
  @Test func byHand() throws {
    let one = try SeatMatrix(rowSeats: [4], columnWeights: [6, 1, 1])
      .requiring(columnMinimums: [0, 1, 1])
    #expect(try one.fairShares().parts == [2_000_000_000, 1_000_000_000, 1_000_000_000])
    let two = try SeatMatrix(rowSeats: [2, 2], columnWeights: [6, 1, 1])
      .requiring(columnMinimums: [0, 1, 1])
    let half = 500_000_000
    #expect(
      try two.fairShares().parts == [2 * half, half, half, 2 * half, half, half])
    // The second row is closed to the last column: all of that one's seat is the first row's, and
    // what the second column needs is shared in proportion to what the rows have left.
    let cells = [
      MatrixCell(row: 0, column: 0, weight: 6), MatrixCell(row: 0, column: 1, weight: 1),
      MatrixCell(row: 0, column: 2, weight: 1), MatrixCell(row: 1, column: 0, weight: 6),
      MatrixCell(row: 1, column: 1, weight: 1),
    ]
    let closed = try SeatMatrix(rowSeats: [2, 2], columnCount: 3, cells: cells)
      .requiring(columnMinimums: [0, 1, 1])
    let third = 333_333_333
    let parts = try closed.fairShares().parts
    for (part, expected) in zip(parts, [2 * third, third, 3 * third, 4 * third, 2 * third]) {
      #expect(abs(part - expected) <= 3)
    }
    #expect(parts[1] + parts[4] == 1_000_000_000 && parts[2] == 1_000_000_000)
  }

  @Test func nothingChangesWhereNobodyIsShort() throws {
    let matrix = try SeatMatrix(rowSeats: [10, 5], columnWeights: [3, 2, 1])
    let required = try matrix.requiring(columnMinimums: [7, 5, 2])
    #expect(try required.fairShares().parts == matrix.fairShares().parts)
    #expect(try matrix.requiring(columnMinimums: [0, 0, 0]).columnMinimums.isEmpty)
  }

  @Test func columnsThatCannotHaveSeatsHaveNoMinimum() throws {
    let cells = [
      MatrixCell(row: 0, column: 0, weight: 3), MatrixCell(row: 0, column: 1, weight: 0),
    ]
    let matrix = try SeatMatrix(rowSeats: [2], columnCount: 3, cells: cells)
      .requiring(columnMinimums: [1, 1, 1])
    #expect(try matrix.fairShares().parts == [2_000_000_000, 0])
    try matrix.checkShares(matrix.fairShares())
  }

  @Test func refusals() throws {
    let matrix = try SeatMatrix(rowSeats: [2, 1], columnWeights: [3, 2, 1])
    #expect(throws: MatrixError.lengthMismatch(list: "columnMinimums", expected: 3, found: 1)) {
      try matrix.requiring(columnMinimums: [1])
    }
    #expect(throws: MatrixError.columnSeatsOutOfRange(column: 1, seats: -1)) {
      try matrix.requiring(columnMinimums: [0, -1, 0])
    }
    let tooMany = try matrix.requiring(columnMinimums: [1, 1, 2])
    #expect(
      throws: MatrixError.infeasible(
        MarginConflict(
          kind: .columnsNeedTooMany, rows: [0, 1], columns: [0, 1, 2], excess: 1))
    ) { try tooMany.fairShares() }
    let huge = try matrix.requiring(columnMinimums: [0, 0, Limits.seatsMax])
    #expect(
      throws: MatrixError.infeasible(
        MarginConflict(
          kind: .columnsNeedTooMany, rows: [0, 1], columns: [2], excess: Limits.seatsMax - 3))
    ) { try huge.fairShares(unit: FairShares.trillionth) }
  }

  /// A random matrix with column minimums, and whether every set of columns can have them: Hall's
  /// condition, tried for all.
  static func random(
    _ kind: RandomMatrix, _ random: inout SeededGenerator
  ) throws -> (matrix: SeatMatrix, isFeasible: Bool) {
    let plain = kind.make(&random)
    let most = max(1, 2 * plain.seatsTotal / plain.columnCount)
    let minimums = (0..<plain.columnCount).map { _ in
      Bool.random(using: &random) ? 0 : Int.random(in: 0...most, using: &random)
    }
    let matrix = try plain.requiring(columnMinimums: minimums)
    var hasWeight = Array(repeating: false, count: matrix.columnCount)
    for cell in 0..<matrix.cellCount where matrix.weights[cell] > 0 {
      hasWeight[Int(matrix.columns[cell])] = true
    }
    let isFeasible = (0..<(1 << matrix.columnCount)).allSatisfy { set in
      var required = 0
      for (column, minimum) in minimums.enumerated() where set >> column & 1 == 1 {
        required += hasWeight[column] ? minimum : 0
      }
      var possible = 0
      for row in 0..<matrix.rowCount {
        var (inside, outside) = (0, 0)
        for cell in matrix.cells(ofRow: row) {
          if set >> Int(matrix.columns[cell]) & 1 == 1 {
            inside += matrix.maximum(cell)
          } else {
            outside += matrix.minimum(cell)
          }
        }
        possible += min(inside, matrix.rowSeats[row] - outside)
      }
      return required <= possible
    }
    return (matrix, isFeasible)
  }

  /// λ and μ by scaling in floating point, slowly, until nothing moves; nil where something does.
  static func naiveShares(_ matrix: SeatMatrix) -> [Double]? {
    var factors = Array(repeating: 1.0, count: matrix.columnCount)
    var levels = Array(repeating: 0.0, count: matrix.rowCount)
    func share(_ cell: Int, _ level: Double, _ factor: Double) -> Double {
      min(
        max(level * Double(matrix.weights[cell]) * factor, Double(matrix.minimum(cell))),
        Double(matrix.maximum(cell)))
    }
    /// The factor at which a line of shares adds up to its goal, by bisection.
    func fit(_ goal: Double, _ sum: (Double) -> Double) -> Double {
      var (low, high) = (0.0, 1e9)
      for _ in 0..<80 {
        let middle = low > 1e-9 ? (low * high).squareRoot() : max(high / 16, 1e-9)
        if sum(middle) < goal { low = middle } else { high = middle }
        if high <= 1e-9 { return 0 }
      }
      return high
    }
    let byColumn = (0..<matrix.columnCount).map { column in
      (0..<matrix.rowCount).flatMap { row in
        matrix.cells(ofRow: row).filter { Int(matrix.columns[$0]) == column }.map { (row, $0) }
      }
    }
    for _ in 0..<400 {
      for row in 0..<matrix.rowCount {
        levels[row] = fit(Double(matrix.rowSeats[row])) { level in
          matrix.cells(ofRow: row).reduce(0) {
            $0 + share($1, level, factors[Int(matrix.columns[$1])])
          }
        }
      }
      var moved = 0.0
      for (column, minimum) in matrix.columnMinimums.enumerated() where minimum > 0 {
        let sum = { (factor: Double) in
          byColumn[column].reduce(0) { $0 + share($1.1, levels[$1.0], factor) }
        }
        let old = sum(factors[column])
        factors[column] = sum(1) >= Double(minimum) ? 1 : fit(Double(minimum), sum)
        moved = max(moved, abs(sum(factors[column]) - old))
      }
      guard moved < 1e-9 else { continue }
      return (0..<matrix.rowCount).flatMap { row in
        matrix.cells(ofRow: row).map { share($0, levels[row], factors[Int(matrix.columns[$0])]) }
      }
    }
    return nil
  }

  @Test func feasibilityByBruteForceAndSharesByScaling() throws {
    var random = SeededGenerator(51)
    var (feasible, infeasible, compared) = (0, 0, 0)
    for _ in 0..<(100 * thoroughness) {
      let (matrix, isFeasible) = try Self.random(RandomMatrix(), &random)
      do {
        let shares = try matrix.fairShares()
        #expect(isFeasible)
        feasible += 1
        try matrix.checkShares(shares)
        guard feasible % 8 == 0, let naive = Self.naiveShares(matrix) else { continue }
        compared += 1
        for (part, share) in zip(shares.parts, naive) {
          #expect(abs(Double(part) / 1e9 - share) < 1e-6, "\(part) \(share)")
        }
      } catch MatrixError.infeasible(let conflict) {
        #expect(!isFeasible)
        infeasible += 1
        #expect(conflict.kind == .columnsNeedTooMany && conflict.excess > 0)
        let again = matrix.minimumConflict(
          rows: conflict.rows, columns: conflict.columns, matrix.columnMinimums)
        #expect(again.excess >= conflict.excess, "columns without weight count for nothing")
      }
    }
    #expect(
      feasible > 40 && infeasible > 40 && compared > 5, "\(feasible) \(infeasible) \(compared)")
  }

  /// A cell at its maximum has exactly that, whatever rounding leaves elsewhere.
  @Test func maximumsAreMetToTheLastPart() throws {
    let weights = [1, 1, 1, 2, 5]
    let cells = (0..<2).flatMap { row in
      weights.enumerated().map { MatrixCell(row: row, column: $0, weight: $1, maximum: 2) }
    }
    let matrix = try SeatMatrix(rowSeats: [7, 5], columnCount: 5, cells: cells)
      .requiring(columnMinimums: Array(repeating: 2, count: 5))
    let shares = try matrix.fairShares()
    #expect(shares.parts[4] == 2 * shares.unit)
    try matrix.checkShares(shares)
  }

  /// Cities whose cells are nearly full: most shares are held by some requirement.
  @Test func crowdedSharesAreThoseOfTheDefinition() throws {
    var random = SeededGenerator(54)
    var lifted = 0
    for _ in 0..<(300 * thoroughness) {
      let (rows, columns) = (
        Int.random(in: 1...5, using: &random), Int.random(in: 2...7, using: &random)
      )
      let most = Int.random(in: 1...4, using: &random)
      var cells: [MatrixCell] = []
      let weights = (0..<columns).map { _ in Int.random(in: 1...9, using: &random) }
      for row in 0..<rows {
        for column in 0..<columns where Int.random(in: 0..<8, using: &random) > 0 {
          cells.append(
            MatrixCell(
              row: row, column: column, weight: weights[column],
              minimum: Int.random(in: 0..<6, using: &random) == 0 ? 1 : 0, maximum: most))
        }
      }
      let seats = (0..<rows).map { _ in Int.random(in: 0...most * columns, using: &random) }
      let least = Int.random(in: 1...3, using: &random)
      guard
        let matrix = try? SeatMatrix(rowSeats: seats, columnCount: columns, cells: cells),
        let plain = try? matrix.fairShares(),
        let required = try? matrix.requiring(
          columnMinimums: Array(repeating: least, count: columns)),
        let shares = try? required.fairShares()
      else { continue }
      if shares.parts != plain.parts { lifted += 1 }
      #expect(throws: Never.self, "\(required)") { try required.checkShares(shares) }
    }
    #expect(lifted > 50, "\(lifted)")
  }

  /// Every lottery keeps the minimums; a column at exactly its minimum stays there; nested totals
  /// hold all the same.
  @Test func lotteriesKeepThem() throws {
    var random = SeededGenerator(52)
    var tight = 0
    for round in 0..<(100 * thoroughness) {
      let (matrix, isFeasible) = try Self.random(RandomMatrix(), &random)
      guard isFeasible else { continue }
      let shares = try matrix.fairShares()
      var draws = SeededGenerator(round)
      let seats = matrix.lottery(shares, draws: &draws)
      try matrix.checkQuota(seats, shares)
      let totals = MatrixTotals(matrix, seats).columns
      let sums = MatrixTotals(matrix, shares.parts).columns
      for (column, minimum) in matrix.columnMinimums.enumerated() where minimum > 0 {
        guard sums[column] > 0 else { continue }
        #expect(totals[column] >= minimum)
        if sums[column] == minimum * shares.unit {
          tight += 1
          #expect(totals[column] == minimum)
        }
      }
    }
    #expect(tight > 100)
  }

  /// Districts of a city, dense and with small schools that need their seat: the closed form; and
  /// with a cap on cells, so that it must be scaled.
  @Test(arguments: [nil, 30]) func districts(maximum: Int?) throws {
    var random = SeededGenerator(53)
    let (rows, columns, groups) = (24, 160, 4)
    let weights = (0..<columns).map { _ in Int.random(in: 1...400, using: &random) }
    var cells: [MatrixCell] = []
    for row in 0..<rows {
      for column in 0..<columns where column % groups == row % groups {
        cells.append(
          MatrixCell(row: row, column: column, weight: weights[column], maximum: maximum))
      }
    }
    let matrix = try SeatMatrix(
      rowSeats: (0..<rows).map { _ in Int.random(in: 40...300, using: &random) },
      columnCount: columns, cells: cells
    ).nested(
      tierOfRow: (0..<rows).map { $0 % 2 }, groupOfColumn: (0..<columns).map { $0 % groups }
    ).requiring(columnMinimums: Array(repeating: 4, count: columns))
    let shares = try matrix.fairShares()
    try matrix.checkShares(shares)
    let sums = MatrixTotals(matrix, shares.parts).columns
    let tight = sums.filter { $0 == 4 * shares.unit }.count
    #expect(tight > 5 && tight < columns / 2)
    // Heavier columns of a district never have less.
    for a in 0..<columns {
      for b in stride(from: a % groups, to: columns, by: groups) where weights[a] > weights[b] {
        #expect(sums[a] + 1_000 >= sums[b])
      }
    }
    var draws = SeededDraws(seed: "minimums")
    let seats = matrix.lottery(shares, draws: &draws)
    try matrix.checkQuota(seats, shares)
    #expect(MatrixTotals(matrix, seats).columns.allSatisfy { $0 >= 4 })
    var naive = NaiveControlledRounding(matrix, shares)
    var replay = NaiveDraws(seed: "minimums")
    #expect(naive.run(&replay) == seats)
  }

  @Test func theCheckRefusesChangedShares() throws {
    let matrix = try SeatMatrix(rowSeats: [20, 20], columnWeights: [60, 30, 1])
      .requiring(columnMinimums: [0, 0, 2])
    let shares = try matrix.fairShares()
    try matrix.checkShares(shares)
    func changed(_ moves: [(Int, Int)]) -> FairShares {
      var parts = shares.parts
      for (cell, by) in moves { parts[cell] += by }
      return FairShares(unit: shares.unit, parts: parts)
    }
    #expect(throws: ShareFault.wrongRow(row: 1, expected: 20_000_000_000, found: 20_000_000_001)) {
      try matrix.checkShares(changed([(3, 1)]))
    }
    #expect(
      throws: ShareFault.belowColumnMinimum(
        column: 2, minimum: 2_000_000_000, found: 1_999_999_999)
    ) { try matrix.checkShares(changed([(2, -1), (0, 1)])) }
    #expect(throws: ShareFault.tooLittle(row: 0, column: 1, against: 0)) {
      try matrix.checkShares(changed([(1, -10_000), (0, 10_000)]))
    }
    // More than its minimum, and more than its weight deserves.
    #expect(throws: ShareFault.tooMuch(row: 0, column: 2, against: 0)) {
      try matrix.checkShares(changed([(2, 30_000), (0, -20_000), (1, -10_000)]))
    }
  }
}
