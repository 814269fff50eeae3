import TestSupport

extension Broken {
  private static let header = "programme,student,priority\n"
  /// The tiny case's stages make room for one of deferred acceptance.
  private static let deferred: Change = .cut(
    .rules, from: "\"stages\": [",
    """
    "stages": [ { "name": "match", "list": "open", "mechanism": "deferredAcceptance",
      "reserve": {"rule": "reserveFirst"}, "pools": [ {"pool": "quota", "ranking": "main"},
      {"pool": "open", "ranking": {"file": "priorities", "kind": "exam"}} ] } ] }

    """)
  private static let byColumn: Change = .edit(
    .rules, "{\"file\": \"priorities\", \"kind\": \"exam\"}", "{\"column\": \"order\"}")
  private static func priorities(_ rows: String) -> [Change] {
    [deferred, .put("priorities.csv", header + rows)]
  }

  /// Cases whose rankings of pools, or whose later round, do not fit.
  static let matching: [Broken] = [
    Broken("priorities missing", [deferred], ["E206 priorities.csv"]),
    Broken(
      "priorities without a column",
      [deferred, .put("priorities.csv", "programme,student\nH1,S01\n")],
      ["E207 priorities.csv:1"]),
    Broken(
      "priorities unknown programme", priorities("H1,S01,1\nH3,S02,1\nH2,S02,1\n"),
      ["E211 priorities.csv:3:1"], says: "the nearest is H1"),
    Broken(
      "priorities unknown student", priorities("H1,S01,1\nH2,S0Z,1\nH2,S02,2\n"),
      ["E211 priorities.csv:3:4"], says: "the nearest is S01"),
    Broken(
      "priorities no number", priorities("H1,S01,first\nH2,S02,1\nH1,S02,0\nH1,S03,1.5\n"),
      ["E320 priorities.csv:2:8"], says: "a whole number from 1 to 1,000,000,000 was expected"),
    Broken(
      "priorities twice", priorities("H1,S01,1\nH2,S02,1\nH1,S01,2\n"),
      ["E321 priorities.csv:4"], says: "is on line 2 already"),
    Broken(
      "priorities equal without a seed",
      priorities("H1,S01,1\nH1,S02,1\nH2,S02,1\n") + [.drop(.seed)],
      ["E312 priorities.csv:3"], says: "students S01 and S02 have the same priority 1"),
    Broken(
      "ranking column missing", [deferred, byColumn], ["E207 programmes.csv:1"]),
    Broken(
      "ranking column unknown",
      [
        deferred, byColumn, .edit(.programmes, "line\n", "line,order\n"),
        .edit(.programmes, "public,\n", "public,,main\n"),
        .edit(.programmes, "60\n", "60,mian\n"),
      ], ["E322 programmes.csv:3:29"], says: "the nearest is main"),
    Broken(
      "ranking column with other ties",
      [
        deferred, byColumn, .edit(.programmes, "line\n", "line,order\n"),
        .edit(.programmes, "public,\n", "public,,main\n"),
        .edit(.programmes, "60\n", "60,all\n"),
        .edit(
          .rules, "\"rankings\": {",
          "\"rankings\": { \"all\": { \"by\": [{\"score\": \"total\"}], \"ties\": \"admitAll\" },"),
      ], ["E323 programmes.csv:3:29"], says: "here only lottery"),
    Broken(
      "withdrawals without a run", [.put("withdrawals.csv", "student\nS01\n")],
      ["E330 withdrawals.csv"]),
  ]
}
