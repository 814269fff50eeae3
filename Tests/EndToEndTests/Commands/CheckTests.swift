import Foundation
import TestSupport
import Testing

/// `zhibiao check`: everything in one run, grouped, with what a person can compare.
@Suite struct CheckTests {
  @Test func goodCaseBeginsWithTheVerdictAndEndsWithWhatToDo() throws {
    let english = try check(TinyCase())
    #expect(english.exit == 0 && english.error.isEmpty)
    #expect(english.verdict == "good: no errors, 0 warnings")
    #expect(english.nextStep.hasPrefix("next: zhibiao allocate"))
    #expect(english.nextStep.hasSuffix("(seed.txt is drawn; was the commitment out before?)"))
    var undrawn = TinyCase()
    undrawn.files["seed.txt"] = nil
    #expect(try check(undrawn, language: "zh").nextStep.hasPrefix("下一步：公布承诺值，抽取 seed.txt，"))
    // Where nothing is drawn, nobody is sent to a draw.
    undrawn.replace("rules.json", "\"lottery\"", Array("\"admitAll\"".utf8))
    let chinese = try check(undrawn, language: "zh")
    #expect(chinese.verdict == "可用：没有错误，0 个警告")
    #expect(chinese.nextStep.hasPrefix("下一步：公布承诺值，然后 zhibiao allocate"))
    #expect(chinese.nextStep.hasSuffix("（规则不抽签，不需要 seed.txt）"))
  }

