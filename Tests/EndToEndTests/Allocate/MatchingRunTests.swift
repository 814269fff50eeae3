import TestSupport
import Testing

/// Deferred acceptance and trading cycles through the built program, worked by hand.
///
/// Students by total (math): M1: S01 108.5 (90), S02 97 (80), S03 92 (80), S04 68.5 (60.5); M2: S05
/// 114 (95), S06 75.125 (70), S07 46 (40); of no school S08 107 (88). Lists: S01, S05, S08: H1 H2;
/// S02, S04: H2 H1; S03: H1, nothing, H2; S06: H2; S07: H1. Seats: H1 two for M1, one for M2, one
/// open; H2 one for M1, two for M2, one open.
@Suite struct MatchingRunTests {
  private func run(_ tiny: TinyCase) throws -> (tables: RunTables, folder: TempFolder) {
    let folder = try TempFolder()
    try tiny.write(to: folder)
    let result = try Program.run("allocate", folder("case"), "-o", folder("run"), "--lang", "en")
    #expect(result.exit == 0, "\(result.error)")
    return (try RunTables(folder, "run"), folder)
  }

  private func placements(_ tables: RunTables) -> [String] {
    tables.admissions.map { row in
      row.key("student", "programme", "pool", "choice", "score").joined(separator: " ")
    }
  }

