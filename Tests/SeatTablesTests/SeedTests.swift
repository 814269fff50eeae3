import Apportionment
import Diagnostics
import TestSupport
import Testing

@testable import SeatTables

/// What a seed decides, and what is left open without one.
@Suite struct SeedTests {
  /// Two rows of one seat over two equal columns.
  static func grid(_ folder: TempFolder, for method: GridMethod) throws -> Grid {
    try folder.write("rows.csv", "row,seats\na,1\nb,1\n")
    try folder.write("columns.csv", "column,weight\nx,1\ny,1\n")
    let files = GridFiles(rows: folder("rows.csv"), columns: folder("columns.csv"))
    var log = ProblemLog()
    return try #require(Grid.read(files, for: method, log: &log))
  }

  static func solve(_ method: GridMethod, seed: String?) throws -> GridResult {
    let folder = try TempFolder()
    var (log, conflict) = (ProblemLog(), MarginConflict?.none)
    return try #require(
      GridResult.solve(
        grid(folder, for: method), by: method, seed: seed, log: &log, conflict: &conflict))
  }

  /// Nothing is drawn from a seed that nobody gave.
  @Test func aLotteryWithoutASeedIsOpen() throws {
    let open = try Self.solve(.lottery, seed: nil)
    #expect(open.isOpen && open.seats == nil && open.csv() == nil && open.ties.isEmpty)
    let json = String(decoding: open.json(), as: UTF8.self)
    #expect(json.contains("\"status\": \"unseeded\"") && json.contains("\"draws\": null"))
    #expect(json.contains("\"fair_share\": \"0.500000000\""))
    let drawn = try Self.solve(.lottery, seed: "s")
    #expect(drawn.seats?.reduce(0, +) == 2 && drawn.csv() != nil)
  }

  @Test(arguments: [GridMethod.biproportional, .leastDeviation, .eachRow(.hamilton)])
  func aTieWithoutASeedIsOpen(_ method: GridMethod) throws {
    let open = try Self.solve(method, seed: nil)
    #expect(open.isOpen && !open.ties.isEmpty)
    #expect(String(decoding: open.json(), as: UTF8.self).contains("\"status\": \"tie\""))
    #expect(try Self.solve(method, seed: "s").seats?.reduce(0, +) == 2)
  }
}
