import Foundation
import TestSupport
import Testing

/// Cities of which little is known: what is known of each as a small rule file, run end to end and
/// worked by hand: the split by `plan` where something is known of it, then the admission. (The
/// cities of which more is known are presets; which city is where stands in
/// `datasets/presets/README.md`.)
///
/// H1 and H2 have 3 seats each: one quota seat for M1, one for M2, one open. M1: a 600, b 560, c
/// 555; M2: d 520, e 450, f 650.
@Suite struct CityRowsTests {
  private static let students = """
    student,middle_school,score,evaluation,flag,q,o
    a,M1,600,A,yes,H1|H2,H1|H2
    b,M1,560,A,yes,H1|H2,H1|H2
    c,M1,555,D,no,H1,H2|H1
    d,M2,520,B,yes,H1,H1|H2
    e,M2,450,B,yes,H1|H2,H2
    f,M2,650,C,yes,,H1

    """
  private static let open = HandCase.stage("open", "\"open\"")
  private static let toOpen = #""unfilled": {"to": "open"}"#

  private func expect(
    _ city: HandCase, _ wanted: [String: String], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    #expect(try city.run().got == wanted, sourceLocation: sourceLocation)
  }

  /// M1: a takes H1, b then H2; M2: d takes H1, e then H2. The open seats go to f and c.
  private static let withoutLines = [
    "a": "H1 quota 1", "b": "H2 quota 2", "c": "H2 open 1", "d": "H1 quota 1", "e": "H2 quota 2",
    "f": "H1 open 1",
  ]

  /// 60%, split by each school's own enrolled graduates; the evaluation A to D breaks ties. 2 of 3
  /// seats over two schools of 30 are one each.
  @Test func gradesBreakTiesInWuhan() throws {
    var city = HandCase(
      stages: HandCase.stage("quota", "\"quota\"", Self.toOpen) + "," + Self.open,
      students: Self.students)
    city.plan =
      #", "splits": [{"name": "s", "pool": "quota", "share": "0.6", "weights": "enrolled"}]"#
    try expect(city, Self.withoutLines)
  }

  /// 60%, the line at most 50 below the unified line. Unified alone, f (650) would take H1 and a
  /// (600) H2: lines of 600 and 550. a passes at H1, b at H2 alone; d and e nowhere. What is left
  /// of M2 is open: H1 takes f and d, H2 takes c and e.
  @Test func theLineIsNearTheUnifiedOneInZhengzhou() throws {
    let line =
      #""lines": [{"score": "total", "atLeast": {"cutoffOf": "o-line", "pool": "open", "minus": "50"}}]"#
    let stages = [
      HandCase.stage("o-line", "\"open\"", "\"provisional\": true"),
      HandCase.stage("quota", "\"quota\"", line + "," + Self.toOpen), Self.open,
    ]
    var city = HandCase(stages: stages.joined(separator: ","), students: Self.students)
    city.plan =
      #", "splits": [{"name": "s", "pool": "quota", "share": "0.6", "weights": "enrolled"}]"#
    try expect(
      city,
      [
        "a": "H1 quota 1", "b": "H2 quota 2", "c": "H2 open 1", "d": "H1 open 1", "e": "H2 open 1",
        "f": "H1 open 1",
      ])
  }

