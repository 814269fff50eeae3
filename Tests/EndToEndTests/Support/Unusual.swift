import TestSupport
import Testing

/// A case that is the tiny one but for what few cases use, and that is good nevertheless.
struct Unusual: Sendable, CustomTestStringConvertible {
  let name: String
  let changes: [Change]

  init(_ name: String, _ changes: [Change]) { (self.name, self.changes) = (name, changes) }

  var testDescription: String { name }

  /// The case with its changes.
  var tinyCase: TinyCase {
    var tiny = TinyCase()
    for change in changes { change.apply(&tiny) }
    return tiny
  }

  // MARK: Pieces

  /// Compliance is not what these cases are about.
  private static let waived = Change.edit(
    .rules, "\"plan\"",
    """
    "waive": {"evaluation": "t", "quotaShare": "t", "publicPrivate": "t", "forbiddenBasis": "t"},
    "plan"
    """)
  private static func exam(_ missing: String) -> Change {
    .edit(.rules, "\"sum\": [\"math\", \"art\"]", "\"sum\": [\"math\", \"art\"]\(missing)")
  }
  private static func total(_ missing: String) -> Change {
    .edit(
      .rules, "{\"grade\": \"evaluation\"}] }", "{\"grade\": \"evaluation\"}]\(missing) }")
  }
  private static func grade(_ missing: String) -> Change {
    .edit(.rules, "\"B\": \"5\"} }", "\"B\": \"5\"}, \"missing\": \"\(missing)\" }")
  }
  private static func by(_ keys: String, ties: String = "lottery") -> Change {
    .edit(
      .rules, "\"by\": [{\"score\": \"total\"}, {\"column\": \"math\"}], \"ties\": \"lottery\"",
      "\"by\": [\(keys)], \"ties\": \"\(ties)\"")
  }
  private static let noArt = Change.edit(.students, "90,8.5", "90,")
  private static let noGrade = Change.edit(.students, "90,8.5,A", "90,8.5,")
  private static let ineligible = ", \"missing\": \"ineligible\""
  private static let zero = ", \"missing\": \"zero\""
  private static let quotaLine = "\"lines\": [{\"score\": \"exam\", \"atLeast\": \"50\"}]"
  private static let openLine =
    "\"order\": \"parallel\", \"lines\": [{\"score\": \"exam\", \"atLeast\": {\"column\": \"line\"}}]"

  private static func eligible(_ conditions: String) -> Change {
    .edit(.rules, quotaLine, "\"eligible\": [\(conditions)]")
  }

  // MARK: Cases

  static let scores: [Unusual] = [
    Unusual("a missing mark counts as zero", [exam(zero), noArt]),
    Unusual("a missing mark excludes", [exam(ineligible), total(ineligible), noArt]),
    Unusual("a missing score counts as zero", [exam(ineligible), total(zero), noArt]),
    Unusual("a missing grade counts as the last", [grade("zero"), noGrade]),
    Unusual("a missing grade excludes", [grade("ineligible"), total(ineligible), noGrade]),
    Unusual(
      "a missing grade as a key",
      [grade("zero"), noGrade, by("{\"grade\": \"evaluation\"}, {\"score\": \"total\"}")]),
    Unusual(
      "a missing grade as a key excludes",
      [grade("ineligible"), noGrade, by("{\"grade\": \"evaluation\"}, {\"score\": \"total\"}")]),
    Unusual(
      "the smaller number is better",
      [
        waived, by("{\"column\": \"seq\", \"ascending\": true}"),
        .column(.students, "seq", ["3", "1", "4", "2", "5", "7", "8", "6"]),
      ]),
    Unusual(
      "classes of the smaller number, cut by score",
      [
        waived, by("{\"column\": \"seq\", \"ascending\": true}", ties: "admitAll"),
        .column(.students, "seq", ["3", "1", "1", "2", "5", "7", "8", "6"]),
        .edit(
          .rules, "\"order\": \"parallel\", " + quotaLine,
          "\"order\": [\"score\",\"choice\",\"rank\"]"),
        .drop(.seed),
      ]),
    Unusual(
      "a key of the middle school", [by("{\"score\": \"total\"}, {\"column\": \"eligible\"}")]),
    Unusual(
      "a score of scores, weighted and rounded",
      [
        .edit(
          .rules, "\"scores\": {",
          """
          "scores": { "sum2": {"sum": [{"column": "math", "times": "0.3333"},
            {"score": "exam", "times": "2"}, {"grade": "evaluation", "times": "1.5"}],
            "round": {"decimals": 2, "mode": "halfUp"}},
          """), by("{\"score\": \"sum2\"}"),
      ]),
    Unusual(
      "points beside the exam",
      [
        .edit(
          .rules, "[\"math\", \"art\"]",
          """
          ["math", "art", {"bonus": ["b1", "b2"], "take": "sum", "cap": "3"}],
            "round": {"decimals": 0, "mode": "down"}
          """),
        .column(.students, "b1,b2", ["1,", "2,2", "5,5", ",", "0.5,0.5", "1,1", "3,0", "0,0"]),
      ]),
    Unusual(
      "a class that people decided, and a waiver",
      [
        waived, .edit(.students, "S03,M1,80,7,B,H2|H1", "S03,M1,80,7,A,H1|H2"),
        .edit(.rules, "\"lottery\"", "\"stop\""),
        .put(
          .decisions,
          Broken.decisions
            + "quota,H1,quota,M1,S02,refuse,office,\"drawn <in> \"\"public\"\" & seen\"\n"
            + "quota,H1,quota,M1,S03,admit,office,drawn\n"),
      ]),
    Unusual("long numbers", [.edit(.students, "90,8.5", "000000000000090.000,8.50")]),
  ]

