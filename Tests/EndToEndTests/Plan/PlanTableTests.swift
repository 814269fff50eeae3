import Foundation
import TestSupport
import Testing
import Verification

/// `plan.csv` changed at random, quotas and digests made to fit: each change is refused.
@Suite struct PlanTableTests {
  private static let splits = [
    "\"method\": \"lottery\", \"levels\": [\"district\", \"middle_school\"], \"tier\": \"kind\"",
    "\"method\": \"lottery\", \"levels\": [\"middle_school\"], \"within\": \"district\"",
    "\"method\": \"leastDeviation\", \"levels\": [\"district\", \"middle_school\"], \"maximum\": 5",
    "\"method\": \"webster\", \"levels\": [\"district\", \"middle_school\"]",
    "\"method\": \"hamilton\", \"levels\": [\"middle_school\"], \"minimum\": 1, \"maximum\": 5",
    "\"method\": \"biproportional\", \"levels\": [\"middle_school\"], \"maximum\": 5",
    "\"method\": \"lottery\", \"levels\": [\"middle_school\"], \"totalMinimum\": 4",
  ]

  @Test(arguments: splits) func everyChangeIsRefused(_ split: String) throws {
    let folder = try TempFolder()
    for (name, text) in PlanSummaryTests.city(split, programme: ",kind\n", ["city", "area"]) {
      try folder.write("city/" + name, Array(text.utf8))
    }
    let plan = try Program.run("plan", folder("city"), "-o", folder("plan"))
    try #require(plan.exit == 0, "\(plan.error)")
    func check() -> PlanVerdict {
      checkPlan(caseFolder: folder("city"), planFolder: folder("plan"), programVersion: "0.1.0")
    }
    #expect(check().log.isClean)
    let table = try folder.text("plan/plan.csv").split(separator: "\n").map(String.init)
    let summary = try folder.text("plan/plan-summary.json")
    let digest = try PlainSHA256.hex(of: folder.read("plan/plan.csv"))
    let quotas = try PlainSHA256.hex(of: folder.read("plan/quotas.csv"))
    var random = SeededGenerator(seed: 7)
    for _ in 0..<40 {
      var lines = table
      let what = Self.change(&lines, &random)
      if lines == table { continue }
      let altered = Array(lines.map { $0 + "\n" }.joined().utf8)
      try folder.write("plan/plan.csv", altered)
      let fitting = Array(Self.quotas(lines).utf8)
      try folder.write("plan/quotas.csv", fitting)
      let signed = summary.replacing(digest, with: PlainSHA256.hex(of: altered))
        .replacing(quotas, with: PlainSHA256.hex(of: fitting))
      try folder.write("plan/plan-summary.json", Array(signed.utf8))
      #expect(!check().log.isClean, "\(what), \(random)")
    }
  }

  /// Changes one thing of the table; says what.
  private static func change(
    _ lines: inout [String], _ random: inout SeededGenerator
  ) -> String {
    let at = random.int(1...lines.count - 1)
    switch random.int(0...7) {
    case 0: return "dropped \(lines.remove(at: at))"
    case 1:
      lines.insert(lines[at], at: random.int(1...lines.count))
      return "doubled \(lines[at])"
    case 2:
      let other = random.int(1...lines.count - 1)
      lines.swapAt(at, other)
      return "swapped \(at) and \(other)"
    case 3:
      // From one row to the next: totals of some line stay, or none does.
      let other = random.int(1...lines.count - 1)
      let step = random.int(1...3)
      set(&lines[at], 8) { "\((Int($0) ?? 0) + step)" }
      set(&lines[other], 8) { "\((Int($0) ?? 0) - step)" }
      return "\(step) seats to \(at) from \(other)"
    case 4:
      let column = random.int(0...7)
      set(&lines[at], column) { $0 + random.pick(["0", "x", ".5"]) }
      return "column \(column) of \(lines[at])"
    default:
      let step = random.pick([1, -1, 5, 100])
      set(&lines[at], 8) { "\((Int($0) ?? 0) + step)" }
      return "seats of \(lines[at])"
    }
  }

  private static func set(_ line: inout String, _ column: Int, _ change: (String) -> String) {
    var cells = line.components(separatedBy: ",")
    cells[column] = change(cells[column])
    line = cells.joined(separator: ",")
  }

  /// The quotas that a table adds up to at its last level.
  private static func quotas(_ lines: [String]) -> String {
    let rows = lines.dropFirst().map { $0.components(separatedBy: ",") }
    let cells = rows.filter { $0[1] == "middle_school" && Int($0[8]) ?? 0 > 0 }
      .map { "\($0[2]),\($0[3]),\($0[4]),\($0[8])\n" }
    return "programme,pool,audience,seats\n" + cells.sorted().joined()
  }
}
