import Foundation
import TestSupport
import Testing

/// The sample city as an exam office delivers it: workbooks and DBF tables under names of their
/// own.
@Suite struct OfficeDeliveryTests {
  private static let root = Repository.root.path
  private static let city = root + "/datasets/sample-city"
  private static let fixtures = root + "/Tests/OfficeFilesTests/Fixtures"

  private func rows(_ name: String) throws -> [[String]] {
    let data = try Data(contentsOf: URL(fileURLWithPath: "\(Self.city)/\(name)"))
    let text = String(decoding: data, as: UTF8.self)
    // The city's tables have no quotes.
    return text.split(whereSeparator: \.isNewline).map { line in
      line.drop { $0 == "\u{FEFF}" }.split(separator: ",", omittingEmptySubsequences: false)
        .map(String.init)
    }
  }

  private func deliver(to folder: TempFolder) throws {
    let files = FileManager.default
    try files.createDirectory(atPath: folder("case"), withIntermediateDirectories: true)
    for name in ["rules.json", "seed.txt", "plan-seed.txt"] {
      try files.copyItem(atPath: "\(Self.city)/\(name)", toPath: folder("case/\(name)"))
    }
    for name in ["programmes.dbf", "middle_schools.xlsx"] {
      try files.copyItem(atPath: "\(Self.fixtures)/\(name)", toPath: folder("case/\(name)"))
    }
    let students = try rows("students.csv")
    let scores: Set<String> = ["语文", "数学", "外语", "物理", "化学", "历史", "道德与法治", "体育"]
    let numbers = students[0].indices.filter { scores.contains(students[0][$0]) }
    #expect(numbers.count == scores.count)
    let book = WorkbookFile(rows: students, numbers: Set(numbers))
    try folder.write("case/考生.xlsx", book.bytes)
    let quotas = DBFFile(rows: try rows("quotas.csv"), numbers: [3])
    try folder.write("case/QUOTAS.DBF", quotas.bytes)
    var rules = try folder.text("case/rules.json")
    let files2 = """
      "files": {"students": "考生.xlsx", "middle_schools": {"sheet": "名单"}},
        "columns": {
      """
    rules = rules.replacingOccurrences(of: "\"columns\": {", with: files2)
    try folder.write("case/rules.json", Array(rules.utf8))
  }

