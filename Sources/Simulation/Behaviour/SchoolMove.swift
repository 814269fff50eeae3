import Admission
import Columns

/// Families who choose a middle school for its quota, years before: the population changes before
/// the plan is made.
///
/// A family that acts looks at the known quota cutoffs of every middle school of its district, and
/// goes where its child's score would have got the programme that the child prefers most. It stays
/// where the own school is as good as any; of several better ones it takes the one where that
/// programme's cutoff was lowest, then the first. Scores and preferences do not change with the
/// school.
public struct SchoolMove: Hashable, Sendable {
  /// How many of a thousand families act.
  public var share: Int

  /// `share` of a thousand families.
  public init(share: Int) {
    precondition((0...1000).contains(share))
    self.share = share
  }

  /// The middle school of each student afterwards. `schools` is the value of `category`, by which
  /// the quota pool divides the students of `market`; `districts` is the district of each value.
  /// Complexity: O(students who act × schools of a district × list).
  public func apply(
    schools: Column<Int32>, category: Int, districts: [Int32], preferences: ChoiceLists,
    of market: Market, known: KnownCutoffs, keys: @escaping StudentKeys = { UInt64($0) },
    seed: UInt64
  ) -> Column<Int32> {
    let families = Families(seed: seed, keys: keys, stream: .schoolMove, share: share)
    let scores = market.cohort.numbers[known.number]
    var schoolsOf: [Int32: [Int32]] = [:]
    for (school, district) in districts.enumerated() where district >= 0 {
      schoolsOf[district, default: []].append(Int32(school))
    }
    let moved = Column<Int32>(count: schools.count)
    schools.copy(0..<schools.count, to: moved, at: 0)
    for student in 0..<schools.count where families.acts(student) {
      let own = schools[student]
      guard districts.indices.contains(Int(own)), let near = schoolsOf[districts[Int(own)]] else {
        continue
      }
      var best: (school: Int32, prospect: (place: Int, cutoff: Int64))?
      // The own school first, so that another must offer a better place.
      for school in [own] + near.filter({ $0 != own }) {
        let other = prospect(
          student, at: school, category, scores[student], preferences, market, known)
        if let best {
          let isStill = best.school == own && other.place == best.prospect.place
          if isStill || other >= best.prospect { continue }
        }
        best = (school, other)
      }
      moved[student] = best?.school ?? own
    }
    return moved
  }

  /// The first place on the list that the student would have got at a school, and its cutoff there;
  /// the smaller the better.
  private func prospect(
    _ student: Int, at school: Int32, _ category: Int, _ score: Int64,
    _ preferences: ChoiceLists, _ market: Market, _ known: KnownCutoffs
  ) -> (place: Int, cutoff: Int64) {
    let value = { (asked: Int) -> Int in
      asked == category ? Int(school) : Int(market.cohort.categories[asked][student])
    }
    for place in 0..<preferences.width {
      let programme = Int(preferences.cells[student * preferences.width + place]) - 1
      if programme < 0 { continue }
      if known.reaches(score, margin: 0, programme, value) {
        return (place, known.least(programme, value)!)
      }
    }
    return (Int.max, Int64.max)
  }
}
