import Foundation
import Planning
import TestSupport
import Testing

/// Quota seats that offices published, from the shares that they published.
@Suite struct PublishedSizesTests {
  /// One city and year: plan → quota seats, each size once, and how many schools had it.
  struct City: Sendable, CustomTestStringConvertible {
    let name: String
    let share: String
    let round: String
    let sizes: [(plan: Int, quota: Int, schools: Int)]
    /// The published sum of all; nil where only single schools were.
    let total: Int?
    var testDescription: String { name }
  }

  /// Sources: the offices' admission plans of the year in each name; Dalian and Chengdu published
  /// single schools.
  static let cities = [
    City(
      name: "Hangzhou 2026, 70% (flagship)", share: "0.7", round: "halfUp",
      sizes: [(672, 470, 3), (624, 437, 4), (720, 504, 1)], total: 3662),
    City(
      name: "Hangzhou 2026, 40% (others)", share: "0.4", round: "halfUp",
      sizes: [
        (1008, 403, 1), (960, 384, 1), (864, 346, 1), (768, 307, 3), (720, 288, 1), (672, 269, 5),
        (576, 230, 1), (528, 211, 1), (480, 192, 1), (432, 173, 1), (384, 154, 5), (240, 96, 1),
      ], total: 5359),
    City(
      name: "Dalian 2026, 74%", share: "0.74", round: "halfUp",
      sizes: [
        (516, 382, 1), (555, 411, 1), (506, 374, 1), (460, 340, 1), (368, 272, 1), (534, 395, 1),
        (462, 342, 1),
      ], total: nil),
    City(
      name: "Chengdu 2024, 50%", share: "0.5", round: "up",
      sizes: [(473, 237, 1), (489, 245, 1), (357, 179, 1), (423, 212, 1), (395, 198, 1)],
      total: nil),
  ]

  @Test(arguments: cities) func quotaSeatsAreAsPublished(_ city: City) throws {
    var programmes = "programme,plan\n"
    var expected: [String: Int] = [:]
    for size in city.sizes {
      for school in 1...size.schools {
        programmes += "p\(size.plan)x\(school),\(size.plan)\n"
        expected["p\(size.plan)x\(school)"] = size.quota
      }
    }
    let folder = try PlanFolder(
      """
      {"name": "school", "pool": "quota", "share": "\(city.share)", "round": "\(city.round)"}
      """,
      programmes: programmes, schools: "middle_school,eligible\nA,70\nB,30\n")
    let plan = try folder.plan()
    var found: [String: Int] = [:]
    for row in plan.splits[0].subject.rows {
      found[plan.planCase.programmes[row.programme].code] = row.seats
    }
    #expect(found == expected)
    if let total = city.total { #expect(found.values.reduce(0, +) == total) }
  }

  /// Shanghai 2025: quota seats of a district school, 30% of them to districts (half-up) and the
  /// rest to schools. Source: the municipal quota plan of 2025.
  @Test func shanghaiSplitsQuotaSeatsOverTwoStreams() throws {
    let published = [
      (78, 182), (76, 178), (71, 166), (56, 131), (105, 246), (35, 82), (67, 155), (53, 124),
    ]
    let programmes = published.enumerated().map { number, pair in
      "p\(number),\((pair.0 + pair.1) * 2),\(pair.0 + pair.1)\n"
    }
    let folder = try PlanFolder(
      """
      {"name": "district", "pool": "district", "share": "0.3", "of": "quota_seats",
       "round": "halfUp"},
      {"name": "school", "pool": "quota", "restOf": "district"}
      """,
      programmes: "programme,plan,quota_seats\n" + programmes.joined(),
      schools: "middle_school,district,eligible\nA,x,120\nB,x,80\nC,y,200\n")
    let plan = try folder.plan()
    #expect(plan.splits[0].subject.rows.map(\.seats) == published.map(\.0))
    #expect(plan.splits[1].subject.rows.map(\.seats) == published.map(\.1))
  }

  /// Guangzhou 2026: 14 campuses over 11 districts by largest remainders, all 154 cells.
  @Test func guangzhouOverDistrictsIsAsPublished() throws {
    let file = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("datasets/published/guangzhou2026_districts.csv")
    let lines = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline)
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    let (districts, eligible) = (lines[0].dropFirst(2), lines[1].dropFirst(2))
    // Each district is made of two middle schools: the level sums them.
    let schools = zip(districts, eligible).map { district, count in
      "\(district)甲,\(district),\(Int(count)! / 3)\n"
        + "\(district)乙,\(district),\(Int(count)! - Int(count)! / 3)\n"
    }
    let folder = try PlanFolder(
      """
      {"name": "districts", "pool": "district", "seats": {"column": "seats"}, "method": "hamilton"}
      """,
      programmes: "programme,plan,seats\n"
        + lines.dropFirst(2).map { "\($0[0]),\(Int($0[1])! * 2),\($0[1])\n" }.joined(),
      schools: "middle_school,district,eligible\n" + schools.joined(), seed: nil)
    let plan = try folder.plan()
    var cells = 0
    for campus in lines.dropFirst(2) {
      for (district, seats) in zip(districts, campus.dropFirst(2)) {
        #expect(plan.seats(0, campus[0], district) == Int(seats), "\(campus[0]) \(district)")
        cells += 1
      }
    }
    #expect(cells == 154)
  }
}
