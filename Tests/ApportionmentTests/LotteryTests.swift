import Foundation
import TestSupport
import Testing

@testable import Apportionment

@Suite("Lottery")
struct LotteryTests {
  @Test func floorsCeilingsAndTheNaiveReplay() throws {
    var random = SeededGenerator(21)
    for round in 0..<(400 * thoroughness) {
      let matrix = RandomMatrix().make(&random)
      let shares = try matrix.fairShares()
      var draws = SeededGenerator(round)
      let seats = matrix.lottery(shares, draws: &draws)
      try matrix.checkQuota(seats, shares)
      for cell in seats.indices {
        #expect(seats[cell] >= matrix.minimum(cell) && seats[cell] <= matrix.maximum(cell))
      }
      var naiveDraws = SeededGenerator(round)
      var naive = NaiveControlledRounding(matrix, shares)
      #expect(naive.run(&naiveDraws) == seats)
      var replayDraws = SeededGenerator(round)
      var replay = RoundingReplay(matrix, shares)
      #expect(replay.run { replayDraws.uniform(below: $0) } == seats)
      let next = draws.next()
      #expect(naiveDraws.next() == next, "the same number of draws")
      #expect(replayDraws.next() == next, "the same number of draws")
    }
  }

  /// Shares of arbitrary parts, not from weights: sums of columns are anything.
  @Test func arbitraryParts() throws {
    var random = SeededGenerator(22)
    for round in 0..<(150 * thoroughness) {
      let matrix = RandomMatrix(hasRequirements: false).make(&random)
      var parts = try matrix.fairShares().parts
      for row in 0..<matrix.rowCount {
        let cells = matrix.cells(ofRow: row)
        for _ in 0..<6 where cells.count > 1 {
          let (a, b) = (cells.randomElement(using: &random)!, cells.randomElement(using: &random)!)
          let move = Int.random(in: 0...parts[a], using: &random)
          parts[a] -= move
          parts[b] += move
        }
      }
      let shares = FairShares(unit: FairShares.billionth, parts: parts)
      var draws = SeededGenerator(round)
      let seats = matrix.lottery(shares, draws: &draws)
      try matrix.checkQuota(seats, shares)
      var naiveDraws = SeededGenerator(round)
      var naive = NaiveControlledRounding(matrix, shares)
      #expect(naive.run(&naiveDraws) == seats)
      var replayDraws = SeededGenerator(round)
      var replay = RoundingReplay(matrix, shares)
      #expect(replay.run { replayDraws.uniform(below: $0) } == seats)
    }
  }

  /// Floors and ceilings of everything at once, on thousands of matrices (20,000 in an optimized
  /// build): with closed and empty cells, minima, maxima, column minimums, tiers and groups.
  @Test func thousandsOfMatrices() throws {
    var random = SeededGenerator(27)
    var (lotteries, fractions) = (0, 0)
    while lotteries < 1_000 * thoroughness {
      var matrix = RandomMatrix().make(&random)
      if Bool.random(using: &random) {
        matrix = try matrix.requiring(
          columnMinimums: (0..<matrix.columnCount).map { _ in Int.random(in: 0...2, using: &random)
          }
        )
      }
      // Column minimums may contradict the rows; all else was made to be feasible.
      guard let shares = try? matrix.fairShares() else { continue }
      lotteries += 1
      fractions += shares.parts.count { $0 % shares.unit != 0 }
      let seats = matrix.lottery(shares, draws: &random)
      try matrix.checkQuota(seats, shares)
      for cell in seats.indices {
        #expect(seats[cell] >= matrix.minimum(cell) && seats[cell] <= matrix.maximum(cell))
      }
    }
    #expect(fractions > 3 * lotteries, "there was something to round")
  }

