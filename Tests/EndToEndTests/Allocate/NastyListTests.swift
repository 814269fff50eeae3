import Foundation
import TestSupport
import Testing

/// What is nasty in real deliveries and rules, each end to end and under its number. (The engine's
/// own cases are in the tests of `Admission`.)
@Suite struct NastyListTests {
  private func example(_ city: String) throws -> TempFolder {
    let folder = try TempFolder()
    let result = try Program.run(
      "allocate", PresetRunTests.folder + "/\(city)/example", "-o", folder("run"))
    #expect(result.exit == 0, "\(result.error)")
    return folder
  }

  private func admissions(_ folder: TempFolder) throws -> [String: [String: String]] {
    let rows = try Rows(folder.text("run/admissions.csv"))
    return Dictionary(uniqueKeysWithValues: rows.map { ($0["student"]!, $0) })
  }

  private func cutoff(_ folder: TempFolder, _ key: String...) throws -> [String: String] {
    let rows = try Rows(folder.text("run/cutoffs.csv"))
    return try #require(rows.first { $0.key("stage", "programme", "pool", "audience") == key })
  }

  /// 701's first stage ended at 650, 702's at 620 with a seat left, nobody chose 703.
  @Test func nasty1ALineFromACutoffOfTheSameRun() throws {
    let folder = try example("shijiazhuang")
    let lines = try Rows(folder.text("run/lines.csv")).filter { $0["stage"] == "指标" }
    #expect(lines.map { $0.key("programme", "line") } == [["701", "600"], ["702", "570"]])
    let got = try admissions(folder)
    #expect(["J03", "J05", "J07"].allSatisfy { got[$0]?["stage"] == "指标" })
    #expect(["J04", "J06"].allSatisfy { got[$0]?["stage"] == "统招二" })
  }

  @Test func nasty2TwoScalesForOneStudent() throws {
    let folder = try example("shanghai")
    #expect(try cutoff(folder, "名额到校", "102001", "名额到校", "M01")["lowest_score"] == "655")
    let got = try admissions(folder)
    #expect(got["S03"]?["status"] == "notAdmitted", "654.5 is 604.5 + 50: below the line")
    #expect(got["S04"]?["score"] == "654", "654 is 610 + 44: above it")
  }

  @Test func nasty3StageOrderAloneDecidesWhoUsesAQuotaSeat() throws {
    let (quota, open) = (HandCase.stage("quota", "\"quota\""), HandCase.stage("open", "\"open\""))
    let students = """
      student,middle_school,score,evaluation,q,o
      best,M1,700,A,H1,H1
      next,M1,600,A,H1,H1

      """
    let quotaFirst = try HandCase(stages: quota + "," + open, students: students).run().got
    #expect(quotaFirst == ["best": "H1 quota 1", "next": "H1 open 1"])
    let openFirst = try HandCase(stages: open + "," + quota, students: students).run().got
    #expect(openFirst == ["best": "H1 open 1", "next": "H1 quota 1"])
  }

  @Test func nasty4AQuotaCutoffAboveTheUnifiedOne() throws {
    let folder = try example("dalian")
    #expect(try cutoff(folder, "统招", "601", "统招", "*")["lowest_score"] == "763.5")
    #expect(try cutoff(folder, "指标", "601", "指标", "M03")["lowest_score"] == "765.5")
  }

  @Test func nasty5AHigherScoreLosesToAnEarlierChoice() throws {
    let got = try admissions(example("guangzhou"))
    #expect(got["G01"]?.key("programme", "stage", "score") == ["001", "指标到校", "668"])
    #expect(got["G02"]?.key("stage", "score") == ["统一招生", "690"], "001 was its second choice")
    // Choice first: 500 names H1 first, 700 second.
    let students = """
      student,middle_school,score,evaluation,q,o
      x,M1,700,A,,H2|H1
      y,M1,500,A,,H1
      z,M1,710,A,,H2

      """
    func run(_ order: String) throws -> [String: String] {
      try HandCase(
        stages: HandCase.stage("open", "\"open\"", "\"order\": \"\(order)\""), students: students
      ).run().got
    }
    #expect(try run("immediate") == ["x": "", "y": "H1 open 1", "z": "H2 open 1"])
    #expect(try run("parallel") == ["x": "H1 open 2", "y": "", "z": "H2 open 1"])
  }

