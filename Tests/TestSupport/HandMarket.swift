import Admission
import Columns

extension Cohort {
  /// A few students by hand: columns of numbers, columns of categories, and for each list what each
  /// student chooses, −1 for an empty cell.
  public static func byHand(
    numbers: [[Int64]], categories: [[Int32]] = [], lists: [[[Int]]]
  ) -> Cohort {
    Cohort(
      count: numbers[0].count, numbers: numbers.map { NumberColumn($0) },
      categories: categories.map { Column($0) },
      lists: lists.map { list in
        let width = list.map(\.count).max() ?? 0
        let cells = list.flatMap { choices in
          (0..<width).map { UInt16($0 < choices.count ? choices[$0] + 1 : 0) }
        }
        return ChoiceLists(width: width, cells: Column(cells))
      })
  }
}

extension AudienceMap {
  /// Each value of a category is an audience.
  public static func each(of category: Int, count: Int) -> AudienceMap {
    AudienceMap(count: count, category: category, table: (0..<count).map(Int32.init))
  }
}

extension SeatCell {
  /// The seats of one pool: for each audience a row of programmes.
  public static func rows(_ pool: Int, _ rows: [[Int]]) -> [SeatCell] {
    rows.enumerated().flatMap { audience, row in
      row.enumerated().map { programme, seats in
        SeatCell(pool: pool, audience: audience, programme: programme, seats: seats)
      }
    }
  }
}

extension Ranking {
  /// By these numbers, the highest first.
  public static func by(_ numbers: Int..., ties: Ties = .lottery) -> Ranking {
    Ranking(keys: numbers.map { Key(number: $0) }, ties: ties)
  }
}

extension Outcome {
  /// For each student the programme, nil for nowhere.
  public var programmes: [Int?] {
    placements.array.map { $0.isAdmitted ? $0.programme : nil }
  }
  /// For each student the stage, nil for nowhere.
  public var stagesOfStudents: [Int?] {
    placements.array.map { $0.isAdmitted ? $0.stage : nil }
  }
  /// For each student the pool, nil for nowhere.
  public var pools: [Int?] {
    placements.array.map { $0.isAdmitted ? $0.pool : nil }
  }

  /// What a stage did with the seats of one programme, pool and audience.
  public func cell(stage: Int, programme: Int, pool: Int, audience: Int = 0) -> CutoffCell? {
    stages[stage].cells.first {
      ($0.programme, $0.pool, $0.audience) == (programme, pool, audience)
    }
  }

  /// The account of one programme, pool and audience.
  public func account(programme: Int, pool: Int, audience: Int = 0) -> LedgerCell? {
    ledger.first { ($0.programme, $0.pool, $0.audience) == (programme, pool, audience) }
  }
}
