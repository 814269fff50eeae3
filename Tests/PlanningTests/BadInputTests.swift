import Diagnostics
import Planning
import TestSupport
import Testing

/// Cases that cannot be planned: code, place and numbers.
@Suite struct BadInputTests {
  /// A case with one thing wrong.
  struct Bad: Sendable, CustomTestStringConvertible {
    let name: String
    var split = "\"share\": \"0.5\""
    var programmes = "programme,plan,district,share,seats\np1,10,x,0.5,5\np2,8,y,0.5,4\n"
    var schools = "middle_school,eligible,district\nA,30,x\nB,20,x\nC,10,y\n"
    var files: [String: String] = [:]
    var minimumShare = "0"
    let codes: [String]
    var says = ""
    var testDescription: String { name }
  }

  static let cases = [
    Bad(
      name: "negative heads", schools: "middle_school,eligible\nA,-3\nB,4\n", codes: ["E215"],
      says: "middle_schools.csv:2:3"),
    Bad(
      name: "negative weight", schools: "middle_school,eligible,weight\nA,3,-1\nB,4,1\n",
      codes: ["E212"], says: "negative"),
    Bad(
      name: "nobody weighs", schools: "middle_school,eligible\nA,0\nB,0\n", codes: ["E602"],
      says: "programmes.csv:2"),
    Bad(
      name: "nobody is open", split: "\"share\": \"0.5\", \"within\": \"district\"",
      programmes: "programme,plan,district\np1,10,z\n", codes: ["E601"], says: "p1 has 5 seats"),
    Bad(
      name: "everybody is excluded",
      files: ["exclusions.csv": "programme,audience\np1,A\np1,B\np1,C\n"], codes: ["E601"]),
    Bad(
      name: "minima", split: "\"share\": \"0.5\", \"minimum\": 2", codes: ["E603"],
      says: "the minima add up to 6"),
    Bad(
      name: "maxima", split: "\"share\": \"0.5\", \"maximum\": 1", codes: ["E604"],
      says: "the maxima add up to 3"),
    Bad(
      name: "totalMinimum", split: "\"share\": \"0.5\", \"totalMinimum\": 4", codes: ["E611"],
      says: "must get 12 seats"),
    Bad(
      name: "totalMinimum by a vector method",
      split: "\"share\": \"0.5\", \"method\": \"hamilton\", \"totalMinimum\": 1", codes: ["E609"],
      says: "lottery, leastDeviation and biproportional can"),
    Bad(
      name: "levels of biproportional",
      split: "\"share\": \"0.5\", \"method\": \"biproportional\", "
        + "\"levels\": [\"district\", \"middle_school\"]", codes: ["E609"]),
    Bad(
      name: "share beyond 1", split: "\"share\": {\"column\": \"share\"}",
      programmes: "programme,plan,share\np1,10,1.5\np2,8,\n", codes: ["E608"],
      says: "programmes.csv:2:7"),
    Bad(
      name: "seats beyond the plan", split: "\"seats\": {\"column\": \"seats\"}",
      programmes: "programme,plan,seats\np1,10,11\n", codes: ["E605"], says: "take 11 seats"),
    Bad(
      name: "unknown programme and audience in exclusions",
      files: ["exclusions.csv": "programme,audience\np3,A\np1,Z\n"], codes: ["E211", "E305"],
      says: "exclusions.csv:3:4"),
    Bad(
      name: "an exclusion twice",
      files: ["exclusions.csv": "programme,audience\np1,A\np2,A\np1,A\n"], codes: ["E619"],
      says: "line 2"),
    Bad(
      name: "school without district",
      split: "\"share\": \"0.5\", \"levels\": [\"district\", \"middle_school\"]",
      schools: "middle_school,eligible,district\nA,30,x\nB,20,\n", codes: ["E618"],
      says: "middle_schools.csv:3:6"),
    Bad(
      name: "levels that do not nest",
      split: "\"share\": \"0.5\", \"levels\": [\"district\", \"cluster\", \"middle_school\"], "
        + "\"method\": \"webster\"",
      schools: "middle_school,eligible,district,cluster\nA,3,x,k\nB,2,y,k\n", codes: ["E606"],
      says: "cluster k lies in district x (A) and in y (B)"),
    Bad(
      name: "too many levels for a network",
      split: "\"share\": \"0.5\", \"levels\": [\"district\", \"cluster\", \"middle_school\"]",
      schools: "middle_school,eligible,district,cluster\nA,3,x,k\nB,2,y,l\n", codes: ["E609"]),
    Bad(
      name: "an audience of two kinds",
      split: "\"share\": \"0.5\", \"levels\": [\"district\", \"middle_school\"]",
      schools: "middle_school,eligible,district\nA,3,x\nx,2,x\n",
      files: ["exclusions.csv": "programme,audience\np1,x\n"], codes: ["E607"]),
    Bad(
      name: "weights beyond 2⁵³",
      schools: "middle_school,eligible,weight\nA,1000000000,100000000000\nB,1,1\n",
      codes: ["E308"]),
    Bad(name: "empty programmes", programmes: "programme,plan\n", codes: ["E201"]),
    Bad(name: "empty schools", schools: "middle_school,eligible\n", codes: ["E201"]),
    Bad(
      name: "a programme twice", programmes: "programme,plan\np1,10\np1,8\n", codes: ["E209"]),
    Bad(
      name: "the lottery's seed", files: ["seed.txt": "drawn in public\r\n"], codes: ["E310"],
      says: "seed.txt equals plan-seed.txt"),
    Bad(
      name: "no such column of tiers", split: "\"share\": \"0.5\", \"tier\": \"tier\"",
      codes: ["E207"]),
    Bad(
      name: "no heads and no students", schools: "middle_school\nA\n", codes: ["E206"],
      says: "students.csv"),
    Bad(
      name: "margins that do not add up",
      split: "\"share\": \"0.5\", \"method\": \"biproportional\"",
      schools: "middle_school,eligible,seats\nA,30,4\nB,20,4\n", codes: ["E611"],
      says: "add up to 8, the programmes' to 9"),
    Bad(
      name: "margins that no split can meet",
      split: "\"share\": \"0.5\", \"method\": \"biproportional\"",
      schools: "middle_school,eligible,seats\nA,30,1\nB,20,8\n",
      files: ["exclusions.csv": "programme,audience\np1,B\n"], codes: ["E611"],
      says: "the programmes p1 have 5 seats, 4 more than A"),
  ]

