import Foundation
import TestSupport
import Testing

@testable import Apportionment

@Suite("Biproportional")
struct BiproportionalTests {
  /// Every matrix with these margins, within the cells' bounds.
  static func all(_ matrix: SeatMatrix, _ columnSeats: [Int]) -> [[Int]] {
    var found: [[Int]] = []
    var seats = Array(repeating: 0, count: matrix.cellCount)
    var columnLeft = columnSeats
    let cells = (0..<matrix.rowCount).flatMap { row in matrix.cells(ofRow: row).map { (row, $0) } }
    func extend(_ at: Int, _ rowLeft: Int) {
      if at == cells.count || (at > 0 && cells[at].0 != cells[at - 1].0) {
        guard rowLeft == 0 else { return }
      }
      if at == cells.count {
        if columnLeft.allSatisfy({ $0 == 0 }) { found.append(seats) }
        return
      }
      let (row, cell) = cells[at]
      let isFirst = at == 0 || cells[at - 1].0 != row
      // Rows without any cell were sorted out by the caller.
      let left = isFirst ? matrix.rowSeats[row] : rowLeft
      let column = Int(matrix.columns[cell])
      let most = min(left, columnLeft[column], matrix.maximum(cell))
      guard matrix.minimum(cell) <= most else { return }
      for value in matrix.minimum(cell)...most {
        seats[cell] = value
        columnLeft[column] -= value
        extend(at + 1, left - value)
        columnLeft[column] += value
        seats[cell] = 0
      }
    }
    extend(0, 0)
    return found
  }

  /// Σ log of all claims that were met: the solutions are where it is greatest.
  static func objective(_ matrix: SeatMatrix, _ seats: [Int], _ method: DivisorMethod) -> Double {
    var sum = 0.0
    for (cell, count) in seats.enumerated() {
      for n in 0..<count {
        let claim = method.claim(of: matrix.weights[cell], holding: n)
        // First seats that everyone has anyway count nothing.
        if !claim.isInfinite {
          sum += log(Double(claim.numerator)) - log(Double(claim.denominator))
        }
      }
    }
    return sum
  }

  static func problem(_ random: inout SeededGenerator, weightMax: Int) -> (SeatMatrix, [Int])? {
    let kind = RandomMatrix(rowsMax: 3, columnsMax: 4, weightMax: weightMax, seatsMax: 4)
    let matrix = kind.make(&random)
    guard (0..<matrix.rowCount).allSatisfy({ !matrix.cells(ofRow: $0).isEmpty }) else {
      return nil
    }
    var columnSeats = Array(repeating: 0, count: matrix.columnCount)
    for _ in 0..<matrix.seatsTotal {
      columnSeats[Int.random(in: columnSeats.indices, using: &random)] += 1
    }
    return (matrix, columnSeats)
  }

  /// Cells and the margins of some matrix on them.
  static func feasible(
    _ random: inout SeededGenerator, _ method: DivisorMethod
  ) throws -> (SeatMatrix, [Int]) {
    let rows = Int.random(in: 1...3, using: &random)
    let columns = Int.random(in: 1...3, using: &random)
    var rowSeats = Array(repeating: 0, count: rows)
    var columnSeats = Array(repeating: 0, count: columns)
    var cells: [MatrixCell] = []
    for row in 0..<rows {
      for column in 0..<columns where Int.random(in: 0..<5, using: &random) > 0 {
        let seats = Int.random(in: (method.seatsEveryoneFirst ? 1 : 0)...2, using: &random)
        let least = Int.random(in: -3...seats, using: &random)
        cells.append(
          MatrixCell(
            row: row, column: column, weight: Int.random(in: 1...6, using: &random),
            minimum: max(0, least), maximum: least < -1 ? seats + 1 : nil))
        rowSeats[row] += seats
        columnSeats[column] += seats
      }
    }
    return (try SeatMatrix(rowSeats: rowSeats, columnCount: columns, cells: cells), columnSeats)
  }

