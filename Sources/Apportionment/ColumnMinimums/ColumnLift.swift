/// Multipliers μ of columns, and the rows' shares that they lead to.
///
/// All in integers: the same on every machine, whatever rounding leaves.
///
/// Source: alternating scaling is Bregman's projection onto one margin after the other (L. M.
/// Bregman 1967); with bounds and inequalities it still converges to the minimum of relative
/// entropy, because every step climbs the concave dual (P. Tseng 1993).
struct ColumnLift {
  private let matrix: SeatMatrix
  private let index: ColumnIndex
  /// The least seats of each column.
  private let needs: [Int]
  /// μ in units of `one`.
  private var multipliers: [UInt128]
  /// weight·μ of each cell, in units of its row's own.
  private var lifted: [Int]
  /// What a cell would get at the λ of its row without bounds, in units of 1/`grain`.
  private var raw: [Int] = []
  private var level = WaterLevel()
  /// Parts of a seat while multipliers are searched for: as fine as 62 bits allow.
  private let grain: Int

  /// After so many rounds without an end, cells that have no choice are looked for.
  static let roundsBeforeFreezing = 60
  /// Thereafter each round comes nearer by a constant factor.
  static let roundsMax = 1_000

  private static let one: UInt128 = 1 << 40
  /// With weights to 2⁵³ the product has 127 bits.
  private static let largest: UInt128 = 1 << 74

  init(_ matrix: SeatMatrix, _ index: ColumnIndex, needs: [Int]) {
    self.matrix = matrix
    self.index = index
    self.needs = needs
    multipliers = Array(repeating: Self.one, count: matrix.columnCount)
    lifted = matrix.weights
    grain = 1 << (matrix.seatsTotal.leadingZeroBitCount - 3)
  }

  /// The closed form: the seats of all rows are water-filled over the columns, and every row is
  /// split in proportion to that.
  mutating func fillRectangle(
    _ block: OpenBlock, unit: Int, _ parts: inout [Int], _ isTight: inout [Bool]
  ) throws(MatrixError) {
    let seats = block.rows.reduce(0) { $0 + matrix.rowSeats[$1] }
    let required = block.columns.reduce(0) { $0 + needs[$1] }
    guard required <= seats else {
      throw .infeasible(
        matrix.minimumConflict(rows: block.rows, columns: block.columns, needs))
    }
    let open = matrix.cells(ofRow: block.rows[0]).filter { matrix.weights[$0] > 0 }
    let cells = zip(block.columns, open).enumerated().map { at, pair in
      MatrixCell(row: 0, column: at, weight: matrix.weights[pair.1], minimum: needs[pair.0])
    }
    let targets = try SeatMatrix(rowSeats: [seats], columnCount: cells.count, cells: cells)
      .fairShares(unit: unit).parts
    for (column, target) in zip(block.columns, targets) {
      isTight[column] = target == needs[column] * unit
    }
    for row in block.rows {
      var at = 0
      for cell in matrix.cells(ofRow: row) where matrix.weights[cell] > 0 {
        lifted[cell] = targets[at]
        at += 1
      }
      fill(row, unit: unit, &parts)
    }
  }

  /// Alternating scaling until every short column has its minimum but for a 10⁻¹⁰, or for
  /// `roundsMax` rounds; whether it got there. The exact repair that follows mends what is left.
  @discardableResult
  mutating func scale(
    _ block: OpenBlock, roundsMax: Int, unit: Int, _ parts: inout [Int], _ isTight: inout [Bool]
  ) -> Bool {
    if raw.isEmpty { raw = Array(repeating: 0, count: matrix.cellCount) }
    var isSettled = false
    for _ in 0..<roundsMax where !isSettled {
      for row in block.rows { fitRow(row) }
      isSettled = true
      for column in block.columns where !fitColumn(column) { isSettled = false }
    }
    for row in block.rows {
      weigh(row)
      fill(row, unit: unit, &parts)
    }
    for column in block.columns { isTight[column] = multipliers[column] > Self.one }
    return isSettled
  }

