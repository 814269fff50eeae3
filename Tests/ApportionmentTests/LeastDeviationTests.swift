import TestSupport
import Testing

@testable import Apportionment

@Suite("Least deviation")
struct LeastDeviationTests {
  static func deviation(_ seats: [Int], _ shares: FairShares) -> Int {
    seats.indices.reduce(0) { $0 + abs(seats[$1] * shares.unit - shares.parts[$1]) }
  }

  /// The roundings with the fewest totals away from whole numbers that they are but for rounding,
  /// and of these the least total deviation, equal shares of a row counting as equal.
  static func best(_ matrix: SeatMatrix, _ shares: FairShares) -> Set<[Int]> {
    var parts = shares.parts
    for row in 0..<matrix.rowCount {
      let cells = matrix.cells(ofRow: row)
      for cell in cells {
        parts[cell] =
          cells.filter {
            matrix.weights[$0] == matrix.weights[cell] && matrix.minimum($0) == matrix.minimum(cell)
              && matrix.maximum($0) == matrix.maximum(cell)
          }.map { shares.parts[$0] }.min()!
      }
    }
    let want = MatrixTotals(matrix, shares.parts)
    func size(_ seats: [Int]) -> [Int] {
      let have = MatrixTotals(matrix, seats)
      var away = 0
      for list in [\MatrixTotals.rowGroups, \.tierColumns, \.columns, \.groups] {
        // With one tier its columns are the columns, and count once.
        if list == \.tierColumns, matrix.tierCount == 1 { continue }
        for (seats, parts) in zip(have[keyPath: list], want[keyPath: list]) {
          let distance = abs(seats * shares.unit - parts)
          if distance > shares.unit - 1_000, distance < shares.unit { away += 1 }
        }
      }
      return [away, seats.indices.reduce(0) { $0 + abs(seats[$1] * shares.unit - parts[$1]) }]
    }
    let all = LotteryTests.allRoundings(matrix, shares).map { (seats: $0, size: size($0)) }
    let least = all.map(\.size).min { $0.lexicographicallyPrecedes($1) }
    return Set(all.filter { $0.size == least }.map(\.seats))
  }

  @Test func leastOfAllControlledRoundings() throws {
    var random = SeededGenerator(41)
    var tested = 0
    while tested < 40 * thoroughness {
      let matrix = RandomMatrix(rowsMax: 4, columnsMax: 4).make(&random)
      let shares = try matrix.fairShares()
      guard shares.parts.count(where: { $0 % shares.unit != 0 }) <= 9 else { continue }
      tested += 1
      let solution = matrix.leastDeviation(shares)
      let best = Self.best(matrix, shares)
      #expect(best.contains(solution.seats))
      #expect(Self.deviation(solution.seats, shares) == solution.deviation)
      try matrix.checkLeastDeviation(solution.seats, shares, certificate: solution.certificate)
    }
  }

  /// The ties are the cells in which all the best roundings differ; lots choose the one whose
  /// raised cells have the least sum; different lots reach every one.
  @Test func tiesAreSettledByLots() throws {
    var random = SeededGenerator(46)
    var (tied, reached) = (0, 0)
    while tied < 15 * thoroughness {
      let matrix = RandomMatrix(rowsMax: 4, columnsMax: 4, weightMax: 2).make(&random)
      let shares = try matrix.fairShares()
      guard shares.parts.count(where: { $0 % shares.unit != 0 }) <= 9 else { continue }
      let (best, solution) = (Self.best(matrix, shares), matrix.leastDeviation(shares))
      let differing = shares.parts.indices.filter { cell in Set(best.map { $0[cell] }).count > 1 }
      #expect(solution.ties.cells == differing)
      #expect(solution.ties.groups.flatMap { $0 }.sorted() == Array(differing.indices))
      #expect(differing.isEmpty == (best.count == 1))
      guard best.count > 1 else { continue }
      tied += 1
      var found: Set<[Int]> = []
      // Few first lots, so that their sums are often equal and later ones decide.
      for mask in [1, 3, (1 << 32) - 1] + Array(repeating: (1 << 32) - 1, count: 60) {
        let lots = differing.map { _ in (0..<8).map { _ in Int(random.next() >> 32) & mask } }
        let settled = solution.settled { lots[$0][$1] }
        func sums(_ seats: [Int]) -> [Int] {
          (0..<8).map { round in
            differing.indices.reduce(0) { sum, member in
              let isUp = seats[differing[member]] > shares.parts[differing[member]] / shares.unit
              return sum + (isUp ? lots[member][round] : 0)
            }
          }
        }
        #expect(best.contains(settled.seats))
        #expect(settled.deviation == Self.deviation(settled.seats, shares))
        let least = best.map(sums).min { $0.lexicographicallyPrecedes($1) }
        #expect(sums(settled.seats) == least)
        found.insert(settled.seats)
        if found.count == best.count { break }
      }
      if found.count == best.count { reached += 1 }
    }
    #expect(reached * 10 > tied * 7, "\(reached) of \(tied)")
  }

