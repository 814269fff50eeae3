import Foundation
import TestSupport
import Testing

/// `zhibiao plan` as people run it.
@Suite struct PlanTests {
  private static let city = SampleCity.path

  @Test func theSampleCitysQuotasAreItsPlan() throws {
    let folder = try TempFolder()
    var plans: Set<[UInt8]> = []
    for threads in ["1", "2", "3"] {
      let output = folder("plan-\(threads)")
      let result = try Program.run(
        "plan", Self.city, "-o", output, "--threads", threads, "--lang", "en")
      #expect(result.exit == 0, "\(result.error)")
      #expect(result.verdict.hasPrefix("Done: 1,364 seats of 12 programmes"))
      #expect(result.nextStep.contains("zhibiao check"))
      plans.insert(
        try folder.read("plan-\(threads)/plan-summary.json")
          + folder.read("plan-\(threads)/plan.csv"))
      #expect(
        try folder.read("plan-\(threads)/quotas.csv")
          == Array(Data(contentsOf: URL(fileURLWithPath: Self.city + "/quotas.csv"))))
    }
    #expect(plans.count == 1)
  }

  @Test func theSummaryIsJSONAndHoldsTheDigests() throws {
    let folder = try TempFolder()
    let result = try Program.run("plan", Self.city, "-o", folder("plan"), "--json")
    #expect(result.exit == 0)
    #expect(Array(result.output.utf8) == (try folder.read("plan/plan-summary.json")))
    let json = try #require(
      JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    let outputs = try #require(json["outputs"] as? [String: String])
    let sums = try Program.shell("cd '\(folder("plan"))' && sha256sum plan.csv quotas.csv").output
    for (name, digest) in outputs { #expect(sums.contains("\(digest)  \(name)\n")) }
    // The commitment is the one that `check` has people publish.
    let check = try Program.run("check", Self.city, "--for", "plan", "--lang", "en")
    #expect(check.exit == 0)
    #expect(json["commitment"] as? String == (try commitment(in: check.output).digest))
    #expect(!result.output.contains(folder.path))
  }

  @Test func aCityForPlanAloneIsPlannedAndReadByAllocate() throws {
    let folder = try TempFolder()
    let arguments = ["--students", "4000", "--districts", "3", "--lang", "en"]
    let made = try Program.run(
      ["generate", "-o", folder("city"), "--plan-only"] + arguments)
    #expect(made.exit == 0 && made.nextStep == "next: zhibiao plan \(folder("city"))")
    #expect(
      try folder.names("city").filter { !$0.hasPrefix("SHA") }
        == ["middle_schools.csv", "plan-seed.txt", "programmes.csv", "rules.json"])
    #expect(try Program.run("plan", folder("city"), "--lang", "en").exit == 0)
    #expect(try folder.names("city").contains("quotas.csv"))
    // The same city with students: admission takes what the plan wrote.
    #expect(try Program.run(["generate", "-o", folder("whole")] + arguments).exit == 0)
    try folder.write("whole/quotas.csv", folder.read("city/quotas.csv"))
    let run = try Program.run("allocate", folder("whole"), "-o", folder("run"))
    #expect(run.exit == 0, "\(run.error)")
  }

  @Test func quotasThatAreThereStay() throws {
    let folder = try TempFolder()
    try tiny(folder, "\"method\": \"hamilton\"")
    let before = try folder.read("case/quotas.csv")
    let result = try Program.run("plan", folder("case"), "--lang", "en")
    #expect(result.exit == 1)
    #expect(result.error.contains("--replace"))
    #expect(try folder.read("case/quotas.csv") == before)
    #expect(try folder.names("case").contains("plan.csv") == false)
    #expect(try Program.run("plan", folder("case"), "--replace").exit == 0)
    #expect(
      try folder.text("case/quotas.csv")
        == "programme,pool,audience,seats\nH1,quota,M1,2\nH1,quota,M2,1\nH2,quota,M1,2\n"
        + "H2,quota,M2,1\n")
  }

  @Test func tiesStopWithExitThree() throws {
    let folder = try TempFolder()
    try tiny(folder, "\"method\": \"hamilton\"", heads: ("4", "4"), seed: nil)
    try FileManager.default.removeItem(atPath: folder("case/quotas.csv"))
    let stop = try Program.run("plan", folder("case"), "--lang", "en")
    #expect(stop.exit == 3)
    #expect(stop.error.contains("H1 (s, middle_school): 2 are tied for 1: M1, M2"))
    #expect(!folder.exists("case/quotas.csv") && !folder.exists("case/plan.csv"))
    let lines = try folder.text("case/plan-ties/plan-decisions.csv").split(separator: "\n")
    let decided = lines.map { line in
      line.hasSuffix(",,,")
        ? line.dropLast(2) + (line.contains(",M1,") ? "seat,a,b" : "none,a,b") : line
    }
    try folder.write(
      "case/plan-decisions.csv",
      Array(decided.map { $0.replacing(",,", with: ",") + "\n" }.joined().utf8))
    let plan = try Program.run("plan", folder("case"), "--lang", "en")
    #expect(plan.exit == 0, "\(plan.error)")
    #expect(plan.output.contains("2 ties (0 by lot, 2 by decision)"))
    // Decisions that nothing asks for are refused.
    try tiny(folder, "\"method\": \"hamilton\"")
    let idle = try Program.run("plan", folder("case"), "--replace", "--lang", "en")
    #expect(idle.exit == 1 && idle.error.contains("E615"))
  }

  /// Seats of pools that no split fills are the office's own: a plan never takes them away.
  @Test func seatsThatTheOfficeBroughtAreNotLost() throws {
    let folder = try TempFolder()
    let example = Self.city.replacing("sample-city", with: "presets/shenzhen/example")
    try FileManager.default.copyItem(atPath: example, toPath: folder("case"))
    try folder.write("case/plan-seed.txt", Array("drawn in public".utf8))
    let before = try folder.read("case/quotas.csv")
    let refused = try Program.run("plan", folder("case"), "--replace", "--lang", "en")
    #expect(refused.exit == 1)
    for text in ["E628", "quotas.csv:", "301 has 2 for * in the pool 普通AC, which no split fills"] {
      #expect(refused.error.contains(text), "\(refused.error)")
    }
    #expect(try folder.read("case/quotas.csv") == before)
    // Elsewhere nothing is lost, and what is left to do is said.
    let plan = try Program.run("plan", folder("case"), "-o", folder("plan"), "--lang", "en")
    #expect(plan.exit == 0 && plan.error.contains("W603"), "\(plan.error)")
    // What a split fills may be replaced as before, and so may what is no table.
    try folder.write(
      "case/quotas.csv", Array("programme,pool,audience,seats\n301,指标AC,A1,9\n".utf8))
    #expect(try Program.run("plan", folder("case"), "--replace").exit == 0)
    try folder.write("case/quotas.csv", Array("old".utf8))
    #expect(try Program.run("plan", folder("case"), "--replace").exit == 0)
  }

  @Test func theFloorIsAFloor() throws {
    let folder = try TempFolder()
    try tiny(folder, "\"method\": \"hamilton\"", share: "0.5")
    for arguments in [
      ["plan", folder("case"), "--replace"], ["check", folder("case"), "--for", "plan"],
    ] {
      let result = try Program.run(arguments + ["--lang", "en"])
      #expect(result.exit == 1)
      #expect((result.error + result.output).contains("E501"))
    }
  }

  @Test func aMatrixIsImported() throws {
    let folder = try TempFolder()
    try tiny(folder, "\"method\": \"lottery\"", seed: nil)
    try folder.write("matrix.csv", Array("x,H1,H2,total\nM1,1,3,4\nM2,2,0,2\n".utf8))
    let plan = try Program.run(
      "plan", folder("case"), "--import", folder("matrix.csv"), "--replace", "--lang", "en")
    #expect(plan.exit == 0, "\(plan.error)")
    #expect(plan.output.contains("taken from matrix.csv"))
    try folder.write("matrix.csv", Array("x,H1,H2,total\nM1,1,3,5\nM3,2,0,2\n".utf8))
    let bad = try Program.run(
      "plan", folder("case"), "--import", folder("matrix.csv"), "--replace", "--lang", "en")
    #expect(bad.exit == 1)
    for text in [
      "E621 unknown audience “M3”; the nearest is M1", "matrix.csv:2:8", "matrix.csv:3:1",
    ] {
      #expect(bad.error.contains(text), "\(bad.error)")
    }
    let none = try Program.run(
      "plan", folder("case"), "--import", folder("matrix.csv"), "--split", "t", "--lang", "en")
    #expect(none.exit == 1)
  }

  @Test func killedAtAnyMomentItLeavesTheOldOrTheNew() throws {
    let folder = try TempFolder()
    let made = try Program.run(
      "generate", "-o", folder("city"), "--plan-only", "--students", "60000")
    #expect(made.exit == 0)
    #expect(try Program.run("plan", folder("city"), "-o", folder("new")).exit == 0)
    let new = try folder.read("new/quotas.csv")
    try folder.write("out/quotas.csv", Array("old".utf8))
    var isOld = 0
    for step in 0..<12 {
      let child = try Child(
        Program.path, ["plan", folder("city"), "-o", folder("out"), "--replace"],
        output: folder("output"), error: folder("error"), isMeasured: false)
      usleep(UInt32(step * 6000))
      child.kill()
      _ = child.wait(10)
      let found = try folder.read("out/quotas.csv")
      #expect(found == new || found == Array("old".utf8))
      isOld += found == new ? 0 : 1
      try folder.write("out/quotas.csv", Array("old".utf8))
    }
    #expect(isOld > 0, "no kill came in time to show anything")
    // What the killed ones left is swept away.
    let last = try Program.run("plan", folder("city"), "-o", folder("out"), "--replace")
    #expect(last.exit == 0)
    #expect(try folder.names("out") == ["plan-summary.json", "plan.csv", "quotas.csv"])
  }

  @Test func wrongUsage() throws {
    for (arguments, says) in [
      (["plan"], "CASE is missing"), (["plan", "x", "--split", "s"], "--import"),
      (["plan", "x", "--replce"], "--replace"),
    ] {
      let result = try Program.run(arguments + ["--lang", "en"])
      #expect(result.exit == 2 && result.error.contains(says), "\(result.error)")
    }
    #expect(try Program.run("plan", "/nowhere", "--lang", "en").exit == 1)
  }

  /// The tiny case with one split, eligible heads and a seed.
  private func tiny(
    _ folder: TempFolder, _ more: String, share: String = "0.75",
    heads: (String, String) = ("5", "3"), seed: String? = "a plan's draw"
  ) throws {
    var tiny = TinyCase()
    tiny.replace(
      "rules.json", "\"plan\": { \"minimumShare\": \"0.75\" }",
      Array(
        """
        "plan": { "minimumShare": "0.75", "splits": [
          {"name": "s", "pool": "quota", "share": "\(share)", \(more)} ] }
        """.utf8))
    tiny.replace("middle_schools.csv", "North,D1,4", Array("North,D1,\(heads.0)".utf8))
    tiny.replace("middle_schools.csv", "South,D2,4", Array("South,D2,\(heads.1)".utf8))
    if let seed { tiny["plan-seed.txt"] = seed + "\n" }
    try tiny.write(to: folder)
  }
}