  private mutating func fill(_ row: Int, unit: Int, _ parts: inout [Int]) {
    let cells = matrix.cells(ofRow: row)
    for cell in cells { parts[cell] = 0 }
    level.fill(matrix, cells, seats: matrix.rowSeats[row], weights: lifted)
    level.write(unit: unit, weights: lifted, into: &parts)
  }

  /// weight·μ for a row, scaled so that their sum has at most 61 bits.
  private mutating func weigh(_ row: Int) {
    let cells = matrix.cells(ofRow: row)
    var bits: UInt128 = 0
    for cell in cells {
      bits |= UInt128(matrix.weights[cell]) * multipliers[Int(matrix.columns[cell])]
    }
    let width = 128 - bits.leadingZeroBitCount + (64 - cells.count.leadingZeroBitCount)
    // A negative shift to the right is one to the left.
    let shift = width - 61
    for cell in cells where matrix.weights[cell] > 0 {
      let product = UInt128(matrix.weights[cell]) * multipliers[Int(matrix.columns[cell])]
      lifted[cell] = max(1, Int(product >> shift))
    }
  }

  private mutating func fitRow(_ row: Int) {
    weigh(row)
    let cells = matrix.cells(ofRow: row)
    level.fill(matrix, cells, seats: matrix.rowSeats[row], weights: lifted)
    guard let (seats, weight) = level.level else {
      // All at their bounds: any λ beyond them would do.
      for cell in cells where matrix.weights[cell] > 0 {
        raw[cell] = max(1, min(matrix.maximum(cell), matrix.rowSeats[row]) * grain)
      }
      return
    }
    let total = UInt64(seats * grain)
    let divisor = UInt64(weight)
    for cell in cells {
      let product = total.multipliedFullWidth(by: UInt64(lifted[cell]))
      // λ may be far above what a cell at its maximum can hold.
      let share =
        product.high >= (divisor + 3) / 4
        ? 1 << 62 : Int(divisor.dividingFullWidth(product).quotient)
      raw[cell] = matrix.weights[cell] == 0 ? 0 : max(1, share)
    }
  }

  /// Sets μ so that the column has its minimum at the rows' present λ; whether it nearly had.
  private mutating func fitColumn(_ column: Int) -> Bool {
    let need = needs[column]
    guard need > 0 else { return true }
    var (sum, least, most) = (0, 0, 0)
    for cell in index.cells(ofColumn: column) where raw[cell] > 0 {
      let ceiling = min(matrix.maximum(cell), matrix.rowSeats[Int(index.rowOfCell[cell])])
      sum += min(max(raw[cell], matrix.minimum(cell) * grain), ceiling * grain)
      least += matrix.minimum(cell)
      most += ceiling
    }
    let old = multipliers[column]
    if old == Self.one && sum >= need * grain { return true }
    level.fill(
      matrix, index.cells(ofColumn: column), seats: min(max(need, least), most), weights: raw)
    let factor = level.level.map { (UInt128($0.seats * grain) << 40) / $0.weight }
    let product = old * min(max(factor ?? factorToBounds(column), 1), 1 << 53)
    multipliers[column] = min(max(product >> 40, Self.one), Self.largest)
    return abs(sum - need * grain) <= (need * grain) >> 33 || multipliers[column] == old
  }

  /// The factor that brings the last cell of a column to its maximum, where it needs them all.
  private func factorToBounds(_ column: Int) -> UInt128 {
    var factor: UInt128 = 0
    for cell in index.cells(ofColumn: column) where raw[cell] > 0 {
      let ceiling = min(matrix.maximum(cell), matrix.rowSeats[Int(index.rowOfCell[cell])])
      factor = max(factor, (UInt128(ceiling * grain) << 40) / UInt128(raw[cell]) + 1)
    }
    return factor
  }
}
