import Rules

/// `last_key` as it is published: `name=value;…` (SPEC section 7).
final class KeyText: Sendable {
  /// One key: `name=`, with a `;` before it from the second on, and what follows.
  private struct Entry: Sendable {
    let name: String
    let label: [UInt8]
    let value: Value
  }
  private enum Value: Hashable, Sendable {
    case measure(Int)
    case lottery, choice, choiceBand, priority
    case scoreBand(Int)
  }

  private let market: MarketModel
  private let stage: StageModel?
  private let entries: [Entry]

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
    var entries: [Entry] = []
    for (name, value) in values {
      // A key is named twice only if it means two things.
      if entries.contains(where: { $0.value == value && areSameBytes($0.name, name) }) { continue }
      let label = (entries.isEmpty ? "" : ";") + KeyText.escaped(name) + "="
      entries.append(Entry(name: name, label: Array(label.utf8), value: value))
    }
    (self.entries, self.market, self.stage) = (entries, market, stage)
  }

  private static func values(
    of ranking: RankingModel, _ market: MarketModel
  ) -> [(String, Value)] {
    let own = ranking.keys.map { key in
      (market.layout.measures[key.measure].name, Value.measure(key.measure))
    }
    return ranking.ties == .lottery && market.seed != nil ? own + [("lottery", .lottery)] : own
  }

  /// Appends the keys of a student, of a queue stage with their choice (from 0), of priorities with
  /// their own; elsewhere `programme` tells whose lots.
  func append(
    _ row: Int, choice: Int, priority: Int = 0, at programme: Int? = nil, to text: inout [UInt8]
  ) {
    let (number, i) = market.find(row)
    let block = market.blocks[number]
    for entry in entries {
      text += entry.label
      switch entry.value {
      case .measure(let measure):
        let value = block.measure(measure, i)
        if market.layout.measures[measure].grades == nil, value != StudentLayout.missing {
          appendThousandths(value, to: &text)
        } else {
          text += Array(KeyText.escaped(market.text(measure, value)).utf8)
        }
      case .lottery: appendDecimal(market.lot(block, i, at: programme), to: &text)
      case .priority: appendDecimal(UInt64(priority), to: &text)
      case .choice: appendDecimal(UInt64(choice + 1), to: &text)
      case .choiceBand: appendDecimal(UInt64(stage!.band(ofChoice: choice) + 1), to: &text)
      case .scoreBand(let measure):
        appendDecimal(UInt64(stage!.band(ofScore: block.measure(measure, i)) + 1), to: &text)
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
