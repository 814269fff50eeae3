import Admission
import Columns

/// Seats that stay empty though somebody would rather have them.
struct WastedSeats {
  /// For each programme the smaller of its vacancies and the students who prefer it, by their list of
  /// preferences, to what they have and who pass the gates of a stage and of one of its pools for it,
  /// for whichever audience the vacant seat was.
  let seats: [Int]

  /// Complexity: O(students × list × entries), where programmes have vacancies.
  init(
    _ outcome: Outcome, of market: Market, _ preferences: ChoiceLists, _ standing: Standing,
    _ stages: [StageReview]
  ) {
    var vacant = [Int](repeating: 0, count: market.programmeCount)
    for cell in outcome.ledger { vacant[cell.programme] += cell.vacant }
    var wanting = [Int](repeating: 0, count: vacant.count)
    if vacant.contains(where: { $0 > 0 }) {
      let width = preferences.width
      for student in 0..<market.cohort.count {
        for position in 0..<standing.preferred(student, width: width) {
          let programme = Int(preferences.cells[student &* width &+ position]) - 1
          if programme < 0 || wanting[programme] >= vacant[programme] { continue }
          if WastedSeats.isAcceptable(student, programme, stages) { wanting[programme] += 1 }
        }
      }
    }
    seats = wanting
  }

  private static func isAcceptable(
    _ student: Int, _ programme: Int, _ stages: [StageReview]
  ) -> Bool {
    stages.contains { review in
      var open = review.openEntries(student)
      while open != 0 {
        let entry = open.trailingZeroBitCount
        open &= open - 1
        if review.place(student, entry, programme) >= 0,
          review.admits(student, to: programme, entry)
        {
          return true
        }
      }
      return false
    }
  }
}
