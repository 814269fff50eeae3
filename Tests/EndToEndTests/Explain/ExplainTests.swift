import Foundation
import TestSupport
import Testing

/// Explanations worked out by hand on the smallest case: every kind of reason.
@Suite struct ExplainTests {
  @Test func belowALineAndBeaten() throws {
    let found = try explain(TinyCase(), "S07")
    #expect(found.status == "notAdmitted")
    // 40 + 1 = 41 of at least 50; in the open stage 46 in total against 107 of S08.
    #expect(found.failures("quota", "H1") == ["exam (math + art) must reach 50; it is 41, 9 below"])
    let pool = found.pool("open", "H1", "open")
    #expect(pool["verdict"] as? String == "beaten" && pool["decidingKey"] as? String == "total")
    #expect(pool["gap"] as? String == "61 points of total below the last admitted")
    #expect(pool["seats"] as? Int == 1 && pool["applicants"] as? Int == 3)
    // S06 has H1's seat of their school with 75.125 and more math: art, which is marked to three
    // places, takes 29.13 more, math 29.5.
    let change = try #require(found.changes.first)
    #expect(change["column"] as? String == "art" && change["added"] as? String == "29.13")
    #expect(change["programme"] as? String == "H1" && change["stage"] as? String == "quota")
    #expect(change["confirmed"] as? Bool == true)
  }

