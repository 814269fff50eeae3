import Admission
import Cases
import Columns

/// The cells of a stage in which each pool ranks for itself, with what `cutoffs.csv` says of the
/// last admitted: by the ranking that the cell's pool uses at its programme.
struct MatchingPart: Sendable {
  /// The cells.
  let cells: [CutoffCell]
  /// Their order in the table.
  let order: [Int32]
  /// What a ranking says of a student.
  private struct Keys: Sendable {
    let score: NumberColumn?
    let text: NumberText
    let lastKey: LastKey
  }
  private let store = PieceStore()
  private let keys: [Int: Keys]  // by ranking; −1: priorities
  private let rankings: [Int: [Int]]  // by pool, then programme
  private let market: Market
  /// For each student who is last somewhere, the priority there.
  private let priorities: Column<Int64>?

  init(_ number: Int, of read: Case, _ cells: [CutoffCell], _ order: [Int32]) {
    let (market, store) = (read.market, store)
    self.market = market
    self.cells = cells
    self.order = order
    rankings = Dictionary(
      uniqueKeysWithValues: market.stages[number].pools.map { offered in
        (
          offered.pool,
          (0..<market.programmeCount).map {
            market.ranking(number, pool: offered.pool, programme: $0) ?? -1
          }
        )
      })
    keys = Dictionary(
      uniqueKeysWithValues: Set(rankings.values.joined()).map { ranking in
        let first = ranking < 0 ? nil : market.rankings[ranking].keys.first?.number
        return (
          ranking,
          Keys(
            score: first.map { market.cohort.numbers[$0] },
            text: NumberText(first.map { read.names.numbers[$0] }, in: store),
            lastKey: LastKey(ranking: ranking < 0 ? nil : ranking, of: read, in: store))
        )
      })
    guard keys[-1] != nil else {
      priorities = nil
      return
    }
    // Whoever is last somewhere holds that seat, and no other.
    var programmes: [Int: Int] = [:]
    for cell in cells where cell.lastStudent >= 0 {
      if rankings[cell.pool]![cell.programme] < 0 { programmes[cell.lastStudent] = cell.programme }
    }
    priorities = market.priorityValues { programmes[$0] ?? -1 }
  }

  /// Appends `lowest_score,last_choice,last_key`; nothing but commas where nobody was admitted.
  func appendLast(_ cell: CutoffCell, to writer: inout ByteWriter) {
    let student = cell.lastStudent
    if student < 0 { return writer.append(literal: ",,") }
    let ranking = rankings[cell.pool]![cell.programme]
    let keys = keys[ranking]!
    let priority = priorities?[student] ?? NumberColumn.missing
    // A ranking without keys has no first one.
    let score = ranking < 0 ? priority : keys.score?[student] ?? NumberColumn.missing
    keys.text.append(score, to: &writer)
    writer.append(UInt8(ascii: ","))
    writer.append(cell: cell.lastChoice + 1)
    keys.lastKey.append(student, priority: priority, market.lots(at: cell.programme), to: &writer)
  }
}
