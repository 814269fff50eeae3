import TestSupport

extension Broken {
  /// Ranks by a column of middle schools, in which M2 has `cell`.
  private static func schoolPoints(_ cell: String) -> [Change] {
    [
      .edit(.rules, #"{"column": "math"}]"#, #"{"column": "points"}]"#),
      .edit(.schools, "district,eligible", "district,eligible,points"),
      .edit(.schools, "D1,4", "D1,4,1"), .edit(.schools, "D2,4", "D2,4,\(cell)"),
    ]
  }

  /// Cases in which a cell should be a number or a known word.
  static let numbers: [Broken] = [
    Broken(
      "a school's ranking cell ''",
      schoolPoints(""), ["E213 middle_schools.csv:3:15"], says: "points is empty (M2)"),
    Broken(
      "a school's ranking cell '-5'",
      schoolPoints("-5"), ["E212 middle_schools.csv:3:15"], says: "“-5” is negative"),
    Broken(
      "a line '-5'", [.edit(.programmes, "D2,public,60", "D2,public,-5")],
      ["E212 programmes.csv:3:26"], says: "“-5” is negative"),
    Broken(
      "beyond plan", [.edit(.quotas, "H1,quota,M1,2", "H1,quota,M1,4")],
      ["E303 programmes.csv:2"]),
    Broken(
      "seats '-1'", [.edit(.quotas, "H1,quota,M1,2", "H1,quota,M1,-1")],
      ["E215 quotas.csv:2:13"]),
    Broken(
      "seats '1.5'", [.edit(.quotas, "H1,quota,M1,2", "H1,quota,M1,1.5")],
      ["E215 quotas.csv:2:13"]),
    Broken(
      "seats ''", [.edit(.quotas, "H1,quota,M1,2", "H1,quota,M1,")],
      ["E215 quotas.csv:2:13"]),
    Broken(
      "seats '1e3'", [.edit(.quotas, "H1,quota,M1,2", "H1,quota,M1,1e3")],
      ["E215 quotas.csv:2:13"]),
    Broken(
      "seats '99999999999'", [.edit(.quotas, "H1,quota,M1,2", "H1,quota,M1,99999999999")],
      ["E215 quotas.csv:2:13"]),
    Broken(
      "seats '2147483648'", [.edit(.quotas, "H1,quota,M1,2", "H1,quota,M1,2147483648")],
      ["E215 quotas.csv:2:13"]),
    Broken(
      "seats '１'", [.edit(.quotas, "H1,quota,M1,2", "H1,quota,M1,１")],
      ["E215 quotas.csv:2:13"]),
    Broken(
      "seats ' 1'", [.edit(.quotas, "H1,quota,M1,2", "H1,quota,M1, 1")],
      ["E215 quotas.csv:2:13"]),
    Broken(
      "seats '1 '", [.edit(.quotas, "H1,quota,M1,2", "H1,quota,M1,1 ")],
      ["E215 quotas.csv:2:13"]),
    Broken(
      "seats '1000000001'", [.edit(.quotas, "H1,quota,M1,2", "H1,quota,M1,1000000001")],
      ["E215 quotas.csv:2:13"]),
    Broken(
      "seats '999999999'", [.edit(.quotas, "H1,quota,M1,2", "H1,quota,M1,999999999")],
      ["E303 programmes.csv:2"]),
    Broken(
      "plan '-1'", [.edit(.programmes, "East High,4", "East High,-1")],
      ["E215 programmes.csv:2:14"]),
    Broken(
      "plan '1.5'", [.edit(.programmes, "East High,4", "East High,1.5")],
      ["E215 programmes.csv:2:14"]),
    Broken(
      "plan ''", [.edit(.programmes, "East High,4", "East High,")],
      ["E215 programmes.csv:2:14"]),
    Broken(
      "plan '1e3'", [.edit(.programmes, "East High,4", "East High,1e3")],
      ["E215 programmes.csv:2:14"]),
    Broken(
      "plan '99999999999999999999'",
      [.edit(.programmes, "East High,4", "East High,99999999999999999999")],
      ["E215 programmes.csv:2:14"]),
    Broken(
      "plan '４'", [.edit(.programmes, "East High,4", "East High,４")],
      ["E215 programmes.csv:2:14"]),
    Broken(
      "plan '1,000'", [.edit(.programmes, "East High,4", "East High,\"1,000\"")],
      ["E215 programmes.csv:2:15"]),
    Broken(
      "math '-1'", [.edit(.students, "S01,M1,90,", "S01,M1,-1,")],
      ["E212 students.csv:2:8"]),
    Broken(
      "math '1.5555'", [.edit(.students, "S01,M1,90,", "S01,M1,1.5555,")],
      ["E212 students.csv:2:8"]),
    Broken(
      "math ''", [.edit(.students, "S01,M1,90,", "S01,M1,,")],
      ["E213 students.csv:2:8"]),
    Broken(
      "math '1e3'", [.edit(.students, "S01,M1,90,", "S01,M1,1e3,")],
      ["E212 students.csv:2:8"]),
    Broken(
      "math '99999999999999999999'",
      [.edit(.students, "S01,M1,90,", "S01,M1,99999999999999999999,")],
      ["E212 students.csv:2:8"]),
    Broken(
      "math '９０'", [.edit(.students, "S01,M1,90,", "S01,M1,９０,")],
      ["E212 students.csv:2:8"]),
    Broken(
      "math '缺考'", [.edit(.students, "S01,M1,90,", "S01,M1,缺考,")],
      ["E212 students.csv:2:8"]),
    Broken(
      "math '1000000000000'", [.edit(.students, "S01,M1,90,", "S01,M1,1000000000000,")],
      ["E212 students.csv:2:8"]),
    Broken(
      "math '.5'", [.edit(.students, "S01,M1,90,", "S01,M1,.5,")],
      ["E212 students.csv:2:8"]),
    Broken(
      "math '5.'", [.edit(.students, "S01,M1,90,", "S01,M1,5.,")],
      ["E212 students.csv:2:8"]),
    Broken(
      "math '--5'", [.edit(.students, "S01,M1,90,", "S01,M1,--5,")],
      ["E212 students.csv:2:8"]),
    Broken(
      "math 'NaN'", [.edit(.students, "S01,M1,90,", "S01,M1,NaN,")],
      ["E212 students.csv:2:8"]),
    Broken(
      "math '90 '", [.edit(.students, "S01,M1,90,", "S01,M1,90 ,")],
      ["E212 students.csv:2:8"]),
    Broken(
      "math '0x10'", [.edit(.students, "S01,M1,90,", "S01,M1,0x10,")],
      ["E212 students.csv:2:8"]),
    Broken(
      "math '90nbsp'", [.edit(.students, "S01,M1,90,", "S01,M1,90\u{A0},")],
      ["E212 students.csv:2:8"]),
    Broken(
      "wide row",
      [.edit(.students, "S01,M1,90", "S01,M1," + String(repeating: "9", count: 200000))],
      ["E212 students.csv:2:8", "E308 students.csv:2:8"]),
    Broken(
      "grade unknown", [.edit(.students, "8.5,A", "8.5,E")],
      ["E214 students.csv:2:15"]),
    Broken(
      "grade lower", [.edit(.students, "8.5,A", "8.5,a")],
      ["E214 students.csv:2:15"]),
    Broken(
      "grade empty", [.edit(.students, "8.5,A", "8.5,")],
      ["E213 students.csv:2:15"]),
    Broken(
      "grade blank", [.edit(.students, "8.5,A", "8.5,A ")],
      ["E214 students.csv:2:15"]),
    Broken(
      "sector unknown", [.edit(.programmes, "D1,public", "D1,state")],
      ["E216 programmes.csv:2:19"]),
    Broken(
      "line bad", [.edit(.programmes, "public,60", "public,6o")],
      ["E212 programmes.csv:3:26"]),
    Broken(
      "crlf grade",
      [.edit(.students, "7,A,H1,H2,H1,\nS03", "7,E,H1,H2,H1,\nS03"), .returns(.students)],
      ["E214 students.csv:3:13"]),
    Broken(
      "gb bad number",
      [.bytes(.students, "S05,M2,95", bytes("S05,M2,") + [0xC8, 0xB1, 0xBF, 0xBC])],
      ["E212 students.csv:6:8"]),
    Broken(
      "gb col", [.bytes(.programmes, "West High,4", [0xCE, 0xF7, 0xB8, 0xDF, 0x2C, 0xCB, 0xC4])],
      ["E215 programmes.csv:3:7"]),
    Broken(
      "short programmes then bad",
      [
        .edit(.programmes, "H1,East High,4,D1,public,", "H1,East High"),
        .edit(.programmes, "public,60", "state,60"),
      ],
      [
        "E202 programmes.csv:2", "E216 programmes.csv:3:19", "E211 quotas.csv:2:1",
        "E211 students.csv:2:17",
      ], says: "has 2 cells"),
    Broken(
      "rules huge times",
      [
        .edit(
          .rules, "\"sum\": [\"math\", \"art\"]",
          "\"sum\": [{\"column\":\"math\",\"times\":\"999999999999999\"}, \"art\"]")
      ],
      ["E217 students.csv:2"]),
    Broken(
      "rules times no round",
      [
        .edit(
          .rules, "\"sum\": [\"math\", \"art\"]",
          "\"sum\": [{\"column\":\"math\",\"times\":\"0.333\"}, \"art\"]")
      ],
      ["E217 students.csv:5"]),
    Broken(
      "rules ranking grade col",
      [.edit(.rules, "{\"column\": \"math\"}", "{\"column\": \"evaluation\"}")],
      ["E212 students.csv:2:15"]),
    Broken(
      "one wide list", [.edit(.rules, "[\"choice1\", \"choice2\", \"choice3\"]", wideList)],
      ["E207 students.csv:1"]),
  ]
}
