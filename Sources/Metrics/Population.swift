import Admission
import Columns

/// What an evaluation has to know beyond the market: the same for all variants of one population.
public struct Population: Sendable {
  /// The students by middle school; those of none are in no group.
  public var schools: Grouping
  /// For each programme whether it is one of a quality high school.
  public var isQuality: [Bool]
  /// For each pool whether its seats count toward the quota share.
  public var isQuota: [Bool]
  /// For each programme the seats of its plan.
  public var plans: [Int]
  /// For each programme its high school, from 0: the units of segregation.
  public var highSchools: [Int32]
  /// What the students really want, best first: the measure of all that is called "preferred".
  public var preferences: ChoiceLists
  /// The numbers of the cohort that are grades: they have an order, but no distances in points.
  public var gradeNumbers: Set<Int> = []

  /// The students of `market`, or of one with the same students, programmes and pools. Without
  /// `highSchools` each programme is a school of its own; without `preferences` students want what
  /// they list: see `preferences(of:)`.
  public init(
    market: Market, schools: Grouping, isQuality: [Bool], isQuota: [Bool], plans: [Int],
    highSchools: [Int32]? = nil, preferences: ChoiceLists? = nil
  ) {
    precondition(isQuality.count == market.programmeCount && plans.count == isQuality.count)
    precondition(isQuota.count == market.pools.count)
    guard case .students = schools.members else {
      preconditionFailure("middle schools divide the students")
    }
    self.schools = schools
    self.isQuality = isQuality
    self.isQuota = isQuota
    self.plans = plans
    self.highSchools = highSchools ?? (0..<Int32(market.programmeCount)).map { $0 }
    self.preferences = preferences ?? Population.preferences(of: market)
    precondition(self.highSchools.count == market.programmeCount)
    precondition(self.preferences.cells.count == market.cohort.count * self.preferences.width)
  }

  /// One list a student from all their lists: the longest list of a stage that is not provisional
  /// (of equally long ones the latest stage's), its empty cells too, then the programmes that only
  /// the other lists name, in order of the stages. Complexity: O(students × cells²) where lists
  /// differ, else O(cells).
  public static func preferences(of market: Market) -> ChoiceLists {
    let stages = market.stages.filter { !$0.provisional }
    var numbers: [Int] = []
    for stage in stages where !numbers.contains(stage.list) { numbers.append(stage.list) }
    guard
      let longest = stages.map(\.list).reversed().max(by: {
        market.cohort.lists[$0].width < market.cohort.lists[$1].width
      })
    else { return ChoiceLists(width: 0, cells: Column(count: 0)) }
    let main = market.cohort.lists[longest]
    let others = numbers.filter { $0 != longest }.map { market.cohort.lists[$0] }
      .filter { !$0.isEqual(main) }
    return others.isEmpty ? main : merged(main, others, students: market.cohort.count)
  }

  private static func merged(
    _ main: ChoiceLists, _ others: [ChoiceLists], students: Int
  ) -> ChoiceLists {
    let width = others.reduce(main.width) { $0 + $1.width }
    let cells = Column<UInt16>(count: students * width)
    for student in 0..<students {
      let first = student * width
      var end = first
      for place in 0..<main.width {
        let programme = main.cells[student * main.width + place]
        cells[first + place] = programme
        if programme != 0 { end = first + place + 1 }
      }
      for list in others {
        for at in student * list.width..<(student + 1) * list.width {
          let programme = list.cells[at]
          let isKnown = (first..<end).contains { cells[$0] == programme }
          if programme == 0 || isKnown { continue }
          cells[end] = programme
          end += 1
        }
      }
    }
    return ChoiceLists(width: width, cells: cells)
  }
}

extension ChoiceLists {
  /// Whether both say the same of every student.
  func isEqual(_ other: ChoiceLists) -> Bool {
    if cells === other.cells { return width == other.width }
    guard width == other.width, cells.count == other.cells.count else { return false }
    return cells.withSpan { one in
      other.cells.withSpan { two in one.indices.allSatisfy { one[$0] == two[$0] } }
    }
  }
}
