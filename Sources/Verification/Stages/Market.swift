import Exact
import Rules

/// Who may take seats of a pool: names in the order of their bytes, and how a student's is found.
struct AudienceMap: Sendable {
  /// What an audience is found by.
  enum Key: Sendable {
    case everyone
    /// For each middle school (0: none) the audience.
    case school([Int32])
    /// A column of texts, and for each of its texts the audience.
    case text(Int, [Int32])
  }
  let names: [String]
  let key: Key

  /// The audience of student `i` of `block`; −1 for who has none.
  @inline(__always)
  func audience(_ block: StudentBlock, _ i: Int) -> Int {
    switch key {
    case .everyone: 0
    case .school(let audiences): Int(audiences[Int(block.schools[i])])
    case .text(let text, let audiences): Int(audiences[Int(block.text(text, i))])
    }
  }

  /// For each key the cell of its audience and the first of so many programmes; −1 for none.
  func firsts(programmes: Int) -> [Int32] {
    switch key {
    case .everyone: [0]
    case .school(let audiences), .text(_, let audiences):
      audiences.map { $0 < 0 ? -1 : $0 * Int32(programmes) }
    }
  }

  /// The cells that the students of `block` ask for.
  func cells(_ block: StudentBlock, _ firsts: [Int32]) -> AudienceCells {
    switch key {
    case .everyone: AudienceCells(keys: [0], key: 0, step: 0, firsts: firsts)
    case .school: AudienceCells(keys: block.schools, key: 0, step: 1, firsts: firsts)
    case .text(let text, _):
      AudienceCells(keys: block.texts, key: text, step: block.textCount, firsts: firsts)
    }
  }
}

/// The cells of a pool that students of a block ask for, by a key of each.
struct AudienceCells: Sendable {
  /// Each student has `step` keys, of which `key` says which audience it is.
  let keys: [Int32]
  let key, step: Int
  /// For each key the cell of its audience and the first programme; −1 for none.
  let firsts: [Int32]

  /// The cell of student `i`'s audience and the first programme; −1 for who has none.
  @inline(__always)
  func first(_ i: Int) -> Int { Int(firsts[Int(keys[i &* step &+ key])]) }
}

/// A ranking: its keys as measures.
struct RankingModel: Sendable {
  struct Key: Sendable {
    var measure: Int
    /// Whether the smaller number comes first. Grades count from the best.
    var smallerFirst: Bool
  }
  var keys: [Key]
  var ties: RankingRule.Ties
}

/// Whom the seats of a pool prefer.
enum SeatRanking: Sendable, Equatable {
  /// One ranking at all programmes: an index into `MarketModel.rankings`.
  case one(Int)
  /// Each programme its own: indices into `MarketModel.rankings`.
  case each([Int])
  /// Each programme its own list of students.
  case priorities
}

/// A pool as a stage offers it.
struct StageEntry: Sendable {
  /// The pool, by number.
  var pool: Int
  var gate: Gate
  /// Of a queue the stage's own ranking.
  var ranking: SeatRanking
}

/// A stage with every name resolved.
struct StageModel: Sendable {
  var rule: StageRule
  var list: Int
  /// An index into `MarketModel.rankings`; of a queue stage alone.
  var ranking: Int
  /// The first choice (from 0) of each band but the first, ascending: of bands of one size, a great
  /// many.
  var bandStarts: [Int]
  var scoreBands: (measure: Int, edges: [Int64])?
  var gate: Gate
  /// The pools offered, in the order in which they are tried.
  var entries: [StageEntry]
  /// The seats left at the end: from which pool, to which, and for each audience the new one, −1:
  /// stays.
  var moves: [(from: Int, to: Int, audiences: [Int])]

  /// The band of a choice, from 0.
  func band(ofChoice choice: Int) -> Int {
    bandStarts.firstIndex { $0 > choice } ?? bandStarts.count
  }
  /// The band of a score, from 0 for the highest; an edge belongs to the band above.
  func band(ofScore value: Int64) -> Int { scoreBands!.edges.count { $0 > value } }
}

/// All that decides, read from the inputs alone: rules, seats, students.
///
/// Programmes and audiences are numbered in the order of their codes' bytes, pools in the order of
/// their names' bytes, stages in the order in which they run.
final class MarketModel: Sendable {
  let rules: RuleSet
  let layout: StudentLayout
  let programmes: [String]
  /// For each pool an index into `rules.pools`.
  let poolRules: [Int]
  let audiences: [AudienceMap]
  let rankings: [RankingModel]
  let stages: [StageModel]
  let blocks: [StudentBlock]
  let studentCount: Int
  private let firstRows: [Int]
  let seed: String?
  /// What every lottery number begins with, hashed.
  private let drawn: PlainSHA256
  /// For each pool the seats of audience a and programme p at a · programmes + p.
  let seats: [[Int32]]
  /// The programmes' own lists, where a stage asks for them.
  let priorities: PriorityLists?

