import Admission
import Foundation
import TestSupport
import Testing

@testable import Verification

/// Runs with deferred acceptance and trading cycles: verified as they are, refused when altered.
@Suite struct VerifyMatchingTests {
  /// Six students, two schools with a reserve each; rankings of their own, and priorities.
  static func tiny(_ stage: String) -> TinyCase {
    var tiny = TinyCase()
    let rules = tiny["rules.json"]
    let start = rules.range(of: "\"stages\": [")!.upperBound
    tiny["rules.json"] =
      rules[..<start] + "\n\(stage)\n ],\n \"waive\": {\"evaluation\": \"a test\"} }\n"
    tiny["programmes.csv"] = """
      programme,name,plan,district,sector,line,by
      H1,East High,4,D1,public,,main
      H2,West High,4,D2,public,60,art

      """
    tiny["rules.json"] = tiny["rules.json"].replacingOccurrences(
      of: "\"rankings\": {",
      with: "\"rankings\": { \"art\": {\"by\": [{\"column\": \"art\"}], \"ties\": \"lottery\"},")
    tiny["priorities.csv"] = """
      programme,student,priority
      H1,S03,1
      H1,S04,2
      H1,S06,2
      H1,S08,2
      H2,S01,1
      H2,S04,1
      H2,S05,3

      """
    return tiny
  }

  static func deferred(_ rule: String, _ vacancies: String, _ own: String) -> String {
    """
    { "name": "all", "list": "open", "mechanism": "deferredAcceptance",
      "pools": [{"pool": "quota", "ranking": \(own)}, {"pool": "open", "ranking": "main"}],
      "reserve": {"rule": "\(rule)", "vacancies": "\(vacancies)"},
      "lines": [{"score": "exam", "atLeast": {"column": "line"}}] }
    """
  }

  static let stages: [String] =
    ["reserveFirst", "openFirst"].flatMap { rule in
      ["soft", "hard"].flatMap { vacancies in
        ["\"main\"", "{\"column\": \"by\"}", "{\"file\": \"priorities\"}"].map {
          deferred(rule, vacancies, $0)
        }
      }
    } + [deferred("backwardTransfer", "soft", "{\"column\": \"by\"}")]
    + ["\"main\"", "{\"column\": \"by\"}", "{\"file\": \"priorities\"}"].map {
      """
      { "name": "all", "list": "open", "mechanism": "topTradingCycles",
        "pools": [{"pool": "open", "ranking": \($0)}] }
      """
    }

  @Test(arguments: stages) func isVerified(_ stage: String) throws {
    let folder = try TempFolder()
    try Self.tiny(stage).write(to: folder)
    let made = try Program.run("allocate", folder("case"), "-o", folder("run"), "--lang", "en")
    try #require(made.exit == 0, "\(made.error)")
    let original = try Forgery(folder)
    let found = try original.verify(folder)
    #expect(found.places.isEmpty, "\(found.findings.first.map(\.message.en))")
    #expect(found.checks.contains { $0.name.en.contains("V1 to V5") && $0.count == 1 })

    // Every student elsewhere, one after the other: refused at that student's row.
    let lines = original[lines: "admissions.csv"]
    for at in 1..<lines.count {
      var forgery = original
      let code = lines[at].split(separator: ",")[0]
      forgery[lines: "admissions.csv"][at] =
        lines[at].contains(",admitted,")
        ? "\(code),notAdmitted,,,,," : "\(code),admitted,H1,all,open,1,0"
      forgery.coverUp()
      let found = try forgery.verify(folder)
      #expect(found.places.contains { $0 == "E712 admissions.csv:\(at + 1)" }, "\(lines[at])")
    }
    var random = SeededGenerator(seed: 1)
    for table in ["cutoffs.csv", "seats.csv"] {
      let rows = original[lines: table]
      for at in 1..<rows.count {
        var forgery = original
        var cells = rows[at].split(separator: ",", omittingEmptySubsequences: false)
        let cell = random.int(4...cells.count - 1)
        cells[cell] += "1"
        forgery[lines: table][at] = cells.joined(separator: ",")
        forgery.coverUp()
        let code = table == "cutoffs.csv" ? "E714" : "E716"
        let places = try forgery.verify(folder).places
        #expect(places == ["\(code) \(table):\(at + 1)"], "\(places) \(rows[at])")
      }
    }
  }

  @Test(arguments: 0..<40) func randomCitiesAreVerified(_ seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(60_000_000 + seed))
    let city = MatchingCity(&random, rule: ChoiceRule.all[seed % 5])
    let folder = try TempFolder()
    try city.tinyCase.write(to: folder)
    try #require(try Program.run("allocate", folder("case"), "-o", folder("run")).exit == 0)
    let found = try Forgery(folder).verify(folder)
    #expect(found.isGood, "\(random): \(found.findings.first.map(\.message.en))")
  }

  /// V2 to V5 speak of the published placements by themselves.
  @Test func envyAndWasteAreNamed() throws {
    let folder = try TempFolder()
    try Self.tiny(Self.deferred("reserveFirst", "hard", "\"main\"")).write(to: folder)
    try #require(try Program.run("allocate", folder("case"), "-o", folder("run")).exit == 0)
    var forgery = try Forgery(folder)
    let rows = forgery[lines: "admissions.csv"].map { $0.split(separator: ",").map(String.init) }
    let best = rows.firstIndex { $0[0] == "S05" }!
    forgery[lines: "admissions.csv"][best] = "S05,notAdmitted,,,,,"
    forgery.coverUp()
    let messages = try forgery.verify(folder).findings.first.map(\.message.en)
    #expect(messages.contains { $0.hasPrefix("V2:") && $0.contains("S05") })
    #expect(messages.contains { $0.hasPrefix("V5:") && $0.contains("S05") })
    #expect(
      messages.contains { ($0.hasPrefix("V3:") || $0.hasPrefix("V4:")) && $0.contains("S05") })
  }
}
