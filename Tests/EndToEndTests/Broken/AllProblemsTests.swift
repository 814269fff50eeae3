import TestSupport
import Testing

/// One run says every problem that it can see, and what it could not look at.
@Suite struct AllProblemsTests {
  private func check(_ tiny: TinyCase, _ language: String = "en") throws -> Program.Result {
    let folder = try TempFolder()
    try tiny.write(to: folder)
    return try Program.run("check", folder("case"), "--lang", language)
  }

  private func problems(_ tiny: TinyCase) throws -> Problems {
    let folder = try TempFolder()
    try tiny.write(to: folder)
    return try Problems(try Program.run("check", folder("case"), "--json").output)
  }

  @Test func whatWasNotLookedAtIsSaid() throws {
    var tiny = TinyCase()
    tiny["rules.json"] += "}"
    let rules = try problems(tiny)
    #expect(rules.counts == ["E101": 1, "W206": 1])
    #expect(
      rules.messages.contains { $0.contains("programmes.csv, middle_schools.csv, students.csv") })
    // An open quote in the programmes: the other tables are looked at, those of students are not.
    tiny = TinyCase()
    tiny.replace("programmes.csv", "H2,", Array("H2,\"".utf8))
    tiny.replace("quotas.csv", "seats", Array("sitze".utf8))
    let quote = try problems(tiny)
    #expect(quote.counts == ["E203": 1, "E207": 1, "W206": 1], "\(quote.messages)")
    #expect(quote.messages.contains { $0.hasPrefix("the rows of students.csv were not") })
    // Where nothing waits for others, nothing is said.
    tiny = TinyCase()
    tiny.replace("students.csv", "S03,", Array("S03,\"".utf8))
    #expect(try problems(tiny).counts == ["E203": 1])
  }

  @Test func everyMissingColumnIsSaidAtOnce() throws {
    var tiny = TinyCase()
    for (name, old) in [
      ("programmes.csv", "programme"), ("students.csv", "student"), ("students.csv", "math"),
      ("students.csv", "evaluation"), ("students.csv", "choice2"), ("quotas.csv", "pool"),
      ("quotas.csv", "seats"),
    ] { tiny.replace(name, old, Array("x\(old.count)".utf8)) }
    let found = try problems(tiny)
    #expect(found.counts["E207"] == 7, "\(found.messages)")
    #expect(found.errors.count == 3, "one place a table: \(found.errors)")
    let told = try check(tiny)
    #expect(!told.output.contains("more, for example"), "\(told.output)")
  }

  /// People know their own headers, not our names of columns.
  @Test func messagesNameTheOfficesColumns() throws {
    var tiny = TinyCase()
    for (file, old, new) in [
      ("students.csv", "middle_school", "毕业学校代码"), ("students.csv", "evaluation", "综合素质评价"),
      ("quotas.csv", "programme", "招生代码"), ("quotas.csv", "seats", "名额"),
      ("programmes.csv", "plan", "计划数"),
    ] { tiny.replace(file, old, Array(new.utf8)) }
    tiny.replace("students.csv", "S01,M1", Array("S01,M9".utf8))
    tiny.replace("quotas.csv", "H1,quota,M1", Array("H9,quota,M1".utf8))
    for language in ["zh", "en"] {
      let told = try check(tiny, language).output
      for header in ["毕业学校代码 “M9”", "招生代码 “H9”"] {
        #expect(told.contains(header), "\(told)")
      }
    }
  }

  @Test func wrongUsageIsJSONWhereAProgramReads() throws {
    for words in [
      ["allocate", "x", "--json"], ["alocate", "--json"], ["check", "--json", "--frm"],
    ] {
      let result = try Program.run(words)
      #expect(result.exit == 2)
      #expect(try Problems(result.output).counts == ["E901": 1], "\(result.output)")
    }
  }
}
