import Admission
import Cases

/// A key of the order in which a stage takes pairs, spelt out as `last_key` of `cutoffs.csv` spells
/// it.
package struct PairOrderKey: Hashable, Sendable {
  /// What is compared.
  package enum Kind: Hashable, Sendable {
    /// A number of the cohort.
    case number(Int)
    case lottery, choice, choiceBand
    /// The band of a number of the cohort.
    case scoreBand(Int)
    /// The place that a programme itself gives the student.
    case priority
  }

  /// What it is called.
  package let name: String
  package let kind: Kind
  /// Whether the smaller value comes first.
  package let ascending: Bool

  /// The keys of a queue stage: those of the order, a ranking's own in the place of `rank`. Where
  /// equals do not draw, pairs equal up to `rank` are a class, and what comes after it says
  /// nothing.
  package static func keys(of stage: Stage, _ read: Case) -> [PairOrderKey] {
    let ranking = read.market.ranking(ofQueue: stage)
    var keys: [PairOrderKey] = []
    order: for key in stage.order {
      switch key {
      case .rank:
        keys += own(ranking, read)
        if ranking.ties != .lottery { break order }
      case .choice: keys.append(PairOrderKey(name: "choice", kind: .choice, ascending: true))
      case .choiceBand:
        keys.append(PairOrderKey(name: "choiceBand", kind: .choiceBand, ascending: true))
      case .scoreBand:
        keys.append(
          PairOrderKey(
            name: "scoreBand", kind: .scoreBand(stage.scoreBands!.number), ascending: true))
      case .score:
        guard let first = ranking.keys.first else { continue }
        keys.append(
          PairOrderKey(name: "score", kind: .number(first.number), ascending: first.ascending))
      }
    }
    return distinct(keys)
  }

  /// The keys of a ranking, in the stages in which each pool ranks for itself; nil: priorities.
  package static func keys(ofRanking ranking: Int?, _ read: Case) -> [PairOrderKey] {
    if let ranking { return distinct(own(read.market.rankings[ranking], read)) }
    return [PairOrderKey(name: "priority", kind: .priority, ascending: true)] + lottery(read)
  }

  /// A ranking's keys, and the lottery number behind them where equals draw lots.
  private static func own(_ ranking: Ranking, _ read: Case) -> [PairOrderKey] {
    let keys = ranking.keys.map {
      PairOrderKey(
        name: read.names.numbers[$0.number].name, kind: .number($0.number),
        ascending: $0.ascending)
    }
    return keys + (ranking.ties == .lottery ? lottery(read) : [])
  }

  /// The keys, of which one that is named twice and means the same stands once.
  private static func distinct(_ keys: [PairOrderKey]) -> [PairOrderKey] {
    var known: Set<Named> = []
    return keys.filter { known.insert(Named(name: $0.name, kind: $0.kind)).inserted }
  }

  private static func lottery(_ read: Case) -> [PairOrderKey] {
    read.market.lots == nil ? [] : [PairOrderKey(name: "lottery", kind: .lottery, ascending: true)]
  }

  private struct Named: Hashable {
    let name: String
    let kind: Kind
  }
}
