import TestSupport
import Testing

/// Ties through the built program: stop, decide, run again; admit all; draw lots.
@Suite struct TieTests {
  /// S02 and S03 equal in all that the ranking compares, for the last of H1's seats for M1.
  private func tied(_ ties: String) -> TinyCase {
    var tiny = TinyCase()
    tiny.replace("students.csv", "S03,M1,80,7,B,H2|H1", Array("S03,M1,80,7,A,H1|H2".utf8))
    tiny.replace("rules.json", "\"lottery\"", Array("\"\(ties)\"".utf8))
    return tiny
  }

  @Test func stopDecideRunAgain() throws {
    let folder = try TempFolder()
    try tied("stop").write(to: folder)
    let stop = try Program.run("allocate", folder("case"), "-o", folder("run"))
    #expect(stop.exit == 3)
    #expect(stop.verdict.contains("H1 (quota, quota, M1) has 1 seat left for 2 equal students"))
    #expect(stop.error.contains(folder("run.ties/decisions.csv")))
    #expect(stop.error.contains(folder("case/decisions.csv")))
    #expect(try folder.names() == ["case", "run.ties"])

    let ties = try Rows(folder.text("run.ties/ties.csv"))
    #expect(ties.map { $0["student"] } == ["S02", "S03"])
    #expect(ties.allSatisfy { $0["total"] == "97" && $0["math"] == "80" })
    #expect(ties.allSatisfy { $0.number("seats_left") == 1 })

    // Answered as it was written: nothing decided yet, which is said for each row.
    let asked = try folder.read("run.ties/decisions.csv")
    try folder.write("case/decisions.csv", asked)
    let unanswered = try Program.run("allocate", folder("case"), "-o", folder("run"), "--json")
    #expect(unanswered.exit == 1)
    #expect(try Problems(unanswered.output).errors == ["E402 decisions.csv:2:23"])

    var refusals: Set<[String]> = []
    try answer(folder, &refusals)
    #expect(refusals == [["quota", "H1", "quota", "M1", "S02"]])
    let done = try Program.run("allocate", folder("case"), "-o", folder("run"))
    #expect(done.exit == 0, "\(done.error)")
    let run = try RunTables(folder, "run")
    #expect(run.admissions.first { $0["student"] == "S03" }?["programme"] == "H1")
    // A refusal closes that pool alone: S02 goes on to the next choice.
    #expect(run.admissions.first { $0["student"] == "S02" }?["programme"] == "H2")
    let decisions = run.json["decisions"] as? [[String: String]]
    #expect(decisions?.count == 2 && decisions?[0]["decidedBy"] == "the office")
    #expect(try folder.text("run/INPUTS.sha256").contains("  decisions.csv\n"))
  }

  /// The rules give codes the office's names; the tables that the program writes have ours, and are
  /// read.
  @Test func columnsThatTheRulesName() throws {
    let folder = try TempFolder()
    var tiny = tied("stop")
    tiny["rules.json"] = tiny["rules.json"].replacing(
      #""lists": {"#, with: #""columns": {"student": "考号", "programme": "校代号"}, "lists": {"#)
    tiny["students.csv"] = tiny["students.csv"].replacing("student,", with: "考号,")
    tiny["programmes.csv"] = tiny["programmes.csv"].replacing("programme,", with: "校代号,")
    try tiny.write(to: folder)
    #expect(try Program.run("allocate", folder("case"), "-o", folder("run")).exit == 3)
    try folder.write("case/decisions.csv", decisions("S02,admit", "S03,refuse"))
    let done = try Program.run("allocate", folder("case"), "-o", folder("run"))
    #expect(done.exit == 0, "\(done.error)")
    let verified = try Program.run("verify", folder("run"), "--case", folder("case"))
    #expect(verified.exit == 0, "\(verified.output)\(verified.error)")
    // A name that no table has is missed under the name that the rules give.
    try folder.write(
      "case/students.csv", Array(tiny["students.csv"].replacing("考号,", with: "准考证号,").utf8))
    let missed = try Program.run("check", folder("case"), "--lang", "en")
    #expect(missed.output.contains("there is no column 考号"), "\(missed.output)")
  }

  /// The class of equals with all its values does not stay beside the run that it led to.
  @Test func whatAStopLeftGoesWithTheRun() throws {
    let folder = try TempFolder()
    try tied("stop").write(to: folder)
    #expect(try Program.run("allocate", folder("case"), "-o", folder("run")).exit == 3)
    try folder.write("case/decisions.csv", decisions("S02,admit", "S03,refuse"))
    let done = try Program.run("allocate", folder("case"), "-o", folder("run"))
    #expect(done.exit == 0 && done.error.isEmpty, "\(done.error)")
    #expect(try folder.names() == ["case", "run"])
    // Answers of another kind, or a file of somebody's own, stay, and that is said.
    for name in ["decisions.csv", "notes.txt"] {
      let other = try TempFolder()
      try tied("stop").write(to: other)
      #expect(try Program.run("allocate", other("case"), "-o", other("run")).exit == 3)
      try other.write("case/decisions.csv", decisions("S02,admit", "S03,refuse"))
      try other.write("run.ties/" + name, decisions("S02,refuse", "S03,admit"))
      let kept = try Program.run("allocate", other("case"), "-o", other("run"), "--lang", "en")
      #expect(kept.exit == 0 && kept.error.contains("run.ties is left of an earlier stop"))
      #expect(try other.names() == ["case", "run", "run.ties"])
    }
  }

  @Test func admittingTheWholeClassIsExcess() throws {
    let folder = try TempFolder()
    try tied("stop").write(to: folder)
    try folder.write("case/decisions.csv", decisions("S02,admit", "S03,admit"))
    let result = try Program.run("allocate", folder("case"), "-o", folder("run"))
    #expect(result.exit == 0, "\(result.error)")
    let cell = try RunTables(folder, "run").seats.first {
      $0.key("programme", "pool", "audience") == ["H1", "quota", "M1"]
    }
    #expect(cell?.number("admitted") == 3 && cell?.number("excess") == 1)
  }

  @Test(arguments: [
    (["S02,refuse", "S03,refuse"], "E404 decisions.csv:2"),
    (["S02,admit", "S03,refuse", "S01,admit"], "E403 decisions.csv:4"),
    (["S02,admit", "S03,maybe"], "E402 decisions.csv:3:23"),
    (["S02,admit", "S03,refuse", "S02,refuse", "S03,admit"], "E408 decisions.csv:4"),
    (["S02,refuse", "S03,admit", "S02,admit"], "E408 decisions.csv:4"),
  ])
  func decisionsThatDoNotFit(_ rows: [String], _ problem: String) throws {
    let folder = try TempFolder()
    try tied("stop").write(to: folder)
    let text = ["stage,programme,pool,audience,student,decision,decided_by,reason"]
    try folder.write(
      "case/decisions.csv",
      Array((text + rows.map(row)).map { $0 + "\n" }.joined().utf8))
    let result = try Program.run("allocate", folder("case"), "-o", folder("run"), "--json")
    #expect(result.exit == 1, "\(result.error)")
    #expect(try Problems(result.output).errors == [problem])
    #expect(try folder.names() == ["case"])
  }

  @Test func aClassDecidedInPartStopsAgainAndKeepsWhatWasDecided() throws {
    let folder = try TempFolder()
    try tied("stop").write(to: folder)
    try folder.write("case/decisions.csv", decisions("S02,admit"))
    let result = try Program.run("allocate", folder("case"), "-o", folder("run"))
    #expect(result.exit == 3, "\(result.error)")
    let asked = try Rows(folder.text("run.ties/decisions.csv"))
    #expect(asked.map { $0.key("student", "decision") } == [["S02", "admit"], ["S03", ""]])
  }

  @Test func filledInAnswersAreNotOverwritten() throws {
    let folder = try TempFolder()
    try tied("stop").write(to: folder)
    #expect(try Program.run("allocate", folder("case"), "-o", folder("run")).exit == 3)
    // Again, with nothing filled in: the folder is made anew.
    #expect(try Program.run("allocate", folder("case"), "-o", folder("run")).exit == 3)
    let filled = decisions("S02,admit", "S03,refuse")
    try folder.write("run.ties/decisions.csv", filled)
    let result = try Program.run("allocate", folder("case"), "-o", folder("run"))
    #expect(result.exit == 1 && result.error.contains("E406"))
    #expect(
      result.error.contains("E405 stopped at a tie: H1 (quota, quota, M1)"), "\(result.error)")
    #expect(try folder.read("run.ties/decisions.csv") == filled)
  }

