import Foundation
import TestSupport
import Testing
import Verification

/// `zhibiao plan --check`: takes what `plan` writes, and refuses whatever was changed in it.
@Suite struct PlanCheckTests {
  static let methods = [
    "lottery", "leastDeviation", "hamilton", "webster", "jefferson", "adams", "huntingtonHill",
    "dean", "biproportional",
  ]

  @Test func takesThePlanOfTheSampleCity() throws {
    let folder = try TempFolder()
    let city = SampleCity.path
    let plan = try Program.run("plan", city, "-o", folder("plan"))
    #expect(plan.exit == 0, "\(plan.error)")
    let check = try Program.run("plan", "--check", city, "--plan", folder("plan"))
    #expect(check.exit == 0, "\(check.output)")
    #expect(check.verdict.hasPrefix("good: ") && check.nextStep.hasPrefix("next: publish"))
    #expect(check.output.contains("certificates of divisors or remainders"))
    let json = try Program.run("plan", "--check", city, "--plan", folder("plan"), "--json")
    #expect(json.exit == 0 && json.output.contains("\"status\": \"good\""))
    let chinese = try Program.run("plan", "--check", city, "--plan", folder("plan"), "--lang", "zh")
    #expect(chinese.exit == 0 && chinese.verdict.hasPrefix("成立"))
  }

  @Test(arguments: methods) func takesPlansOfRandomCities(_ method: String) throws {
    var planned = 0
    for seed in 1...12 as ClosedRange<UInt64> {
      var random = SeededGenerator(seed: seed &* 31)
      let city = RandomPlanCity(&random, method: method)
      let folder = try TempFolder()
      try city.write(to: folder)
      let plan = try Program.run("plan", folder("city"))
      // A city whose rows cannot be split is not this test's subject; a crash is.
      if plan.exit == 1 { continue }
      #expect(plan.exit == 0, "\(method), \(random): \(plan.error)")
      planned += 1
      let check = try Program.run("plan", "--check", folder("city"))
      #expect(check.exit == 0, "\(method), \(random): \(check.output)")
    }
    #expect(planned >= 4, "\(method): most random cities can be planned")
  }

  /// A least total beside a maximum a cell, with seats for most of what the cells may hold.
  @Test(arguments: ["lottery", "leastDeviation", "biproportional"])
  func takesPlansOfCrowdedCities(_ method: String) throws {
    var planned = 0
    for seed in 1...40 as ClosedRange<UInt64> {
      var random = SeededGenerator(seed: seed &* 77)
      let most = random.int(1...4)
      let split =
        "\"seats\": {\"column\": \"quota_seats\"}, \"method\": \"\(method)\", "
        + "\"maximum\": \(most), \"totalMinimum\": \(random.int(1...2))"
      let count = random.int(2...7)
      var files = RandomPlanCity(&random, method: method).files
      files["rules.json"] = RandomPlanCity.rules(
        "[{\"name\": \"one\", \"pool\": \"quota\", \(split)}]")
      files["middle_schools.csv"] =
        "middle_school,district,eligible\n"
        + (0..<count).map { "m\($0),d\(random.int(1...2)),\(random.int(1...9))\n" }.joined()
      files["programmes.csv"] =
        "programme,plan,quota_seats\n"
        + (0..<random.int(1...4)).map { number in
          let seats = random.int(0...most * count)
          return "p\(number),\(seats),\(seats)\n"
        }.joined()
      files["exclusions.csv"] = nil
      let folder = try TempFolder()
      for (name, text) in files { try folder.write("city/" + name, Array(text.utf8)) }
      let plan = try Program.run("plan", folder("city"), "-o", folder("plan"))
      if plan.exit == 1 { continue }
      #expect(plan.exit == 0, "\(method), \(random): \(plan.error)")
      planned += 1
      let check = checkPlan(
        caseFolder: folder("city"), planFolder: folder("plan"), programVersion: "0.1.0")
      #expect(check.log.isClean, "\(method), \(seed): \(check.log.groups.flatMap(\.first))")
    }
    #expect(planned >= 10, "\(method): \(planned) cities can be planned")
  }

  @Test func wrongUsage() throws {
    for (words, says) in [
      (["plan", "--check"], "CASE is missing"),
      (["plan", "x", "--plan", "y"], "--plan goes with --check only"),
      (["plan", "--check", "x", "--replace"], "--check does not go with --replace"),
      (["plan", "--check", "x", "-o", "y"], "--check does not go with --output"),
    ] {
      let result = try Program.run(words)
      #expect(result.exit == 2 && result.error.contains(says), "\(result.error)")
    }
  }

