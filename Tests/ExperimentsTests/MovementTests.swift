import Columns
import Diagnostics
import Metrics
import TestSupport
import Testing

@testable import Experiments

/// Who moved is told by the codes of students and programmes, not by where these stand.
@Suite struct MovementTests {
  private static let metrics = ["winners", "losers", "moved_share", "admitted_share"]

  /// The tiny city with tables beside its own: the same students in another order, the same
  /// programmes with one more that has no seats and stands first, other students and fewer.
  private func opened(_ variants: String, in folder: TempFolder) throws
    -> OpenExperiment
  {
    var tiny = TinyCase()
    let rows = tiny["students.csv"].split(separator: "\n").map { $0 + "\n" }
    tiny["turned.csv"] = rows[0] + rows.dropFirst().reversed().joined()
    tiny["fewer.csv"] = rows.dropLast(2).joined()
    tiny["others.csv"] = rows[0] + rows.dropFirst().map { "X" + $0 }.joined()
    let programmes = tiny["programmes.csv"].split(separator: "\n").map { $0 + "\n" }
    tiny["more.csv"] = programmes[0] + "A0,None,0,D1,public,\n" + programmes.dropFirst().joined()
    try tiny.write(to: folder)
    let names = MovementTests.metrics.map { "'\($0)'" }.joined(separator: ", ")
    return try Lab.open(
      Lab.text(
        "variants: [{name: 'base'}, \(variants)], metrics: [\(names)]",
        base: "'\(folder("case"))'"))
  }

  /// The values of a cell for all, by metric.
  private func values(_ result: CellResult) throws -> [String: String] {
    guard case .values(let values) = result else {
      Issue.record("\(result)")
      return [:]
    }
    let whole = values.filter { $0.group == "*" }
    return Dictionary(
      uniqueKeysWithValues: whole.map { (MovementTests.metrics[$0.metric], $0.value.text) })
  }

  @Test(arguments: ["/files/students': 'turned.csv", "/files/programmes': 'more.csv"])
  func orderMovesNobody(_ set: String) throws {
    let folder = try TempFolder()
    let opened = try opened("{name: 'other', set: {'\(set)'}}", in: folder)
    let found = try values(Lab.results(opened)[1])
    #expect(
      found == ["winners": "0", "losers": "0", "moved_share": "0/8", "admitted_share": "7/8"])
    #expect(opened.inputs.withOtherStudents([0, 1], workers: .all).isEmpty)
  }

  /// Those who do move are the same ones, in whatever order the tables are.
  @Test func whoMovesIsFoundInAnyOrder() throws {
    let folder = try TempFolder()
    let change = "'/lists/open': ['choice2', 'choice1']"
    let opened = try opened(
      """
      {name: 'a', set: {\(change)}},
      {name: 'b', set: {\(change), '/files/students': 'turned.csv'}},
      {name: 'c', set: {\(change), '/files/programmes': 'more.csv'}}
      """, in: folder)
    let found = try Lab.results(opened).map(values)
    #expect(found[1]["moved_share"] != "0/8")
    #expect(found[2] == found[1] && found[3] == found[1], "\(found)")
  }

  /// Of other students nobody can say whether they moved: no value, and the reason.
  @Test(arguments: ["others.csv", "fewer.csv"])
  func otherStudentsAreNotCompared(_ table: String) throws {
    let folder = try TempFolder()
    let opened = try opened(
      "{name: 'next year', set: {'/files/students': '\(table)'}}", in: folder)
    let all = try Lab.results(opened)
    #expect(try values(all[1]).keys.sorted() == ["admitted_share"])
    let summary = Summary(try Results(opened.experiment, all: all))
    #expect(summary.notCompared(opened.experiment) == [1])
    #expect(opened.inputs.withOtherStudents([0, 1], workers: .all) == [1])
    let said = opened.experiment.notCompared([1])
    #expect(said.en.contains("\"next year\": no values of winners, losers, moved_share"))
    #expect(opened.experiment.notCompared([]).en.isEmpty)
  }
}