  /// A title above the header stays above it in the changed table.
  @Test func aRerunUnderATitle() throws {
    var tiny = TinyCase()
    tiny["rules.json"] = tiny["rules.json"].replacing(
      #""format": 1,"#, with: #""format": 1, "files": {"students": {"headerRow": 2}},"#)
    tiny["students.csv"] = "All students of 2026\n" + tiny["students.csv"]
    let change = try #require(explain(tiny, "S07").changes.first)
    #expect(change["confirmed"] as? Bool == true)
  }

  @Test func admittedBeforeAndNotReached() throws {
    let found = try explain(TinyCase(), "S01")
    #expect(found.status == "admitted" && found.programme == "H1")
    #expect(found.pool("quota", "H2", "quota")["verdict"] as? String == "notAsked")
    #expect(found.stage("open")["admittedBefore"] as? Bool == true && found.changes.isEmpty)
  }

  /// A pool's line on a score that the student has not: no part in the stage, whose other pools do
  /// not ask.
  @Test func aLineOfAPoolOnAMissingScore() throws {
    var tiny = TinyCase()
    tiny["rules.json"] = tiny["rules.json"]
      .replacing(#"["math", "art"] }"#, with: #"["math", "art"], "missing": "ineligible" }"#)
      .replacing(#"{"score": "total"}, {"column": "math"}"#, with: #"{"grade": "evaluation"}"#)
      .replacing(
        #""pools": ["open"], "ranking": "main","#,
        with:
          #""pools": [{"pool": "open", "lines": [{"score": "exam", "atLeast": "1"}]}], "#
          + #""ranking": "main","#
      )
      .replacing(#"{"score": "exam", "atLeast": {"column": "line"}}"#, with: "")
    tiny["students.csv"] = tiny["students.csv"].replacing("S01,M1,90,8.5", with: "S01,M1,90,")
    let stage = try explain(tiny, "S01").stage("open")
    #expect(stage["failures"] as? [String] == ["exam (math + art) is missing"])
  }

  /// Marks in tenths here, in whole points there: the smallest change is a mark that can be given.
  @Test(arguments: [
    ("80.5", "83.6", "83.7", "60"), ("80", "83", "84", "60"),
    // One hundredth in the column, and the student is far behind.
    ("20", "83", "83.01", "60.01"), ("20", "83", "83.001", "60.001"),
  ])
  func theStepsOfAColumn(
    _ own: String, _ last: String, _ enough: String, _ other: String
  ) throws {
    var tiny = TinyCase()
    tiny["rules.json"] = tiny["rules.json"].replacing(
      #""lists": {"#, with: #""fullMarks": {"math": "90"}, "lists": {"#)
    tiny["students.csv"] = """
      student,middle_school,math,art,evaluation,quota_choices,choice1,choice2,choice3
      B,M1,\(last),0,A,H2,,,
      A,M1,\(own),0,A,H2,,,
      C,M2,\(other),0,A,,,,

      """
    let found = try explain(tiny, "A")
    let change = try #require(found.changes.first { $0["column"] as? String == "math" })
    #expect(change["new"] as? String == enough, "\(found.json)")
  }

  @Test func ineligibleByEachCondition() throws {
    let conditions: [(String, String)] = [
      (#"{"grade": "evaluation", "atLeast": "A"}"#, "evaluation must be at least A; it is B"),
      (#"{"column": "district", "equals": "D2"}"#, "district must be D2; it is D1"),
      (
        #"{"column": "district", "in": ["D2", "D3"]}"#, "district must be D2 or D3; it is D1"
      ),
      (
        #"{"not": {"column": "middle_school", "equals": "M1"}}"#,
        "must not hold: middle_school must be M1; it is M1"
      ),
      (
        #"{"anyOf": [{"score": "exam", "atLeast": "99"}, {"column": "district", "equals": "D2"}]}"#,
        "exam (math + art) must be at least 99; it is 87; or district must be D2; it is D1"
      ),
      (
        #"{"score": "exam", "atMost": "60.5"}"#,
        "exam (math + art) must be at most 60.5; it is 87"
      ),
    ]
    for (condition, text) in conditions {
      let found = try explain(TinyCase().asking(condition), "S03")
      #expect(found.stage("quota")["failures"] as? [String] == [text])
    }
    // Asked of each choice: H2 is in the other district.
    let found = try explain(
      TinyCase().asking(#"{"column": "district", "equals": {"programme": "district"}}"#), "S03")
    #expect(
      found.failures("quota", "H2") == ["district must be the programme's district, D2; it is D1"])
    #expect(found.failures("quota", "H1").isEmpty)
  }

  @Test func poolsThatAreNotOpen() throws {
    var tiny = TinyCase()
    // A student of no school, and a school without seats at H2.
    tiny["students.csv"] = tiny["students.csv"].replacing(
      "S08,,88,9,A,,H1", with: "S08,,88,9,A,H1,H1")
    tiny["quotas.csv"] = tiny["quotas.csv"].replacing("H2,quota,M1,1\n", with: "H2,quota,M2,1\n")
      .replacing("H2,quota,M2,2\n", with: "")
    tiny["programmes.csv"] = tiny["programmes.csv"].replacing(
      "H2,West High,4", with: "H2,West High,1")
    tiny["rules.json"] = tiny["rules.json"].replacing(
      #""plan": {"#, with: #""waive": {"quotaShare": "a test"}, "plan": {"#)
    let nobody = try explain(tiny, "S08")
    #expect(nobody.pool("quota", "H1", "quota")["verdict"] as? String == "notOpen")
    let without = try explain(tiny, "S03")
    #expect(without.pool("quota", "H2", "quota")["verdict"] as? String == "noSeats")
  }

  @Test func theLotteryIsShownAndComputed() throws {
    var tiny = TinyCase()
    // Three alike for the one seat of M2 at H1.
    for (code, row) in [("S05", "95,9,A,H2"), ("S07", "40,1,B,H1")] {
      tiny["students.csv"] = tiny["students.csv"].replacing(
        "\(code),M2,\(row)", with: "\(code),M2,70,0.125,B,H1")
    }
    let folder = try allocated(tiny)
    let codes = ["S05", "S06", "S07"]
    let found = try codes.map { try explain(folder, $0) }
    let winner = try #require(found.first { $0.stageName == "quota" })
    for other in found where other.code != winner.code {
      let pool = other.pool("quota", "H1", "quota")
      #expect(pool["decidingKey"] as? String == "lottery")
      #expect(UInt64(other.lottery)! > UInt64(winner.lottery)!)
      let line = try #require(other.json["lotteryLine"] as? String)
      #expect(try Program.shell(line).output == other.lottery + "\n")
    }
  }

  @Test func anEarlierChoiceGoesFirst() throws {
    var tiny = TinyCase()
    tiny["rules.json"] = tiny["rules.json"].replacing(
      #""order": "parallel", "lines": [{"score": "exam", "atLeast": {"column": "line"}}]"#,
      with: #""order": "immediate""#)
    // S07 lists H1 first; S08, far better, lists it second.
    tiny["students.csv"] = tiny["students.csv"].replacing(
      "S08,,88,9,A,,H1,H2,", with: "S08,,88,9,A,,,H1,")
    let found = try explain(tiny, "S08")
    let pool = found.pool("open", "H1", "open")
    #expect(pool["decidingKey"] as? String == "choice")
    #expect(pool["gap"] as? String == "listed as choice 2; the last admitted listed it as choice 1")
  }

  @Test func aDecisionRefuses() throws {
    var tiny = TinyCase()
    tiny["rules.json"] = tiny["rules.json"].replacing(
      #""ties": "lottery""#, with: #""ties": "stop""#)
    tiny["students.csv"] = tiny["students.csv"].replacing(
      "S07,M2,40,1,B,H1", with: "S07,M2,70,0.125,B,H1")
    tiny["decisions.csv"] = """
      stage,programme,pool,audience,student,decision,decided_by,reason
      quota,H1,quota,M2,S06,refuse,office,siblings
      quota,H1,quota,M2,S07,admit,office,siblings

      """
    let found = try explain(tiny, "S06")
    #expect(found.pool("quota", "H1", "quota")["verdict"] as? String == "refused")
  }

  @Test func letterIsWholeAndEscaped() throws {
    var tiny = TinyCase()
    tiny["programmes.csv"] = tiny["programmes.csv"].replacing("East High", with: "<b>East & Co</b>")
    let folder = try allocated(tiny)
    for language in ["zh", "en"] {
      let result = try Program.run(
        "explain", folder("run"), "--student", "S07", "--letter", folder("\(language).html"),
        "--lang", language)
      #expect(result.exit == 0, "\(result.error)")
      let page = try folder.text("\(language).html")
      #expect(page.contains("&lt;b&gt;East &amp; Co&lt;/b&gt;") && !page.contains("<b>East"))
      #expect(!page.contains("http://") && !page.contains("https://") && page.contains("S07"))
      // One student and nobody else.
      for other in ["S01", "S02", "S03", "S04", "S05", "S06", "S08"] {
        #expect(!page.contains(other))
      }
    }
  }

  @Test func unknownStudentIsNearSomeone() throws {
    let folder = try allocated(TinyCase())
    let result = try Program.run("explain", folder("run"), "--student", "S0I")
    #expect(result.exit == 1 && result.error.contains("E747"))
    #expect(result.error.contains("the nearest is S01"), "\(result.error)")
    #expect(try Program.run("explain", folder("run"), "--student", "").exit == 2)
    #expect(try Program.run("explain", folder("run")).exit == 2)
  }
}

/// What `explain --json --rerun` says.
struct Found {
  let json: [String: Any]
  var code: String { json["student"] as? String ?? "" }
  var status: String { json["status"] as? String ?? "" }
  var programme: String { json["programme"] as? String ?? "" }
  var stageName: String { json["stage"] as? String ?? "" }
  var lottery: String { json["lotteryNumber"] as? String ?? "" }
  var changes: [[String: Any]] { json["changes"] as? [[String: Any]] ?? [] }

  func stage(_ name: String) -> [String: Any] {
    (json["stages"] as? [[String: Any]] ?? []).first { $0["stage"] as? String == name } ?? [:]
  }

  private func choice(_ stage: String, _ programme: String) -> [String: Any] {
    (self.stage(stage)["choices"] as? [[String: Any]] ?? [])
      .first { $0["programme"] as? String == programme } ?? [:]
  }

  func failures(_ stage: String, _ programme: String) -> [String] {
    choice(stage, programme)["failures"] as? [String] ?? []
  }

  func pool(_ stage: String, _ programme: String, _ pool: String) -> [String: Any] {
    (choice(stage, programme)["pools"] as? [[String: Any]] ?? [])
      .first { $0["pool"] as? String == pool } ?? [:]
  }
}

/// A case and its run, which keeps its inputs.
func allocated(_ tiny: TinyCase) throws -> TempFolder {
  let folder = try TempFolder()
  try tiny.write(to: folder)
  let result = try Program.run("allocate", folder("case"), "-o", folder("run"), "--bundle")
  try #require(result.exit == 0, "\(result.error)")
  return folder
}

func explain(_ tiny: TinyCase, _ student: String) throws -> Found {
  try explain(allocated(tiny), student)
}

func explain(_ folder: TempFolder, _ student: String) throws -> Found {
  let result = try Program.run(
    "explain", folder("run"), "--student", student, "--json", "--rerun", "--lang", "en")
  #expect(result.exit == 0, "\(result.error)")
  let json = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
  return Found(json: try #require(json as? [String: Any]))
}

extension TinyCase {
  /// The case with one condition on the quota stage.
  fileprivate func asking(_ condition: String) -> TinyCase {
    var tiny = self
    tiny["rules.json"] = tiny["rules.json"].replacing(
      #""pools": ["quota"], "ranking": "main","#,
      with: #""pools": ["quota"], "ranking": "main", "eligible": [\#(condition)],"#)
    return tiny
  }
}

extension String {
  /// The text with one part replaced, which must be in it.
  func replacing(_ part: String, with other: String) -> String {
    precondition(contains(part), "\(part) is not in the text")
    return replacingOccurrences(of: part, with: other)
  }
}
