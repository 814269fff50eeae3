import Rules

/// A queue stage by its definition (METHODS.md, "Queue stages"), word for word: all pairs sorted,
/// walked once.
///
/// Needed where the run itself does not say who was admitted: a provisional stage, whose admissions
/// are undone; and where ties stop, to find again every stop and what its decisions answered.
/// Complexity: O(pairs · log pairs), on one thread: the plain definition, not a fast one.
struct LiteralWalk {
  let view: StageView
  /// Decisions of this stage, by seat and student; the last row about one counts.
  let decisions: [StageView.Refusal: [(row: Int, admits: Bool)]]
  /// Seats left, by slot and cell.
  private(set) var left: [[Int32]]
  /// Everybody's placement in this stage.
  private(set) var placements: [Placement]
  /// Rows of decisions that answered a stop.
  private(set) var answered: Set<Int> = []
  /// How many stops were met and answered.
  private(set) var stops = 0
  /// Why the walk could not go on.
  private(set) var failure: Failure?

  /// What stops a walk.
  enum Failure {
    /// More of a class than seats, and not all of them decided.
    case undecided(slot: Int, cell: Int, seats: Int, students: [Int])
    /// Fewer of a class admitted than there are seats.
    case tooFew(slot: Int, cell: Int, seats: Int, admitted: Int)
  }

  private struct Pair {
    /// The keys of the order, the first in the highest bits.
    var key: UInt128
    var block: Int32
    var i: Int32
    var choice: Int32
  }
  private struct Claim {
    var row: Int
    var choice: Int
    var programme: Int
    var slot: Int
    var cell: Int
  }

  init(
    _ view: StageView, seats: [[Int32]],
    decisions: [StageView.Refusal: [(row: Int, admits: Bool)]] = [:]
  ) {
    self.view = view
    self.decisions = decisions
    left = view.pools.map { seats[$0] }
    placements = Array(repeating: .nowhere, count: view.market.studentCount)
  }

  /// Walks all pairs.
  mutating func run() {
    let (pairs, classShift) = sortedPairs()
    var start = 0
    while start < pairs.count, failure == nil {
      var end = start + 1
      while end < pairs.count, pairs[end].key >> classShift == pairs[start].key >> classShift {
        end += 1
      }
      admit(pairs[start..<end])
      start = end
    }
  }

  // MARK: Sorting

  /// All pairs in their order, and how many of the key's low bits stand behind `rank`.
  private func sortedPairs() -> (pairs: [Pair], classShift: Int) {
    let places = self.places()
    var pairs: [Pair] = []
    var classShift = 0
    for (at, block) in view.market.blocks.enumerated() {
      var seats = view.seats(of: at)
      for i in 0..<block.count where view.flags[at][i] != 0 {
        var last = -1
        seats.begin(i)
        while seats.next() {
          let choice = seats.choice
          if choice == last { continue }
          let (key, shift) = key(places[block.firstRow + i], block, i, choice)
          pairs.append(Pair(key: key, block: Int32(at), i: Int32(i), choice: Int32(choice)))
          (last, classShift) = (choice, shift)
        }
      }
    }
    pairs.sort { $0.key < $1.key }
    return (pairs, classShift)
  }

  /// The keys of a pair in one number: 32 bits for a place, 16 for a choice or band.
  private func key(
    _ place: (all: UInt32, first: UInt32), _ block: StudentBlock, _ i: Int, _ choice: Int
  ) -> (key: UInt128, classShift: Int) {
    var key: UInt128 = 0
    var behindRank = 0
    var isBehind = false
    for part in view.stage.rule.order {
      let (value, bits): (UInt32, Int)
      switch part {
      case .rank: (value, bits) = (place.all, 32)
      case .score: (value, bits) = (place.first, 32)
      case .choice: (value, bits) = (UInt32(choice), 16)
      case .choiceBand: (value, bits) = (UInt32(view.stage.band(ofChoice: choice)), 16)
      case .scoreBand:
        let measure = view.stage.scoreBands!.measure
        let score = block.measure(measure, i)
        (value, bits) = (UInt32(view.stage.band(ofScore: score)), 16)
      }
      key = key << UInt128(bits) | UInt128(value)
      if isBehind { behindRank += bits }
      if part == .rank { isBehind = true }
    }
    return (key, view.order.drawsLots ? 0 : behindRank)
  }

  /// For each student who takes part the place in the ranking, and the place by its first key
  /// alone; equals share a place unless they draw lots.
  private func places() -> [(all: UInt32, first: UInt32)] {
    let market = view.market
    let ranking = market.rankings[view.stage.ranking]
    var rows: [(first: Int64, row: Int32)] = []
    for (at, block) in market.blocks.enumerated() {
      for i in 0..<block.count where view.flags[at][i] != 0 {
        let value = block.measure(ranking.keys[0].measure, i)
        rows.append(
          (ranking.keys[0].smallerFirst ? value : ~value, Int32(block.firstRow + i)))
      }
    }
    let order = RankComparison(market, ranking)
    rows.sort { a, b in
      a.first != b.first ? a.first < b.first : order.compare(Int(a.row), Int(b.row)) < 0
    }
    var places = [(all: UInt32, first: UInt32)](repeating: (0, 0), count: market.studentCount)
    var (all, first) = (UInt32(0), UInt32(0))
    for at in rows.indices {
      if at == 0 || rows[at].first != rows[at - 1].first { first = UInt32(at) }
      if at == 0 || rows[at].first != rows[at - 1].first
        || order.compare(Int(rows[at - 1].row), Int(rows[at].row)) != 0
      {
        all = UInt32(at)
      }
      places[Int(rows[at].row)] = (all, first)
    }
    return places
  }

