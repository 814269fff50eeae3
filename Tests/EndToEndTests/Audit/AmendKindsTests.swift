import Foundation
import TestSupport
import Testing

/// `amend` of cases of every kind: later rounds, and tables that are not written but read.
@Suite struct AmendKindsTests {
  private let folder: TempFolder

  init() throws { folder = try TempFolder() }

  private func allocate(_ name: String, _ run: String, after: String? = nil) throws {
    let made = try Program.run(
      ["allocate", folder(name), "-o", folder(run)] + (after.map { ["--after", folder($0)] } ?? []))
    try #require(made.exit == 0, "\(made.error)")
  }

  private func amend(
    _ name: String, _ correction: String, _ options: String...
  ) throws -> Program.Result {
    try folder.write(
      "corrections.csv",
      Array("student,column,old,new,decided_by,reason\n\(correction),the office,an appeal\n".utf8))
    return try Program.run(
      ["amend", folder(name), "--corrections", folder("corrections.csv"), "--lang", "en"] + options)
  }

  /// S07, whom the first round left, gets H2 in the second; with fewer marks, nothing.
  @Test func laterRounds() throws {
    try TinyCase().write(to: folder)
    var second = TinyCase()
    second["students.csv"] = """
      student,middle_school,math,art,evaluation,quota_choices,choice1,choice2,choice3
      S07,M2,50,1,B,H2|H1,H1,H2,
      S05,M2,95,9,A,H1,H1,H2,

      """
    second.files["quotas.csv"] = nil
    second["withdrawals.csv"] = "student\nS05\n"
    try second.write(to: folder, "case2")
    try allocate("case", "run")
    try allocate("case2", "run2", after: "run")
    let without = try amend("case2", "S07,math,50,40", "-o", folder("case3"))
    #expect(without.exit == 1 && without.error.contains("--after RUN"), "\(without.error)")
    let after = ["--after", folder("run")]
    let written = try amend("case2", "S07,math,50,40", "-o", folder("case3"), after[0], after[1])
    #expect(written.exit == 0, "\(written.error)")
    #expect(written.output.contains("case3 --after "), "\(written.output)")
    try allocate("case3", "run3", after: "run")
    let rows = try folder.text("run3/admissions.csv")
    #expect(rows.contains("S07,notAdmitted"), "\(rows)")
    let judged = try amend(
      "case2", "S07,math,50,40", "--no-displacement", "--run", folder("run2"), after[0], after[1])
    #expect(judged.exit == 0, "\(judged.error)")
    #expect(
      judged.output.contains("the corrected values lead to: not admitted"), "\(judged.output)")
  }

  /// The office's header and our name are one cell, which is corrected once.
  @Test func oneCellUnderTwoNames() throws {
    var tiny = TinyCase()
    for name in ["students.csv", "middle_schools.csv", "quotas.csv"] {
      tiny[name] = tiny[name].replacing("M1", with: "001").replacing("M2", with: "002")
    }
    tiny["students.csv"] = tiny["students.csv"].replacing("middle_school", with: "毕业学校代码")
    try tiny.write(to: folder)
    let rest = "the office,an appeal"
    let twice = try amend(
      "case", "S01,毕业学校代码,001,002,\(rest)\nS01,middle_school,001,002",
      "-o", folder("case2"))
    #expect(twice.exit == 1 && twice.error.contains("E752"), "\(twice.error)")
    #expect(twice.error.contains("corrections.csv:3"), "\(twice.error)")
    // 1 is not 001: a code is no number.
    let number = try amend("case", "S01,middle_school,1,002", "-o", folder("case2"))
    #expect(number.exit == 1 && number.error.contains("E751"), "\(number.error)")
    // Marks are: 90.0 is 90.
    let mark = try amend("case", "S01,math,90.0,91", "-o", folder("case2"))
    #expect(mark.exit == 0, "\(mark.error)")
    // A list in a table of its own, by the rules' name for it and by the table's.
    var lists = TinyCase()
    lists["rules.json"] = lists["rules.json"]
      .replacing(
        #""quota": "quota_choices", "open""#,
        with: #""quota": {"file": "choices", "list": "q"}, "open""#)
    lists["students.csv"] = lists.lines("students.csv").map { row in
      var cells = row.split(separator: ",", omittingEmptySubsequences: false)
      cells.remove(at: 5)
      return cells.joined(separator: ",") + "\n"
    }.joined()
    lists["choices.csv"] = "student,list,number,programme\nS01,q,1,H1\nS01,q,2,H2\n"
    try lists.write(to: folder, "lists")
    let both = try amend(
      "lists", "S01,quota:1,H1,H2,\(rest)\nS01,q:1,H1,H2", "-o", folder("lists2"))
    #expect(both.exit == 1 && both.error.contains("E752"), "\(both.error)")
  }

  /// What is only judged may stand in a workbook, or be in GB18030 with a correction that is not
  /// ASCII.
  @Test(arguments: ["workbook", "gb18030"]) func tablesThatAreNotWritten(_ kind: String) throws {
    var tiny = TinyCase()
    tiny["rules.json"] = tiny["rules.json"].replacing(
      #""maxChoices": 2,"#,
      with: #""eligible": [{"column": "enrolled", "equals": "是"}], "maxChoices": 2,"#)
    let rows = tiny.lines("students.csv").enumerated().map { at, row in
      row + (at == 0 ? ",enrolled" : row.hasPrefix("S01") ? ",否" : ",是")
    }
    let text = rows.map { $0 + "\n" }.joined()
    if kind == "workbook" {
      tiny.files["students.csv"] = nil
      tiny.files["students.xlsx"] =
        WorkbookFile(
          rows: rows.map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
          },
          numbers: [2, 3]
        ).bytes
    } else {
      // 是 and 否 in GB18030.
      tiny.files["students.csv"] = Array(text.utf8).replacing(
        [0xE6, 0x98, 0xAF], with: [0xCA, 0xC7]
      )
      .replacing([0xE5, 0x90, 0xA6], with: [0xB7, 0xF1])
    }
    try tiny.write(to: folder)
    try allocate("case", "run")
    let judged = try amend(
      "case", "S01,enrolled,否,是", "--no-displacement", "--run", folder("run"))
    #expect(judged.exit == 0, "\(judged.error)")
    #expect(judged.output.contains("S01: H1 open open; unchanged"), "\(judged.output)")
    let written = try amend("case", "S01,enrolled,否,是", "-o", folder("case2"))
    #expect(written.exit == 1 && !folder.exists("case2"))
    #expect(written.error.contains(kind == "workbook" ? "E750" : "E753"), "\(written.error)")
  }

  /// Whatever is said of a run says first which points of policy its rules waive.
  @Test func waiversAreSaid() throws {
    var tiny = TinyCase()
    tiny["rules.json"] = tiny["rules.json"].replacing(
      #""format": 1,"#, with: #""format": 1, "waive": {"publicPrivate": "two cities in one"},"#)
    try tiny.write(to: folder)
    try allocate("case", "run")
    let (run, inputs) = (folder("run"), ["--case", folder("case"), "--lang", "en"])
    let said = "Compliance point publicPrivate is waived: two cities in one"
    let commands = [
      ["verify", run], ["replay", run], ["explain", run, "--student", "S07"],
      ["publish", run, "-o", folder("list.csv")],
      ["sample", run, "--students", "2", "--seed", "s", "-o", folder("sample.csv")],
    ]
    for command in commands {
      let found = try Program.run(command + inputs)
      #expect(found.exit == 0, "\(command) \(found.error)")
      // Behind the verdict, before anything else.
      let lines = found.output.split(separator: "\n").prefix(3)
      #expect(lines.contains { $0.contains(said) }, "\(command) \(found.output)")
    }
    let difference = try Program.run("diff", run, run, "--lang", "en")
    #expect(difference.output.split(separator: "\n").dropFirst().first == Substring(said))
    _ = try Program.run(
      ["explain", run, "--student", "S07", "--letter", folder("letter.html")] + inputs)
    #expect(try folder.text("letter.html").contains(said))
    for command in [commands[0], commands[2]] {
      let json = try Program.run(command + inputs + ["--json"]).output
      #expect(json.contains("\"waivers\"") && json.contains(said), "\(json)")
    }
  }
}
