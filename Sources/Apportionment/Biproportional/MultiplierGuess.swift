/// Multipliers that round most of a matrix right, by alternating scaling in floating point.
///
/// Only a guess: the search that follows rounds every cell anew from integers and mends what is
/// wrong. Source: alternating scaling of Balinski & Pukelsheim (2006).
struct MultiplierGuess {
  let grid: CellGrid
  let columnSeats: [Int]
  let method: DivisorMethod
  private(set) var rowMultipliers: [Double]
  /// One over the column divisors.
  private(set) var columnFactors: [Double]
  /// How many times rows and columns are scaled in turn, at most.
  private static let roundsMax = 12

  init(_ grid: CellGrid, columnSeats: [Int], method: DivisorMethod) {
    self.grid = grid
    self.columnSeats = columnSeats
    self.method = method
    rowMultipliers = grid.matrix.rowSeats.map { $0 > 0 ? 1 : 0 }
    columnFactors = columnSeats.map { $0 > 0 ? 1 : 0 }
    let isBounded =
      method.seatsEveryoneFirst || !grid.matrix.minimums.isEmpty || !grid.matrix.maximums.isEmpty
    var line = ScaledLine(method, isBounded: isBounded)
    for round in 0..<Self.roundsMax {
      var isSettled = true
      for row in rowMultipliers.indices where rowMultipliers[row] > 0 {
        line.clear()
        for cell in grid.matrix.cells(ofRow: row) {
          line.add(cell, grid, factor: columnFactors[Int(grid.matrix.columns[cell])])
        }
        let isSame = line.scale(&rowMultipliers[row], to: grid.matrix.rowSeats[row], round)
        isSettled = isSettled && isSame
      }
      for column in columnFactors.indices where columnFactors[column] > 0 {
        line.clear()
        for at in grid.columnStart[column]..<grid.columnStart[column + 1] {
          let cell = Int(grid.byColumn[at])
          line.add(cell, grid, factor: rowMultipliers[Int(grid.rowOfCell[cell])])
        }
        let isSame = line.scale(&columnFactors[column], to: columnSeats[column], round)
        isSettled = isSettled && isSame
      }
      if isSettled { break }
    }
  }
}

/// One row or column: its quotients but for its own factor.
private struct ScaledLine {
  private let method: DivisorMethod
  private var quotients: [Double] = []
  private var least: [Int] = []
  private var most: [Int] = []

  /// Without bounds, there is nothing to look up for a cell but its weight.
  private let isBounded: Bool

  init(_ method: DivisorMethod, isBounded: Bool) {
    self.method = method
    self.isBounded = isBounded
  }

  mutating func clear() {
    quotients.removeAll(keepingCapacity: true)
    least.removeAll(keepingCapacity: true)
    most.removeAll(keepingCapacity: true)
  }

  @inline(__always)
  mutating func add(_ cell: Int, _ grid: CellGrid, factor: Double) {
    let noise = 1 + Double(SearchNoise.of(cell)) * 0.6931471805599453 / Double(FixedLogarithm.unit)
    quotients.append(Double(grid.matrix.weights[cell]) * noise * factor)
    guard isBounded else { return }
    least.append(grid.least[cell])
    most.append(grid.most[cell])
  }

  private func seats(_ factor: Double) -> Int {
    var sum = 0
    if !isBounded {
      for quotient in quotients { sum += method.rounded(quotient * factor) }
      return sum
    }
    for at in quotients.indices {
      sum += min(max(method.rounded(quotients[at] * factor), least[at]), most[at])
    }
    return sum
  }

  /// Changes `factor` until the line has `target` seats, or for so many tries; whether it had them.
  ///
  /// A bracket is found by growing steps, then narrowed by its secant.
  func scale(_ factor: inout Double, to target: Int, _ round: Int) -> Bool {
    let total = quotients.reduce(0, +)
    guard total > 0 else { return true }
    if round == 0 { factor = Double(target) / total }
    var (low, high) = (0.0, Double.infinity)
    var (lowSeats, highSeats) = (0, 0)
    var growth = round == 0 ? 1.5 : 1.02
    for attempt in 0..<40 {
      let found = seats(factor)
      if found == target { return attempt == 0 }
      if found < target {
        (low, lowSeats) = (factor, found)
      } else {
        (high, highSeats) = (factor, found)
      }
      if low > 0 && high.isFinite {
        let secant = Double(target - lowSeats) / Double(highSeats - lowSeats)
        factor = low + (high - low) * min(max(secant, 0.1), 0.9)
        // As many seats tied at one factor as doubles can tell apart: leave it to the search.
        if factor <= low || factor >= high { return false }
      } else {
        factor *= low > 0 ? growth : 1 / growth
        growth *= growth
      }
    }
    return false
  }
}

extension DivisorMethod {
  /// A floating quotient rounded by this method's signposts; for guesses.
  ///
  /// Truncation and products only: floor and sqrt would tie the module to the C library's libm.
  @inline(__always)
  func rounded(_ quotient: Double) -> Int {
    let whole = Int(min(quotient, 4e9))
    let n = Double(whole)
    let passesSignpost =
      switch self {
      case .adams: quotient > n
      case .dean: quotient * (n + 0.5) > n * (n + 1)
      case .huntingtonHill: quotient * quotient > n * (n + 1)
      case .webster: quotient > n + 0.5
      case .jefferson: false
      }
    return whole + (passesSignpost ? 1 : 0)
  }
}
