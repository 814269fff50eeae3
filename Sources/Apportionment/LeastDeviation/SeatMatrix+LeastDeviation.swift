/// Node potentials that prove a least-deviation rounding, in parts of a seat.
///
/// For every arc that may be rounded either way, cost − potential(tail) + potential(head) is not
/// negative where it was rounded down and not positive where it was rounded up; a cell costs
/// unit − 2·(its share above the floor), with shares as `levelled` has them, a total what
/// `cost(ofTotal:unit:)` says.
public struct DeviationCertificate: Hashable, Sendable {
  /// Of each row.
  public let rows: [Int]
  /// Of each row's part of a group, row by row.
  public let rowGroups: [Int]
  /// Of each tier's part of a column, tier by tier.
  public let tierColumns: [Int]
  /// Of each column.
  public let columns: [Int]
  /// Of each column group.
  public let groups: [Int]
  /// Of the whole.
  public let all: Int

  /// Potentials that somebody brings.
  public init(
    rows: [Int], rowGroups: [Int], tierColumns: [Int], columns: [Int], groups: [Int], all: Int
  ) {
    self.rows = rows
    self.rowGroups = rowGroups
    self.tierColumns = tierColumns
    self.columns = columns
    self.groups = groups
    self.all = all
  }
}

/// A controlled rounding of least total deviation, with its proof.
public struct DeviationSolution: Sendable {
  /// The seats of each cell; where there are ties, of some rounding of least deviation until
  /// `settled`.
  public internal(set) var seats: [Int]
  /// Σ |seats − share| over all cells, in parts of a seat.
  public internal(set) var deviation: Int
  /// The proof that no controlled rounding deviates less.
  public let certificate: DeviationCertificate
  /// The cells in which other roundings deviate as little.
  public let ties: DeviationTies
  /// Where lots settled ties, the proof of each round of them: as `certificate`, but a tied cell
  /// costs its lot, and only arcs count that lie on cycles of cost 0 in all proofs before.
  public internal(set) var lotCertificates: [DeviationCertificate] = []
}

extension SeatMatrix {
  /// The controlled rounding of least total deviation Σ |seats − share|: cells and nested totals
  /// rounded down or up as in `lottery`, but by minimum-cost flow instead of chance. Shares that
  /// differ by rounding alone count as equal, totals that are whole but for it as whole.
  ///
  /// Where most shares are below one, it gives the seats of large rows to large columns only: look
  /// at `biasByQuarters`, and prefer `lottery`. Of several optima some one is returned, with its
  /// `ties`: `DeviationSolution.settled(by:)` chooses by lot.
  ///
  /// - Precondition: every row of `shares` adds up to its seats.
  /// - Complexity: a few tens of passes over the cells for each of ten phases of scaling, then
  ///   O(c · log c) for each round of exact potentials: two seconds for 300 × 3,000 cells.
  ///
  /// Source: L. H. Cox, L. R. Ernst, "Controlled rounding", INFOR 20 (1982).
  public func leastDeviation(_ shares: FairShares) -> DeviationSolution {
    let network = DeviationNetwork(self, shares)
    let flow = UnitFlow.optimal(network.arcs, excess: network.excess)
    var seats = shares.parts.map { $0 / shares.unit }
    for (at, cell) in network.cells.enumerated() where flow.arcs[at].isUp { seats[cell] += 1 }
    let deviation = seats.indices.reduce(0) {
      $0 + abs(seats[$1] * shares.unit - shares.parts[$1])
    }
    return DeviationSolution(
      seats: seats, deviation: deviation, certificate: network.certificate(flow.potentials),
      ties: DeviationTies(network, flow, shares))
  }

  /// What classes of rows got in classes of columns beyond their shares, in parts of a seat.
  ///
  /// `result[rowClass][columnClass]` is Σ (seats − share). Complexity: O(cells).
  func bias(
    _ seats: [Int], _ shares: FairShares, rowClass: [Int], columnClass: [Int]
  ) -> [[Int]] {
    let columnClasses = (columnClass.max() ?? -1) + 1
    var bias = Array(
      repeating: Array(repeating: 0, count: columnClasses), count: (rowClass.max() ?? -1) + 1)
    for row in 0..<rowCount {
      for cell in cells(ofRow: row) {
        bias[rowClass[row]][columnClass[Int(columns[cell])]] +=
          seats[cell] * shares.unit - shares.parts[cell]
      }
    }
    return bias
  }

