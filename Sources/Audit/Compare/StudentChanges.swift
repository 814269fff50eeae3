import Cases
import Columns
import Diagnostics
import Exact
import Tables

/// What differs between the students' tables of two cases, cell by cell, whatever the order of rows
/// and columns: so that one change cannot hide beside another.
public struct StudentChanges: Sendable {
  /// A cell with another text.
  public struct Cell: Sendable, Hashable {
    /// The student's code.
    public let student: String
    /// The column, as the table calls it.
    public let column: String
    /// Its text in either table.
    public let a: String
    /// See `a`.
    public let b: String
  }

  /// Students or cells, of which the first are kept.
  public struct Some<Item: Sendable>: Sendable {
    /// How many there are.
    public private(set) var count = 0
    /// The first of them.
    public private(set) var first: [Item] = []

    mutating func add(_ item: @autoclosure () -> Item) {
      count += 1
      if first.count < StudentChanges.keptMax { first.append(item()) }
    }
  }

  /// How many of each kind are kept.
  public static let keptMax = 1000

  /// The file's name in the second case.
  public let file: String
  /// The cells that changed, in the order of the first table.
  public private(set) var cells = Some<Cell>()
  /// Students that the second table has alone, and those that the first has alone.
  public private(set) var added = Some<String>()
  /// See `added`.
  public private(set) var removed = Some<String>()
  /// Columns that the second table has alone, and those that the first has alone.
  public let columnsAdded: [String]
  /// See `columnsAdded`.
  public let columnsRemoved: [String]

  /// Whether both tables say the same, in another order or another form.
  public var isEmpty: Bool {
    cells.count + added.count + removed.count + columnsAdded.count + columnsRemoved.count == 0
  }

  /// Compares the tables of two cases. Complexity: O(bytes), and a look-up for each student who
  /// does not stand where the first table has them.
  init(_ a: StudentsAside, _ b: StudentsAside, workers: Workers, log: inout ProblemLog) {
    file = b.file
    let (namesA, namesB) = (StudentChanges.names(a), StudentChanges.names(b))
    columnsRemoved = namesA.filter { !namesB.contains($0) }.map(\.text)
    columnsAdded = namesB.filter { !namesA.contains($0) }.map(\.text)
    let common = namesA.filter { namesB.contains($0) }
    let one = StudentRows(
      a, common.map { namesA.firstIndex(of: $0)! }, workers: workers, log: &log)
    let other = StudentRows(
      b, common.map { namesB.firstIndex(of: $0)! }, workers: workers, log: &log)
    compare(one, other, common.map(\.text))
  }

  /// The names of a table's columns; of equal ones the later have their number.
  private static func names(_ side: StudentsAside) -> [ByteText] {
    var seen: [ByteText: Int] = [:]
    return side.table.headers.map { header in
      let name = ByteText(header.name)
      seen[name, default: 0] += 1
      return seen[name] == 1 ? name : ByteText("\(header.name) (\(seen[name]!))")
    }
  }

  private mutating func compare(_ a: StudentRows, _ b: StudentRows, _ columns: [String]) {
    // Mostly the same students in the same order: only behind the first who is not are codes looked
    // up.
    var start = 0
    let least = min(a.count, b.count)
    while start < least, a.isSameStudent(start, b, start) {
      compare(a, start, b, start, columns)
      start += 1
    }
    var rows: [[UInt8]: Int] = [:]
    for row in start..<b.count { rows[b.code(row)] = row }
    for row in start..<a.count {
      if let other = rows.removeValue(forKey: a.code(row)) {
        compare(a, row, b, other, columns)
      } else {
        removed.add(String(decoding: a.code(row), as: UTF8.self))
      }
    }
    for row in start..<b.count where rows[b.code(row)] == row {
      added.add(String(decoding: b.code(row), as: UTF8.self))
    }
  }

  private mutating func compare(
    _ a: StudentRows, _ row: Int, _ b: StudentRows, _ other: Int, _ columns: [String]
  ) {
    if a.isSame(row, b, other) { return }
    let (one, two) = (a.cells(row), b.cells(other))
    for (at, column) in columns.enumerated() where one[at] != two[at] {
      cells.add(
        Cell(
          student: String(decoding: a.code(row), as: UTF8.self), column: column, a: one[at].text,
          b: two[at].text))
    }
  }
}

/// The rows of a table in one form: the student's code, then the cells of some columns, each with a
/// NUL behind it, which no table holds.
private struct StudentRows {
  private let text: [UInt8]
  private let ends: [Int]
  var count: Int { ends.count }

  init(_ side: StudentsAside, _ columns: [Int], workers: Workers, log: inout ProblemLog) {
    var table = side.table
    let order = [side.student] + columns
    let (_, locals) = table.read(workers: workers, log: &log) { _ in FlatSink(columns: order) }
    var text: [UInt8] = []
    var ends: [Int] = []
    text.reserveCapacity(locals.reduce(0) { $0 + $1.text.count })
    ends.reserveCapacity(locals.reduce(0) { $0 + $1.ends.count })
    for local in locals {
      let start = text.count
      text += local.text
      for end in local.ends { ends.append(start + end) }
    }
    (self.text, self.ends) = (text, ends)
  }

  private func range(_ row: Int) -> Range<Int> { (row == 0 ? 0 : ends[row - 1])..<ends[row] }

  /// The code of a row's student.
  func code(_ row: Int) -> [UInt8] { Array(text[range(row)].prefix { $0 != 0 }) }

  /// The cells of a row.
  func cells(_ row: Int) -> [ByteText] {
    text[range(row)].split(separator: 0, omittingEmptySubsequences: false).dropFirst().dropLast()
      .map { ByteText(String(decoding: $0, as: UTF8.self)) }
  }

  /// Whether two rows are the same.
  func isSame(_ row: Int, _ other: StudentRows, _ otherRow: Int) -> Bool {
    let (a, b) = (range(row), other.range(otherRow))
    if a.count != b.count { return false }
    return zip(a, b).allSatisfy { text[$0] == other.text[$1] }
  }

  /// Whether two rows are about the same student.
  func isSameStudent(_ row: Int, _ other: StudentRows, _ otherRow: Int) -> Bool {
    let (a, b) = (range(row), other.range(otherRow))
    var at = 0
    while text[a.lowerBound + at] == other.text[b.lowerBound + at] {
      if text[a.lowerBound + at] == 0 { return true }
      at += 1
    }
    return false
  }
}

private struct FlatSink: RowSink {
  struct Local: Sendable {
    var text: [UInt8] = []
    var ends: [Int] = []
  }
  let columns: [Int]

  func begin() -> Local { Local() }

  func take(_ block: RowBlock, _ bytes: RawSpan, _ bounds: Span<UInt32>, _ local: inout Local) {
    for row in 0..<block.count {
      for column in columns {
        for at in block.cell(row, column, bounds) { local.text.append(bytes.byte(at)) }
        local.text.append(0)
      }
      local.ends.append(local.text.count)
    }
  }
}
