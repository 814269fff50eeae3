import Columns

/// Quality seats per student over middle schools, exact.
///
/// With q_i seats and n_i students at school i, Q and N in all, the Gini coefficient weighted by
/// students is Σ_{i<j} |q_i·n_j − q_j·n_i| ÷ (N·Q): an integer over an integer. Source: the
/// discrete form of Gini's mean difference over twice the mean.
struct SchoolAccess {
  /// A school's counts.
  struct School: Hashable {
    var students = 0
    var seats = 0
  }

  /// The schools that have students.
  private let schools: [School]

  /// Complexity: O(n log n) for `schools.count` schools.
  init(_ schools: [School]) {
    // By seats a student, ascending.
    self.schools = schools.filter { $0.students > 0 }
      .sorted { $0.seats * $1.students < $1.seats * $0.students }
  }

  /// The Gini coefficient; nil without seats or students.
  var gini: Ratio? {
    var (students, seats) = (0, 0)
    var sum = 0
    // In ascending order every difference has one sign, so sums so far are enough.
    for school in schools {
      sum += school.seats * students - school.students * seats
      students += school.students
      seats += school.seats
    }
    return Ratio(sum, over: students * seats)
  }

  /// For a hundred students: the least or the most of any school, or the one over the other.
  func extreme(_ extreme: Metric.Extreme) -> Ratio? {
    guard let least = schools.first, let most = schools.last else { return nil }
    return switch extreme {
    case .least: Ratio(100 * least.seats, over: least.students)
    case .most: Ratio(100 * most.seats, over: most.students)
    case .ratio: Ratio(most.seats * least.students, over: most.students * least.seats)
    }
  }
}

extension SchoolAccess {
  /// For each group of students the schools with those students alone; without `members` one, of
  /// all.
  static func all(
    _ facts: StudentFacts, schools: Grouping, _ members: Column<Int32>?, groups: Int
  ) -> [SchoolAccess] {
    guard case .students(let schoolOf) = schools.members else { return [] }
    let count = schools.labels.count
    var counts = [School](repeating: School(), count: count * groups)
    for student in 0..<facts.features.count {
      let (school, group) = (Int(schoolOf[student]), members.map { Int($0[student]) } ?? 0)
      if school < 0 || school >= count || group < 0 || group >= groups { continue }
      counts[group &* count &+ school].students &+= 1
      if facts.features[student] & Feature.qualitySeat.bit != 0 {
        counts[group &* count &+ school].seats &+= 1
      }
    }
    return (0..<groups).map { SchoolAccess(Array(counts[$0 * count..<($0 + 1) * count])) }
  }
}
