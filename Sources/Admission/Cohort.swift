import Columns

/// The students of a year, as columns: a student is a row number and nothing else.
public struct Cohort: Sendable {
  /// How many students there are.
  public let count: Int
  /// What rankings, lines and bands compare.
  public var numbers: [NumberColumn]
  /// What audiences and conditions ask for: for each student the number of a value, or −1.
  public var categories: [Column<Int32>]
  /// The students' lists of choices.
  public var lists: [ChoiceLists]

  /// `count` students with these columns, each of `count` rows.
  public init(
    count: Int, numbers: [NumberColumn], categories: [Column<Int32>], lists: [ChoiceLists]
  ) {
    precondition(count >= 0 && count < Int32.max)
    precondition(numbers.allSatisfy { $0.count == count })
    precondition(categories.allSatisfy { $0.count == count })
    precondition(lists.allSatisfy { $0.cells.count == count * $0.width })
    self.count = count
    self.numbers = numbers
    self.categories = categories
    self.lists = lists
  }
}

/// One exact number a student, as an integer in a unit that the column's maker knows (thousandths).
///
/// Numbers that fit fewer bits are kept in fewer: less memory to clear, fill and walk.
public enum NumberColumn: Sendable {
  /// Values that are multiples of a unit, and fit 16 bits when they are divided by it.
  case small(Column<Int16>, Unit)
  /// Values that fit 32 bits.
  case narrow(Column<Int32>)
  /// Any values.
  case wide(Column<Int64>)

  /// What the values of a small column are counted in.
  public enum Unit: Int64, Sendable {
    /// As they are: places of grades.
    case one = 1
    /// Tenths of points, as scores are.
    case hundred = 100
  }

  /// In a column: the student has no value, and is ineligible wherever one is asked for.
  public static let missing = Int64.min
  /// How `missing` is kept in a narrow column.
  public static let narrowMissing = Int32.min
  /// How `missing` is kept in a small column.
  public static let smallMissing = Int16.min

  /// How many students.
  public var count: Int {
    switch self {
    case .small(let column, _): column.count
    case .narrow(let column): column.count
    case .wide(let column): column.count
    }
  }

  /// Brings the value of one student nearer.
  @inline(__always)
  func prefetch(_ student: Int) {
    switch self {
    case .small(let column, _): column.prefetch(student)
    case .narrow(let column): column.prefetch(student)
    case .wide(let column): column.prefetch(student)
    }
  }

  /// The value of one student, or `missing`.
  @inlinable
  public subscript(student: Int) -> Int64 {
    switch self {
    case .small(let column, let unit):
      let value = column[student]
      return value == NumberColumn.smallMissing
        ? NumberColumn.missing : Int64(value) &* unit.rawValue
    case .narrow(let column):
      let value = column[student]
      return value == NumberColumn.narrowMissing ? NumberColumn.missing : Int64(value)
    case .wide(let column):
      return column[student]
    }
  }

  /// A column of `values`, as narrow as they allow.
  public init(_ values: [Int64]) {
    for unit in [Unit.one, .hundred] {
      if let column = NumberColumn.column(values, unit, missing: NumberColumn.smallMissing) {
        self = .small(column, unit)
        return
      }
    }
    if let column = NumberColumn.column(values, .one, missing: NumberColumn.narrowMissing) {
      self = .narrow(column)
    } else {
      self = .wide(Column(values))
    }
  }

  /// `values` in a `unit`; nil where some are none of it, or do not fit.
  private static func column<T: FixedWidthInteger & SignedInteger & BitwiseCopyable>(
    _ values: [Int64], _ unit: Unit, missing: T
  ) -> Column<T>? {
    let kept = values.map { value -> T? in
      if value == NumberColumn.missing { return missing }
      let (quotient, remainder) = value.quotientAndRemainder(dividingBy: unit.rawValue)
      return remainder == 0 ? T(exactly: quotient).flatMap { $0 == missing ? nil : $0 } : nil
    }
    return kept.contains(nil) ? nil : Column(kept.map { $0! })
  }
}

/// Lists of choices, `width` cells a student, one student after the other.
public struct ChoiceLists: Sendable {
  /// The length of the longest list.
  public let width: Int
  /// `count × width` cells: a programme's index + 1, or 0 where no choice was made. An empty cell
  /// keeps its number.
  public let cells: Column<UInt16>

  /// Programmes are numbered in 16 bits.
  public static let programmesMax = 65_534
  /// The most cells of a list: many more than any city allows, and few enough that one damaged row
  /// does not ask for all memory.
  public static let widthMax = 1000

  /// Lists of `width` cells a student.
  public init(width: Int, cells: Column<UInt16>) {
    precondition(width >= 0 && width <= Int(UInt16.max))
    self.width = width
    self.cells = cells
  }
}
