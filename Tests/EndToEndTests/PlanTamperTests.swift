import Foundation
import TestSupport
import Testing

/// Plans in which one thing was changed: each is refused with the reason and the numbers, also where
/// the digests were made to fit.
@Suite struct PlanTamperTests {
  /// A city that was planned by `method`, with its files to be changed.
  struct Planned {
    let folder = try! TempFolder()

    init(_ method: String, ties: Bool = false) throws {
      var schools = "middle_school,district,eligible\n"
      for number in 0..<8 {
        schools += "m\(number),d\(number / 4),\(ties ? 20 : 23 + 7 * number)\n"
      }
      var random = SeededGenerator(seed: 1)
      var city = RandomPlanCity(&random, method: method)
      city.files["middle_schools.csv"] = schools
      city.files["exclusions.csv"] = nil
      city.files["programmes.csv"] =
        "programme,plan,district,school,quality,part,kind\n"
        + "p1,40,d0,H1,yes,0.5,city\np2,34,d1,H2,yes,0.5,city\np3,28,d0,H3,no,0.5,area\n"
      let splits =
        "[{\"name\": \"one\", \"pool\": \"quota\", \"share\": {\"column\": \"part\"}, "
        + "\"method\": \"\(method)\", \"levels\": [\"middle_school\"]}]"
      let rules = city.files["rules.json"]!
      let start = rules.range(of: "\"splits\": ")!.upperBound
      let end = rules.range(of: " },\n  \"waive\"")!.lowerBound
      city.files["rules.json"] = rules.replacingCharacters(in: start..<end, with: splits)
      try city.write(to: folder)
      let plan = try Program.run("plan", folder("city"))
      try #require(plan.exit == 0, "\(plan.error)")
    }

    func text(_ name: String) throws -> String { try folder.text("city/\(name)") }

    /// Replaces the first `old` in a file.
    func replace(_ name: String, _ old: String, _ new: String) throws {
      let before = try text(name)
      let range = try #require(before.range(of: old), "\(old) is in \(name)")
      try folder.write(
        "city/\(name)", Array(before.replacingCharacters(in: range, with: new).utf8))
    }

    /// Makes the digests of the outputs fit what stands there.
    func sign() throws {
      for name in ["plan.csv", "quotas.csv"] {
        let digest = try Program.shell("sha256sum \(folder("city/\(name)"))").output.prefix(64)
        let summary = try text("plan-summary.json")
        let key = try #require(summary.range(of: "\"\(name)\": \"", options: .backwards))
        let end = summary.index(key.upperBound, offsetBy: 64)
        try folder.write(
          "city/plan-summary.json",
          Array(summary.replacingCharacters(in: key.upperBound..<end, with: digest).utf8))
      }
    }

    /// Writes quotas that are what `plan.csv` adds up to.
    func writeQuotas() throws {
      let rows = try Rows(text("plan.csv")).filter { $0.number("seats") > 0 }
      let lines = rows.map {
        "\($0["programme"]!),\($0["pool"]!),\($0["audience"]!),\($0["seats"]!)\n"
      }
      try folder.write(
        "city/quotas.csv", Array(("programme,pool,audience,seats\n" + lines.sorted().joined()).utf8)
      )
    }

