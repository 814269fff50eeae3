import Admission
import Cases
import Columns
import Diagnostics
import Tables
import TestSupport
import Testing

@testable import Runs

/// Every file of a small run, letter by letter, each checked by hand against `SmallCity`.
@Suite("A small run") struct GoldenTests {
  let scratch: TempFolder
  let read: Case
  let outcome: Outcome
  static let facts = RunFacts(
    version: "1.2.3", commitment: digest(3), findings: ["指标 57%"],
    warnings: [(code: .idleProvisional, count: 2)])

  init() throws {
    scratch = try TempFolder()
    read = try SmallCity.read()
    outcome = try allocate(read.market, workers: Workers(count: 1))
    try RunWriter(read, outcome, GoldenTests.facts).write(to: scratch("run"))
  }

  @Test func admissionsAreAsWrittenHere() throws {
    #expect(
      try scratch.text("run/admissions.csv") == """
        student,status,programme,stage,pool,choice,score
        001,admitted,A1,统招,open,1,655.5
        002,admitted,A1,指标,quota,1,655.5
        "s,3",admitted,"C""3",指标,quota,2,640
        "s""4",admitted,"C""3",指标,quota,2,600.25
        005,admitted,"C""3",指标,quota,2,600.25
        考生6,admitted,"C""3",统招,open,1,600.25
        007,admitted,"C""3",指标,quota,1,599.999
        000000000000008,notAdmitted,,,,,
        009,admitted,A1,统招,open,1,655.5

        """)
  }

  @Test func cutoffsAreAsWrittenHere() throws {
    #expect(
      try scratch.text("run/cutoffs.csv") == """
        stage,programme,pool,audience,seats,applicants,admitted,vacant,excess,lowest_score,last_choice,last_key
        指标,A1,quota,,0,1,0,0,0,,,
        指标,A1,quota,S1,1,3,1,0,0,655.5,1,score=655.5;choice=1;total=655.5;evaluation=A;\
        choice=100;lottery=5
        指标,"B,2",quota,,0,1,0,0,0,,,
        指标,"B,2",quota,S1,0,2,0,0,0,,,
        指标,"B,2",quota,S;2,0,3,0,0,0,,,
        指标,"C""3",quota,,0,1,0,0,0,,,
        指标,"C""3",quota,S1,1,1,1,0,0,640,2,score=640;choice=2;total=640;evaluation=A;\
        choice=90;lottery=3
        指标,"C""3",quota,S;2,4,3,3,1,0,599.999,1,score=599.999;choice=1;total=599.999;\
        evaluation=B;choice=-0.5;lottery=6
        统招,A1,open,*,1,2,2,0,1,655.5,1,choiceBand=1;total=655.5;evaluation=A
        统招,"B,2",open,*,1,2,0,1,0,,,
        统招,"C""3",open,*,2,1,1,1,0,600.25,1,choiceBand=1;total=600.25;evaluation=B

        """)
  }

  @Test func linesAreAsWrittenHere() throws {
    #expect(
      try scratch.text("run/lines.csv") == """
        stage,programme,score,line,pool
        指标,A1,total,600,
        指标,"C""3",total,599,
        统招,A1,choice,-1,open
        统招,"B,2",choice,-1,open
        统招,"C""3",choice,-1,open

        """)
  }

  @Test func seatsAreAsWrittenHere() throws {
    #expect(
      try scratch.text("run/seats.csv") == """
        programme,pool,audience,planned,moved_in,moved_out,admitted,excess,vacant
        A1,open,*,1,0,0,2,1,0
        A1,quota,S1,1,0,0,1,0,0
        "B,2",open,*,1,0,0,0,0,1
        "C""3",open,*,1,1,0,1,0,1
        "C""3",quota,S1,1,0,0,1,0,0
        "C""3",quota,S;2,4,0,1,3,0,0

        """)
  }

  @Test func inputsAreAsWrittenHere() throws {
    #expect(
      try scratch.text("run/INPUTS.sha256") == """
        0000000000000000000000000000000000000000000000000000000000000001  rules.json
        0000000000000000000000000000000000000000000000000000000000000002  students.csv

        """)
  }

  @Test func runJSONIsAsWrittenHere() throws {
    #expect(
      try scratch.text("run/run.json") == """
        {
          "format": 1,
          "program": "zhibiao",
          "version": "1.2.3",
          "rules": {
            "name": "试验市 \\"2026\\"",
            "year": 2026,
            "digest": "0000000000000000000000000000000000000000000000000000000000000001",
            "basis": [
              "文件"
            ],
            "language": "zh",
            "minimumShare": "0.75"
          },
          "students": {
            "all": 9,
            "admitted": 8,
            "notAdmitted": 1
          },
          "plan": {
            "seats": 9,
            "quotaSeats": 6
          },
          "stages": [
            {
              "stage": "指标",
              "provisional": false,
              "candidates": 9,
              "eligible": 8,
              "applications": 15,
              "seats": 6,
              "admitted": 5,
              "excess": 0,
              "vacant": 1
            },
            {
              "stage": "统招",
              "provisional": false,
              "candidates": 4,
              "eligible": 3,
              "applications": 5,
              "seats": 4,
              "admitted": 3,
              "excess": 1,
              "vacant": 2
            }
          ],
          "pools": [
            {
              "pool": "open",
              "quota": false,
              "planned": 3,
              "movedIn": 1,
              "movedOut": 0,
              "admitted": 3,
              "excess": 1,
              "vacant": 2
            },
            {
              "pool": "quota",
              "quota": true,
              "planned": 6,
              "movedIn": 0,
              "movedOut": 1,
              "admitted": 5,
              "excess": 0,
              "vacant": 0
            }
          ],
          "drawn": 5,
          "seeds": {
            "seed": "种子 1",
            "planSeed": "plan"
          },
          "commitment": "0000000000000000000000000000000000000000000000000000000000000003",
          "decisions": [
            {
              "stage": "统招",
              "programme": "A1",
              "pool": "open",
              "audience": "*",
              "student": "001",
              "decision": "admit",
              "decidedBy": "office",
              "reason": "\\"a\\"\\nb"
            }
          ],
          "waivers": [
            {
              "point": "quotaShare",
              "reason": "试点"
            }
          ],
          "compliance": [
            "指标 57%"
          ],
          "warnings": {
            "W101": 2
          },
          "programmes": [
            {"programme": "A1", "name": "A1", "school": "A1", "district": "", "quality": true, \
        "plan": 0, "quotaSeats": 1, "admitted": 3, "quotaAdmitted": 1, "vacant": 0, \
        "quotaCutoff": {"score": "total", "lowest": "655.5", "admitted": 1}, \
        "openCutoff": {"score": "total", "lowest": "655.5", "admitted": 2}},
            {"programme": "B,2", "name": "B,2", "school": "B,2", "district": "", "quality": true, \
        "plan": 0, "quotaSeats": 0, "admitted": 0, "quotaAdmitted": 0, "vacant": 1},
            {"programme": "C\\"3", "name": "C\\"3", "school": "C\\"3", "district": "", \
        "quality": true, "plan": 0, "quotaSeats": 5, "admitted": 5, "quotaAdmitted": 4, \
        "vacant": 1, "quotaCutoff": {"score": "total", "lowest": "599.999", "admitted": 4}, \
        "openCutoff": {"score": "total", "lowest": "600.25", "admitted": 1}}
          ],
          "middleSchools": [
            {"middleSchool": "S1", "name": "东城\\"中学", "district": "东", "students": 3, \
        "admitted": 3, "qualityAdmitted": 3, "quotaSeats": 2, "quotaAdmitted": 2},
            {"middleSchool": "S;2", "name": "S;2", "district": "", "students": 4, \
        "admitted": 3, "qualityAdmitted": 3, "quotaSeats": 4, "quotaAdmitted": 3}
          ],
          "quotaCells": {
            "groups": ["", "东"],
            "planned": [
              [0, 1],
              [0, 0],
              [4, 1]
            ],
            "admitted": [
              [0, 1],
              [0, 0],
              [3, 1]
            ]
          },
          "distributions": [
            {"score": "total", "from": "598", "width": "2", "counts": [1, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, \
        0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 3]}
          ]
        }

        """)
  }

  @Test func everyFileIsListedWithItsDigest() throws {
    #expect(
      try scratch.names("run") == [
        "INPUTS.sha256", "SHA256SUMS", "admissions.csv", "cutoffs.csv", "lines.csv", "report.html",
        "run.json", "seats.csv",
      ])
    let sums = try DigestList(parsing: Array(try scratch.text("run/SHA256SUMS").utf8))
    #expect(sums.entries.count == 7)
    for entry in sums.entries {
      #expect(
        SHA256.digest(of: try scratch.text("run/\(entry.name)").utf8Span.span) == entry.digest)
    }
  }
}
