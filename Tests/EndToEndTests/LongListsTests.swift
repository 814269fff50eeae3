import Foundation
import TestSupport
import Testing

/// Choice lists in a table of their own, a row a choice: the run is that of the same lists in columns.
@Suite struct LongListsTests {
  private static let wide =
    #""lists": { "quota": "quota_choices", "open": ["choice1", "choice2", "choice3"] }"#

  /// The tiny city with both lists in `choices.csv`, rows in the order of a shuffle.
  private static func long(_ seed: UInt64 = 1) throws -> TinyCase {
    let wide = TinyCase()
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
    ("H1,S04,0,指标批\n", "E315 choices.csv:", "number is “0”"),
    ("H1,S04,one,指标批\n", "E315 choices.csv:", "number is “one”"),
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
}
