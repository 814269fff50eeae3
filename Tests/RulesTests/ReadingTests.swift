import Diagnostics
import Exact
import Testing

@testable import Rules

/// What a rule file becomes.
@Suite struct ReadingTests {
  @Test func theSampleIsWhole() throws {
    let rules = try accepted(Sample.city)
    #expect(rules.name == "Sample city 2026")
    #expect(rules.year == 2026 && rules.basis.count == 1 && rules.language == .zh)
    #expect(rules.files == ["students": "考生.csv"] && rules.columns == ["student": "准考证号"])
    #expect(rules.kinds == ["piano": .certificate, "lab": .exam] && rules.encoding == .utf8)
    #expect(rules.undecided.map(\.path) == ["/stages/quota/lines"])
    #expect(rules.lists.map(\.name) == ["quota", "open"])
    #expect(rules.lists[0].source == .joined(column: "quota_choices"))
    #expect(rules.lists[1].source == .columns(["choice1", "choice2", "choice3"]))
    #expect(rules.grades[0].points == [50, 45, 40, 0].map { Decimal(mantissa: $0, places: 0)! })
    #expect(rules.pools.map(\.audience) == [.middleSchool, .attribute("district"), .everyone])
    #expect(rules.pools.map(\.isQuota) == [true, true, false])
    #expect(rules.pools.map(\.takesRest) == [false, false, true])
    #expect(rules.waivers.map(\.point) == [.publicPrivate])
  }

