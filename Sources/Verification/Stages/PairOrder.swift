import Rules

/// The order of a stage's pairs (METHODS.md, "Queue stages"), asked of two pairs at a time.
///
/// Nothing is sorted here and no place is ever given out: a pair is before another or it is not.
/// That is all that the threshold form needs.
final class PairOrder: Sendable {
  let market: MarketModel
  let stage: StageModel
  private let ranking: RankingModel
  private let rankComparison: RankComparison
  /// Whether equals are told apart by lot; else pairs equal up to `rank` are one class.
  let drawsLots: Bool
  /// The order's keys that tell pairs apart: all of them, or those up to `rank` where equals are
  /// one class.
  let keys: [OrderKey]
  private let published: KeyText
  private let leadKind: Lead
  private let leadMeasure: Int
  private let leadFlip: Int64

  init(_ market: MarketModel, _ stage: StageModel) {
    (self.market, self.stage) = (market, stage)
    ranking = market.rankings[stage.ranking]
    rankComparison = RankComparison(market, ranking)
    let ties = ranking.ties
    drawsLots = ties == .lottery
    let order = stage.rule.order
    keys = drawsLots ? order : Array(order.prefix(through: order.firstIndex(of: .rank)!))
    published = KeyText(keys, market, stage)
    switch order[0] {
    case .rank, .score: leadKind = .measure
    case .choice: leadKind = .choice
    case .choiceBand: leadKind = .choiceBand
    case .scoreBand: leadKind = .scoreBand
    }
    let isBand = leadKind == .scoreBand
    leadMeasure = isBand ? stage.scoreBands!.measure : ranking.keys[0].measure
    leadFlip = ranking.keys[0].smallerFirst ? 0 : -1
  }

  /// What the order's first key looks at.
  private enum Lead { case measure, choice, choiceBand, scoreBand }

  /// What the first key of the order says of a pair: a smaller number comes before a greater. Most
  /// pairs are told apart by it.
  @inline(__always)
  func lead(_ block: StudentBlock, _ i: Int, choice: Int) -> Int64 {
    switch leadKind {
    case .measure: return block.measure(leadMeasure, i) ^ leadFlip
    case .choice: return Int64(choice)
    case .choiceBand: return Int64(stage.band(ofChoice: choice))
    case .scoreBand: return Int64(stage.band(ofScore: block.measure(leadMeasure, i)))
    }
  }

  /// What the first key of the order looks at, where that is the first key of the ranking, or the
  /// choice: for each choice a number then, else nil.
  var plainLead: (measure: Int, flip: Int64, ofChoice: [Int32]?)? {
    let measure = ranking.keys[0].measure
    switch leadKind {
    case .measure: return (measure, leadFlip, nil)
    case .scoreBand: return nil
    case .choice, .choiceBand:
      let choices = 0..<StudentLayout.choicesMax
      return (
        measure, leadFlip,
        choices.map {
          Int32(leadKind == .choice ? $0 : stage.band(ofChoice: $0))
        }
      )
    }
  }

  /// A ranking key's value, smaller before greater.
  @inline(__always)
  private func value(_ key: RankingModel.Key, _ block: StudentBlock, _ i: Int) -> Int64 {
    let value = block.measure(key.measure, i)
    return key.smallerFirst ? value : ~value
  }

  /// How pair (`a`, `choiceA`) stands to (`b`, `choiceB`): below zero before it, zero in one class
  /// with it, above zero behind it. Students are rows of the table.
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
          stage.band(ofScore: x.measure(measure, i))
          - stage.band(ofScore: y.measure(measure, j))
      case .score:
        difference = sign(value(ranking.keys[0], x, i), value(ranking.keys[0], y, j))
      }
      if difference != 0 { return difference }
    }
    return 0
  }

  private func sign(_ a: Int64, _ b: Int64) -> Int { a < b ? -1 : a > b ? 1 : 0 }

  // MARK: The last key, as it is published

  /// Puts the keys of a pair as `last_key` lists them; the student's lottery number may be at hand.
  func put<Sink: PlainSink>(_ row: Int, choice: Int, lot: UInt64?, to sink: inout Sink) {
    published.put(row, choice: choice, lot: lot, to: &sink)
  }
}