  @Test(arguments: cases) func refused(_ bad: Bad) throws {
    let folder = try PlanFolder(
      "{\"name\": \"s\", \"pool\": \"quota\", \(bad.split)}", programmes: bad.programmes,
      schools: bad.schools, files: bad.files, minimumShare: bad.minimumShare)
    do {
      _ = try folder.plan()
      Issue.record("planned")
    } catch let refusal as Refusal {
      #expect(refusal.codes == bad.codes, "\(refusal)")
      let isSaid = bad.says.isEmpty || refusal.messages.contains { $0.contains(bad.says) }
      #expect(isSaid, "\(refusal)")
    }
  }

  @Test func aLotteryNeedsASeed() throws {
    let folder = try PlanFolder(
      "{\"name\": \"s\", \"pool\": \"quota\", \"share\": \"0.5\"}",
      programmes: "programme,plan\np1,10\n", schools: "middle_school,eligible\nA,1\n", seed: nil)
    #expect(folder.refusal() == ["E610"])
    // What is committed to can be checked before there is one.
    #expect(folder.planner().problems.isClean)
  }

  @Test func theLeastShareIsAskedOfEverySchoolAndOfAll() throws {
    let folder = try PlanFolder(
      "{\"name\": \"s\", \"pool\": \"quota\", \"share\": {\"column\": \"share\"}}",
      programmes: "programme,plan,school,quality,share\np1,100,h1,yes,0.5\np2,100,h1,yes,1\n"
        + "p3,100,h2,yes,0.7\np4,100,h3,no,0\n",
      schools: "middle_school,eligible\nA,1\n", minimumShare: "0.75")
    let problems = folder.planner().problems
    let found = problems.groups.filter { $0.code.name.hasSuffix("501") }.flatMap(\.first)
    #expect(found.map(\.code.name) == ["W501", "W501"], "waived in these tests' rules")
    #expect(found[0].message.en.contains("h2"))
    #expect(found[1].message.en.contains("plan 300, quota seats 220"))
  }
}
