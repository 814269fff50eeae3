import Admission
import Columns

/// Numbers of a few students who stand anywhere in the cohort, fetched column by column.
///
/// One after the other, each of these loads would wait for memory; in a loop of their own they
/// wait together.
struct ValueBlock {
  /// The most students of a block.
  static let rowsMax = 64
  /// Column after column, `rowsMax` each.
  private(set) var values: [Int64]

  /// Room for `columns` numbers a student.
  init(columns: Int) {
    values = Array(repeating: NumberColumn.missing, count: columns * ValueBlock.rowsMax)
  }

  /// The place in `values` of a number of the student in `row` of the block.
  @inline(__always)
  static func place(_ column: Int, _ row: Int) -> Int { column &* rowsMax &+ row }

  /// The number in `column` of the student in `row` of the block.
  @inline(__always)
  subscript(column: Int, row: Int) -> Int64 { values[ValueBlock.place(column, row)] }

  /// Fetches the numbers of `students` as the block's column `column`; −1 is nobody.
  mutating func fetch(_ column: Int, _ numbers: NumberColumn, of students: some Collection<Int>) {
    let first = column * ValueBlock.rowsMax
    switch numbers {
    case .small(let numbers, let unit):
      for (row, student) in students.enumerated() where student >= 0 {
        let value = numbers[student]
        values[first + row] =
          value == NumberColumn.smallMissing ? NumberColumn.missing : Int64(value) &* unit.rawValue
      }
    case .narrow(let numbers):
      for (row, student) in students.enumerated() where student >= 0 {
        let value = numbers[student]
        values[first + row] =
          value == NumberColumn.narrowMissing ? NumberColumn.missing : Int64(value)
      }
    case .wide(let numbers):
      for (row, student) in students.enumerated() where student >= 0 {
        values[first + row] = numbers[student]
      }
    }
  }

  /// Draws the lots of `students`, whose bits are the block's column `column`; −1 is nobody.
  mutating func draw(_ column: Int, _ lots: Lots, for students: [Int]) {
    let rows = students.indices.filter { students[$0] >= 0 }
    let drawing = rows.map { Int32(students[$0]) }
    var numbers = [UInt64](repeating: 0, count: rows.count)
    var places = numbers.mutableSpan
    lots.draw(drawing.span, &places)
    for (row, number) in zip(rows, numbers) {
      values[ValueBlock.place(column, row)] = Int64(bitPattern: number)
    }
  }
}