  /// A market of these parts, without seats.
  init(
    rules: RuleSet, layout: StudentLayout, programmes: [String], poolRules: [Int],
    audiences: [AudienceMap], rankings: [RankingModel], stages: [StageModel],
    blocks: [StudentBlock], seed: String?
  ) {
    (self.rules, self.layout, self.programmes) = (rules, layout, programmes)
    (self.poolRules, self.audiences, self.rankings) = (poolRules, audiences, rankings)
    (self.stages, self.blocks, self.seed) = (stages, blocks, seed)
    studentCount = blocks.reduce(0) { $0 + $1.count }
    firstRows = blocks.map(\.firstRow)
    var drawn = PlainSHA256()
    drawn.update(MarketModel.drawnPrefix(seed).span)
    self.drawn = drawn
    (seats, priorities) = ([], nil)
  }

  /// The same market with seats and priorities.
  init(_ market: MarketModel, seats: [[Int32]], priorities: PriorityLists?) {
    (rules, layout, programmes) = (market.rules, market.layout, market.programmes)
    (poolRules, audiences, rankings) = (market.poolRules, market.audiences, market.rankings)
    (stages, blocks, seed) = (market.stages, market.blocks, market.seed)
    (studentCount, firstRows, drawn) = (market.studentCount, market.firstRows, market.drawn)
    (self.seats, self.priorities) = (seats, priorities)
  }

  /// What every lottery number begins with.
  private static func drawnPrefix(_ seed: String?) -> [UInt8] {
    Array("zhibiao-lottery-v1\n\(seed ?? "")\n".utf8)
  }

  /// The pool's name.
  func poolName(_ pool: Int) -> String { rules.pools[poolRules[pool]].name }

  /// The block of a student's row, and the place in it.
  func find(_ row: Int) -> (block: Int, i: Int) {
    // Blocks mostly have nearly as many students each: it is this one or one beside it. Where the
    // rows of some are much shorter, halves are looked at.
    let guess = min(row * firstRows.count / studentCount, firstRows.count - 1)
    for at in max(0, guess - 1)...min(guess + 1, firstRows.count - 1)
    where firstRows[at] <= row && (at == firstRows.count - 1 || row < firstRows[at + 1]) {
      return (at, row - firstRows[at])
    }
    var (from, to) = (0, firstRows.count)
    while to - from > 1 {
      let middle = (from + to) / 2
      if firstRows[middle] <= row { from = middle } else { to = middle }
    }
    return (from, row - firstRows[from])
  }

  /// The code of a student.
  func code(_ row: Int) -> String {
    let (block, i) = find(row)
    return blocks[block].code(i)
  }

  /// The lottery number of a student: the first 8 bytes of SHA-256 of `zhibiao-lottery-v1` LF seed
  /// LF code (FILES.md, "The lottery number"); at a programme that draws its own, of
  /// `zhibiao-lottery-programme-v1` LF seed LF programme LF code.
  func lot(_ row: Int, at programme: Int? = nil) -> UInt64 {
    let (number, i) = find(row)
    return lot(blocks[number], i, at: programme)
  }

  /// The lottery numbers of many students, where programmes do not draw their own.
  /// Complexity: O(students), sixteen at a time.
  func lots(of rows: some Sequence<Int>) -> [UInt64] {
    // The codes lie all over the memory: fetched in a loop by themselves, a processor waits for
    // many at once.
    var (codes, ends): ([UInt8], [Int]) = ([], [])
    for row in rows {
      let (number, i) = find(row)
      let block = blocks[number]
      codes.append(contentsOf: block.codes[block.codeRange(i)])
      ends.append(codes.count)
    }
    var hashes = ShortHashes(beginningWith: MarketModel.drawnPrefix(seed))
    var start = 0
    for end in ends {
      hashes.add(codes.span.extracting(start..<end))
      start = end
    }
    hashes.finish()
    return hashes.first8Bytes
  }

  /// The same for student `i` of `block`.
  func lot(_ block: StudentBlock, _ i: Int, at programme: Int? = nil) -> UInt64 {
    let codes = block.codes
    var hash = drawn
    if let programme, rules.lots == .programme {
      hash = PlainSHA256()
      hash.update(
        Array(
          "zhibiao-lottery-programme-v1\n\(seed ?? "")\n\(programmes[programme])\n".utf8
        ).span)
    }
    hash.update(codes.span.extracting(block.codeRange(i)))
    return hash.first8Bytes()
  }

  /// A measure's value as a person writes it.
  func text(_ measure: Int, _ value: Int64) -> String {
    if value == StudentLayout.missing { return "" }
    if let grades = layout.measures[measure].grades { return grades[Int(value)] }
    return Decimal(thousandths: value).description
  }

  /// The ranking of a pool's seats at a programme, an index into `rankings`; nil where that is the
  /// programme's own list, or the stage does not offer the pool.
  func ranking(_ stage: Int, pool: Int, programme: Int) -> Int? {
    switch stages[stage].entries.first(where: { $0.pool == pool })?.ranking {
    case .one(let ranking): ranking
    case .each(let rankings): rankings[programme]
    case .priorities, nil: nil
    }
  }

  /// The first key of that ranking for a student, as it is published: empty where there is none.
  func firstKey(_ row: Int, stage: Int, pool: Int, programme: Int) -> String {
    guard let ranking = ranking(stage, pool: pool, programme: programme) else {
      let priority = priorities?.priority(of: row, at: programme)
      return priority.map { "\($0.value)" } ?? ""
    }
    guard let key = rankings[ranking].keys.first else { return "" }
    let (block, i) = find(row)
    return text(key.measure, blocks[block].measure(key.measure, i))
  }
}
