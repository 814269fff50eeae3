/// The cells in which biproportional solutions differ.
///
/// A cell that stands exactly at a signpost of the certificate may rise or fall. As a graph with an
/// arc row → column for each cell that may rise, and column → row for each that may fall, the other
/// solutions are its directed cycles: a cell is tied exactly where both its ends are in one strong
/// component.
///
/// Source: M. L. Balinski, G. Demange, "Algorithms for proportional matrices in reals and
/// integers", Math. Programming 45 (1989).
public struct BiproportionalTies: Sendable {
  /// The tied cells, ascending.
  public let cells: [Int]
  /// The seats that each gets in every solution; in some it gets one more.
  public let certain: [Int]
  /// The tied cells, by place in `cells`, that can trade seats with one another; each list
  /// ascending, in the order of their first. However they trade, as many cells of a list have one
  /// seat more.
  public let groups: [[Int]]

  private var trades: TradeGraph

  /// Complexity: O(cells), and O(rows + columns + t) for t cells at a signpost.
  init(
    _ search: TieAndTransfer, _ certificate: BiproportionalCertificate, _ method: DivisorMethod
  ) {
    let tight = search.tightCells(certificate, method)
    var graph = DirectedGraph(nodeCount: search.nodeCount)
    for cell in tight {
      let (from, to) = cell.isUp ? (cell.column, cell.row) : (cell.row, cell.column)
      graph.arcs[from].append(to)
    }
    let component = graph.strongComponents().of
    let tied = tight.filter { component[$0.row] == component[$0.column] }
    cells = tied.map(\.cell)
    certain = tied.map { search.seats[$0.cell] - ($0.isUp ? 1 : 0) }
    groups = places(ofEqual: tied.map { component[$0.row] })
    trades = TradeGraph(tied, rowCount: search.rowCount, nodeCount: search.nodeCount)
  }

  /// Whether each has one seat more in the solution at hand.
  public var isUp: [Bool] { trades.isUp }

  /// See `BiproportionalSolution.favour`; the cells that change, and by how much.
  mutating func favour(_ tied: Int) -> [(cell: Int, step: Int)] {
    trades.favour(tied).map { (cells[$0], trades.isUp[$0] ? 1 : -1) }
  }
}

/// A cell at a signpost, with its row and its column as nodes of a search.
struct TightCell {
  let cell: Int
  let row: Int
  let column: Int
  /// Whether it has the upper of its two numbers of seats.
  let isUp: Bool
}

extension TieAndTransfer {
  /// The cells that the certificate puts exactly at a signpost and that may go over it, ascending.
  fileprivate func tightCells(
    _ certificate: BiproportionalCertificate, _ method: DivisorMethod
  ) -> [TightCell] {
    let divisors = certificate.columnDivisors.map(Multiplier.init)
    var tight: [TightCell] = []
    for row in 0..<rowCount {
      let multiplier = Multiplier(certificate.rowMultipliers[row])
      for cell in grid.matrix.cells(ofRow: row) where grid.most[cell] > grid.least[cell] {
        let (column, held) = (Int(grid.matrix.columns[cell]), seats[cell])
        let isTight = { (holding: Int) in
          let claim = method.claim(of: grid.matrix.weights[cell], holding: holding)
          return Tightness(claim, multiplier, divisors[column]) == .tight
        }
        let mayRise = held < grid.most[cell] && isTight(held)
        if mayRise || (held > grid.least[cell] && isTight(held - 1)) {
          tight.append(
            TightCell(cell: cell, row: row, column: rowCount + column, isUp: !mayRise))
        }
      }
    }
    return tight
  }
}
