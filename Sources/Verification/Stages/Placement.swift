/// Where a student was admitted, or nowhere.
struct Placement: BitwiseCopyable, Sendable, Hashable {
  /// The stage; below zero: nowhere, and the rest is zero.
  var stage: Int16 = -1
  var choice: UInt16 = 0
  var programme: UInt16 = 0
  var pool: UInt16 = 0

  /// Nowhere.
  static let nowhere = Placement()
}

/// What a stage did with the seats of one programme, pool and audience, counted from placements.
struct CellCount: BitwiseCopyable, Sendable {
  /// Seats when the stage began.
  var seats: Int32 = 0
  /// Pairs that could have taken one.
  var applicants: Int32 = 0
  var admitted: Int32 = 0
  /// Seats that came from a reserve, or left one, inside the stage.
  var movedIn: Int32 = 0
  var movedOut: Int32 = 0
  /// How many of the admitted are in the class of the last; without classes at most one.
  var inLastClass: Int32 = 0
  /// The row of a student of the last pair admitted; −1: nobody.
  var last: Int32 = -1
  /// The choice of that pair, from 0; of a class the largest.
  var lastChoice: Int32 = 0
  /// What the order's first key says of the last pair.
  var lead: Int64 = 0
  /// The worst value of the ranking's first key among the admitted, as the ranking orders it.
  var worst: Int64 = .min

  var vacant: Int32 { max(0, seats + movedIn - movedOut - admitted) }
  var excess: Int32 { max(0, admitted - (seats + movedIn - movedOut)) }
  /// The numbers of its row: seats, applicants, admitted, vacant, excess.
  var published: InlineArray<5, Int32> { [seats, applicants, admitted, vacant, excess] }
  /// Whether the row is published.
  var isPublished: Bool { seats | applicants | movedIn != 0 }
}

/// The counts of one stage: for each pool that it offers, audience a and programme p at
/// a · programmes + p.
struct StageCount: Sendable {
  /// The pools offered, each once, by number.
  var pools: [Int]
  var cells: [CellCounts]
  /// The lines in force, the stage's own first, each with the pool that it is for alone.
  var lines: [(pool: Int?, values: GateInForce.Values)] = []
  var candidates = 0
  var eligible = 0
  var admitted = 0

  /// The cells of `pool`; nil where the stage does not offer it.
  func cells(of pool: Int) -> CellCounts? { pools.firstIndex(of: pool).map { cells[$0] } }
}