  /// H1 ranks by math, H2 by art, of which S1 has none: who lacks what a stage uses anywhere has no
  /// part in it, and S2 gets the seat of H1 that S1 would have had.
  @Test func whoLacksAScoreOfOneProgramme() throws {
    var tiny = TinyCase.matching(
      #""mechanism": "deferredAcceptance", "pools": [{"pool": "open", "ranking": {"column": "by"}}]"#
    )
    tiny["rules.json"] = tiny["rules.json"]
      .replacing(
        #""scores": {"#,
        with: #""scores": {"art": {"sum": ["art"], "missing": "ineligible"}, "#
          + #""math": {"sum": ["math"]},"#
      )
      .replacing(
        #""rankings": {"#,
        with: #""rankings": {"r1": {"by": [{"score": "math"}], "ties": "lottery"}, "#
          + #""r2": {"by": [{"score": "art"}], "ties": "lottery"}, "#)
    tiny["programmes.csv"] =
      "programme,name,plan,district,sector,line,by\nH1,East,4,D1,public,,r1\nH2,West,4,D2,public,,r2\n"
    tiny["quotas.csv"] = "programme,pool,audience,seats\nH1,quota,M1,3\nH2,quota,M2,3\n"
    tiny["students.csv"] = """
      student,middle_school,math,art,evaluation,quota_choices,choice1,choice2,choice3
      S1,M1,90,,A,,H1,H2,
      S2,M1,80,7,A,,H1,,

      """
    tiny["rules.json"] = tiny["rules.json"].replacing(
      #""sum": ["math", "art"]"#, with: #""sum": ["math"]"#)
    let (tables, folder) = try run(tiny)
    #expect(placements(tables).map { $0.split(separator: " ").first } == ["S1", "S2"])
    #expect(placements(tables)[0] == "S1    " && placements(tables)[1].hasPrefix("S2 H1 open 1"))
    let verified = try Program.run("verify", folder("run"), "--case", folder("case"))
    #expect(verified.exit == 0, "\(verified.error)")
  }

  /// Everybody asks the first choice. H1: S01, S03 take M1's two seats, S05 (114) beats S07 (46)
  /// for M2's, S08 has priority 1 over S07's 6 for the open one; S07 has no other choice. H2: S02
  /// (97) beats S04 for M1's seat, S06 takes one of M2's two, the other joins the open one: S04
  /// takes one, one stays vacant.
  @Test func softReserves() throws {
    let (tables, folder) = try run(.deferred("{\"rule\": \"reserveFirst\"}"))
    #expect(
      placements(tables) == [
        "S01 H1 quota 1 108.5", "S02 H2 quota 1 97", "S03 H1 quota 1 92", "S04 H2 open 1 3",
        "S05 H1 quota 1 114", "S06 H2 quota 1 75.125", "S07    ", "S08 H1 open 1 1",
      ])
    #expect(
      try folder.text("run/seats.csv") == """
        programme,pool,audience,planned,moved_in,moved_out,admitted,excess,vacant
        H1,open,*,1,0,0,1,0,0
        H1,quota,M1,2,0,0,2,0,0
        H1,quota,M2,1,0,0,1,0,0
        H2,open,*,1,1,0,1,0,1
        H2,quota,M1,1,0,0,1,0,0
        H2,quota,M2,2,0,1,1,0,0

        """)
    // Applicants are all who could take such a seat and have the programme on their list; students
    // of no middle school are an audience without a name and without seats, as in a queue.
    let cutoffs = try folder.text("run/cutoffs.csv")
    #expect(
      cutoffs == """
        stage,programme,pool,audience,seats,applicants,admitted,vacant,excess,lowest_score,\
        last_choice,last_key
        match,H1,open,*,1,6,1,0,0,1,1,priority=1;lottery=8546397557266453834
        match,H1,quota,,0,1,0,0,0,,,
        match,H1,quota,M1,2,4,2,0,0,92,1,total=92;math=80;lottery=13866963082440968564
        match,H1,quota,M2,1,2,1,0,0,114,1,total=114;math=95;lottery=17340751643673102591
        match,H2,open,*,1,5,1,1,0,3,1,priority=3;lottery=14853180734637441907
        match,H2,quota,,0,1,0,0,0,,,
        match,H2,quota,M1,1,4,1,0,0,97,1,total=97;math=80;lottery=15891380567111562224
        match,H2,quota,M2,2,2,1,0,0,75.125,1,total=75.125;math=70;lottery=1744001364652163742

        """)
    let stages = tables.json["stages"] as? [[String: Any]]
    #expect(stages?[0]["mechanism"] as? String == "deferredAcceptance/reserveFirst/soft")
  }

  /// Hard reserves leave M2's second seat of H2 vacant.
  @Test func hardReserves() throws {
    let (tables, _) = try run(.deferred("{\"rule\": \"reserveFirst\", \"vacancies\": \"hard\"}"))
    let cells = tables.seats.map {
      $0.key("programme", "pool", "audience", "moved_in", "moved_out", "vacant")
    }
    #expect(cells.contains(["H2", "quota", "M2", "0", "0", "1"]))
    #expect(cells.contains(["H2", "open", "*", "0", "0", "0"]))
    #expect(placements(tables)[3] == "S04 H2 open 1 3")
  }

  /// Open seats first: S03 has the first priority at H2 but prefers H1. H1's open seat is S08's as
  /// before; at H2 S04 (3) is before S02 (4) and S06 (5), then S02 takes M1's seat and S06 one of
  /// M2's. Moved backward, M2's empty seat makes the open block two: S04 and S02; now M1's seat is
  /// empty and makes it three: S06 too; then M2's last is empty: four seats, three taken.
  @Test func openFirstAndBackward() throws {
    let first = try run(.deferred("{\"rule\": \"openFirst\"}")).tables
    #expect(placements(first)[1] == "S02 H2 quota 1 97")
    #expect(placements(first)[5] == "S06 H2 quota 1 75.125")
    let (backward, folder) = try run(.deferred("{\"rule\": \"backwardTransfer\"}"))
    #expect(placements(backward)[1] == "S02 H2 open 1 4")
    #expect(placements(backward)[5] == "S06 H2 open 1 5")
    #expect(
      try folder.text("run/seats.csv").contains(
        "H2,open,*,1,3,0,3,0,1\nH2,quota,M1,1,0,1,0,0,0\nH2,quota,M2,2,0,2,0,0,0\n"))
  }

  /// S02 is first at H1 and S01 at H2, and each wants the other: they trade, though S08 is before
  /// S01 at H1. By deferred acceptance S08 stands in the way, and nobody gains.
  @Test func tradingCycles() throws {
    var tiny = TinyCase.matching(
      """
      "mechanism": "topTradingCycles",
      "pools": [{"pool": "open", "ranking": {"file": "priorities", "kind": "exam"}}],
      "eligible": [{"grade": "evaluation", "atLeast": "B"}]
      """)
    tiny["priorities.csv"] =
      "programme,student,priority\nH1,S02,1\nH1,S08,2\nH1,S01,3\nH2,S01,1\nH2,S02,2\n"
    let (tables, folder) = try run(tiny)
    #expect(
      placements(tables).filter { $0.contains("H") } == ["S01 H1 open 1 3", "S02 H2 open 1 2"])
    let cutoffs = try folder.text("run/cutoffs.csv")
    #expect(cutoffs.contains("match,H1,open,*,1,3,1,0,0,3,1,priority=3;lottery="))
    tiny.replace(
      "rules.json", "\"topTradingCycles\"", Array("\"deferredAcceptance\"".utf8))
    #expect(
      placements(try run(tiny).tables).filter { $0.contains("H") }
        == ["S01 H2 open 2 1", "S02 H1 open 2 1"])
  }

  /// Equal priorities draw the students' own lots: S06's is by far the smallest.
  @Test func equalPrioritiesDrawLots() throws {
    var tiny = TinyCase.deferred("{\"rule\": \"reserveFirst\", \"vacancies\": \"hard\"}")
    tiny["quotas.csv"] = "programme,pool,audience,seats\nH1,quota,M1,3\nH2,quota,M1,3\n"
    tiny["priorities.csv"] = "programme,student,priority\nH2,S08,1\nH2,S06,1\nH2,S05,1\nH1,S05,1\n"
    let (tables, _) = try run(tiny)
    #expect(placements(tables)[5] == "S06 H2 open 1 1")
    #expect(tables.json["drawn"] as? Int == 3)
  }
}
