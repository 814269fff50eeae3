import Apportionment
import Diagnostics
import TestSupport
import Testing

@testable import SeatTables

/// Counts of one in messages.
@Suite struct WordsTests {
  @Test func oneSeatIsNoPlural() throws {
    let folder = try TempFolder()
    let grid = try SeedTests.grid(folder, for: .lottery)
    let outside = MatrixFault.outsideRequirements(row: 0, column: 1, seats: 1)
    let (cell, phrase) = wording(of: outside, grid)
    #expect(cell == 1)
    #expect(phrase.en == "1 seat, below the cell's minimum or above its maximum")
    let shares = wording(of: MatrixFault.wrongShareCount(expected: 4, found: 1), grid).1
    #expect(shares.en == "1 fair share, not 4")
    let names = ["a", "b"]
    let bounds = wording(of: VectorFault.outsideRequirements(claimant: 1, seats: 1), names).1
    #expect(bounds.en == "b has 1 seat, below its minimum or above its maximum")
    let rounding = wording(of: VectorFault.wrongRounding(claimant: 0, seats: 1), names).1
    #expect(rounding.en == "a has 1 seat, neither the whole part of its share nor one more")
    let nobody = wording(of: VectorError.noPositiveWeight(seats: 1), names).1
    #expect(nobody.en == "1 seat, and no weight is above 0")
    let totals = grid.problem(of: .totalsDiffer(rows: 1, columns: 1_002))
    #expect(
      totals.message.en == "the rows have 1 seat and the columns 1,002, a difference of 1,001")
  }

  /// Two cells of half a seat each: one draw.
  @Test func oneDrawIsNoPlural() throws {
    let drawn = try SeedTests.solve(.lottery, seed: "s")
    #expect(drawn.certificateSentence.en.hasPrefix("1 draw from the seed;"))
  }

  @Test func countsOfAResultThatIsRight() throws {
    let folder = try TempFolder()
    try folder.write("w.csv", "name,weight\na,1\nb,1\n")
    try folder.write("r.csv", "name,seats\na,1\nb,0\n")
    var log = ProblemLog()
    let house = try #require(HouseTable.read(folder("w.csv"), seats: 1, log: &log))
    let counts = house.check(folder("r.csv"), method: .hamilton, seed: nil, log: &log)
    #expect(log.isClean)
    #expect(counts.lines.map { "\($0.count) \($0.what.en)" } == ["2 claimants", "1 total"])
    #expect(counts.notes.count == 1)
  }
}
