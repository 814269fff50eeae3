import Foundation
import Planning
import TestSupport
import Testing

/// A matrix that the office brings, in wide form.
@Suite struct ImportTests {
  private func folder(_ more: String = "") throws -> PlanFolder {
    try PlanFolder(
      """
      {"name": "s", "pool": "quota", "share": "0.5", "method": "lottery", "within": "city"\(more)}
      """,
      programmes: "programme,plan,city\n0101,10,x\n0102,6,x\n0201,4,y\n",
      schools: "middle_school,eligible,city,name\n001,30,x,甲\n002,20,x,乙\n003,25,y,丙\n", seed: nil)
  }
  private static let good = """
    初中,名称,0101,0102,0201,合计
    001,甲,3,2,,5
    002,乙,2,1,0,3
    003,丙,,,2,2
    合计,,5,3,2,10

    """

  @Test func schoolsAsRowsWithTotals() throws {
    let plan = try folder().plan(Self.good)
    #expect(plan.seats(0, "0101", "001") == 3 && plan.seats(0, "0201", "003") == 2)
    let files = plan.files()
    let quotas = String(decoding: files["quotas.csv"]!, as: UTF8.self)
    #expect(
      quotas == """
        programme,pool,audience,seats
        0101,quota,001,3
        0101,quota,002,2
        0102,quota,001,2
        0102,quota,002,1
        0201,quota,003,2

        """)
    let table = rows(files["plan.csv"]!)
    #expect(table.map { $0["fair_share"]! } == ["3", "2", "1.8", "1.2", "2"])
    let summary = String(decoding: files["plan-summary.json"]!, as: UTF8.self)
    #expect(summary.contains("\"method\": \"import\"") && summary.contains("\"matrix.csv\""))
    #expect(summary.contains("\"drift\": \"-0.2\""))
  }

  @Test func programmesAsRowsAndNoTotals() throws {
    let plan = try folder().plan(
      "code,003,002,001\n0102,,1,2\n0201,2,,\n0101,0,2,3\n")
    #expect(plan.files()["quotas.csv"] == (try folder().plan(Self.good)).files()["quotas.csv"])
  }

  @Test(arguments: [
    ("001,甲,3,", "001,甲,4,", "E625"), ("001,甲,3,2,,5", "001,甲,3,2,,6", "E625"),
    ("合计,,5", "合计,,6", "E625"), ("0102,0201", "0103,0201", "E621"),
    ("003,丙", "004,丙", "E621"), ("002,乙", "001,乙", "E622"), ("0102,0201", "0101,0201", "E622"),
    ("甲,3,", "甲,-3,", "E623"), ("甲,3,", "甲,3.5,", "E623"), ("甲,3,", "甲,三,", "E623"),
    ("2,1,0,3", "2,1,1,4", "E624"), ("003,丙,,", "003,丙,1,", "E624"),
  ]) func everyFlawIsNamed(_ old: String, _ new: String, _ code: String) throws {
    let at = try #require(Self.good.range(of: old))
    let found = try folder().refusal(Self.good.replacingCharacters(in: at, with: new))
    #expect(found.contains(code), "\(found)")
  }

  @Test func allFlawsAreNamedInOneRun() throws {
    let found = try folder().refusal(
      "x,0101,0102,0299,0201\n001,-1,2,,\n002,9,1,1,1\n007,1,,,\n003,,,,2\n")
    #expect(Set(found) == ["E621", "E623", "E624", "E625"])
  }

  @Test func boundsAreChecked() throws {
    #expect(try folder(", \"maximum\": 2").refusal(Self.good).contains("E604"))
    #expect(try folder(", \"minimum\": 2").refusal(Self.good).contains("E603"))
    #expect(try folder(", \"totalMinimum\": 3").refusal(Self.good).contains("E611"))
    let other = Self.good.replacing("甲,3,2,,5", with: "甲,5,0,,5")
      .replacing("乙,2,1,0,3", with: "乙,0,3,0,3")
    #expect(try folder().refusal(other) == [])
    #expect(try folder(", \"minimum\": 1").refusal(other) == ["E626"])
    #expect(try folder(", \"maximum\": 4").refusal(other) == ["E626"])
  }

  @Test func whatIsNoMatrixIsRefused() throws {
    #expect(try folder().refusal("a,b\n1,2\n") == ["E620"])
    #expect(try folder().refusal("a\n1\n") == ["E620"])
    #expect(try folder().refusal("").isEmpty == false)
  }
}
