/// The counts of a pool's cells in one stage: audience a and programme p at a · programmes + p.
///
/// A city has millions of cells, and in nine of ten of them there is no seat and nobody is
/// admitted: of those only the applicants are kept.
struct CellCounts: Sendable {
  /// How many pairs could have taken a seat of each cell.
  var applicants: [Int32]
  /// For each cell the place of its record, one more than that: 0 where it has none.
  private(set) var places: [Int32]
  /// The records and their cells, ascending but for cells that had no seats.
  private(set) var records: [CellCount] = []
  private(set) var cells: [Int32] = []

  /// Cells with these seats and nobody admitted; `count` of them, those beyond `seats` without any.
  init(seats: [Int32], count: Int? = nil) {
    let count = count ?? seats.count
    (applicants, places) = (.zeros(count), .zeros(count))
    let offered = seats.count { $0 != 0 }
    records.reserveCapacity(offered)
    cells.reserveCapacity(offered)
    for at in seats.indices where seats[at] != 0 { self[at].seats = seats[at] }
  }

  /// How many cells there are.
  var count: Int { places.count }

  /// The counts of a cell. Changing what is not its applicants gives it a record.
  subscript(at: Int) -> CellCount {
    @inline(__always) get {
      var cell = places[at] == 0 ? CellCount() : records[Int(places[at]) - 1]
      cell.applicants = applicants[at]
      return cell
    }
    @inline(__always) _modify {
      if places[at] == 0 {
        records.append(CellCount())
        cells.append(Int32(at))
        places[at] = Int32(records.count)
      }
      yield &records[Int(places[at]) - 1]
    }
  }

  /// The cells with seats, or where somebody was admitted or seats moved, ascending.
  var recorded: [Int] { cells.map { Int($0) }.sorted() }

  /// How many were admitted to all cells.
  var admitted: Int { records.reduce(0) { $0 + Int($1.admitted) } }

  /// Hands over every record with its cell.
  func forEachRecord(_ body: (_ cell: Int, _ count: CellCount) -> Void) {
    for (cell, record) in zip(cells, records) { body(Int(cell), record) }
  }

  /// The cells that are published, ascending. Complexity: O(`count`).
  var published: [Int] {
    places.indices.filter { at in
      applicants[at] != 0 || (places[at] != 0 && self[at].isPublished)
    }
  }

  /// What a cell says to a pair, as small as can be: a city's cells are asked at random, millions
  /// of times.
  struct Gatepost: BitwiseCopyable, Sendable {
    enum Kind: UInt8, BitwiseCopyable { case closed, open, upToLast }
    var kind: Kind
    /// What the order's first key says of the last pair.
    var lead: Int64
  }

  /// Gateposts of cells of several pools, those of a pool one behind the other, from `starts` on.
  struct Gateposts: Sendable {
    private let places: [Int32]
    private let posts: [Gatepost]
    let starts: [Int]
    /// How many cells there are.
    var count: Int { places.count }

    init(_ pools: [CellCounts]) {
      var (places, starts): ([Int32], [Int]) = (pools.first?.places ?? [], [0])
      var posts = [Gatepost(kind: .closed, lead: 0)]
      for (number, pool) in pools.enumerated() {
        if number > 0 {
          starts.append(places.count)
          let before = Int32(posts.count - 1)
          places += pool.places.map { $0 == 0 ? 0 : $0 + before }
        }
        for cell in pool.records {
          let kind: Gatepost.Kind =
            cell.seats == 0 ? .closed : cell.admitted < cell.seats ? .open : .upToLast
          posts.append(Gatepost(kind: kind, lead: cell.lead))
        }
      }
      (self.places, self.posts, self.starts) = (places, posts, starts)
    }

    /// What cell `at` says.
    @inline(__always)
    subscript(at: Int) -> Gatepost { posts[Int(places[at])] }
  }
}