  @Test func saysWhatIsMissing() throws {
    let folder = try TempFolder()
    let nothing = try Program.run("plan", "--check", folder("nowhere"))
    #expect(nothing.exit == 1 && nothing.output.contains("E656 there is no rules.json"))
    var random = SeededGenerator(seed: 31)
    try RandomPlanCity(&random, method: "webster").write(to: folder)
    let unplanned = try Program.run("plan", "--check", folder("city"))
    #expect(unplanned.exit == 1 && unplanned.output.contains("plan.csv: E646"))
    try folder.write("city/plan.csv", [])
    try folder.write("city/quotas.csv", [])
    try folder.write("city/plan-summary.json", Array("{\"format\": 2}".utf8))
    let other = try Program.run("plan", "--check", folder("city"))
    #expect(other.exit == 1 && other.output.contains("no summary of a plan of format 1"))
  }
}

/// A random small city with two or three splits, as files.
struct RandomPlanCity {
  var files: [String: String] = [:]

  init(_ random: inout SeededGenerator, method: String) {
    let isNetwork = method == "lottery" || method == "leastDeviation"
    var schools = "middle_school,district,eligible,weight\n"
    let count = random.int(3...10)
    for number in 0..<count {
      let weight = random.pick(["", "1", "1.5", "0.25", "2"])
      schools += "m\(number),d\(random.int(1...3)),\(random.int(1...60)),\(weight)\n"
    }
    var programmes = "programme,plan,district,school,quality,part,kind\n"
    for number in 0..<random.int(2...6) {
      let quality = random.chance(80) ? "yes" : "no"
      programmes +=
        "p\(number),\(random.int(10...80)),d\(random.int(1...3)),H\(number / 2),\(quality),"
        + "0.\(random.int(2...6)),\(random.pick(["city", "area"]))\n"
    }
    var exclusions = "programme,audience\n"
    if random.chance(50) { exclusions += "p0,m\(random.int(0...count - 1))\n" }
    if random.chance(30) { exclusions += "p1,d1\n" }
    let within = random.chance(40) ? ", \"within\": \"district\"" : ""
    let minimum = random.chance(30) ? ", \"minimum\": 1, \"minimumIf\": \(random.int(1...20))" : ""
    let tier = isNetwork && random.chance(50) ? ", \"tier\": \"kind\"" : ""
    let levels =
      method != "biproportional" && random.chance(50)
      ? ", \"levels\": [\"district\", \"middle_school\"]" : ""
    let least =
      (isNetwork || method == "biproportional") && random.chance(40) ? ", \"totalMinimum\": 1" : ""
    let first =
      "{\"name\": \"one\", \"pool\": \"quota\", \"share\": {\"column\": \"part\"}, \"method\": "
      + "\"\(method)\"\(within)\(minimum)\(tier)\(levels)\(least)}"
    let second =
      "{\"name\": \"two\", \"pool\": \"district\", \"share\": \"0.2\", \"round\": \"down\", "
      + "\"method\": \"\(method == "biproportional" ? "webster" : method)\"}"
    files = [
      "middle_schools.csv": schools, "programmes.csv": programmes, "exclusions.csv": exclusions,
      "plan-seed.txt": "draw \(random.int(1...999_999))\n",
      "rules.json": RandomPlanCity.rules("[\(first), \(second)]"),
    ]
  }

  static func rules(_ splits: String) -> String {
    """
    {
      "format": 1, "name": "Random", "year": 2026, "basis": ["none"], "language": "en",
      "lists": { "open": ["choice1"] },
      "grades": { "evaluation": { "order": ["A", "B"], "points": {"A": "10", "B": "5"} } },
      "scores": {
        "exam": { "sum": ["math"] }, "total": { "sum": [{"score": "exam"}, {"grade": "evaluation"}] }
      },
      "rankings": { "main": { "by": [{"score": "total"}], "ties": "lottery" } },
      "pools": {
        "quota": { "audience": "middle_school", "quota": true },
        "district": { "audience": "district", "quota": true },
        "open": { "audience": "everyone", "seats": "rest" }
      },
      "plan": { "minimumShare": "0", "splits": \(splits) },
      "waive": { "quotaShare": "a random city" },
      "stages": [
        { "name": "open", "list": "open", "pools": ["open"], "ranking": "main", "order": "parallel" }
      ]
    }

    """
  }

  /// Writes it as the folder `city`.
  func write(to folder: TempFolder) throws {
    for (name, text) in files { try folder.write("city/\(name)", Array(text.utf8)) }
  }
}

