/// What a (student, choice) pair must meet: conditions and lines.
public struct Gate: Sendable {
  /// All must hold.
  public var conditions: [Condition]
  /// All must be met.
  public var lines: [Line]
  /// Numbers that a student must have: one who misses any is ineligible.
  public var required: [Int]

  /// A gate; without anything it is open.
  public init(conditions: [Condition] = [], lines: [Line] = [], required: [Int] = []) {
    self.conditions = conditions
    self.lines = lines
    self.required = required
  }
}

/// A condition on a student, a programme, or both.
public indirect enum Condition: Sendable {
  /// The student's value of a category is one for which the table says yes; values beyond the table
  /// and students without a value (−1) have `otherwise`.
  case category(Int, table: [Bool], otherwise: Bool)
  /// The table says yes for the programme.
  case programme([Bool])
  /// The student's value of a category is the programme's. Two missing values (−1) are not equal.
  case equal(category: Int, values: [Int32])
  /// The student's number lies within bounds; a missing one does not.
  case within(number: Int, atLeast: Int64?, atMost: Int64?)
  /// All hold.
  case all([Condition])
  /// One holds.
  case any([Condition])
  /// It does not hold.
  case not(Condition)
}

/// A minimum of a number.
public struct Line: Sendable {
  /// What the number must reach.
  public enum Bound: Sendable {
    /// One value.
    case fixed(Int64)
    /// A value for each programme; nil: no line.
    case programmes([Int64?])
    /// The lowest number among those whom an earlier stage admitted to `pool` of the programme,
    /// less `minus`; none where nobody was, or, with `waiveWhenVacant`, where a seat of it was
    /// left.
    case cutoff(stage: Int, pool: Int, minus: Int64, waiveWhenVacant: Bool)
  }
  /// An index into `Cohort.numbers`.
  public var number: Int
  /// What it must reach.
  public var bound: Bound
  /// A minimum of `number`.
  public init(number: Int, bound: Bound) {
    self.number = number
    self.bound = bound
  }
}