  // MARK: Walking

  /// Admits one class: of a pair alone, or of all that are equal up to `rank`. A pool with a seat
  /// left when it begins has one for each of them, unless people decide.
  private mutating func admit(_ pairs: ArraySlice<Pair>) {
    var decided: Set<[Int]> = []
    while failure == nil {
      let claims = self.claims(pairs, decided)
      if mayStop, let seat = nextStop(claims, decided) {
        decided.insert(seat)
        stops += 1
        continue
      }
      if failure != nil { return }
      for claim in claims {
        placements[claim.row] = Placement(
          stage: Int16(view.number), choice: UInt16(claim.choice),
          programme: UInt16(claim.programme), pool: UInt16(view.pools[claim.slot]))
      }
      for claim in claims {
        left[claim.slot][claim.cell] = max(0, left[claim.slot][claim.cell] - 1)
      }
      return
    }
  }

  private var mayStop: Bool { view.market.rankings[view.stage.ranking].ties == .stop }

  /// For each student of the class who has no seat the first one left, passing over those that a
  /// decision closes.
  private mutating func claims(_ pairs: ArraySlice<Pair>, _ decided: Set<[Int]>) -> [Claim] {
    var claims: [Claim] = []
    var claimed: Set<Int> = []
    var heard: [Int] = []
    for pair in pairs {
      let (at, i) = (Int(pair.block), Int(pair.i))
      let row = view.market.blocks[at].firstRow + i
      if placements[row].stage >= 0 || claimed.contains(row) { continue }
      var seats = view.seats(of: at)
      seats.begin(i)
      while seats.next(), seats.choice <= Int(pair.choice) {
        let (slot, cell) = (seats.slot, seats.cell)
        if seats.choice < Int(pair.choice) || left[slot][cell] <= 0 { continue }
        if decided.contains([slot, cell]) {
          let rows = decisions[StageView.Refusal(slot: slot, cell: cell, row: row)] ?? []
          heard += rows.map(\.row)
          if rows.last?.admits == false { continue }
        }
        claims.append(
          Claim(
            row: row, choice: seats.choice, programme: seats.programme, slot: slot, cell: cell))
        claimed.insert(row)
        break
      }
    }
    answered.formUnion(heard)
    return claims
  }

  /// The first seat, by programme, pool and audience, that more claim than there are left, and that
  /// decisions have not been heard on; checks those.
  private mutating func nextStop(_ claims: [Claim], _ decided: Set<[Int]>) -> [Int]? {
    let bySeat = Dictionary(grouping: claims) { [$0.slot, $0.cell] }
    let programmes = view.market.programmes.count
    func name(_ seat: [Int]) -> [Int] {
      [seat[1] % programmes, view.pools[seat[0]], seat[1] / programmes]
    }
    let over = bySeat.filter { $0.value.count > Int(left[$0.key[0]][$0.key[1]]) }
    let sorted = over.sorted { name($0.key).lexicographicallyPrecedes(name($1.key)) }
    for (seat, claims) in sorted {
      let rows = claims.map(\.row).sorted()
      let answers = rows.map {
        decisions[StageView.Refusal(slot: seat[0], cell: seat[1], row: $0)]?.last?.admits
      }
      if decided.contains(seat), answers.allSatisfy({ $0 == true }) { continue }
      let seats = Int(left[seat[0]][seat[1]])
      guard answers.allSatisfy({ $0 != nil }) else {
        failure = .undecided(slot: seat[0], cell: seat[1], seats: seats, students: rows)
        return nil
      }
      let admitted = answers.count { $0 == true }
      if admitted < seats {
        failure = .tooFew(slot: seat[0], cell: seat[1], seats: seats, admitted: admitted)
        return nil
      }
      return seat
    }
    return nil
  }
}

/// The order of a ranking: its keys, then lots where equals draw them.
final class RankComparison: Sendable {
  let market: MarketModel
  let ranking: RankingModel
  /// The programme whose lots tell equals apart, where it draws its own.
  let programme: Int?

  init(_ market: MarketModel, _ ranking: RankingModel, at programme: Int? = nil) {
    (self.market, self.ranking, self.programme) = (market, ranking, programme)
  }

  /// Below zero where `a` comes before `b`, zero where they are equal.
  func compare(_ a: Int, _ b: Int) -> Int {
    let (blockA, i) = market.find(a)
    let (blockB, j) = market.find(b)
    for key in ranking.keys {
      let x = market.blocks[blockA].measure(key.measure, i)
      let y = market.blocks[blockB].measure(key.measure, j)
      if x != y { return (x < y) == key.smallerFirst ? -1 : 1 }
    }
    guard ranking.ties == .lottery, a != b else { return 0 }
    let (lotA, lotB) = (market.lot(a, at: programme), market.lot(b, at: programme))
    return lotA == lotB ? a - b : lotA < lotB ? -1 : 1
  }
}