    /// Checks, and expects a refusal with these codes that says `says`.
    func expectRefusal(
      _ codes: [String], _ says: String, _ location: SourceLocation = #_sourceLocation
    ) throws {
      let check = try Program.run("plan", "--check", folder("city"))
      #expect(check.exit == 1, "\(check.output)", sourceLocation: location)
      #expect(check.verdict.hasPrefix("refused: "), sourceLocation: location)
      #expect(check.nextStep.hasPrefix("next: do not use"), sourceLocation: location)
      for code in codes {
        #expect(
          check.output.contains(" \(code) "), "\(code): \(check.output)", sourceLocation: location)
      }
      #expect(check.output.contains(says), "\(check.output)", sourceLocation: location)
    }
  }

  /// `plan.csv` with seats changed: `steps` by programme and audience.
  private func move(_ planned: Planned, _ steps: [[String]: Int]) throws {
    let rows = try Rows(planned.text("plan.csv"))
    var text = rows.columns.joined(separator: ",") + "\n"
    for row in rows {
      var cells = rows.columns.map { row[$0]! }
      let step = steps[row.key("programme", "audience")] ?? 0
      cells[8] = String(row.number("seats") + step)
      text += cells.joined(separator: ",") + "\n"
    }
    try planned.folder.write("city/plan.csv", Array(text.utf8))
    try planned.writeQuotas()
    try planned.sign()
  }

  @Test(arguments: PlanCheckTests.methods) func oneSeatMovedWithinARow(_ method: String) throws {
    let planned = try Planned(method)
    let rows = try Rows(planned.text("plan.csv"))
    let from = try #require(rows.first { $0.number("seats") > 0 })
    let to = try #require(
      rows.last { $0["programme"] == from["programme"] && $0["audience"] != from["audience"] })
    try move(
      planned,
      [from.key("programme", "audience"): -1, to.key("programme", "audience"): 1])
    switch method {
    case "lottery": try planned.expectRefusal(["E650"], "the replay of the seed")
    case "leastDeviation", "biproportional":
      try planned.expectRefusal([], "split one: ")
    default: try planned.expectRefusal(["E649"], "split one, \(from["programme"]!)")
    }
  }

  /// Around a cycle of two programmes and two middle schools of one district, so that every row,
  /// column and nested total is what it was, and every cell its share rounded down or up.
  @Test func seatsMovedWithinAllTotalsAreFoundByTheReplay() throws {
    let planned = try Planned("lottery")
    let rows = try Rows(planned.text("plan.csv"))
    var cells: [[String]: [String: String]] = [:]
    for row in rows { cells[row.key("programme", "audience")] = row }
    func isWithin(_ key: [String], _ step: Int) -> Bool {
      let share = Double(cells[key]!["fair_share"]!)!
      let seats = Double(cells[key]!.number("seats") + step)
      return seats >= share.rounded(.down) && seats <= share.rounded(.up)
    }
    var steps: [[String]: Int]?
    for district in [0, 1] {
      let names = (4 * district..<4 * district + 4).map { "m\($0)" }
      for a in names {
        for b in names where a != b {
          let moved = [["p1", a]: 1, ["p1", b]: -1, ["p2", a]: -1, ["p2", b]: 1]
          if steps == nil, moved.allSatisfy({ isWithin($0.key, $0.value) }) { steps = moved }
        }
      }
    }
    try move(planned, try #require(steps, "such a cycle exists"))
    let check = try Program.run("plan", "--check", planned.folder("city"))
    #expect(check.exit == 1 && !check.output.contains(" E649 "), "no total is broken")
    try planned.expectRefusal(["E650"], "the replay of the seed")
  }

  @Test func oneDigitOfTheSeed() throws {
    let planned = try Planned("lottery")
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
    let planned = try Planned(method)
    // One digit more in front: another number by far.
    try planned.replace("plan-summary.json", key, key + "7")
    try planned.expectRefusal([code], method == "leastDeviation" ? "deviation" : "split one: ")
  }

  @Test func potentialsOfLeastDeviation() throws {
    let planned = try Planned("leastDeviation")
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
    let planned = try Planned("lottery")
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
    let planned = try Planned("webster")
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
      let planned = try Planned("webster")
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
    let planned = try Planned("webster")
    try planned.replace("middle_schools.csv", "m0,d0,23", "m0,d0,24")
    try planned.expectRefusal(["E647", "E648"], "eligible is given as 23, and computed as 24")
  }

  @Test func rowsDroppedAddedDoubledAndMoved() throws {
    for (change, says) in [
      ("drop", "a row is missing: one, middle_school, p1, quota, m2"),
      ("add", "a row that should not be: one, middle_school, p1, quota, m9"),
      ("double", "the same as line 4"), ("swap", "are out of order"),
      ("last", "a row that should not be: two, middle_school, p1, quota, m2"),
    ] {
      let planned = try Planned("jefferson")
      var lines = try planned.text("plan.csv").split(separator: "\n").map(String.init)
      switch change {
      case "drop": lines.remove(at: 3)
      case "add": lines.insert(lines[3].replacingOccurrences(of: ",m2,", with: ",m9,"), at: 4)
      case "double": lines.insert(lines[3], at: 4)
      case "swap": lines.swapAt(3, 4)
      default: lines.append(lines[3].replacingOccurrences(of: "one,", with: "two,"))
      }
      try planned.folder.write("city/plan.csv", Array((lines.joined(separator: "\n") + "\n").utf8))
      try planned.sign()
      try planned.expectRefusal(["E648"], says)
    }
  }

  @Test func quotasThatAreNotThoseOfThePlan() throws {
    for (old, new, says) in [
      ("p1,quota,m7,", "p1,quota,m7,1", "plan.csv adds up to"),
      ("p1,quota,m7,", "p1,quota,m70,", "seats of p1, quota, m7 are missing"),
    ] {
      let planned = try Planned("adams")
      try planned.replace("quotas.csv", old, new)
      try planned.sign()
      try planned.expectRefusal(["E653"], says)
    }
  }

  @Test func sumsOfTheSummary() throws {
    for key in [
      "\"cells\": ", "\"base\": ", "\"fair\": \"", "\"drift\": \"", "\"quota\": ",
      "\"share\": \"0.", "\"bytes\": ", "\"weightPlaces\": ", "\"unit\": ",
    ] {
      let planned = try Planned("dean")
      try planned.replace("plan-summary.json", key, key + "1")
      try planned.expectRefusal(["E654"], "was computed")
    }
  }

  @Test func tiesAreThoseOfTheLots() throws {
    for method in ["webster", "hamilton", "biproportional"] {
      // Equal middle schools: ties everywhere.
      let planned = try Planned(method, ties: true)
      let good = try Program.run("plan", "--check", planned.folder("city"))
      #expect(good.exit == 0 && good.output.contains("ties settled"), "\(good.output)")
      // A seat goes from one of the tied to another: no total of a row tells.
      let rows = try Rows(planned.text("plan.csv")).filter { $0["programme"] == "p1" }
      let high = try #require(rows.map { $0.number("seats") }.max())
      let from = try #require(rows.first { $0.number("seats") == high })
      let to = try #require(rows.first { $0.number("seats") == high - 1 })
      try move(planned, [["p1", from["audience"]!]: -1, ["p1", to["audience"]!]: 1])
      try planned.expectRefusal(
        method == "biproportional" ? [] : ["E652"],
        method == "biproportional" ? "split one" : "by the lots of the seed")
    }
  }

  @Test func belowTheLeastShare() throws {
    let planned = try Planned("webster")
    try planned.replace("rules.json", "\"minimumShare\": \"0\"", "\"minimumShare\": \"0.9\"")
    try planned.replace("rules.json", "\"waive\": { \"quotaShare\": \"a random city\" },", "")
    try planned.expectRefusal(["E655"], "H1: plan 40, quota 20, below 0.9")
  }
}