  static let conditions: [Unusual] = [
    Unusual(
      "conditions within conditions",
      [
        eligible(
          """
          {"anyOf": [
            {"allOf": [{"column": "middle_school", "in": ["M1"]},
                       {"not": {"column": "math", "equals": "40"}}]},
            {"column": "district", "equals": {"programme": "district"}},
            {"grade": "evaluation", "atMost": "A"}, {"score": "exam", "atMost": "70"}]},
          {"allOf": [{"not": {"programme": "district", "equals": {"programme": "sector"}}},
                     {"not": {"column": "town", "equals": {"programme": "sector"}}}]}
          """),
        .column(.students, "town", ["public", "x", "y", "public", "x", "", "private", "x"]),
      ]),
    Unusual(
      "lines that differ, moved, waived and of a pool",
      [
        .edit(
          .rules, openLine,
          """
          "order": ["scoreBand", "choiceBand", "rank", "choice"], "choiceBands": [1, 2],
          "scoreBands": {"score": "exam", "edges": ["90", "70"]},
          "lines": [{"score": "exam", "atLeast": {"column": "line", "minus": "20"}}]
          """),
        .edit(
          .rules, "\"pools\": [\"open\"]",
          """
          "pools": [{"pool": "open", "eligible": [{"grade": "evaluation", "atLeast": "B"}],
            "lines": [{"score": "exam", "atLeast": {"cutoffOf": "quota", "pool": "quota",
                       "minus": "20", "whenVacant": "waive"}}]}]
          """),
      ]),
    Unusual(
      "seats go to the district",
      [
        .edit(
          .rules, "\"quota\": { \"audience\"",
          "\"district\": {\"audience\": \"district\", \"quota\": true}, \"quota\": { \"audience\""),
        .edit(.rules, "\"unfilled\": {\"to\": \"open\"}", "\"unfilled\": {\"to\": \"district\"}"),
        .edit(.rules, "\"pools\": [\"open\"]", "\"pools\": [\"district\", \"open\"]"),
      ]),
    Unusual(
      "seats go to the district, which a school has not",
      [
        .edit(
          .rules, "\"quota\": { \"audience\"",
          "\"district\": {\"audience\": \"district\", \"quota\": true}, \"quota\": { \"audience\""),
        .edit(.rules, "\"unfilled\": {\"to\": \"open\"}", "\"unfilled\": {\"to\": \"district\"}"),
        .edit(.rules, "\"pools\": [\"open\"]", "\"pools\": [\"district\", \"open\"]"),
        .edit(.schools, "M2,South,D2", "M2,South,"),
      ]),
  ]

