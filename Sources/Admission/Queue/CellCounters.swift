import Columns

/// The seats of one programme for one audience while a stage is walked: what every pair looks at.
struct CellSeats: BitwiseCopyable {
  /// Seats not yet taken; below zero where equals were admitted together.
  var left: Int32 = 0
  /// Pairs that could have taken a seat.
  var applicants: Int32 = 0
}

/// What else is known of them: what an admission changes.
struct CellCounter: BitwiseCopyable {
  /// Seats when the stage began.
  var begin: Int32 = 0
  /// The student last admitted, + 1.
  var last: Int32 = 0
  /// The admitted student of the worst place, + 1; kept only where students are compared.
  var lowest: Int32 = 0
  /// The number of the choice of the student last admitted.
  var lastChoice: UInt16 = 0
  /// Whether the cell is among those in use.
  var isNoted = false

  /// Enters an admission. Of a class, the smallest row and the largest choice stand for all.
  @inline(__always)
  mutating func enter(
    _ student: Int, _ choice: Int, startsClass: Bool, _ places: Column<Int32>?
  ) {
    let row = Int32(truncatingIfNeeded: student &+ 1)
    let number = UInt16(truncatingIfNeeded: choice)
    lastChoice = startsClass ? number : max(number, lastChoice)
    last = startsClass ? row : min(row, last)
    guard let places else { return }
    let place = places[student]
    let worst = lowest == 0 ? -1 : places[Int(lowest) - 1]
    if place > worst || (place == worst && row < lowest) { lowest = row }
  }
}

/// Seat counters laid out by audience: for each pool of a stage one row an audience.
///
/// A row has a cell for each programme behind one that stands for an empty choice: nobody is
/// admitted there, so that a list is walked without asking whether a choice was made. Pages of a
/// row that nobody asks for are never touched, so rows may be many. Counters are reset by a list of
/// the cells in use.
final class CellCounters {
  /// The length of a row.
  let width: Int
  /// For each pool where its rows begin.
  let bases: [Int]
  /// The seats of each cell.
  let seats: Column<CellSeats>
  /// The rest of each cell, apart, so that what every pair looks at stays small.
  let cells: Column<CellCounter>
  private var used: [Int] = []

  /// Counters for pools of `rows` audiences each.
  init(programmes: Int, rows: [Int]) {
    width = programmes + 1
    var bases: [Int] = []
    var total = 0
    for count in rows {
      bases.append(total)
      total += count * width
    }
    self.bases = bases
    seats = Column(sparse: total)
    cells = Column(sparse: total)
  }

  /// Where the cells of one audience begin, of the pool in `row`. A choice, programme + 1, is what
  /// is added for its cell.
  @inline(__always)
  func start(_ row: Int, _ audience: Int) -> Int { bases[row] &+ audience &* width }

  /// The programme of a cell.
  @inline(__always)
  func programme(of cell: Int) -> Int { (cell < width ? cell : cell % width) - 1 }

  /// Loads the seats left of one audience of the pool in `row`, kept as audience `local` of the
  /// row.
  func load(_ accounts: ArraySlice<SeatStore.Account>, row: Int, local: Int) {
    let start = start(row, local)
    for account in accounts where account.left > 0 {
      let cell = start + Int(account.programme) + 1
      seats[cell].left = account.left
      cells[cell].begin = account.left
      note(cell)
    }
  }

  /// Counts a pair that could take a seat of `cell`, or more.
  @inline(__always)
  func count(_ pairs: Int32 = 1, at cell: Int) {
    let found = seats[cell]
    // Where a seat is left it was noted when it was loaded.
    if found.applicants == 0, found.left <= 0 { note(cell) }
    seats[cell].applicants = found.applicants &+ pairs
  }

  /// Counts the pairs of all cells of the first row.
  func count(_ pairs: [Int32]) {
    for cell in pairs.indices where pairs[cell] > 0 { count(pairs[cell], at: cell) }
  }

  /// Notes that a cell is in use.
  private func note(_ cell: Int) {
    if cells[cell].isNoted { return }
    cells[cell].isNoted = true
    used.append(cell)
  }

  /// Notes the cells of the choices of `list`, in the row that begins at `start`.
  @inline(never)
  func note(_ list: Span<UInt16>, start: Int) {
    for at in list.indices where list[at] > 0 { note(start + Int(list[at])) }
  }

  /// Hands over every cell of the pools with seats or applicants, ascending, and resets it. `pools`
  /// names the pool of each row; `audience` is the audience of a local row.
  func drain(pools: [Int], audience: Int?, into cutoffs: inout [CutoffCell]) {
    used.sort()
    var row = 0
    for cell in used {
      while row + 1 < bases.count, cell >= bases[row + 1] { row += 1 }
      let local = (cell - bases[row]) / width
      let (counter, found) = (cells[cell], seats[cell])
      cells[cell] = CellCounter()
      seats[cell] = CellSeats()
      if counter.begin == 0, found.applicants == 0 { continue }
      var cutoff = CutoffCell(
        programme: (cell - bases[row]) % width - 1, pool: pools[row],
        audience: audience ?? local, seats: Int(counter.begin))
      cutoff.applicants = Int(found.applicants)
      cutoff.admitted = Int(counter.begin - found.left)
      cutoff.lastStudent = Int(counter.last) - 1
      cutoff.lastChoice = counter.last == 0 ? -1 : Int(counter.lastChoice)
      cutoff.lowestStudent = Int(counter.lowest == 0 ? counter.last : counter.lowest) - 1
      cutoffs.append(cutoff)
    }
    used.removeAll(keepingCapacity: true)
  }
}
