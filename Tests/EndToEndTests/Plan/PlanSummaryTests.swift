import Foundation
import TestSupport
import Testing
import Verification

/// `plan-summary.json` with one value changed, of another kind or under another name: each is
/// refused.
@Suite struct PlanSummaryTests {
  /// Two programmes, six middle schools of the same size in two districts: ties wherever there can
  /// be. `programme` ends the header of the programmes, and `cells` their rows.
  static func city(
    _ split: String, programme: String = "\n", _ cells: [String] = []
  ) -> [String: String] {
    let rules = """
      { "format": 1, "name": "t", "year": 2026, "basis": ["x"], "lists": {"a": ["choice1"]},
        "grades": {"evaluation": {"order": ["A", "B"], "points": {"A": "1", "B": "0"}}},
        "scores": {"s": {"sum": ["x", {"grade": "evaluation"}]}},
        "rankings": {"r": {"by": [{"score": "s"}], "ties": "lottery"}},
        "pools": {"quota": {"audience": "middle_school", "quota": true},
                  "open": {"audience": "everyone", "seats": "rest"}},
        "stages": [{"name": "s", "list": "a", "pools": ["quota", "open"], "ranking": "r"}],
        "plan": {"minimumShare": "0.5", "splits": [
          {"name": "one", "pool": "quota", "share": "0.5", \(split)}]},
        "waive": {"quotaShare": "t", "publicPrivate": "t"} }
      """
    // Totals of the middle schools are given to one split, which would not fit the districts'
    // blocks.
    let totals = split.contains("within") ? "none" : "seats"
    let schools = (0..<6).map { "m\($0),d\($0 / 3),\($0 == 5 ? 25 : 20),\($0 == 5 ? 7 : 6)\n" }
    return [
      "rules.json": rules, "plan-seed.txt": "abc\n",
      "middle_schools.csv": "middle_school,district,eligible,\(totals)\n" + schools.joined(),
      "programmes.csv": "programme,plan,district\(programme)p1,40,d0"
        + cells.prefix(1).map { "," + $0 }.joined() + "\np2,34,d1"
        + cells.dropFirst().map { "," + $0 }.joined() + "\n",
    ]
  }

  private static let splits = [
    "\"method\": \"lottery\", \"levels\": [\"district\", \"middle_school\"]",
    "\"method\": \"webster\", \"levels\": [\"district\", \"middle_school\"]",
    "\"method\": \"hamilton\", \"levels\": [\"middle_school\"], \"minimum\": 2",
    "\"method\": \"leastDeviation\", \"levels\": [\"middle_school\"]",
    "\"method\": \"biproportional\", \"levels\": [\"middle_school\"]",
    "\"method\": \"biproportional\", \"levels\": [\"middle_school\"], \"within\": \"district\"",
    "\"method\": \"adams\", \"levels\": [\"middle_school\"], \"maximum\": 5",
  ]

  /// What a check need not compare: numbers that prove something may be others that prove it too,
  /// and an earlier version of the program may have made a plan.
  private static let free = [
    "\"version\"", "\"divisor\":", "\"multiplier\":", "\"potential\":", "\"all\": \"",
  ]

  @Test(arguments: splits) func everyValueIsChecked(_ split: String) throws {
    let folder = try TempFolder()
    for (name, text) in Self.city(split) { try folder.write("city/" + name, Array(text.utf8)) }
    let plan = try Program.run("plan", folder("city"), "-o", folder("plan"))
    try #require(plan.exit == 0, "\(plan.error)")
    func isGood() -> Bool {
      checkPlan(caseFolder: folder("city"), planFolder: folder("plan"), programVersion: "0.1.0").log
        .isClean
    }
    #expect(isGood())
    let lines = try folder.text("plan/plan-summary.json").split(separator: "\n").map(String.init)
    var random = SeededGenerator(seed: UInt64(split.utf8.count))
    var tried = 0
    for at in lines.indices where lines[at].contains(where: \.isLetter) {
      let line = lines[at]
      let isFree = Self.free.contains(where: line.contains)
      let changed = Self.changes(of: line, isFree: isFree)
      guard !changed.isEmpty else { continue }
      var altered = lines
      altered[at] = random.pick(changed)
      try folder.write("plan/plan-summary.json", Array(altered.joined(separator: "\n").utf8))
      tried += 1
      #expect(!isGood(), "\(line) as \(altered[at])")
    }
    #expect(tried > 60)
  }

