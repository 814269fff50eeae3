import TestSupport

/// A small case written out in a test: stages and tables by hand, the rest as in every case. Scores
/// are one column, `score`; two middle schools M1 and M2 of the counties K1 and K2.
struct HandCase {
  var stages: String
  var pools = """
    "quota": {"audience": "middle_school", "quota": true},
    "county": {"audience": "county", "quota": true},
    "open": {"audience": "everyone", "seats": "rest"}
    """
  /// More keys of the rule set.
  var extra = ""
  var sum = "[\"score\"]"
  var ranking = #"{"by": [{"score": "total"}, {"grade": "evaluation"}], "ties": "stop"}"#
  var share = "0.6"
  var plan = ""
  var programmes = "programme,plan,line,share\nH1,3,530,0.6\nH2,3,400,0.75\n"
  var quotas =
    "programme,pool,audience,seats\nH1,quota,M1,1\nH1,quota,M2,1\nH2,quota,M1,1\nH2,quota,M2,1\n"
  var schools = "middle_school,county,enrolled\nM1,K1,30\nM2,K2,30\n"
  var students: String

  var rules: String {
    """
    {"format": 1, "name": "by hand", "basis": ["a test"], "language": "en",
     "lists": {"q": "q", "o": "o"},
     "grades": {"evaluation": {"order": ["A", "B", "C", "D"]}},
     "scores": {"total": {"sum": \(sum)}},
     "rankings": {"main": \(ranking)},
     "pools": {\(pools)},
     "plan": {"minimumShare": "\(share)"\(plan)},
     "waive": {"quotaShare": "a test", "evaluation": "a test"},\(extra)
     "stages": [\(stages)]}
    """
  }

  /// Writes the case and admits; where the rules have a split, the quotas are what `plan` makes of
  /// it. What each student got is `PROGRAMME POOL CHOICE`, or empty.
  func run(planSeed: String = "a plan's draw") throws -> (
    got: [String: String], folder: TempFolder
  ) {
    let folder = try TempFolder()
    var files = [
      "rules.json": rules, "programmes.csv": programmes, "students.csv": students,
      "middle_schools.csv": schools,
    ]
    files[plan.isEmpty ? "quotas.csv" : "plan-seed.txt"] = plan.isEmpty ? quotas : planSeed + "\n"
    for (name, text) in files { try folder.write("case/" + name, Array(text.utf8)) }
    if !plan.isEmpty {
      let planned = try Program.run("plan", folder("case"))
      guard planned.exit == 0 else { throw Refused(error: planned.error) }
      let checked = try Program.run("plan", "--check", folder("case"))
      guard checked.exit == 0 else { throw Refused(error: checked.output + checked.error) }
    }
    let result = try Program.run("allocate", folder("case"), "-o", folder("run"))
    guard result.exit == 0 else { throw Refused(error: result.error) }
    let rows = try Rows(folder.text("run/admissions.csv"))
    let got = rows.map { row in
      let place = row.key("programme", "pool", "choice").joined(separator: " ")
      return (row["student"]!, row["status"] == "admitted" ? place : "")
    }
    return (Dictionary(uniqueKeysWithValues: got), folder)
  }

  struct Refused: Error { let error: String }

  /// A stage over the list of its first letter, with more keys.
  static func stage(_ name: String, _ pools: String, _ more: String = "") -> String {
    """
    {"name": "\(name)", "list": "\(name.hasPrefix("q") ? "q" : "o")", "pools": [\(pools)],
     "ranking": "main"\(more.isEmpty ? "" : ", " + more)}
    """
  }
}
