import Apportionment

/// A tie in a matrix: cells in which solutions differ, and how lots choose among these.
///
/// With both margins fixed: cells whose quotient stands exactly at a signpost, and that can trade a
/// seat around a cycle of such cells. Of least deviation: cells that can trade a seat around a cycle
/// that changes no deviation.
///
/// Every such cell has its lower or its upper number of seats. All solutions are joined by cycles:
/// row → column where a cell may rise, column → row where one may fall. Source: M. L. Balinski,
/// G. Demange, "Algorithms for proportional matrices in reals and integers", Mathematical
/// Programming 45 (1989).
public struct CellTie: Sendable {
  /// A cell at a signpost.
  struct Member: Sendable {
    let cell: Int
    let row: Int
    let column: Int
  }

  private let grid: Grid
  /// One solution.
  private let seats: [Int]
  /// The cells that differ between solutions, in order.
  let members: [Member]
  /// Whether each has its upper number of seats in `seats`.
  private let isUp: [Bool]
  /// Of least deviation: the solution; nil where both margins are fixed.
  let deviation: DeviationSolution?

  /// The most cells among which lots are drawn, where both margins are fixed.
  public static let membersMax = 20_000

  /// How many cells differ between solutions.
  public var count: Int { members.count }

  /// Whether there are more cells than lots can be drawn for.
  var isBeyondLots: Bool { deviation == nil && count > CellTie.membersMax }

  /// The tie of a rounding of least deviation.
  init(_ grid: Grid, _ solution: DeviationSolution) {
    self.grid = grid
    seats = solution.seats
    deviation = solution
    isUp = solution.ties.isUp
    members = solution.ties.cells.map {
      Member(
        cell: $0, row: grid.matrix.row(ofCell: $0), column: Int(grid.matrix.columns[$0]))
    }
  }

  /// The tie of a solution, by its certificate. Complexity: O(cells).
  init(_ grid: Grid, _ seats: [Int], _ certificate: BiproportionalCertificate) {
    self.grid = grid
    self.seats = seats
    deviation = nil
    var members: [Member] = []
    var isUp: [Bool] = []
    let matrix = grid.matrix
    for row in grid.rows.indices {
      let multiplier = certificate.rowMultipliers[row]
      for cell in matrix.cells(ofRow: row) where matrix.weights[cell] > 0 {
        let column = Int(matrix.columns[cell])
        let isTight = { (holding: Int) in
          let claim = DivisorMethod.webster.claim(of: matrix.weights[cell], holding: holding)
          return Natural(claim.numerator) * multiplier
            == Natural(claim.denominator) * certificate.columnDivisors[column]
        }
        let member = Member(cell: cell, row: row, column: column)
        if seats[cell] < matrix.maximum(cell), isTight(seats[cell]) {
          members.append(member)
          isUp.append(false)
        } else if seats[cell] > matrix.minimum(cell), isTight(seats[cell] - 1) {
          members.append(member)
          isUp.append(true)
        }
      }
    }
    let onCycles = TightGraph(members, isUp, rows: grid.rows.count, columns: grid.columns.count)
      .membersOnCycles()
    self.members = onCycles.map { members[$0] }
    self.isUp = onCycles.map { isUp[$0] }
  }

  /// The seats that are certain in a member's cell.
  func certainSeats(_ member: Int) -> Int {
    seats[members[member].cell] - (isUp[member] ? 1 : 0)
  }

  /// The rounding of least deviation that lots (`TieLot` of the row and the column) choose: the one
  /// whose raised cells have the least sum of lots. Complexity: that of the method.
  func settledDeviation(seed: String) -> DeviationSolution? {
    let lots = members.map { member in
      TieLot(seed: seed, row: grid.rows[member.row])(grid.columns[member.column])
    }
    return deviation?.settled { member, round in lots[member].shortWord(round) }
  }

