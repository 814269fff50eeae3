import Foundation
import TestSupport
import Testing

/// Every problem in one run: who corrects one must not be told of the next by another run.
@Suite struct AllAtOnceTests {
  /// Two or three wrong headers of one table.
  @Test(
    arguments: [
      ("programmes.csv", ["programme,": "program,", ",plan,": ",plans,"], ["programme", "plan"]),
      (
        "students.csv",
        ["student,": "pupil,", ",middle_school,": ",from,", ",art,": ",arts,"],
        ["student", "middle_school", "art"]
      ),
      ("quotas.csv", ["pool,": "pot,", ",seats": ",places"], ["pool", "seats"]),
    ])
  func everyMissingColumnOfATableIsSaid(
    _ file: String, _ changes: [String: String], _ missing: [String]
  ) throws {
    let folder = try TempFolder()
    var tiny = TinyCase()
    for (old, new) in changes {
      tiny[file] = tiny[file].replacing(old, with: new, maxReplacements: 1)
    }
    try tiny.write(to: folder)
    let result = try Program.run("check", folder("case"))
    #expect(result.exit == 1)
    for name in missing {
      #expect(
        result.output.contains("\(file):1: E207 there is no column \(name)"), "\(result.output)")
    }
  }

  /// Headers of several tables, the audience of a pool among them.
  @Test func everyTableIsLookedAt() throws {
    let folder = try TempFolder()
    var tiny = TinyCase()
    tiny["rules.json"] = tiny["rules.json"].replacing(
      #""audience": "middle_school""#, with: #""audience": "district""#)
    tiny["middle_schools.csv"] = tiny["middle_schools.csv"].replacing(
      "middle_school,name,district", with: "school_code,name,distric")
    tiny["students.csv"] = tiny["students.csv"].replacing("student,", with: "pupil,")
    tiny["students.csv"] = tiny["students.csv"].replacing("choice2", with: "second")
    try tiny.write(to: folder)
    let result = try Program.run("check", folder("case"))
    for said in [
      "middle_schools.csv:1: E207 there is no column middle_school",
      "students.csv:1: E207 there is no column student",
      "students.csv:1: E207 there is no column choice2",
      "/pools/quota/audience: neither the students nor the middle schools have a column district; "
        + "the nearest is distric",
    ] {
      #expect(result.output.contains(said), "\(said): \(result.output)")
    }
  }

  /// A misspelt key of the rules hides nothing of the tables, and nothing is allocated.
  @Test func aMisspeltKeyHidesNoTable() throws {
    let folder = try TempFolder()
    var tiny = TinyCase()
    tiny["rules.json"] = tiny["rules.json"].replacing("\"year\"", with: "\"yeer\"")
    tiny["students.csv"] = tiny["students.csv"].replacing("S01,M1,90", with: "S01,M9,ninety")
    try tiny.write(to: folder)
    let found = try Program.run("check", folder("case"), "--json")
    let errors = try Problems(found.output).errors
    #expect(found.exit == 1 && errors.count == 3, "\(errors)")
    for code in ["E105", "E211", "E212"] {
      #expect(errors.contains { $0.hasPrefix(code) }, "\(errors)")
    }
    #expect(!found.output.contains("commitment"), "\(found.output)")
    tiny["students.csv"] = TinyCase()["students.csv"]
    try tiny.write(to: folder)
    for words in [["allocate", folder("case"), "-o", folder("run")], ["check", folder("case")]] {
      #expect(try Program.run(words).exit == 1, "\(words)")
    }
    #expect(try folder.names() == ["case"])
    // By what may be meant to say how tables are read none is read.
    tiny["rules.json"] = TinyCase()["rules.json"].replacing(
      "\"year\"", with: "\"colums\": {\"student\": \"KSH\"}, \"year\"")
    tiny["students.csv"] = tiny["students.csv"].replacing("student,", with: "KSH,")
    try tiny.write(to: folder)
    let misnamed = try Program.run("check", folder("case"), "--json")
    #expect(try Problems(misnamed.output).errors.map { $0.prefix(4) } == ["E105"])
  }

  /// Rows that are wrong by themselves, and rows that do not fit the case.
  @Test func everyWrongCorrectionIsSaid() throws {
    let folder = try TempFolder()
    try TinyCase().write(to: folder)
    let rows = """
      student,column,old,new,decided_by,reason
      S01,math,90,91,,
      S02,math,80,81,the office,counted again
      S02,math,80,82,the office,counted again
      S03,math,79,81,the office,counted again
      S09,math,80,81,the office,counted again
      S04,maths,60.5,61,the office,counted again

      """
    try folder.write("appeals.csv", Array(rows.utf8))
    let result = try Program.run(
      "amend", folder("case"), "--corrections", folder("appeals.csv"), "-o", folder("new"))
    #expect(result.exit == 1 && !folder.exists("new"))
    for (line, code) in [(2, "E750"), (4, "E752"), (5, "E751"), (6, "E747"), (7, "E750")] {
      #expect(result.error.contains("appeals.csv:\(line): \(code)"), "\(line): \(result.error)")
    }
  }
}