  /// 612.4 and 611.6 are both 612, and the next key decides; half a point decides elsewhere.
  @Test func nasty6HalfPointsAndTotalsRoundedToAnInteger() throws {
    let got = try admissions(example("chengdu"))
    #expect(got["C02"]?.key("stage", "score") == ["指标到校", "612"])
    #expect(got["C01"]?.key("stage", "score") == ["统招", "612"])
    let half = try HandCase(
      stages: HandCase.stage("quota", "\"quota\""),
      students: """
        student,middle_school,score,evaluation,q,o
        x,M1,654.5,B,H1,
        y,M1,654,A,H1,

        """
    ).run().got
    #expect(half == ["x": "H1 quota 1", "y": ""])
  }

  @Test func nasty7ATieChainThatRunsOutStopsAndIsDecided() throws {
    try PresetRunTests().withoutTheOfficesDecisionTheRunStops()
    let folder = try example("chengdu")
    let got = try admissions(folder)
    #expect(got["C11"]?["programme"] == "402" && got["C10"]?["status"] == "notAdmitted")
    #expect(try folder.text("run/run.json").contains("招生委员会"))
  }

  /// Codes with leading zeros; a GB18030 table and one with a byte order mark in one delivery; `1`
  /// and `001` are two schools.
  @Test func nasty8LeadingZerosMarksAndTwoEncodings() throws {
    var tiny = TinyCase()
    for name in ["programmes.csv", "students.csv", "quotas.csv"] {
      tiny[name] = tiny[name].replacingOccurrences(of: "H1", with: "012001")
        .replacingOccurrences(of: "H2", with: "12001")
    }
    tiny.files["students.csv"] = [0xEF, 0xBB, 0xBF] + (tiny.files["students.csv"] ?? [])
    // 东 and 西 in GB18030.
    tiny.replace("programmes.csv", "East", [0xB6, 0xAB])
    tiny.replace("programmes.csv", "West", [0xCE, 0xF7])
    let folder = try TempFolder()
    try tiny.write(to: folder)
    let result = try Program.run("allocate", folder("case"), "-o", folder("run"))
    #expect(result.exit == 0, "\(result.error)")
    let plain = try TempFolder()
    try TinyCase().write(to: plain)
    #expect(try Program.run("allocate", plain("case"), "-o", plain("run")).exit == 0)
    let (zeros, names) = (
      try Rows(folder.text("run/admissions.csv")), try Rows(plain.text("run/admissions.csv"))
    )
    let codes = ["H1": "012001", "H2": "12001", "": ""]
    #expect(zeros.map { $0["programme"] } == names.map { codes[$0["programme"]!] })
  }

  /// A header of 14 columns over rows of 12: refused, with the line.
  @Test func nasty8AHeaderOf14ColumnsOverRowsOf12() throws {
    var tiny = TinyCase()
    let lines = tiny.lines("students.csv").map(String.init)
    tiny["students.csv"] =
      (["\(lines[0]),a,b,c,d,e"] + lines.dropFirst().map { $0 + ",,," }).joined(separator: "\n")
      + "\n"
    let folder = try TempFolder()
    try tiny.write(to: folder)
    let result = try Program.run("check", folder("case"), "--json")
    #expect(result.exit == 1)
    let problems = try Problems(result.output)
    #expect(problems.errors.contains { $0.contains("students.csv:2") }, "\(problems.errors)")
    let message = problems.messages.first { $0.contains("12") && $0.contains("14") }
    #expect(message != nil, "\(problems.messages)")
  }