  @Test func admitAllGoesBeyondTheSeats() throws {
    let folder = try TempFolder()
    try tied("admitAll").write(to: folder)
    let result = try Program.run("allocate", folder("case"), "-o", folder("run"))
    #expect(result.exit == 0, "\(result.error)")
    let run = try RunTables(folder, "run")
    let cell = run.cutoffs.first {
      $0.key("stage", "programme", "pool", "audience") == ["quota", "H1", "quota", "M1"]
    }
    #expect(cell?.number("seats") == 2 && cell?.number("admitted") == 3)
    #expect(cell?.number("excess") == 1 && cell?.number("vacant") == 0)
    #expect(cell?["last_key"] == "total=97;math=80")
  }

  @Test func lotteryNeedsASeedOnlyWhereStudentsAreEqual() throws {
    let folder = try TempFolder()
    var tiny = tied("lottery")
    tiny.files["seed.txt"] = nil
    try tiny.write(to: folder)
    let equal = try Program.run("allocate", folder("case"), "-o", folder("run"), "--json")
    #expect(equal.exit == 1)
    #expect(try Problems(equal.output).errors == ["E312 seed.txt"])
    #expect(equal.output.contains("S02") && equal.output.contains("S03"))
    #expect(try folder.names() == ["case"])

    var apart = TinyCase()
    apart.files["seed.txt"] = nil
    try apart.write(to: folder, "apart")
    let result = try Program.run("allocate", folder("apart"), "-o", folder("run"))
    #expect(result.exit == 0 && result.error.contains("W304"))
    let strict = try Program.run("allocate", folder("apart"), "-o", folder("run2"), "--strict")
    #expect(strict.exit == 1 && !folder.exists("run2"))
  }

  @Test func anotherSeedMayDrawAnotherWinner() throws {
    var winners: Set<String> = []
    for seed in ["a", "b", "c", "d", "e", "f"] {
      let folder = try TempFolder()
      var tiny = tied("lottery")
      tiny["seed.txt"] = seed
      try tiny.write(to: folder)
      #expect(try Program.run("allocate", folder("case"), "-o", folder("run")).exit == 0)
      let run = try RunTables(folder, "run")
      let seated = run.admissions.filter { $0.key("programme", "pool") == ["H1", "quota"] }
      winners.formUnion(seated.map { $0["student"]! }.filter { ["S02", "S03"].contains($0) })
      #expect(run.json["drawn"] as? Int == 2)
    }
    #expect(winners == ["S02", "S03"])
  }

  private func row(_ answer: String) -> String { "quota,H1,quota,M1,\(answer),office,drawn" }

  private func decisions(_ answers: String...) -> [UInt8] {
    let header = "stage,programme,pool,audience,student,decision,decided_by,reason"
    return Array(([header] + answers.map(row)).map { $0 + "\n" }.joined().utf8)
  }
}