  /// Every key under another name, and one key more in every object: nothing stands there unlooked
  /// at.
  @Test(arguments: splits) func everyKeyIsKnown(_ split: String) throws {
    let folder = try TempFolder()
    for (name, text) in Self.city(split) { try folder.write("city/" + name, Array(text.utf8)) }
    try #require(try Program.run("plan", folder("city"), "-o", folder("plan")).exit == 0)
    let lines = try folder.text("plan/plan-summary.json").split(separator: "\n").map(String.init)
    var tried: Set<String> = []
    for at in lines.indices {
      let line = lines[at]
      var altered = lines
      if let colon = line.range(of: "\": ") {
        altered[at].insert("x", at: colon.lowerBound)
      } else if line.hasSuffix("{") {
        altered[at] += "\"approved\": true,"
      } else {
        continue
      }
      // Once for each key at each depth.
      let key = line.split(separator: ":")[0]
      guard tried.insert(String(key)).inserted else { continue }
      for (changed, isAdded) in [(altered, false), (lines, line.hasSuffix(": {"))] {
        var changed = changed
        if isAdded { changed[at] += "\"approved\": true," }
        guard changed[at] != line else { continue }
        try folder.write("plan/plan-summary.json", Array(changed.joined(separator: "\n").utf8))
        let found = checkPlan(
          caseFolder: folder("city"), planFolder: folder("plan"), programVersion: "0.1.0")
        #expect(!found.log.isClean, "\(line) as \(changed[at])")
      }
    }
    #expect(tried.count > 30)
  }

  /// The version is one of this program's, up to this one.
  @Test func theVersionIsKnown() throws {
    let folder = try TempFolder()
    for (name, text) in Self.city(Self.splits[0]) {
      try folder.write("city/" + name, Array(text.utf8))
    }
    try #require(try Program.run("plan", folder("city")).exit == 0)
    let written = try folder.text("city/plan-summary.json")
    for (version, isKnown) in [
      ("\"0.1.0\"", true), ("\"0.0.9\"", true), ("\"9.9\"", false), ("\"0.1.1\"", false),
      ("\"0.1\"", false), ("\"latest\"", false), ("null", false), ("1", false),
    ] {
      let other = written.replacing("\"version\": \"0.1.0\"", with: "\"version\": \(version)")
      try folder.write("city/plan-summary.json", Array(other.utf8))
      let check = try Program.run("plan", "--check", folder("city"), "--lang", "en")
      #expect(check.exit == (isKnown ? 0 : 1), "\(version): \(check.output)")
      #expect(check.unwrapped.contains("is not that of this program") != isKnown)
    }
  }

  /// The line with another value, a value of another kind, or another key.
  private static func changes(of line: String, isFree: Bool) -> [String] {
    var changes: [String] = []
    if let colon = line.range(of: "\": ") {
      let name = line[..<colon.lowerBound]
      if !isFree { changes.append("\(name)x\(line[colon.lowerBound...])") }
      let value = line[colon.upperBound...]
      if !value.hasPrefix("["), !value.hasPrefix("{") {
        let comma = value.hasSuffix(",") ? "," : ""
        let others = ["null", "[7]", "\"x\"", "-7", "true"]
        changes += others.filter { $0 + comma != value }.map { "\(name)\": \($0)\(comma)" }
      } else if value.hasSuffix(","), value.count < 4 {
        changes.append(name + "\": 7,")
      }
    }
    if !isFree, let last = line.lastIndex(where: { $0.isLetter || $0.isNumber }) {
      var other = line
      other.replaceSubrange(last...last, with: line[last] == "1" ? "2" : "1")
      changes.append(other)
    }
    return changes
  }
}
