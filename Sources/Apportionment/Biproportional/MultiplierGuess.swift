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
    // Both orders in memory: in the other one every cell would be a cache miss.
    let byRow = grid.matrix.weights.enumerated().map { cell, weight in
      Double(weight) * (1 + Double(SearchNoise.of(cell)) * SearchNoise.factor)
    }
    let byColumn = grid.byColumn.map { byRow[Int($0)] }
    let rowByColumn = grid.byColumn.map { grid.rowOfCell[Int($0)] }
    var line = ScaledLine(method, isBounded: isBounded, grid)
    for round in 0..<Self.roundsMax {
      var isSettled = true
      for row in rowMultipliers.indices where rowMultipliers[row] > 0 {
        line.load(grid.matrix.cells(ofRow: row), byRow, grid.matrix.columns, columnFactors)
        if isBounded { line.loadBounds(grid.matrix.cells(ofRow: row), grid) }
        let isSame = line.scale(&rowMultipliers[row], to: grid.matrix.rowSeats[row], round)
        isSettled = isSettled && isSame
      }
      for column in columnFactors.indices where columnFactors[column] > 0 {
        line.load(grid.index.places(ofColumn: column), byColumn, rowByColumn, rowMultipliers)
        if isBounded { line.loadBounds(grid.index.cells(ofColumn: column), grid) }
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
  /// How many cells the line has; the arrays are as long as the longest line.
  private var cellCount = 0
  private var quotients: [Double]
  /// The seats of each cell at the factor at hand.
  private var held: [Int32]
  /// Factors at which cells gain or lose a seat.
  private var borders: [Double] = []
  private var least: [Int] = []
  private var most: [Int] = []

  /// Without bounds, there is nothing to look up for a cell but its weight.
  private let isBounded: Bool

  init(_ method: DivisorMethod, isBounded: Bool, _ grid: CellGrid) {
    self.method = method
    self.isBounded = isBounded
    let longest = max(grid.matrix.columnCount, grid.matrix.rowCount)
    quotients = Array(repeating: 0, count: longest)
    held = Array(repeating: 0, count: longest)
  }

  /// Weights in the order of the line, each times the factor of the line that crosses there.
  mutating func load(
    _ places: Range<Int>, _ weights: borrowing [Double], _ crossing: borrowing [Int32],
    _ factors: borrowing [Double]
  ) {
    cellCount = places.count
    let (weights, crossing, factors) = (weights.span, crossing.span, factors.span)
    var quotients = quotients.mutableSpan
    for at in places {
      quotients[at - places.lowerBound] = weights[at] * factors[Int(crossing[at])]
    }
  }

  mutating func loadBounds(_ cells: some Sequence<Int>, _ grid: CellGrid) {
    least.removeAll(keepingCapacity: true)
    most.removeAll(keepingCapacity: true)
    for cell in cells {
      least.append(grid.least[cell])
      most.append(grid.most[cell])
    }
  }

  /// The seats of the line at a factor; `held` is then those of each cell.
  private mutating func round(at factor: Double) -> Int {
    var sum = 0
    if method == .webster, !isBounded {
      for at in 0..<cellCount {
        let seats = Int(min(quotients[at] * factor, 4e9) + 0.5)
        held[at] = Int32(truncatingIfNeeded: seats)
        sum += seats
      }
      return sum
    }
    for at in 0..<cellCount {
      var seats = method.rounded(quotients[at] * factor)
      if isBounded { seats = min(max(seats, least[at]), most[at]) }
      held[at] = Int32(truncatingIfNeeded: seats)
      sum += seats
    }
    return sum
  }

  /// Changes `factor` until the line has `target` seats, or for so many tries; whether it had them.
  ///
  /// The factors at which each cell gains or loses its next seat are known: as many of the nearest
  /// are passed as seats are missing. Only cells that pass two signposts at once need another try.
  mutating func scale(_ factor: inout Double, to target: Int, _ round: Int) -> Bool {
    if round == 0 {
      let total = quotients[..<cellCount].reduce(0, +)
      guard total > 0 else { return true }
      factor = Double(target) / total
    }
    for attempt in 0..<20 {
      let found = self.round(at: factor)
      if found == target { return attempt == 0 }
      let next =
        found < target
        ? passing(target - found, isRaise: true, factor)
        : passing(found - target, isRaise: false, factor)
      // As many seats tied at one factor as doubles can tell apart: leave it to the search.
      guard let next, next != factor else { return false }
      factor = next
    }
    return false
  }

  /// A factor just beyond the `count` nearest at which a cell gains (loses) its next seat.
  private mutating func passing(_ count: Int, isRaise: Bool, _ factor: Double) -> Double? {
    borders.removeAll(keepingCapacity: true)
    for at in 0..<cellCount where quotients[at] > 0 {
      let seats = Int(held[at])
      // Raising passes the lowest borders first: negative, so that they stand first.
      if isRaise {
        if isBounded, seats >= most[at] { continue }
        borders.append(-method.signpost(seats) / quotients[at])
      } else if seats > (isBounded ? least[at] : 0) {
        borders.append(method.signpost(seats - 1) / quotients[at])
      }
    }
    guard count <= borders.count else {
      // Not enough cells with a next seat: far away, where they have several.
      return isRaise ? (borders.isEmpty ? nil : factor * 2) : factor / 2
    }
    let last = borders.selectDescending(count - 1)
    let beyond = borders[count...].max()
    let middle = beyond.map { (last + $0) / 2 } ?? last * (isRaise ? 1.000001 : 0.999999)
    return isRaise ? -middle : middle
  }
}

extension DivisorMethod {
  /// A floating quotient rounded by this method's signposts; for guesses.
  ///
  /// Truncation and products only: floor would tie the module to the C library's libm.
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

  /// Where `seats` becomes one more, in floating point; for guesses.
  @inline(__always)
  func signpost(_ seats: Int) -> Double {
    let n = Double(seats)
    return switch self {
    case .adams: n
    case .dean: n * (n + 1) / (n + 0.5)
    case .huntingtonHill: (n * (n + 1)).squareRoot()
    case .webster: n + 0.5
    case .jefferson: n + 1
    }
  }
}
