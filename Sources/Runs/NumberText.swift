import Admission
import Cases

/// One number of the cohort, ready to be written: the same text as `NumberName.text`, without making
/// a text each time.
struct NumberText: Sendable {
  private let values: NumberColumn
  private let grades: Pieces?

  /// The number `number` of `market`; grades are written as `spelling` spells them.
  init(
    _ number: Int, of market: Market, _ names: MarketNames,
    spelling: (String) -> String = CSVText.cell
  ) {
    values = market.cohort.numbers[number]
    grades = names.numbers[number].grades.map { Pieces($0.map(spelling)) }
  }

  /// Appends the student's value; nothing where it is missing.
  @inline(__always)
  func append(_ student: Int, to writer: inout ByteWriter) {
    append(value: values[student], to: &writer)
  }

  /// Appends `value`; nothing where it is missing.
  @inline(__always)
  func append(value: Int64, to writer: inout ByteWriter) {
    if value == NumberColumn.missing { return }
    guard let grades else { return writer.append(thousandths: value) }
    precondition(value >= 0 && value < Int64(grades.count), "a grade without a name")
    writer.append(grades, Int(value))
  }
}