  /// Three equal programmes of one seat over three equal schools: each school gets one, though the
  /// billionths do not add up; who gets whose is a tie of all nine cells.
  @Test func equalSharesAreEqualWhateverRoundingLeaves() throws {
    let one = try SeatMatrix(rowSeats: [1], columnWeights: [7, 7, 7])
    let three = try SeatMatrix(rowSeats: [1, 1, 1], columnWeights: [7, 7, 7])
    let alone = one.leastDeviation(try one.fairShares())
    #expect(alone.ties.cells == [0, 1, 2] && alone.ties.groups == [[0, 1, 2]])
    for favoured in 0..<3 {
      let settled = alone.settled { member, _ in member == favoured ? 1 : 9 }
      #expect(settled.seats.firstIndex(of: 1) == favoured)
    }
    let shares = try three.fairShares()
    let solution = three.leastDeviation(shares)
    #expect(solution.ties.cells == Array(0..<9) && solution.ties.groups.count == 1)
    var random = SeededGenerator(47)
    var found: Set<[Int]> = []
    for _ in 0..<60 {
      let lots = (0..<9).map { _ in Int(random.next() >> 32) }
      let seats = solution.settled { member, _ in lots[member] }.seats
      #expect(MatrixTotals(three, seats).columns == [1, 1, 1])
      found.insert(seats)
    }
    #expect(found.count == 6)
  }

  @Test func certificatesRefuseWorseRoundings() throws {
    var random = SeededGenerator(42)
    var refused = 0
    for round in 0..<(100 * thoroughness) {
      let matrix = RandomMatrix(rowsMax: 6, columnsMax: 9).make(&random)
      let shares = try matrix.fairShares()
      let solution = matrix.leastDeviation(shares)
      try matrix.checkLeastDeviation(solution.seats, shares, certificate: solution.certificate)
      var draws = SeededGenerator(round)
      let drawn = matrix.lottery(shares, draws: &draws)
      guard Self.deviation(drawn, shares) > solution.deviation + 1_000 else { continue }
      refused += 1
      #expect(throws: MatrixFault.self) {
        try matrix.checkLeastDeviation(drawn, shares, certificate: solution.certificate)
      }
    }
    #expect(refused > 20)
  }

  /// Nothing to round; one cell; the finest unit: the potentials stay within a machine word.
  @Test func extremes() throws {
    let whole = try SeatMatrix(rowSeats: [6, 3], columnWeights: [2, 1])
    let shares = try whole.fairShares()
    let solution = whole.leastDeviation(shares)
    #expect(solution.seats == [4, 2, 2, 1] && solution.deviation == 0)
    try whole.checkLeastDeviation(solution.seats, shares, certificate: solution.certificate)
    let one = try SeatMatrix(rowSeats: [5], columnWeights: [1])
    #expect(try one.leastDeviation(one.fairShares()).seats == [5])
    var random = SeededGenerator(44)
    let fine = try SeatMatrix(
      rowSeats: (0..<20).map { _ in Int.random(in: 1...500, using: &random) },
      columnWeights: (0..<60).map { _ in Int.random(in: 1...Limits.weightMax, using: &random) }
    ).nested(
      tierOfRow: (0..<20).map { $0 % 3 }, groupOfColumn: (0..<60).map { $0 % 7 })
    let trillionths = try fine.fairShares(unit: FairShares.trillionth)
    let rounded = fine.leastDeviation(trillionths)
    try fine.checkLeastDeviation(rounded.seats, trillionths, certificate: rounded.certificate)
  }

  /// A column at its minimum stays there, whatever would deviate less without it.
  @Test func columnMinimumsHold() throws {
    var random = SeededGenerator(45)
    var tested = 0
    while tested < 30 * thoroughness {
      let (matrix, isFeasible) = try ColumnMinimumTests.random(RandomMatrix(), &random)
      guard isFeasible else { continue }
      tested += 1
      let shares = try matrix.fairShares()
      let solution = matrix.leastDeviation(shares)
      try matrix.checkLeastDeviation(solution.seats, shares, certificate: solution.certificate)
      let sums = MatrixTotals(matrix, solution.seats).columns
      for (column, minimum) in matrix.columnMinimums.enumerated() {
        let hasWeight = (0..<matrix.cellCount).contains {
          matrix.weights[$0] > 0 && Int(matrix.columns[$0]) == column
        }
        #expect(sums[column] >= minimum || !hasWeight)
      }
    }
  }

  /// By least deviation small middle schools get none of the large high schools' seats.
  @Test func itsBiasAndTheLotterysLackOfIt() throws {
    var random = SeededGenerator(43)
    let rows = (0..<12).map { _ in Int.random(in: 5...40, using: &random) }.sorted()
    let weights = (0..<90).map { _ in Int.random(in: 20...400, using: &random) }.sorted()
    let matrix = try SeatMatrix(rowSeats: rows, columnWeights: weights)
    let shares = try matrix.fairShares()
    let rowClass = rows.indices.map { $0 * 4 / 12 }
    let columnClass = weights.indices.map { $0 * 4 / 90 }
    let solution = matrix.leastDeviation(shares)
    try matrix.checkLeastDeviation(solution.seats, shares, certificate: solution.certificate)
    let bias = matrix.bias(
      solution.seats, shares, rowClass: rowClass, columnClass: columnClass)
    #expect(bias[3][0] < -3 * shares.unit)
    var draws = SeededGenerator(1)
    var sum = 0
    let runs = 30 * thoroughness
    for _ in 0..<runs {
      let seats = matrix.lottery(shares, draws: &draws)
      sum += matrix.bias(seats, shares, rowClass: rowClass, columnClass: columnClass)[3][0]
    }
    #expect(abs(sum / runs) < shares.unit)
  }
}
