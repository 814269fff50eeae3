import Apportionment
import Diagnostics

/// The cells of a biproportional split that another solution gives one seat more or less.
///
/// A cell on a signpost of the certificate may rise or fall. As a graph with an arc row → column for
/// each cell that may rise and column → row for each that may fall, the other solutions are its
/// cycles; a cell is tied exactly where its two ends are in one strongly connected component.
struct TiedCells {
  private struct Cell {
    let number: Int
    let row: Int
    let column: Int
    /// The fewer of its two numbers of seats.
    let low: Int
    var isHigh: Bool
    var isFixed = false
  }

  private let subject: SplitSubject
  /// The seats of each cell, as far as settled.
  private(set) var seats: [Int]
  private var cells: [Cell] = []

  /// The tied cells of `solution`.
  init(_ subject: SplitSubject, _ solution: BiproportionalSolution) {
    self.subject = subject
    seats = solution.seats
    guard !solution.isUnique else { return }
    let matrix = subject.matrix
    for row in 0..<matrix.rowCount {
      for cell in matrix.cells(ofRow: row) where matrix.weights[cell] > 0 {
        let column = Int(matrix.columns[cell])
        let (mine, theirs) = (
          Natural(UInt128(2 * matrix.weights[cell])) * solution.certificate.rowMultipliers[row],
          solution.certificate.columnDivisors[column]
        )
        let held = seats[cell]
        let canRise =
          held < matrix.maximum(cell) && Natural(UInt128(2 * held + 1)) * theirs == mine
        let canFall =
          held > matrix.minimum(cell) && held > 0
          && Natural(UInt128(2 * held - 1)) * theirs == mine
        if canRise || canFall {
          cells.append(
            Cell(
              number: cell, row: row, column: column, low: canRise ? held : held - 1,
              isHigh: canFall))
        }
      }
    }
    dropLoneCells()
  }

  /// Settles all ties; nil where one is left open or, with a message, decided wrongly.
  mutating func settle(
    _ book: inout TieBook, log: inout ProblemLog
  ) -> [SettledTie]? {
    var settled: [SettledTie] = []
    var isSettled = true
    for members in components() {
      let tie = PlanTie(
        split: subject.split, level: 0, parent: nil,
        claimants: members.map {
          PlanTie.Claimant(
            programme: subject.rows[cells[$0].row].programme,
            audience: subject.audiences[cells[$0].column], certain: cells[$0].low)
        }, shared: members.count { cells[$0].isHigh })
      if let found = settle(tie, members, &book, &log) {
        settled.append(found)
      } else {
        isSettled = false
      }
    }
    return isSettled ? settled : nil
  }

  private mutating func settle(
    _ tie: PlanTie, _ members: [Int], _ book: inout TieBook, _ log: inout ProblemLog
  ) -> SettledTie? {
    let given = book.decisions(on: tie)
    let isDecided = given.contains { $0 != nil }
    let order: [Int]
    if isDecided {
      guard book.isWhole(given, tie, &log) else { return nil }
      order = given.indices.filter { given[$0]! } + given.indices.filter { !given[$0]! }
    } else if let lots = book.lotsOrNil(tie) {
      order = lots
    } else {
      book.leaveOpen(tie)
      return nil
    }
    for at in order { raise(members[at]) }
    let gotSeat = members.map { cells[$0].isHigh }
    if isDecided, zip(given, gotSeat).contains(where: { $0! != $1 }) {
      book.report(
        tie, &log,
        Phrase(
          zh: "裁定与各行各列的合计不相容：没有这样的分配",
          en: "no split with these row and column totals is as decided"))
      return nil
    }
    for member in members {
      seats[cells[member].number] = cells[member].low + (cells[member].isHigh ? 1 : 0)
    }
    return SettledTie(
      tie: tie, gotSeat: gotSeat, settler: isDecided ? .decision : .lottery)
  }

  // MARK: The graph

  private func node(column: Int) -> Int { subject.rows.count + column }
  /// Where the arc of a cell starts, and where it ends.
  private func ends(_ cell: Cell) -> (from: Int, to: Int) {
    cell.isHigh ? (node(column: cell.column), cell.row) : (cell.row, node(column: cell.column))
  }

  /// Raises a cell if some solution that leaves the fixed cells as they are has it high; fixes it.
  private mutating func raise(_ member: Int) {
    cells[member].isFixed = true
    if cells[member].isHigh { return }
    let (from, to) = ends(cells[member])
    guard let path = path(from: to, to: from) else { return }
    cells[member].isHigh = true
    for cell in path { cells[cell].isHigh.toggle() }
  }

  /// The cells of a path along arcs that are not fixed; nil where there is none.
  private func path(from start: Int, to end: Int) -> [Int]? {
    let nodes = subject.rows.count + subject.audiences.count
    var leaving = Array(repeating: [Int](), count: nodes)
    for (at, cell) in cells.enumerated() where !cell.isFixed { leaving[ends(cell).from].append(at) }
    var cameBy = Array(repeating: -1, count: nodes)
    var isSeen = Array(repeating: false, count: nodes)
    var queue = [start]
    isSeen[start] = true
    var next = 0
    while next < queue.count, !isSeen[end] {
      for at in leaving[queue[next]] where !isSeen[ends(cells[at]).to] {
        isSeen[ends(cells[at]).to] = true
        cameBy[ends(cells[at]).to] = at
        queue.append(ends(cells[at]).to)
      }
      next += 1
    }
    guard isSeen[end] else { return nil }
    var (path, node) = ([Int](), end)
    while node != start {
      path.append(cameBy[node])
      node = ends(cells[cameBy[node]]).from
    }
    return path
  }

  /// Leaves the cells that lie on a cycle: only those differ in another solution.
  private mutating func dropLoneCells() {
    cells = cells.filter { path(from: ends($0).to, to: ends($0).from) != nil }
  }

  /// The tied cells by what they are tied with: cells that share a row or a column, and so on.
  private func components() -> [[Int]] {
    var root = Array(0..<subject.rows.count + subject.audiences.count)
    func find(_ node: Int) -> Int {
      var node = node
      while root[node] != node { node = root[node] }
      return node
    }
    for cell in cells { root[find(cell.row)] = find(subject.rows.count + cell.column) }
    var members: [Int: [Int]] = [:]
    for at in cells.indices { members[find(cells[at].row), default: []].append(at) }
    return members.values.sorted { $0[0] < $1[0] }
  }
}
