/// The search for seats: potentials in fixed-point logarithms, seats moved along tight cells.
///
/// Write a for log A of a row and b for log B of a column. Raising a cell costs log signpost(x) −
/// log v − a + b, lowering it log v + a − b − log signpost(x−1); seats and potentials fit each
/// other while no cost is negative. The dual steps (Dijkstra over these costs) and the transfers
/// (along cells of cost 0) are the primal–dual method for minimum-cost flow, all in integers; its
/// answer is exact for the logarithms as rounded, and is then certified without them.
///
/// Source: M. L. Balinski, G. Demange, "Algorithms for proportional matrices in reals and
/// integers", Math. Programming 45 (1989); G. Rote, M. Zachariasen, "Matrix scaling by network
/// flow" (2007).
struct TieAndTransfer: UnitNetwork {
  let grid: CellGrid
  let columnSeats: [Int]
  let signposts: SignpostLogarithms
  /// log v of each cell.
  var logWeights: [Int]
  private(set) var seats: [Int]
  /// The cells of each column that ever held more than their least seats, once each: most never do,
  /// and looking for those that do is what would take the time.
  private var held: [[Int32]]
  private var isHeld: [Bool]
  /// a of the rows, then b of the columns.
  var potentials: [Int]
  /// Seats that a row misses, or that a column has too many; negative for the opposite.
  var surplus: [Int]

  var rowCount: Int { grid.matrix.rowCount }
  var nodeCount: Int { potentials.count }

  init(_ guess: MultiplierGuess) {
    grid = guess.grid
    columnSeats = guess.columnSeats
    signposts = SignpostLogarithms(guess.method)
    let scale = guess.method.claimPower
    logWeights = grid.matrix.weights.enumerated().map { cell, weight in
      weight > 0 ? scale * (BinaryLogarithm.log2(Double(weight)) + SearchNoise.of(cell)) : 0
    }
    potentials =
      guess.rowMultipliers.map { $0 > 0 ? scale * BinaryLogarithm.log2($0) : 0 }
      + guess.columnFactors.map { $0 > 0 ? -scale * BinaryLogarithm.log2($0) : 0 }
    seats = grid.least
    held = Array(repeating: [], count: columnSeats.count)
    isHeld = Array(repeating: false, count: seats.count)
    surplus = grid.matrix.rowSeats + columnSeats.map { -$0 }
    for row in 0..<rowCount {
      for cell in grid.matrix.cells(ofRow: row) {
        let column = Int(grid.matrix.columns[cell])
        if grid.most[cell] > grid.least[cell] {
          let start = guess.method.rounded(
            Double(grid.matrix.weights[cell]) * guess.rowMultipliers[row]
              * guess.columnFactors[column])
          seats[cell] = round(cell, row, rowCount + column, from: start)
        }
        surplus[row] -= seats[cell]
        surplus[rowCount + column] += seats[cell]
        if seats[cell] > grid.least[cell] { hold(cell) }
      }
    }
  }

  /// The seats that fit the potentials, found from a start nearby.
  private func round(_ cell: Int, _ row: Int, _ column: Int, from start: Int) -> Int {
    let (least, most) = (grid.least[cell], grid.most[cell])
    let height = logWeights[cell] + potentials[row] - potentials[column]
    var seats = min(max(start, least), most)
    while seats < most, signposts[seats] < height { seats += 1 }
    while seats > least, signposts[seats - 1] > height { seats -= 1 }
    return seats
  }

  /// The cost of raising a cell; nil at its maximum.
  @inline(__always)
  func raiseCost(_ cell: Int, _ row: Int, _ column: Int) -> Int? {
    guard seats[cell] < grid.most[cell] else { return nil }
    return signposts[seats[cell]] - logWeights[cell] - potentials[row] + potentials[column]
  }

  /// The cost of lowering a cell; nil at its minimum.
  @inline(__always)
  func lowerCost(_ cell: Int, _ row: Int, _ column: Int) -> Int? {
    guard seats[cell] > grid.least[cell] else { return nil }
    return logWeights[cell] + potentials[row] - potentials[column] - signposts[seats[cell] - 1]
  }

  @inline(__always)
  func places(from node: Int) -> Range<Int> {
    node < rowCount ? grid.matrix.cells(ofRow: node) : held[node - rowCount].indices
  }

  /// A row's cells may rise, a column's may fall; a cell is a step's label.
  @inline(__always)
  func step(at place: Int, from node: Int) -> UnitStep? {
    if node < rowCount {
      let column = rowCount + Int(grid.matrix.columns[place])
      return raiseCost(place, node, column).map { (column, $0, place) }
    }
    let cell = Int(held[node - rowCount][place])
    let row = Int(grid.rowOfCell[cell])
    return lowerCost(cell, row, node).map { (row, $0, cell) }
  }

  /// Moves seats until both margins are exact. Needs feasible margins.
  mutating func run() {
    let isBalanced = balance()
    precondition(isBalanced, "margins are met or were refused before")
  }

  mutating func move(over label: Int, from node: Int) { move(label, raises: node < rowCount) }

  /// Moves one seat around a cycle of cells that was found to be better, or as good.
  mutating func turn(_ cycle: [(cell: Int, raises: Bool)]) {
    for step in cycle { move(step.cell, raises: step.raises) }
  }

  private mutating func move(_ cell: Int, raises: Bool) {
    seats[cell] += raises ? 1 : -1
    if raises { hold(cell) }
  }

  private mutating func hold(_ cell: Int) {
    guard !isHeld[cell] else { return }
    isHeld[cell] = true
    held[Int(grid.matrix.columns[cell])].append(Int32(cell))
  }
}