  /// What quarters of the rows by their seats got in quarters of the columns by their shares
  /// together, beyond their shares, in parts of a seat: `result[rows][columns]`, the smallest
  /// first.
  ///
  /// Equal ones are in their order. With fewer than four, some quarters are empty, and the last
  /// ones are left out. A rounding without bias keeps the sums small against the number of cells;
  /// least deviation does not. Complexity: O(cells + rows log rows + columns log columns).
  public func biasByQuarters(_ seats: [Int], _ shares: FairShares) -> [[Int]] {
    let sums = MatrixTotals(self, shares.parts).columns
    return bias(
      seats, shares, rowClass: SeatMatrix.quarters(rowSeats), columnClass: SeatMatrix.quarters(sums)
    )
  }

  private static func quarters(_ sizes: [Int]) -> [Int] {
    let order = sizes.indices.sorted { (sizes[$0], $0) < (sizes[$1], $1) }
    var quarters = Array(repeating: 0, count: sizes.count)
    for (place, at) in order.enumerated() { quarters[at] = place * 4 / sizes.count }
    return quarters
  }
}

/// The network of the two hierarchies as arcs that may be rounded either way.
struct DeviationNetwork: Sendable {
  let network: RoundingNetwork
  let matrix: SeatMatrix
  /// Arcs of `cells` first, then of totals.
  private(set) var arcs: [UnitFlow.Arc] = []
  /// The cells that may be rounded either way, ascending.
  private(set) var cells: [Int] = []
  /// What each node has too much with all arcs rounded down.
  private(set) var excess: [Int]

  init(_ matrix: SeatMatrix, _ shares: FairShares) {
    self.matrix = matrix
    network = RoundingNetwork(matrix, shares)
    excess = Array(repeating: 0, count: network.nodeCount)
    for row in 0..<matrix.rowCount { excess[network.node(row: row)] += matrix.rowSeats[row] }
    excess[network.sink] -= matrix.seatsTotal
    let levelled = matrix.levelled(shares)
    for row in 0..<matrix.rowCount {
      for cell in matrix.cells(ofRow: row) {
        let column = Int(matrix.columns[cell])
        let tail = network.tail(row: row, group: Int(matrix.groupOfColumn[column]))
        let head = network.head(tier: Int(matrix.tierOfRow[row]), column: column)
        let (parts, unit) = (shares.parts[cell], shares.unit)
        let rest = levelled[cell] - parts / unit * unit
        if add(tail, head, parts, unit: unit, cost: unit - 2 * rest) { cells.append(cell) }
      }
    }
    for arc in network.arcs {
      let cost = matrix.cost(ofTotal: arc.parts, unit: shares.unit)
      _ = add(arc.tail, arc.head, arc.parts, unit: shares.unit, cost: cost)
    }
  }

  /// Counts the whole part; keeps the arc where there is a rest.
  private mutating func add(
    _ tail: Int, _ head: Int, _ parts: Int, unit: Int, cost: Int
  ) -> Bool {
    excess[tail] -= parts / unit
    excess[head] += parts / unit
    guard parts % unit > 0 else { return false }
    arcs.append(UnitFlow.Arc(tail: Int32(tail), head: Int32(head), cost: cost, isUp: false))
    return true
  }

  func certificate(_ potentials: [Int]) -> DeviationCertificate {
    let columns = (0..<matrix.columnCount).map { potentials[$0] }
    return DeviationCertificate(
      rows: (0..<matrix.rowCount).map { potentials[network.node(row: $0)] },
      rowGroups: (0..<matrix.rowCount).flatMap { row in
        (0..<matrix.groupCount).map { potentials[network.tail(row: row, group: $0)] }
      },
      tierColumns: (0..<matrix.tierCount).flatMap { tier in
        (0..<matrix.columnCount).map { potentials[network.head(tier: tier, column: $0)] }
      },
      columns: columns,
      groups: (0..<matrix.groupCount).map { potentials[network.node(group: $0)] },
      all: potentials[network.sink])
  }
}
