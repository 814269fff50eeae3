import Foundation
import TestSupport
import Testing

/// Choice lists in a table of their own, a row a choice: the run is that of the same lists in
/// columns.
@Suite struct LongListsTests {
  private static let wide =
    #""lists": { "quota": "quota_choices", "open": ["choice1", "choice2", "choice3"] }"#

  /// The tiny city with both lists in `choices.csv`, rows in the order of a shuffle.
  private static func long(_ seed: UInt64 = 1, of wide: TinyCase = TinyCase()) throws -> TinyCase {
    var (students, choices) = ("student,middle_school,math,art,evaluation\n", [String]())
    for row in try Rows(wide["students.csv"]) {
      students +=
        row.key("student", "middle_school", "math", "art", "evaluation").joined(separator: ",")
        + "\n"
      func add(_ list: String, _ codes: [String]) {
        for (place, code) in codes.enumerated() where !code.isEmpty {
          choices.append("\(code),\(row["student"]!),\(place + 1),\(list)")
        }
      }
      add("指标批", row["quota_choices"]!.split(separator: "|").map(String.init))
      add("open", row.key("choice1", "choice2", "choice3"))
    }
    var random = SeededGenerator(seed: seed)
    choices.shuffle(using: &random)
    var long = wide
    long["students.csv"] = students
    long["choices.csv"] =
      "招生代码,准考证号,志愿序号,批次\n" + choices.map { $0 + "\n" }.joined()
    long["rules.json"] = long["rules.json"].replacing(
      Self.wide,
      with:
        #""lists": { "quota": {"file": "choices", "list": "指标批"}, "open": {"file": "choices"} }"#)
    return long
  }

  @Test(arguments: 1..<4 as Range<UInt64>) func theRunIsThatOfColumns(_ seed: UInt64) throws {
    let folder = try TempFolder()
    try TinyCase().write(to: folder, "wide")
    try Self.long(seed).write(to: folder, "long")
    for name in ["wide", "long"] {
      let result = try Program.run("allocate", folder(name), "-o", folder(name + "-run"))
      try #require(result.exit == 0, "\(result.error)")
    }
    for table in ["admissions.csv", "cutoffs.csv", "lines.csv", "seats.csv"] {
      #expect(try folder.text("wide-run/\(table)") == folder.text("long-run/\(table)"))
    }
    #expect(try folder.text("long-run/INPUTS.sha256").contains("  choices.csv"))
    // The independent check, the run again and one student's explanation read the table too.
    for command in [["verify"], ["replay"], ["explain", "--student", "S05", "--rerun"]] {
      let result = try Program.run(
        [command[0], folder("long-run"), "--case", folder("long")] + command.dropFirst())
      #expect(result.exit == 0, "\(command): \(result.output)\(result.error)")
    }
    // What a student chose is covered by the check: with another choice it is another run.
    var other = try Self.long(seed)
    other["choices.csv"] = other["choices.csv"].replacing("H2,S05,1,指标批", with: "H1,S05,1,指标批")
    try other.write(to: folder, "other")
    let refused = try Program.run("verify", folder("long-run"), "--case", folder("other"))
    #expect(refused.exit == 1)
  }

  /// An appeal about choices: one is another, one goes, one comes, one cell of the student's row
  /// too.
  @Test(arguments: ["\n", "\r\n"]) func choicesAreCorrected(_ lineEnd: String) throws {
    let folder = try TempFolder()
    var long = try Self.long()
    long["choices.csv"] = long["choices.csv"].replacingOccurrences(of: "\n", with: lineEnd)
    try long.write(to: folder)
    #expect(try Program.run("allocate", folder("case"), "-o", folder("run")).exit == 0)
    let text = """
      student,column,old,new,decided_by,reason
      S04,quota:1,,H2,office,the form was lost
      S05,指标批:1,H2,H1,office,misread
      S01,open:2,H2,,office,crossed out
      S04,math,60.5,60,office,misread

      """
    try folder.write("appeals.csv", Array(text.utf8))
    let amended = try Program.run(
      "amend", folder("case"), "--corrections", folder("appeals.csv"), "-o", folder("case2"))
    try #require(amended.exit == 0, "\(amended.error)")
    // Every other byte is as it was: the row that goes is gone, the one that comes stands at the
    // end.
    let expected =
      long["choices.csv"]
      .replacing("H2,S05,1,指标批", with: "H1,S05,1,指标批")
      .replacing("H2,S01,2,open\(lineEnd)", with: "") + "H2,S04,1,指标批\(lineEnd)"
    #expect(try folder.text("case2/choices.csv") == expected)
    #expect(
      try folder.text("case2/students.csv")
        == long["students.csv"].replacing("S04,M1,60.5,", with: "S04,M1,60,"))
    #expect(try folder.text("case2/corrections.csv") == text)
    let run = try Program.run("allocate", folder("case2"), "-o", folder("run2"))
    #expect(run.exit == 0, "\(run.error)")
    let row = try #require(RunTables(folder, "run2").admissions.first { $0["student"] == "S05" })
    #expect(row.key("programme", "stage", "choice") == ["H1", "quota", "1"])
  }

