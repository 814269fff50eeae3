import Admission
import Cases
import Tables

/// The place of the last pair admitted, in the order of its stage: `name=value;…`.
///
/// With it a cutoff is a complete certificate: whoever knows a student's own values can tell
/// whether their pair comes before. A ranking's keys stand in the place of `rank`, each by its
/// name, and the lottery number behind them where equals draw lots. Where they do not, pairs equal
/// up to `rank` are one class, and what comes after it says nothing.
///
/// In names and grades `;`, `=` and `\` have a `\` before them.
struct LastKey: Sendable {
  private let labels: Pieces  // `name=`, from the second on `;name=`
  private let kinds: [PairOrderKey.Kind]
  private let texts: [NumberText]  // of keys that are numbers
  private let stage: Stage?
  private let lots: Lots?
  private let isQuoted: Bool
  /// For each key the number of the cohort that it asks for, if any.
  private let columns: [NumberColumn?]
  /// How many keys there are.
  var count: Int { kinds.count }

  /// The keys of a queue stage.
  init(_ stage: Stage, of read: Case, in store: PieceStore) {
    self.init(PairOrderKey.keys(of: stage, read), stage, of: read, in: store)
  }

  /// The keys of a ranking, in the stages in which each pool ranks for itself; nil: priorities.
  init(ranking: Int?, of read: Case, in store: PieceStore) {
    self.init(PairOrderKey.keys(ofRanking: ranking, read), nil, of: read, in: store)
  }

  private init(_ keys: [PairOrderKey], _ stage: Stage?, of read: Case, in store: PieceStore) {
    let market = read.market
    labels = store.pieces(
      keys.enumerated().map { ($0 == 0 ? "" : ";") + LastKey.escaped($1.name) + "=" })
    kinds = keys.map(\.kind)
    texts = keys.map { key in
      guard case .number(let number) = key.kind else { return NumberText(nil, in: store) }
      return NumberText(read.names.numbers[number], in: store, spelling: LastKey.escaped)
    }
    columns = keys.map { key in
      switch key.kind {
      case .number(let number), .scoreBand(let number): market.cohort.numbers[number]
      case .lottery, .choice, .choiceBand, .priority: nil
      }
    }
    isQuoted = LastKey.needsQuotes(keys, read.names)
    self.stage = stage
    lots = market.lots
  }

  /// Whether the cell needs quotes: decided once, for all rows of the stage.
  private static func needsQuotes(_ keys: [PairOrderKey], _ names: MarketNames) -> Bool {
    let texts = keys.flatMap { key in
      if case .number(let number) = key.kind { return names.numbers[number].grades ?? [] }
      return []
    }
    return (texts + keys.map(\.name)).contains { $0.utf8.contains(where: CSVText.isSpecial) }
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
    for key in kinds.indices {
      if let column = columns[key] { block.fetch(key, column, of: students) }
      if kinds[key] == .lottery { block.draw(key, lots!, for: students) }
    }
  }

  /// Appends the keys of the pair of a student and `choice` (from 0). What `fetch` found of the
  /// student stands in `row` of `block`.
  func append(choice: Int, _ block: ValueBlock, _ row: Int, to writer: inout ByteWriter) {
    append(choice: choice, to: &writer) { key in block[key, row] }
  }

  /// Appends the keys of a ranking for `student`, whose priority, where that is the key, is
  /// `priority` in thousandths; `lots` are those of the programme.
  func append(_ student: Int, priority: Int64, _ lots: Lots?, to writer: inout ByteWriter) {
    append(choice: 0, to: &writer) { key in
      if kinds[key] == .lottery { return Int64(bitPattern: lots!.number(student)) }
      return columns[key]?[student] ?? priority
    }
  }

  /// `value` is the number that a key asks for; of a lottery, its bits.
  @inline(__always)
  private func append(
    choice: Int, to writer: inout ByteWriter, value: (_ key: Int) -> Int64
  ) {
    if isQuoted { writer.append(UInt8(ascii: "\"")) }
    for key in kinds.indices {
      writer.append(labels, key)
      switch kinds[key] {
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
