import Exact

/// A sum of terms, exact until it is rounded.
public struct ScoreRule: Sendable {
  /// One summand.
  public indirect enum Term: Sendable, Hashable {
    /// A column of `students.csv` times a factor.
    case column(String, times: Decimal)
    /// The points of a grade, an index into `grades`, times a factor.
    case grade(Int, times: Decimal)
    /// An earlier score, an index into `scores`, times a factor.
    case score(Int, times: Decimal)
    /// The highest or the sum of some bonus columns, at most `cap`; an empty cell is none.
    case bonus([String], take: BonusRule, cap: Decimal?)
  }
  /// How several bonus points combine.
  public enum BonusRule: String, Sendable, CaseIterable { case highest, sum }

  /// The score's name.
  public var name: String
  /// What is summed.
  public var sum: [Term]
  /// How the result is rounded; nil where it is exact in thousandths. Reading does not ask for it
  /// where a factor could give more places, since the cells may be whole: who computes a score
  /// refuses the first value that has more than 3 places and names its row.
  public var round: Rounding?
  /// What an empty cell of a column means.
  public var missing: MissingPolicy
}

/// To how many places, and how.
public struct Rounding: Sendable, Hashable {
  /// Places after the point, 0 to 3.
  public var decimals: Int
  /// The direction.
  public var mode: RoundingMode
}

/// A column of grades.
public struct GradeRule: Sendable {
  /// The grade's name, which is the column's name too.
  public var name: String
  /// The grades, best first.
  public var order: [String]
  /// The points of each grade, in the order of `order`; nil where the grade has no points.
  public var points: [Decimal]?
  /// What an empty cell means.
  public var missing: MissingPolicy
}

/// What an empty score or grade cell means.
public enum MissingPolicy: String, Sendable, CaseIterable {
  /// An error that names the row.
  case error
  /// Zero points; for a grade, the worst grade.
  case zero
  /// The student is ineligible in every stage that uses the score or grade, be it for one pool or
  /// one programme alone.
  case ineligible
}

/// A value of a student that rankings, lines and conditions use.
public enum Measure: Sendable, Hashable {
  /// An index into `scores`.
  case score(Int)
  /// An index into `grades`.
  case grade(Int)
  /// A number column of `students.csv`, or of the student's row in `middle_schools.csv`.
  case column(String)
}
