import Foundation
import TestSupport
import Testing

@testable import Verification

/// Alterations of finished runs, each covered up by new digests: every one is refused, at the right
/// row and for the right reason.
@Suite struct ForgeryTests {
  /// One alteration, and one finding that must be among those that it leads to.
  struct Kind: Sendable, CustomTestStringConvertible {
    let name: String
    let place: String
    let forge: @Sendable (inout Forgery) -> Void
    var testDescription: String { name }

    init(_ name: String, _ place: String, _ forge: @escaping @Sendable (inout Forgery) -> Void) {
      (self.name, self.place, self.forge) = (name, place, forge)
    }
  }

  @Test func theUnalteredRunIsVerified() throws {
    let folder = try TempFolder()
    var forgery = try Self.original.get().forgery
    #expect(try forgery.verify(folder).isGood)
    let before = forgery.run
    forgery.coverUp()
    #expect(forgery.run == before, "covering up nothing changes nothing")
  }

  @Test(arguments: students + cutoffs + ledger + facts + page + inputs) func isRefused(
    _ kind: Kind
  ) throws {
    let folder = try TempFolder()
    var forgery = try Self.original.get().forgery
    let before = (forgery.run, forgery.inputs)
    kind.forge(&forgery)
    #expect(forgery.run != before.0 || forgery.inputs != before.1)
    forgery.coverUp()
    let found = try forgery.verify(folder)
    #expect(
      found.places.contains { $0 == kind.place || $0.hasPrefix(kind.place + ":") },
      "\(found.places) \(found.findings.first)")
    // Nothing is said of digests: they were all computed again.
    #expect(!found.places.contains { $0.hasPrefix("E704") || $0.hasPrefix("E707") })
  }

  // MARK: Students

  static let students: [Kind] = [
    Kind("two students' outcomes swapped", "E712 admissions.csv:3") {
      $0.edit(
        "admissions.csv", "S02,admitted,H1,quota,quota,1,97", "S02,admitted,H2,quota,quota,1,97")
      $0.edit(
        "admissions.csv", "S03,admitted,H2,quota,quota,1,92", "S03,admitted,H1,quota,quota,2,92")
    },
    Kind("an admitted student dropped from the admitted", "E712 admissions.csv:3") {
      $0.edit("admissions.csv", "S02,admitted,H1,quota,quota,1,97", "S02,notAdmitted,,,,,")
    },
    Kind("a student below the line admitted", "E712 admissions.csv:8") {
      $0.edit("admissions.csv", "S07,notAdmitted,,,,,", "S07,admitted,H1,quota,quota,1,46")
    },
    Kind("a student of no school takes a quota seat", "E712 admissions.csv:9") {
      $0.edit(
        "admissions.csv", "S08,admitted,H1,open,open,1,107", "S08,admitted,H1,quota,quota,1,107")
    },
    Kind("a seat taken in a later stage than it was", "E712 admissions.csv:2") {
      $0.edit("admissions.csv", "S01,admitted,H1,quota,quota", "S01,admitted,H1,open,open")
    },
    Kind("a worse choice than the student's due", "E712 admissions.csv:6") {
      $0.edit("admissions.csv", "S05,admitted,H2,quota,quota,1", "S05,admitted,H1,open,open,1")
    },
    Kind("another number of the same choice", "E712 admissions.csv:2") {
      $0.edit("admissions.csv", "S01,admitted,H1,quota,quota,1", "S01,admitted,H1,quota,quota,2")
    },
    Kind("a programme that the student did not choose", "E712 admissions.csv:7") {
      $0.edit("admissions.csv", "S06,admitted,H1,quota", "S06,admitted,H2,quota")
    },
    Kind("a pool that the stage does not offer", "E712 admissions.csv:5") {
      $0.edit("admissions.csv", "S04,admitted,H2,open,open", "S04,admitted,H2,open,quota")
    },
    Kind("a digit of a score", "E712 admissions.csv:2") {
      $0.edit("admissions.csv", "1,108.5", "1,108.6")
    },
    Kind("a score with a zero behind it", "E712 admissions.csv:2") {
      $0.edit("admissions.csv", "1,108.5", "1,108.50")
    },
    Kind("a student without a row", "E711 admissions.csv") {
      $0[lines: "admissions.csv"].remove(at: 3)
    },
    Kind("the last student without a row", "E711 admissions.csv") {
      $0[lines: "admissions.csv"].removeLast()
    },
    Kind("a student with two rows", "E711 admissions.csv:4") {
      let row = $0[lines: "admissions.csv"][2]
      $0[lines: "admissions.csv"].insert(row, at: 3)
    },
    Kind("a stranger", "E711 admissions.csv:10") {
      $0[lines: "admissions.csv"].append("S99,notAdmitted,,,,,")
    },
    Kind("two rows swapped", "E711 admissions.csv:4") { $0[lines: "admissions.csv"].swapAt(2, 3) },
    Kind("a student renamed", "E711 admissions.csv:4") {
      $0.edit("admissions.csv", "S03,admitted", "S3,admitted")
    },
    Kind("a status of its own", "E710 admissions.csv:8") {
      $0.edit("admissions.csv", "S07,notAdmitted", "S07,waiting")
    },
    Kind("not admitted, with a programme", "E710 admissions.csv:8") {
      $0.edit("admissions.csv", "S07,notAdmitted,,", "S07,notAdmitted,H1,")
    },
    Kind("an unknown stage", "E710 admissions.csv:2") {
      $0.edit("admissions.csv", "S01,admitted,H1,quota,quota", "S01,admitted,H1,early,quota")
    },
    Kind("a header in another order", "E710 admissions.csv:1") {
      $0.edit("admissions.csv", "student,status", "status,student")
    },
    Kind("a row of another width", "E710 admissions.csv:2") {
      $0.edit("admissions.csv", "1,108.5", "1,108.5,")
    },
    Kind("a blank line in the middle", "E710 admissions.csv:5") {
      $0.edit("admissions.csv", "\nS04", "\n\nS04")
    },
  ]

  // MARK: Cutoffs and lines

  static let cutoffs: [Kind] = [
    Kind("a seat more", "E714 cutoffs.csv:2") {
      $0.edit("cutoffs.csv", "quota,H1,quota,M1,2,3,2", "quota,H1,quota,M1,3,3,2")
    },
    Kind("an applicant fewer", "E714 cutoffs.csv:2") {
      $0.edit("cutoffs.csv", "quota,H1,quota,M1,2,3,2", "quota,H1,quota,M1,2,2,2")
    },
    Kind("an admission more", "E714 cutoffs.csv:5") {
      $0.edit("cutoffs.csv", "M2,2,2,1,1,0", "M2,2,2,2,0,0")
    },
    Kind("a vacancy hidden", "E714 cutoffs.csv:7") {
      $0.edit("cutoffs.csv", "*,2,2,1,1,0", "*,2,2,1,0,0")
    },
    Kind("excess claimed", "E714 cutoffs.csv:2") {
      $0.edit("cutoffs.csv", "M1,2,3,2,0,0", "M1,2,3,2,0,1")
    },
    Kind("a digit of the lowest score", "E714 cutoffs.csv:2") {
      $0.edit("cutoffs.csv", "0,0,97,1", "0,0,96,1")
    },
    Kind("another last choice", "E714 cutoffs.csv:2") {
      $0.edit("cutoffs.csv", "0,0,97,1,", "0,0,97,2,")
    },
    Kind("a digit of the last key", "E714 cutoffs.csv:2") {
      $0.edit("cutoffs.csv", "total=97;math=80", "total=97;math=81")
    },
    Kind("a lottery number", "E714 cutoffs.csv:2") {
      $0.edit("cutoffs.csv", "lottery=15891380567111562224", "lottery=15891380567111562225")
    },
    Kind("keys in another order", "E714 cutoffs.csv:2") {
      $0.edit("cutoffs.csv", "total=97;math=80", "math=80;total=97")
    },
    Kind("a cutoff of somebody else", "E714 cutoffs.csv:2") {
      $0.edit("cutoffs.csv", "0,0,97,1,total=97;", "0,0,108.5,1,total=108.5;")
    },
    Kind("a cutoff missing", "E714 cutoffs.csv") { $0[lines: "cutoffs.csv"].remove(at: 4) },
    Kind("a cutoff twice", "E714 cutoffs.csv:3") {
      let row = $0[lines: "cutoffs.csv"][1]
      $0[lines: "cutoffs.csv"].insert(row, at: 2)
    },
    Kind("cutoffs in another order", "E714 cutoffs.csv:4") {
      $0[lines: "cutoffs.csv"].swapAt(2, 3)
    },
    Kind("a cutoff of seats that do not exist", "E714 cutoffs.csv:8") {
      $0[lines: "cutoffs.csv"].append("open,H2,quota,M1,0,0,0,0,0,,,")
    },
    Kind("a line lowered", "E715 lines.csv:2") {
      $0.edit("lines.csv", "quota,H1,exam,50", "quota,H1,exam,40")
    },
    Kind("a line left out", "E715 lines.csv") { $0[lines: "lines.csv"].removeLast() },
    Kind("a line added", "E715 lines.csv:5") {
      $0[lines: "lines.csv"].append("open,H2,exam,70,")
    },
    Kind("a line for one pool alone", "E715 lines.csv:2") {
      $0.edit("lines.csv", "quota,H1,exam,50,", "quota,H1,exam,50,quota")
    },
  ]

  // MARK: Seats

  static let ledger: [Kind] = [
    Kind("a seat moved from one school to another", "E716 seats.csv:3") {
      $0.edit("seats.csv", "H1,quota,M1,2,0,0,2,0,0", "H1,quota,M1,1,0,0,1,0,0")
      $0.edit("seats.csv", "H1,quota,M2,1,0,0,1,0,0", "H1,quota,M2,2,0,0,2,0,0")
    },
    Kind("a move hidden", "E716 seats.csv:5") {
      $0.edit("seats.csv", "H2,open,*,1,1,0,1,0,1", "H2,open,*,1,0,0,1,0,0")
    },
    Kind("a vacancy where none is", "E716 seats.csv:7") {
      $0.edit("seats.csv", "H2,quota,M2,2,0,1,1,0,0", "H2,quota,M2,2,0,0,1,0,1")
    },
    Kind("excess entered", "E716 seats.csv:3") {
      $0.edit("seats.csv", "H1,quota,M1,2,0,0,2,0,0", "H1,quota,M1,1,0,0,2,1,0")
    },
    Kind("an account missing", "E716 seats.csv") { $0[lines: "seats.csv"].remove(at: 2) },
    Kind("accounts in another order", "E716 seats.csv:4") { $0[lines: "seats.csv"].swapAt(2, 3) },
    Kind("seats in another form", "E716 seats.csv:2") {
      $0.edit("seats.csv", "H1,open,*,1,", "H1,open,*,01,")
    },
  ]

  // MARK: run.json

  private static func fact(_ name: String, _ old: String, _ new: String) -> Kind {
    Kind("run.json: " + name, "E717 run.json") { $0.edit("run.json", old, new) }
  }

  static let facts: [Kind] = [
    fact("students", "\"all\": 8", "\"all\": 9"),
    fact("admitted", "\"admitted\": 7", "\"admitted\": 8"),
    fact("not admitted", "\"notAdmitted\": 1", "\"notAdmitted\": 0"),
    fact("seats of the plan", "\"seats\": 8", "\"seats\": 80"),
    fact("quota seats", "\"quotaSeats\": 6", "\"quotaSeats\": 7"),
    fact("candidates", "\"candidates\": 3", "\"candidates\": 4"),
    fact("eligible", "\"eligible\": 7", "\"eligible\": 8"),
    fact("applications", "\"applications\": 5", "\"applications\": 6"),
    fact("vacant", "\"vacant\": 1", "\"vacant\": 0"),
    fact("drawn", "\"drawn\": 0", "\"drawn\": 2"),
    fact("a seed", "\"seed\": \"drawn in public\"", "\"seed\": \"drawn at home\""),
    fact("a decision", "\"decisions\": []", "\"decisions\": [{\"stage\": \"quota\"}]"),
    fact(
      "a waiver", "\"waivers\": []",
      "\"waivers\": [{\"point\": \"quotaShare\", \"reason\": \"none\"}]"),
    fact("a finding", "\"compliance\": []", "\"compliance\": [\"all is well\"]"),
    fact("the rules' name", "\"name\": \"Tiny\"", "\"name\": \"Small\""),
    fact("the year", "\"year\": 2026", "\"year\": 2025"),
    fact("a key more", "\"drawn\": 0", "\"drawn\": 0, \"checked\": true"),
    fact("a key twice less", "\"program\": \"zhibiao\",", ""),
    fact("provisional", "\"provisional\": false", "\"provisional\": true"),
    Kind("run.json is cut", "E710 run.json") {
      $0.run["run.json"]!.removeLast(40)
    },
    Kind("run.json of another format", "E708 run.json") {
      $0.edit("run.json", "\"format\": 1", "\"format\": 2")
    },
    Kind("run.json of a newer version", "E708 run.json") {
      $0.edit("run.json", "\"version\": \"0.1.0\"", "\"version\": \"0.10.0\"")
    },
  ]

  // MARK: The page

  private static func sum(_ name: String, _ old: String, _ new: String) -> Kind {
    Kind("run.json: " + name, "E717 run.json") { $0.edit("run.json", old, new) }
  }

  static let page: [Kind] = [
    Kind("a number on the page", "E724 report.html") { $0.edit("report.html", "8 ", "9 ") },
    Kind("a script in the page", "E724 report.html") {
      $0.edit("report.html", "</body>", "<script>1</script></body>")
    },
    Kind("a byte behind the page", "E724 report.html") { $0.run["report.html"]!.append(10) },
    Kind("facts of the page missing", "E724 run.json") {
      $0.edit("run.json", "\"middleSchools\"", "\"highSchools\"")
    },
    sum("a school's admitted", "\"middleSchool\": \"M1\"", "\"middleSchool\": \"M9\""),
    sum("a cutoff", "\"lowest\": ", "\"lowest\": \"1\", \"higher\": "),
    sum("a band", "\"width\": \"", "\"width\": \"1"),
    sum("the least share", "\"minimumShare\": \"0.75\"", "\"minimumShare\": \"0.5\""),
  ]

  // MARK: Inputs, with their digests and the commitment computed again

  static let inputs: [Kind] = [
    Kind("quotas altered after the run", "E714 cutoffs.csv:2") {
      $0.editInput("quotas.csv", "H1,quota,M1,2", "H1,quota,M1,1")
    },
    Kind("a plan altered after the run", "E716 seats.csv:2") {
      $0.editInput("programmes.csv", "H1,East High,4", "H1,East High,5")
    },
    Kind("a score altered after the run", "E712 admissions.csv:2") {
      $0.editInput("students.csv", "S01,M1,90,8.5", "S01,M1,90,8")
    },
    Kind("an evaluation altered after the run", "E712 admissions.csv:2") {
      $0.editInput("students.csv", "S01,M1,90,8.5,A", "S01,M1,90,8.5,B")
    },
    Kind("a choice altered after the run", "E712 admissions.csv:6") {
      $0.editInput("students.csv", "A,H2,H1,H2,\nS06", "A,H1|H2,H1,H2,\nS06")
    },
    Kind("a school altered after the run", "E713 admissions.csv") {
      $0.editInput("students.csv", "S06,M2", "S06,M1")
    },
    Kind("the seed altered after the run", "E714 cutoffs.csv:2") {
      $0.editInput("seed.txt", "drawn in public", "drawn at home")
    },
    Kind("a line of the rules altered after the run", "E715 lines.csv:2") {
      $0.editInput("rules.json", "\"atLeast\": \"50\"", "\"atLeast\": \"40\"")
    },
    Kind("ties decided otherwise", "E714 cutoffs.csv:2") {
      $0.editInput("rules.json", "\"lottery\"", "\"admitAll\"")
    },
    Kind("a share waived after the run", "E717 run.json") {
      $0.editInput(
        "rules.json", "\"plan\": { \"minimumShare\": \"0.75\" }",
        "\"plan\": { \"minimumShare\": \"0.5\" }, \"waive\": {\"quotaShare\": \"less\"}")
    },
    Kind("too few quota seats", "E720 rules.json:14") {
      $0.editInput("quotas.csv", "H2,quota,M2,2\n", "")
    },
    Kind("a student added after the run", "E711 admissions.csv") {
      $0.editInput("students.csv", "S08,,88", "S09,,1,1,B,,,,\nS08,,88")
    },
    Kind("an input that cannot be read", "E701 students.csv:2") {
      $0.editInput("students.csv", "S01,M1,90", "S01,M1,-90")
    },
  ]

  /// The run that all alterations begin with, made once.
  private static let original = Result { () throws -> (folder: TempFolder, forgery: Forgery) in
    let folder = try TempFolder()
    try TinyCase().write(to: folder)
    let result = try Program.run("allocate", folder("case"), "-o", folder("run"))
    try #require(result.exit == 0, "\(result.error)")
    return (folder, try Forgery(folder))
  }

  /// A code with a comma that is not in quotes makes a row of eight cells, which is none.
  @Test func aCodeWithACommaStandsInQuotes() throws {
    let folder = try TempFolder()
    var tiny = TinyCase()
    tiny["students.csv"] = tiny["students.csv"].replacing("S07,", with: "\"S,7\",")
    try tiny.write(to: folder)
    try #require(try Program.run("allocate", folder("case"), "-o", folder("run")).exit == 0)
    var forgery = try Forgery(folder)
    #expect(try forgery.verify(folder).isGood)
    forgery.edit("admissions.csv", "\"S,7\",", "S,7,")
    forgery.coverUp()
    let found = try forgery.verify(folder)
    #expect(found.places.contains { $0.hasSuffix("admissions.csv:8") }, "\(found.places)")
  }

  /// An admitted row beyond the students of the case is refused: it has no name there.
  @Test func aRowTooManyIsNotPublished() throws {
    let folder = try TempFolder()
    var tiny = TinyCase()
    tiny["students.csv"] = tiny["students.csv"].split(separator: "\n").enumerated()
      .map { "\($1),\($0 == 0 ? "name" : "张三")\n" }.joined()
    try tiny.write(to: folder)
    try #require(try Program.run("allocate", folder("case"), "-o", folder("run")).exit == 0)
    var forgery = try Forgery(folder)
    forgery[lines: "admissions.csv"].append("S99,admitted,H1,open,open,1,60")
    forgery.coverUp()
    _ = try forgery.verify(folder)
    let result = try Program.run(
      "publish", folder("forged"), "--case", folder("case"), "-o", folder("list.csv"))
    #expect(result.exit == 1, "\(result)")
    #expect(!FileManager.default.fileExists(atPath: folder("list.csv")))
  }
}