/// Plans whose ties were decided, and plans that the office brought as a matrix.
@Suite struct PlanDecidedTests {
  @Test(arguments: ["webster", "hamilton", "biproportional"])
  func decisionsAreHeldAgainstThePlan(_ method: String) throws {
    let planned = try PlanTamperTests.Planned(method, ties: true)
    let city = planned.folder("city")
    _ = try Program.shell("rm \(city)/plan-seed.txt \(city)/quotas.csv")
    let stop = try Program.run("plan", city)
    #expect(stop.exit == 3, "\(stop.error)")
    // The first of the tied get the seats; between margins, those of one more diagonal.
    var decisions = "split,level,programme,audience,decision,decided_by,reason\n"
    while true {
      let ties = try Rows(planned.text("plan-ties/ties.csv"))
      var given: [String: Int] = [:]
      for row in ties {
        let tie = row["programme"]! + row["parent"]!
        given[tie, default: 0] += 1
        let decision = given[tie]! <= row.number("shared") ? "seat" : "none"
        decisions +=
          "\(row["split"]!),\(row["level"]!),\(row["programme"]!),\(row["audience"]!),"
          + "\(decision),office,drawn by hand\n"
      }
      try planned.folder.write("city/plan-decisions.csv", Array(decisions.utf8))
      let plan = try Program.run("plan", city)
      if plan.exit == 0 { break }
      // Between both margins a decision need not be possible: then there is nothing to check here.
      if plan.exit == 1, method == "biproportional" { return }
      try #require(plan.exit == 3, "\(plan.error)")
    }
    let check = try Program.run("plan", "--check", city)
    #expect(check.exit == 0 && check.output.contains("ties settled"), "\(check.output)")
    let seat = try #require(decisions.range(of: ",seat,"))
    try planned.folder.write(
      "city/plan-decisions.csv",
      Array(decisions.replacingCharacters(in: seat, with: ",none,").utf8))
    let other = try Program.run("plan", "--check", city)
    #expect(other.exit == 1 && other.output.contains(" E652 "), "\(other.output)")
    #expect(other.output.contains("is none, yet the plan gives it the seat"))
  }

