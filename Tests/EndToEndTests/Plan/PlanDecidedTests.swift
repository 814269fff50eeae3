import Foundation
import TestSupport
import Testing

/// Plans whose ties were decided, and plans that the office brought as a matrix.
@Suite struct PlanDecidedTests {
  @Test(arguments: ["webster", "hamilton", "biproportional", "leastDeviation"])
  func decisionsAreHeldAgainstThePlan(_ method: String) throws {
    let planned = try PlannedCity(method, ties: true)
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
      // In a matrix a decision need not be possible: then there is nothing to check here.
      if plan.exit == 1, ["biproportional", "leastDeviation"].contains(method) {
        #expect(plan.error.contains(" E616 "), "\(plan.error)")
        return
      }
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

  /// Two equal schools, one seat: the decision has it, whatever the code.
  @Test(arguments: ["m3", "m7"]) func aDecisionOnLeastDeviation(_ winner: String) throws {
    let planned = try LotCity(schools: ["m3", "m7"], seats: [1], seed: nil)
    #expect(try planned.plan().exit == 3)
    let ties = try Rows(planned.folder.text("city/plan-ties/ties.csv"))
    #expect(ties.map { $0["audience"]! } == ["m3", "m7"] && ties[0]["shared"] == "1")
    let rows = ties.map {
      "one,middle_school,p0,\($0["audience"]!),\($0["audience"] == winner ? "seat" : "none"),a,b\n"
    }
    try planned.folder.write(
      "city/plan-decisions.csv",
      Array(("split,level,programme,audience,decision,decided_by,reason\n" + rows.joined()).utf8))
    let plan = try planned.plan()
    #expect(plan.exit == 0 && plan.output.contains("1 tie (0 by lot, 1 by decision)"), "\(plan)")
    #expect(try planned.seats() == [["p0", winner]: 1])
    #expect(try Program.run("plan", "--check", planned.folder("city")).exit == 0)
  }

  @Test func aMatrixOfTheOffice() throws {
    let planned = try PlannedCity("lottery")
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
        "\"brought\": [\n    {\"split\": \"one\", \"file\": \"matrix.csv\"}\n  ]"
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
    let planned = try PlannedCity("lottery")
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
    let drawn = try PlannedCity("lottery")
    let given = try Program.run(
      "plan", "--check", drawn.folder("city"), "--import", drawn.folder("city/quotas.csv"))
    #expect(given.exit == 1 && given.output.contains("its method is stated as “lottery”"))
  }
}