  /// Sixteen middle schools, three programmes, one seat a cell. Of each school's four students the
  /// best three take one each, in the order of their common list; no school's seat goes to another.
  @Test func nasty9NearlyAllCellsHoldOneSeat() throws {
    let schools = (10..<26).map { "M\($0)" }
    var quotas = "programme,pool,audience,seats\n"
    var students = "student,middle_school,score,evaluation,q,o\n"
    for (at, school) in schools.enumerated() {
      for programme in ["H1", "H2", "H3"] { quotas += "\(programme),quota,\(school),1\n" }
      for place in 0..<4 {
        // The weakest of one school may be better than the best of another.
        students += "\(school)-\(place),\(school),\(700 - 10 * place - 25 * at % 90),A,H2|H3|H1,\n"
      }
    }
    var city = HandCase(stages: HandCase.stage("quota", "\"quota\""), students: students)
    city.programmes = "programme,plan\nH1,16\nH2,16\nH3,16\n"
    city.quotas = quotas
    city.pools = "\"quota\": {\"audience\": \"middle_school\", \"quota\": true}"
    city.schools = "middle_school\n" + schools.map { $0 + "\n" }.joined()
    let (got, folder) = try city.run()
    let wanted = ["H2 quota 1", "H3 quota 2", "H1 quota 3", ""]
    for (student, place) in got {
      #expect(place == wanted[Int(String(student.last!))!], "\(student)")
    }
    let cells = try Rows(folder.text("run/seats.csv"))
    #expect(cells.count == 48 && cells.allSatisfy { $0.key("planned", "admitted") == ["1", "1"] })
  }

  /// A title over the header, merged over its columns as spreadsheets have it: refused with the row
  /// in which the header seems to be, and read where the rules name that row.
  @Test func nasty8AMergedTitleAboveTheHeader() throws {
    var tiny = TinyCase()
    let rows = tiny.lines("students.csv").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    tiny.files["students.csv"] = nil
    tiny.files["students.xlsx"] = WorkbookFile.titled(rows, numbers: [2, 3]).bytes
    let folder = try TempFolder()
    try tiny.write(to: folder)
    let refused = try Program.run("check", folder("case"), "--lang", "en")
    #expect(refused.exit == 1)
    #expect(refused.output.contains("students.xlsx:3: E252 row 1 has none"), "\(refused.output)")
    let key = "\"files\": {\"students\": {\"headerRow\": 3}}"
    #expect(refused.output.contains("or write \(key) in rules.json"), "\(refused.output)")
    tiny.replace("rules.json", "{", Array("{ \(key),".utf8))
    try tiny.write(to: folder)
    try TinyCase().write(to: folder, "plain")
    for (name, run) in [("case", "run"), ("plain", "plain-run")] {
      let result = try Program.run("allocate", folder(name), "-o", folder(run))
      try #require(result.exit == 0, "\(result.error)")
    }
    #expect(try folder.text("run/admissions.csv") == folder.text("plain-run/admissions.csv"))
  }

  // MARK: 10

  /// A city of which the quota seats come as the office's matrix: middle schools as rows and high
  /// schools as columns, with totals both ways.
  private static let wide = "初中,H1,H2,合计\nM1,1,0,1\nM2,1,1,2\n合计,2,1,3\n"

  private func matrixCity(_ folder: TempFolder) throws {
    var city = HandCase(
      stages: HandCase.stage("quota", "\"quota\"") + "," + HandCase.stage("open", "\"open\""),
      students: """
        student,middle_school,score,evaluation,q,o
        a,M1,600,A,H1,H1
        b,M1,590,A,H1,H1
        c,M2,560,A,H1|H2,H1
        d,M2,550,A,H1|H2,H1

        """)
    city.plan = """
      , "splits": [{"name": "s", "pool": "quota", "seats": {"column": "quota_seats"}, "method": "lottery"}]
      """
    city.share = "0.3"
    city.programmes = "programme,plan,quota_seats\nH1,3,2\nH2,3,1\n"
    // Every pool of the rules must have its column, also the one that nothing offers.
    city.schools = "middle_school,county,eligible\nM1,K1,2\nM2,K2,2\n"
    let files = [
      "rules.json": city.rules, "programmes.csv": city.programmes,
      "middle_schools.csv": city.schools, "students.csv": city.students,
      "plan-seed.txt": "a plan's draw\n",
    ]
    for (name, text) in files { try folder.write("case/" + name, Array(text.utf8)) }
  }

