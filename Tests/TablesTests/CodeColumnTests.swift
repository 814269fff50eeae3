import Columns
import Diagnostics
import TestSupport
import Testing

@testable import Tables

/// Codes of a column, whatever they look like, against the texts that they are, and what is said of
/// all of them against what is said of each.
@Suite struct CodeColumnTests {
  @Test func codesAreKeptWhateverTheyLookLike() throws {
    var random = SeededGenerator(seed: 12)
    var usual = 0
    for _ in 0..<400 {
      let (width, odd) = (random.int(4...18), random.pick([0, 0, 0, 2, 30]))
      let texts = (0..<random.int(1...150)).map { row in
        random.chance(odd) ? oddCode(&random) : code(row, width, random.chance(3), &random)
      }
      let codes = try column(texts, width: texts[0].utf8.count)
      for (row, text) in texts.enumerated() { #expect(codes.text(row) == text) }
      let start = random.int(0...texts.count - 1)
      let rows = start..<random.int(start + 1...texts.count)
      let (quick, plain) = (codes.usualShape(rows), codes.anyShape(rows))
      let seen = texts[max(0, rows.lowerBound - 1)..<rows.upperBound]
      let areUsual = (8...14).contains(codes.width) && seen.allSatisfy { isUsual($0, codes.width) }
      #expect((quick != nil) == areUsual)
      guard let quick else { continue }
      usual += 1
      #expect(quick.isAscending == plain.isAscending)
      #expect(quick.lengths == plain.lengths && quick.rounded == plain.rounded)
      #expect(quick.unusual == plain.unusual)
    }
    #expect(usual > 50)
  }

  private func isUsual(_ text: String, _ width: Int) -> Bool {
    text.utf8.count == width && text.utf8.allSatisfy { (0x30...0x7E).contains($0) }
  }

  /// Ascending by the row, or anything.
  private func code(
    _ row: Int, _ width: Int, _ isAny: Bool, _ random: inout SeededGenerator
  ) -> String {
    if isAny { return String((0..<width).map { _ in random.pick(Array("0123456789AZaz~")) }) }
    let digits = String(row)
    return String(repeating: "7", count: max(0, width - 3))
      + String(repeating: "0", count: max(0, min(width, 3) - digits.count)) + digits
  }

  private func oddCode(_ random: inout SeededGenerator) -> String {
    String((0..<random.int(1...20)).map { _ in random.pick(Array("019 +-/A\u{7F}学")) })
  }

  private func column(_ texts: [String], width: Int) throws -> CodeColumn {
    var log = ProblemLog()
    // A second column, so that no row is blank, and enough behind the last row.
    let text = "code,x\n" + texts.map { "\($0),1\n" }.joined() + "end,2\n"
    let workers = Workers(count: 1)
    let table = try #require(
      CSVTable.open("codes", TextBytes(text.utf8), workers: workers, log: &log))
    return table.codes(width: width, workers: workers, log: &log)
  }
}
