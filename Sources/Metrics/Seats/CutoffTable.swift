import Admission

/// Where each pool of each programme ended: the lowest first key of its ranking among the admitted.
struct CutoffTable {
  /// A cutoff.
  struct Entry {
    /// The number that was compared, an index into the cohort's.
    let number: Int
    /// Its value, in thousandths.
    let value: Int64
  }

  /// By pool, then programme.
  private(set) var entries: [[Entry?]]

  /// Over all audiences and all stages that are not provisional. Where two stages of one pool
  /// compare different numbers, the earlier one's counts. Complexity: O(seat cells).
  init(_ outcome: Outcome, of market: Market) {
    entries = Array(
      repeating: Array(repeating: nil, count: market.programmeCount), count: market.pools.count)
    for (number, stage) in market.stages.enumerated() where !stage.provisional {
      for cell in outcome.stages[number].cells where cell.lowestStudent >= 0 {
        let ranking = market.ranking(number, pool: cell.pool, programme: cell.programme)
        guard let key = ranking.flatMap({ market.rankings[$0].keys.first?.number }) else {
          continue
        }
        let value = market.cohort.numbers[key][cell.lowestStudent]
        let known = entries[cell.pool][cell.programme]
        if let known, known.number != key || known.value <= value { continue }
        entries[cell.pool][cell.programme] = Entry(number: key, value: value)
      }
    }
  }

  /// For each programme the lowest cutoff of the pools for everyone that are no quota pools, less
  /// the lowest of its quota pools; nil where one is missing or they are cutoffs of different
  /// numbers.
  func gaps(_ market: Market, _ isQuota: [Bool]) -> [Int64?] {
    let quota = market.pools.indices.filter { isQuota[$0] }
    let open = market.pools.indices.filter {
      !isQuota[$0] && market.audiences[market.pools[$0].audience].category == nil
    }
    return (0..<market.programmeCount).map { programme in
      guard let one = lowest(open, programme), let other = lowest(quota, programme),
        one.number == other.number
      else { return nil }
      return one.value - other.value
    }
  }

  private func lowest(_ pools: [Int], _ programme: Int) -> Entry? {
    let found = pools.compactMap { entries[$0][programme] }
    guard let first = found.first else { return nil }
    return found.filter { $0.number == first.number }.min { $0.value < $1.value }
  }
}

/// How far one value moved over repeated draws: the cutoff of a programme over lotteries, say.
public struct Spread: Hashable, Sendable {
  /// The smallest value.
  public let least: Ratio
  /// The largest value.
  public let most: Ratio

  /// Of `values`; nil without any.
  public init?(of values: some Sequence<Ratio>) {
    guard let bounds = values.reduce(nil, { Spread.widen($0, by: $1) }) else { return nil }
    self = bounds
  }

  private init(least: Ratio, most: Ratio) {
    self.least = least
    self.most = most
  }

  private static func widen(_ spread: Spread?, by value: Ratio) -> Spread {
    guard let spread else { return Spread(least: value, most: value) }
    return Spread(
      least: value.isLess(than: spread.least) ? value : spread.least,
      most: spread.most.isLess(than: value) ? value : spread.most)
  }
}
