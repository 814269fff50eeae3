import Testing

@testable import Apportionment

@Suite("Least deviation")
struct LeastDeviationTests {
  static func deviation(_ seats: [Int], _ shares: FairShares) -> Int {
    seats.indices.reduce(0) { $0 + abs(seats[$1] * shares.unit - shares.parts[$1]) }
  }

  @Test func leastOfAllControlledRoundings() throws {
    var random = SplitMix(41)
    var tested = 0
    while tested < 40 * thoroughness {
      let matrix = RandomMatrix(rowsMax: 4, columnsMax: 4).make(&random)
      let shares = try matrix.fairShares()
      guard shares.parts.count(where: { $0 % shares.unit != 0 }) <= 9 else { continue }
      tested += 1
      let solution = matrix.leastDeviation(shares)
      let least = LotteryTests.allRoundings(matrix, shares).map { Self.deviation($0, shares) }
        .min()
      #expect(solution.deviation == least)
      #expect(Self.deviation(solution.seats, shares) == least)
      try matrix.checkLeastDeviation(solution.seats, shares, certificate: solution.certificate)
    }
  }

  @Test func certificatesRefuseWorseRoundings() throws {
    var random = SplitMix(42)
    var refused = 0
    for round in 0..<(100 * thoroughness) {
      let matrix = RandomMatrix(rowsMax: 6, columnsMax: 9).make(&random)
      let shares = try matrix.fairShares()
      let solution = matrix.leastDeviation(shares)
      try matrix.checkLeastDeviation(solution.seats, shares, certificate: solution.certificate)
      var draws = SplitMix(round)
      let drawn = matrix.lottery(shares, draws: &draws)
      guard Self.deviation(drawn, shares) > solution.deviation else { continue }
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
    var random = SplitMix(44)
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
    var random = SplitMix(45)
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

  /// METHODS: small middle schools get none of the large high schools' seats.
  @Test func itsBiasAndTheLotterysLackOfIt() throws {
    var random = SplitMix(43)
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
    var draws = SplitMix(1)
    var sum = 0
    let runs = 30 * thoroughness
    for _ in 0..<runs {
      let seats = matrix.lottery(shares, draws: &draws)
      sum += matrix.bias(seats, shares, rowClass: rowClass, columnClass: columnClass)[3][0]
    }
    #expect(abs(sum / runs) < shares.unit)
  }
}