  static let names: [Unusual] = [
    Unusual(
      "a pool's name with marks in it",
      [
        .all(.rules, "\"quota\": { \"audience\"", "\"a;b=c,\\\\\": { \"audience\""),
        .edit(.rules, "\"pools\": [\"quota\"]", "\"pools\": [\"a;b=c,\\\\\"]"),
        .all(.quotas, ",quota,", ",\"a;b=c,\\\","),
      ]),
    Unusual(
      "a key's name with marks in it",
      [
        .all(.rules, "\"math\"", "\"ma;th=,\\\\x\""),
        .edit(.students, "middle_school,math", "middle_school,\"ma;th=,\\x\""),
      ]),
    Unusual(
      "codes with commas",
      [
        .edit(.students, "S02", "\"S,02\""), .edit(.students, "S07", "\"S,07\""),
        .edit(.programmes, "H2,West", "\"H,2\",West"), .all(.quotas, "H2,", "\"H,2\","),
        .all(.students, "H1|H2", "\"H1|H,2\""), .all(.students, "H2|H1", "\"H,2|H1\""),
        .all(.students, ",H2", ",\"H,2\""),
      ]),
    Unusual("in Chinese", [.edit(.rules, "\"language\": \"en\"", "\"language\": \"zh\"")]),
  ]

  // MARK: Other mechanisms

  private static let first =
    "{\"name\": \"first\", \"list\": \"quota\", \"pools\": [\"quota\"], \"ranking\": \"main\"},"
  private static let last =
    """
    {"name": "last", "list": "open", "pools": ["open"], "ranking": "main", "lines": [
      {"score": "exam", "atLeast": {"cutoffOf": "match", "pool": "open", "minus": "40"}}]}
    """

  private static func deferred(_ reserve: String, provisional: Bool) -> Unusual {
    Unusual(
      "deferred acceptance after a queue, \(reserve), provisional \(provisional)",
      [
        .put("priorities.csv", TinyCase.deferred("{}")["priorities.csv"]),
        .stages(
          """
          \(first) {"name": "match", "list": "open", "mechanism": "deferredAcceptance",
            "provisional": \(provisional), "reserve": {\(reserve)},
            "eligible": [{"grade": "evaluation", "atLeast": "B"}],
            "lines": [{"score": "exam", "atLeast": "30"}],
            "pools": [{"pool": "quota", "ranking": "main"},
              {"pool": "open", "ranking": {"file": "priorities", "kind": "exam"},
               "lines": [{"score": "exam", "atLeast": {"column": "line"}}]}]}, \(last)
          """),
      ])
  }

  static let matching: [Unusual] =
    ["\"rule\": \"reserveFirst\"", "\"rule\": \"openFirst\"", "\"rule\": \"backwardTransfer\""]
    .flatMap { [deferred($0, provisional: false), deferred($0, provisional: true)] }
    + [
      Unusual(
        "a key named twice",
        [
          by("{\"score\": \"total\"}, {\"score\": \"total\"}"),
          .stages(
            """
            {"name": "match", "list": "open", "mechanism": "deferredAcceptance",
             "reserve": {"rule": "reserveFirst"}, "pools": [{"pool": "quota", "ranking": "main"},
               {"pool": "open", "ranking": "main"}]}
            """),
        ]),
      deferred("\"rule\": \"openFirst\", \"vacancies\": \"hard\"", provisional: false),
      deferred("\"rule\": \"reserveFirst\", \"vacancies\": \"hard\"", provisional: true),
      Unusual(
        "each programme by a ranking of its own",
        [
          .edit(
            .rules, "\"rankings\": {",
            """
            "rankings": { "art": {"by": [{"column": "art", "ascending": true},
              {"grade": "evaluation"}], "ties": "lottery"},
            """),
          .column(.programmes, "own", ["main", "art"]),
          .stages(
            """
            {"name": "match", "list": "open", "mechanism": "deferredAcceptance",
             "reserve": {"rule": "reserveFirst"}, "pools": [{"pool": "quota", "ranking": "main"},
               {"pool": "open", "ranking": {"column": "own"}}]}
            """),
        ]),
      Unusual(
        "trading cycles, first for trial",
        [
          .stages(
            """
            \(first) {"name": "match", "list": "open", "mechanism": "topTradingCycles",
              "provisional": true, "pools": [{"pool": "open", "ranking": "main",
                "lines": [{"score": "exam", "atLeast": "30"}]}]},
            {"name": "again", "list": "open", "mechanism": "topTradingCycles",
              "pools": [{"pool": "open", "ranking": "main", "lines": [{"score": "exam",
                "atLeast": {"column": "line"}}]}]}
            """)
        ]),
    ]
}
