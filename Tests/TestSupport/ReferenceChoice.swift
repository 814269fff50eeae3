import Admission

/// Deferred acceptance and its choice rules as METHODS.md, "Deferred acceptance", defines them, on
/// sets and word for word. Slow and plain on purpose.
public struct ReferenceSchool {
  /// A kind of seats of the school.
  public struct Reserve {
    /// The seats of each audience.
    public var seats: [Int: Int]
    /// The audience and place of each student who could take one: the smaller place is better.
    public var claims: [Int: (audience: Int, place: Int)]

    /// Seats for audiences, and who could take them.
    public init(seats: [Int: Int], claims: [Int: (audience: Int, place: Int)]) {
      self.seats = seats
      self.claims = claims
    }
  }
  /// The reserve pools in the order in which they choose.
  public var reserves: [Reserve]
  /// The open seats, in audience 0.
  public var open: Reserve
  /// The rule.
  public var rule: ChoiceRule

  /// A school with these seats.
  public init(reserves: [Reserve], open: Reserve, rule: ChoiceRule) {
    self.reserves = reserves
    self.open = open
    self.rule = rule
  }

  /// Who is kept, and in which seats: a reserve's number, or `open`.
  public typealias Kept = [Int: Int]
  /// The number of the open seats among those of the reserves.
  public var openNumber: Int { reserves.count }

  /// The best of `students` for each audience of a reserve.
  private func best(_ reserve: Reserve, of students: Set<Int>) -> Set<Int> {
    var kept: Set<Int> = []
    for (audience, seats) in reserve.seats {
      let claims = students.filter { reserve.claims[$0]?.audience == audience }
      kept.formUnion(
        claims.sorted { reserve.claims[$0]!.place < reserve.claims[$1]!.place }.prefix(seats))
    }
    return kept
  }

  /// The best `seats` of `students` by the open ranking.
  private func bestOpen(_ seats: Int, of students: Set<Int>) -> Set<Int> {
    best(Reserve(seats: [0: seats], claims: open.claims), of: students)
  }

  /// The choice from `applicants`.
  public func choice(from applicants: Set<Int>) -> Kept {
    let openSeats = open.seats[0, default: 0]
    switch rule {
    case .reserveFirst(let isSoft):
      var kept = chooseReserves(applicants)
      let extra = isSoft ? vacancies(kept) : 0
      for student in bestOpen(openSeats + extra, of: applicants.subtracting(kept.keys)) {
        kept[student] = openNumber
      }
      return kept
    case .openFirst(let isSoft):
      let first = bestOpen(openSeats, of: applicants)
      let reserved = chooseReserves(applicants.subtracting(first))
      let extra = isSoft ? vacancies(reserved) : 0
      let rest = applicants.subtracting(first).subtracting(reserved.keys)
      var kept = reserved
      for student in first.union(bestOpen(extra, of: rest)) { kept[student] = openNumber }
      return kept
    case .backwardTransfer:
      return chooseBackward(applicants, openSeats)
    }
  }

  /// The reserves one after the other.
  private func chooseReserves(_ applicants: Set<Int>, _ seats: [Reserve]? = nil) -> Kept {
    var kept: Kept = [:]
    for (number, reserve) in (seats ?? reserves).enumerated() {
      for student in best(reserve, of: applicants.subtracting(kept.keys)) { kept[student] = number }
    }
    return kept
  }

  private func vacancies(_ kept: Kept) -> Int {
    reserves.reduce(0) { $0 + $1.seats.values.reduce(0, +) }
      - kept.values.count { $0 != openNumber }
  }

  /// Open first; seats that stay empty are moved from their reserve to the open block, and all is
  /// chosen anew until none stays empty.
  private func chooseBackward(_ applicants: Set<Int>, _ openSeats: Int) -> Kept {
    var (reserves, openSeats) = (reserves, openSeats)
    while true {
      let first = bestOpen(openSeats, of: applicants)
      var kept = chooseReserves(applicants.subtracting(first), reserves)
      var moved = 0
      for number in reserves.indices {
        for (audience, seats) in reserves[number].seats {
          let taken = kept.count {
            $0.value == number && reserves[number].claims[$0.key]!.audience == audience
          }
          moved += seats - taken
          reserves[number].seats[audience] = taken
        }
      }
      if moved == 0 {
        for student in first { kept[student] = openNumber }
        return kept
      }
      openSeats += moved
    }
  }

  /// Slots with a ranking each, filled one by one (Kominers and Sönmez 2016): the hard rules in
  /// their general form. Who is kept, and in which seats.
  public func slotwise(from applicants: Set<Int>) -> Kept {
    func slots(_ number: Int, _ reserve: Reserve) -> [(Int, Int, Reserve)] {
      reserve.seats.sorted { $0.key < $1.key }.flatMap { audience, seats in
        Array(repeating: (number, audience, reserve), count: seats)
      }
    }
    let reserved = reserves.enumerated().flatMap { slots($0, $1) }
    let opened = slots(openNumber, open)
    var kept: Kept = [:]
    for (number, audience, reserve) in rule == .reserveFirst(isSoft: false)
      ? reserved + opened : opened + reserved
    {
      let claims = applicants.filter { kept[$0] == nil && reserve.claims[$0]?.audience == audience }
      if let best = claims.min(by: { reserve.claims[$0]!.place < reserve.claims[$1]!.place }) {
        kept[best] = number
      }
    }
    return kept
  }
}

/// Cumulative offers, one at a time (Hatfield and Milgrom 2005): somebody who holds nothing asks
/// the next school on their list, which chooses anew among all who ever asked. `pick` says who of
/// those who hold nothing and have somewhere to go is next: their number among `count`.
public func cumulativeOffers(
  lists: [[Int]], schools: [ReferenceSchool], pick: (_ count: Int) -> Int
) -> [Int?] {
  var asked = Array(repeating: Set<Int>(), count: schools.count)
  var next = Array(repeating: 0, count: lists.count)
  var kept = Array(repeating: ReferenceSchool.Kept(), count: schools.count)
  while true {
    let holding = Set(kept.flatMap(\.keys))
    let free = lists.indices.filter { !holding.contains($0) && next[$0] < lists[$0].count }
    if free.isEmpty { break }
    let student = free[pick(free.count)]
    let school = lists[student][next[student]]
    next[student] += 1
    asked[school].insert(student)
    kept[school] = schools[school].choice(from: asked[school])
  }
  return lists.indices.map { student in kept.firstIndex { $0[student] != nil } }
}

/// Top trading cycles word for word: all arrows, all cycles, again. For each student the school.
///
/// `orders` are the schools' orders of all students whom they could take.
public func tradeCycles(lists: [[Int]], orders: [[Int]], seats: [Int]) -> [Int?] {
  var seats = seats
  var placed: [Int?] = Array(repeating: nil, count: lists.count)
  var left = Set(lists.indices)
  while true {
    let goal = left.sorted().reduce(into: [Int: Int]()) { goals, student in
      goals[student] = lists[student].first { seats[$0] > 0 }
    }
    left = left.filter { goal[$0] != nil }
    if left.isEmpty { return placed }
    let owner = orders.map { order in order.first { left.contains($0) } }
    // Who leads to themselves along the arrows trades.
    let trading = left.filter { student in
      var at = student
      for _ in left.indices {
        at = goal[at].flatMap { owner[$0] } ?? at
        if at == student { return true }
      }
      return false
    }
    for student in trading {
      placed[student] = goal[student]
      seats[goal[student]!] -= 1
    }
    left.subtract(trading)
  }
}
