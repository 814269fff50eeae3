import Foundation
import TestSupport
import Testing

/// The sample city as an exam office delivers it: workbooks and DBF tables under names of their own.
@Suite struct OfficeDeliveryTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
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
  }

  /// Tables that a spreadsheet program wrote (the fixtures' README says how) give the run of the CSV.
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
    for table in ["admissions.csv", "cutoffs.csv", "lines.csv", "seats.csv"] {
      #expect(try folder.text("run/\(table)") == folder.text("plain-run/\(table)"))
    }
  }

  /// DBF tables in GBK by two programs: LibreOffice says nothing of its encoding, GDAL says GBK by the
  /// language driver. 镕 is in GBK and not in GB2312.
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
