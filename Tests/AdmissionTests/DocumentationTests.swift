import Admission
import Columns
import Foundation
import Testing

/// The example of the documentation: it compiles here, and comes to what is said there.
@Suite struct DocumentationTests {
  @Test func theExampleIsTrue() throws {
    // Three students. Number 0 is their score, category 0 their middle school.
    let cohort = Cohort(
      count: 3,
      numbers: [NumberColumn([640, 655, 610])],
      categories: [Column<Int32>([0, 0, 1])],
      // One list of two choices: programme + 1, and 0 for no choice.
      lists: [ChoiceLists(width: 2, cells: Column<UInt16>([1, 2, 1, 2, 1, 0]))])
    let market = Market(
      cohort: cohort, programmeCount: 2,
      // Audience division 0 is everyone; division 1 gives each of two middle schools its own seats.
      audiences: [.everyone, AudienceMap(count: 2, category: 0, table: [0, 1])],
      pools: [Pool(audience: 1), Pool(audience: 0)],
      seats: [
        SeatCell(pool: 0, audience: 0, programme: 0, seats: 1),
        SeatCell(pool: 0, audience: 1, programme: 0, seats: 1),
        SeatCell(pool: 1, audience: 0, programme: 1, seats: 1),
      ],
      rankings: [Ranking(keys: [Ranking.Key(number: 0)], ties: .admitAll)],
      stages: [
        // Quota seats first, by score, then by the number of the choice: parallel choices.
        Stage(list: 0, ranking: 0, pools: [StagePool(pool: 0)]),
        Stage(list: 0, ranking: 0, pools: [StagePool(pool: 1)]),
      ])
    let outcome = try allocate(market)
    let programmes = (0..<3).map { student in
      outcome.placements[student].isAdmitted ? outcome.placements[student].programme : nil
    }
    #expect(programmes == [1, 0, 0])
  }

  /// What is compiled above is what stands in the documentation, line by line.
  @Test func theExampleIsTheOneDocumented() throws {
    let here = try lines(of: #filePath)
    let page = try lines(
      of: URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Sources/Admission/Admission.docc/Admission.md").path)
    let example = page.drop { $0 != "```swift" }.dropFirst().prefix { $0 != "```" }
    #expect(example.count > 20)
    for line in example { #expect(here.contains(line), "\(line)") }
  }

  private func lines(of path: String) throws -> [String] {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
      .map { $0.trimmingCharacters(in: .whitespaces) }
  }
}
