import Columns

/// For each programme its own order of students, strict: equals have drawn lots already.
public struct Priorities: Sendable {
  /// For each programme where its students begin, and the end.
  public let starts: [Int]
  /// The students of each programme, the best first.
  public let students: Column<Int32>
  /// Beside each student the priority as given, in thousandths; 1 is the best.
  public let values: Column<Int64>
  /// How many entries are equal to another of their programme.
  public let drawn: Int

  /// Orders of students, those of one programme after those of another.
  public init(starts: [Int], students: Column<Int32>, values: Column<Int64>, drawn: Int) {
    precondition(starts.first == 0 && starts.last! <= students.count)
    precondition(values.count == students.count)
    self.starts = starts
    self.students = students
    self.values = values
    self.drawn = drawn
  }

  /// Where the entries of a programme stand.
  public func range(of programme: Int) -> Range<Int> { starts[programme]..<starts[programme + 1] }
}
