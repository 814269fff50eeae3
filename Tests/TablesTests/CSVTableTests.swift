import Columns
import Diagnostics
import Testing
import TestSupport

@testable import Tables

/// The quick way through a table against the plain one, on random files: bytes that mean something
/// to CSV come often, and files are long enough for several windows and stretches.
@Suite struct CSVTableTests {
  /// A random table, well formed: its text, and the cells that it stands for.
  private func randomTable(_ random: inout SeededGenerator) -> (text: String, rows: [[String]]) {
    let columns = Int.random(in: 1...6, using: &random)
    let quotesCome = Bool.random(using: &random)
    let end = Bool.random(using: &random) ? "\r\n" : "\n"
    var text = (0..<columns).map { "c\($0)" }.joined(separator: ",") + end
    var rows: [[String]] = []
    for _ in 0..<Int.random(in: 0...400, using: &random) {
      if Int.random(in: 0..<40, using: &random) == 0 {
        text += String(repeating: ",", count: columns - 1) + end  // a blank row
        continue
      }
      var row = (0..<columns).map { _ in cell(quotesCome, &random) }
      if row.allSatisfy(\.isEmpty) { row[0] = "x" }
      text += row.map { quotedIfNeeded($0, &random, quotesCome) }.joined(separator: ",") + end
      rows.append(row)
    }
    if Bool.random(using: &random), text.hasSuffix(end) { text.removeLast() }
    return (text, rows)
  }

  private func cell(_ quotesCome: Bool, _ random: inout SeededGenerator) -> String {
    let plain = ["", "1", "118.5", "指标", "a b", "0012", "x-y"]
    let nasty = ["a,b", "say \"hi\"", "two\nlines", "\"", ",", "\r\n"]
    let isNasty = quotesCome && Int.random(in: 0..<10, using: &random) == 0
    return (isNasty ? nasty : plain).randomElement(using: &random)!
  }

  private func quotedIfNeeded(
    _ cell: String, _ random: inout SeededGenerator, _ quotesCome: Bool
  ) -> String {
    let needs = cell.utf8.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
    guard needs || (quotesCome && Bool.random(using: &random)) else { return cell }
    return "\""
      + cell.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }

  @Test("600 random tables, one and several workers", arguments: 0..<6)
  func readsWhatWasWritten(part: Int) throws {
    for seed in part * 100..<(part + 1) * 100 {
      var random = SeededGenerator(seed: UInt64(seed))
      let (text, rows) = randomTable(&random)
      var log = ProblemLog()
      let table = try #require(
        CSVTable.open(
          "t.csv", TextBytes(Array(text.utf8)), workers: Workers(count: 1 + seed % 3), log: &log))
      let read = TextTable(table, log: &log)
      #expect(log.groups.isEmpty, "seed \(seed): \(log.groups.flatMap(\.first))")
      #expect(read.rowCount == rows.count, "seed \(seed)")
      let found = (0..<read.rowCount).map { row in
        read.headers.indices.map { read[row, $0] }
      }
      #expect(found == rows, "seed \(seed)")
    }
  }

  /// Quotes that stand in unquoted cells of two rows, so that their number is even.
  @Test func misplacedQuotesAreReportedNotTrusted() throws {
    var log = ProblemLog()
    let text = "a,b\n1,2\nS\"03,x\n2,2\n3,3\nS\"05,y\n4,4\n"
    let table = try #require(
      CSVTable.open("t.csv", TextBytes(Array(text.utf8)), workers: Workers(count: 2), log: &log))
    let read = TextTable(table, log: &log)
    #expect(log.groups.map(\.code) == [.quoteStray])
    #expect(log.groups.first?.count == 2)
    #expect(read.rowCount == 6)
  }

  /// A row with a cell more or fewer is reported and not read, be there quotes nearby or not.
  @Test(arguments: ["x", "\"x\"", "\"x,\n\"\"y\"\"\""]) func rowsOfAnotherWidth(_ cell: String)
    throws
  {
    let good = "\(cell),1\n"
    let all = String(repeating: good, count: 70)
    for bad in ["\(cell)\n", "\(cell),1,\n", "\(cell),1,2\n", "1,2,3,\(cell)\n"] {
      var log = ProblemLog()
      let table = try #require(
        CSVTable.open(
          "t.csv", TextBytes(Array(("a,b\n" + all + bad + all).utf8)), workers: Workers(count: 1),
          log: &log))
      let read = TextTable(table, log: &log)
      #expect(log.groups.map(\.code) == [.rowWidth], "\(bad)")
      #expect(read.rowCount == 140 && read[139, 1] == "1", "\(bad)")
    }
  }

  /// Rows of one block that end in LF and in CRLF.
  @Test func endsThatDiffer() throws {
    var random = SeededGenerator(seed: 3)
    let rows = (0..<200).map { "r\($0)" }
    let text = "a,b\n" + rows.map { "\($0),\($0)" + random.pick(["\n", "\r\n"]) }.joined()
    var log = ProblemLog()
    let table = try #require(
      CSVTable.open("t.csv", TextBytes(Array(text.utf8)), workers: Workers(count: 1), log: &log))
    let read = TextTable(table, log: &log)
    #expect(log.isClean && (0..<read.rowCount).map { read[$0, 1] } == rows)
  }

  /// Quotes that make more rows than were counted: nobody is given a row that has no number, in the
  /// reading before they are numbered anew either.
  @Test func noRowBeyondTheCount() throws {
    struct Bounded: RowSink {
      let rows: Int
      func begin() -> Int { 0 }
      func take(_ block: RowBlock, _ bytes: RawSpan, _ bounds: Span<UInt32>, _ taken: inout Int) {
        #expect(block.firstRow + block.count <= rows)
        taken += block.count
      }
    }
    for text in ["a\nx\"y\n1\n2\nz\"\n3\n", "a,b\n1,2\nS\"03,x\n2,2\n3,3\nS\"05,y\n4,4\n"] {
      var log = ProblemLog()
      var table = try #require(
        CSVTable.open("t.csv", TextBytes(Array(text.utf8)), workers: Workers(count: 1), log: &log))
      let locals = table.read(workers: Workers(count: 1), log: &log) {
        Bounded(rows: $0.rowCount)
      }.locals
      #expect(locals.reduce(0, +) == table.rowCount && log.groups.map(\.code) == [.quoteStray])
    }
  }

  @Test func manyBlankRowsAreOneCount() throws {
    var log = ProblemLog()
    let text = "a,b\n1,2\n" + String(repeating: ",\n", count: 100_000) + "3,4\n"
    let table = try #require(
      CSVTable.open("t.csv", TextBytes(Array(text.utf8)), workers: Workers(count: 2), log: &log))
    let read = TextTable(table, log: &log)
    #expect(read.rowCount == 2 && read.table.blankCount == 100_000)
    #expect(read.place(row: 1, column: 1).description == "t.csv:100003:3")
  }
}
