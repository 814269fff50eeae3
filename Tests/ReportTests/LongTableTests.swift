import Foundation
import Testing

@testable import Report

/// Tables of tens of thousands of rows: a whole country's middle schools stand in one.
@Suite struct LongTableTests {
  /// The processor's time for a table of so many rows, in nanoseconds: this thread's alone, so that
  /// what runs beside the test does not count.
  private func time(rows: Int) -> Int {
    func now() -> Int {
      var time = timespec()
      unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
      return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
    let start = now()
    var page = PageWriter(.en, title: "T", kind: "K")
    page.table("C", [.text("A"), .number("B")], rows: rows) { number, row in
      row.text("row")
      row.number(number)
    }
    let spent = now() - start
    #expect(page.markup.string.components(separatedBy: "<tr><th scope=row>").count == rows + 1)
    return spent
  }

  /// A page was once copied for each row of it, so that a row cost as much as all rows before.
  @Test func aRowCostsTheSameInALongTable() {
    let (few, many) = (2_000, 64_000)
    let short = (0..<3).map { _ in time(rows: few) }.min()!
    let long = time(rows: many)
    // 32 times the rows; a copy of the page for each would be about a thousand.
    #expect(long < 160 * short, "\(short) ns, then \(long)")
  }
}
