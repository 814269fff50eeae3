/// The smallest case that has everything: eight students of two middle schools (and of none), two
/// programmes, a quota stage and an open one. Tests change one thing of it.
public struct TinyCase: Sendable {
  /// The bytes of each file by name.
  public var files: [String: [UInt8]]

  /// The case as it is, which allocates without a warning.
  public init() {
    files = TinyCase.texts.mapValues { Array($0.utf8) }
  }

  /// The text of a file; empty where there is none.
  public subscript(name: String) -> String {
    get { String(decoding: files[name] ?? [], as: UTF8.self) }
    set { files[name] = Array(newValue.utf8) }
  }

  /// Writes all files into the folder `inner`.
  public func write(to folder: TempFolder, _ inner: String = "case") throws {
    for (name, bytes) in files { try folder.write(inner + "/" + name, bytes) }
  }

  private static let texts = [
    "rules.json": rules, "programmes.csv": programmes, "middle_schools.csv": schools,
    "students.csv": students, "quotas.csv": quotas, "seed.txt": "drawn in public\n",
  ]

  private static let rules = """
    {
      "format": 1, "name": "Tiny", "year": 2026, "basis": ["none"], "language": "en",
      "lists": { "quota": "quota_choices", "open": ["choice1", "choice2", "choice3"] },
      "grades": { "evaluation": { "order": ["A", "B"], "points": {"A": "10", "B": "5"} } },
      "scores": {
        "exam": { "sum": ["math", "art"] },
        "total": { "sum": [{"score": "exam"}, {"grade": "evaluation"}] }
      },
      "rankings": { "main": { "by": [{"score": "total"}, {"column": "math"}], "ties": "lottery" } },
      "pools": {
        "quota": { "audience": "middle_school", "quota": true },
        "open": { "audience": "everyone", "seats": "rest" }
      },
      "plan": { "minimumShare": "0.75" },
      "stages": [
        { "name": "quota", "list": "quota", "pools": ["quota"], "ranking": "main",
          "order": "parallel", "lines": [{"score": "exam", "atLeast": "50"}],
          "maxChoices": 2, "unfilled": {"to": "open"} },
        { "name": "open", "list": "open", "pools": ["open"], "ranking": "main",
          "order": "parallel", "lines": [{"score": "exam", "atLeast": {"column": "line"}}] }
      ]
    }

    """

  private static let programmes = """
    programme,name,plan,district,sector,line
    H1,East High,4,D1,public,
    H2,West High,4,D2,public,60

    """

  private static let schools = """
    middle_school,name,district,eligible
    M1,North,D1,4
    M2,South,D2,4

    """

  private static let students = """
    student,middle_school,math,art,evaluation,quota_choices,choice1,choice2,choice3
    S01,M1,90,8.5,A,H1|H2,H1,H2,
    S02,M1,80,7,A,H1,H2,H1,
    S03,M1,80,7,B,H2|H1,H1,,H2
    S04,M1,60.5,3,B,,H2,H1,
    S05,M2,95,9,A,H2,H1,H2,
    S06,M2,70,0.125,B,H1|H2,H2,,
    S07,M2,40,1,B,H1,H1,,
    S08,,88,9,A,,H1,H2,

    """

  private static let quotas = """
    programme,pool,audience,seats
    H1,quota,M1,2
    H1,quota,M2,1
    H2,quota,M1,1
    H2,quota,M2,2

    """
}