  /// How far the seats of each cell, summed over lotteries, are from their expectation, in standard
  /// deviations; nil for shares that are whole, and those so near that pushes without a draw count.
  static func scores(_ sums: [Int], _ shares: FairShares, runs: Int, bias: Double = 0) -> [Double] {
    sums.enumerated().compactMap { cell, sum in
      let fraction = Double(shares.parts[cell] % shares.unit) / Double(shares.unit)
      guard fraction > 0.01, fraction < 0.99 else { return nil }
      let expected = (Double(shares.parts[cell]) / Double(shares.unit) + bias) * Double(runs)
      return (Double(sum) - expected) / (fraction * (1 - fraction) * Double(runs)).squareRoot()
    }
  }

  /// The mean over many seeds is the share: z-scores of cells behave like a standard normal's.
  ///
  /// 10⁵ seeds a matrix in an optimized build, or as many as `LOTTERY_SEEDS` says.
  @Test func expectation() throws {
    let asked = ProcessInfo.processInfo.environment["LOTTERY_SEEDS"].flatMap(Int.init)
    let runs = asked ?? (thoroughness < 20 ? 6_000 : 100_000)
    var random = SeededGenerator(23)
    var (squares, count, biased) = (0.0, 0, 0)
    for round in 0..<10 {
      let matrix = RandomMatrix(rowsMax: 4, columnsMax: 4).make(&random)
      let shares = try matrix.fairShares()
      var sums = Array(repeating: 0, count: matrix.cellCount)
      for seed in 0..<runs {
        var draws = SeededGenerator(seed << 4 | round)
        for (cell, seats) in matrix.lottery(shares, draws: &draws).enumerated() {
          sums[cell] += seats
        }
      }
      for score in Self.scores(sums, shares, runs: runs) {
        #expect(abs(score) < 4.5)
        squares += score * score
        count += 1
      }
      // The measure bites: were cells favoured by seven deviations or more, it would show.
      let bias = 3.5 / Double(runs).squareRoot()
      biased += Self.scores(sums, shares, runs: runs, bias: bias).count { abs($0) >= 4.5 }
    }
    // Scores of a matrix hang together, so the sum of squares spreads more than χ²'s.
    #expect(count > 20 && squares / Double(count) > 0.3 && squares / Double(count) < 2.5)
    #expect(biased > count / 2, "\(biased) of \(count)")
  }

  /// Shares of two ten-thousandths are drawn for, of half a ten-thousandth not: that is said.
  @Test func sharesTooSmallToDraw() throws {
    func winners(_ columns: Int) throws -> (Set<Int>, undrawn: Int) {
      let matrix = try SeatMatrix(
        rowSeats: [1], columnWeights: Array(repeating: 1, count: columns))
      let shares = try matrix.fairShares()
      var found: Set<Int> = []
      for seed in 0..<200 {
        var draws = SeededGenerator(seed)
        found.insert(matrix.lottery(shares, draws: &draws).firstIndex(of: 1)!)
      }
      return (found, shares.undrawnCells.count)
    }
    let drawn = try winners(5_000)
    #expect(drawn.0.count > 150 && drawn.undrawn == 0, "\(drawn.0.count)")
    let undrawn = try winners(20_000)
    #expect(undrawn.0.count < 10 && undrawn.undrawn == 20_000, "\(undrawn.0.count)")
  }

  /// Sums have their expectation too, and vary less than cells drawn each by itself would.
  @Test func columnsVaryByOneSeatOnly() throws {
    let matrix = try SeatMatrix(rowSeats: [3, 4, 5], columnWeights: [7, 5, 3, 2])
    let shares = try matrix.fairShares()
    let want = MatrixTotals(matrix, shares.parts).columns
    var sums = Array(repeating: 0, count: 4)
    let runs = 2_000 * thoroughness
    for seed in 0..<runs {
      var draws = SeededGenerator(seed)
      let have = MatrixTotals(matrix, matrix.lottery(shares, draws: &draws)).columns
      for (column, seats) in have.enumerated() {
        #expect(seats == want[column] / shares.unit || seats == want[column] / shares.unit + 1)
        sums[column] += seats
      }
    }
    for score in Self.scores(sums, FairShares(unit: shares.unit, parts: want), runs: runs) {
      #expect(abs(score) < 4.5)
    }
  }

