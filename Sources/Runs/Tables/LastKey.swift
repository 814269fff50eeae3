import Admission
import Cases
import Tables

/// The place of the last pair admitted, in the order of its stage: `name=value;…`.
///
/// With it a cutoff is a complete certificate: whoever knows a student's own values can tell whether
/// their pair comes before. A ranking's keys stand in the place of `rank`, each by its name, and the
/// lottery number behind them where equals draw lots. Where they do not, pairs equal up to `rank` are
/// one class, and what comes after it says nothing.
///
/// In names and grades `;`, `=` and `\` have a `\` before them.
struct LastKey: Sendable {
  private enum Value: Hashable, Sendable {
    case number(Int)
    case lottery, choice, choiceBand, scoreBand, priority
  }
  private struct Entry: Hashable {
    let name: String
    let value: Value
  }

  private let labels: Pieces  // `name=`, from the second on `;name=`
  private let values: [Value]
  private let texts: [NumberText]  // of keys that are numbers
  private let stage: Stage?
  private let lots: Lots?
  private let isQuoted: Bool
  /// For each key the number of the cohort that it asks for, if any.
  private let columns: [NumberColumn?]
  /// How many keys there are.
  var count: Int { values.count }

  /// The keys of a queue stage.
  init(_ stage: Stage, of read: Case, in store: PieceStore) {
    self.init(LastKey.entries(stage, read.market, read.names), stage, of: read, in: store)
  }

  /// The keys of a ranking, in the stages in which each pool ranks for itself; nil: priorities.
  init(ranking: Int?, of read: Case, in store: PieceStore) {
    var entries = [Entry(name: "priority", value: .priority)]
    if let ranking {
      entries = LastKey.entries(read.market.rankings[ranking], read.market, read.names)
    } else if read.market.lots != nil {
      entries.append(Entry(name: "lottery", value: .lottery))
    }
    self.init(entries, nil, of: read, in: store)
  }

  /// A key is named twice only if it means two things.
  private init(_ all: [Entry], _ stage: Stage?, of read: Case, in store: PieceStore) {
    let market = read.market
    var known: Set<Entry> = []
    let entries = all.filter { known.insert($0).inserted }
    labels = store.pieces(
      entries.enumerated().map { ($0 == 0 ? "" : ";") + LastKey.escaped($1.name) + "=" })
    values = entries.map(\.value)
    texts = entries.map { entry in
      guard case .number(let number) = entry.value else { return NumberText(nil, in: store) }
      return NumberText(read.names.numbers[number], in: store, spelling: LastKey.escaped)
    }
    columns = entries.map { entry in
      switch entry.value {
      case .number(let number): market.cohort.numbers[number]
      case .scoreBand: stage?.scoreBands.map { market.cohort.numbers[$0.number] }
      case .lottery, .choice, .choiceBand, .priority: nil
      }
    }
    isQuoted = LastKey.needsQuotes(entries, read.names)
    self.stage = stage
    lots = market.lots
  }

  /// A ranking's keys, and the lottery number behind them where equals draw lots.
  private static func entries(
    _ ranking: Ranking, _ market: Market, _ names: MarketNames
  ) -> [Entry] {
    let keys = ranking.keys.map {
      Entry(name: names.numbers[$0.number].name, value: .number($0.number))
    }
    let draws = ranking.ties == .lottery && market.lots != nil
    return keys + (draws ? [Entry(name: "lottery", value: .lottery)] : [])
  }

  /// The order's keys with `rank` spelt out.
  private static func entries(_ stage: Stage, _ market: Market, _ names: MarketNames) -> [Entry] {
    let ranking = market.ranking(ofQueue: stage)
    var entries: [Entry] = []
    for key in stage.order {
      switch key {
      case .rank: entries += LastKey.entries(ranking, market, names)
      case .choice: entries.append(Entry(name: "choice", value: .choice))
      case .choiceBand: entries.append(Entry(name: "choiceBand", value: .choiceBand))
      case .scoreBand: entries.append(Entry(name: "scoreBand", value: .scoreBand))
      case .score:
        guard let first = ranking.keys.first else { continue }
        entries.append(Entry(name: "score", value: .number(first.number)))
      }
      if key == .rank, ranking.ties != .lottery { break }
    }
    return entries
  }

  /// Whether the cell needs quotes: decided once, for all rows of the stage.
  private static func needsQuotes(_ entries: [Entry], _ names: MarketNames) -> Bool {
    let texts = entries.flatMap { entry in
      if case .number(let number) = entry.value { return names.numbers[number].grades ?? [] }
      return []
    }
    return (texts + entries.map(\.name)).contains { $0.utf8.contains(where: CSVText.isSpecial) }
  }

  /// `name` with what separates keys escaped; quotes are doubled, for the cell is then in quotes.
  private static func escaped(_ name: String) -> String {
    var text = ""
    for scalar in name.unicodeScalars {
      if scalar == ";" || scalar == "=" || scalar == "\\" { text.unicodeScalars.append("\\") }
      if scalar == "\"" { text.unicodeScalars.append("\"") }
      text.unicodeScalars.append(scalar)
    }
    return text
  }

  /// Fetches what the keys of `students` ask for, key k as column k of `block`; −1 is nobody.
  func fetch(_ students: [Int], into block: inout ValueBlock) {
    for key in values.indices {
      if let column = columns[key] { block.fetch(key, column, of: students) }
      if values[key] == .lottery { block.draw(key, lots!, for: students) }
    }
  }

  /// Appends the keys of the pair of a student and `choice` (from 0). What `fetch` found of the student
  /// stands in `row` of `block`.
  func append(choice: Int, _ block: ValueBlock, _ row: Int, to writer: inout ByteWriter) {
    append(choice: choice, to: &writer) { key in block[key, row] }
  }

  /// Appends the keys of a ranking for `student`, whose priority, where that is the key, is `priority`
  /// in thousandths; `lots` are those of the programme.
  func append(_ student: Int, priority: Int64, _ lots: Lots?, to writer: inout ByteWriter) {
    append(choice: 0, to: &writer) { key in
      if values[key] == .lottery { return Int64(bitPattern: lots!.number(student)) }
      return columns[key]?[student] ?? priority
    }
  }

  /// `value` is the number that a key asks for; of a lottery, its bits.
  @inline(__always)
  private func append(
    choice: Int, to writer: inout ByteWriter, value: (_ key: Int) -> Int64
  ) {
    if isQuoted { writer.append(UInt8(ascii: "\"")) }
    for key in values.indices {
      writer.append(labels, key)
      switch values[key] {
      case .number, .priority: texts[key].append(value(key), to: &writer)
      case .lottery: writer.append(decimal: UInt64(bitPattern: value(key)))
      case .choice: writer.append(decimal: choice + 1)
      case .choiceBand:
        writer.append(decimal: 1 + stage!.choiceBandStarts.count { $0 <= choice })
      case .scoreBand: writer.append(decimal: 1 + stage!.band(ofScore: value(key)))
      }
    }
    if isQuoted { writer.append(UInt8(ascii: "\"")) }
  }
}
