import Admission
import Diagnostics
import Rules

/// Stages in which each pool ranks for itself.
extension MarketBuilder {
  /// The engine's form of a pool's ranking; nil, with messages, where something of it is missing.
  mutating func poolRanking(
    _ rule: PoolRankingRule, log: inout ProblemLog
  ) -> PoolRanking? {
    switch rule {
    case .ranking(let number):
      return ranking(number, log: &log).map { _ in .one(number) }
    case .priorities:
      return .priorities
    case .column(let name):
      guard let numbers = rankings(inColumn: name, log: &log) else { return nil }
      for number in Set(numbers).sorted() where ranking(number, log: &log) == nil { return nil }
      return .each(numbers)
    }
  }

  /// The ranking that a column of `programmes.csv` names for each programme. It draws lots, as
  /// every ranking of such a stage must.
  private mutating func rankings(inColumn name: String, log: inout ProblemLog) -> [Int]? {
    guard let column = programmes.table.finder.require(name, log: &log),
      let values = programmes.table.values(name, log: &log)
    else { return nil }
    let known = rules.rankings.map(\.name)
    var numbers: [Int] = []
    for (programme, value) in values.enumerated() {
      let place = programmes.table.place(programme, column: column)
      guard let number = known.firstIndex(where: { sameBytes($0, value) }) else {
        let near = nearestName(to: value, among: known)
        log.add(
          .rankingUnknown, at: place, cause: name,
          Phrase(
            zh: "未知的排序 \(spelled(value))" + (near.map { "；最接近的是 \($0)" } ?? ""),
            en: "unknown ranking \(spelled(value))" + (near.map { "; the nearest is \($0)" } ?? ""))
        )
        continue
      }
      let ties = rules.rankings[number].ties
      if ties != .lottery {
        log.add(
          .rankingUnfit, at: place, cause: name,
          Phrase(
            zh: "排序 \(value) 的 ties 为 \(ties.rawValue)，此处只能用 lottery",
            en: "the ranking \(value) has ties \(ties.rawValue), here only lottery"))
      }
      numbers.append(number)
    }
    return numbers.count == values.count ? numbers : nil
  }
}

extension StageRule {
  /// The engine's name for the mechanism.
  var engineMechanism: Admission.Mechanism {
    switch mechanism {
    case .queue: return .queue
    case .topTradingCycles: return .topTradingCycles
    case .deferredAcceptance:
      let isSoft = reserve?.vacancies != .hard
      switch reserve?.rule {
      case .openFirst: return .deferredAcceptance(.openFirst(isSoft: isSoft))
      case .backwardTransfer: return .deferredAcceptance(.backwardTransfer)
      case .reserveFirst, nil: return .deferredAcceptance(.reserveFirst(isSoft: isSoft))
      }
    }
  }
}