  /// Every rounding that floors and ceilings allow.
  static func allRoundings(_ matrix: SeatMatrix, _ shares: FairShares) -> Set<[Int]> {
    let floors = shares.parts.map { $0 / shares.unit }
    let open = shares.parts.indices.filter { shares.parts[$0] % shares.unit != 0 }
    var found: Set<[Int]> = []
    for pattern in 0..<(1 << open.count) {
      var seats = floors
      for (bit, cell) in open.enumerated() where pattern >> bit & 1 == 1 { seats[cell] += 1 }
      if (try? matrix.checkQuota(seats, shares)) != nil { found.insert(seats) }
    }
    return found
  }

  /// One lottery with rows and columns in a random order, told in the old order.
  static func shuffledLottery(
    _ matrix: SeatMatrix, _ shares: FairShares, _ random: inout SeededGenerator
  ) throws -> [Int] {
    let rows = Array(0..<matrix.rowCount).shuffled(using: &random)
    let columns = Array(0..<matrix.columnCount).shuffled(using: &random)
    var cells: [(cell: MatrixCell, old: Int)] = []
    for row in 0..<matrix.rowCount {
      for old in matrix.cells(ofRow: row) {
        let column = columns[Int(matrix.columns[old])]
        cells.append(
          (MatrixCell(row: rows[row], column: column, weight: matrix.weights[old]), old))
      }
    }
    cells.sort { ($0.cell.row, $0.cell.column) < ($1.cell.row, $1.cell.column) }
    var rowSeats = matrix.rowSeats
    var tiers = matrix.tierOfRow.map(Int.init)
    var groups = matrix.groupOfColumn.map(Int.init)
    for (old, new) in rows.enumerated() {
      rowSeats[new] = matrix.rowSeats[old]
      tiers[new] = Int(matrix.tierOfRow[old])
    }
    for (old, new) in columns.enumerated() { groups[new] = Int(matrix.groupOfColumn[old]) }
    let shuffled = try SeatMatrix(
      rowSeats: rowSeats, columnCount: matrix.columnCount, cells: cells.map(\.cell)
    ).nested(tierOfRow: tiers, groupOfColumn: groups)
    let parts = FairShares(unit: shares.unit, parts: cells.map { shares.parts[$0.old] })
    var seats = Array(repeating: 0, count: matrix.cellCount)
    for (at, value) in shuffled.lottery(parts, draws: &random).enumerated() {
      seats[cells[at].old] = value
    }
    return seats
  }

  /// Nothing but a controlled rounding is ever drawn, and over all orders of rows and columns every
  /// one is. In a single order some have no chance: of four halves, the first two that meet settle
  /// it between them, so that exactly one of those is rounded up.
  @Test func everyRoundingIsReachableAndNoOther() throws {
    var random = SeededGenerator(24)
    var tested = 0
    while tested < 8 * thoroughness {
      let matrix = RandomMatrix(rowsMax: 3, columnsMax: 4, hasRequirements: false).make(&random)
      let shares = try matrix.fairShares()
      let open = shares.parts.map { $0 % shares.unit }.filter { $0 != 0 }
      // Without shares near a whole number, or the rare ones would take too many draws to see.
      guard open.count <= 9, open.allSatisfy({ (150_000_000...850_000_000).contains($0) }) else {
        continue
      }
      let allowed = Self.allRoundings(matrix, shares)
      guard (2...12).contains(allowed.count) else { continue }
      tested += 1
      var drawn: Set<[Int]> = []
      for _ in 0..<5_000 where drawn.count < allowed.count {
        drawn.insert(try Self.shuffledLottery(matrix, shares, &random))
      }
      #expect(drawn == allowed)
    }
  }

