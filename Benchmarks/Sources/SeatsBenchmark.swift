import Apportionment
import Columns
import Diagnostics

/// Splits seats, on one core: a lottery, a method with fixed margins, one vector.
struct SeatsBenchmark: Benchmark {
  private let title: String
  private let cells: Int
  private let work: @Sendable () throws -> [Int]

  /// `work` is timed as a whole; its result, one number a cell, must always be the same.
  init(_ title: String, cells: Int, work: @escaping @Sendable () throws -> [Int]) {
    self.title = title
    self.cells = cells
    self.work = work
  }

  var subject: String { title }

  func run(workers: Workers, observer: PhaseObserver) throws -> [Int] { try work() }

  func fingerprint(of product: consuming [Int]) -> String {
    var print = Fingerprint()
    print.add(product)
    return print.text
  }

  func rows(of product: [Int]) -> [Row] { [Row(title: title, cells: cells)] }
}

/// The matrices and vectors that seats are split on: of a large city's shape, or smaller ones.
struct SeatsSuite {
  private let rows: Int
  private let columns: Int
  private let districts = 20

  /// As large as is of interest to whoever measures a city of so many students.
  init(students: Int) {
    switch students {
    case 100_000...: (rows, columns) = (500, 5_000)
    case 10_000...: (rows, columns) = (50, 500)
    default: (rows, columns) = (5, 40)
    }
  }

  /// Measures; throws a `Disagreement` where any two runs came to different results.
  func measure(_ runner: inout Runner) throws -> [Measurement] {
    try lotteries(&runner) + matrices(&runner) + vectors(&runner)
  }

  private var rowSeats: [Int] { (0..<rows).map { 60 + $0 * 7919 % 400 } }
  private func weights(_ count: Int) -> [Int] { (0..<count).map { 10 + $0 * 6007 % 391 } }

  /// A number without pattern: cells whose weights repeat would tie all over the matrix.
  private func scattered(_ cell: Int) -> Int {
    var z = (UInt64(cell) &+ 1) &* 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    return Int((z ^ (z >> 27)) >> 32)
  }

  private func name(_ method: String, _ rows: Int, _ columns: Int) -> String {
    "\(method) \(rows) × \(grouped(columns))"
  }

  private func lotteries(_ runner: inout Runner) throws -> [Measurement] {
    let weights = weights(columns)
    let tiers = (0..<rows).map { $0 % 2 }
    let groups = (0..<columns).map { $0 % districts }
    let dense = try SeatMatrix(rowSeats: rowSeats, columnWeights: weights)
      .nested(tierOfRow: tiers, groupOfColumn: groups)
    let cells = (0..<rows).flatMap { row in
      (0..<columns).filter { groups[$0] == row % districts }
        .map { MatrixCell(row: row, column: $0, weight: weights[$0]) }
    }
    let local = try SeatMatrix(rowSeats: rowSeats, columnCount: columns, cells: cells)
      .nested(tierOfRow: tiers, groupOfColumn: groups)
    var measured: [Measurement] = []
    for (kind, matrix) in [("dense", dense), ("\(districts) districts", local)] {
      let shares = try matrix.fairShares()
      measured += try runner.measure(
        SeatsBenchmark(name("shares \(kind)", rows, columns), cells: matrix.cellCount) {
          try matrix.fairShares().parts
        })
      measured += try runner.measure(
        SeatsBenchmark(name("lottery \(kind)", rows, columns), cells: matrix.cellCount) {
          var draws = SeededDraws(seed: "benchmark")
          return matrix.lottery(shares, draws: &draws)
        })
    }
    let needy = try dense.requiring(
      columnMinimums: Array(repeating: (rows + 24) / 25, count: columns))
    measured += try runner.measure(
      SeatsBenchmark(name("column minimums", rows, columns), cells: needy.cellCount) {
        try needy.fairShares().parts
      })
    return measured
  }

  private func matrices(_ runner: inout Runner) throws -> [Measurement] {
    let (rows, columns) = (rows * 3 / 5, columns * 3 / 5)
    let rowSeats = Array(rowSeats[..<rows])
    let weights = weights(columns)
    let columnSeats = try Claimants(weights: weights)
      .apportion(rowSeats.reduce(0, +), by: .divisor(.webster)).settled { $0 }
    let one = try SeatMatrix(rowSeats: rowSeats, columnWeights: weights)
    let cells = (0..<rows * columns).map {
      MatrixCell(row: $0 / columns, column: $0 % columns, weight: 1 + scattered($0) % 1_000)
    }
    let own = try SeatMatrix(rowSeats: rowSeats, columnCount: columns, cells: cells)
    var measured: [Measurement] = []
    for (kind, matrix) in [("column weights", one), ("cell weights", own)] {
      measured += try runner.measure(
        SeatsBenchmark(
          name("biproportional, \(kind)", rows, columns), cells: matrix.cellCount
        ) { try matrix.biproportional(columnSeats: columnSeats).seats })
    }
    let shares = try one.fairShares()
    measured += try runner.measure(
      SeatsBenchmark(name("leastDeviation", rows, columns), cells: one.cellCount) {
        one.leastDeviation(shares).seats
      })
    return measured
  }

  private func vectors(_ runner: inout Runner) throws -> [Measurement] {
    let claimants = try Claimants(weights: weights(columns))
    var measured: [Measurement] = []
    for method in [VectorMethod.hamilton, .divisor(.huntingtonHill)] {
      let title = "\(method.name), \(grouped(columns)) claimants"
      measured += try runner.measure(
        SeatsBenchmark(title, cells: columns) {
          try claimants.apportion(30 * claimants.count, by: method).certain
        })
    }
    return measured
  }
}
