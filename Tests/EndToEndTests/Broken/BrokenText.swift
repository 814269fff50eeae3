import TestSupport

extension Broken {
  /// Cases in which the text of a table is damaged: quotes, rows, bytes.
  static let text: [Broken] = [
    Broken(
      "full-width commas", [.all(.students, ",", "，")], ["E218 students.csv:1"],
      says: "full-width commas"),
    Broken(
      "full-width semicolons", [.all(.quotas, ",", "；")], ["E218 quotas.csv:1"],
      says: "full-width semicolons"),
    Broken(
      "a large file of returns",
      [.put(.students, String(repeating: "S01,M1,80,17,A,H1,H1,,\r", count: 60_000))],
      ["E218 students.csv:1"], says: "lines end in CR alone"),
    Broken(
      "unclosed quote", [.edit(.students, "S03,M1", "S03,\"M1")],
      ["E203 students.csv:4:5"]),
    Broken(
      "unclosed quote in header", [.edit(.students, "student,", "\"student,")],
      ["E203 students.csv:1:1"]),
    Broken(
      "stray quote", [.edit(.students, "S03,M1", "S03,M\"1\"")],
      ["E204 students.csv:4:6", "E211 students.csv:4:5"]),
    Broken(
      "behind quote", [.edit(.students, "S03,M1", "S03,\"M\"1")],
      ["E204 students.csv:4:8", "E211 students.csv:4:6"]),
    Broken(
      "two stray", [.edit(.students, "S03,M1,80", "S03,M\"1,8\"0")],
      ["E204 students.csv:4:6", "E211 students.csv:4:5", "E212 students.csv:4:9"]),
    Broken(
      "quote pair stray", [.edit(.students, "S03,M1", "S\"03\",M1")],
      ["E204 students.csv:4:2", "E210 students.csv:4:1"]),
    Broken(
      "unclosed in schools", [.edit(.schools, "M1,North", "M1,\"North")],
      ["E203 middle_schools.csv:2:4"]),
    Broken(
      "short row", [.edit(.students, "S03,M1,80,7,B,H2|H1,H1,,H2", "S03,M1,80,7,B")],
      ["E202 students.csv:4"], says: "has 5 cells"),
    Broken(
      "long row", [.edit(.students, "S03,M1,80,7,B,H2|H1,H1,,H2", "S03,M1,80,7,B,H2|H1,H1,,H2,,")],
      ["E202 students.csv:4"], says: "has 11 cells"),
    Broken(
      "short programme row", [.edit(.programmes, "H2,West High,4,D2,public,60", "H2,West High,4")],
      ["E202 programmes.csv:3", "E211 quotas.csv:4:1", "E211 students.csv:2:17"],
      says: "has 3 cells"),
    Broken(
      "short quota row", [.edit(.quotas, "H2,quota,M1,1", "H2,quota,M1")],
      ["E202 quotas.csv:4"], says: "has 3 cells"),
    Broken(
      "nul", [.edit(.students, "S03,M1", "S03,M\u{0}")],
      ["E205 students.csv:4:6"], says: "byte 138"),
    Broken(
      "nul in header", [.edit(.students, "student", "stu\u{0}dent")],
      ["E205 students.csv:1:4"], says: "byte 3"),
    Broken(
      "nul in schools", [.edit(.schools, "North", "No\u{0}rth")],
      ["E205 middle_schools.csv:2:6"], says: "byte 42"),
    Broken(
      "nul in rules", [.edit(.rules, "Tiny", "Ti\u{0}ny")],
      ["E107 rules.json:2:24"]),
    Broken(
      "bad utf8", [.bytes(.students, "S03,M1", [0x53, 0x30, 0x33, 0x2C, 0x4D, 0xFF])],
      ["E293 students.csv:4:6"], says: "byte 138"),
    Broken(
      "bad utf8 deep", [.bytes(.schools, "North", [0x4E, 0xE5, 0x8C, 0x97, 0xE5, 0x8C])],
      ["E293 middle_schools.csv:2:7"], says: "byte 45"),
    Broken(
      "bad in gb", [.bytes(.schools, "North", [0xB1, 0xB1, 0x80, 0xFF])],
      ["E293 middle_schools.csv:2:5"], says: "byte 42"),
    Broken(
      "utf16 le", [.utf16(.students, bigEndian: false, mark: true)],
      ["E294 students.csv"]),
    Broken(
      "utf16 be bom", [.utf16(.students, bigEndian: true, mark: true)],
      ["E294 students.csv"]),
    Broken(
      "utf16 le no bom", [.utf16(.students, bigEndian: false, mark: false)],
      ["E205 students.csv:1:2"], says: "byte 1"),
    Broken(
      "cr only", [.all(.students, "\n", "\r")],
      ["E218 students.csv:1"]),
    Broken(
      "semicolons", [.all(.students, ",", ";")],
      ["E218 students.csv:1"]),
    Broken(
      "tabs", [.all(.students, ",", "\t")],
      ["E218 students.csv:1"]),
    Broken(
      "crlf unknown", [.edit(.students, "S05,M2", "S05,M9"), .returns(.students)],
      ["E211 students.csv:6:5"], says: "the nearest is M1"),
    Broken(
      "crlf last column",
      [.edit(.students, "B,H1|H2,H2,,\nS07", "B,H1|H2,H2,,H9\nS07"), .returns(.students)],
      ["E211 students.csv:7:29"], says: "the nearest is H1"),
    Broken(
      "bom unknown",
      [.edit(.students, "student,", "\u{FEFF}student,"), .edit(.students, "S01,M1", "S01,M9")],
      ["E211 students.csv:2:5"], says: "the nearest is M1"),
    Broken(
      "gb unknown", [.bytes(.students, "S05,M2", bytes("S05,") + [0xB1, 0xB1, 0xC7, 0xF8])],
      ["E211 students.csv:6:5"]),
    Broken(
      "gb name",
      [
        .bytes(.schools, "North", [0xB1, 0xB1, 0xD6, 0xD0]),
        .edit(.schools, "M2,South,D2", "M1,South,D2"),
      ],
      ["E209 middle_schools.csv:3:1", "E305 quotas.csv:3:10", "E211 students.csv:6:5"],
      says: "on line 2"),
    Broken(
      "gb declared bad",
      [
        .edit(.rules, "\"year\"", "\"encoding\":\"gb18030\",\"year\""),
        .bytes(.students, "S03,M1", [0x53, 0x30, 0x33, 0x2C, 0x4D, 0xFF]),
      ],
      ["E292 students.csv:4:6"], says: "byte 138"),
    Broken(
      "utf8 declared gb given",
      [
        .edit(.rules, "\"year\"", "\"encoding\": \"utf-8\", \"year\""),
        .bytes(.schools, "North", [0xB1, 0xB1, 0xD6, 0xD0]),
      ],
      ["E291 middle_schools.csv:2:4"], says: "byte 40"),
  ]
}
