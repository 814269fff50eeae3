import Rules
import TestSupport
import Testing

@testable import Verification

/// Quotas beside the plan that made them: two readers, which share nothing, must name the same
/// rows.
@Suite struct PlannedSeatsTests {
  /// Whom `check` warns about, and whom the independent check names.
  private func named(_ folder: TempFolder) throws -> (warned: [String], found: [String]) {
    let check = try Program.run("check", folder("city"), "--lang", "en")
    #expect(check.exit == 0, "\(check.output)")
    let warned = check.output.split(separator: "\n").filter { $0.contains(": W310 ") }
    var findings = Findings()
    let rules = try #require(RuleSet.read(folder.read("city/rules.json")).rules)
    let cells = PlannedSeats(in: folder("city"), rules).check(&findings)
    #expect(try #require(cells) > 0)
    return (
      warned.map { $0.split(separator: " ")[0].description },
      findings.first.map { "\($0.place!):" }
    )
  }

  @Test(arguments: ["lottery", "webster", "leastDeviation", "hamilton", "biproportional"])
  func bothReadersNameTheSameRows(_ method: String) throws {
    var planned = 0
    for seed in 1...4 as ClosedRange<UInt64> {
      var random = SeededGenerator(seed: seed * 77 + UInt64(method.utf8.count))
      var city = RandomPlanCity(&random, method: method)
      if seed % 2 == 0 {
        // Two splits into one pool, which add up.
        let splits = ["part", "0.1"].enumerated().map { at, share in
          let share = at == 0 ? "{\"column\": \"part\"}" : "\"\(share)\", \"round\": \"down\""
          return "{\"name\": \"s\(at)\", \"pool\": \"quota\", \"share\": \(share), "
            + "\"method\": \"\(at == 0 ? method : "webster")\"}"
        }
        city.files["rules.json"] = RandomPlanCity.rules(
          "[" + splits.joined(separator: ", ") + "]")
      }
      city.files["exclusions.csv"] = nil
      city.files["students.csv"] =
        "student,middle_school,math,evaluation,choice1\nS1,m0,50,A,p0\n"
      let folder = try TempFolder()
      try city.write(to: folder)
      guard try Program.run("plan", folder("city")).exit == 0 else { continue }
      planned += 1
      let clean = try named(folder)
      #expect(clean.warned.isEmpty && clean.found.isEmpty, "\(method) \(seed): \(clean)")
      // A seat goes from one row to another: sums stay as they are.
      var lines = try folder.text("city/quotas.csv").split(separator: "\n").map(String.init)
      let rows = Array(1..<lines.count).shuffled(using: &random)
      func change(_ row: Int, by step: Int) {
        var cells = lines[row].split(separator: ",")
        cells[3] = Substring("\(Int(cells[3])! + step)")
        lines[row] = cells.joined(separator: ",")
      }
      let from = rows[0]
      let programme = lines[from].split(separator: ",")[0]
      guard let to = rows.dropFirst().first(where: { lines[$0].hasPrefix(programme + ",") })
      else { continue }
      change(from, by: -1)
      change(to, by: 1)
      try folder.write("city/quotas.csv", Array(lines.map { $0 + "\n" }.joined().utf8))
      let (warned, found) = try named(folder)
      #expect(warned.count == 2 && warned.sorted() == found.sorted(), "\(warned) \(found)")
      #expect(warned.contains("quotas.csv:\(to + 1):"), "\(method) \(seed): \(warned) \(to)")
    }
    #expect(planned >= 2, "\(method)")
  }
}
