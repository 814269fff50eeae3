import TestSupport

extension Broken {
  /// Cases in which a code stands twice, is unknown, or is no code.
  static let codes: [Broken] = [
    Broken(
      "student twice", [.edit(.students, "S03,", "S01,")],
      ["E209 students.csv:4:1"], says: "on line 2"),
    Broken(
      "student thrice", [.edit(.students, "S03,", "S01,"), .edit(.students, "S05,", "S01,")],
      ["E209 students.csv:4:1"], says: "on line 2"),
    Broken(
      "programme twice", [.edit(.programmes, "H2,", "H1,")],
      ["E209 programmes.csv:3:1", "E211 quotas.csv:4:1", "E211 students.csv:2:17"],
      says: "on line 2"),
    Broken(
      "school twice", [.edit(.schools, "M2,", "M1,")],
      ["E209 middle_schools.csv:3:1", "E305 quotas.csv:3:10", "E211 students.csv:6:5"],
      says: "on line 2"),
    Broken(
      "quoted newline then unknown",
      [.edit(.schools, "North", "\"No\nrth\""), .edit(.schools, "M2,South,D2,4", "M1,South,D2,4")],
      ["E209 middle_schools.csv:4:1", "E305 quotas.csv:3:10", "E211 students.csv:6:5"],
      says: "on line 2"),
    Broken(
      "unknown choice", [.edit(.students, "H1|H2,H1,H2,\nS02", "H1|H2,H1,H3,\nS02")],
      ["E211 students.csv:2:26"], says: "the nearest is H1"),
    Broken(
      "unknown joined", [.edit(.students, "S01,M1,90,8.5,A,H1|H2", "S01,M1,90,8.5,A,H1|H9")],
      ["E211 students.csv:2:17"], says: "the nearest is H1"),
    Broken(
      "joined blank", [.edit(.students, "S01,M1,90,8.5,A,H1|H2", "S01,M1,90,8.5,A,H1| H2")],
      ["E211 students.csv:2:17"], says: "the nearest is H2"),
    Broken(
      "joined empty part", [.edit(.students, "S01,M1,90,8.5,A,H1|H2", "S01,M1,90,8.5,A,H1||H2")],
      ["E302 students.csv:2:17"]),
    Broken(
      "choice lower case", [.edit(.students, "A,H1|H2,H1,H2,\n", "A,H1|H2,h1,H2,\n")],
      ["E211 students.csv:2:23"], says: "the nearest is H1"),
    Broken(
      "choice fullwidth", [.edit(.students, "A,H1|H2,H1,H2,\n", "A,H1|H2,H１,H2,\n")],
      ["E211 students.csv:2:23"]),
    Broken(
      "choice blank", [.edit(.students, "A,H1|H2,H1,H2,\n", "A,H1|H2,H1 ,H2,\n")],
      ["E211 students.csv:2:23"], says: "the nearest is H1"),
    Broken(
      "unknown school of student", [.edit(.students, "S01,M1", "S01,M3")],
      ["E211 students.csv:2:5"], says: "the nearest is M1"),
    Broken(
      "unknown quota programme", [.edit(.quotas, "H2,quota,M1", "H3,quota,M1")],
      ["E211 quotas.csv:4:1"], says: "the nearest is H1"),
    Broken(
      "unknown quota pool", [.edit(.quotas, "H2,quota,M1", "H2,qouta,M1")],
      ["E304 quotas.csv:4:4"], says: "the nearest is quota"),
    Broken(
      "unknown quota audience", [.edit(.quotas, "H2,quota,M1", "H2,quota,M9")],
      ["E305 quotas.csv:4:10"], says: "the nearest is M1"),
    Broken(
      "empty quota audience", [.edit(.quotas, "H2,quota,M1", "H2,quota,")],
      ["E305 quotas.csv:4:10"]),
    Broken(
      "choice twice", [.edit(.students, "H1|H2,H1,H2,\nS02", "H1|H2,H1,H1,\nS02")],
      ["E301 students.csv:2:26"]),
    Broken(
      "joined twice", [.edit(.students, "S01,M1,90,8.5,A,H1|H2", "S01,M1,90,8.5,A,H1|H1")],
      ["E301 students.csv:2:17"]),
    Broken(
      "quota row twice", [.edit(.quotas, "H2,quota,M1", "H1,quota,M1")],
      ["E306 quotas.csv:4"], says: "on line 2"),
    Broken(
      "sci code", [.edit(.students, "S01,", "1.2E+17,")],
      ["E210 students.csv:2:1"]),
    Broken(
      "sci code 2", [.edit(.students, "S01,", "1.23457E+17,")],
      ["E210 students.csv:2:1"]),
    Broken(
      "sci programme", [.edit(.programmes, "H1,", "1E+05,")],
      ["E210 programmes.csv:2:1", "E211 quotas.csv:2:1", "E211 students.csv:2:17"]),
    Broken(
      "code blank front", [.edit(.students, "S01,", " S01,")],
      ["E210 students.csv:2:1"]),
    Broken(
      "code blank back", [.edit(.students, "S01,", "S01 ,")],
      ["E210 students.csv:2:1"]),
    Broken(
      "code ideographic blank", [.edit(.students, "S01,", "S01\u{3000},")],
      ["E210 students.csv:2:1"]),
    Broken(
      "code empty", [.edit(.students, "S01,", ",")],
      ["E210 students.csv:2:1"]),
    Broken(
      "code quote", [.edit(.students, "S01,", "\"S\"\"01\",")],
      ["E210 students.csv:2:2"]),
    Broken(
      "code tab inside", [.edit(.students, "S01,", "S\t01,")],
      ["E210 students.csv:2:1"]),
    Broken(
      "code newline inside", [.edit(.students, "S01,", "\"S\n01\",")],
      ["E210 students.csv:2:2"]),
    Broken(
      "code del", [.edit(.students, "S01,", "S\u{7F}01,")],
      ["E210 students.csv:2:1"]),
    Broken(
      "code long", [.edit(.students, "S01,", String(repeating: "S", count: 300) + ",")],
      ["E210 students.csv:2:1"]),
    Broken(
      "blank before", [.edit(.programmes, "H2,", " H2,")],
      ["E210 programmes.csv:3:1", "E211 quotas.csv:4:1", "E211 students.csv:2:17"]),
    Broken(
      "school empty code", [.edit(.schools, "M2,", ",")],
      ["E210 middle_schools.csv:3:1", "E305 quotas.csv:3:10", "E211 students.csv:6:5"]),
    Broken(
      "joined very long no max",
      [
        .edit(
          .students, "S01,M1,90,8.5,A,H1|H2",
          "S01,M1,90,8.5,A," + String(repeating: "|", count: 70000) + "H1"),
        .edit(.rules, "\"maxChoices\": 2, ", ""),
      ],
      ["E302 students.csv:2:17"]),
    Broken(
      "short then unknown",
      [
        .edit(.students, "S03,M1,80,7,B,H2|H1,H1,,H2", "S03,M1,80,7,B"),
        .edit(.students, "S06,M2", "S06,M9"),
      ],
      ["E202 students.csv:4", "E211 students.csv:7:5"], says: "has 5 cells"),
    Broken(
      "short then twice",
      [
        .edit(.students, "S03,M1,80,7,B,H2|H1,H1,,H2", "S03,M1,80,7,B"),
        .edit(.students, "S06,M2", "S05,M2"),
      ],
      ["E202 students.csv:4", "E209 students.csv:7:1"], says: "has 5 cells"),
    Broken(
      "line and gaps",
      [.edit(.students, "S05", "\n\n,,,,,,,,\nS05"), .edit(.students, "S07,M2", "S07,M8")],
      ["E211 students.csv:11:5"], says: "the nearest is M1"),
    Broken(
      "blank then twice",
      [.edit(.students, "S05", "\n\n,,,,,,,,\nS05"), .edit(.students, "S07,M2", "S05,M2")],
      ["E209 students.csv:11:1"], says: "on line 9"),
    Broken(
      "blank crlf then twice",
      [
        .edit(.students, "S05", "\n\n,,,,,,,,\nS05"), .edit(.students, "S07,M2", "S05,M2"),
        .returns(.students),
      ],
      ["E209 students.csv:11:1"], says: "on line 9"),
    Broken(
      "notes unknown", [.notes, .edit(.students, "S05,M2", "S05,M9")],
      ["E211 students.csv:10:5"], says: "the nearest is M1"),
    Broken(
      "notes twice", [.notes, .edit(.students, "S05,", "S03,")],
      ["E209 students.csv:10:1"], says: "on line 6"),
    Broken(
      "notes crlf twice", [.notes, .edit(.students, "S05,", "S03,"), .returns(.students)],
      ["E209 students.csv:10:1"], says: "on line 6"),
    Broken(
      "notes short",
      [.notes, .edit(.students, "S05,M2,95,9", "S05,M2,9"), .edit(.students, "S06,M2", "S06,M9")],
      ["E202 students.csv:10", "E211 students.csv:12:5"], says: "has 9 cells"),
  ]
}
