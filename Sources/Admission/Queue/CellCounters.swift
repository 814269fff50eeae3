import Columns

/// The seats of one programme for one audience while a stage is walked.
struct CellCounter: BitwiseCopyable {
  /// Seats not yet taken; below zero where equals were admitted together.
  var left: Int32 = 0
  /// Seats when the stage began.
  var begin: Int32 = 0
  /// Pairs that could have taken a seat.
  var applicants: Int32 = 0
  /// The student last admitted, + 1.
  var last: Int32 = 0
  /// The number of their choice.
  var lastChoice: Int32 = 0
  /// The admitted student of the worst place, + 1; kept only where students are compared.
  var lowest: Int32 = 0

  /// Enters an admission. Of a class, the smallest row and the largest choice stand for all.
  @inline(__always)
  mutating func enter(
    _ student: Int, _ choice: Int, startsClass: Bool, _ places: Column<Int32>?
  ) {
    let row = Int32(truncatingIfNeeded: student &+ 1)
    let number = Int32(truncatingIfNeeded: choice)
    lastChoice = startsClass ? number : max(number, lastChoice)
    last = startsClass ? row : min(row, last)
    guard let places else { return }
    let place = places[student]
    let worst = lowest == 0 ? -1 : places[Int(lowest) - 1]
    if place > worst || (place == worst && row < lowest) { lowest = row }
  }
}

/// Seat counters laid out by audience: for each pool of a stage one row of programmes an audience.
///
/// Pages of a row that nobody asks for are never touched, so rows may be many. Counters are reset by
/// a list of the cells that were used.
final class CellCounters {
  /// The length of a row.
  let programmes: Int
  /// For each pool where its rows begin.
  let bases: [Int]
  /// The counters.
  let cells: Column<CellCounter>
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
    cells = Column(sparse: total)
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
      cells[cell].left = account.left
      cells[cell].begin = account.left
      used.append(cell)
    }
  }

  /// Counts a pair that could take a seat of `cell`.
  @inline(__always)
  func countApplicant(_ cell: Int) {
    note(cell, cells[cell])
    cells[cell].applicants &+= 1
  }

  /// Notes a cell without seats that is used for the first time; `counter` is what it holds. It is not used
  /// where `unused` is 1: one question for all.
  @inline(__always)
  func note(_ cell: Int, _ counter: CellCounter, unless unused: Int32 = 0) {
    if counter.applicants | counter.begin | unused == 0 { noteUse(of: cell) }
  }

  @inline(never)
  private func noteUse(of cell: Int) { used.append(cell) }

  /// Hands over every used cell of the pools, ascending, and resets it. `pools` names the pool of each
  /// row; `audience` is the audience of a local row.
  func drain(pools: [Int], audience: Int?, into cutoffs: inout [CutoffCell]) {
    used.sort()
    var row = 0
    for cell in used {
      while row + 1 < bases.count, cell >= bases[row + 1] { row += 1 }
      let local = (cell - bases[row]) / programmes
      let counter = cells[cell]
      var cutoff = CutoffCell(
        programme: (cell - bases[row]) % programmes, pool: pools[row], audience: audience ?? local,
        seats: Int(counter.begin))
      cutoff.applicants = Int(counter.applicants)
      cutoff.admitted = Int(counter.begin - counter.left)
      cutoff.lastStudent = Int(counter.last) - 1
      cutoff.lastChoice = counter.last == 0 ? -1 : Int(counter.lastChoice)
      cutoff.lowestStudent = Int(counter.lowest == 0 ? counter.last : counter.lowest) - 1
      cutoffs.append(cutoff)
      cells[cell] = CellCounter()
    }
    used.removeAll(keepingCapacity: true)
  }
}