  @Test func scoresComeAfterWhatTheyAreMadeOf() throws {
    let rules = try accepted(Sample.city)
    #expect(rules.scores.map(\.name) == ["exam", "total", "cme"])
    #expect(rules.scores[1].sum == [.score(0, times: .one), .grade(0, times: .one)])
    #expect(rules.scores[0].round == Rounding(decimals: 1, mode: .halfUp))
    #expect(
      rules.scores[0].sum.suffix(2) == [
        .column("physics", times: Decimal("0.9")!),
        .bonus(["minority", "martyr"], take: .highest, cap: Decimal("10")!),
      ])
    #expect(rules.rankings[0].by[0].measure == .score(1))
    #expect(rules.rankings[0].by.map(\.ascending) == [false, false, false, false, true])
    #expect(rules.rankings.map(\.ties) == [.lottery, .stop])
  }

  @Test func stagesAreResolved() throws {
    let rules = try accepted(Sample.city)
    let (first, quota, open) = (rules.stages[0], rules.stages[1], rules.stages[2])
    #expect(first.provisional && first.order == [.scoreBand, .choice, .rank])
    #expect(first.scoreBands?.edges.map(\.description) == ["707", "667", "627"])
    #expect(quota.pools.map(\.pool) == [0, 1] && quota.ranking == 0 && quota.list == 0)
    #expect(quota.choiceBands == .sizes([1, 3, 3]) && quota.maxChoices == 3)
    #expect(quota.unfilled == .to(pool: 2) && open.unfilled == .keep)
    #expect(open.order == [.rank, .choice] && open.mechanism == .queue)
    #expect(
      quota.lines.map(\.bound) == [
        .fixed(Decimal("430")!), .programmeColumn("line", minus: Decimal("20")!),
        .cutoff(stage: 0, pool: 2, minus: Decimal("50")!, waiveWhenVacant: true),
      ])
    #expect(
      quota.eligible == [
        .isOneOf(.student(column: "enrolled_3y"), ["yes"]),
        .gradeWithin(0, atLeast: 1, atMost: nil),
        .any([
          .isOneOf(.student(column: "hukou"), ["local", "7"]),
          .not(.isOneOf(.student(column: "transfer"), ["no"])),
        ]),
        .isOneOf(.programme(column: "district"), ["D1"]),
        .equalsProgramme(.student(column: "district"), column: "district"),
      ])
  }

  @Test func splitsAreResolved() throws {
    let rules = try accepted(Sample.city)
    let (school, towns) = (rules.plan.splits[0], rules.plan.splits[1])
    #expect(school.seats == .share(Decimal("0.75")!, .up) && school.totalMinimum == 1)
    #expect(school.levels == ["district", "middle_school"] && school.within == "district")
    #expect(school.maximum == nil && school.tier == "tier" && school.eligibleIf.count == 1)
    #expect(towns.seats == .restOf(0) && towns.method == .hamilton && towns.minimumIf == 1)
    #expect(towns.levels == ["district"] && towns.weights == "eligible")
  }

  @Test func placesAreThere() throws {
    let rules = try accepted(Sample.city)
    #expect(rules.places["/name"] == Place(file: "rules.json", line: 4, column: 3))
    #expect(rules.places["/year"] == Place(file: "rules.json", line: 4, column: 31))
    let paths = [
      "/stages/quota/order/0", "/stages/quota/pools/district/lines", "/scores/exam/sum/3/times",
      "/stages/quota/lines/2/atLeast/cutoffOf", "/plan/splits/school/share", "/pools/open/seats",
      "/stages/quota/eligible/2/anyOf/1/not/column", "/grades/evaluation/points/A",
    ]
    for path in paths { #expect(rules.places[path] != nil, "\(path)") }
    #expect(rules.place(of: "/stages/quota/reserve/rule") == rules.places["/stages/quota"])
    #expect(RuleSet.keyPath("stages", "a/b~c") == "/stages/a~1b~0c")
  }

  @Test func whatIsLeftOutHasDefaults() throws {
    let rules = try accepted(Sample.least)
    #expect(rules.plan.minimumShare == Decimal("0.75")! && rules.plan.splits.isEmpty)
    #expect(rules.language == .zh && rules.encoding == nil && rules.year == nil)
    #expect(rules.scores.isEmpty && rules.grades.isEmpty && rules.waivers.isEmpty)
    #expect(rules.rankings[0].ties == .lottery && rules.rankings[0].by[0].measure == .column("s"))
    #expect(rules.stages[0].order == [.rank, .choice] && rules.stages[0].maxChoices == nil)
  }

  @Test(arguments: [
    ("\"parallel\"", [OrderKey.rank, .choice]), ("\"immediate\"", [.choice, .rank]),
    ("[\"score\",\"choice\",\"rank\"]", [.score, .choice, .rank]),
  ])
  func ordersHaveNames(order: String, keys: [OrderKey]) throws {
    let text = city(
      #""pools": ["open"], "ranking": "plain" }"#,
      #""pools": ["open"], "ranking": "plain", "order": \#(order) }"#)
    #expect(try accepted(text).stages[2].order == keys)
  }

  @Test(arguments: ["430", "\"430\"", "430.", "+430", "430.000"])
  func numbersAreReadExactly(number: String) throws {
    let text = city(#""atLeast":"430""#, #""atLeast":\#(number)"#)
    #expect(try accepted(text).stages[1].lines[0].bound == .fixed(Decimal("430")!))
  }

  @Test func aTieOfSharesAndColumns() throws {
    var text = city(#""share":"0.75""#, #""share":{"column":"share"}"#)
    #expect(try accepted(text).plan.splits[0].seats == .shareColumn("share", .up))
    text = city(#""share":"0.75""#, #""share":"0.3", "of":"quota_seats""#)
    #expect(try accepted(text).plan.splits[0].of == "quota_seats")
    text = city(#""share":"0.75", "round":"up""#, #""seats":{"column":"quota_seats"}"#)
    #expect(try accepted(text).plan.splits[0].seats == .column("quota_seats"))
  }

  @Test func vacancyMayStandInTheBound() throws {
    let text = city(
      #""minus":50}"#, #""minus":50, "whenVacant":"waive"}"#
    ).components(separatedBy: #""whenVacant":"waive","#).joined()
    let rules = try accepted(text)
    #expect(
      rules.stages[1].lines[2].bound
        == .cutoff(stage: 0, pool: 2, minus: Decimal("50")!, waiveWhenVacant: true))
  }

  @Test func deferredAcceptance() throws {
    let text = city(
      #"{ "name": "open", "list": "open", "pools": ["open"], "ranking": "plain" }"#,
      """
      { "name": "da", "mechanism": "deferredAcceptance", "list": "open", "pools": [
          { "pool": "quota", "ranking": "composite" },
          { "pool": "district", "ranking": { "file": "priorities", "kind": "exam" } },
          { "pool": "open", "ranking": { "column": "ranking_name" } } ],
        "reserve": { "rule": "openFirst", "vacancies": "hard" } },
      { "name": "ttc", "mechanism": "topTradingCycles", "list": "open", "pools": ["open"],
        "ranking": "composite" }
      """)
    let stages = try accepted(text).stages
    #expect(stages[2].mechanism == .deferredAcceptance)
    #expect(
      stages[2].pools.map(\.ranking) == [
        .ranking(0), .priorities(kind: .exam), .column("ranking_name"),
      ])
    #expect(stages[2].reserve == ReserveRule(rule: .openFirst, vacancies: .hard))
    #expect(stages[3].pools[0].ranking == .ranking(0) && stages[3].reserve == nil)
  }
}