  /// The solution that lots choose where both margins are fixed; nil beyond `membersMax` cells.
  ///
  /// The cells are asked in the order of their lots, smallest first (`TieLot` of the row and the
  /// column): each gets the seat if some solution gives it that, and all before it what they got.
  /// Complexity: O(m²) for m cells.
  func settled(seed: String) -> [Int]? {
    guard members.count <= CellTie.membersMax else { return nil }
    var graph = TightGraph(members, isUp, rows: grid.rows.count, columns: grid.columns.count)
    let lots = members.map { member in
      TieLot(seed: seed, row: grid.rows[member.row])(grid.columns[member.column])
    }
    for member in members.indices.sorted(by: { lots[$0] < lots[$1] }) { graph.favour(member) }
    var result = seats
    for (at, member) in members.enumerated() {
      result[member.cell] = certainSeats(at) + (graph.isUp[at] ? 1 : 0)
    }
    return result
  }
}

/// Rows and columns joined by cells that may rise (row → column) or fall (column → row).
private struct TightGraph {
  private let members: [CellTie.Member]
  /// Whether each cell has its upper number.
  private(set) var isUp: [Bool]
  private var isFixed: [Bool]
  private let rows: Int
  /// The members at each row, then at each column.
  private var at: [[Int]]

  init(_ members: [CellTie.Member], _ isUp: [Bool], rows: Int, columns: Int) {
    self.members = members
    self.isUp = isUp
    self.rows = rows
    isFixed = Array(repeating: false, count: members.count)
    at = Array(repeating: [], count: rows + columns)
    for (number, member) in members.enumerated() {
      at[member.row].append(number)
      at[rows + member.column].append(number)
    }
  }

  /// Gives `member` the seat if the ones that are not fixed can make up for it, and fixes it.
  mutating func favour(_ member: Int) {
    isFixed[member] = true
    guard !isUp[member] else { return }
    let (row, column) = (members[member].row, rows + members[member].column)
    guard let way = way(from: column, to: row) else { return }
    isUp[member] = true
    for step in way { isUp[step].toggle() }
  }

  /// The members on some cycle, ascending: those whose ends are strongly connected.
  ///
  /// Source: S. R. Kosaraju's two searches, as in M. Sharir, "A strong-connectivity algorithm and
  /// its applications in data flow analysis" (1981). Complexity: O(nodes + members).
  func membersOnCycles() -> [Int] {
    var finished: [Int] = []
    var isSeen = Array(repeating: false, count: at.count)
    for root in at.indices where !isSeen[root] {
      search(from: root, against: false, &isSeen) { finished.append($0) }
    }
    var component = Array(repeating: -1, count: at.count)
    isSeen = Array(repeating: false, count: at.count)
    for root in finished.reversed() where !isSeen[root] {
      search(from: root, against: true, &isSeen) { component[$0] = root }
    }
    return members.indices.filter {
      component[members[$0].row] == component[rows + members[$0].column]
    }
  }

  /// Depth-first search along the arcs or against them; `finish` gets each node when it is left.
  private func search(
    from root: Int, against: Bool, _ isSeen: inout [Bool], finish: (Int) -> Void
  ) {
    isSeen[root] = true
    var path = [(node: root, next: 0)]
    while let (node, next) = path.last {
      guard next < at[node].count else {
        finish(node)
        path.removeLast()
        continue
      }
      path[path.count - 1].next += 1
      let number = at[node][next]
      // Along the arcs a row is left by a cell that may rise, a column by one that may fall.
      guard isUp[number] == ((node >= rows) != against) else { continue }
      let other = node < rows ? rows + members[number].column : members[number].row
      guard !isSeen[other] else { continue }
      isSeen[other] = true
      path.append((other, 0))
    }
  }

  /// The members on a way between two nodes over those not fixed, by breadth-first search.
  private func way(from start: Int, to goal: Int) -> [Int]? {
    var cameBy = Array(repeating: -1, count: at.count)
    var queue = [start]
    var next = 0
    while next < queue.count {
      let node = queue[next]
      next += 1
      for number in at[node] where !isFixed[number] && isUp[number] == (node >= rows) {
        let other = node < rows ? rows + members[number].column : members[number].row
        guard other != start, cameBy[other] < 0 else { continue }
        cameBy[other] = number
        if other == goal { return trace(from: start, to: goal, cameBy) }
        queue.append(other)
      }
    }
    return nil
  }

  private func trace(from start: Int, to goal: Int, _ cameBy: [Int]) -> [Int] {
    var way: [Int] = []
    var node = goal
    while node != start {
      let number = cameBy[node]
      way.append(number)
      node = node >= rows ? members[number].row : rows + members[number].column
    }
    return way
  }
}
