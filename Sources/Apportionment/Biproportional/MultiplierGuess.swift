/// Multipliers that round most of a matrix right, by alternating scaling in floating point.
///
/// Only a guess: the search that follows rounds every cell anew from integers and mends what is
/// wrong. Source: alternating scaling of Balinski & Pukelsheim (2006), with Newton's steps inside.
struct MultiplierGuess {
  let grid: CellGrid
  let columnSeats: [Int]
  let method: DivisorMethod
  private(set) var rowMultipliers: [Double]
  /// One over the column divisors.
  private(set) var columnFactors: [Double]

  init(_ grid: CellGrid, columnSeats: [Int], method: DivisorMethod) {
    self.grid = grid
    self.columnSeats = columnSeats
    self.method = method
    rowMultipliers = grid.matrix.rowSeats.map { $0 > 0 ? 1 : 0 }
    columnFactors = columnSeats.map { $0 > 0 ? 1 : 0 }
    for _ in 0..<4 {
      scale(rows: true, target: grid.matrix.rowSeats, isRounded: false)
      scale(rows: false, target: columnSeats, isRounded: false)
    }
    for _ in 0..<4 {
      for _ in 0..<4 { if scale(rows: true, target: grid.matrix.rowSeats) == 0 { break } }
      for _ in 0..<4 { if scale(rows: false, target: columnSeats) == 0 { break } }
    }
  }

  /// One step for all rows, or all columns, toward their seats; how far they were from them.
  @discardableResult
  private mutating func scale(rows: Bool, target: [Int], isRounded: Bool = true) -> Int {
    var counted = Array(repeating: 0, count: target.count)
    var continuous = Array(repeating: 0.0, count: target.count)
    let (least, most) = (grid.least, grid.most)
    for row in 0..<grid.matrix.rowCount {
      let multiplier = rowMultipliers[row]
      for cell in grid.matrix.cells(ofRow: row) {
        let column = Int(grid.matrix.columns[cell])
        let at = rows ? row : column
        let quotient = Double(grid.matrix.weights[cell]) * multiplier * columnFactors[column]
        continuous[at] += quotient
        if isRounded {
          counted[at] += min(max(method.rounded(quotient), least[cell]), most[cell])
        }
      }
    }
    var missing = 0
    for at in target.indices where target[at] > 0 && continuous[at] > 0 {
      let want = Double(target[at])
      let step =
        isRounded ? 1 + (want - Double(counted[at])) / continuous[at] : want / continuous[at]
      if isRounded { missing += abs(target[at] - counted[at]) }
      let factor = isRounded ? min(max(step, 0.25), 4) : step
      if rows { rowMultipliers[at] *= factor } else { columnFactors[at] *= factor }
    }
    return missing
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