/// Heads that nobody gives: students who meet conditions are counted by the check itself.
@Suite struct PlanCheckHeadsTests {
  private static let students = """
    student,middle_school,math,art,extra,evaluation,stay
    s1,m0,90,8.5,3,A,yes
    s2,m0,70,9,,B,yes
    s3,m0,60,5,9,A,no
    s4,m1,88,7,1,B,yes
    s5,m1,85,6.5,,C,yes
    s6,m1,91,,2,A,yes
    s7,m2,79.5,9,5,A,yes
    s8,m2,80,1,,,yes
    s9,,95,9,9,A,yes

    """

  private static let rules = """
    {
      "format": 1, "name": "Counted", "year": 2026, "basis": ["none"], "language": "en",
      "lists": { "open": ["choice1"] },
      "grades": { "evaluation": { "order": ["A", "B", "C"], "points": {"A": "10", "B": "5", "C": "0"},
                                  "missing": "ineligible" } },
      "scores": {
        "exam": { "sum": [{"column": "math", "times": "0.9"}, {"column": "art", "times": "1.25"},
                          {"bonus": ["extra"], "take": "highest", "cap": "4"}],
                  "round": {"decimals": 1, "mode": "halfUp"}, "missing": "zero" },
        "total": { "sum": [{"score": "exam"}, {"grade": "evaluation"}] }
      },
      "rankings": { "main": { "by": [{"score": "total"}], "ties": "lottery" } },
      "pools": {
        "quota": { "audience": "middle_school", "quota": true },
        "open": { "audience": "everyone", "seats": "rest" }
      },
      "plan": { "minimumShare": "0.75", "splits": [
        { "name": "one", "pool": "quota", "share": "0.75", "method": "webster", "eligibleIf": CONDITIONS }
      ] },
      "stages": [
        { "name": "open", "list": "open", "pools": ["open"], "ranking": "main", "order": "parallel" }
      ]
    }

    """

  /// The tables of a city of three middle schools and one programme.
  private func writeTables(of folder: TempFolder) throws {
    for (name, text) in [
      ("students.csv", Self.students),
      ("middle_schools.csv", "middle_school,town\nm0,north\nm1,south\nm2,north\n"),
      ("programmes.csv", "programme,plan\np1,40\n"), ("plan-seed.txt", "drawn\n"),
    ] { try folder.write("city/\(name)", Array(text.utf8)) }
  }

  /// The same city with `rules`, and its plan.
  private func plan(city folder: TempFolder, _ rules: String) throws {
    try writeTables(of: folder)
    try folder.write("city/rules.json", Array(rules.utf8))
    let plan = try Program.run("plan", folder("city"))
    try #require(plan.exit == 0, "\(plan.error)")
  }

  @Test(
    arguments: [
      ("[]", "3 3 2"),
      ("[{\"column\": \"stay\", \"equals\": \"yes\"}]", "2 3 2"),
      ("[{\"grade\": \"evaluation\", \"atLeast\": \"B\"}]", "3 2 1"),
      // 0.9·math + 1.25·art + min(extra, 4), rounded: 94.6, 74.3, 64.3, 89, 84.6, 83.9, 86.8, 73.3.
      ("[{\"score\": \"exam\", \"atLeast\": \"84.6\"}]", "1 2 1"),
      ("[{\"score\": \"total\", \"atLeast\": \"96.8\"}]", "1 0 1"),
      (
        "[{\"anyOf\": [{\"score\": \"exam\", \"atMost\": \"74.3\"}, {\"not\": "
          + "{\"column\": \"town\", \"equals\": \"north\"}}]}]", "2 3 1"
      ),
    ])
  func headsAreCounted(_ conditions: String, _ heads: String) throws {
    let folder = try TempFolder()
    let rules = Self.rules.replacingOccurrences(of: "CONDITIONS", with: conditions)
    try plan(city: folder, rules)
    let rows = try Rows(folder.text("city/plan.csv"))
    #expect(rows.map { $0["eligible"]! }.joined(separator: " ") == heads)
    let check = try Program.run("plan", "--check", folder("city"))
    #expect(check.exit == 0, "\(check.output)")
    // One student who does not meet the conditions is no head.
    let moved = Self.students.replacingOccurrences(of: "s1,m0", with: "s1,m1")
    try folder.write("city/students.csv", Array(moved.utf8))
    let other = try Program.run("plan", "--check", folder("city"))
    #expect(other.exit == 1 && other.output.contains("E648"), "\(other.output)")
  }

