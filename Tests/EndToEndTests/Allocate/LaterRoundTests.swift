import TestSupport
import Testing

/// Later rounds through the built program.
///
/// The first round is the tiny case with soft reserves (see `MatchingRunTests`): S07 is not
/// admitted, and one open seat of H2 is left.
@Suite struct LaterRoundTests {
  private let folder: TempFolder

  init() throws {
    folder = try TempFolder()
    try TinyCase.deferred("{\"rule\": \"reserveFirst\"}").write(to: folder, "case")
    let result = try Program.run("allocate", folder("case"), "-o", folder("run"))
    try #require(result.exit == 0, "\(result.error)")
  }

  /// The second round's case: a quota and an open queue, S07, and `more` students.
  private func secondCase(_ more: String = "", withdrawals: String? = nil) -> TinyCase {
    var tiny = TinyCase()
    tiny["students.csv"] =
      "student,middle_school,math,art,evaluation,quota_choices,choice1,choice2,choice3\n"
      + "S07,M2,60,1,B,H2|H1,H1,H2,\n" + more
    tiny.files["quotas.csv"] = nil
    tiny["withdrawals.csv"] = withdrawals ?? ""
    if withdrawals == nil { tiny.files["withdrawals.csv"] = nil }
    return tiny
  }

  private func allocate(_ tiny: TinyCase, _ options: String...) throws -> Program.Result {
    try tiny.write(to: folder, "case2")
    return try Program.run(
      ["allocate", folder("case2"), "--after", folder("run"), "-o", folder("run2")] + options)
  }

  private func problems(_ tiny: TinyCase) throws -> [String] {
    let result = try allocate(tiny, "--json", "--lang", "en")
    #expect(result.exit == 1, "\(result.error)")
    #expect(!folder.exists("run2"))
    return try Problems(result.output).errors.map {
      // The run is named by its path, which differs from test to test.
      String($0.split(separator: " ")[0]) + " " + $0.split(separator: "/").last!.split(
        separator: " "
      ).last!
    }
  }

