import Admission
import Columns

/// Where the admitted of one programme, pool and audience end, in places of the ranking.
struct CellEnd: BitwiseCopyable {
  /// The place, + 1, of the admitted student who ranks last; 0: nobody was admitted.
  var worst: Int32 = 0
  /// Who would have got a seat by naming the programme first: those whose place + 1 is at most
  /// this. `everyone`: all. Negative: who is not behind the pair of cutoff −`reach` − 1 in the
  /// stage's order.
  var reach: Int32 = 0

  static let everyone = Int32.max
}

/// The seats of one stage after it, laid out by entry, audience and programme like the walk's.
///
/// Building costs one step a cell with seats; only pages that are used take memory.
struct StageSeats: Sendable {
  let review: StageReview
  let programmes: Int
  /// For each entry where its cells begin: one an audience and programme, audience by audience.
  private let bases: [Int]
  private let ends: Column<CellEnd>
  /// For each cell its index + 1 among the stage's cutoffs.
  private let numbers: Column<Int32>
  private let places: Column<Int32>?
  private let cutoffs: [CutoffCell]

  init(_ review: StageReview, _ outcome: Outcome, of market: Market) {
    self.review = review
    programmes = market.programmeCount
    places = review.commonPlaces
    cutoffs = outcome.stages[review.number].cells
    let stage = review.stage
    var bases: [Int] = []
    var total = 0
    for entry in stage.pools.indices {
      // A pool offered twice has one row of cells.
      let first = stage.pools.firstIndex { $0.pool == stage.pools[entry].pool }!
      bases.append(first < entry ? bases[first] : total)
      if first == entry { total += review.audienceCount(entry) * programmes }
    }
    self.bases = bases
    ends = Column(sparse: total)
    numbers = Column(sparse: total)
    let entryOfPool = Dictionary(
      stage.pools.enumerated().map { ($1.pool, $0) }, uniquingKeysWith: { first, _ in first })
    for (number, cutoff) in cutoffs.enumerated() {
      let entry = entryOfPool[cutoff.pool]!
      let cell = bases[entry] + cutoff.audience * programmes + cutoff.programme
      numbers[cell] = Int32(number + 1)
      if cutoff.lowestStudent >= 0 {
        ends[cell].worst = review.place(cutoff.lowestStudent, entry, cutoff.programme) + 1
      }
      ends[cell].reach = StageSeats.reach(cutoff, number, entry, review)
    }
  }

  /// See `CellEnd.reach`.
  private static func reach(
    _ cutoff: CutoffCell, _ number: Int, _ entry: Int, _ review: StageReview
  ) -> Int32 {
    if cutoff.vacant > 0 { return CellEnd.everyone }
    if cutoff.lastStudent < 0 { return 0 }
    let order = review.stage.order
    if review.stage.mechanism == .queue, order.first != .rank {
      let before = order.prefix { $0 != .rank }
      guard before.allSatisfy({ $0 == .choice || $0 == .choiceBand }) else {
        return Int32(-number - 1)
      }
      // The last pair of a cell and the same student's pair, had it been the first choice.
      let last = cutoff.lastStudent
      if review.compare(last, 0, to: last, cutoff.lastChoice) < 0,
        before.contains(.choice) || review.band(ofChoice: cutoff.lastChoice) > 0
      {
        return CellEnd.everyone
      }
    }
    return review.place(cutoff.lastStudent, entry, cutoff.programme) + 1
  }

  /// The cutoff of a cell.
  func cutoff(_ cell: Int) -> CutoffCell { cutoffs[Int(numbers[cell]) - 1] }

  /// The cell of a programme at the pool of an entry for one audience.
  func cell(_ entry: Int, audience: Int, programme: Int) -> Int {
    bases[entry] + audience * programmes + programme
  }

  /// Whether a student at `place` would have got a seat of the cell by naming it first.
  func reaches(_ student: Int, _ place: Int32, _ end: CellEnd) -> Bool {
    if end.reach >= 0 { return place < end.reach }
    let last = cutoffs[Int(-end.reach) - 1]
    return review.compare(student, 0, to: last.lastStudent, last.lastChoice) <= 0
  }

  /// A seat that a student was entitled to, as the scan finds it.
  struct Claim {
    let student: Int
    /// Where on the list the programme stands, from 0.
    let position: Int
    let programme: Int
    let entry: Int
    let cell: Int
    /// The student's place in the ranking.
    let place: Int32
    let end: CellEnd
  }

  /// Calls `found` for the first `length(student)` cells of each student's list and every entry
  /// open to the student for which `asks` says yes and all gates are passed; entry after entry.
  ///
  /// `asks` is put first, since it says no nearly always; gates are asked last.
  /// Complexity: O(Σ lengths × entries).
  @inline(__always)
  func scan(
    _ lists: ChoiceLists, length: (Int) -> Int, asks: (Int, Int32, CellEnd) -> Bool,
    found: (Claim) -> Void
  ) {
    let (width, places, ends, programmes) = (lists.width, places, ends, programmes)
    let count = width == 0 ? 0 : lists.cells.count / width
    let flags = review.flags
    for entry in review.stage.pools.indices {
      let (base, bit) = (bases[entry], UInt32(1) << UInt32(entry))
      let (values, map) = review.division(entry)
      lists.cells.withSpan { cells in
        for student in 0..<count {
          let preferred = length(student)
          if preferred == 0 || flags[student] & bit == 0 { continue }
          var audience = 0
          if let values { audience = map.audience(ofValue: Int(values[student])) }
          let common = places.map { $0[student] }
          if audience < 0 || (common ?? 0) < 0 { continue }
          let row = base &+ audience &* programmes
          for position in 0..<preferred {
            let programme = Int(cells[student &* width &+ position]) &- 1
            if programme < 0 { continue }
            let end = ends[row &+ programme]
            if end.reach == 0, end.worst == 0 { continue }
            let place = common ?? review.place(student, entry, programme)
            guard place >= 0, asks(student, place, end),
              review.admits(student, to: programme, entry)
            else { continue }
            found(
              Claim(
                student: student, position: position, programme: programme, entry: entry,
                cell: row &+ programme, place: place, end: end))
          }
        }
      }
    }
  }
}
