import Admission
import Columns

/// Seats that stay empty though somebody who may take them would rather have them.
struct WastedSeats {
  /// For each programme: of each pool and audience with vacancies the smaller of these and the
  /// students who may take such a seat and prefer the programme, by their list of preferences, to
  /// what they have; together no more than there are such students. A student may take a seat who
  /// passes the gates of a stage and of an entry of its pools, and belongs to the audience.
  let seats: [Int]

  /// The vacancies of one programme.
  private struct Vacancies {
    /// By pool and audience, which of the cells it is.
    var numbers: [Int: Int] = [:]
    /// For each cell how many of its seats nobody was found for.
    var left: [Int] = []
    var seats = 0
    var seatsLeft = 0
    /// The students who may take any of the seats.
    var students = 0

    mutating func add(_ key: Int, _ vacant: Int) {
      numbers[key] = left.count
      left.append(vacant)
      seats += vacant
      seatsLeft += vacant
    }

    var isWanted: Bool { seatsLeft == 0 && students >= seats }
    var wasted: Int { min(students, seats - seatsLeft) }
  }

  /// Complexity: O(students × list × entries), where programmes have vacancies.
  init(
    _ outcome: Outcome, of market: Market, _ preferences: ChoiceLists, _ standing: Standing,
    _ stages: [StageReview]
  ) {
    var vacancies = Array(repeating: Vacancies(), count: market.programmeCount)
    for cell in outcome.ledger where cell.vacant > 0 {
      vacancies[cell.programme].add(WastedSeats.key(cell.pool, cell.audience), cell.vacant)
    }
    let width = vacancies.contains { $0.seats > 0 } ? preferences.width : 0
    for student in 0..<market.cohort.count {
      for position in 0..<standing.preferred(student, width: width) {
        let programme = Int(preferences.cells[student &* width &+ position]) - 1
        if programme < 0 || vacancies[programme].isWanted { continue }
        WastedSeats.count(student, programme, stages, &vacancies[programme])
      }
    }
    seats = vacancies.map(\.wasted)
  }

  private static func key(_ pool: Int, _ audience: Int) -> Int { pool << 32 | audience }

  /// Counts the student at each cell of which they may take a seat, whatever stage and entry offer
  /// it.
  private static func count(
    _ student: Int, _ programme: Int, _ stages: [StageReview], _ vacancies: inout Vacancies
  ) {
    var met: [Int] = []
    for review in stages {
      var open = review.openEntries(student)
      while open != 0 {
        let entry = open.trailingZeroBitCount
        open &= open - 1
        let audience = review.audience(entry, of: student)
        guard audience >= 0,
          let cell = vacancies.numbers[key(review.stage.pools[entry].pool, audience)],
          !met.contains(cell), review.place(student, entry, programme) >= 0,
          review.admits(student, to: programme, entry)
        else { continue }
        met.append(cell)
      }
    }
    if !met.isEmpty { vacancies.students += 1 }
    for cell in met where vacancies.left[cell] > 0 {
      vacancies.left[cell] -= 1
      vacancies.seatsLeft -= 1
    }
  }
}
