import Admission
import Cases
import Columns
import Diagnostics
import Exact
import Tables

/// A row of `cutoffs.csv`.
struct Cutoff: Sendable {
  let seats: Int
  let applicants: Int
  let admitted: Int
  let vacant: Int
  let excess: Int
  let lowestScore: String
  /// The values of the last pair admitted; nil: nobody was.
  let last: [Int128]?
}

/// Seats as a stage offers them, in numbers of the case.
struct CellKey: Hashable, Sendable {
  let stage: Int
  let programme: Int
  let pool: Int
  let audience: Int
}

/// A line of `lines.csv`.
struct PublishedLine: Sendable, Hashable {
  /// The score, a number of the case.
  let number: Int
  let least: Int64
  /// The pool it is for alone; nil: for the stage.
  let pool: Int?
}

/// By which keys each stage, pool and programme orders students.
struct PublishedKeys: Sendable {
  private let queues: [Int: PairKey]  // by stage
  private let rankings: [Int: PairKey]  // −1: priorities
  private let market: Market

  init(_ read: Case) {
    market = read.market
    var queues: [Int: PairKey] = [:]
    var rankings = [-1: PairKey(ranking: nil, of: read)]
    for (number, stage) in read.market.stages.enumerated() {
      if stage.mechanism == .queue { queues[number] = PairKey(stage, of: read) }
      for ranking in stage.mechanism == .queue ? [] : stage.rankings {
        rankings[ranking] = PairKey(ranking: ranking, of: read)
      }
    }
    (self.queues, self.rankings) = (queues, rankings)
  }

  /// The keys of a stage at a pool's seats of a programme.
  func key(_ stage: Int, _ pool: Int, _ programme: Int) -> PairKey {
    queues[stage]
      ?? rankings[market.ranking(stage, pool: pool, programme: programme) ?? -1]!.at(programme)
  }
}

/// What a run publishes and a student's own values are measured against: cutoffs and lines.
struct Published: Sendable {
  private(set) var cutoffs: [CellKey: Cutoff] = [:]
  private(set) var lines: [[[PublishedLine]]]  // by stage and programme
  /// The keys of every pair: of a queue one order, else by the ranking that a pool uses at a
  /// programme.
  let keys: PublishedKeys

  /// Names to numbers, made once; names are compared byte by byte.
  private struct Numbers {
    let stages: CodeTable
    let programmes: CodeTable
    let pools: CodeTable
    let audiences: [CodeTable]

    init(_ names: MarketNames) {
      func table(_ names: [String]) -> CodeTable { CodeTable(names.map { Array($0.utf8) }) }
      stages = table(names.stages)
      programmes = table(names.programmes)
      pools = table(names.pools)
      audiences = names.audiences.map(table)
    }
  }

  /// Reads the tables of a run. With `students` only the rows of cutoffs that are about the
  /// audiences of these are read. Nil, with messages, where the tables are not those of the case.
  init?(
    _ tables: PublishedTables, _ read: Case, of students: Range<Int>?, log: inout ProblemLog
  ) {
    keys = PublishedKeys(read)
    lines = read.market.stages.map { _ in read.names.programmes.map { _ in [] } }
    let numbers = Numbers(read.names)
    readLines(tables.lines, read, numbers, &log)
    if let students {
      for needle in Published.needles(read, students) {
        for row in tables.cutoffs(containing: needle) {
          add(row.cells, row.line, read, numbers, &log)
        }
      }
    } else {
      let text = TextTable(tables.cutoffs, log: &log)
      for row in 0..<text.rowCount {
        add(text.headers.indices.map { text[row, $0] }, row + 2, read, numbers, &log)
      }
    }
    if !log.isClean { return nil }
  }

