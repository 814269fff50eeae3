import Diagnostics
import TestSupport
import Testing

@testable import Verification

/// Columns read many rows at a time, and cell by cell: the same numbers, codes and lists.
@Suite struct PlainColumnsTests {
  private static let numbers = [
    "", "0", "7", "94.5", "108.25", "108.250", "600.125", "12345678", "123456789", "1.2345", "-3",
    "x", ".5", "5.", "1e3", "\"12\"", "\"1\"\"2\"",
  ]
  private static let codes = ["", "A", "0101", "0102", "12345678", "123456789", "城区", "nobody"]
  private static let choices = ["", "", "0101", "0102", "A", "12345678", "123456789", "0103", "no"]

  /// A table of two columns of numbers, one of codes, and four of choices.
  private static func table(_ random: inout SeededGenerator) throws -> PlainTable {
    var text = "n,m,c,1,2,3,4\n"
    let isPlain = Bool.random(using: &random)
    for _ in 0..<random.int(1...200) {
      func pick(_ of: [String], odd: Int) -> String {
        let most = isPlain && random.int(0...200) > 0 ? of.count - odd : of.count
        return of[random.int(0...most - 1)]
      }
      let cells =
        [pick(numbers, odd: 9), pick(numbers, odd: 9), pick(codes, odd: 1)]
        + (0..<4).map { _ in pick(choices, odd: 1) }
      text += cells.joined(separator: ",") + "\n"
    }
    var log = ProblemLog()
    return try #require(PlainTable("t.csv", Array(text.utf8), encoding: .utf8, problems: &log))
  }

  @Test(arguments: 0..<60 as Range<UInt64>) func columnsAreCells(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let table = try Self.table(&random)
    let names = PlainNames(Self.codes.filter { !["", "nobody"].contains($0) } + ["0103"])
    var rows = PlainBatches(table, from: table.bodyStart, to: table.bytes.count, line: 2)
    let own = table.bytes.array()
    let bytes = own.span
    var values = [Int64](repeating: 0, count: PlainBatches.rowsMax)
    var found = [Int32](repeating: 0, count: PlainBatches.rowsMax)
    var lists = ChoiceLists(chosenBy: Array(repeating: 0, count: names.count))
    while rows.next(bytes) {
      for column in 0..<2 {
        let others = rows.readNumbers(column, bytes, into: &values)
        let expected = (0..<rows.count).map { row in
          let cell = rows.cell(row, column)
          return PlainNumber.read(bytes, cell.start, cell.end)
        }
        #expect(Array(values.prefix(rows.count)) == expected)
        #expect(others.isSomeEmpty == expected.contains(PlainNumber.empty))
        #expect(others.isSomeUnfit == expected.contains(PlainNumber.unreadable))
      }
      let lowest = rows.find(2, bytes, in: names, into: &found)
      let expected = (0..<rows.count).map { row in
        let cell = rows.cell(row, 2)
        return Int32(names.number(bytes, cell.start, cell.end))
      }
      #expect(Array(found.prefix(rows.count)) == expected)
      #expect(lowest == expected.min())
      Self.expectLists(rows, bytes, names, &lists)
    }
  }

  /// Reads the lists as far as they are plain, one after the other passing those that are not.
  private static func expectLists(
    _ rows: borrowing PlainBatches, _ bytes: Span<UInt8>, _ names: PlainNames,
    _ lists: inout ChoiceLists
  ) {
    var row = 0
    while row < rows.count {
      let start = lists.end
      let stopped = rows.readLists(
        from: row, [3, 4, 5, 6], bytes, in: names, most: 3, into: &lists)
      var expected: [UInt16] = []
      var end = row
      while end < rows.count, let list = plainList(rows, end, bytes, names) {
        expected += list
        #expect(Int(lists.ends[end]) == start + expected.count)
        end += 1
      }
      #expect(stopped == end)
      #expect(Array(lists.choices[start..<lists.end]) == expected)
      row = stopped + 1
    }
  }

  /// A list up to its last choice; nil where it is not plain.
  private static func plainList(
    _ rows: borrowing PlainBatches, _ row: Int, _ bytes: Span<UInt8>, _ names: PlainNames
  ) -> [UInt16]? {
    var list: [UInt16] = []
    for column in 3...6 {
      let cell = rows.cell(row, column)
      let number = cell.isEmpty ? 0 : names.number(bytes, cell.start, cell.end) + 1
      // A cell of more than eight bytes, or at the very end, is left even if it is a code.
      let isLong = cell.end - cell.start > 8 || cell.start + 8 > bytes.count
      if !cell.isEmpty, number == 0 || isLong || list.contains(UInt16(number)) { return nil }
      list.append(UInt16(number))
    }
    while list.last == 0 { list.removeLast() }
    return list.count > 3 ? nil : list
  }
}
