import Admission
import Columns

/// What families know when they choose: where the seats of a stage ended, last year or in a first
/// round, for every programme and audience.
public struct KnownCutoffs: Sendable {
  /// How a cell ended.
  private enum End: Sendable {
    /// Nobody can have a seat: there was none.
    case closed
    /// Seats were left.
    case open
    /// The lowest first key admitted.
    case filled(Int64)
  }

  /// The number that the stage's ranking compares first; scores are values of it.
  public let number: Int
  private let programmes: Int
  private let pools: [(map: AudienceMap, ends: [End])]

  /// How stage `stage` of `market` ended in `outcome`; nil where it is no queue stage, or its
  /// ranking does not begin with a score of which more is better. Complexity: O(cells of its
  /// pools).
  public init?(of market: Market, _ outcome: Outcome, stage: Int) {
    let offered = market.stages[stage]
    guard let ranking = offered.ranking, let key = market.rankings[ranking].keys.first,
      !key.ascending
    else { return nil }
    number = key.number
    programmes = market.programmeCount
    let values = market.cohort.numbers[key.number]
    var pools: [(map: AudienceMap, ends: [End])] = []
    for pool in Set(offered.pools.map(\.pool)).sorted() {
      let map = market.audiences[market.pools[pool].audience]
      var ends = [End](repeating: .closed, count: map.count * market.programmeCount)
      for cell in outcome.stages[stage].cells where cell.pool == pool && cell.seats > 0 {
        ends[cell.audience * market.programmeCount + cell.programme] =
          cell.vacant > 0 ? .open : .filled(values[cell.lowestStudent])
      }
      pools.append((map, ends))
    }
    self.pools = pools
  }

  /// Whether `score` with `margin` to spare would have got a seat of a programme, for a student
  /// whose value of the category that divides the pool is `value(category)`.
  func reaches(
    _ score: Int64, margin: Int64, _ programme: Int, _ value: (Int) -> Int
  ) -> Bool {
    guard let least = least(programme, value), score != NumberColumn.missing else { return false }
    let (needed, overflow) = least.addingReportingOverflow(margin)
    return least == Int64.min || !overflow && score >= needed
  }

  /// The score that was enough, of the pools the lowest; `Int64.min` where seats were left, nil
  /// where there were none.
  func least(_ programme: Int, _ value: (Int) -> Int) -> Int64? {
    var least: Int64?
    for (map, ends) in pools {
      var audience = 0
      if let category = map.category {
        audience = map.audience(ofValue: value(category))
        if audience < 0 { continue }
      }
      switch ends[audience * programmes + programme] {
      case .closed: continue
      case .open: return Int64.min
      case .filled(let score): least = min(least ?? score, score)
      }
    }
    return least
  }
}

/// What a student's draws hang on, beside the seed: the row, or better something that does not
/// change when rows are shuffled, like a hash of the code.
public typealias StudentKeys = @Sendable (_ student: Int) -> UInt64

/// Which families act. Draws are common random numbers: who acts where few do also acts where more
/// do, so that variants of one population can be compared in pairs.
struct Families {
  let seed: UInt64
  let keys: StudentKeys
  let stream: Stream
  /// How many of a thousand act.
  let share: Int

  /// Whether the family of a student acts.
  func acts(_ student: Int) -> Bool {
    var draws = Draws(seed: seed, stream, Int(truncatingIfNeeded: keys(student)))
    return draws.below(1000) < share
  }
}
