import Admission
import Cases
import Columns

/// The first key of the ranking at which a student was admitted: one a stage where that is a queue,
/// else one for each pool and perhaps each programme; of priorities, the priority itself.
struct FirstKeys: Sendable {
  /// Numbers of the cohort, each once; nil: the priority.
  let numbers: [Int?]
  private let poolCount: Int
  /// For each stage and pool an index into `numbers`, −1 for none; or −2 less an index into `each`.
  private let offers: [Int]
  /// For each programme an index into `numbers`, or −1.
  private let each: [[Int]]
  /// For each student the priority at the programme that admitted them, in thousandths.
  private let priorities: Column<Int64>?

  init(_ read: Case, _ placements: Column<Placement>) {
    let market = read.market
    var (numbers, offers, each): ([Int?], [Int], [[Int]]) = ([], [], [])
    func index(of number: Int?) -> Int {
      if let known = numbers.firstIndex(of: number) { return known }
      numbers.append(number)
      return numbers.count - 1
    }
    func index(_ ranking: Int) -> Int {
      market.rankings[ranking].keys.first.map { index(of: $0.number) } ?? -1
    }
    for stage in market.stages {
      for pool in market.pools.indices {
        if let ranking = stage.ranking {
          offers.append(index(ranking))
          continue
        }
        switch stage.pools.first(where: { $0.pool == pool })?.ranking {
        case .one(let ranking): offers.append(index(ranking))
        case .priorities: offers.append(index(of: nil))
        case .each(let rankings):
          each.append(rankings.map { index($0) })
          offers.append(-1 - each.count)
        case nil: offers.append(-1)
        }
      }
    }
    self.numbers = numbers
    self.offers = offers
    self.each = each
    poolCount = market.pools.count
    priorities =
      numbers.contains(nil)
      ? market.priorityValues { student in
        placements[student].isAdmitted ? placements[student].programme : -1
      } : nil
  }

  /// The columns of `numbers`.
  func columns(_ read: Case) -> [NumberColumn] {
    numbers.map { number in number.map { read.market.cohort.numbers[$0] } ?? .wide(priorities!) }
  }

  /// Which of `numbers` is the first key of a placement; −1: none.
  @inline(__always)
  subscript(stage: Int, pool: Int, programme: Int) -> Int {
    let offer = offers[stage &* poolCount &+ pool]
    return offer >= -1 ? offer : each[-2 &- offer][programme]
  }
}

extension Market {
  /// For each student the priority, in thousandths, at the programme that `programme` names, −1 for
  /// none. Complexity: O(students + rows of priorities).
  func priorityValues(_ programme: (_ student: Int) -> Int) -> Column<Int64> {
    let values = Column<Int64>(count: cohort.count)
    for student in 0..<cohort.count { values[student] = NumberColumn.missing }
    guard let priorities else { return values }
    let wanted = Column<Int32>(count: cohort.count)
    for student in 0..<cohort.count { wanted[student] = Int32(programme(student)) }
    for number in 0..<programmeCount {
      for at in priorities.range(of: number) {
        let student = Int(priorities.students[at])
        if wanted[student] == number { values[student] = priorities.values[at] }
      }
    }
    return values
  }
}