  /// `plan --import` takes it and writes the quotas that it stands for; with them the students are
  /// admitted: M1's seat of H1 goes to a, M2's to c, M2's of H2 to d, and b finds an open one.
  private func importsAndAllocates(_ folder: TempFolder, _ matrix: String) throws {
    let plan = try Program.run("plan", folder("case"), "--import", folder(matrix))
    try #require(plan.exit == 0, "\(plan.error)")
    #expect(
      try folder.text("case/quotas.csv")
        == "programme,pool,audience,seats\nH1,quota,M1,1\nH1,quota,M2,1\nH2,quota,M2,1\n")
    let run = try Program.run("allocate", folder("case"), "-o", folder("run"))
    try #require(run.exit == 0, "\(run.error)")
    let got = try admissions(folder).mapValues { $0.key("programme", "pool", "choice") }
    #expect(
      got == [
        "a": ["H1", "quota", "1"], "b": ["H1", "open", "1"], "c": ["H1", "quota", "1"],
        "d": ["H2", "quota", "2"],
      ])
    let verdict = try Program.run("verify", folder("run"), "--case", folder("case"))
    #expect(verdict.exit == 0, "\(verdict.output)\(verdict.error)")
    let check = try Program.run("plan", "--check", folder("case"), "--import", folder(matrix))
    #expect(check.exit == 0, "\(check.output)\(check.error)")
    // Without the matrix nobody can say where the seats come from.
    #expect(try Program.run("plan", "--check", folder("case")).exit == 1)
  }

  @Test func nasty10AWideMatrixBroughtByTheOffice() throws {
    let folder = try TempFolder()
    try matrixCity(folder)
    try folder.write("wide.csv", Array(Self.wide.utf8))
    try importsAndAllocates(folder, "wide.csv")
  }

  /// The same as offices keep it, a workbook: a merged title above is named with the row of the
  /// header, codes that became numbers are refused, and the matrix as it should be is taken.
  @Test func nasty10AWideMatrixInAWorkbook() throws {
    let folder = try TempFolder()
    try matrixCity(folder)
    let rows = Self.wide.split(separator: "\n").map {
      $0.split(separator: ",").map(String.init)
    }
    try folder.write("titled.xlsx", WorkbookFile.titled(rows, numbers: [1, 2, 3]).bytes)
    let titled = try Program.run(
      "plan", folder("case"), "--import", folder("titled.xlsx"), "--lang", "en")
    #expect(titled.exit == 1 && !folder.exists("case/quotas.csv"))
    #expect(
      titled.error.contains(
        "titled.xlsx:3: E252 row 1 has none of the columns needed, row 3 looks like the header "
          + "(H1, H2); delete the rows above it\n"), "\(titled.error)")
    let coded = rows.map { [$0[0].replacingOccurrences(of: "M", with: "1")] + $0.dropFirst() }
    try folder.write("numbers.xlsx", WorkbookFile(rows: coded, numbers: [0, 1, 2, 3]).bytes)
    let numbers = try Program.run(
      "plan", folder("case"), "--import", folder("numbers.xlsx"), "--lang", "en")
    #expect(numbers.exit == 1)
    #expect(numbers.error.contains("numbers.xlsx:A2: E246"), "\(numbers.error)")
    try folder.write("wide.xlsx", WorkbookFile(rows: rows, numbers: [1, 2, 3]).bytes)
    try importsAndAllocates(folder, "wide.xlsx")
    // Its cells are compared too: another workbook with the digest of this one's place in the
    // summary.
    let other = rows.map { $0[0] == "M2" ? [$0[0]] + $0.dropFirst().map { _ in "0" } : $0 }
    try folder.write("wide.xlsx", WorkbookFile(rows: other, numbers: [1, 2, 3]).bytes)
    let check = try Program.run(
      "plan", "--check", folder("case"), "--import", folder("wide.xlsx"), "--lang", "en")
    #expect(check.exit == 1, "\(check.output)")
    #expect(check.output.contains("wide.xlsx says 0"), "\(check.output)")
  }
}
