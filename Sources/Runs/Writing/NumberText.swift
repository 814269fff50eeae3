import Admission
import Cases
import Tables

/// How the values of one number of the cohort are written: the same text as `NumberName.text`,
/// without making a text each time.
struct NumberText: Sendable {
  private let isGrade: Bool
  private let grades: Pieces

  /// The values of `name`; grades are written as `spelling` spells them. Without a name: numbers.
  init(
    _ name: NumberName?, in store: PieceStore, spelling: (String) -> String = CSVText.cell
  ) {
    isGrade = name?.grades != nil
    grades = store.pieces((name?.grades ?? []).map(spelling))
  }

  /// Appends `value`; nothing where it is missing.
  @inline(__always)
  func append(_ value: Int64, to writer: inout ByteWriter) {
    if value == NumberColumn.missing { return }
    if !isGrade { return writer.append(thousandths: value) }
    precondition(value >= 0 && value < Int64(grades.count), "a grade without a name")
    writer.append(grades, Int(value))
  }
}