  @Test func aMatrixOfTheOffice() throws {
    let planned = try PlanTamperTests.Planned("lottery")
    let city = planned.folder("city")
    let rows = try Rows(planned.text("plan.csv"))
    var seats: [[String]: Int] = [:]
    for row in rows { seats[row.key("programme", "audience")] = row.number("seats") }
    seats[["p1", "m0"]]! += 1
    let donor = (1..<8).first { seats[["p1", "m\($0)"]]! > 0 }!
    seats[["p1", "m\(donor)"]]! -= 1
    var matrix = "school,p1,p2,p3\n"
    for number in 0..<8 {
      let cells = ["p1", "p2", "p3"].map { String(seats[[$0, "m\(number)"]]!) }
      matrix += "m\(number),\(cells.joined(separator: ","))\n"
    }
    try planned.folder.write("matrix.csv", Array(matrix.utf8))
    let plan = try Program.run(
      "plan", city, "--import", planned.folder("matrix.csv"), "--replace")
    #expect(plan.exit == 0, "\(plan.error)")
    // The summary alone cannot say that the seats were brought.
    let alone = try Program.run("plan", "--check", city)
    #expect(alone.exit == 1 && alone.output.contains("method of the rules is lottery"))
    let matrixFile = planned.folder("matrix.csv")
    let check = try Program.run("plan", "--check", city, "--import", matrixFile)
    #expect(check.exit == 0, "\(check.output)")
    #expect(check.output.contains("cells within minimum and maximum"))
    #expect(check.verdict.contains("brought by the office, not drawn"), "\(check.verdict)")
    #expect(check.output.contains("split one: brought by the office as matrix.csv, not drawn"))
    let json = try Program.run("plan", "--check", city, "--import", matrixFile, "--json")
    #expect(
      json.output.contains(
        "\"brought\": [\n    {\"split\": \"one\", \"file\": \"matrix.csv\", \"cellsCompared\": true}]"
      ))
    // As a file of the case it is at hand for everyone.
    try planned.folder.write("city/matrix.csv", Array(matrix.utf8))
    let inCase = try Program.run("plan", "--check", city)
    #expect(inCase.exit == 0 && inCase.output.contains("not drawn"), "\(inCase.output)")
    // Another matrix than the one that was taken.
    let other = matrix.replacingOccurrences(of: "school,", with: "code,")
      .replacingOccurrences(of: "m7,", with: "m7,1")
    try planned.folder.write("matrix.csv", Array(other.utf8))
    let wrong = try Program.run("plan", "--check", city, "--import", matrixFile)
    #expect(wrong.exit == 1 && wrong.output.contains(" E647 ") && wrong.output.contains(" E649 "))
    #expect(wrong.output.contains("p1 gives m7"), "\(wrong.output)")
  }

  /// A lottery with other seats, and a summary that says that the office brought them.
  @Test func aForgedLotteryIsNoMatrix() throws {
    let planned = try PlanTamperTests.Planned("lottery")
    let city = planned.folder("city")
    try planned.replace("plan-summary.json", "\"method\": \"lottery\"", "\"method\": \"import\"")
    // Files of the case that are no such matrix do not help, with their digests right.
    for file in ["matrix.csv", "middle_schools.csv", "quotas.csv", "../city/plan.csv", ""] {
      let digest = try Program.shell("sha256sum \(city)/\(file) 2>/dev/null").output.prefix(64)
      let summary = try planned.text("plan-summary.json")
      let name = "\"name\": \"\(file)\", \"sha256\": \"\(digest)\""
      let forged = summary.replacingOccurrences(
        of: "\"method\": \"import\",", with: "\"method\": \"import\", \"file\": {\(name)},")
      try planned.folder.write("forged/plan-summary.json", Array(forged.utf8))
      for table in ["plan.csv", "quotas.csv"] {
        try planned.folder.write("forged/\(table)", Array(planned.text(table).utf8))
      }
      let check = try Program.run(
        "plan", "--check", city, "--plan", planned.folder("forged"))
      #expect(check.exit == 1, "\(file): \(check.output)")
      #expect(check.output.contains("refused: "), "\(file): \(check.output)")
    }
    // A matrix for a split that was drawn.
    let drawn = try PlanTamperTests.Planned("lottery")
    let given = try Program.run(
      "plan", "--check", drawn.folder("city"), "--import", drawn.folder("city/quotas.csv"))
    #expect(given.exit == 1 && given.output.contains("its method is stated as “lottery”"))
  }
}

/// Tables that the check must refuse, with file, line and value, and never trap on.
@Suite struct PlanHostileTests {
  /// Numbers that are none, or beyond what is computed.
  @Test(
    arguments: [
      ("middle_schools.csv", "m0,d0,23", "m0,d0,9223372036854775807", "middle_schools.csv:2: E656"),
      ("middle_schools.csv", "m0,d0,23", "m0,d0,1000000001", "“1000000001”"),
      ("middle_schools.csv", "m0,d0,23", "m0,d0,2x", "eligible is “2x”"),
      ("programmes.csv", "p1,40", "p1,9000000000000000000", "programmes.csv:2: E656"),
    ])
  func numbersBeyondAllBounds(_ file: String, _ old: String, _ new: String, _ says: String) throws {
    let planned = try PlanTamperTests.Planned("webster")
    try planned.replace(file, old, new)
    let check = try Program.run("plan", "--check", planned.folder("city"))
    #expect(check.exit == 1 && check.output.contains(says), "\(check.output)")
  }