  /// Ways to be eligible, to miss a value and to round: what `plan` counts is what the check
  /// counts.
  @Test(
    arguments: [
      "[{\"allOf\": [{\"grade\": \"evaluation\", \"atMost\": \"B\"}, {\"column\": \"stay\", \"in\": [\"no\", \"yes\"]}]}]",
      "[{\"not\": {\"allOf\": [{\"score\": \"exam\", \"atLeast\": \"80\"}, {\"column\": \"town\", \"in\": [\"south\"]}]}}]",
      "[{\"column\": \"middle_school\", \"in\": [\"m0\", \"m2\"]}]",
      "[{\"score\": \"total\", \"atMost\": \"90\"}]",
      "[{\"anyOf\": [{\"grade\": \"evaluation\", \"atLeast\": \"A\", \"atMost\": \"A\"}, {\"score\": \"twice\", \"atLeast\": \"170.25\"}]}]",
    ])
  func countsAgree(_ conditions: String) throws {
    let folder = try TempFolder()
    try writeTables(of: folder)
    for (grade, score) in [("ineligible", "zero"), ("zero", "ineligible"), ("zero", "zero")] {
      for round in ["\"decimals\": 0, \"mode\": \"up\"", "\"decimals\": 2, \"mode\": \"down\""] {
        let twice = """
          "missing": "\(score)" },
          "twice": { "sum": [{"score": "exam", "times": "2"}, {"grade": "evaluation", "times": "0.5"},
            {"bonus": ["extra", "art"], "take": "sum"}], "missing": "\(score)" }
          """
        let rules = Self.rules.replacingOccurrences(of: "CONDITIONS", with: conditions)
          .replacingOccurrences(of: "\"missing\": \"zero\" }", with: twice)
          .replacingOccurrences(
            of: "\"missing\": \"ineligible\" }", with: "\"missing\": \"\(grade)\" }"
          ).replacingOccurrences(of: "\"decimals\": 1, \"mode\": \"halfUp\"", with: round)
        try folder.write("city/rules.json", Array(rules.utf8))
        let plan = try Program.run("plan", folder("city"), "--replace")
        try #require(plan.exit == 0, "\(grade) \(score) \(round): \(plan.error)")
        let found = checkPlan(
          caseFolder: folder("city"), planFolder: folder("city"), programVersion: "0.1.0")
        #expect(found.log.isClean, "\(grade) \(score) \(round): \(found.log.groups)")
      }
    }
  }

  /// A cell that is an error is no head less: it is refused with file, line and value.
  @Test(
    arguments: [
      ("s3,m0,60,5,9,A,no", "s3,m0,6o,5,9,A,no", "students.csv:4: E656 math is “6o”"),
      ("s3,m0,60,5,9,A,no", "s3,m0,60.0001,5,9,A,no", "math is “60.0001”"),
      ("s3,m0,60,5,9,A,no", "s3,m0,-60,5,9,A,no", "math is “-60”"),
      ("s3,m0,60,5,9,A,no", "s3,m0,60,5,x,A,no", "students.csv:4: E656 extra is “x”"),
      ("s3,m0,60,5,9,A,no", "s3,m0,60,5,9,F,no", "evaluation is “F”, one of A, B, C was expected"),
      ("s3,m0,60,5,9,A,no", "s3,m9,60,5,9,A,no", "middle_school is “m9”"),
    ])
  func inputsThatAreErrors(_ old: String, _ new: String, _ says: String) throws {
    let folder = try TempFolder()
    let rules = Self.rules.replacingOccurrences(
      of: "CONDITIONS", with: "[{\"score\": \"total\", \"atLeast\": \"0\"}]")
    try plan(city: folder, rules)
    let changed = Self.students.replacingOccurrences(of: old, with: new)
    try folder.write("city/students.csv", Array(changed.utf8))
    let check = try Program.run("plan", "--check", folder("city"))
    #expect(check.exit == 1 && check.output.contains(says), "\(check.output)")
  }

  /// Factors that give more than three places, where no rule says how to round.
  @Test func aScoreThatIsNotRounded() throws {
    let folder = try TempFolder()
    let rules = Self.rules.replacingOccurrences(
      of: "CONDITIONS", with: "[{\"score\": \"exam\", \"atLeast\": \"0\"}]"
    ).replacingOccurrences(of: "\"round\": {\"decimals\": 1, \"mode\": \"halfUp\"},", with: "")
    try plan(city: folder, rules)
    let finer = Self.students.replacingOccurrences(of: "s1,m0,90", with: "s1,m0,90.125")
    try folder.write("city/students.csv", Array(finer.utf8))
    let check = try Program.run("plan", "--check", folder("city"))
    #expect(check.exit == 1 && check.output.contains("students.csv:2: E656 the score exam"))
  }
}
