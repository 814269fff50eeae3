import Admission
import Columns

/// Where what each student has stands on their own list of preferences: from 0, the smaller the
/// better.
struct Standing: Sendable {
  /// A student who is admitted to a programme that is not on their list: behind all that is.
  static let offList = UInt16.max - 1
  /// A student who is not admitted: behind everything.
  static let none = UInt16.max

  let places: Column<UInt16>

  /// Complexity: O(students × list).
  init(_ outcome: Outcome, _ preferences: ChoiceLists) {
    let (placements, width) = (outcome.placements, preferences.width)
    places = Column(unset: placements.count)
    preferences.cells.withSpan { cells in
      for student in 0..<placements.count {
        let placement = placements[student]
        guard placement.isAdmitted else {
          places[student] = Standing.none
          continue
        }
        let programme = UInt16(truncatingIfNeeded: placement.programme &+ 1)
        let first = student &* width
        // Mostly the choice of the stage is the place on the list.
        let guess = placement.choice
        if guess < width, cells[first &+ guess] == programme {
          places[student] = UInt16(truncatingIfNeeded: guess)
          continue
        }
        var place = 0
        while place < width, cells[first &+ place] != programme { place &+= 1 }
        places[student] = place < width ? UInt16(truncatingIfNeeded: place) : Standing.offList
      }
    }
  }

  /// How many cells of a list of `width` hold what the student prefers to what they have.
  @inline(__always)
  func preferred(_ student: Int, width: Int) -> Int { min(Int(places[student]), width) }
}
