import Foundation
import TestSupport
import Testing

@testable import Verification

/// What no cell of a column may exceed, where the rules state it: looked at by everyone who reads
/// marks.
@Suite struct FullMarksTests {
  private func marked(_ fullMarks: String) -> TinyCase {
    var tiny = TinyCase()
    tiny["rules.json"] = tiny["rules.json"].replacing(
      #""format": 1,"#, with: #""format": 1, "fullMarks": {\#(fullMarks)},"#)
    return tiny
  }

  @Test func whatIsAboveIsAnErrorWithItsPlace() throws {
    var tiny = marked(#""math": 95, "art": "8.5""#)
    tiny["students.csv"] = tiny["students.csv"].replacing("S02,M1,80", with: "S02,M1,800")
    for command in ["check", "allocate"] {
      let folder = try TempFolder()
      try tiny.write(to: folder)
      let output = command == "check" ? [] : ["-o", folder("run")]
      let found = try Program.run([command, folder("case"), "--lang", "en"] + output)
      let said = found.output + found.error
      #expect(found.exit == 1 && !folder.exists("run"), "\(said)")
      #expect(
        said.contains("students.csv:3:8: E219 math is 800 (student S02); full marks"), "\(said)")
      // 8.5 is full marks, 9 is more.
      #expect(said.contains("students.csv:6:11: E219 art is 9 (student S05)"), "\(said)")
      #expect(said.contains("students.csv:9:9: E219 art is 9 (student S08)"), "\(said)")
    }
    let chinese = try check(tiny, "--json", language: "zh")
    #expect(chinese.output.contains("math 为 800（学生 S02），满分 95"), "\(chinese.output)")
    #expect(try Problems(chinese.output).counts == ["E219": 3])
  }

  @Test func fullMarksThemselvesAreFine() throws {
    #expect(try check(marked(#""math": "95", "art": 9"#)).exit == 0)
  }

  /// A key of a ranking that stands in the table of middle schools.
  @Test func marksOfMiddleSchools() throws {
    var tiny = marked(#""points": 5"#)
    tiny["rules.json"] = tiny["rules.json"].replacing(
      #"{"column": "math"}]"#, with: #"{"column": "points"}]"#)
    tiny["middle_schools.csv"] = "middle_school,district,points\nM1,D1,5\nM2,D2,6\n"
    tiny["students.csv"] = tiny["students.csv"].replacing("S08,,88,9,A,,H1,H2,\n", with: "")
    let found = try check(tiny)
    #expect(found.exit == 1)
    #expect(
      found.output.contains("middle_schools.csv:3:7: E219 points is 6 (M2)"), "\(found.output)")
  }

  /// A run made without the check, under rules that have it.
  @Test func verifyLooksToo() throws {
    let folder = try TempFolder()
    try TinyCase().write(to: folder)
    try #require(try Program.run("allocate", folder("case"), "-o", folder("run")).exit == 0)
    var forgery = try Forgery(folder)
    forgery.editInput("rules.json", #""format": 1,"#, #""format": 1, "fullMarks": {"math": 94},"#)
    forgery.coverUp()
    let found = try forgery.verify(folder)
    #expect(found.places.contains("E701 students.csv:6"), "\(found.findings.first)")
    #expect(
      found.findings.first.contains { $0.message.en.contains("math is above the full marks") })
  }

  /// Variants of an experiment share what was read; what one forbids is still forbidden.
  @Test func aVariantIsHeldToItsOwn() throws {
    let folder = try TempFolder()
    try marked(#""math": 95"#).write(to: folder)
    try folder.write(
      "exp.json",
      Array(
        #"""
        {format: 1, name: "t", base: "case", replicates: 1, metrics: ["admitted_share"],
          variants: [{name: "a"}, {name: "b", set: {"/fullMarks/math": 90}}]}
        """#.utf8))
    let found = try Program.run("simulate", folder("exp.json"), "-o", folder("out"), "--lang", "en")
    #expect(found.exit == 1 && !folder.exists("out"), "\(found.output)")
    #expect(
      found.error.contains("E219: students.csv:6:8: math is 95 (student S05)"), "\(found.error)")
  }

  /// No explanation asks for more than full marks.
  @Test func theSmallestChangeStaysWithin() throws {
    // S4 is 11 in total behind S5, the last admitted, and before them with 11 more in math, the
    // next key; in art only with a point more.
    for (marks, column, added) in [
      (#""art": 100"#, "math", "11"), (#""math": 61"#, "math", "11"),
      (#""math": 60"#, "art", "12"),
      (#""math": 60, "art": "42""#, "art", "12"),
    ] {
      var tiny = marked(marks)
      tiny["students.csv"] = """
        student,middle_school,math,art,evaluation,quota_choices,choice1,choice2,choice3
        S1,M1,60,40,A,H1,H1,,
        S2,M1,60,40,A,H1,H1,,
        S3,M1,60,35,A,,H1,,
        S4,M1,50,30,A,,H1,,
        S5,M1,60,31,A,,H1,,

        """
      let change = try #require(explain(allocated(tiny), "S4").changes.first)
      #expect(change["column"] as? String == column && change["added"] as? String == added)
      #expect(change["confirmed"] as? Bool == true)
    }
  }
}
