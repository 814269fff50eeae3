import Admission
import Cases
import TestSupport
import Testing

/// The tiny case with tables that are office files, and how they are taken or refused.
@Suite struct OfficeCaseTests {
  private static let scores: Set<Int> = [2, 3]

  private func rows(_ name: String) -> [[String]] {
    TinyCase()[name].split(separator: "\n").map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  /// The tiny case with its students in `students.xlsx`, whose rows are changed by `change`.
  private func workbookCase(
    numbers: Set<Int> = scores, _ change: (inout [[String]]) -> Void = { _ in }
  ) -> TinyCase {
    var students = rows("students.csv")
    change(&students)
    return withStudents("students.xlsx", WorkbookFile(rows: students, numbers: numbers).bytes)
  }

  private func withStudents(_ name: String, _ bytes: [UInt8]) -> TinyCase {
    var tiny = TinyCase()
    tiny.files["students.csv"] = nil
    tiny.files[name] = bytes
    return tiny
  }

  private func with(_ files: String, _ tiny: TinyCase) -> TinyCase {
    var tiny = tiny
    tiny["rules.json"] = tiny["rules.json"].split(separator: "\"format\": 1,").joined(
      separator: "\"format\": 1, \"files\": {\(files)},")
    return tiny
  }

  /// Code and place of the first problem of each cause, and the English words of all; but not that
  /// others wait for what is wrong.
  private func problems(_ tiny: TinyCase) throws -> (list: [String], words: String, isGood: Bool) {
    let folder = try TempFolder()
    try tiny.write(to: folder)
    let reading = readCase(folder("case"), thorough: true)
    let groups = reading.problems.groups.filter { $0.code != .filesWaiting }
    let list = groups.map { "\($0.code.name) \($0.first[0].place?.description ?? "")" }
    let admitted =
      try reading.problems.isClean
      ? reading.value.map { read in
        let outcome = try Admission.allocate(read.market)
        return (0..<read.names.students.count).count { outcome.placements[$0].isAdmitted }
      } : nil
    return (
      list, groups.flatMap(\.first).map(\.message.en).joined(separator: "\n"), admitted == 7
    )
  }

  private func expect(_ tiny: TinyCase, _ expected: [String], says: String = "") throws {
    let found = try problems(tiny)
    #expect(found.list == expected, "\(found.words)")
    #expect(says.isEmpty || found.words.contains(says), "\(found.words)")
    if expected.allSatisfy({ $0.hasPrefix("W") }) { #expect(found.isGood) }
  }

  // MARK: Taken

  @Test func anyTableMayBeAWorkbookOrADBF() throws {
    for name in ["programmes", "middle_schools", "students", "quotas"] {
      let table = rows(name + ".csv")
      let numeric: [String: Set<Int>] = [
        "programmes": [2, 5], "middle_schools": [3], "students": [2, 3], "quotas": [3],
      ]
      var tiny = TinyCase()
      tiny.files[name + ".csv"] = nil
      tiny.files[name + ".xlsx"] = WorkbookFile(rows: table, numbers: numeric[name]!).bytes
      try expect(tiny, [])
      tiny.files[name + ".xlsx"] = nil
      var capitals = table
      capitals[0] = table[0].map { $0.uppercased() }
      tiny.files[name.uppercased() + ".DBF"] =
        DBFFile(rows: capitals, numbers: numeric[name]!).bytes
      try expect(tiny, [])
    }
  }

  @Test func severalTablesInOneWorkbook() throws {
    var tiny = TinyCase()
    let names = ["students", "programmes", "quotas"]
    let sheets = names.map { name -> (name: String, xml: String) in
      tiny.files[name + ".csv"] = nil
      return (name: name, xml: WorkbookFile.sheet(rows(name + ".csv").map { $0.map { .text($0) } }))
    }
    tiny.files["all.xlsx"] = WorkbookFile(sheets).bytes
    let files = names.map { "\"\($0)\": {\"file\": \"all.xlsx\", \"sheet\": \"\($0)\"}" }
    try expect(with(files.joined(separator: ","), tiny), [])
    try expect(
      with("\"students\": \"all.xlsx\", \"quotas\": \"all.xlsx\"", tiny), ["E110 rules.json:2:60"])
    try expect(
      with(
        "\"students\": {\"file\": \"all.xlsx\", \"sheet\": \"students\"}, "
          + "\"decisions\": {\"file\": \"all.xlsx\", \"sheet\": \"x\"}", tiny),
      ["E110 rules.json:2:94"], says: "decisions are a file of their own")
  }

  @Test func aTitleAboveTheHeader() throws {
    let titled = workbookCase { $0 = [["2026 students"], []] + $0 }
    try expect(
      titled, ["E252 students.xlsx:3"], says: "{\"students\": {\"headerRow\": 3}}")
    try expect(with("\"students\": {\"headerRow\": 3}", titled), [])
    var text = TinyCase()
    text["students.csv"] = "2026 \"students\"\n" + text["students.csv"]
    try expect(text, ["E252 students.csv:2"])
    try expect(with("\"students\": {\"headerRow\": 2}", text), [])
    try expect(
      with("\"students\": {\"headerRow\": 3}", text), ["E252 students.csv:2"],
      says: "row 3 has none")
    let table = DBFFile(rows: rows("students.csv"), numbers: Self.scores)
    try expect(
      with("\"students\": {\"headerRow\": 2}", withStudents("students.dbf", table.bytes)),
      ["E254 rules.json:2:39"])
  }

  @Test func fieldNamesOfTenBytes() throws {
    var table = DBFFile(rows: rows("students.csv"), numbers: Self.scores)
    try expect(withStudents("students.dbf", table.bytes), [])
    table.fields[5].name = Array("QUOTA_CH".utf8)
    try expect(withStudents("students.dbf", table.bytes), ["E207 students.dbf:1"])
  }

  // MARK: Refused

  @Test func numbersAreNoCodes() throws {
    let tiny = workbookCase(numbers: [0, 2, 3]) { rows in
      for row in rows.indices.dropFirst() { rows[row][0] = "\(12000 + row)" }
    }
    try expect(tiny, ["E246 students.xlsx:A2"], says: "leading zeros may be lost")
    var table = DBFFile(rows: rows("students.csv"), numbers: [2, 3])
    table.fields[6].type = "N"
    let found = try problems(withStudents("students.dbf", table.bytes))
    #expect(found.list.contains("E246 students.dbf:G2") && found.words.contains("type C"))
  }

  @Test func cellsThatAreNotWhatTheyShow() throws {
    let kinds: [(String, WorkbookFile.Cell)] = [
      ("E247", .raw("t=\"d\"", "<v>2026-01-01</v>")), ("E248", .raw("t=\"e\"", "<v>#N/A</v>")),
      ("E249", .raw("", "<f>A1</f>")),
    ]
    for (code, cell) in kinds {
      var cells = rows("students.csv").map { $0.map { WorkbookFile.Cell.text($0) } }
      cells[3][2] = cell
      // A column that nothing uses may hold what it likes.
      for row in cells.indices { cells[row].append(row == 0 ? .text("note") : cell) }
      let file = WorkbookFile([("S", WorkbookFile.sheet(cells))])
      let found = try problems(withStudents("students.xlsx", file.bytes))
      #expect(found.list.contains("\(code) students.xlsx:C4"), "\(found)")
      #expect(!found.list.contains { $0.contains(":J") })
    }
    // Asterisks stand for a number that did not fit, and where GDAL wrote them for one that is
    // absent.
    var starred = rows("students.csv")
    starred[2][2] = "****"
    let full = try problems(
      withStudents("students.dbf", DBFFile(rows: starred, numbers: Self.scores).bytes))
    #expect(full.list == ["E212 students.dbf:C3"] && full.words.contains("****"), "\(full)")
    var table = DBFFile(rows: rows("students.csv"), numbers: Self.scores)
    table.fields[7].type = "M"
    let found = try problems(withStudents("students.dbf", table.bytes))
    #expect(found.list.contains("E250 students.dbf:H2"))
  }

  @Test func placesAreCellsOfTheSheet() throws {
    let tiny = workbookCase { rows in
      rows[2][1] = "M9"
      rows[3][4] = "A\nB"
      rows.insert([], at: 5)
      rows[6][2] = "９０"
      rows[7] += ["beyond"]
    }
    try expect(
      tiny,
      [
        "E202 students.xlsx:8", "E211 students.xlsx:B3", "E212 students.xlsx:C7",
        "E214 students.xlsx:E4", "W202 students.xlsx",
      ], says: "[U+FF19 U+FF10]")
  }

  @Test func mergedCells() throws {
    var file = WorkbookFile(rows: rows("students.csv"), numbers: Self.scores)
    let at = file.parts.firstIndex { $0.name.hasSuffix("sheet1.xml") }!
    file.parts[at].text = file.parts[at].text.split(separator: "</worksheet>").joined()
    file.parts[at].text += "<mergeCells><mergeCell ref=\"B2:B4\"/></mergeCells></worksheet>"
    try expect(withStudents("students.xlsx", file.bytes), ["E251 students.xlsx:B2"], says: "B2:B4")
  }

  @Test func filesThatAreNoTables() throws {
    try expect(
      withStudents(
        "students.csv", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + little(0, 99)),
      ["E240 students.csv"], says: "save it as .xlsx")
    try expect(
      withStudents("students.xlsx", Array("<html><table>".utf8)), ["E240 students.xlsx"],
      says: "web page")
    var two = TinyCase()
    two.files["students.xlsx"] = WorkbookFile(rows: rows("students.csv")).bytes
    try expect(two, ["E253 students.xlsx"], says: "students.csv, students.xlsx")
    try expect(with("\"students\": \"students.csv\"", two), [])
    try expect(
      with("\"students\": {\"sheet\": \"S\"}", TinyCase()), ["E254 rules.json:2:39"])
    let other = WorkbookFile(rows: rows("students.csv")).bytes
    try expect(
      withStudents("考生.xlsx", other), ["E206 students.csv"], says: "the folder has 考生.xlsx")
  }

  @Test func halfACharacter() throws {
    var table = DBFFile(rows: rows("students.csv"), numbers: Self.scores)
    table.driver = 0x4D
    let end = table.records[2].count - 1
    table.records[2][end] = 0xD6
    try expect(withStudents("students.dbf", table.bytes), ["E245 students.dbf:I4"])
  }

  @Test func oddCharactersInCodes() throws {
    for (odd, number) in [("Ｓ01", "U+FF33"), ("S\u{3000}1", "U+3000"), ("S\u{200B}01", "U+200B")] {
      var tiny = TinyCase()
      tiny["students.csv"] = tiny["students.csv"].split(separator: "S01").joined(separator: odd)
      let found = try problems(tiny)
      #expect(found.list.contains("E210 students.csv:2:1") && found.words.contains(number))
    }
  }

  /// Nasty case 8 of city deliveries: codes with leading zeros, a title over the header, a byte
  /// order mark, GBK beside UTF-8, and a header of 14 columns over rows of 12.
  @Test func nasty8CodesTitlesMarksAndWidths() throws {
    // Codes of different lengths are suspicious, and legal.
    let mixed = ["W204 programmes.csv:3:1", "W204 middle_schools.csv:3:1"]
    var tiny = TinyCase()
    for name in tiny.files.keys {
      for (code, zeros) in [("M1", "012001"), ("M2", "12001"), ("H1", "0101"), ("H2", "101")] {
        tiny[name] = tiny[name].split(separator: code, omittingEmptySubsequences: false)
          .joined(separator: zeros)
      }
    }
    tiny["programmes.csv"] = "\u{FEFF}" + tiny["programmes.csv"]
    tiny["students.csv"] = "2026\n" + tiny["students.csv"]
    let schools = tiny["middle_schools.csv"].split(separator: "North", maxSplits: 1)
    tiny.files["middle_schools.csv"] =
      Array(schools[0].utf8) + [0xB1, 0xB1, 0xD6, 0xD0] + Array(schools[1].utf8)
    try expect(with("\"students\": {\"headerRow\": 2}", tiny), mixed)

    // The same as a workbook; as numbers the codes would be one.
    let students = tiny["students.csv"].split(separator: "\n").map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    var book = tiny
    book.files["students.csv"] = nil
    book.files["students.xlsx"] = WorkbookFile(rows: students, numbers: [2, 3]).bytes
    try expect(with("\"students\": {\"headerRow\": 2}", book), mixed)
    book.files["students.xlsx"] = WorkbookFile(rows: students, numbers: [1, 2, 3]).bytes
    let spoiled = try problems(with("\"students\": {\"headerRow\": 2}", book))
    #expect(spoiled.list.contains("E246 students.xlsx:B2") == false)
    #expect(spoiled.list.contains("E246 students.xlsx:B3") && !spoiled.isGood)

    var narrow = TinyCase()
    let lines = narrow["students.csv"].split(separator: "\n")
    narrow["students.csv"] =
      ([lines[0] + ",a,b,c,d,e"] + lines.dropFirst().map { $0 + ",1,2,3" }).joined(separator: "\n")
    try expect(
      narrow, ["E202 students.csv:2"], says: "this row has 12 cells, the header has 14")
  }
}
