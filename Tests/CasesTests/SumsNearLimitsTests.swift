import Cases
import Diagnostics
import TestSupport
import Testing

/// Scores of the largest numbers that a cell may hold: sums fit, or are refused; none wraps round.
@Suite struct SumsNearLimitsTests {
  /// The errors of the case with S01's mathematics at the limit of a cell, and an examination of
  /// these terms.
  private func problems(_ terms: String) throws -> String {
    var tiny = TinyCase()
    tiny["students.csv"] = tiny["students.csv"]
      .replacing("S01,M1,90,", with: "S01,M1,999999999999,")
    tiny["rules.json"] = tiny["rules.json"].replacing("[\"math\", \"art\"]", with: "[\(terms)]")
    let folder = try TempFolder()
    try tiny.write(to: folder)
    let found = readCase(folder("case")).problems
    // That a summand stands there more than once is a warning.
    return found.isClean ? "" : ProblemPrinter(.en).text(found)
  }

  private func list(_ count: Int) -> String {
    Array(repeating: "\"math\"", count: count).joined(separator: ",")
  }

  /// 2⁶³ thousandths are between 9,223 and 9,224 of these cells.
  @Test func plainSums() throws {
    #expect(try problems("\"art\"," + list(1)) == "")
    #expect(try problems("\"art\"," + list(9_000)) == "")
    #expect(try problems("\"art\"," + list(9_200)) == "")
    for count in [9_224, 10_000, 18_447, 20_000] {
      #expect(try problems("\"art\"," + list(count)).contains("S01 is too large"), "\(count)")
    }
  }
}