  /// M2's seat of H1 went to S06 (75.125): with H1 instead of H2 on the first place, S05 (114) is
  /// due it.
  @Test func correctedChoicesAreJudgedByThePublishedCutoffs() throws {
    let folder = try TempFolder()
    try Self.long().write(to: folder)
    #expect(try Program.run("allocate", folder("case"), "-o", folder("run")).exit == 0)
    let text = "student,column,old,new,decided_by,reason\nS05,quota:1,H2,H1,office,misread\n"
    try folder.write("appeals.csv", Array(text.utf8))
    let excess = try Program.run(
      "amend", folder("case"), "--corrections", folder("appeals.csv"), "--no-displacement", "--run",
      folder("run"), "-o", folder("excess.csv"))
    #expect(excess.exit == 0, "\(excess.error)")
    let rows = try Rows(folder.text("excess.csv"))
    #expect(
      rows[0].key("got_programme", "due_programme", "due_pool", "due_audience", "due_choice") == [
        "H2", "H1", "quota", "M2", "1",
      ])
  }

  @Test func correctionsOfChoicesThatDoNotFitAreAllSaid() throws {
    let folder = try TempFolder()
    try Self.long().write(to: folder)
    let text = """
      student,column,old,new,decided_by,reason
      S05,quota:1,H1,H2,office,r
      S05,quota:2,,H9,office,r
      S05,qouta:1,H2,H1,office,r
      S05,quota:01,H2,H1,office,r
      S95,open:1,H2,H1,office,r

      """
    try folder.write("bad.csv", Array(text.utf8))
    let result = try Program.run(
      "amend", folder("case"), "--corrections", folder("bad.csv"), "-o", folder("case2"), "--lang",
      "en")
    #expect(result.exit == 1 && !folder.exists("case2"))
    for says in [
      "bad.csv:2: E751", "bad.csv:3: E750 there is no programme H9", "bad.csv:4: E750",
      "choices are named like quota:1, open:1", "bad.csv:5: E750", "bad.csv:6: E747",
    ] { #expect(result.error.contains(says), "\(says): \(result.error)") }
  }

  /// The checklists of a sample have a line a choice, as they do where choices are columns.
  @Test func checklistsHaveEveryChoice() throws {
    let folder = try TempFolder()
    try TinyCase().write(to: folder, "wide")
    try Self.long().write(to: folder, "long")
    var lists: [[String]] = []
    for name in ["wide", "long"] {
      #expect(try Program.run("allocate", folder(name), "-o", folder(name + "-run")).exit == 0)
      let result = try Program.run(
        "sample", folder(name + "-run"), "--case", folder(name), "--students", "8", "--seed", "s",
        "-o", folder(name + ".csv"), "--lang", "en")
      try #require(result.exit == 0, "\(result.error)")
      // A byte order mark comes first, for spreadsheets.
      let rows = try Rows(String(folder.text(name + ".csv").dropFirst()))
      lists.append(
        rows.flatMap { row -> [String] in
          let item = row["item"]!
          if item == "quota_choices" {
            return row["value"]!.split(separator: "|").enumerated().map {
              "\(row["student"]!) 指标批 \($0 + 1) \($1)"
            }
          }
          let isChoice = item.hasPrefix("choice") || item.contains(" choice ")
          guard isChoice, row["value"] != "" else { return [] }
          let words = item.replacingOccurrences(of: " choice", with: "")
            .replacingOccurrences(of: "choice", with: "open ")
          return ["\(row["student"]!) \(words) \(row["value"]!)"]
        }.sorted())
    }
    #expect(lists[0] == lists[1] && lists[0].count == 23, "\(lists)")
  }

  /// With choices before ranks S02 (97) finds M1's one seat of H1 with S01, and that of H2 with S03
  /// (92), who named it first: an explanation says that H2 should have been first, and a rerun
  /// confirms it.
  @Test func anExplanationFindsTheChoiceThatShouldBeFirst() throws {
    let folder = try TempFolder()
    var found: [[String]] = []
    var wide = TinyCase()
    wide["students.csv"] = wide["students.csv"].replacing("A,H1,H2,H1,", with: "A,H1|H2,,,")
    wide["quotas.csv"] = wide["quotas.csv"].replacing("H1,quota,M1,2", with: "H1,quota,M1,1")
      .replacing("H1,quota,M2,1", with: "H1,quota,M2,2")
    for (name, tiny) in [("wide", wide), ("long", try Self.long(of: wide))] {
      var tiny = tiny
      tiny["rules.json"] = tiny["rules.json"].replacingOccurrences(
        of: "\"order\": \"parallel\"", with: "\"order\": \"immediate\"")
      try tiny.write(to: folder, name)
      #expect(try Program.run("allocate", folder(name), "-o", folder(name + "-run")).exit == 0)
      var said: [String] = []
      for student in 1...8 {
        let result = try Program.run(
          "explain", folder(name + "-run"), "--case", folder(name), "--student", "S0\(student)",
          "--rerun", "--json")
        let json = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
        let changes = (json as? [String: Any])?["changes"] as? [[String: Any]] ?? []
        for change in changes where change["kind"] as? String == "list" {
          said.append("S0\(student) \(change["old"] ?? "") \(change["programme"] ?? "")")
          #expect(change["confirmed"] as? Bool == true, "\(change)")
        }
      }
      found.append(said)
    }
    #expect(found == [["S02 2 H2"], ["S02 2 H2"]], "\(found)")
  }

  @Test func oneListNeedsNoColumnForIt() throws {
    let folder = try TempFolder()
    var tiny = try Self.long()
    tiny["rules.json"] = tiny["rules.json"].replacing(
      #""quota": {"file": "choices", "list": "指标批"}"#, with: #""quota": ["none"]"#)
    tiny["students.csv"] = try Rows(tiny["students.csv"]).reduce(
      "student,middle_school,math,art,evaluation,none\n"
    ) {
      $0 + $1.key("student", "middle_school", "math", "art", "evaluation").joined(separator: ",")
        + ",\n"
    }
    tiny["choices.csv"] = "student,number,programme\nS08,2,H1\nS01,1,H1\n"
    try tiny.write(to: folder)
    let result = try Program.run("allocate", folder("case"), "-o", folder("run"))
    #expect(result.exit == 0, "\(result.error)")
    let rows = try RunTables(folder, "run").admissions.filter { $0["status"] == "admitted" }
    #expect(
      rows.map { $0.key("student", "programme", "choice") } == [
        ["S01", "H1", "1"], ["S08", "H1", "2"],
      ])
  }

  /// What can be wrong with the table, each with its line.
  @Test(arguments: [
    ("H9,S01,3,open\n", "E211 choices.csv:", "“H9”"),
    ("H1,S99,1,open\n", "E211 choices.csv:", "“S99”"),
    ("H1,S04,0,指标批\n", "E315 choices.csv:", "志愿序号 is “0”"),
    ("H1,S04,one,指标批\n", "E315 choices.csv:", "志愿序号 is “one”"),
    ("H1,S01,1,open\n", "E315 choices.csv:", "choice 1 of student S01 is on line"),
    ("H1,S01,3,open\n", "E301 choices.csv:", "student S01 names H1 on line"),
    ("H1,S04,3,指标批\n", "E302 choices.csv:", "has a choice 3, at most 2"),
    ("H1,S04,1,指标\n", "E316 choices.csv:", "the nearest is 指标批"),
  ])
  func isRefused(_ row: String, _ place: String, _ says: String) throws {
    let folder = try TempFolder()
    var tiny = try Self.long()
    tiny["choices.csv"] += row
    try tiny.write(to: folder)
    let result = try Program.run("check", folder("case"), "--lang", "en")
    let line = tiny["choices.csv"].split(separator: "\n").count
    #expect(result.exit == 1)
    let text = result.output + result.error
    // Of two rows that clash the later one in the file is named, the other in words.
    #expect(text.contains(String(place.prefix(4))) && text.contains("choices.csv:"), "\(text)")
    #expect(text.contains(says), "\(text)")
    #expect(text.contains("choices.csv:\(line)") || place.contains("E301"), "\(text)")
  }

  @Test func theTableIsMissedAndTheRuleIsRead() throws {
    let folder = try TempFolder()
    var tiny = try Self.long()
    tiny.files["choices.csv"] = nil
    try tiny.write(to: folder)
    let missing = try Program.run("check", folder("case"), "--lang", "en")
    #expect(missing.exit == 1 && (missing.output + missing.error).contains("choices.csv"))
    tiny = try Self.long()
    tiny["rules.json"] = tiny["rules.json"].replacing(
      #""open": {"file": "choices"}"#, with: #""open": {"file": "chioces"}"#)
    try tiny.write(to: folder, "wrong")
    let wrong = try Program.run("check", folder("wrong"), "--lang", "en")
    #expect((wrong.output + wrong.error).contains("/lists/open/file"), "\(wrong.error)")
  }

  /// Rows that no run can be made of, given to the check under the digests of a run that was.
  @Test(arguments: [
    ("H2,S05,1,", "H9,S05,1,"), ("H2,S05,1,", "H2,S99,1,"), ("H2,S05,1,", "H2,S05,0,"),
    ("H2,S05,1,指标批", "H2,S05,1,nothing"),
  ])
  func verifyRefusesRowsThatCannotBe(_ old: String, _ new: String) throws {
    let folder = try TempFolder()
    try Self.long().write(to: folder)
    let result = try Program.run("allocate", folder("case"), "-o", folder("run"))
    try #require(result.exit == 0, "\(result.error)")
    var forgery = try Forgery(folder)
    forgery.editInput("choices.csv", old, new)
    forgery.coverUp()
    let found = try forgery.verify(folder)
    #expect(
      !found.isGood && found.places.contains { $0.contains("choices.csv") }, "\(found.places)")
  }
}