  /// Quotas that somebody brought, and exclusions that say otherwise.
  @Test func seatsOfExcludedPairsAreNamed() throws {
    var tiny = TinyCase()
    tiny["exclusions.csv"] = "programme,audience\nH1,M1\n"
    let found = try check(tiny)
    #expect(found.exit == 0)
    #expect(
      found.output.contains(
        "exclusions.csv:2: W307 H1 is closed to M1, which the quotas give 2 seats of the pool quota"
      ),
      "\(found.output)")
  }

  @Test func refusedCaseBeginsWithTheVerdictAndEndsWithWhatToDo() throws {
    var tiny = TinyCase()
    tiny.replace("students.csv", "S03,M1", Array("S03,M9".utf8))
    let english = try check(tiny)
    #expect(english.exit == 1)
    #expect(english.verdict == "refused: 1 error, 0 warnings")
    #expect(english.nextStep.hasPrefix("next: correct the problems above"))
    #expect(!english.output.contains("sha256sum"), "nothing to commit to")
    let chinese = try check(tiny, language: "zh")
    #expect(chinese.verdict == "不可用：1 个错误，0 个警告")
    #expect(chinese.nextStep.hasPrefix("下一步：改正以上问题"))
    #expect(chinese.output.contains("students.csv:4:5: E211 未知的 middle_school “M9”"))
  }

  /// A value that the table spells in another way would leave a whole stage without students.
  @Test func aConditionThatNobodyMeetsIsSaid() throws {
    var tiny = TinyCase()
    tiny["rules.json"] = tiny["rules.json"].replacing(
      #""maxChoices": 2,"#,
      with: #""eligible": [{"column": "enrolled", "equals": "yes"}], "maxChoices": 2,"#)
    let rows = tiny["students.csv"].split(separator: "\n").map(String.init)
    func with(_ values: [String]) -> TinyCase {
      var tiny = tiny
      tiny["students.csv"] =
        "\(rows[0]),enrolled\n"
        + zip(rows.dropFirst(), values).map { "\($0),\($1)\n" }.joined()
      return tiny
    }
    let good = try check(with(["yes", "no", "yes", "yes", "no", "yes", "yes", "no"]))
    #expect(good.verdict == "good: no errors, 0 warnings", "\(good.output)")
    let blanks = try check(with(Array(repeating: "yes ", count: 8)))
    #expect(blanks.exit == 0)
    #expect(blanks.output.contains("W306 /stages/quota/eligible/0: no student"))
    #expect(blanks.output.contains("students.csv:2:30: W205 enrolled is “yes ” (student S01)"))
    let some = try check(with(["yes", "\u{3000}yes", "yes", "yes\u{A0}", "no", "no", "", "yes\t"]))
    #expect(!some.output.contains("W306"))
    for line in [3, 5, 9] {
      #expect(some.output.contains("students.csv:\(line):"), "\(some.output)")
    }
    #expect(try check(with(Array(repeating: "yes ", count: 8)), "--strict").exit == 1)
  }

  @Test func tenThousandBlankRowsAreOneMessage() throws {
    var tiny = TinyCase()
    tiny["students.csv"] += String(repeating: ",,,,,,,,\n", count: 10_000)
    let result = try check(tiny)
    #expect(result.exit == 0)
    let lines = result.output.split(separator: "\n").filter { $0.contains("W202") }
    #expect(lines.count == 1 && lines[0].contains("10,000 blank rows ignored, 8 rows left"))
    #expect(result.output.contains("and 10,000 blank ones"))
  }

  @Test func tenThousandFaultsOfOneCauseAreOneGroup() throws {
    var tiny = TinyCase()
    tiny["students.csv"] += (0..<10_000).map { "T\($0 + 10_000),M9,x,1,A,H7,,,\n" }.joined()
    let result = try check(tiny)
    #expect(result.exit == 1)
    #expect(result.output.contains("30,000 errors"))
    #expect(result.output.contains("… and 9,997 more, for example lines 13, 14"))
    #expect(result.output.split(separator: "\n").count < 60)
    let problems = try Problems(check(tiny, "--json").output)
    #expect(problems.counts["E211"] == 20_000 && problems.counts["E212"] == 10_000)
    #expect(
      Set(problems.errors) == [
        "E211 students.csv:10:8", "E212 students.csv:10:11", "E211 students.csv:10:17",
      ])
  }

  @Test func countsAndColumnsCanBeComparedByAPerson() throws {
    var tiny = TinyCase()
    tiny["students.csv"] = tiny["students.csv"].replacingOccurrences(
      of: "student,middle_school,math", with: "准考证号,毕业学校代码,math")
    let text = try check(tiny).output
    #expect(text.contains("students.csv: student=准考证号, middle_school=毕业学校代码"))
    let words = text.split(separator: "\n").map {
      $0.split(separator: " ").joined(separator: " ")
    }
    for line in [
      "students.csv 8", "programmes.csv 2", "middle_schools.csv 2", "quotas.csv 4",
      "Seats of the plan: 8", "open 2", "quota 6", "students of no middle school: 1",
    ] { #expect(words.contains(line), "\(line)") }
  }

  /// From a plan that cannot be read nothing follows: neither too many seats nor none.
  @Test func anUnreadablePlanIsOneProblem() throws {
    var tiny = TinyCase()
    tiny.replace("programmes.csv", "East High,4", Array("East High,four".utf8))
    let found = try check(tiny)
    #expect(found.output.contains("1 error, 0 warnings"), "\(found.output)")
  }

  @Test func commitmentIsWhatTheShellComputes() throws {
    let folder = try TempFolder()
    var tiny = TinyCase()
    tiny["controls.csv"] =
      Broken.controls + "students,,,8,math,603.5\nquotas,pool,quota,4,seats,6\n"
    tiny["plan-seed.txt"] = "another\n"
    try tiny.write(to: folder, "a case 'of' 2026")
    let before = try Program.run("check", folder("a case 'of' 2026"), "--lang", "en")
    #expect(before.exit == 0, "\(before.output)")
    try expectCommitment(in: before.output)
    // The lottery's seed and the decisions are open until the draw; all else is committed to.
    let digest = try commitment(in: before.output).digest
    try folder.write("a case 'of' 2026/seed.txt", Array("the draw of the day".utf8))
    let after = try Program.run("check", folder("a case 'of' 2026"), "--lang", "en")
    #expect(try commitment(in: after.output).digest == digest)
    try folder.write("a case 'of' 2026/plan-seed.txt", Array("the draw of another day".utf8))
    let other = try Program.run("check", folder("a case 'of' 2026"), "--lang", "en")
    #expect(try commitment(in: other.output).digest != digest)
  }

  /// A table whose name begins like an option is hashed under its own name.
  @Test func commitmentToATableCalledLikeAnOption() throws {
    let folder = try TempFolder()
    var tiny = TinyCase()
    tiny["rules.json"] = tiny["rules.json"].replacing(
      #""format": 1,"#, with: #""format": 1, "files": {"students": "-x.csv"},"#)
    tiny.files["-x.csv"] = tiny.files.removeValue(forKey: "students.csv")
    try tiny.write(to: folder)
    try expectCommitment(in: Program.run("check", folder("case"), "--lang", "en").output)
  }

  @Test func jsonIsValidWhateverStandsInTheCells() throws {
    var tiny = TinyCase()
    tiny.replace("students.csv", "S03,M1", Array("S03,\"M\\\t\u{1B}[31m\n\u{2028}é\"".utf8))
    let result = try check(tiny, "--json")
    #expect(result.exit == 1)
    #expect(try Problems(result.output).errors == ["E211 students.csv:4:6"])
    #expect(!result.output.contains("\u{1B}"))
    let people = try check(tiny)
    #expect(!people.output.contains("\u{1B}"), "no cell leads the terminal")
  }

  @Test func jsonSaysWhatPeopleAreTold() throws {
    let good = try check(TinyCase(), "--json").output
    let digest = try commitment(in: check(TinyCase()).output).digest
    for said in [
      #""verdict": "good","#, #""errors": 0,"#, #""students.csv": 8"#,
      #""seats": {"open": 2, "quota": 6},"#, #""commitment": "\#(digest)""#,
      #""next": "zhibiao allocate "#, #""problems": []"#,
    ] {
      #expect(good.contains(said), "\(said): \(good)")
    }
    // Two wrong values of one kind: each is told.
    var tiny = TinyCase()
    tiny.replace("students.csv", "S03,M1", Array("S03,M8".utf8))
    tiny.replace("students.csv", "S04,M1", Array("S04,M9".utf8))
    let bad = try check(tiny, "--json").output
    #expect(bad.contains(#""verdict": "refused""#) && !bad.contains("commitment"))
    #expect(bad.contains("M8") && bad.contains("M9"), "\(bad)")
  }

  @Test func strictTakesWarningsForErrors() throws {
    var tiny = TinyCase()
    tiny["middle_schools.csv"] += "M3,Nobody's,D1,0\n"
    let mild = try check(tiny)
    #expect(mild.exit == 0 && mild.verdict == "good: no errors, 1 warning")
    #expect(mild.output.contains("middle_schools.csv:4: W302"))
    let strict = try check(tiny, "--strict")
    #expect(strict.exit == 1 && strict.verdict == "refused: 1 warning under --strict")
  }

  @Test func planNeedsNeitherStudentsNorSeats() throws {
    var tiny = TinyCase()
    tiny.replace(
      "rules.json", "\"minimumShare\": \"0.75\"",
      Array(
        "\"splits\": [{\"name\": \"s\", \"pool\": \"quota\", \"share\": \"0.75\"}]".utf8))
    for name in ["students.csv", "quotas.csv", "seed.txt"] { tiny.files[name] = nil }
    let result = try check(tiny, "--for", "plan")
    #expect(result.exit == 0, "\(result.output)")
    #expect(result.nextStep.contains("plan-seed.txt"))
    #expect(result.output.contains("sha256sum middle_schools.csv programmes.csv rules.json)"))
    // Nobody has counted the eligible ones: the students are needed.
    tiny["middle_schools.csv"] = "middle_school,district\nM1,D1\nM2,D2\n"
    #expect(
      try Problems(check(tiny, "--for", "plan", "--json").output).errors == ["E206 students.csv"])
    // What the plan was committed to is not what admission is.
    #expect(try check(tiny).exit == 1)
  }

  /// Legal and suspicious: a warning each, and nothing refused.
  @Test(arguments: [
    (
      Change.edit("programmes.csv", "H2,West High,4", "H3,None,0,D1,public,\nH2,West High,4"),
      "W303"
    ),
    (
      Change.edit("programmes.csv", "H2,West High,4", "H3,None,0,D1,public,\nH2,West High,4"),
      "W305"
    ),
    (Change.edit("students.csv", "S08,", "8,"), "W204"),
    (Change.edit("programmes.csv", ",line", ",line,plann"), "W201"),
    (Change.drop("seed.txt"), "W304"),
    (Change.edit("rules.json", "\"unfilled\": {\"to\": \"open\"} },", "} ,"), ""),
    (Change.edit("students.csv", "S01,", "220100000000001000,"), "W203"),
  ])
  func suspiciousIsAWarning(_ change: Change, _ code: String) throws {
    var tiny = TinyCase()
    change.apply(&tiny)
    if code == "W201" {
      tiny["programmes.csv"] =
        tiny.lines("programmes.csv").enumerated().map { $1 + ($0 == 0 ? "\n" : ",9\n") }.joined()
    }
    let result = try check(tiny, "--json")
    #expect(result.exit == 0, "\(result.output)")
    let codes = try Problems(result.output).warnings.map { String($0.prefix(4)) }
    #expect(code.isEmpty ? codes.isEmpty : codes.contains(code), "\(codes)")
  }

  /// Codes of mixed length: the place is the first code of the rarer kind, in whichever row that
  /// is.
  @Test(arguments: [("S08,", "8,", 9), ("S01,", "001,", 0), ("S02,", "2,", 3)])
  func codesOfMixedLengthHaveTheirPlace(_ old: String, _ new: String, _ line: Int) throws {
    var tiny = TinyCase()
    tiny.replace("students.csv", old, Array(new.utf8))
    let result = try check(tiny, "--json")
    let found = try Problems(result.output).warnings.filter { $0.hasPrefix("W204") }
    let expected = line == 0 ? [] : ["W204 students.csv:\(line):1"]
    #expect(found.map { String($0.prefix(expected.first?.count ?? 0)) } == expected, "\(found)")
  }

  @Test func misnamedChoiceColumnIsNotIgnoredSilently() throws {
    let columns = ["志愿4", "choice 4", "choice4 ", "Choice4", "ｃhoice4", "chioce4"]
    for name in columns {
      var tiny = TinyCase()
      tiny["students.csv"] =
        tiny.lines("students.csv").enumerated().map { $1 + ($0 == 0 ? ",\(name)\n" : ",H1\n") }
        .joined()
      let result = try check(tiny, "--json")
      #expect(try Problems(result.output).warnings == ["W201 students.csv:1:81"], "\(name)")
    }
  }
}
