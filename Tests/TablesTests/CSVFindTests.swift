import Columns
import Diagnostics
import TestSupport
import Testing

@testable import Tables

/// Rows found by what stands in them and by their line, against reading all rows.
@Suite struct CSVFindTests {
  private let workers = Workers(count: 1)

  private func open(_ text: String) throws -> CSVTable {
    var log = ProblemLog()
    return try #require(
      CSVTable.open("t.csv", TextBytes(Array(text.utf8)), workers: workers, log: &log))
  }

  /// Tables of a few words, with quotes and without, whose rows may span lines.
  private func randomTable(_ random: inout SeededGenerator) -> String {
    let cells = random.chance(50) ? ["a", "b", "aa", ""] : ["a", "\"a\nb\"", "\"a\"\"\"", "b", ""]
    let rows = (0..<random.int(0...30)).map { _ in
      (0..<2).map { _ in random.pick(cells) }.joined(separator: ",") + "\n"
    }
    return "x,y\n" + rows.joined()
  }

  @Test(arguments: 0..<60) func equalsReadingAll(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let text = randomTable(&random)
    let table = try open(text)
    var log = ProblemLog()
    let all = TextTable(table, log: &log)
    let rows = (0..<all.rowCount).map { row in (0..<2).map { all[row, $0] } }
    let lines = (0..<all.rowCount).map { all.place(row: $0).line }
    for word in ["a", "b", "a\nb"] {
      let found = table.rows(where: 1, is: word, workers: workers)
      let expected = rows.indices.filter { rows[$0][1] == word }
      // A row is found by its bytes as they stand in the file: `a""` is not found by `a"`.
      #expect(found.map(\.cells) == expected.map { rows[$0] }, "\(text)")
      #expect(found.map(\.line) == expected.map { lines[$0] }, "\(text)")
    }
    for line in 1...(text.split(separator: "\n", omittingEmptySubsequences: false).count + 1) {
      let found = table.row(onLine: line)
      // A blank row is a row of the file and none of the table.
      if let found, found.cells.allSatisfy(\.isEmpty) { continue }
      #expect(found?.cells == lines.firstIndex(of: line).map { rows[$0] }, "\(line): \(text)")
    }
  }

  @Test func cellsAreReplacedInPlace() throws {
    let table = try open("x,y\na,\"b\"\nc,d\n")
    let rows = [table.row(onLine: 2), table.row(onLine: 3)].compactMap { $0 }
    let bytes = table.bytes(replacing: [
      (row: rows[1], column: 0, text: "e,f"), (row: rows[0], column: 1, text: "g"),
    ])
    #expect(String(decoding: bytes, as: UTF8.self) == "x,y\na,g\n\"e,f\",d\n")
  }

  @Test func codesBySlicesThatGrow() throws {
    // Codes that are not ascending are looked up by their hashes; doubles are found wherever they are.
    let count = 3000
    var random = SeededGenerator(seed: 5)
    var codes = (0..<count).map { "c\($0)" }
    codes.shuffle(using: &random)
    codes[count - 1] = codes[10]
    let table = try open("x\n" + codes.map { $0 + "\n" }.joined())
    var readable = table
    var log = ProblemLog()
    let column = readable.read(workers: workers, log: &log) {
      CodeSink(codes: CodeColumn(count: $0.rowCount, width: 5))
    }.sink.codes
    for workers in [1, 3] {
      let found = column.examine(workers: Workers(count: workers)).doubles
      #expect(found.count == 1 && found[0].row == count - 1 && found[0].earlier == 10)
    }
  }

  private struct CodeSink: RowSink {
    let codes: CodeColumn
    func begin() -> Bool { true }
    func take(_ block: RowBlock, _ bytes: RawSpan, _ bounds: Span<UInt32>, _ local: inout Bool) {
      local = codes.read(block, column: 0, bytes, bounds) && local
    }
  }
}
