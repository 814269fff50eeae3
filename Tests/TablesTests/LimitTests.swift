import Columns
import Diagnostics
import TestSupport
import Testing

@testable import Tables

/// Every limit of a table: one less and the limit itself are read, one more is refused with a
/// place.
@Suite struct LimitTests {
  /// How many rows were read; nil with the first problem where the table was refused.
  private func read(
    _ text: [UInt8], _ limits: TableLimits = .standard
  ) throws -> (rows: Int?, problem: String?) {
    var log = ProblemLog()
    let bytes = TextBytes(text)
    var table = CSVTable.open(
      "t.csv", bytes, workers: Workers(count: 2), limits: limits, log: &log)
    let rows = table?.read(workers: Workers(count: 2), log: &log) { _ in CountingSink() }
      .locals.reduce(0, +)
    let problem = log.groups.first?.first.first
    return (
      log.isClean ? rows : nil,
      problem.map { "\($0.code.name) \($0.place?.description ?? "")" }
    )
  }

  private func text(_ text: String) -> [UInt8] { Array(text.utf8) }

  /// As many cells as it takes, none beyond its own limit.
  private func row(_ count: Int) -> [UInt8] {
    (1...count).map { $0 % 1000 == 0 && $0 < count ? UInt8(ascii: ",") : UInt8(ascii: "x") }
  }

  @Test func bytesOfARow() throws {
    let most = TableLimits.standard.rowBytesMax
    let columns = most / 1000 + 1
    let header = (1...columns).map { "c\($0)" }.joined(separator: ",")
    for ending in ["\n", ""] {
      for (count, isRead) in [(most - 1, true), (most, true), (most + 1, false)] {
        let result = try read(text("\(header)\n") + row(count) + text(ending))
        #expect(result.rows == (isRead ? 1 : nil), "\(count)")
        #expect(result.problem == (isRead ? nil : "E308 t.csv:2"), "\(count)")
      }
    }
    // Quoted, and behind rows that are well; the header itself.
    let quoted = text("\"") + Array(repeating: UInt8(ascii: "\n"), count: most) + text("\"\n")
    #expect(try read(text("a\nx\n") + quoted).problem == "E308 t.csv:3")
    #expect(try read(row(most + 1) + text("\n1\n")).problem == "E308 t.csv:1")
  }

  @Test func bytesOfACell() throws {
    let most = TableLimits.standard.cellBytesMax
    for (count, isRead) in [(most - 1, true), (most, true), (most + 1, false)] {
      let cell = Array(repeating: UInt8(ascii: "x"), count: count)
      for content in [cell, text("\"") + cell + text("\"")] {
        let result = try read(text("a,b\n1,") + content + text("\n"))
        #expect(result.rows == (isRead ? 1 : nil), "\(count)")
        #expect(result.problem?.hasPrefix("E308 t.csv:2:") == (isRead ? nil : true), "\(count)")
      }
    }
  }

  @Test func columns() throws {
    let most = TableLimits.standard.columnsMax
    for (count, isRead) in [(most - 1, true), (most, true), (most + 1, false)] {
      let header = (1...count).map { "c\($0)" }.joined(separator: ",")
      let cells = (1...count).map { _ in "1" }.joined(separator: ",")
      let result = try read(text("\(header)\n\(cells)\n"))
      #expect(result.rows == (isRead ? 1 : nil), "\(count)")
      #expect(result.problem == (isRead ? nil : "E308 t.csv:1"), "\(count)")
    }
  }

  @Test func rows() throws {
    var limits = TableLimits.standard
    limits.rowsMax = 1000
    for (count, isRead) in [(999, true), (1000, true), (1001, false)] {
      let result = try read(
        text("a\n") + Array(repeating: text("1\n"), count: count).flatMap { $0 }, limits)
      #expect(result.rows == (isRead ? count : nil), "\(count)")
      #expect(result.problem == (isRead ? nil : "E308 t.csv"), "\(count)")
    }
  }

  @Test func bytesOfASmallFile() throws {
    let scratch = try TempFolder()
    for (count, isRead) in [(99, true), (100, true), (101, false)] {
      try scratch.write("f", String(repeating: "x", count: count))
      #expect((try? readSmallFile(scratch("f"), bytesMax: 100).count) == (isRead ? count : nil))
    }
  }
}

private struct CountingSink: RowSink {
  func begin() -> Int { 0 }
  func take(_ block: RowBlock, _ bytes: RawSpan, _ bounds: Span<UInt32>, _ local: inout Int) {
    local += block.count
  }
}
