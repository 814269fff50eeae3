import Columns

/// Top trading cycles with a counter of seats a programme (Abdulkadiroğlu and Sönmez 2003).
///
/// Every student points to the best choice left whose programme still has seats and would have
/// them; every programme with seats points to the student left who is best by its ranking, on whose
/// list it need not be: that student may trade the place there for another. Wherever these arrows
/// close a cycle, its students take the seats that they point to and leave. Which cycle trades
/// first changes nothing, so one path of arrows is followed and cut back when its end closes a
/// cycle.
///
/// A programme points only to students who could take its seat: candidates who pass the gates and
/// have a place in the ranking. A cutoff says who was last by the ranking, but a trade may bring in
/// students behind others who were not admitted: it certifies nothing.
///
/// Complexity: O(students × rankings + pairs + programmes × students refused by lines of their
/// own); pointers only move forward, and programmes of one ranking share the way over those who
/// left.
struct TradingCycles {
  /// Every cell with seats or applicants, in order of pool, audience, programme.
  private(set) var cells: [CutoffCell] = []

  private let plan: MatchingPlan
  private var seats: [Int32]
  private var queues: [PriorityQueue]
  private let queueOf: [Int]  // by programme
  private var pointers: [Int]  // by programme, into its queue
  private let next: Column<UInt16>  // by student: the first choice not yet looked at
  private let state: Column<UInt8>
  private let placements: Column<Placement>
  private var worst: [(place: Int32, student: Int)]

  /// What a student is doing.
  private enum State { static let waits: UInt8 = 0, isOnPath: UInt8 = 1, left: UInt8 = 2 }

  /// Runs the stage of `plan` and writes placements.
  init(
    _ plan: MatchingPlan, _ market: Market, orders: ProgrammeOrders, stores: [SeatStore],
    placements: Column<Placement>
  ) {
    self.plan = plan
    self.placements = placements
    let left = plan.seats(stores)
    seats = (0..<plan.programmeCount).map { left[$0] }
    (queues, queueOf) = TradingCycles.queues(plan, market, orders)
    pointers = Array(repeating: 0, count: plan.programmeCount)
    next = Column(count: plan.cohort.count)
    state = Column(count: plan.cohort.count)
    worst = Array(repeating: (0, -1), count: plan.programmeCount)
    for student in 0..<plan.cohort.count {
      if plan.flags[student] == 0 || plan.rows[student] < 0 { state[student] = State.left }
    }
    run()
    enter(left)
  }

  /// The orders to which programmes point: one for each ranking, or one a programme.
  private static func queues(
    _ plan: MatchingPlan, _ market: Market, _ orders: ProgrammeOrders
  ) -> ([PriorityQueue], [Int]) {
    let programmes = 0..<plan.programmeCount
    let rankings = programmes.map {
      market.ranking(plan.number, pool: plan.stage.pools[0].pool, programme: $0)
    }
    if let priorities = market.priorities, rankings.contains(nil) {
      let queues = programmes.map {
        PriorityQueue(priorities.students, priorities.range(of: $0))
      }
      return (queues, Array(programmes))
    }
    let used = programmes.map { orders.use(rankings[$0]!, at: $0) }
    let number = Dictionary(
      uniqueKeysWithValues: orders.uses.enumerated().map { ($1, $0) })
    return (
      orders.uses.map { use in
        let order = orders[use]
        return PriorityQueue(order.students, 0..<order.count)
      }, used.map { number[$0]! }
    )
  }

  // MARK: Pointing

  /// Follows arrows from every student, cutting the path back where it closes a cycle.
  private mutating func run() {
    var path: [Int] = []
    for start in 0..<plan.cohort.count where state[start] == State.waits {
      path.append(start)
      state[start] = State.isOnPath
      while let student = path.last {
        guard let choice = choice(of: student) else {
          // Nothing left to point to: the student leaves, and whoever pointed here looks again.
          state[student] = State.left
          path.removeLast()
          continue
        }
        let owner = top(of: plan.programme(student, choice))
        if state[owner] == State.isOnPath {
          trade(&path, from: owner)
        } else {
          path.append(owner)
          state[owner] = State.isOnPath
        }
      }
    }
  }

  /// The choice that a student points to; nil where none is left.
  private func choice(of student: Int) -> Int? {
    while Int(next[student]) < plan.width {
      let choice = Int(next[student])
      if plan.place(student, choice, 0) > 0, seats[plan.programme(student, choice)] > 0 {
        return choice
      }
      next[student] += 1
    }
    return nil
  }

  /// The student to whom a programme points that somebody points to, who could take its seat: so
  /// there is one.
  private mutating func top(of programme: Int) -> Int {
    let queue = queueOf[programme]
    while true {
      pointers[programme] = queues[queue].firstWaiting(from: pointers[programme]) {
        state[$0] == State.left
      }!
      let student = queues[queue].student(pointers[programme])
      if accepts(programme, student) { return student }
      pointers[programme] += 1
    }
  }

  /// Whether the student, on whose list the programme need not be, could take its seat.
  private func accepts(_ programme: Int, _ student: Int) -> Bool {
    plan.gate.admits(student, to: programme, of: plan.cohort)
      && plan.entries[0].gate.admits(student, to: programme, of: plan.cohort)
  }

  /// The students from `owner` to the end of the path take what they point to.
  private mutating func trade(_ path: inout [Int], from owner: Int) {
    while true {
      let student = path.removeLast()
      let choice = Int(next[student])
      let programme = plan.programme(student, choice)
      seats[programme] -= 1
      state[student] = State.left
      placements[student] = Placement(
        stage: plan.number, pool: plan.stage.pools[0].pool, programme: programme, choice: choice)
      let place = plan.place(student, choice, 0)
      if place > worst[programme].place { worst[programme] = (place, student) }
      if student == owner { return }
    }
  }

  private mutating func enter(_ left: Column<Int32>) {
    let (seats, worst, next) = (seats, worst, next)
    cells = plan.cutoffs(left) { cell, programme, cutoff in
      cutoff.admitted = cutoff.seats - Int(seats[programme])
      cutoff.lastStudent = worst[programme].student
      cutoff.lowestStudent = worst[programme].student
      if cutoff.lastStudent >= 0 { cutoff.lastChoice = Int(next[cutoff.lastStudent]) }
    }
  }
}

/// Students in an order, of whom ever more leave.
struct PriorityQueue {
  private let students: Column<Int32>
  private let range: Range<Int>
  /// From a student who left to one further on: the way is halved whenever somebody walks it.
  private let skips: Column<Int32>

  init(_ students: Column<Int32>, _ range: Range<Int>) {
    self.students = students
    self.range = range
    skips = Column(count: range.count)
  }

  /// The student at a place.
  func student(_ place: Int) -> Int { Int(students[range.lowerBound + place]) }

  /// The first place from `start` on whose student has not left; nil where all have.
  func firstWaiting(from start: Int, hasLeft: (Int) -> Bool) -> Int? {
    var place = start
    while place < range.count, hasLeft(student(place)) {
      let after = place + 1 + Int(skips[place])
      if after < range.count, hasLeft(student(after)) {
        skips[place] = Int32(truncatingIfNeeded: after + Int(skips[after]) - place)
      }
      place = after
    }
    return place < range.count ? place : nil
  }
}
