import Admission
import Cases
import TestSupport
import Testing

@Suite struct TinyCaseTests {
  @Test func isReadWithoutAWarning() throws {
    let folder = try TempFolder()
    try TinyCase().write(to: folder)
    let reading = readCase(folder("case"), thorough: true)
    #expect(reading.problems.groups.isEmpty)
    let outcome = try Admission.allocate(try #require(reading.value).market)
    #expect((0..<8).count { outcome.placements[$0].isAdmitted } == 7)
  }

  /// Who is of no middle school has no number in its table, and no part in a stage that ranks by
  /// it.
  @Test func aRankingByAColumnOfTheSchools() throws {
    let folder = try TempFolder()
    var tiny = TinyCase()
    tiny["rules.json"] = tiny["rules.json"].replacing(
      #"{"column": "math"}]"#, with: #"{"column": "points"}]"#)
    tiny["middle_schools.csv"] =
      "middle_school,name,district,points\nM1,North,D1,1\nM2,South,D2,2\n"
    try tiny.write(to: folder)
    let read = try #require(readCase(folder("case")).value)
    let outcome = try Admission.allocate(read.market)
    #expect((0..<7).contains { outcome.placements[$0].isAdmitted })
    #expect(outcome.stages.map(\.candidates).first == 8 && outcome.stages[0].eligible < 8)
    #expect(!outcome.placements[7].isAdmitted)
  }

  /// The grades between two, these included, are the same gate as their names in a list.
  @Test(arguments: [
    (#""atLeast": "B""#, ["A", "B"]), (#""atMost": "B""#, ["B", "C"]),
    (#""atLeast": "B", "atMost": "A""#, ["A", "B"]),
    (#""atLeast": "C", "atMost": "B""#, ["B", "C"]),
    (#""atLeast": "A""#, ["A"]), (#""atMost": "C""#, ["C"]),
  ])
  func gradesWithin(_ bounds: String, _ names: [String]) throws {
    func eligible(_ condition: String) throws -> Int {
      let folder = try TempFolder()
      var tiny = TinyCase()
      tiny["rules.json"] = tiny["rules.json"].replacing(
        #""order": ["A", "B"], "points": {"#,
        with: #""order": ["A", "B", "C"], "points": {"C": "1", "#
      ).replacing(#""name": "quota","#, with: #""name": "quota", "eligible": [\#(condition)],"#)
      for (row, grade) in [
        ("S03,M1,80,7,", "B"), ("S04,M1,60.5,3,", "B"), ("S06,M2,70,0.125,", "B"),
      ] {
        tiny["students.csv"] = tiny["students.csv"].replacing(row + grade, with: row + "C")
      }
      try tiny.write(to: folder)
      let reading = readCase(folder("case"))
      let market = try #require(reading.value, "\(reading.problems.groups)").market
      return try Admission.allocate(market).stages[0].eligible
    }
    let quoted = names.map { "\"\($0)\"" }.joined(separator: ", ")
    let listed = try eligible(#"{"column": "evaluation", "in": [\#(quoted)]}"#)
    #expect(try eligible(#"{"grade": "evaluation", \#(bounds)}"#) == listed)
    #expect(
      try listed > 0 && listed < eligible(#"{"column": "evaluation", "in": ["A", "B", "C"]}"#))
  }

  /// Codes are bytes: `é` in one character and in two are two districts, with seats each.
  @Test func audiencesThatUnicodeHoldsTheSameAreTwo() throws {
    let folder = try TempFolder()
    var tiny = TinyCase()
    let (one, two) = ("D\u{E9}", "De\u{301}")
    tiny["rules.json"] = tiny["rules.json"].replacing(
      #""open": { "audience""#,
      with: #""district": { "audience": "district", "quota": true }, "open": { "audience""#
    ).replacing(#""pools": ["quota"]"#, with: #""pools": ["quota", "district"]"#)
    tiny["middle_schools.csv"] = "middle_school,district\nM1,\(one)\nM2,\(two)\n"
    tiny["quotas.csv"] =
      "programme,pool,audience,seats\nH1,district,\(one),1\nH1,district,\(two),2\nH2,quota,M1,3\n"
    try tiny.write(to: folder)
    let reading = readCase(folder("case"))
    #expect(reading.problems.isClean, "\(reading.problems.groups)")
    let seats = try #require(reading.value).market.seats
    #expect(Set(seats.map(\.seats)).isSuperset(of: [1, 2, 3]))
  }

  /// More cells than the engine can number are refused before it is asked.
  @Test func cellsBeyondTheLimitAreRefused() throws {
    let folder = try TempFolder()
    var tiny = TinyCase()
    let pools = (0..<31).map { "p\($0)" }
    tiny["rules.json"] = tiny["rules.json"].replacing(
      #""open": { "audience""#,
      with: pools.map { "\"\($0)\": {\"audience\": \"middle_school\"}, " }.joined()
        + #""open": { "audience""#
    ).replacing(
      #""pools": ["quota"]"#,
      with: "\"pools\": [" + pools.map { "\"\($0)\"" }.joined(separator: ", ") + "]")
    tiny["programmes.csv"] += (0..<8_400).map { "X\($0),X,1,D1,public,\n" }.joined()
    tiny["middle_schools.csv"] += (0..<8_400).map { "Y\($0),Y,D1,0\n" }.joined()
    try tiny.write(to: folder)
    let reading = readCase(folder("case"))
    let found = reading.problems.groups.first { $0.code == .limitExceeded }?.first.first
    #expect(found?.message.en.contains("/stages/quota/pools: ") ?? false)
    #expect(found?.message.en.contains("at most 2147483647") ?? false)
  }

  /// Lists of few choices are looked at all at once, longer ones one choice after the other.
  @Test(arguments: [2, 3, 12, 16, 17, 40]) func programmesChosenTwiceAreFound(_ width: Int) throws {
    var random = SeededGenerator(seed: UInt64(width))
    let columns = (1...width).map { "choice\($0)" }
    var tiny = TinyCase()
    tiny["rules.json"] = tiny["rules.json"].replacing(
      #"["choice1", "choice2", "choice3"]"#, with: "\(columns)")
    tiny["programmes.csv"] += (0..<60).map { "X\($0),X,1,D1,public,0\n" }.joined()
    tiny["students.csv"] = "student,middle_school,math,art,evaluation,quota_choices,"
    tiny["students.csv"] += columns.joined(separator: ",") + "\n"
    var lines: [Int] = []
    for student in 0..<200 {
      let list = (0..<width).map { _ in random.chance(30) ? "" : "X\(random.int(0...59))" }
      let chosen = list.filter { !$0.isEmpty }
      if Set(chosen).count < chosen.count { lines.append(student + 2) }
      tiny["students.csv"] += "S\(student),M1,90,8,A,,\(list.joined(separator: ","))\n"
    }
    let folder = try TempFolder()
    try tiny.write(to: folder)
    let found = readCase(folder("case"), thorough: true).problems.groups
      .first { $0.code == .choiceTwice }
    #expect((found?.count ?? 0) == lines.count)
    #expect(found?.first.first?.place?.line == lines.first)
  }
}
