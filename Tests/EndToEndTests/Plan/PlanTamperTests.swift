import Foundation
import TestSupport
import Testing

/// Plans of which one number was changed that explains or sums up: each is refused with the reason
/// and the numbers, also where the digests were made to fit.
@Suite struct PlanTamperTests {
  @Test func oneDigitOfTheSeed() throws {
    let planned = try PlannedCity("lottery")
    let seed = try planned.text("plan-seed.txt").trimmingCharacters(in: .newlines)
    let last = seed.last! == "1" ? "2" : "1"
    try planned.replace("plan-seed.txt", seed, seed.dropLast() + last)
    try planned.expectRefusal(["E647", "E650"], "is not that of plan-seed.txt")
    // The summary changed along: the digest of the file and the replay still tell.
    try planned.replace(
      "plan-summary.json", "\"seed\": \"\(seed)\"", "\"seed\": \"\(seed.dropLast() + last)\"")
    try planned.expectRefusal(["E647", "E650"], "plan-seed.txt: the digest is given as")
  }

  @Test(
    arguments: [
      ("hamilton", "\"lowestRaised\": \"", "E651"), ("hamilton", "\"highestKept\": \"", "E651"),
      ("hamilton", "\"weight\": \"", "E651"), ("webster", "\"lower\": \"", "E651"),
      ("webster", "\"upper\": \"", "E651"), ("huntingtonHill", "\"upper\": \"", "E651"),
      ("biproportional", "\"multiplier\": \"", "E651"),
      ("biproportional", "\"divisor\": \"", "E651"), ("biproportional", "\"lower\": \"", "E651"),
      ("leastDeviation", "\"deviation\": \"", "E654"),
    ])
  func oneEntryOfACertificate(_ method: String, _ key: String, _ code: String) throws {
    let planned = try PlannedCity(method)
    // One digit more in front: another number by far.
    try planned.replace("plan-summary.json", key, key + "7")
    try planned.expectRefusal([code], method == "leastDeviation" ? "deviation" : "split one: ")
  }

  @Test func potentialsOfLeastDeviation() throws {
    let planned = try PlannedCity("leastDeviation")
    let summary = try planned.text("plan-summary.json")
    let rows = try #require(summary.range(of: "\"rowGroups\": [\n"))
    let start = try #require(summary[rows.upperBound...].firstIndex(of: "\""))
    var changed = summary
    changed.insert(contentsOf: "900000000000", at: summary.index(after: start))
    if let minus = changed.range(of: "900000000000-") {
      changed.replaceSubrange(minus, with: "-900000000000")
    }
    try planned.folder.write("city/plan-summary.json", Array(changed.utf8))
    try planned.expectRefusal(["E651"], "split one: ")
  }

  @Test func oneFairShare() throws {
    let planned = try PlannedCity("lottery")
    let row = try Rows(planned.text("plan.csv"))[3]
    let share = row["fair_share"]!
    let other = share.dropLast() + (share.last! == "3" ? "4" : "3")
    try planned.replace("plan.csv", ",\(share),", ",\(other),")
    try planned.sign()
    try planned.expectRefusal(
      ["E648"], "plan.csv:5: E648 p1, m3: fair_share is given as \(other), and computed as \(share)"
    )
  }

  @Test(arguments: [("eligible", 5), ("weight", 6)])
  func oneHeadOrWeight(_ column: String, _ at: Int) throws {
    let planned = try PlannedCity("webster")
    var lines = try planned.text("plan.csv").split(separator: "\n").map(String.init)
    var cells = lines[1].split(separator: ",").map(String.init)
    let old = cells[at]
    cells[at] += "1"
    lines[1] = cells.joined(separator: ",")
    try planned.folder.write("city/plan.csv", Array((lines.joined(separator: "\n") + "\n").utf8))
    try planned.sign()
    try planned.expectRefusal(
      ["E648"], "\(column) is given as \(old)1, and computed as \(old)")
  }

  @Test func digests() throws {
    for (key, says) in [
      ("\"commitment\": \"", "commitment"), ("\"digest\": \"", "rules.json"),
      ("\"sha256\": \"", "the digest is given as"), ("\"plan.csv\": \"", "outputs/plan.csv"),
      ("\"quotas.csv\": \"", "outputs/quotas.csv"),
    ] {
      let planned = try PlannedCity("webster")
      let summary = try planned.text("plan-summary.json")
      let at = try #require(summary.range(of: key)).upperBound
      let other = summary[at] == "0" ? "1" : "0"
      var changed = summary
      changed.replaceSubrange(at...at, with: other)
      try planned.folder.write("city/plan-summary.json", Array(changed.utf8))
      try planned.expectRefusal([], says)
    }
  }

  @Test func inputsThatChangedAfterwards() throws {
    let planned = try PlannedCity("webster")
    try planned.replace("middle_schools.csv", "m0,d0,23", "m0,d0,24")
    try planned.expectRefusal(["E647", "E648"], "eligible is given as 23, and computed as 24")
  }

  @Test func sumsOfTheSummary() throws {
    for key in [
      "\"cells\": ", "\"base\": ", "\"fair\": \"", "\"drift\": \"", "\"quota\": ",
      "\"share\": \"0.", "\"bytes\": ", "\"weightPlaces\": ", "\"unit\": ",
    ] {
      let planned = try PlannedCity("dean")
      try planned.replace("plan-summary.json", key, key + "1")
      try planned.expectRefusal(["E654"], "was computed")
    }
  }

  @Test func belowTheLeastShare() throws {
    let planned = try PlannedCity("webster")
    try planned.replace("rules.json", "\"minimumShare\": \"0\"", "\"minimumShare\": \"0.9\"")
    try planned.replace("rules.json", "\"waive\": { \"quotaShare\": \"a random city\" },", "")
    try planned.expectRefusal(["E655"], "H1: plan 40, quota 20, below 0.9")
  }
}
