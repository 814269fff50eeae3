import Admission
import Columns

/// A division of the students or of the programmes into named groups: districts, deciles, sectors.
public struct Grouping: Sendable {
  /// Whom it divides, with the number of each one's group; −1 and numbers beyond the labels: none.
  enum Members: Sendable {
    case students(Column<Int32>)
    case programmes([Int32])
  }

  /// What people call it: `district`.
  public let name: String
  /// What people call each group, by its number.
  public let labels: [String]
  let members: Members

  /// A division of the students: for each row the number of its group, or −1.
  public init(name: String, labels: [String], students: Column<Int32>) {
    self.name = name
    self.labels = labels
    members = .students(students)
  }

  /// A division of the programmes: for each the number of its group, or −1.
  public init(name: String, labels: [String], programmes: [Int32]) {
    self.name = name
    self.labels = labels
    members = .programmes(programmes)
  }

  /// Tenths of the students by a number, `1` the highest. Equal numbers share a tenth: that of the
  /// students above them, ⌊10 · above ÷ all⌋ + 1. Students without the number have none.
  /// Complexity: O(n log n).
  public static func deciles(of number: NumberColumn, name: String = "decile") -> Grouping {
    let values = (0..<number.count).map { number[$0] }
    let sorted = values.filter { $0 != NumberColumn.missing }.sorted(by: >)
    let groups = Column<Int32>(count: values.count)
    for (student, value) in values.enumerated() {
      groups[student] = -1
      if value == NumberColumn.missing { continue }
      let above = sorted.indices.partitioningIndex { sorted[$0] <= value }
      groups[student] = Int32(above * 10 / sorted.count)
    }
    return Grouping(name: name, labels: (1...10).map(String.init), students: groups)
  }
}
