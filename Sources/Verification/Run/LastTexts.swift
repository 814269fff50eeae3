import Rules

/// What `cutoffs.csv` says of the last admitted, in the words of the stage: of a queue its order's
/// keys, elsewhere those of the ranking that the pool's seats have at the programme.
final class LastTexts: Sendable {
  private let market: MarketModel
  private let stage: Int
  private let order: PairOrder?
  /// Of a queue the first key of its ranking, and whether that is a number.
  private let first: RankingModel.Key?
  private let isNumber: Bool
  /// By ranking; −1: priorities.
  private let keys: [Int: KeyText]

  init(_ market: MarketModel, _ stage: Int) {
    (self.market, self.stage) = (market, stage)
    let isQueue = market.stages[stage].rule.mechanism == .queue
    order = isQueue ? PairOrder(market, market.stages[stage]) : nil
    first = isQueue ? market.rankings[market.stages[stage].ranking].keys[0] : nil
    isNumber = first.map { market.layout.measures[$0.measure].grades == nil } ?? false
    var used: Set<Int> = isQueue ? [] : [-1]
    for entry in isQueue ? [] : market.stages[stage].entries {
      switch entry.ranking {
      case .one(let ranking): used.insert(ranking)
      case .each(let rankings): used.formUnion(rankings)
      case .priorities: break
      }
    }
    keys = Dictionary(
      uniqueKeysWithValues: used.map { ($0, KeyText(ranking: $0 < 0 ? nil : $0, market)) })
  }

  /// Puts the lowest value of the first key among the admitted.
  func putLowest<Sink: PlainSink>(_ cell: CellCount, _ key: SeatRows.Key, to sink: inout Sink) {
    guard let first else {
      let programme = key.cell % market.programmes.count
      let lowest = market.firstKey(
        Int(cell.last), stage: stage, pool: key.pool, programme: programme)
      return PackedTexts([lowest]).put(0, to: &sink)
    }
    let worst = first.smallerFirst ? cell.worst : ~cell.worst
    if isNumber {
      sink.put(thousandths: worst)
    } else {
      PackedTexts([market.text(first.measure, worst)]).put(0, to: &sink)
    }
  }

  /// The last admitted to a cell, where their lottery number is published and is the same
  /// everywhere.
  func drawn(_ cell: CellCount) -> Int? {
    order?.drawsLots == true && cell.admitted > 0 ? Int(cell.last) : nil
  }

  /// Puts the keys of the last admitted; `lot` is their lottery number, if it is at hand.
  func putKey<Sink: PlainSink>(
    _ cell: CellCount, _ key: SeatRows.Key, lot: UInt64? = nil, to sink: inout Sink
  ) {
    let row = Int(cell.last)
    if let order { return order.put(row, choice: Int(cell.lastChoice), lot: lot, to: &sink) }
    let programme = key.cell % market.programmes.count
    let ranking = market.ranking(stage, pool: key.pool, programme: programme)
    let priority = ranking == nil ? market.priorities?.priority(of: row, at: programme)?.value : nil
    keys[ranking ?? -1]!.put(row, choice: 0, priority: priority ?? 0, at: programme, to: &sink)
  }
}