  @Test func weightsBeyondAllBounds() throws {
    let planned = try PlanTamperTests.Planned("webster")
    let schools = try planned.text("middle_schools.csv").split(separator: "\n")
    let weighty =
      schools[0] + ",weight\n"
      + schools.dropFirst().map { $0 + ",999999999999\n" }.joined()
    try planned.folder.write("city/middle_schools.csv", Array(weighty.utf8))
    let check = try Program.run("plan", "--check", planned.folder("city"))
    #expect(check.exit == 1 && check.output.contains("the weights (heads × weight) add up to more"))
  }

  /// A certificate that would divide by nothing, and a text whose reading takes its square.
  @Test func certificatesBeyondAllBounds() throws {
    for (method, key, value) in [
      ("hamilton", "\"weight\": \"", "0\", \"other\": \""),
      ("hamilton", "\"weight\": \"", "340282366920938463463374607431768211455\", \"other\": \""),
      ("biproportional", "\"multiplier\": \"", String(repeating: "9", count: 3_000_000)),
    ] {
      let planned = try PlanTamperTests.Planned(method)
      try planned.replace("plan-summary.json", key, key + value)
      try planned.expectRefusal(["E651"], "split one: ")
    }
    let planned = try PlanTamperTests.Planned("leastDeviation")
    let summary = try planned.text("plan-summary.json")
    let all = try #require(summary.range(of: "\"all\": \""))
    var changed = summary
    changed.replaceSubrange(all, with: "\"all\": \"-9223372036854775808\", \"other\": \"")
    try planned.folder.write("city/plan-summary.json", Array(changed.utf8))
    try planned.expectRefusal(["E651"], "its potentials are not whole numbers")
  }

  /// Seats of which no sum fits.
  @Test(arguments: PlanCheckTests.methods) func seatsBeyondAllBounds(_ method: String) throws {
    let planned = try PlanTamperTests.Planned(method)
    var lines = try planned.text("plan.csv").split(separator: "\n").map(String.init)
    for at in lines.indices.dropFirst() {
      var cells = lines[at].split(separator: ",").map(String.init)
      cells[8] = "9223372036854775807"
      lines[at] = cells.joined(separator: ",")
    }
    try planned.folder.write("city/plan.csv", Array((lines.joined(separator: "\n") + "\n").utf8))
    try planned.sign()
    try planned.expectRefusal(["E648", "E649"], "seats is “9223372036854775807”")
  }

  /// Least totals that bind: shares one part off still define nothing else.
  @Test func oneSharesPartMovedUnderATotalMinimum() throws {
    let planned = try PlanTamperTests.Planned("lottery")
    let city = planned.folder("city")
    try planned.replace(
      "rules.json", "\"method\": \"lottery\"", "\"method\": \"lottery\", \"totalMinimum\": 5")
    let plan = try Program.run("plan", city, "--replace")
    try #require(plan.exit == 0, "\(plan.error)")
    let good = try Program.run("plan", "--check", city)
    #expect(good.exit == 0, "\(good.output)")
    #expect(good.output.contains("fair shares against the least totals"))
    // From one cell of p1 to another, whose totals are above the minimum.
    let rows = try Rows(planned.text("plan.csv"))
    var totals: [String: Double] = [:]
    for row in rows { totals[row["audience"]!, default: 0] += Double(row["fair_share"]!)! }
    let slack = rows.filter { $0["programme"] == "p1" && totals[$0["audience"]!]! > 5.001 }
    try #require(slack.count >= 2)
    for (row, step) in [(slack[0], 1), (slack[1], -1)] {
      let halves = row["fair_share"]!.split(separator: ".")
      let fraction = halves[1] + String(repeating: "0", count: 9 - halves[1].count)
      var digits = String(Int(fraction)! + step)
      digits = String(repeating: "0", count: 9 - digits.count) + digits
      while digits.last == "0" { digits.removeLast() }
      try planned.replace(
        "plan.csv",
        "p1,quota,\(row["audience"]!),\(row["eligible"]!),\(row["weight"]!),\(row["fair_share"]!),",
        "p1,quota,\(row["audience"]!),\(row["eligible"]!),\(row["weight"]!),\(halves[0]).\(digits),"
      )
    }
    try planned.sign()
    try planned.expectRefusal(["E648"], "fair_share is given as")
  }
}