  @Test func theSameStudentsAreAdmitted() throws {
    let folder = try TempFolder()
    try deliver(to: folder)
    let result = try Program.run("allocate", folder("case"), "-o", folder("run"), "--lang", "en")
    #expect(result.exit == 0, "\(result.error)")
    #expect(result.error.isEmpty, "\(result.error)")
    let plain = try Program.run("allocate", Self.city, "-o", folder("plain"))
    #expect(plain.exit == 0)
    for name in ["admissions.csv", "cutoffs.csv", "lines.csv", "seats.csv"] {
      #expect(try folder.read("run/\(name)") == folder.read("plain/\(name)"), "\(name)")
    }
    // What is digested is what was delivered.
    let inputs = try Program.shell(
      "cd '\(folder("case"))' && sha256sum -c '\(folder("run/INPUTS.sha256"))'")
    #expect(inputs.exit == 0 && inputs.output.contains("考生.xlsx: OK"), "\(inputs.error)")
    // Everything behind the decoding is computed again, and the check says that the decoding is
    // not.
    let verified = try Program.run(
      "verify", folder("run"), "--case", folder("case"), "--lang", "en", "--statement",
      folder("statement.html"))
    #expect(verified.exit == 0, "\(verified.output)\(verified.error)")
    let json = try Program.run(
      "verify", folder("run"), "--case", folder("case"), "--lang", "en", "--json")
    #expect(try folder.text("statement.html").contains("by the same decoder as the engine"))
    for text in [verified.unwrapped, json.output] {
      #expect(
        text.contains("tables decoded as allocate decodes them")
          && text.contains("by the same decoder as the engine") && text.contains("考生.xlsx"))
    }
    let plainly = try Program.run("verify", folder("plain"), "--case", Self.city, "--lang", "en")
    #expect(plainly.exit == 0 && !plainly.output.contains("decoder"))
    // A forged score in the workbook is seen as in any table: the run is of another case.
    var admissions = try folder.text("run/admissions.csv")
    admissions = admissions.replacingOccurrences(
      of: ",notAdmitted,,,,,", with: ",notAdmitted,,,,, ")
    try folder.write("run/admissions.csv", Array(admissions.utf8))
    let forged = try Program.run("verify", folder("run"), "--case", folder("case"))
    #expect(forged.exit == 1)
  }

  /// Two tables in one workbook, with titles above the headers, are one input.
  @Test func tablesOfOneWorkbookAreVerified() throws {
    let folder = try TempFolder()
    var tiny = TinyCase()
    let rows = { (name: String) in
      tiny[name].split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
    }
    let titled = [["2026 年普通高中招生"], [], []] + rows("programmes.csv")
    func sheet(_ rows: [[String]]) -> String {
      WorkbookFile.sheet(rows.map { $0.map { $0.isEmpty ? .none : .text($0) } })
    }
    let book = WorkbookFile([
      ("计划", sheet(titled)), ("初中", sheet(rows("middle_schools.csv"))),
    ])
    (tiny.files["programmes.csv"], tiny.files["middle_schools.csv"]) = (nil, nil)
    tiny["rules.json"] = tiny["rules.json"].replacingOccurrences(
      of: "\"lists\": {",
      with: """
        "files": {"programmes": {"file": "表.xlsx", "sheet": "计划", "headerRow": 4},
          "middle_schools": {"file": "表.xlsx", "sheet": "初中"}},
        "lists": {
        """)
    try tiny.write(to: folder)
    try folder.write("case/表.xlsx", book.bytes)
    let result = try Program.run("allocate", folder("case"), "-o", folder("run"), "--lang", "en")
    try #require(result.exit == 0, "\(result.error)")
    let verified = try Program.run(
      "verify", folder("run"), "--case", folder("case"), "--lang", "en", "--json")
    #expect(verified.exit == 0, "\(verified.output)\(verified.error)")
    let check = try Program.run("check", folder("case"), "--lang", "en")
    let commitment = try #require(check.output.firstMatch(of: /[0-9a-f]{64}/))
    #expect(verified.output.contains(commitment.0))
  }

  /// Tables that a spreadsheet program wrote (the fixtures' README says how) give the run of the
  /// CSV.
  @Test func tablesOfASpreadsheetProgramAreRead() throws {
    let folder = try TempFolder()
    try TinyCase().write(to: folder, "plain")
    var tiny = TinyCase()
    (tiny.files["students.csv"], tiny.files["programmes.csv"]) = (nil, nil)
    try tiny.write(to: folder)
    for name in ["students.xlsx", "programmes.dbf"] {
      try FileManager.default.copyItem(
        atPath: "\(Self.fixtures)/libreoffice-\(name)", toPath: folder("case/\(name)"))
    }
    for (name, run) in [("case", "run"), ("plain", "plain-run")] {
      let result = try Program.run("allocate", folder(name), "-o", folder(run))
      try #require(result.exit == 0, "\(result.error)")
    }
    let verified = try Program.run("verify", folder("run"), "--case", folder("case"))
    #expect(verified.exit == 0, "\(verified.output)")
    for table in ["admissions.csv", "cutoffs.csv", "lines.csv", "seats.csv"] {
      #expect(try folder.text("run/\(table)") == folder.text("plain-run/\(table)"))
    }
  }

  /// DBF tables in GBK by two programs: LibreOffice says nothing of its encoding, GDAL says GBK by
  /// the language driver. 镕 is in GBK and not in GB2312.
  @Test(arguments: ["libreoffice-gbk", "gdal-gbk"])
  func tablesInGBKOfRealProgramsAreRead(_ made: String) throws {
    let folder = try TempFolder()
    var tiny = TinyCase()
    tiny.files["programmes.csv"] = nil
    tiny.files["programmes.dbf"] = Array(
      try Data(contentsOf: URL(fileURLWithPath: "\(Self.fixtures)/\(made)-programmes.dbf")))
    #expect(tiny.files["programmes.dbf"]?[29] == (made == "gdal-gbk" ? 0x4D : 0))
    try tiny.write(to: folder)
    var plain = TinyCase()
    plain["programmes.csv"] = plain["programmes.csv"]
      .replacingOccurrences(of: "East High", with: "东湖高级中学")
      .replacingOccurrences(of: "West High", with: "镕基中学（西校区）")
    try plain.write(to: folder, "plain")
    for (name, run) in [("case", "run"), ("plain", "plain-run")] {
      let result = try Program.run("allocate", folder(name), "-o", folder(run))
      try #require(result.exit == 0 && result.error.isEmpty, "\(result.error)")
    }
    let verified = try Program.run("verify", folder("run"), "--case", folder("case"))
    #expect(verified.exit == 0, "\(verified.output)")
    for table in ["admissions.csv", "cutoffs.csv", "lines.csv", "seats.csv"] {
      #expect(try folder.text("run/\(table)") == folder.text("plain-run/\(table)"))
    }
    for name in ["东湖高级中学", "镕基中学（西校区）"] {
      #expect(try folder.text("run/run.json").contains("\"\(name)\""))
    }
  }

  @Test func checkNamesTheFilesAndCommitsToThem() throws {
    let folder = try TempFolder()
    try deliver(to: folder)
    let result = try Program.run("check", folder("case"), "--lang", "en")
    #expect(result.exit == 0, "\(result.output)")
    for name in ["QUOTAS.DBF", "programmes.dbf", "middle_schools.xlsx#名单", "考生.xlsx"] {
      #expect(result.output.contains(name), "\(name)")
    }
    try expectCommitment(in: result.output)
    let plan = try Program.run("check", folder("case"), "--for", "plan", "--lang", "en")
    #expect(!(try commitment(in: plan.output).line.contains("QUOTAS")))
  }
}