  @Test(arguments: DivisorMethod.allCases)
  func againstBruteForce(method: DivisorMethod) throws {
    var random = SeededGenerator(31)
    var solved = 0
    var tied = 0
    while solved < 60 * thoroughness {
      let (matrix, columnSeats) = try Self.feasible(&random, method)
      let all = Self.all(matrix, columnSeats).filter { seats in
        !method.seatsEveryoneFirst
          || seats.indices.allSatisfy { seats[$0] > 0 || matrix.weights[$0] == 0 }
      }
      solved += 1
      let solution = try matrix.biproportional(columnSeats: columnSeats, method: method)
      let scores = all.map { Self.objective(matrix, $0, method) }
      let best = scores.max()!
      let optimal = Set(all.indices.filter { scores[$0] > best - 1e-9 }.map { all[$0] })
      // The certificate proves every solution and nothing else.
      let proven = all.filter { seats in
        (try? matrix.checkBiproportional(
          seats, columnSeats: columnSeats, method: method, certificate: solution.certificate))
          != nil
      }
      #expect(Set(proven) == optimal)
      #expect(optimal.contains(solution.seats))
      #expect(solution.isUnique == (optimal.count == 1))
      if optimal.count > 1 { tied += 1 }
      TieTruth(optimal).compare(solution, &random)
    }
    #expect(tied > 0, "small weights tie often")
  }

  @Test func violatingSetsByBruteForce() throws {
    var random = SeededGenerator(32)
    var refused = 0
    for _ in 0..<(400 * thoroughness) {
      guard let (matrix, columnSeats) = Self.problem(&random, weightMax: 2) else { continue }
      let exists = !Self.all(matrix, columnSeats).isEmpty
      let result = Result { () throws(MatrixError) in
        try matrix.biproportional(columnSeats: columnSeats)
      }
      switch result {
      case .success:
        #expect(exists)
      case .failure(.infeasible(let conflict)):
        refused += 1
        #expect(!exists)
        #expect(conflict.excess > 0)
        #expect(conflict.excess == Self.excess(matrix, columnSeats, conflict))
      case .failure(.columnMinimumsExceedSeats(let column, let minimums, let seats)):
        #expect(!exists && minimums > seats && columnSeats[column] == seats)
      case .failure(let error):
        Issue.record(error)
      }
    }
    #expect(refused > 5)
  }

  /// Σ_A K − Σ_B R + what others must leave in B − capacity(A × rest), from the definition.
  static func excess(_ matrix: SeatMatrix, _ columnSeats: [Int], _ conflict: MarginConflict) -> Int
  {
    var excess = conflict.rows.reduce(0) { $0 + matrix.rowSeats[$1] }
    excess -= conflict.columns.reduce(0) { $0 + columnSeats[$1] }
    for row in 0..<matrix.rowCount {
      for cell in matrix.cells(ofRow: row) {
        let isA = conflict.rows.contains(row)
        let isB = conflict.columns.contains(Int(matrix.columns[cell]))
        if isA && !isB { excess -= matrix.maximum(cell) }
        if !isA && isB { excess += matrix.minimum(cell) }
      }
    }
    return excess
  }

  @Test func randomCitiesWithCertificates() throws {
    var random = SeededGenerator(33)
    for round in 0..<(6 * thoroughness) {
      let rows = Int.random(in: 2...12, using: &random)
      let columns = Int.random(in: 2...30, using: &random)
      let wide = round % 3 == 0 ? Limits.weightMax : round % 3 == 1 ? 400 : 3
      var cells: [MatrixCell] = []
      for row in 0..<rows {
        for column in 0..<columns {
          let weight = Int.random(in: 1...wide, using: &random)
          cells.append(MatrixCell(row: row, column: column, weight: weight))
        }
      }
      let rowSeats = (0..<rows).map { _ in Int.random(in: 0...60, using: &random) }
      var columnSeats = Array(repeating: 0, count: columns)
      for _ in 0..<rowSeats.reduce(0, +) {
        columnSeats[Int.random(in: 0..<columns, using: &random)] += 1
      }
      let matrix = try SeatMatrix(rowSeats: rowSeats, columnCount: columns, cells: cells)
      for method in [DivisorMethod.webster, .jefferson] {
        let solution = try matrix.biproportional(columnSeats: columnSeats, method: method)
        try matrix.checkBiproportional(
          solution.seats, columnSeats: columnSeats, method: method,
          certificate: solution.certificate)
      }
    }
  }