  /// 65%, balanced, a posted list and gates of grades: with A asked for, nobody of M2 passes, two
  /// seats stay vacant and the open ones go to f and c.
  @Test func gradesAreAskedForInQingdao() throws {
    let gate =
      #""eligible": [{"column": "flag", "equals": "yes"}, {"grade": "evaluation", "atLeast": "A"}]"#
    var city = HandCase(
      stages: HandCase.stage("quota", "\"quota\"", gate) + "," + Self.open, students: Self.students)
    city.share = "0.65"
    city.plan =
      #", "splits": [{"name": "s", "pool": "quota", "share": "0.65", "weights": "enrolled"}]"#
    let (got, folder) = try city.run()
    #expect(
      got == [
        "a": "H1 quota 1", "b": "H2 quota 2", "c": "H2 open 1", "d": "", "e": "", "f": "H1 open 1",
      ])
    let seats = try Rows(folder.text("run/seats.csv"))
    #expect(seats.reduce(0) { $0 + $1.number("vacant") } == 2)
  }

  /// Eligible graduates; the integer part and then public lots split the seats: the `lottery`
  /// split.
  @Test func lotsSplitSeatsInHarbin() throws {
    let gate = #""eligible": [{"column": "flag", "equals": "yes"}]"#
    var city = HandCase(
      stages: HandCase.stage("quota", "\"quota\"", gate) + "," + Self.open, students: Self.students)
    city.plan =
      #", "splits": [{"name": "s", "pool": "quota", "share": "0.6", "method": "lottery"}]"#
    try expect(city, Self.withoutLines)
  }

  /// Harbin's split on its own: fair shares of 2.5 and 1.25 seats; every school gets the integer
  /// part of each high school, and by lots at most one more of the same high school, "none
  /// repeated".
  @Test func lotsGiveAtMostOneSeatMoreInHarbin() throws {
    var city = HandCase(
      stages: HandCase.stage("quota", "\"quota\"") + "," + Self.open, students: Self.students)
    city.plan =
      #", "splits": [{"name": "s", "pool": "quota", "seats": {"column": "quota"}, "weights": "enrolled"}]"#
    city.programmes = "programme,plan,quota\nH1,10,5\nH2,10,5\nH3,10,5\n"
    city.schools = "middle_school,county,enrolled\nM1,K1,40\nM2,K1,20\nM3,K2,20\n"
    city.share = "0.5"
    var drawn: Set<[[String]]> = []
    for seed in ["first", "second", "third", "first"] {
      let (_, folder) = try city.run(planSeed: seed)
      let cells = try Rows(folder.text("case/quotas.csv"))
      for cell in cells {
        let floor = cell["audience"] == "M1" ? 2 : 1
        #expect((floor...floor + 1).contains(cell.number("seats")), "\(cell)")
      }
      for programme in ["H1", "H2", "H3"] {
        let own = cells.filter { $0["programme"] == programme }
        #expect(own.reduce(0) { $0 + $1.number("seats") } == 5)
      }
      drawn.insert(cells.map { $0.key("programme", "audience", "seats") })
    }
    #expect((2...3).contains(drawn.count), "another seed draws other lots, the same one the same")
  }

  /// 25%, not below the school's own line: d (520) fails H1's 530, e fails it too and passes H2's
  /// 400. A quarter of 8 seats is one each; d finds an open one.
  @Test func aSchoolsOwnLineHoldsInXining() throws {
    let line = #""lines": [{"score": "total", "atLeast": {"column": "line"}}]"#
    var city = HandCase(
      stages: HandCase.stage("quota", "\"quota\"", line) + "," + Self.open, students: Self.students)
    city.share = "0.25"
    city.plan =
      #", "splits": [{"name": "s", "pool": "quota", "share": "0.25", "weights": "enrolled"}]"#
    city.programmes = "programme,plan,line\nH1,8,530\nH2,8,400\n"
    var wanted = Self.withoutLines
    wanted["d"] = "H1 open 1"
    try expect(city, wanted)
  }

  /// 60% to 80% as each school's own share; what is left is unified: d gets H1 there.
  @Test func aSchoolHasItsOwnShareInChangzhi() throws {
    let line = #""lines": [{"score": "total", "atLeast": {"column": "line"}}]"#
    var city = HandCase(
      stages: HandCase.stage("quota", "\"quota\"", line + "," + Self.toOpen) + "," + Self.open,
      students: Self.students)
    city.plan =
      #", "splits": [{"name": "s", "pool": "quota", "share": {"column": "share"}, "round": "halfUp", "weights": "enrolled"}]"#
    var wanted = Self.withoutLines
    wanted["d"] = "H1 open 1"
    try expect(city, wanted)
  }

  /// No line, by plan and not by score: 450 takes a quota seat. What is left returns to the plan.
  @Test func noLineHoldsInJinan() throws {
    try expect(
      HandCase(
        stages: HandCase.stage("quota", "\"quota\"", Self.toOpen) + "," + Self.open,
        students: Self.students), Self.withoutLines)
  }

  /// Rows by middle school and by county, a flag on the student, a switch for each stage (choice
  /// first, then parallel), a repeater's deduction (d: 520 − 20), a table for equal scores (g
  /// before d), and quota seats turned into unified ones on record.
  ///
  /// First choices: a takes M1's seat of H1, g (500, first of the equals) that of the county; b and
  /// d find none. Second: b takes H2. M2's seat of H2 is left, so H2 has 2 open: c, then d.
  @Test func aCountyHasSeatsInTongren() throws {
    var city = HandCase(
      stages: HandCase.stage(
        "quota", "\"quota\", \"county\"",
        #""order": "immediate", "eligible": [{"column": "flag", "equals": "yes"}],"# + Self.toOpen)
        + "," + HandCase.stage("open", "\"open\"", "\"order\": \"parallel\""),
      students: """
        student,middle_school,score,deduction,place,evaluation,flag,q,o
        a,M1,600,0,1,A,yes,H1|H2,H1|H2
        b,M1,560,0,1,A,yes,H1|H2,H1|H2
        c,M1,555,0,1,D,no,H1,H2|H1
        d,M2,520,20,2,B,yes,H1,H1|H2
        e,M2,450,0,1,B,yes,H1,H2
        f,M2,650,0,1,C,yes,,H1
        g,M2,500,0,1,B,yes,H1,

        """)
    city.sum = #"["score", {"column": "deduction", "times": "-1"}]"#
    city.ranking =
      #"{"by": [{"score": "total"}, {"column": "place", "ascending": true}], "ties": "stop"}"#
    city.quotas =
      "programme,pool,audience,seats\nH1,quota,M1,1\nH1,county,K2,1\nH2,quota,M1,1\nH2,quota,M2,1\n"
    let (got, folder) = try city.run()
    #expect(
      got == [
        "a": "H1 quota 1", "b": "H2 quota 2", "c": "H2 open 1", "d": "H2 open 2", "e": "",
        "f": "H1 open 1", "g": "H1 county 1",
      ])
    let seats = try Rows(folder.text("run/seats.csv"))
    let moved = seats.filter { $0.number("moved_out") > 0 }.map {
      $0.key("programme", "pool", "audience")
    }
    #expect(moved == [["H2", "quota", "M2"]])
  }

  /// A middle school that belongs to no group has no part in the groups' seats; its students, and
  /// one of no middle school, are counted as applicants of an audience without a name and without
  /// seats.
  @Test func aSchoolOfNoGroupHasNoPartInGroups() throws {
    var city = HandCase(
      stages: HandCase.stage("quota", "\"county\"") + "," + Self.open,
      students: Self.students.replacingOccurrences(of: "flag", with: "group"))
    city.pools = city.pools.replacingOccurrences(
      of: "\"audience\": \"county\"", with: "\"audience\": \"club\"")
    city.students = """
      student,middle_school,score,evaluation,club,q,o
      a,M1,600,A,,H1,
      b,M1,560,A,red,H1,
      c,,700,A,,H1,

      """
    city.quotas = "programme,pool,audience,seats\nH1,county,red,2\nH2,county,red,2\n"
    let (got, folder) = try city.run()
    #expect(got == ["a": "", "b": "H1 county 1", "c": ""])
    let nameless = try Rows(folder.text("run/cutoffs.csv")).filter { $0["audience"] == "" }
    #expect(
      nameless.map { $0.key("programme", "pool", "seats", "applicants", "admitted") } == [
        ["H1", "county", "0", "2", "0"]
      ])
  }
}