  @Test func seatsLeftGoToStudentsLeft() throws {
    let result = try allocate(secondCase())
    #expect(result.exit == 0, "\(result.error)")
    #expect(
      try folder.text("run2/admissions.csv")
        == "student,status,programme,stage,pool,choice,score\nS07,admitted,H2,open,open,2,66\n")
    #expect(
      try folder.text("run2/seats.csv") == """
        programme,pool,audience,planned,moved_in,moved_out,admitted,excess,vacant
        H2,open,*,1,0,0,1,0,0

        """)
    // What the round builds on is written down, and the list of inputs still checks with a shell.
    let digest = try Program.shell("sha256sum < \(folder("run/SHA256SUMS"))").output.prefix(64)
    #expect(try RunTables(folder, "run2").json["after"] as? String == String(digest))
    let inputs = try folder.text("run2/INPUTS.sha256")
    #expect(inputs.hasPrefix("# after \(digest)  SHA256SUMS\n"))
    #expect(!inputs.contains("quotas"))
    let check = try Program.shell(
      "cd \(folder("case2")) && sha256sum -c --strict --quiet ../run2/INPUTS.sha256")
    #expect(check.exit == 0, "\(check.error)")
  }

  /// S01 and S05 give up their quota seats of H1, of M1 and of M2; S05 asks again. S07 (66) has no
  /// seat of M1's, and S05 (114) is before them at M2's: S05 gets the own seat back, S07 H2's open
  /// one.
  @Test func withdrawalsGoBackToTheirAudience() throws {
    let again = "S05,M2,95,9,A,H1,H1,H2,\n"
    let tiny = secondCase(again, withdrawals: "student,audience\nS05,\nS01,M1\n")
    let result = try allocate(tiny)
    #expect(result.exit == 0, "\(result.error)")
    #expect(
      try folder.text("run2/seats.csv") == """
        programme,pool,audience,planned,moved_in,moved_out,admitted,excess,vacant
        H1,open,*,0,1,0,1,0,0
        H1,quota,M1,1,0,1,0,0,0
        H1,quota,M2,1,0,0,1,0,0
        H2,open,*,1,0,0,0,0,1

        """)
    #expect(
      try folder.text("run2/admissions.csv").hasSuffix(
        "S07,admitted,H1,open,open,1,66\nS05,admitted,H1,quota,quota,1,114\n"))
  }

  /// Between rounds nobody moved who is not in the second: they keep their seats, or still have
  /// none.
  @Test func rounds() throws {
    #expect(try allocate(secondCase()).exit == 0)
    let diff = try Program.run("diff", folder("run"), folder("run2"), "--lang", "en")
    #expect(!diff.output.contains("not admitted → not admitted"), "\(diff.output)")
    #expect(diff.verdict == "Students who moved: 1 (gained a seat 1).", "\(diff.output)")
  }

  /// A third round after the second, which had one student and one seat.
  @Test func roundsFollowOneAnother() throws {
    #expect(try allocate(secondCase()).exit == 0)
    let third = secondCase(withdrawals: "student\nS07\n")
    try third.write(to: folder, "case3")
    let result = try Program.run(
      "allocate", folder("case3"), "--after", folder("run2"), "-o", folder("run3"))
    #expect(result.exit == 0, "\(result.error)")
    #expect(try folder.text("run3/seats.csv").contains("H2,open,*,1,0,0,1,0,0\n"))
  }

  @Test func commitmentCoversTheEarlierRun() throws {
    let tiny = secondCase()
    try tiny.write(to: folder, "case2")
    let check = try Program.run("check", folder("case2"), "--after", folder("run"), "--lang", "en")
    #expect(check.exit == 0, "\(check.output)")
    let lines = check.output.split(separator: "\n").map { $0.trimmingPrefix("  ") }
    let at = try #require(lines.firstIndex { $0.hasPrefix("Commitment") })
    let line = try #require(lines.first { $0.contains("sha256sum") })
    #expect(try Program.shell(String(line)).output.hasPrefix(lines[at + 1]))
    #expect(try allocate(tiny).exit == 0)
    #expect(try RunTables(folder, "run2").json["commitment"] as? String == String(lines[at + 1]))
  }

  @Test func whoHasASeatIsRefused() throws {
    #expect(try problems(secondCase("S02,M1,80,7,A,H1,H2,H1,\n")) == ["E326 students.csv:3:1"])
    #expect(try problems(secondCase("S99,M1,80,7,A,H1,H2,H1,\n")) == ["E327 students.csv:3:1"])
  }

  @Test func badWithdrawals() throws {
    for (rows, problem) in [
      ("S0X\n", "E328 withdrawals.csv:2:1"), ("S07\n", "E328 withdrawals.csv:2:1"),
      ("S08\nS08\n", "E209 withdrawals.csv:3:1"),
      // S01's seat of H1 may be M1's or M2's: nothing here says which.
      ("S01\n", "E329 withdrawals.csv:2:1"),
    ] {
      #expect(try problems(secondCase(withdrawals: "student\n" + rows)) == [problem], "\(rows)")
    }
    let elsewhere = secondCase(withdrawals: "student,audience\nS01,M3\n")
    #expect(try problems(elsewhere) == ["E329 withdrawals.csv:2:1"])
  }

  /// A seat goes back to the audience that it was of: the student's own row in this round says
  /// which, or the case that the earlier run keeps, and then nobody needs to.
  @Test func seatsGoBackToTheirOwnAudience() throws {
    let again = "S05,M2,95,9,A,H1,H1,H2,\n"
    let lie = "student,audience\nS05,M1\n"
    #expect(try problems(secondCase(again, withdrawals: lie)) == ["E331 withdrawals.csv:2:1"])
    for (language, words) in [("en", "is of “M2”, audience says “M1”"), ("zh", "属于 “M2”")] {
      let check = try Program.run(
        "check", folder("case2"), "--after", folder("run"), "--lang", language)
      #expect(check.exit == 1 && check.unwrapped.contains(words), "\(check.output)")
    }
    let bundled = try Program.run(
      "allocate", folder("case"), "-o", folder("run"), "--bundle", "--replace")
    try #require(bundled.exit == 0)
    #expect(
      try problems(secondCase(withdrawals: "student,audience\nS01,M2\n"))
        == ["E331 withdrawals.csv:2:1"])
    for withdrawals in ["student\nS01\n", "student,audience\nS01,M1\n"] {
      let result = try allocate(secondCase(withdrawals: withdrawals), "--replace")
      #expect(result.exit == 0, "\(result.error)")
      #expect(try folder.text("run2/seats.csv").contains("H1,quota,M1,1,"))
      let verified = try Program.run(
        "verify", folder("run2"), "--case", folder("case2"), "--after", folder("run"))
      #expect(verified.exit == 0, "\(verified.output)")
    }
  }

  /// Quotas that a round does not read change none of its bytes, nor does their absence in a
  /// bundle.
  @Test func quotasThatAreNotRead() throws {
    var tiny = secondCase()
    tiny.files["quotas.csv"] = TinyCase().files["quotas.csv"]
    let result = try allocate(tiny, "--bundle", "--lang", "en")
    #expect(result.exit == 0 && result.error.contains("W322"), "\(result.error)")
    let replayed = try Program.run("replay", folder("run2"), "--after", folder("run"))
    #expect(replayed.exit == 0, "\(replayed.output)")
  }

  @Test func aRunThatWasTouchedIsRefused() throws {
    let seats = try folder.read("run/seats.csv")
    try folder.write("run/seats.csv", seats + Array("H9,open,*,9,0,0,0,0,9\n".utf8))
    #expect(try problems(secondCase()) == ["E325 seats.csv"])
    try folder.write("run/seats.csv", seats)
    try folder.write("run/SHA256SUMS", Array("nonsense\n".utf8))
    #expect(try problems(secondCase()) == ["E324 SHA256SUMS"])
    let nowhere = try Program.run(
      "allocate", folder("case2"), "--after", folder("nothing"), "-o", folder("run2"), "--json")
    #expect(try Problems(nowhere.output).errors.first?.hasPrefix("E324 ") == true)
  }

  /// Seats for which the new case has no place are not dropped.
  @Test func seatsOfUnknownNamesAreRefused() throws {
    var tiny = secondCase()
    tiny.replace("programmes.csv", "H2,West", Array("H3,West".utf8))
    tiny.replace("students.csv", "H2|H1,H1,H2", Array("H1,H1,".utf8))
    #expect(try problems(tiny) == ["E211 seats.csv:5"])
    tiny = secondCase(withdrawals: "student\nS08\nS04\n")
    tiny.replace("programmes.csv", "West High,4", Array("West High,1".utf8))
    #expect(try problems(tiny) == ["E303 programmes.csv:3"])
  }

  @Test func quotasAreNotRead() throws {
    var tiny = secondCase()
    tiny["quotas.csv"] = "programme,pool,audience,seats\nH1,quota,M2,4\n"
    let result = try allocate(tiny)
    #expect(result.exit == 0, "\(result.error)")
    #expect(result.error.contains("quotas.csv: W322"))
    #expect(try folder.text("run2/admissions.csv").contains("S07,admitted,H2"))
  }
}
