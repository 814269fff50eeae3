import Rules

/// What `cutoffs.csv` says of the last admitted, in the words of the stage: of a queue its order's keys,
/// elsewhere those of the ranking that the pool's seats have at the programme.
struct LastTexts: Sendable {
  private let market: MarketModel
  private let stage: Int
  private let order: PairOrder?
  /// By ranking; −1: priorities.
  private let keys: [Int: KeyText]

  init(_ market: MarketModel, _ stage: Int) {
    (self.market, self.stage) = (market, stage)
    let isQueue = market.stages[stage].rule.mechanism == .queue
    order = isQueue ? PairOrder(market, market.stages[stage]) : nil
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

  /// Appends the lowest value of the first key among the admitted.
  func appendLowest(_ cell: CellCount, _ key: SeatRows.Key, to text: inout [UInt8]) {
    guard let order else {
      let programme = key.cell % market.programmes.count
      let lowest = market.firstKey(
        Int(cell.last), stage: stage, pool: key.pool, programme: programme)
      text += Array(lowest.utf8)
      return
    }
    let first = market.rankings[order.stage.ranking].keys[0]
    let worst = first.smallerFirst ? cell.worst : ~cell.worst
    if market.layout.measures[first.measure].grades == nil {
      appendThousandths(worst, to: &text)
    } else {
      text += Array(market.text(first.measure, worst).utf8)
    }
  }

  /// Appends the keys of the last admitted.
  func appendKey(_ cell: CellCount, _ key: SeatRows.Key, to text: inout [UInt8]) {
    let row = Int(cell.last)
    if let order { return order.append(row, choice: Int(cell.lastChoice), to: &text) }
    let programme = key.cell % market.programmes.count
    let ranking = market.ranking(stage, pool: key.pool, programme: programme)
    let priority = ranking == nil ? market.priorities?.priority(of: row, at: programme)?.value : nil
    keys[ranking ?? -1]!.append(
      row, choice: 0, priority: priority ?? 0, at: programme, to: &text)
  }
}
