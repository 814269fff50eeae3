import Admission

/// Where each pool of each programme ended: the first key of its ranking of the admitted who stand
/// last by it: the lowest, or, where less ranks higher, the highest. Grades are no cutoffs.
struct CutoffTable {
  /// A cutoff.
  struct Entry {
    /// The number that was compared, an index into the cohort's.
    let number: Int
    /// Whether less of it ranks higher.
    let ascending: Bool
    /// Its value, in thousandths.
    let value: Int64

    /// Whether both compare the same number in the same direction.
    func isLike(_ other: Entry) -> Bool {
      number == other.number && ascending == other.ascending
    }

    /// Whether it is behind `other`.
    func isBehind(_ other: Entry) -> Bool {
      ascending ? value > other.value : value < other.value
    }
  }

  /// By pool, then programme.
  private(set) var entries: [[Entry?]]

  /// Over all audiences and all stages that are not provisional. Where two stages of one pool
  /// compare different numbers, the earlier one's counts; those of `gradeNumbers` do not.
  /// Complexity: O(seat cells).
  init(_ outcome: Outcome, of market: Market, gradeNumbers: Set<Int> = []) {
    entries = Array(
      repeating: Array(repeating: nil, count: market.programmeCount), count: market.pools.count)
    for (number, stage) in market.stages.enumerated() where !stage.provisional {
      for cell in outcome.stages[number].cells where cell.lowestStudent >= 0 {
        let ranking = market.ranking(number, pool: cell.pool, programme: cell.programme)
        guard let key = ranking.flatMap({ market.rankings[$0].keys.first }),
          !gradeNumbers.contains(key.number)
        else { continue }
        let entry = Entry(
          number: key.number, ascending: key.ascending,
          value: market.cohort.numbers[key.number][cell.lowestStudent])
        if let known = entries[cell.pool][cell.programme],
          !entry.isLike(known) || !entry.isBehind(known)
        {
          continue
        }
        entries[cell.pool][cell.programme] = entry
      }
    }
  }

  /// For each programme the last cutoff of the pools for everyone that are no quota pools, less the
  /// last of its quota pools; nil where one is missing or they are cutoffs of different
  /// numbers.
  func gaps(_ market: Market, _ isQuota: [Bool]) -> [Int64?] {
    let quota = market.pools.indices.filter { isQuota[$0] }
    let open = market.pools.indices.filter {
      !isQuota[$0] && market.audiences[market.pools[$0].audience].category == nil
    }
    return (0..<market.programmeCount).map { programme in
      guard let one = last(open, programme), let other = last(quota, programme),
        one.isLike(other)
      else { return nil }
      return one.value - other.value
    }
  }

  private func last(_ pools: [Int], _ programme: Int) -> Entry? {
    let found = pools.compactMap { entries[$0][programme] }
    guard let first = found.first else { return nil }
    return found.filter { $0.isLike(first) }.max { $1.isBehind($0) }
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
