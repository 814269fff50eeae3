import Diagnostics
import Testing

@testable import Rules

/// The compliance points, from the rules alone and with what the tables know.
@Suite struct ComplianceTests {
  /// Point, subject and key path of each finding, `!` where it is not waived.
  private func shown(_ findings: [ComplianceFinding]) -> [String] {
    findings.map { finding in
      #expect(finding.problem.code.isError == (finding.waiver == nil))
      let mark = finding.waiver == nil ? "!" : ""
      return "\(mark)\(finding.point.rawValue) \(finding.subject) \(finding.path)"
    }
  }

  private func findings(_ text: String) throws -> [String] {
    shown(try accepted(text).complianceFindings())
  }

  @Test func theSampleComplies() throws { #expect(try findings(Sample.city) == []) }

  @Test(arguments: [
    "英语竞赛", "钢琴证书", "奖项分", "获奖", "培训成绩", "面试", "素质测评", "校测", "math_competition",
    "Certificate2", "awardPoints", "interview", "school_test", "SchoolTest", "training",
  ])
  func forbiddenNames(column: String) throws {
    let text = city(
      #"["chinese","math","english"] }"#, #"["chinese","math","english","\#(column)"] }"#)
    #expect(
      try findings(text) == [
        "!forbiddenBasis \(column) /scores/cme/sum/3", "!evaluation \(column) /scores/cme/sum/3",
      ])
  }

  @Test(arguments: [
    "综合素质测评", "综合素质评价获奖", "physics", "学校代码", "毕业学校", "evaluation", "rewards",
  ])
  func harmlessNames(column: String) {
    #expect(forbiddenWord(in: column) == nil)
  }

  @Test func declaredKinds() throws {
    let text = city(#""english"] }"#, #""english","piano","lab"] }"#)
    #expect(
      try findings(text) == [
        "!forbiddenBasis piano /scores/cme/sum/3", "!evaluation piano /scores/cme/sum/3",
      ])
    let finding = try #require(try accepted(text).complianceFindings().first)
    #expect(finding.message.en.contains("a certificate") && finding.message.zh.contains("证书"))
    #expect(finding.message.en.contains("\"quota\"") && finding.place?.line == 24)
  }

  @Test func everyPlaceThatUsesAColumn() throws {
    let texts = [
      (#"{"column":"seq","ascending":true}"#, #"{"column":"piano"}"#, "/rankings/composite/by/4"),
      (#""column":"line""#, #""column":"piano""#, "/stages/quota/lines/1"),
      (#"{"column":"hukou","in""#, #"{"column":"piano","in""#, "/stages/quota/eligible/2"),
      (#"{"programme":"district","eq"#, #"{"programme":"piano","eq"#, "/stages/quota/eligible/3"),
      (
        #""district","lines":[]"#,
        #""district","eligible":[{"not":{"column":"piano","equals":""}}]"#,
        "/stages/quota/pools/district/eligible/0"
      ),
      (
        #""eligibleIf":[ {"column":"enrolled_3y""#, #""eligibleIf":[ {"column":"piano""#,
        "/plan/splits/school/eligibleIf/0"
      ),
    ]
    for (part, other, path) in texts {
      #expect(try findings(city(part, other)) == ["!forbiddenBasis piano \(path)"])
    }
    let bonus = try findings(city(#"["minority","martyr"]"#, #"["minority","piano"]"#))
    let path = "/scores/exam/sum/4/bonus/1"
    #expect(bonus == ["!forbiddenBasis piano \(path)", "!evaluation piano \(path)"])
  }

  @Test func headersTellToo() throws {
    let text = city(#""student": "准考证号""#, #""student": "准考证号", "minority": "竞赛加分""#)
    #expect(try findings(text).first == "!forbiddenBasis minority /scores/exam/sum/4/bonus/0")
  }

  @Test func whatNoStageUsesBreaksNothing() throws {
    let text = city(#""cme":   {"#, #""spare": {"sum": ["piano", "面试"]}, "cme":   {"#)
    #expect(try findings(text) == [])
  }

  @Test func priorities() throws {
    func da(_ kind: String) -> String {
      city(
        #"{ "name": "open", "list": "open", "pools": ["open"], "ranking": "plain" }"#,
        """
        { "name": "da", "mechanism": "deferredAcceptance", "list": "open",
          "pools": [{"pool": "open", "ranking": {"file": "priorities"\(kind)}}] }
        """)
    }
    #expect(try findings(da("")) == [])
    #expect(
      try findings(da(#", "kind": "interview""#)) == [
        "!forbiddenBasis  /stages/da/pools/open/ranking/file"
      ])
  }

  @Test func evaluationMustPlayAPart() throws {
    #expect(try findings(Sample.least) == ["!evaluation least /stages"])
    let waived = Sample.least.replacing(
      "format:1,", by: "format:1,waive:{evaluation:'counted by hand'},")
    #expect(try findings(waived) == ["evaluation least /stages"])
    let problem = try accepted(waived).complianceFindings()[0].problem
    #expect(problem.code == .evaluationWaived && problem.message.en.contains("counted by hand"))
    for column in ["evaluation", "综合素质评价"] {
      #expect(try findings(Sample.least.replacing("'s'}]", by: "'\(column)'}]")) == [])
    }
    let declared = Sample.least.replacing("format:1,", by: "format:1,kinds:{s:'evaluation'},")
    #expect(try findings(declared) == [])
  }

  @Test func aLoweredShareIsAlwaysShown() throws {
    let text = city(#""minimumShare": "0.75""#, #""minimumShare": "0.6""#).replacing(
      #""waive": {"#, by: #""waive": { "quotaShare": "an old plan","#)
    #expect(try findings(text) == ["quotaShare minimumShare /plan/minimumShare"])
    #expect(shown(try accepted(text).quotaShareFindings([facts("A", 10, [5, 0, 5])])).count == 2)
  }

  @Test func undecidedPointsAreProblems() throws {
    let problems = try accepted(Sample.city).undecidedProblems
    #expect(problems.map(\.code) == [.undecidedPoint] && problems[0].place?.line == 11)
  }

  private func facts(
    _ code: String, _ plan: Int, _ seats: [Int], school: String? = nil, sector: Sector? = nil,
    quality: Bool = true, _ attributes: [String: String] = [:]
  ) -> ProgrammeFacts {
    ProgrammeFacts(
      programme: code, school: school ?? code, sector: sector, isQuality: quality, plan: plan,
      seats: seats, attributes: attributes)
  }

  @Test func quotaShares() throws {
    let rules = try accepted(Sample.city)
    // 355 × 0.75 = 266.25: 266 are too few.
    #expect(
      shown(rules.quotaShareFindings([facts("A", 355, [266, 0, 89]), facts("B", 4, [4, 0, 0])]))
        == ["!quotaShare A /plan/minimumShare"])
    #expect(rules.quotaShareFindings([facts("A", 355, [200, 67, 88])]).isEmpty)
    // A school's programmes count together, and so do all schools.
    let campuses = [
      facts("A1", 100, [50, 0, 50], school: "A"), facts("A2", 100, [100, 0, 0], school: "A"),
    ]
    #expect(rules.quotaShareFindings(campuses).isEmpty)
    #expect(
      shown(rules.quotaShareFindings([facts("A", 4, [3, 0, 1]), facts("B", 100, [74, 0, 26])]))
        == ["!quotaShare B /plan/minimumShare", "!quotaShare * /plan/minimumShare"])
    #expect(rules.quotaShareFindings([facts("A", 9, [0, 0, 9], quality: false)]).isEmpty)
    #expect(rules.quotaShareFindings([facts("A", 0, [0, 0, 0])]).isEmpty)
    #expect(
      rules.quotaShareFindings([facts("A", 355, [266, 0, 89])])[0].message.en.contains(
        "no fewer than 267"))
  }

  /// 74% of 34 rounded half up are 25, fewer than 0.74 of 34: what the city may write is said.
  @Test func aLoweredShareThatRoundingMisses() throws {
    let text = city(#""minimumShare": "0.75""#, #""minimumShare": "0.74""#)
      .replacing(#""waive": {"#, by: #""waive": { "quotaShare": "74% by the city","#)
    let found = try accepted(text).quotaShareFindings([facts("A", 34, [25, 0, 9])])
    #expect(
      shown(found) == ["!quotaShare A /plan/minimumShare", "!quotaShare * /plan/minimumShare"])
    for words in [found[0].message.en, found[0].message.zh] {
      #expect(
        words.contains("26") && words.contains("0.7352") && words.contains("waive"), "\(words)")
    }
    let lower = text.replacing(#""0.74""#, by: #""0.7352""#)
    #expect(try accepted(lower).quotaShareFindings([facts("A", 34, [25, 0, 9])]).isEmpty)
  }

  @Test func sectors() throws {
    let text = city(#""ranking": "plain" }"#, #""ranking": "plain", "eligible": [CONDITION] }"#)
      .replacing(#""waive": { "publicPrivate": "a city of public schools" },"#, by: "")
    func found(_ condition: String, _ programmes: [ProgrammeFacts]) throws -> [String] {
      let rules = try accepted(text.replacing("CONDITION", by: condition))
      return shown(rules.publicPrivateFindings(programmes))
    }
    func schools(_ a: [Int], _ b: [Int]) -> [ProgrammeFacts] {
      [
        facts("A", 10, a, sector: .public, ["sector": "public"]),
        facts("B", 10, b, sector: .private, ["sector": "private"]),
      ]
    }
    let both = schools([5, 0, 5], [5, 0, 5])
    let broken = ["!publicPrivate open /stages/open/pools"]
    #expect(try found("", both) == [])
    #expect(try found(#"{"programme":"sector","equals":"public"}"#, both) == broken)
    #expect(try found(#"{"not":{"programme":"sector","in":["private"]}}"#, both) == broken)
    #expect(try found(#"{"programme":"sector","in":["public","private"]}"#, both) == [])
    let student = #"{"column":"x","equals":"1"}"#
    let sector = #"{"programme":"sector","equals":"public"}"#
    #expect(try found(#"{"anyOf":[\#(student),\#(sector)]}"#, both) == [])
    #expect(try found(#"{"allOf":[\#(student),\#(sector)]}"#, both) == broken)
    // Quota seats that moved there are seats of the private school too.
    #expect(try found(sector, schools([5, 0, 5], [10, 0, 0])) == broken)
    #expect(try found("", schools([5, 0, 5], [10, 0, 0])) == [])
    #expect(try found(sector, Array(both.prefix(1))) == [])
  }

  @Test func aPoolOfOneSector() throws {
    let text = city(#""open":     {"#, #""extra": { "audience": "everyone" }, "open":     {"#)
      .replacing(
        #""ranking": "plain" }"#,
        by: #""ranking": "plain" },"#
          + #"{ "name": "extra", "list": "open", "pools": ["extra"], "ranking": "plain" }"#
      )
      .replacing(#""waive": { "publicPrivate": "a city of public schools" },"#, by: "")
    let rules = try accepted(text)
    let apart = [
      facts("A", 10, [5, 0, 0, 5], sector: .public),
      facts("B", 10, [0, 0, 10, 0], sector: .private),
    ]
    #expect(
      shown(rules.publicPrivateFindings(apart)) == [
        "!publicPrivate first-open /stages/first-open/pools",
        "!publicPrivate open /stages/open/pools", "!publicPrivate extra /stages/extra/pools",
      ])
    #expect(rules.conditionColumns == ["district"])
  }
}
