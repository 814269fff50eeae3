import Admission
import Foundation
import TestSupport
import Testing

/// Runs that are more than queues, read again: deferred acceptance, and a round after another.
@Suite struct OtherMechanismAuditTests {
  private let folder: TempFolder

  init() throws {
    folder = try TempFolder()
    try TinyCase.deferred("{\"rule\": \"reserveFirst\"}").write(to: folder, "case")
    let result = try Program.run("allocate", folder("case"), "-o", folder("run"), "--bundle")
    try #require(result.exit == 0, "\(result.error)")
  }

  /// Every student is explained by the cutoffs of each pool; no change is said to be enough without
  /// a rerun.
  @Test func deferredAcceptanceIsExplained() throws {
    let rows = try RunTables(folder, "run").admissions
    for row in rows {
      let result = try Program.run(
        "explain", folder("run"), "--student", row["student"]!, "--lang", "en")
      #expect(result.exit == 0, "\(result.error)")
      let word =
        row["status"] == "admitted" ? "was admitted to \(row["programme"]!)" : "not admitted"
      #expect(result.verdict.contains(word))
      #expect(result.unwrapped.contains("the last admitted above are the proof"))
      #expect(
        result.unwrapped.contains("smallest single change")
          == result.unwrapped.contains("; --rerun tells"))
    }
    let all = try Program.run("explain", folder("run"), "--all", "-o", folder("all.csv"))
    #expect(all.exit == 0, "\(all.error)")
    #expect(try Program.run("replay", folder("run")).exit == 0)
    let sample = try Program.run(
      "sample", folder("run"), "--students", "3", "--seed", "s", "-o", folder("sample.csv"))
    #expect(sample.exit == 0, "\(sample.error)")
    #expect(try Program.run("publish", folder("run"), "-o", folder("list.csv")).exit == 0)
    try folder.write(
      "appeals.csv",
      Array("student,column,old,new,decided_by,reason\nS07,math,40,90,office,r\n".utf8))
    let excess = try Program.run(
      "amend", folder("case"), "--corrections", folder("appeals.csv"), "--no-displacement", "--run",
      folder("run"))
    #expect(excess.exit == 1 && excess.error.contains("E756"), "\(excess.error)")
  }

  /// A key that a pool's ranking names twice stands once in `last_key`, for whoever writes and
  /// reads it.
  @Test func aKeyNamedTwice() throws {
    var tiny = TinyCase.deferred("{\"rule\": \"reserveFirst\"}")
    tiny["rules.json"] = tiny["rules.json"].replacing(
      #"{"column": "math"}]"#, with: #"{"column": "math"}, {"score": "total"}]"#)
    try tiny.write(to: folder, "twice")
    let run = try Program.run("allocate", folder("twice"), "-o", folder("twice-run"))
    #expect(run.exit == 0, "\(run.error)")
    let result = try Program.run(
      "explain", folder("twice-run"), "--case", folder("twice"), "--student", "S01")
    #expect(result.exit == 0, "\(result.error)")
  }

  /// Of trading cycles the list is told, with what closes it, and that no change can be named.
  @Test func tradingCyclesAreExplained() throws {
    let tiny = TinyCase.matching(
      #""mechanism": "topTradingCycles", "lines": [{"score": "exam", "atLeast": "75"}], "#
        + #""pools": [{"pool": "open", "ranking": "main"}]"#)
    try tiny.write(to: folder, "cycles")
    let run = try Program.run("allocate", folder("cycles"), "-o", folder("cycles-run"))
    #expect(run.exit == 0, "\(run.error)")
    func explain(_ options: String...) throws -> Program.Result {
      try Program.run(
        ["explain", folder("cycles-run"), "--case", folder("cycles"), "--lang", "en"] + options)
    }
    let below = try explain("--student", "S06").unwrapped
    #expect(
      below.contains("Choice 1: H2 West High ✗ exam (math + art) must reach 75; it is"), "\(below)")
    #expect(below.contains("a stage of trading cycles, of which cutoffs do not tell"), "\(below)")
    #expect(try explain("--all", "-o", folder("cycles.csv")).exit == 0)
    let rows = try Rows(folder.text("cycles.csv"))
    for row in try RunTables(folder, "cycles-run").admissions where row["status"] == "admitted" {
      let told = rows.filter { $0["student"] == row["student"] && $0["verdict"] == "admitted" }
      #expect(told.map { $0["programme"] } == [row["programme"]], "\(row)")
    }
    // Whoever got nothing asked at every choice that nothing closes.
    let nobody = try RunTables(folder, "cycles-run").admissions
      .filter { $0["status"] != "admitted" }.map { $0["student"]! }
    let verdicts = Set(rows.filter { nobody.contains($0["student"]!) }.map { $0["verdict"]! })
    #expect(verdicts.isSubset(of: ["belowLine", "traded"]) && verdicts.contains("traded"))
  }

  /// The stable matching has cutoffs by pool, whatever the choice rule: they agree with everybody's
  /// admission, and with nobody's when one is altered.
  @Test(arguments: 0..<15) func cutoffsExplainEveryStudentOfDeferredAcceptance(_ seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(60_000_000 + seed))
    let city = MatchingCity(&random, rule: ChoiceRule.all[seed % 5])
    let folder = try TempFolder()
    try city.tinyCase.write(to: folder)
    let made = try Program.run("allocate", folder("case"), "-o", folder("run"), "--bundle")
    try #require(made.exit == 0, "\(made.error)")
    let result = try Program.run("explain", folder("run"), "--all", "-o", folder("all.csv"))
    #expect(result.exit == 0, "\(seed): \(result.output)\(result.error)")
    let rows = try Rows(folder.text("all.csv"))
    for row in try RunTables(folder, "run").admissions {
      let kept = rows.filter { $0["student"] == row["student"] && $0["verdict"] == "admitted" }
      let expected = row["status"] == "admitted" ? [row.key("programme", "pool", "choice")] : []
      #expect(kept.map { $0.key("programme", "pool", "choice") } == expected)
    }
    // One student at a time the same is read from that student's rows alone.
    for row in try RunTables(folder, "run").admissions.prefix(2) {
      let one = try Program.run("explain", folder("run"), "--student", row["student"]!)
      #expect(one.exit == 0, "\(seed): \(one.error)")
    }
  }

  @Test func tradingCyclesAreSaidPlainly() throws {
    let tiny = TinyCase.matching(
      "\"mechanism\": \"topTradingCycles\", \"pools\": [{\"pool\": \"open\", \"ranking\": \"main\"}]"
    )
    let folder = try allocated(tiny)
    let result = try Program.run("explain", folder("run"), "--student", "S07", "--lang", "en")
    #expect(result.exit == 0, "\(result.error)")
    #expect(result.unwrapped.contains("one of trading cycles"))
    #expect(!result.output.contains("smallest single change"))
  }

  @Test func aLaterRoundNamesTheEarlierOne() throws {
    var tiny = TinyCase()
    tiny["students.csv"] =
      "student,middle_school,math,art,evaluation,quota_choices,choice1,choice2,choice3\n"
      + "S07,M2,60,1,B,H2|H1,H1,H2,\n"
    tiny.files["quotas.csv"] = nil
    try tiny.write(to: folder, "case2")
    let made = try Program.run(
      "allocate", folder("case2"), "--after", folder("run"), "-o", folder("run2"), "--bundle")
    try #require(made.exit == 0, "\(made.error)")
    let without = try Program.run("replay", folder("run2"))
    #expect(without.exit == 1 && without.error.contains("--after"), "\(without.error)")
    let wrong = try Program.run("replay", folder("run2"), "--after", folder("run2"))
    #expect(wrong.exit == 1 && wrong.error.contains("E746"), "\(wrong.error)")
    let right = try Program.run("replay", folder("run2"), "--after", folder("run"))
    #expect(right.exit == 0, "\(right.output)\(right.error)")
    // One student is explained from the cutoffs; nothing of the earlier run is needed.
    let explained = try Program.run("explain", folder("run2"), "--student", "S07")
    #expect(explained.exit == 0, "\(explained.error)")
    #expect(try Program.run("diff", folder("run"), folder("run2")).exit == 0)
  }
}