  /// What rows about the audiences of `students` contain: `,POOL,AUDIENCE,`.
  private static func needles(_ read: Case, _ students: Range<Int>) -> [[UInt8]] {
    read.market.pools.indices.flatMap { pool -> [[UInt8]] in
      let audiences = Set(students.compactMap { read.audience(of: $0, in: pool) }).sorted()
      let names = read.names.audiences[read.market.pools[pool].audience]
      return audiences.map { audience in
        let cells = [read.names.pools[pool], names[audience]].map(CSVText.cell)
        return Array(",\(cells[0]),\(cells[1]),".utf8)
      }
    }
  }

  private mutating func add(
    _ cells: [String], _ line: Int, _ read: Case, _ numbers: Numbers, _ log: inout ProblemLog
  ) {
    guard cells.count == 12, let stage = numbers.stages.number(of: cells[0]),
      let programme = numbers.programmes.number(of: cells[1]),
      let pool = numbers.pools.number(of: cells[2])
    else { return Published.reportCutoff(line, &log) }
    // An audience that no student read belongs to is nobody's concern here.
    let division = read.market.pools[pool].audience
    guard let audience = numbers.audiences[division].number(of: cells[3]) else { return }
    let counts = cells[4...8].compactMap(count(of:))
    let hasKey = !cells[11].isEmpty
    let last = hasKey ? keys.key(stage, pool, programme).parse(cells[11]) : nil
    guard counts.count == 5, (last != nil) == hasKey else {
      return Published.reportCutoff(line, &log)
    }
    let key = CellKey(stage: stage, programme: programme, pool: pool, audience: audience)
    cutoffs[key] = Cutoff(
      seats: counts[0], applicants: counts[1], admitted: counts[2], vacant: counts[3],
      excess: counts[4], lowestScore: cells[9], last: last)
  }

  private static func reportCutoff(_ line: Int, _ log: inout ProblemLog) {
    log.add(
      .runUnreadable, at: Place(file: "cutoffs.csv", line: line), cause: "cutoffs.csv",
      Phrase(
        zh: "本行的名称、数目或 last_key 与案例的规则不符",
        en: "names, counts or last_key of this row are not those of the case's rules"))
  }

  private mutating func readLines(
    _ table: TextTable, _ read: Case, _ numbers: Numbers, _ log: inout ProblemLog
  ) {
    for row in 0..<table.rowCount {
      guard table.headers.count == 5, let stage = numbers.stages.number(of: table[row, 0]),
        let programme = numbers.programmes.number(of: table[row, 1]),
        let number = read.number(ofScore: table[row, 2]),
        let least = Decimal(table[row, 3])?.thousandths,
        table[row, 4].isEmpty || numbers.pools.number(of: table[row, 4]) != nil
      else {
        log.add(
          .runUnreadable, at: Place(file: "lines.csv", line: row + 2), cause: "lines.csv",
          Phrase(
            zh: "本行的名称或数值与案例的规则不符",
            en: "names or value of this row are not those of the case's rules"))
        continue
      }
      lines[stage][programme].append(
        PublishedLine(number: number, least: least, pool: numbers.pools.number(of: table[row, 4])))
    }
  }
}

/// A number of seats or students in a table of a run; nil where it is none, or so many that the
/// rows of a table could not be added up.
func count(of text: String) -> Int? {
  guard let count = Int(text), (0...1 << 38).contains(count), String(count) == text else {
    return nil
  }
  return count
}

extension Case {
  /// The audience of a student in a pool; nil: they belong to none, which is an empty name.
  func audience(of student: Int, in pool: Int) -> Int? {
    let division = market.pools[pool].audience
    let map = market.audiences[division]
    guard let category = map.category else { return 0 }
    let audience = map.audience(ofValue: Int(market.cohort.categories[category][student]))
    if audience < 0 { return nil }
    return names.audiences[division][audience].isEmpty ? nil : audience
  }

  /// The number of the cohort that is the score called `name`.
  func number(ofScore name: String) -> Int? {
    names.numbers.firstIndex { number in
      if case .score = number.measure { return number.name == name }
      return false
    }
  }
}

extension CodeTable {
  /// The number of a text; nil where it has none.
  func number(of text: String) -> Int? { value(of: Array(text.utf8)) }
}
