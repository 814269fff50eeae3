import Exact

/// A condition on a student, a programme, or both.
public indirect enum ConditionRule: Sendable, Hashable {
  /// Where a text is looked up.
  public enum Subject: Sendable, Hashable {
    /// A column of `students.csv`, else of the student's row in `middle_schools.csv`.
    case student(column: String)
    /// A column of `programmes.csv`, tested for each choice.
    case programme(column: String)
  }
  /// The subject's text is one of these.
  case isOneOf(Subject, [String])
  /// The student's text equals the programme's (`"equals": {"programme": COLUMN}`).
  case equalsProgramme(Subject, column: String)
  /// A score or grade lies between two bounds, as good or better, as bad or worse.
  case scoreWithin(Int, atLeast: Decimal?, atMost: Decimal?)
  /// The same for a grade; the bounds are indices into the grade's `order`.
  case gradeWithin(Int, atLeast: Int?, atMost: Int?)
  /// All hold.
  case all([ConditionRule])
  /// One holds.
  case any([ConditionRule])
  /// It does not hold.
  case not(ConditionRule)
}
