import Rules

/// The order of a stage's pairs (SPEC section 3), asked of two pairs at a time.
///
/// Nothing is sorted here and no place is ever given out: a pair is before another or it is not. That
/// is all that the threshold form needs.
struct PairOrder: Sendable {
  let market: MarketModel
  let stage: StageModel
  private let ranking: RankingModel
  private let rankComparison: RankComparison

  init(_ market: MarketModel, _ stage: StageModel) {
    (self.market, self.stage) = (market, stage)
    ranking = market.rankings[stage.ranking]
    rankComparison = RankComparison(market, ranking)
  }

  /// Whether equals are told apart by lot; else pairs equal up to `rank` are one class.
  var drawsLots: Bool { ranking.ties == .lottery }

  /// The order's keys that tell pairs apart: all of them, or those up to `rank` where equals are one
  /// class.
  var keys: [OrderKey] {
    if drawsLots { return stage.rule.order }
    return Array(stage.rule.order.prefix(through: stage.rule.order.firstIndex(of: .rank)!))
  }

  /// What the first key of the order says of a pair: a smaller number comes before a greater. Most
  /// pairs are told apart by it.
  @inline(__always)
  func lead(_ block: StudentBlock, _ i: Int, choice: Int) -> Int64 {
    switch stage.rule.order[0] {
    case .rank, .score: return value(ranking.keys[0], block, i)
    case .choice: return Int64(choice)
    case .choiceBand: return Int64(stage.band(ofChoice: choice))
    case .scoreBand:
      return Int64(stage.band(ofScore: block.measures[stage.scoreBands!.measure * block.count + i]))
    }
  }

  /// A ranking key's value, smaller before greater.
  @inline(__always)
  private func value(_ key: RankingModel.Key, _ block: StudentBlock, _ i: Int) -> Int64 {
    let value = block.measures[key.measure &* block.count &+ i]
    return key.smallerFirst ? value : ~value
  }

  /// How pair (`a`, `choiceA`) stands to (`b`, `choiceB`): below zero before it, zero in one class with
  /// it, above zero behind it. Students are rows of the table.
  func compare(_ a: Int, _ choiceA: Int, _ b: Int, _ choiceB: Int) -> Int {
    let (blockA, i) = market.find(a)
    let (blockB, j) = market.find(b)
    let (x, y) = (market.blocks[blockA], market.blocks[blockB])
    for key in keys {
      let difference: Int
      switch key {
      case .rank: difference = rankComparison.compare(a, b)
      case .choice: difference = choiceA - choiceB
      case .choiceBand:
        difference = stage.band(ofChoice: choiceA) - stage.band(ofChoice: choiceB)
      case .scoreBand:
        let measure = stage.scoreBands!.measure
        difference =
          stage.band(ofScore: x.measures[measure * x.count + i])
          - stage.band(ofScore: y.measures[measure * y.count + j])
      case .score:
        difference = sign(value(ranking.keys[0], x, i), value(ranking.keys[0], y, j))
      }
      if difference != 0 { return difference }
    }
    return 0
  }

  private func sign(_ a: Int64, _ b: Int64) -> Int { a < b ? -1 : a > b ? 1 : 0 }

  // MARK: The last key, as it is published

  /// The keys of a pair as `last_key` lists them: `name=value;…` (SPEC section 7).
  func text(_ row: Int, choice: Int) -> String {
    let (number, i) = market.find(row)
    let block = market.blocks[number]
    var parts: [String] = []
    var known: [(id: Int, name: String)] = []
    for (id, name, value) in entries(block, i, row, choice) {
      // A key is named twice only if it means two things.
      if known.contains(where: { $0.id == id && areSameBytes($0.name, name) }) { continue }
      known.append((id, name))
      parts.append("\(PairOrder.escaped(name))=\(PairOrder.escaped(value))")
    }
    return parts.joined(separator: ";")
  }

  /// Each key's measure (or a number below zero), name and value.
  private func entries(
    _ block: StudentBlock, _ i: Int, _ row: Int, _ choice: Int
  ) -> [(id: Int, name: String, value: String)] {
    func entry(_ measure: Int, _ name: String? = nil) -> (Int, String, String) {
      let value = block.measures[measure * block.count + i]
      return (measure, name ?? market.layout.measures[measure].name, market.text(measure, value))
    }
    return keys.flatMap { key -> [(id: Int, name: String, value: String)] in
      switch key {
      case .rank:
        let own = ranking.keys.map { entry($0.measure) }
        return drawsLots && market.seed != nil
          ? own + [(-1, "lottery", "\(market.lot(row))")] : own
      case .choice: return [(-2, "choice", "\(choice + 1)")]
      case .choiceBand: return [(-3, "choiceBand", "\(stage.band(ofChoice: choice) + 1)")]
      case .scoreBand:
        let value = block.measures[stage.scoreBands!.measure * block.count + i]
        return [(-4, "scoreBand", "\(stage.band(ofScore: value) + 1)")]
      case .score: return [entry(ranking.keys[0].measure, "score")]
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
