import Foundation
import TestSupport
import Testing
import Verification

/// Who counts for a plan, where the middle schools' table does not say: conditions of every kind
/// over students of whom anything may be missing, counted by `plan` and by separate code.
@Suite struct PlanHeadCountTests {
  private static let conditions = [
    #"{"score": "s", "atLeast": "60"}"#, #"{"score": "exam", "atMost": "70"}"#,
    #"{"grade": "evaluation", "atLeast": "B"}"#, #"{"grade": "conduct", "atMost": "P"}"#,
    #"{"column": "hukou", "equals": "local"}"#, #"{"column": "hukou", "notEquals": "other"}"#,
    #"{"column": "rural", "in": ["yes", "partly"]}"#,
    #"{"not": {"score": "exam", "atLeast": "50"}}"#,
    #"{"anyOf": [{"column": "hukou", "equals": "local"}, {"score": "s", "atLeast": "75"}]}"#,
    #"{"allOf": [{"grade": "evaluation", "atLeast": "A"}, {"column": "rural", "equals": "yes"}]}"#,
  ]

  private static func rules(_ conditions: [String], _ missing: String) -> String {
    """
    { "format": 1, "name": "t", "year": 2026, "basis": ["x"], "lists": {"a": ["choice1"]},
      "grades": {"evaluation": {"order": ["A", "B", "C"], "points": {"A": "9", "B": "4", "C": "0"},
                                "missing": "\(missing)"},
                 "conduct": {"order": ["E", "P"], "missing": "zero"}},
      "kinds": {"conduct": "evaluation"},
      "scores": {"exam": {"sum": ["x", {"column": "y", "times": "0.55"},
                                  {"bonus": ["b1", "b2"], "take": "highest", "cap": "3"},
                                  {"bonus": ["b1", "b3"], "take": "sum"}],
                          "round": {"decimals": 1, "mode": "halfUp"}, "missing": "\(missing)"},
                 "s": {"sum": [{"score": "exam", "times": "0.9"}, {"grade": "evaluation"}],
                       "round": {"decimals": 0, "mode": "up"}, "missing": "zero"}},
      "rankings": {"r": {"by": [{"score": "s"}], "ties": "lottery"}},
      "pools": {"quota": {"audience": "middle_school", "quota": true},
                "open": {"audience": "everyone", "seats": "rest"}},
      "stages": [{"name": "s", "list": "a", "pools": ["quota", "open"], "ranking": "r"}],
      "plan": {"minimumShare": "0.5", "splits": [
        {"name": "one", "pool": "quota", "share": "0.5", "method": "webster",
         "eligibleIf": [\(conditions.joined(separator: ", "))]},
        {"name": "two", "pool": "quota", "restOf": "one", "method": "hamilton"}]},
      "waive": {"quotaShare": "t", "publicPrivate": "t"} }
    """
  }

  /// 80 students of four middle schools.
  private static func students(_ random: inout SeededGenerator) -> String {
    var text = "student,middle_school,x,y,b1,b2,b3,evaluation,conduct,hukou,choice1\n"
    for number in 0..<80 {
      func points(_ most: Int) -> String {
        random.chance(85) ? "\(random.int(0...most)).\(random.int(0...9))" : ""
      }
      text += "s\(number),m\(number % 4),\(points(60)),\(points(40)),"
      text += (0..<3).map { _ in random.chance(30) ? "\(random.int(1...5))," : "," }.joined()
      text += random.pick(["A", "B", "C", "C", ""]) + "," + random.pick(["E", "P", ""]) + ","
      text += random.pick(["local", "other", ""]) + ",\n"
    }
    return text
  }

  /// A cell above the full marks is refused by both, whoever made the plan.
  @Test func fullMarksAreKnownToBoth() throws {
    var random = SeededGenerator(seed: 20_261_127)
    let folder = try TempFolder()
    let files = [
      "rules.json": Self.rules([Self.conditions[1]], "zero"),
      "programmes.csv": "programme,plan\np1,8\n",
      "middle_schools.csv": "middle_school,rural\n" + (0..<4).map { "m\($0),yes\n" }.joined(),
      "students.csv": Self.students(&random), "plan-seed.txt": "a seed\n",
    ]
    for (name, text) in files { try folder.write("case/" + name, Array(text.utf8)) }
    let plan = try Program.run("plan", folder("case"), "-o", folder("plan"))
    try #require(plan.exit == 0, "\(plan.error)")
    let words = ["plan", "--check", folder("case"), "--plan", folder("plan"), "--lang", "en"]
    #expect(try Program.run(words).exit == 0)
    let marked = files["rules.json"]!.replacing(
      #""format": 1,"#, with: #""format": 1, "fullMarks": {"x": 20},"#)
    try folder.write("case/rules.json", Array(marked.utf8))
    let check = try Program.run(words)
    #expect(check.exit == 1, "\(check.output)")
    #expect(check.unwrapped.contains("full marks, 20, at most"), "\(check.output)")
    let again = try Program.run("plan", folder("case"), "-o", folder("plan2"), "--lang", "en")
    #expect(again.exit == 1 && again.error.contains("E219"), "\(again.error)")
  }

  @Test(arguments: ["zero", "ineligible"]) func bothCountTheSame(_ missing: String) throws {
    var planned = 0
    for seed in 1...8 as ClosedRange<UInt64> {
      var random = SeededGenerator(seed: seed)
      let chosen =
        seed == 1 ? [] : (0..<random.int(1...2)).map { _ in random.pick(Self.conditions) }
      let folder = try TempFolder()
      let files = [
        "rules.json": Self.rules(chosen, missing), "students.csv": Self.students(&random),
        "middle_schools.csv":
          "middle_school,district,rural\nm0,d0,yes\nm1,d0,no\nm2,d1,partly\nm3,d1,\n",
        "programmes.csv": "programme,plan,district\np1,40,d0\np2,34,d1\n",
        "plan-seed.txt": "abc\n",
      ]
      for (name, text) in files { try folder.write("city/" + name, Array(text.utf8)) }
      let plan = try Program.run("plan", folder("city"), "-o", folder("city"))
      // Where nobody is eligible there is nobody to split among.
      if plan.exit == 1, plan.error.contains("E602") { continue }
      try #require(plan.exit == 0, "\(chosen): \(plan.error)")
      planned += 1
      let check = try Program.run("plan", "--check", folder("city"))
      #expect(check.exit == 0, "\(chosen): \(check.output)")
    }
    #expect(planned > 4)
  }
}
