import Foundation
import TestSupport
import Testing

/// Files and lines that are nearly what was meant: nothing of a folder is passed over in silence.
@Suite struct NearMissFilesTests {
  private func warnings(_ tiny: TinyCase, _ options: String...) throws -> [String] {
    let folder = try TempFolder()
    try tiny.write(to: folder)
    return try Problems(Program.run(["check", folder("case"), "--json"] + options).output).warnings
  }

  @Test(arguments: [
    ("exclusion.csv", "exclusions.csv"), ("Exclusions.csv", "exclusions.csv"),
    ("exclusoins.csv", "exclusions.csv"), ("decision.csv", "decisions.csv"),
    ("withdrawal.csv", "withdrawals.csv"), ("priority.csv", "priorities.csv"),
    ("choice.csv", "choices.csv"), ("plan_decisions.csv", "plan-decisions.csv"),
    ("control.xlsx", "controls.csv"), ("controls.xls", "controls.csv"),
    ("exclusions（1）.csv", "exclusions.csv"), ("decisions - 副本.csv", "decisions.csv"),
    ("Plan-Seed.txt", "plan-seed.txt"),
  ])
  func misnamedFilesAreNamed(_ file: String, _ right: String) throws {
    var tiny = TinyCase()
    tiny[file] = "programme,audience\nH1,M1\n"
    let found = try check(tiny)
    #expect(found.exit == 0 && found.verdict == "good: no errors, 1 warning", "\(found.output)")
    #expect(
      found.unwrapped.contains("W207 “\(file)” is not read; it looks like \(right): called so"),
      "\(found.output)")
    #expect(try warnings(tiny, "--for", "plan").contains("W207 \(file)"))
  }

  /// What is said of files that are no inputs is not part of the run: a bundle has none of them,
  /// and gives the same bytes.
  @Test func theRunKnowsNothingOfThem() throws {
    var tiny = TinyCase()
    tiny["quotas (1).csv"] = tiny["quotas.csv"]
    tiny["choices.csv"] = "student,number,programme\nS01,1,H1\n"
    #expect(try warnings(tiny) == ["W207 quotas (1).csv", "W208 choices.csv"])
    let folder = try TempFolder()
    try tiny.write(to: folder)
    let run = try Program.run(["allocate", folder("case"), "--bundle", "-o", folder("run")])
    #expect(run.exit == 0, "\(run.output)")
    #expect(try !String(contentsOfFile: folder("run/run.json"), encoding: .utf8).contains("W20"))
    let again = try Program.run(["replay", folder("run")])
    #expect(again.exit == 0, "\(again.output)")
  }

  /// A copy beside the table is said too; what is somebody's own is not.
  @Test func copiesAndOwnFiles() throws {
    var tiny = TinyCase()
    tiny["quotas (1).csv"] = tiny["quotas.csv"]
    tiny["students_2025.csv"] = tiny["students.csv"]
    tiny["students.xls"] = "an older export"
    for name in ["plan.csv", "seats.csv", "notes.txt", "README.md", "lines.csv", "schools.csv"] {
      tiny[name] = "anything\n"
    }
    #expect(try warnings(tiny) == ["W207 quotas (1).csv"])
    #expect(try check(tiny).output.contains("it looks like quotas.csv, which is"))
  }

  @Test func tablesThatNothingAsksFor() throws {
    var tiny = TinyCase()
    tiny["choices.csv"] = "student,number,programme\nS01,1,H1\n"
    tiny["priorities.csv"] = "programme,student,priority\nH1,S01,1\n"
    #expect(try warnings(tiny) == ["W208 choices.csv", "W208 priorities.csv"])
  }

  @Test func poolsWithoutQuotas() throws {
    var tiny = TinyCase()
    tiny["rules.json"] = tiny["rules.json"].replacing(
      #""plan": {"#, with: #""waive": {"quotaShare": "none yet"}, "plan": {"#)
    tiny.files["quotas.csv"] = nil
    let found = try check(tiny)
    #expect(found.exit == 0)
    #expect(
      found.output.contains("quotas.csv: W308 there is no quotas.csv: no seats in the pool quota"),
      "\(found.output)")
    let folder = try TempFolder()
    try tiny.write(to: folder)
    let run = try Program.run("allocate", folder("case"), "-o", folder("run"))
    #expect(run.exit == 0 && run.error.contains("W308"), "\(run.error)")
  }

  /// What planning refuses of the exclusions is refused where they stand beside quotas.
  @Test(arguments: [
    ("programme,audience\nH1,M9\n", "E305 exclusions.csv:2:4"),
    ("programme,audience\nH9,M1\n", "E211 exclusions.csv:2:1"),
    ("programme,audience\nH1,\n", "E305 exclusions.csv:2:4"),
    ("programme,school\nH1,M1\n", "E207 exclusions.csv:1"),
  ])
  func exclusionsAreLookedAt(_ text: String, _ error: String) throws {
    var tiny = TinyCase()
    tiny["exclusions.csv"] = text
    let found = try Problems(check(tiny, "--json").output)
    #expect(found.errors.map { String($0.prefix(error.count)) } == [error], "\(found.messages)")
    let folder = try TempFolder()
    try tiny.write(to: folder)
    #expect(try Program.run("allocate", folder("case"), "-o", folder("run")).exit == 1)
    #expect(!folder.exists("run"))
  }

  /// A digit too many in a line leaves nobody.
  @Test func linesThatNobodyReaches() throws {
    var tiny = TinyCase()
    tiny["rules.json"] = tiny["rules.json"].replacing(
      #""atLeast": "50""#, with: #""atLeast": "500""#)
    let found = try check(tiny)
    #expect(
      found.unwrapped.contains(
        "W309 /stages/quota/lines/0: exam at least 500, which no student reaches; the highest is 104"
      ),
      "\(found.output)")
    tiny = TinyCase()
    tiny.replace("programmes.csv", "public,60", Array("public,600".utf8))
    #expect(try warnings(tiny) == ["W309 programmes.csv:3:26"])
    #expect(try check(tiny).unwrapped.contains("H2 asks for exam at least 600"))
    tiny.replace("programmes.csv", "public,600", Array("public,104".utf8))
    #expect(try warnings(tiny) == [])
  }

  /// A file that was cut in its last row: the rest of the cell may be missing.
  @Test func aLastRowWithoutItsEnd() throws {
    var tiny = TinyCase()
    tiny.replace("students.csv", "S08,,88,9,A,,H1,H2,\n", Array("S08,,88,9,A,,H1,H2,H".utf8))
    #expect(try check(tiny).exit == 1, "H is no programme")
    tiny = TinyCase()
    tiny["students.csv"].removeLast()
    #expect(try warnings(tiny) == ["W209 students.csv:9"])
    // Many tables end so, and it is for `check` alone to say: nothing of it is in the run.
    let folder = try TempFolder()
    try tiny.write(to: folder)
    let run = try Program.run(["allocate", folder("case"), "--strict", "-o", folder("run")])
    #expect(run.exit == 0, "\(run.output)")
    tiny["students.csv"] += "\r\n"
    #expect(try warnings(tiny) == [])
  }
}
