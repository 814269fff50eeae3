import Diagnostics
import TestSupport
import Testing

@testable import Verification

/// Rows cut many at a time, and one at a time: the same cells, lines and problems.
@Suite struct PlainBatchesTests {
  private struct Row: Equatable {
    var line: Int
    var cells: [String]
  }

  private static func table(_ text: String) throws -> PlainTable {
    var log = ProblemLog()
    return try #require(PlainTable("t.csv", Array(text.utf8), encoding: .utf8, problems: &log))
  }

  private static func oneByOne(_ table: PlainTable) -> (rows: [Row], problems: ProblemLog) {
    var rows = PlainRows(table, from: table.bodyStart, to: table.bytes.count, line: 2)
    var found: [Row] = []
    while rows.next(table.bytes.span) {
      found.append(
        Row(line: rows.line, cells: rows.cells.map { PlainTable.text($0, table.bytes) }))
    }
    return (found, rows.problems)
  }

  private static func together(_ table: PlainTable) -> (rows: [Row], problems: ProblemLog) {
    var rows = PlainBatches(table, from: table.bodyStart, to: table.bytes.count, line: 2)
    var found: [Row] = []
    while rows.next(table.bytes.span) {
      #expect((1...PlainBatches.rowsMax).contains(rows.count))
      for row in 0..<rows.count {
        let cells = (0..<rows.width).map { PlainTable.text(rows.cell(row, $0), table.bytes) }
        found.append(Row(line: rows.lines[row], cells: cells))
      }
    }
    return (found, rows.problems)
  }

  private static func said(_ log: ProblemLog) -> [String] {
    log.groups.map { "\($0.count): \($0.first)" }
  }

  private static func expectSame(_ text: String) throws {
    let table = try table(text)
    let (one, many) = (oneByOne(table), together(table))
    let firstOther = zip(one.rows, many.rows).first { $0 != $1 }
    #expect(firstOther == nil)
    #expect(one.rows.count == many.rows.count)
    #expect(said(one.problems) == said(many.problems))
  }

  /// A cell as tables have them, and now and then one that they should not have.
  private static func cell(_ random: inout SeededGenerator, _ oddity: Int) -> String {
    if random.int(0...999) < oddity {
      let odd = ["\"a,b\"", "\"x\ny\"", "\"q\"\"q\"", "\"\"", "st\"ray", "\"open", "a,b", "\r"]
      return odd[random.int(0...odd.count - 1)]
    }
    return String(repeating: "7", count: random.int(0...9) * random.int(0...1))
  }

  @Test(arguments: [0, 1, 20, 300]) func randomTables(_ oddity: Int) throws {
    var random = SeededGenerator(seed: UInt64(21 + oddity))
    for _ in 0..<60 {
      let width = random.int(1...30)
      var text = (0..<width).map { "h\($0)" }.joined(separator: ",") + "\n"
      for _ in 0..<random.int(0...150) {
        let odd = random.int(0...999) < oddity
        let count = odd ? random.int(1...width + 1) : width
        text += (0..<count).map { _ in Self.cell(&random, oddity) }.joined(separator: ",")
        text += random.int(0...9) == 0 ? "\r\n" : "\n"
      }
      if random.int(0...1) == 0 { text.removeLast() }
      try Self.expectSame(text)
    }
  }

  /// Rows that end at, before and behind every border of what is looked at together.
  @Test func bordersOfBlocks() throws {
    for length in 0...140 {
      let row = "a," + String(repeating: "b", count: length) + "\n"
      try Self.expectSame("x,y\n" + String(repeating: row, count: 130))
    }
  }

  /// A row longer than all that is looked at together, among short ones.
  @Test func aVeryLongRow() throws {
    let long = "a," + String(repeating: "b", count: 50_000) + "\n"
    try Self.expectSame("x,y\n1,2\n" + long + "3,4\n" + long)
  }
}
