import TestSupport

extension Broken {
  /// Cases in which seeds, decisions or control totals do not fit.
  static let answers: [Broken] = [
    Broken(
      "seed empty", [.put(.seed, "")],
      ["E311 seed.txt:1"]),
    Broken(
      "seed blank line", [.put(.seed, "\n")],
      ["E311 seed.txt:1"]),
    Broken(
      "seed two lines", [.put(.seed, "a\nb\n")],
      ["E311 seed.txt:1"]),
    Broken(
      "seed bom", [.put(.seed, "\u{FEFF}abc\n")],
      ["E311 seed.txt:1"]),
    Broken(
      "seed outer blank", [.put(.seed, " abc\n")],
      ["E311 seed.txt:1"]),
    Broken(
      "seed trailing blank", [.put(.seed, "abc \n")],
      ["E311 seed.txt:1"]),
    Broken(
      "seed long",
      [.put(.seed, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")],
      ["E311 seed.txt:1"]),
    Broken(
      "seed non ascii", [.put(.seed, "抽签\n")],
      ["E311 seed.txt:1"], says: "byte 230"),
    Broken(
      "seed tab", [.put(.seed, "a\tb\n")],
      ["E311 seed.txt:1"], says: "byte 9"),
    Broken(
      "seed two newlines", [.put(.seed, "abc\n\n")],
      ["E311 seed.txt:1"]),
    Broken(
      "seed nul", [.put(.seed, "a\u{0}b\n")],
      ["E311 seed.txt:1"], says: "byte 0"),
    Broken(
      "seed huge", [.put(.seed, String(repeating: "a", count: 100000))],
      ["E311 seed.txt:1"]),
    Broken(
      "equal seeds", [.put(.planSeed, "drawn in public\r\n")],
      ["E310 seed.txt:1"]),
    Broken(
      "bad plan seed", [.put(.planSeed, "")],
      ["E311 plan-seed.txt:1"]),
    Broken(
      "decision ok idle",
      [
        .put(
          .decisions,
          decisions + "quota,H1,quota,M1,S02,admit,x,y\n"
        )
      ],
      ["E403 decisions.csv:2"]),
    Broken(
      "decision stage",
      [
        .put(
          .decisions,
          decisions + "qouta,H1,quota,M1,S02,admit,x,y\n"
        )
      ],
      ["E401 decisions.csv:2:1"], says: "the nearest is quota"),
    Broken(
      "decision programme",
      [
        .put(
          .decisions,
          decisions + "quota,H9,quota,M1,S02,admit,x,y\n"
        )
      ],
      ["E401 decisions.csv:2:7"], says: "the nearest is H1"),
    Broken(
      "decision pool",
      [
        .put(
          .decisions,
          decisions + "quota,H1,qouta,M1,S02,admit,x,y\n"
        )
      ],
      ["E401 decisions.csv:2:10"], says: "the nearest is quota"),
    Broken(
      "decision audience",
      [
        .put(
          .decisions,
          decisions + "quota,H1,quota,M9,S02,admit,x,y\n"
        )
      ],
      ["E401 decisions.csv:2:16"], says: "the nearest is M1"),
    Broken(
      "decision student",
      [
        .put(
          .decisions,
          decisions + "quota,H1,quota,M1,S99,admit,x,y\n"
        )
      ],
      ["E401 decisions.csv:2:19"]),
    Broken(
      "decision word",
      [
        .put(
          .decisions,
          decisions + "quota,H1,quota,M1,S02,yes,x,y\n"
        )
      ],
      ["E402 decisions.csv:2:23"]),
    Broken(
      "decision empty word",
      [
        .put(
          .decisions,
          decisions + "quota,H1,quota,M1,S02,,x,y\n"
        )
      ],
      ["E402 decisions.csv:2:23"]),
    Broken(
      "decision all wrong",
      [.put(.decisions, decisions + "qouta,H9,quota,M9,S99,yes,,\n")],
      [
        "E401 decisions.csv:2:1", "E401 decisions.csv:2:7", "E401 decisions.csv:2:16",
        "E401 decisions.csv:2:19", "E402 decisions.csv:2:23", "E407 decisions.csv:2:27",
        "E407 decisions.csv:2:28",
      ]),
    Broken(
      "decision pool of no likeness",
      [.put(.decisions, decisions + "quota,H1,x,M1,S02,admit,x,y\n")],
      ["E401 decisions.csv:2:10"], says: "there are open, "),
    Broken(
      "decision short",
      [
        .put(
          .decisions,
          decisions + "quota,H1,quota,M1\n")
      ],
      ["E202 decisions.csv:2"], says: "has 4 cells"),
    Broken(
      "decision open aud empty",
      [
        .put(
          .decisions,
          decisions + "open,H1,open,,S02,admit,x,y\n"
        )
      ],
      ["E401 decisions.csv:2:14"], says: "the nearest is *"),
    Broken(
      "decision not offered",
      [
        .put(
          .decisions,
          decisions + "quota,H1,open,*,S02,admit,x,y\n"
        )
      ],
      ["E403 decisions.csv:2"]),
    Broken(
      "decision no column", [.put(.decisions, "stage,programme\nquota,H1\n")],
      ["E207 decisions.csv:1"]),
    Broken(
      "decision of nobody",
      [
        .put(
          .decisions,
          decisions + "quota,H1,quota,M1,S02,admit, ,r\nquota,H1,quota,M1,S03,refuse,o,\n")
      ],
      ["E403 decisions.csv:2", "E407 decisions.csv:2:29", "E407 decisions.csv:3:32"],
      says: "S02 has no decided_by"),
    Broken(
      "decision without the column",
      [
        .put(
          .decisions,
          "stage,programme,pool,audience,student,decision,who,reason\n"
            + "quota,H1,quota,M1,S02,admit,o,r\n")
      ],
      ["E207 decisions.csv:1"], says: "no column decided_by"),
    Broken(
      "decision empty", [.put(.decisions, "")],
      ["E201 decisions.csv:1"]),
    Broken(
      "control count",
      [.put(.controls, controls + "students,,,9,,\n")],
      ["E309 controls.csv:2"], says: "difference of -1"),
    Broken(
      "control sum",
      [.put(.controls, controls + "students,,,,math,600\n")],
      ["E309 controls.csv:2"], says: "difference of +3.5"),
    Broken(
      "control of no column",
      [.put(.controls, controls + "students,,,8,,\nquotas,pol,quota,4,seats,6\n")],
      ["E207 controls.csv:3"],
      says: "group_column is “pol”, and quotas.csv has no such column; the nearest is pool"),
    Broken(
      "control sum of no column",
      [.put(.controls, controls + "students,,,8,maths,603.5\n")],
      ["E207 controls.csv:2"], says: "sum_column is “maths”"),
    Broken(
      "control group",
      [
        .put(
          .controls,
          controls + "students,middle_school,M1,3,,\n")
      ],
      ["E309 controls.csv:2"], says: "difference of +1"),
    Broken(
      "control no group",
      [
        .put(
          .controls,
          controls + "students,middle_school,M7,1,,\n")
      ],
      ["E309 controls.csv:2"], says: "difference of -1"),
    Broken(
      "control table",
      [.put(.controls, controls + "studnts,,,1,,\n")],
      ["E206 controls.csv:2"]),
    Broken(
      "control column",
      [.put(.controls, controls + "students,schol,M1,3,,\n")],
      ["E207 controls.csv:2"]),
    Broken(
      "control sumcol",
      [.put(.controls, controls + "students,,,,maths,3\n")],
      ["E207 controls.csv:2"], says: "the nearest is math"),
    Broken(
      "control bad count",
      [.put(.controls, controls + "students,,,x,,\n")],
      ["E212 controls.csv:2:12"]),
    Broken(
      "control seats",
      [
        .put(
          .controls, controls + "quotas,pool,quota,4,seats,7\n")
      ],
      ["E309 controls.csv:2"], says: "difference of -1"),
    Broken(
      "control huge",
      [
        .put(
          .controls,
          controls + "students,,,999999999999,math,-999999999999\n"
        )
      ],
      ["E309 controls.csv:2"], says: "difference of -999999999991"),
    Broken(
      "control decimals",
      [.put(.controls, controls + "students,,,8.5,,\n")],
      ["E309 controls.csv:2"], says: "difference of -0.5"),
    Broken(
      "control empty", [.put(.controls, "")],
      ["E201 controls.csv:1"]),
    Broken(
      "control cols", [.put(.controls, "table,count\nstudents,8\n")],
      ["E207 controls.csv:1"]),
    Broken(
      "control overflow",
      [.put(.students, hugeStudents), .put(.controls, controls + "students,,,12000,math,1\n")],
      ["E309 controls.csv:2"], says: "difference of +9223372036854774.807"),
  ]
}