  /// All weights equal: everything is tied at once.
  @Test func equalWeights() throws {
    let matrix = try SeatMatrix(
      rowSeats: Array(repeating: 5, count: 6), columnWeights: Array(repeating: 7, count: 10))
    let columnSeats = Array(repeating: 3, count: 10)
    let solution = try matrix.biproportional(columnSeats: columnSeats)
    try matrix.checkBiproportional(
      solution.seats, columnSeats: columnSeats, certificate: solution.certificate)
    #expect(!solution.isUnique)
  }

  /// Weights that differ by one in 2⁵³: logarithms cannot tell, integers can.
  @Test func nearTies() throws {
    let big = Limits.weightMax
    for (a, b, expected) in [(big, big - 1, [1, 0, 0, 1]), (big - 1, big, [0, 1, 1, 0])] {
      let cells = [
        MatrixCell(row: 0, column: 0, weight: a), MatrixCell(row: 0, column: 1, weight: b),
        MatrixCell(row: 1, column: 0, weight: b), MatrixCell(row: 1, column: 1, weight: a),
      ]
      let matrix = try SeatMatrix(rowSeats: [1, 1], columnCount: 2, cells: cells)
      let solution = try matrix.biproportional(columnSeats: [1, 1])
      #expect(solution.seats == expected)
      #expect(solution.isUnique)
    }
  }

  @Test func refusals() throws {
    let matrix = try SeatMatrix(rowSeats: [2, 3], columnWeights: [1, 1])
    #expect(throws: MatrixError.totalsDiffer(rows: 5, columns: 4)) {
      try matrix.biproportional(columnSeats: [2, 2])
    }
    #expect(throws: MatrixError.lengthMismatch(list: "columnSeats", expected: 2, found: 1)) {
      try matrix.biproportional(columnSeats: [5])
    }
    #expect(throws: MatrixError.columnSeatsOutOfRange(column: 1, seats: -1)) {
      try matrix.biproportional(columnSeats: [6, -1])
    }
    let solution = try matrix.biproportional(columnSeats: [5, 0])
    #expect(solution.seats == [2, 0, 3, 0])
    var forged = solution.certificate.rowMultipliers
    forged[0] = forged[0] * Natural(1000)
    #expect(throws: MatrixFault.self) {
      try matrix.checkBiproportional(
        solution.seats, columnSeats: [5, 0],
        certificate: BiproportionalCertificate(
          rowMultipliers: forged, columnDivisors: solution.certificate.columnDivisors))
    }
  }

  @Test func naturals() throws {
    var random = SeededGenerator(34)
    for _ in 0..<(100 * thoroughness) {
      let a = UInt128(random.next()) << 64 | UInt128(random.next())
      let b = UInt128(random.next() >> UInt64.random(in: 0...60, using: &random))
      let (x, y) = (Natural(a), Natural(b))
      #expect(x.description == String(a))
      #expect(Natural(String(a)) == x)
      let (quotient, rest) = (x * y).quotientAndRemainder(dividingBy: x)
      #expect(quotient == y && rest.isZero)
      if b > 0 {
        let (q, r) = x.quotientAndRemainder(dividingBy: y)
        #expect(q == Natural(a / b) && r == Natural(a % b))
      }
      #expect((x < y) == (a < b))
    }
  }
}
