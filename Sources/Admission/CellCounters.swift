import Columns

/// Seat counters laid out by audience: for each pool of a stage one row of programmes an audience.
///
/// Pages of a row that nobody asks for are never touched, so rows may be many. Counters are reset by
/// a list of the cells that were used.
final class CellCounters {
  /// The length of a row.
  let programmes: Int
  /// For each pool where its rows begin.
  let bases: [Int]
  /// Seats not yet taken; below zero where equals were admitted together.
  let left: Column<Int32>
  /// Seats when the stage began.
  let begin: Column<Int32>
  /// Pairs that could have taken a seat.
  let applicants: Column<Int32>
  /// The student last admitted, + 1.
  let last: Column<Int32>
  /// The number of their choice.
  let lastChoice: Column<Int32>
  /// The admitted student of the worst place, + 1; kept only where students are compared.
  let lowest: Column<Int32>
  private var used: [Int] = []

  /// Counters for pools of `rows` audiences each.
  init(programmes: Int, rows: [Int]) {
    self.programmes = programmes
    var bases: [Int] = []
    var total = 0
    for count in rows {
      bases.append(total)
      total += count * programmes
    }
    self.bases = bases
    left = Column(count: total)
    begin = Column(count: total)
    applicants = Column(count: total)
    last = Column(count: total)
    lastChoice = Column(count: total)
    lowest = Column(count: total)
  }

  /// The programme of a cell.
  @inline(__always)
  func programme(of cell: Int) -> Int {
    cell < programmes ? cell : cell % programmes
  }

  /// Loads the seats left of one audience of the pool in `row`, kept as audience `local` of the row.
  func load(_ accounts: ArraySlice<SeatStore.Account>, row: Int, local: Int) {
    for account in accounts where account.left > 0 {
      let cell = bases[row] + local * programmes + Int(account.programme)
      left[cell] = account.left
      begin[cell] = account.left
      used.append(cell)
    }
  }

  /// Counts a pair that could take a seat of `cell`.
  @inline(__always)
  func countApplicant(_ cell: Int) {
    let count = applicants[cell]
    if count == 0, begin[cell] == 0 { used.append(cell) }
    applicants[cell] = count + 1
  }

  /// Hands over every used cell of the pools, ascending, and resets it. `pools` names the pool of each
  /// row; `audience` is the audience of a local row.
  func drain(pools: [Int], audience: Int?, into cutoffs: inout [CutoffCell]) {
    used.sort()
    var row = 0
    for cell in used {
      while row + 1 < bases.count, cell >= bases[row + 1] { row += 1 }
      let local = (cell - bases[row]) / programmes
      var cutoff = CutoffCell(
        programme: (cell - bases[row]) % programmes, pool: pools[row], audience: audience ?? local,
        seats: Int(begin[cell]))
      cutoff.applicants = Int(applicants[cell])
      cutoff.admitted = Int(begin[cell] - left[cell])
      cutoff.lastStudent = Int(last[cell]) - 1
      cutoff.lastChoice = last[cell] == 0 ? -1 : Int(lastChoice[cell])
      cutoff.lowestStudent = Int(lowest[cell] == 0 ? last[cell] : lowest[cell]) - 1
      cutoffs.append(cutoff)
      left[cell] = 0
      begin[cell] = 0
      applicants[cell] = 0
      last[cell] = 0
      lowest[cell] = 0
    }
    used.removeAll(keepingCapacity: true)
  }
}
