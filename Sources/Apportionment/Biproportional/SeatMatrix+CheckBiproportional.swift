// This file is the auditor's: it knows the definition of a signpost and nothing of the search.

extension SeatMatrix {
  /// Checks a biproportional apportionment: exact rows and columns, every cell rounded as the
  /// certificate says.
  ///
  /// The lower bound is not asked of a cell at its minimum, nor the upper one of a cell at its
  /// maximum. Throws `MatrixFault`. Complexity: O(cells).
  public func checkBiproportional(
    _ seats: [Int], columnSeats: [Int], method: DivisorMethod = .webster,
    certificate: BiproportionalCertificate
  ) throws(MatrixFault) {
    guard seats.count == cellCount else {
      throw .wrongCount(expected: cellCount, found: seats.count)
    }
    guard certificate.rowMultipliers.count == rowCount,
      certificate.columnDivisors.count == columnCount, columnSeats.count == columnCount,
      !certificate.columnDivisors.contains(where: \.isZero)
    else { throw .wrongCertificateShape }
    let multipliers = certificate.rowMultipliers.map(Multiplier.init)
    let divisors = certificate.columnDivisors.map(Multiplier.init)
    var columnSums = Array(repeating: 0, count: columnCount)
    for row in 0..<rowCount {
      var sum = 0
      for cell in cells(ofRow: row) {
        sum += seats[cell]
        columnSums[Int(columns[cell])] += seats[cell]
        let divisor = divisors[Int(columns[cell])]
        try checkCell(cell, row: row, seats[cell], method, multipliers[row], divisor)
      }
      guard sum == rowSeats[row] else {
        throw .wrongRow(row: row, expected: rowSeats[row], found: sum)
      }
    }
    for column in 0..<columnCount where columnSums[column] != columnSeats[column] {
      throw .wrongColumn(
        column: column, expected: columnSeats[column], found: columnSums[column])
    }
  }

  private func checkCell(
    _ cell: Int, row: Int, _ seats: Int, _ method: DivisorMethod,
    _ multiplier: Multiplier, _ divisor: Multiplier
  ) throws(MatrixFault) {
    let column = Int(columns[cell])
    guard seats >= minimum(cell), seats <= maximum(cell) else {
      throw .outsideRequirements(row: row, column: column, seats: seats)
    }
    let weight = weights[cell]
    var isRight = true
    if seats < maximum(cell) {
      let claim = method.claim(of: weight, holding: seats)
      isRight = Tightness(claim, multiplier, divisor) != .over
    }
    if seats > minimum(cell) {
      let claim = method.claim(of: weight, holding: seats - 1)
      isRight = isRight && Tightness(claim, multiplier, divisor) != .under
    }
    guard isRight else { throw .wrongCertificate(row: row, column: column) }
  }
}

/// How a claim times A compares with B: a claim over it deserves a seat, one under it none.
enum Tightness {
  case under, tight, over

  init(_ claim: Fraction, _ multiplier: Multiplier, _ divisor: Multiplier) {
    if claim.isInfinite {
      self = multiplier.isZero ? .under : .over
    } else if let a = multiplier.word, let b = divisor.word {
      // Each side is below 2¹⁰⁶ · 2¹²⁸: compared in 256 bits.
      let left = claim.numerator.multipliedFullWidth(by: a)
      let right = claim.denominator.multipliedFullWidth(by: b)
      if left.high == right.high && left.low == right.low {
        self = .tight
      } else {
        self = (left.high, left.low) < (right.high, right.low) ? .under : .over
      }
    } else {
      let left = Natural(claim.numerator) * multiplier.value
      let right = Natural(claim.denominator) * divisor.value
      self = left == right ? .tight : left < right ? .under : .over
    }
  }
}

/// A multiplier with its machine word at hand, where it has one.
struct Multiplier {
  let value: Natural
  let word: UInt128?
  var isZero: Bool { word == 0 }

  init(_ value: Natural) {
    self.value = value
    word = value.word
  }
}
