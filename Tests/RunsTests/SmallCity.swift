import Admission
import Rules
import TestSupport

@testable import Cases

/// Nine students, three programmes, two stages, by hand: a quota stage with lots, whose seats left
/// go to everyone, and an open one in which equals are admitted together.
enum SmallCity {
  static let students = [
    "001", "002", "s,3", "s\"4", "005", "考生6", "007", "000000000000008", "009",
  ]

  /// Numbers: total, evaluation (A is 1), maths. Categories: the school, of which number 0 is none.
  static var market: Market {
    let everyone = AudienceMap.everyone
    let schools = AudienceMap.each(of: 0, count: 3)
    let cohort = Cohort.byHand(
      numbers: [
        [655_500, 655_500, 640_000, 600_250, 600_250, 600_250, 599_999, .min, 655_500],
        [1, 1, 1, 0, 0, 0, 0, 0, 1],
        [100_000, 100_000, 90_000, 80_000, 80_000, 80_000, -500, 0, 80_000],
      ],
      categories: [[1, 1, 1, 2, 2, 0, 2, 2, 0]],
      lists: [[[0, 1], [0, 1], [0, 2], [1, 2], [1, 2], [2, 1], [2, 1], [0, 1], [0]]])
    let lots = Lots { [7, 5, 3, 1, 2, 4, 6, 8, 9][$0] }
    return Market(
      cohort: cohort, programmeCount: 3, audiences: [everyone, schools],
      pools: [Pool(audience: 0), Pool(audience: 1)],
      seats: SeatCell.rows(0, [[1, 1, 1]])
        + SeatCell.rows(1, [[0, 0, 0], [1, 0, 1], [0, 0, 4]]),
      rankings: [.by(0, 1, 2, ties: .lottery), .by(0, 1, ties: .admitAll)],
      stages: [
        Stage(
          list: 0, ranking: 0, pools: [StagePool(pool: 1)], order: [.score, .choice, .rank],
          gate: Gate(
            lines: [Line(number: 0, bound: .programmes([600_000, nil, 599_000]))], required: [0]),
          unfilled: [SeatMove(from: 1, to: 0, audience: [0, 0, 0])]),
        Stage(
          list: 0, ranking: 1,
          pools: [
            StagePool(
              pool: 0, gate: Gate(lines: [Line(number: 2, bound: .fixed(-1_000))]))
          ],
          order: [.choiceBand, .rank, .choice], choiceBandStarts: [1],
          gate: Gate(required: [0])),
      ], lots: lots)
  }

  static func read() throws -> Case {
    try makeCase(
      market, programmes: ["A1", "B,2", "C\"3"], pools: ["open", "quota"], poolRules: [1, 0],
      audiences: [["*"], ["", "S1", "S;2"]], stages: ["指标", "统招"], students: students,
      numbers: [.score("total"), .grade("evaluation", ["B", "A"]), .score("choice")],
      inputs: [
        InputDigest(name: "rules.json", digest: digest(1), byteCount: 10),
        InputDigest(name: "students.csv", digest: digest(2), byteCount: 20),
      ], waive: true, plan: 9, planSeed: "plan",
      decisions: [
        DecisionRow(
          stage: "统招", programme: "A1", pool: "open", audience: "*", student: "001",
          decision: "admit", decidedBy: "office", reason: "\"a\"\nb")
      ],
      middleSchools: [
        .init(code: "S1", title: "东城\"中学", district: "东"),
        .init(code: "S;2", title: "S;2", district: ""),
      ])
  }
}
