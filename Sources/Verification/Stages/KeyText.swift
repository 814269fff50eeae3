import Rules

/// `last_key` as it is published: `name=value;…` (FILES.md, "last_key").
final class KeyText: Sendable {
  private enum Value: Hashable, Sendable {
    case measure(Int)
    case lottery, choice, choiceBand, priority
    case scoreBand(Int)
  }

  private let market: MarketModel
  private let stage: StageModel?
  private let values: [Value]
  /// For each key `name=`, with a `;` before it from the second on.
  private let labels: PackedTexts
  /// For each measure its grades; of numbers none.
  private let grades: [PackedTexts?]

  /// The keys of a queue stage's order, with `rank` spelt out.
  convenience init(_ keys: [OrderKey], _ market: MarketModel, _ stage: StageModel) {
    let ranking = market.rankings[stage.ranking]
    let values = keys.flatMap { key -> [(String, Value)] in
      switch key {
      case .rank: KeyText.values(of: ranking, market)
      case .choice: [("choice", .choice)]
      case .choiceBand: [("choiceBand", .choiceBand)]
      case .scoreBand: [("scoreBand", .scoreBand(stage.scoreBands!.measure))]
      case .score: [("score", .measure(ranking.keys[0].measure))]
      }
    }
    self.init(values, market, stage)
  }

  /// The keys of a ranking, or of priorities, where each pool ranks for itself.
  convenience init(ranking: Int?, _ market: MarketModel) {
    if let ranking {
      self.init(KeyText.values(of: market.rankings[ranking], market), market, nil)
    } else {
      let lots: [(String, Value)] = market.seed == nil ? [] : [("lottery", .lottery)]
      self.init([("priority", .priority)] + lots, market, nil)
    }
  }

  private init(_ values: [(String, Value)], _ market: MarketModel, _ stage: StageModel?) {
    var keys: [(name: String, value: Value)] = []
    for (name, value) in values {
      // A key is named twice only if it means two things.
      if keys.contains(where: { $0.value == value && areSameBytes($0.name, name) }) { continue }
      keys.append((name, value))
    }
    self.values = keys.map(\.value)
    labels = PackedTexts(
      keys.enumerated().map { ($0 == 0 ? "" : ";") + KeyText.escaped($1.name) + "=" })
    grades = market.layout.measures.map { $0.grades.map { PackedTexts($0.map(KeyText.escaped)) } }
    (self.market, self.stage) = (market, stage)
  }

  private static func values(
    of ranking: RankingModel, _ market: MarketModel
  ) -> [(String, Value)] {
    let own = ranking.keys.map { key in
      (market.layout.measures[key.measure].name, Value.measure(key.measure))
    }
    return ranking.ties == .lottery && market.seed != nil ? own + [("lottery", .lottery)] : own
  }

  /// Puts the keys of a student, of a queue stage with their choice (from 0), of priorities with
  /// their own; elsewhere `programme` tells whose lots. Their lottery number may be at hand as
  /// `lot`.
  func put<Sink: PlainSink>(
    _ row: Int, choice: Int, priority: Int = 0, at programme: Int? = nil, lot: UInt64? = nil,
    to sink: inout Sink
  ) {
    let (number, i) = market.find(row)
    let block = market.blocks[number]
    for at in values.indices {
      labels.put(at, to: &sink)
      switch values[at] {
      case .measure(let measure):
        let value = block.measure(measure, i)
        if value == StudentLayout.missing { continue }
        if let grades = grades[measure] {
          grades.put(Int(value), to: &sink)
        } else {
          sink.put(thousandths: value)
        }
      case .lottery: sink.put(decimal: lot ?? market.lot(block, i, at: programme))
      case .priority: sink.put(decimal: UInt64(priority))
      case .choice: sink.put(decimal: UInt64(choice + 1))
      case .choiceBand: sink.put(decimal: UInt64(stage!.band(ofChoice: choice) + 1))
      case .scoreBand(let measure):
        sink.put(decimal: UInt64(stage!.band(ofScore: block.measure(measure, i)) + 1))
      }
    }
  }

  /// In names and grades `;`, `=` and `\` have a `\` before them.
  static func escaped(_ text: String) -> String {
    var escaped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar == ";" || scalar == "=" || scalar == "\\" { escaped.append("\\") }
      escaped.append(scalar)
    }
    return String(escaped)
  }
}
