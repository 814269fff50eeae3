import Admission
import Columns
import Diagnostics
import Exact
import Rules
import Tables

/// What has to be read of `students.csv`, and what becomes of it: made from the rules and the
/// table's header before any row is read.
struct StudentPlan: Sendable {
  /// A column of numbers.
  struct NumberSource: Sendable {
    let name: String
    let header: Int
    /// The most that a cell can hold, in thousandths; nil where the rules do not say.
    var fullMarks: Int64?
    /// Whether some use of the column does without a number in it.
    var mayBeEmpty = true
  }
  /// A column of grades.
  struct GradeSource: Sendable {
    let name: String
    let header: Int
    let order: [String]
    let lookup: CodeTable
    let missing: MissingPolicy
    var mayBeEmpty = true
  }
  /// A column of texts that conditions or audiences ask for.
  struct TextSource: Sendable {
    let name: String
    let header: Int
    /// The values known beforehand; others get numbers while reading where `takesAll`.
    var values: [String] = []
    var takesAll = false

    /// The number of `value`, a new one where it is not known.
    mutating func number(of value: String) -> Int {
      if let known = values.firstIndex(where: { sameBytes($0, value) }) { return known }
      values.append(value)
      return values.count - 1
    }
  }
  /// A list of choices.
  struct ListSource: Sendable {
    let source: ListRule.Source
    let headers: [Int]
    /// The least of the stages' `maxChoices`; nil: no stage limits the list.
    var lengthMax: Int?
  }
  /// Where a number of the cohort comes from.
  enum NumberOrigin: Sendable {
    case score(Int)
    case grade(Int)
    case column(Int)
    /// A number of the student's middle school: for each school, in thousandths.
    case school([Int64])
  }

  let student: Int
  let middleSchool: Int
  var columns: [NumberSource] = []
  var grades: [GradeSource] = []
  /// The scores needed, each made of columns, grades and earlier scores.
  var scores: [ScoreProgram] = []
  var texts: [TextSource] = []
  var lists: [ListSource] = []
  /// Whether a column of numbers and the next ones, as many as are read at once, stand side by
  /// side.
  func hasNeighbours(_ number: Int) -> Bool {
    guard number + NumberCells.acrossColumns <= columns.count else { return false }
    let first = columns[number].header
    return (1..<NumberCells.acrossColumns).allSatisfy { columns[number + $0].header == first + $0 }
  }

  /// For each number of the cohort where it comes from, and its name.
  var numbers: [(origin: NumberOrigin, name: NumberName)] = []

  /// Columns for the numbers of `count` students, as small as `needs` allows.
  func columns(_ count: Int, _ needs: StudentSink.Needs) -> [NumberColumn] {
    numbers.indices.map { number in
      if needs.wide.contains(number) { return .wide(Column(count: count)) }
      let unit = needs.isLarge ? nil : StudentPlan.unit(numbers[number].origin)
      return unit.map { .small(Column(count: count), $0) } ?? .narrow(Column(count: count))
    }
  }

  /// The unit in which the numbers of an origin may fit a small column; nil: they do not.
  private static func unit(_ origin: NumberOrigin) -> NumberColumn.Unit? {
    switch origin {
    case .score, .column: return .hundred
    case .grade: return .one
    case .school(let values):
      guard case .small(_, let unit) = NumberColumn(values) else { return nil }
      return unit
    }
  }
}

/// A score, ready to be computed for many rows at once.
struct ScoreProgram: Sendable {
  /// What is added: `factor` × a value in thousandths.
  struct Term: Sendable {
    enum Source: Sendable {
      case column(Int)
      /// A grade, with the points of each of its values in thousandths.
      case grade(Int, points: [Int64])
      case score(Int)
      case bonus([Int], ScoreRule.BonusRule, cap: Int64?)
    }
    let source: Source
    let factor: Int64
  }
  /// An index into `RuleSet.scores`.
  let rule: Int
  let name: String
  let terms: [Term]
  /// The sum of the terms is in thousandths × 10^−places.
  let places: Int
  let round: Rounding?
  let missing: MissingPolicy
  /// How many times the largest number of a cell the sum of the terms can be, before it is divided
  /// by 10^places: sums of at most `magnitudeMax` cannot overflow, and are added without looking.
  let magnitude: Int

  /// 64 bits hold 9,000 numbers of 10¹⁵ thousandths.
  static let magnitudeMax = 9000
  /// The most columns of one bonus: their sum cannot overflow either.
  static let bonusColumnsMax = 1000
}