  /// Three rows of one seat over three equal columns: thirds do not add up in billionths, and each
  /// column must still get exactly one.
  @Test func nearlyWholeTotalsStayWhole() throws {
    let matrix = try SeatMatrix(rowSeats: [1, 1, 1], columnWeights: [7, 7, 7])
    let shares = try matrix.fairShares()
    for seed in 0..<(100 * thoroughness) {
      var draws = SeededGenerator(seed)
      let seats = matrix.lottery(shares, draws: &draws)
      for column in 0..<3 { #expect(seats[column] + seats[column + 3] + seats[column + 6] == 1) }
    }
  }

  /// None fails in many random matrices: totals whole before rounding to parts stay.
  @Test func wholeColumnTotals() throws {
    var random = SeededGenerator(25)
    for round in 0..<(75 * thoroughness) {
      // Equal rows, as many as the weights add up to, over a divisor: every column is whole.
      let weights = (0..<Int.random(in: 2...6, using: &random)).map { _ in
        Int.random(in: 1...5, using: &random)
      }
      let total = weights.reduce(0, +)
      let rows = Array(repeating: Int.random(in: 1...3, using: &random), count: total)
      let matrix = try SeatMatrix(rowSeats: rows, columnWeights: weights)
      var draws = SeededGenerator(round)
      let seats = try matrix.lottery(matrix.fairShares(), draws: &draws)
      for column in weights.indices {
        let sum = stride(from: column, to: seats.count, by: weights.count).reduce(0) {
          $0 + seats[$1]
        }
        #expect(sum == weights[column] * rows[0])
      }
    }
  }

  @Test func drawsRunOnFromSplitToSplit() throws {
    let matrix = try SeatMatrix(rowSeats: [2, 3], columnWeights: [3, 5, 4])
    var draws = SeededDraws(seed: "public")
    let first = try matrix.lottery(matrix.fairShares(), draws: &draws)
    let taken = draws.counter
    #expect(taken > 0)
    _ = try matrix.lottery(matrix.fairShares(), draws: &draws)
    #expect(draws.counter > taken)
    var again = SeededDraws(seed: "public")
    #expect(try matrix.lottery(matrix.fairShares(), draws: &again) == first)
  }

  /// What is wrong is said of the list that is wrong.
  @Test func wrongListsAreNamed() throws {
    let matrix = try SeatMatrix(rowSeats: [2, 1], columnWeights: [3, 2, 1])
    #expect(throws: MatrixError.classOutOfRange(list: "tierOfRow", place: 1, found: -1)) {
      try matrix.nested(tierOfRow: [0, -1])
    }
    #expect(throws: MatrixError.classOutOfRange(list: "groupOfColumn", place: 2, found: -7)) {
      try matrix.nested(groupOfColumn: [0, 1, -7])
    }
    #expect(throws: MatrixError.classOutOfRange(list: "tierOfRow", place: 0, found: 1 << 31)) {
      try matrix.nested(tierOfRow: [1 << 31, 0])
    }
    #expect(throws: MatrixError.lengthMismatch(list: "groupOfColumn", expected: 3, found: 1)) {
      try matrix.nested(groupOfColumn: [0])
    }
    let shares = try matrix.fairShares()
    let few = FairShares(unit: shares.unit, parts: Array(shares.parts.dropLast(2)))
    let seats = [1, 1, 0, 1, 0, 0]
    #expect(throws: MatrixFault.wrongShareCount(expected: 6, found: 4)) {
      try matrix.checkQuota(seats, few)
    }
    #expect(throws: MatrixFault.wrongCount(expected: 6, found: 5)) {
      try matrix.checkQuota(Array(seats.dropLast()), shares)
    }
  }

  @Test func theCheckRefusesASeatMoved() throws {
    var random = SeededGenerator(26)
    for round in 0..<(20 * thoroughness) {
      let matrix = RandomMatrix().make(&random)
      let shares = try matrix.fairShares()
      var draws = SeededGenerator(round)
      var seats = matrix.lottery(shares, draws: &draws)
      guard let from = seats.indices.filter({ seats[$0] > 0 }).randomElement(using: &random) else {
        continue
      }
      seats[from] -= 1
      #expect(throws: MatrixFault.self) { try matrix.checkQuota(seats, shares) }
    }
  }
}
