import Admission
import Columns

/// A small school choice problem: students of types, lists, and schools with reserves for types.
/// What theorems speak of, without the machinery of a market, and able to become one.
public struct SchoolChoice {
  /// The type of each student.
  public var types: [Int]
  /// The schools of each student, the best first.
  public var lists: [[Int]]
  /// For each school the students, the best first: by the reserve, and by the open seats.
  public var orders: [(reserve: [Int], open: [Int])]
  /// For each school the seats of each type, and the open ones.
  public var seats: [(reserves: [Int], open: Int)]
  /// The choice rule of all schools.
  public var rule: ChoiceRule

  /// A random problem. With `isCommon` a school has one order for all its seats.
  public init(
    _ random: inout SeededGenerator, students: Int, schools: Int, rule: ChoiceRule,
    isCommon: Bool = false
  ) {
    types = (0..<students).map { _ in random.int(0...1) }
    lists = (0..<students).map { _ in
      random.sample(Array(0..<schools), random.int(1...schools))
    }
    orders = (0..<schools).map { _ in
      let open = Array(0..<students).shuffled(using: &random)
      return (isCommon ? open : Array(0..<students).shuffled(using: &random), open)
    }
    seats = (0..<schools).map { _ in
      ([random.int(0...1), random.int(0...1)], random.int(0...1))
    }
    self.rule = rule
  }

  /// The schools as the definitions take them.
  public var schools: [ReferenceSchool] {
    zip(orders, seats).map { orders, seats in
      let own = orders.reserve.enumerated().map { ($1, (audience: types[$1], place: $0)) }
      let all = orders.open.enumerated().map { ($1, (audience: 0, place: $0)) }
      return ReferenceSchool(
        reserves: [
          .init(
            seats: Dictionary(uniqueKeysWithValues: seats.reserves.enumerated().map { ($0, $1) }),
            claims: Dictionary(uniqueKeysWithValues: own))
        ],
        open: .init(seats: [0: seats.open], claims: Dictionary(uniqueKeysWithValues: all)),
        rule: rule)
    }
  }

  /// The same as a market of one stage: pool 0 is reserved for types, pool 1 is for everyone.
  public func market(_ mechanism: Mechanism? = nil) -> Market {
    func places(_ order: [Int]) -> [Int64] {
      types.indices.map { Int64(order.firstIndex(of: $0)!) }
    }
    let count = orders.count
    func ranking(_ number: Int) -> Ranking {
      Ranking(keys: [.init(number: number, ascending: true)], ties: .lottery)
    }
    return Market(
      cohort: .byHand(
        numbers: orders.map { places($0.reserve) } + orders.map { places($0.open) },
        categories: [types.map { Int32($0) }], lists: [lists]),
      programmeCount: count, audiences: [.each(of: 0, count: 2), .everyone],
      pools: [Pool(audience: 0), Pool(audience: 1)],
      seats: SeatCell.rows(0, [0, 1].map { type in seats.map { $0.reserves[type] } })
        + SeatCell.rows(1, [seats.map(\.open)]),
      rankings: (0..<2 * count).map { ranking($0) },
      stages: [
        Stage(
          mechanism ?? .deferredAcceptance(rule), list: 0,
          pools: [
            StagePool(pool: 0, ranking: .each(Array(0..<count))),
            StagePool(pool: 1, ranking: .each(Array(count..<2 * count))),
          ])
      ])
  }

  /// Which of two schools a student likes better; nil is the worst that is still acceptable.
  public func prefers(_ student: Int, _ a: Int?, to b: Int?) -> Bool {
    rank(student, a) < rank(student, b)
  }

  private func rank(_ student: Int, _ school: Int?) -> Int {
    school.map { lists[student].firstIndex(of: $0) ?? .max } ?? lists[student].count
  }

  /// Every stable matching: each student has a school of the own list or none, every school would
  /// keep all it has, and no school would take a student who likes it better. By trying all.
  public func stableMatchings() -> [[Int?]] {
    let schools = schools
    var found: [[Int?]] = []
    var matching: [Int?] = []
    func assign() {
      if matching.count < lists.count {
        for school in lists[matching.count] + [nil] as [Int?] {
          matching.append(school)
          assign()
          matching.removeLast()
        }
      } else if isStable(matching, schools) {
        found.append(matching)
      }
    }
    assign()
    return found
  }

  /// Whether a matching is stable.
  public func isStable(_ matching: [Int?], _ schools: [ReferenceSchool]) -> Bool {
    schools.indices.allSatisfy { school in
      let own = Set(matching.indices.filter { matching[$0] == school })
      if own.count > seats[school].open + seats[school].reserves.reduce(0, +) { return false }
      guard Set(schools[school].choice(from: own).keys) == own else { return false }
      return matching.indices.allSatisfy { student in
        !prefers(student, school, to: matching[student])
          || schools[school].choice(from: own.union([student]))[student] == nil
      }
    }
  }

  /// Every list that a student could hand in.
  public static func allLists(_ schools: Int) -> [[Int]] {
    var all: [[Int]] = [[]]
    var longest: [[Int]] = [[]]
    for _ in 0..<schools {
      longest = longest.flatMap { list in
        (0..<schools).filter { !list.contains($0) }.map { list + [$0] }
      }
      all += longest
    }
    return all
  }

  /// Whether some student gains by another list; `outcome` is the mechanism.
  public func isManipulable(_ outcome: (SchoolChoice) -> [Int?]) -> Bool {
    let truth = outcome(self)
    return lists.indices.contains { student in
      SchoolChoice.allLists(orders.count).contains { list in
        var other = self
        other.lists[student] = list
        return prefers(student, outcome(other)[student], to: truth[student])
      }
    }
  }

  /// The outcome of cumulative offers by the definitions.
  public func reference() -> [Int?] {
    cumulativeOffers(lists: lists, schools: schools) { _ in 0 }
  }
}
