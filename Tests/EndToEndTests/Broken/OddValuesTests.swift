import Foundation
import TestSupport
import Testing

/// Values that the rules compare byte by byte, spelled in another way somewhere: said, wherever
/// they stand.
@Suite struct OddValuesTests {
  /// The tiny case with a condition on a column of the students that has these values.
  private func enrolled(_ values: [String], _ condition: String = #""equals": "yes""#) -> TinyCase {
    var tiny = TinyCase()
    tiny["rules.json"] = tiny["rules.json"].replacing(
      #""maxChoices": 2,"#,
      with: #""eligible": [{"column": "enrolled", \#(condition)}], "maxChoices": 2,"#)
    let rows = tiny.lines("students.csv")
    tiny["students.csv"] =
      "\(rows[0]),enrolled\n" + zip(rows.dropFirst(), values).map { "\($0),\($1)\n" }.joined()
    return tiny
  }

  /// The tiny case with a split inside of districts, and no quotas yet.
  private func planned(_ schools: String) -> TinyCase {
    var tiny = TinyCase()
    tiny["rules.json"] = tiny["rules.json"].replacing(
      #""minimumShare": "0.75" }"#,
      with: #"""
        "minimumShare": "0.75", "splits": [
          {"name": "own", "pool": "quota", "share": "0.75", "levels": ["middle_school"],
           "within": "district", "method": "hamilton"}] }
        """#)
    tiny["middle_schools.csv"] = "middle_school,district,eligible\n" + schools
    tiny.files["quotas.csv"] = nil
    return tiny
  }

  @Test(arguments: [
    "Yes", "yes ", "\u{3000}yes", "yes\u{A0}", "ｙｅｓ", "ye\u{200B}s", "yes\u{FEFF}", "'yes", "=yes",
    "\"=\"\"yes\"\"\"", "\"\"\"yes\"\"\"", "“yes”", "\"yes\n\"", "\"y\tes\"",
  ])
  func otherSpellingsAreNamed(_ spelling: String) throws {
    let tiny = enrolled(["yes", "no", spelling, "yes", "no", spelling, "yes", "no"])
    let found = try check(tiny)
    #expect(found.exit == 0 && found.verdict == "good: no errors, 1 warning", "\(found.output)")
    #expect(found.output.contains("students.csv:4:"), "\(found.output)")
    #expect(
      found.unwrapped.contains("W205 enrolled is ")
        && found.unwrapped.contains(
          "(student S03): it is not spelled as “yes” and taken for another value; 2 rows"),
      "\(found.output)")
    #expect(try check(tiny, language: "zh").output.contains("（学生 S03），与 “yes” 写法不同"))
  }

  @Test func everySpellingIsOneOfItsOwnAndAnErrorOfASheetIsNoValue() throws {
    let tiny = enrolled(["Yes", "YES", "#N/A", "yes", "no", "", "maybe", "n/a"])
    let found = try check(tiny, "--json")
    #expect(try Problems(found.output).counts == ["W205": 3], "\(found.output)")
    #expect(found.output.contains("is a spreadsheet's error, not a value"))
  }

  /// Numbers lose zeros, in either direction, and another number is another number.
  @Test func lostZeros() throws {
    let tiny = enrolled(["01", "1", "1.0", "001", "10", "0", "02", "2"], #""in": ["01", "2"]"#)
    #expect(try Problems(check(tiny, "--json").output).counts == ["W205": 4])
  }

  /// What two tables compare with each other, and what a pool divides by.
  @Test func columnsOfTheSmallTables() throws {
    var tiny = enrolled(
      ["D1", "D2", "D1", "d1", "D1", "D2", "D2", "D1"], #""equals": {"programme": "district"}"#)
    tiny["programmes.csv"] = tiny["programmes.csv"].replacing("D2", with: "Ｄ2")
    let found = try Problems(check(tiny, "--json").output)
    #expect(found.counts["W205"] == 2, "\(found.warnings) \(found.messages)")
    var pools = TinyCase()
    pools["middle_schools.csv"] =
      "middle_school,district,eligible\nM1,D1,4\nM2,d1,4\nM3,D1,2\n"
    pools["quotas.csv"] = "programme,pool,audience,seats\nH1,quota,D1,3\nH2,quota,D1,3\n"
    pools["rules.json"] = pools["rules.json"].replacing(
      #""audience": "middle_school""#, with: #""audience": "district""#)
    let odd = try check(pools)
    #expect(
      odd.unwrapped.contains(
        "W205 district is “d1” (middle school M2): it is not spelled as “D1”"),
      "\(odd.output)")
    // The same of a column of the students, whose values are only known when all are read.
    var own = enrolled(["D1", "D1", "D1 ", "D1", "D2", "D2", "D2", "D2"])
    own["rules.json"] = pools["rules.json"].replacing(
      #""audience": "district""#, with: #""audience": "enrolled""#)
    own["quotas.csv"] = pools["quotas.csv"]
    let divided = try check(own)
    #expect(
      divided.unwrapped.contains("W205 enrolled is “D1 ” (student S03): it is not spelled as “D1”"),
      "\(divided.output)")
    #expect(divided.unwrapped.contains("another value; 1 row"))
  }

  /// An empty cell is like nothing, one of blanks neither.
  @Test func emptyCellsAreLikeNothing() throws {
    let tiny = enrolled(["", " ", "", "yes", "", "yes", "no", ""])
    let found = try check(tiny)
    #expect(found.unwrapped.contains("W205 enrolled is “ ” (student S02)"), "\(found.output)")
    #expect(!found.unwrapped.contains("enrolled is “”"), "\(found.output)")
  }

  /// Where nobody is eligible no seats are missed.
  @Test(arguments: ["0", "00"]) func groupsOfNobody(_ eligible: String) throws {
    let none = try check(planned("M1,D1,4\nM2,D2,4\nM3,D9,\(eligible)\n"), "--for", "plan")
    #expect(!none.output.contains("W604"), "\(none.output)")
  }

  /// A table of which no code is fit is refused, whatever else would be said of its codes.
  @Test func noCodeIsFit() throws {
    var tiny = TinyCase()
    tiny["middle_schools.csv"] = "middle_school,district,eligible\n'M1,D1,4\n"
    let found = try check(tiny)
    #expect(found.exit == 1 && found.output.contains("E210"), "\(found.output)")
  }

  /// Codes with dashes are no dates where others have dashes too.
  @Test func codesWithDashes() throws {
    var tiny = TinyCase()
    for name in ["programmes.csv", "quotas.csv", "students.csv"] {
      tiny[name] = tiny[name].replacing("H1", with: "A1-03-02").replacing("H2", with: "A2-03-02")
    }
    tiny["programmes.csv"] += "21-03-02,South High,4,D2,public,\n"
    let found = try check(tiny)
    #expect(!found.output.contains("E210"), "\(found.output)")
  }

  /// A middle school that is not of the group that it should be of gets fewer seats, silently.
  @Test(arguments: [
    ("1", "W205", "it is not spelled as “01”"), ("01 ", "W205", "it is not spelled as “01”"),
    ("０１", "W205", "it is not spelled as “01”"),
    ("99", "W604", "which no programme has: no seats reach it by the split own; there are 01, 02"),
    ("", "W604", "which no programme has: no seats reach it by the split own; there are 01, 02"),
  ])
  func groupsThatNoProgrammeHas(_ value: String, _ code: String, _ words: String) throws {
    var tiny = planned("M1,01,4\nM2,02,4\nM3,\(value),4\n")
    tiny["programmes.csv"] = tiny["programmes.csv"].replacing("D1", with: "01").replacing(
      "D2", with: "02")
    let checked = try check(tiny, "--for", "plan", "--json")
    #expect(try Problems(checked.output).warnings == ["\(code) middle_schools.csv:4:4"])
    #expect(checked.output.contains(words), "\(checked.output)")
    let folder = try TempFolder()
    try tiny.write(to: folder)
    let plan = try Program.run("plan", folder("case"), "--lang", "en")
    #expect(
      plan.exit == 0 && plan.error.contains("middle_schools.csv:4:4: \(code)"), "\(plan.error)")
    let after = try Program.run("check", folder("case"), "--json")
    #expect(
      try Problems(after.output).warnings.filter { $0.hasPrefix(code) }
        == ["\(code) middle_schools.csv:4:4"], "\(after.output)")
  }

  /// One of 200,001 is due a hundred-thousandth of a seat: no lot is drawn for that, which is said.
  @Test func sharesThatNoLotDecides() throws {
    let folder = try TempFolder()
    func plan(_ schools: String) throws -> Program.Result {
      var tiny = planned(schools)
      tiny["plan-seed.txt"] = "plan\n"
      tiny["rules.json"] = tiny["rules.json"].replacing("hamilton", with: "lottery")
      try tiny.write(to: folder)
      return try Program.run(
        "plan", folder("case"), "-o", folder("plan"), "--replace", "--lang", "en")
    }
    let small = try plan("M1,D1,1\nM2,D2,4\nM3,D1,200000\n")
    #expect(small.exit == 0 && small.error.contains("W605"), "\(small.error)")
    #expect(small.error.contains("within 0.0001 of a whole number"), "\(small.error)")
    let large = try plan("M1,D1,100\nM2,D2,4\nM3,D1,200\n")
    #expect(large.exit == 0 && !large.error.contains("W605"), "\(large.error)")
  }

  /// A group without programmes that has seats of its own in the quotas is no slip.
  @Test func aGroupWithSeatsOfItsOwnIsKnown() throws {
    var tiny = planned("M1,D1,4\nM2,D2,4\nM3,D3,4\n")
    func warnings() throws -> [String] {
      try Problems(check(tiny, "--for", "plan", "--json").output).warnings
    }
    #expect(try warnings() == ["W604 middle_schools.csv:4:4"])
    tiny["rules.json"] = tiny["rules.json"].replacing(
      #""open": { "#, with: #""area": { "audience": "district", "quota": true }, "open": { "#)
    tiny["quotas.csv"] = "programme,pool,audience,seats\nH1,area,D3,1\n"
    #expect(try warnings() == [])
  }

  /// What spreadsheets make of codes: each refused once, in whichever column it stands.
  @Test(arguments: ["#NAME?", "#REF!", "'S02", "=S02", "26-7-1", "2026/7/1", "1.0E+05"])
  func spoiledCodes(_ code: String) throws {
    var tiny = TinyCase()
    tiny.replace("students.csv", "S02,", Array("\(code),".utf8))
    let found = try Problems(check(tiny, "--json").output)
    #expect(found.errors == ["E210 students.csv:3:1"], "\(found.messages)")
    #expect(found.counts["E210"] == 1)
    tiny = TinyCase()
    tiny.replace("programmes.csv", "H2,", Array("H3,Third,0,D1,public,\n\(code),".utf8))
    #expect(try Problems(check(tiny, "--json").output).errors.contains("E210 programmes.csv:4:1"))
  }

  /// Codes that all look like dates are an office's own, and codes of the usual widths are looked
  /// at too.
  @Test func datesAmongDatesAndEqualsAmongLetters() throws {
    let rows = TinyCase().lines("students.csv")
    func with(_ codes: [String]) throws -> Problems {
      var tiny = TinyCase()
      tiny["students.csv"] =
        rows[0] + "\n" + zip(rows.dropFirst(), codes).map { $1 + $0.dropFirst(3) + "\n" }.joined()
      return try Problems(check(tiny, "--json").output)
    }
    #expect(try with((1...8).map { "26-7-\($0)" }).errors == [])
    let usual = (1...8).map { "2026010\($0)" }
    #expect(try with(usual).errors == [])
    #expect(try with(usual.dropLast() + ["=2026018"]).errors == ["E210 students.csv:9:1"])
    #expect(try with(usual.dropLast() + ["2026-7-8"]).errors == ["E210 students.csv:9:1"])
    // A code with a fault beside one of another fault: each said once.
    let two = try with(["\"S,1\"", "1.0E+05"] + usual.dropFirst(2))
    #expect(two.counts["E210"] == 1, "\(two.messages)")
  }

  /// Of mixed lengths the rarer one is shown, be it the longer.
  @Test func aLongerCodeIsTheExample() throws {
    var tiny = TinyCase()
    tiny.replace("students.csv", "S05,", Array("S0005,".utf8))
    let result = try check(tiny)
    #expect(
      result.unwrapped.contains(
        "students.csv:6:1: W204 student codes are from 3 to 5 bytes long, the fewest, 1, of 5, for "
          + "example “S0005”; something may have been added"), "\(result.output)")
  }

  /// The nearest name is found through what a spreadsheet puts around it.
  @Test(arguments: ["M1\u{A0}", "Ｍ１", "\"=\"\"M1\"\"\"", "m1"])
  func nearestThroughSpelling(_ code: String) throws {
    var tiny = TinyCase()
    tiny["middle_schools.csv"] = "middle_school,district,eligible\nM2,D1,4\nX1,D2,4\nM1,D2,4\n"
    tiny.replace("students.csv", "S03,M1", Array("S03,\(code)".utf8))
    #expect(try check(tiny).unwrapped.contains("(student S03); the nearest is M1"))
  }

  @Test func unreadableCellsOfSmallTablesAreSaidOnceWithTheirColumn() throws {
    var tiny = TinyCase()
    tiny.replace("programmes.csv", "public,60", Array("public,６０".utf8))
    #expect(try check(tiny).output.contains("E212 line: “６０”"))
    var plan = planned("M1,D1,4\nM2,D2,four\n")
    plan["rules.json"] = plan["rules.json"].replacing(
      #""within": "district", "method": "hamilton"}"#,
      with: #"""
        "within": "district", "method": "hamilton"},
        {"name": "more", "pool": "quota", "share": "0.1", "levels": ["middle_school"],
         "method": "hamilton"}
        """#)
    #expect(try Problems(check(plan, "--for", "plan", "--json").output).counts["E215"] == 1)
  }

  /// Where no ranking stops, no row answers a stop: `check` says so too.
  @Test func decisionsWithoutStops() throws {
    var tiny = TinyCase()
    tiny["decisions.csv"] =
      "stage,programme,pool,audience,student,decision,decided_by,reason\n"
      + "quota,H1,quota,M1,S02,admit,office,drawn\n"
    #expect(try Problems(check(tiny, "--json").output).errors == ["E403 decisions.csv:2"])
  }
}
