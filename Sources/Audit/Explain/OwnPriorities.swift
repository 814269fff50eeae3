import Admission
import Cases

/// The priorities that programmes give the students at hand, student by student.
struct OwnPriorities: Sendable {
  private let starts: [Int32]  // by student, and the end
  private let entries: [(programme: Int32, value: Int64)]
  /// Whether the case holds one student, once for each variant: then all have the same.
  private let isOfOne: Bool

  /// Turns the programmes' lists into the students'. Complexity: O(students + entries).
  init(_ read: Case) {
    let students = read.names.students
    isOfOne = students.count > 1 && students[0] == students[1]
    guard let orders = read.market.priorities else {
      (starts, entries) = ([], [])
      return
    }
    let count = orders.starts.last!
    var starts = [Int32](repeating: 0, count: students.count + 2)
    // Counted two places further, so that filling in moves the starts to where they belong.
    for at in 0..<count { starts[Int(orders.students[at]) + 2] += 1 }
    for at in 2..<starts.count { starts[at] += starts[at - 1] }
    var entries = [(programme: Int32, value: Int64)](repeating: (0, 0), count: count)
    for programme in 0..<read.market.programmeCount {
      for at in orders.range(of: programme) {
        let student = Int(orders.students[at])
        entries[Int(starts[student + 1])] = (Int32(programme), orders.values[at])
        starts[student + 1] += 1
      }
    }
    (self.starts, self.entries) = (starts, entries)
  }

  /// The priority of a student at a programme, in thousandths; nil: not on its list.
  func value(_ student: Int, _ programme: Int) -> Int64? {
    if entries.isEmpty { return nil }
    let row = isOfOne ? 0 : student
    return entries[Int(starts[row])..<Int(starts[row + 1])].first { $0.programme == programme }?
      .value
  }
}
