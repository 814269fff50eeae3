import Foundation
import Rules
import TestSupport
import Testing

@testable import Verification

/// Later rounds, plans and presets: what stands before and beside a run.
@Suite struct VerifyRoundTests {
  private func verify(
    _ folder: TempFolder, _ run: String, _ caseFolder: String, after: String? = nil
  ) -> Verification {
    Verification.verify(
      folder(run), caseFolder: folder(caseFolder), after: after.map { folder($0) },
      programVersion: "0.1.0", threads: PlainThreads(count: 2))
  }

  /// The tiny case, and a round after it for S07 and whoever withdraws.
  private func rounds(_ withdrawals: String?) throws -> TempFolder {
    let folder = try TempFolder()
    try TinyCase().write(to: folder)
    var second = TinyCase()
    second["students.csv"] = """
      student,middle_school,math,art,evaluation,quota_choices,choice1,choice2,choice3
      S07,M2,60,1,B,H2|H1,H1,H2,
      S05,M2,95,9,A,H1,H1,H2,

      """
    second.files["quotas.csv"] = nil
    second["withdrawals.csv"] = withdrawals ?? ""
    if withdrawals == nil {
      second.files["withdrawals.csv"] = nil
      second["students.csv"] = second["students.csv"].replacingOccurrences(
        of: "S05,M2,95,9,A,H1,H1,H2,\n", with: "")
    }
    try second.write(to: folder, "case2")
    try #require(try Program.run("allocate", folder("case"), "-o", folder("run")).exit == 0)
    let later = try Program.run(
      "allocate", folder("case2"), "--after", folder("run"), "-o", folder("run2"))
    try #require(later.exit == 0, "\(later.error)")
    return folder
  }

  @Test(arguments: [nil, "student,audience\nS05,\nS01,M1\n", "student\nS05\n"])
  func laterRoundsAreVerified(_ withdrawals: String?) throws {
    let folder = try rounds(withdrawals)
    let found = verify(folder, "run2", "case2", after: "run")
    #expect(found.isGood, "\(found.findings.first.map(\.message.en))")
    #expect(found.checks.contains { $0.name.en.hasPrefix("earlier run") })
    let isOnTrust = found.unchecked.contains {
      $0.en.hasPrefix("whose seats 1 withdrawal gave back")
    }
    #expect(isOnTrust == (withdrawals?.contains("S01,M1") ?? false))
  }

  @Test func anEarlierRunIsNeededAndIsTheOne() throws {
    let folder = try rounds(nil)
    #expect(verify(folder, "run2", "case2").places == ["E709 run.json"])
    #expect(verify(folder, "run", "case", after: "run").places == ["E707 run.json"])
    #expect(verify(folder, "run2", "case2", after: "run2").places.contains("E707 run.json"))
    let seats = try folder.read("run/seats.csv")
    try folder.write("run/seats.csv", seats + Array("H9,open,*,9,0,0,0,0,9\n".utf8))
    // It is the earlier run that is named, not this one, which has a table of that name too.
    #expect(
      verify(folder, "run2", "case2", after: "run").places == ["E704 \(folder("run"))/seats.csv"])
    let alone = try Program.run("verify", folder("run2"), "--lang", "en")
    #expect(alone.exit == 0, "\(alone.output)")
  }

  /// Without the case the chain from round to round can be checked all the same.
  @Test func withoutACaseTheEarlierRunIsHeldAgainstTheRecord() throws {
    let folder = try rounds(nil)
    func verify(_ words: String...) throws -> Program.Result {
      try Program.run(["verify"] + words + ["--lang", "en"])
    }
    let (first, second) = (folder("run"), folder("run2"))
    let chained = try verify(second, "--after", first)
    #expect(chained.exit == 0, "\(chained.output)")
    #expect(chained.output.contains("1  earlier run (fingerprint and digests)"))
    #expect(!chained.unwrapped.contains("was not looked at"))
    // Not given, it is said that nobody looked.
    let unchained = try verify(second)
    #expect(unchained.exit == 0 && unchained.unwrapped.contains("was not looked at (add --after"))
    // Another one; one where there should be none; one that is none; one that was altered.
    for (run, after, code) in [
      (second, second, "E707"), (first, second, "E707"), (second, folder("case"), "E70"),
      (second, folder("nowhere"), "E801"),
    ] {
      let wrong = try verify(run, "--after", after)
      #expect(wrong.exit == 1 && wrong.output.contains(code), "\(after): \(wrong.output)")
    }
    let seats = try folder.read("run/seats.csv")
    try folder.write("run/seats.csv", seats + Array("H9,open,*,9,0,0,0,0,9\n".utf8))
    let altered = try verify(second, "--after", first)
    #expect(altered.exit == 1 && altered.output.contains("seats.csv: E704"), "\(altered.output)")
  }

  /// Whether the earlier run is right is another question, which its own case answers: where it
  /// keeps that, it is asked as well.
  @Test func theEarlierRunIsTakenAsItStandsOrComputedToo() throws {
    let folder = try rounds(nil)
    func verify(_ words: String...) throws -> Program.Result {
      try Program.run(["verify", folder("run2"), "--case", folder("case2")] + words)
    }
    let hex = try Program.shell("sha256sum < \(folder("run/SHA256SUMS"))").output.prefix(64)
    for (language, words) in [("en", "was not computed again"), ("zh", "没有复算")] {
      let page = "statement-\(language).html"
      let trusted = try verify(
        "--after", folder("run"), "--statement", folder(page), "--lang", language)
      #expect(trusted.exit == 0 && trusted.unwrapped.contains(words), "\(trusted.output)")
      #expect(trusted.output.contains(Verification.spoken(String(hex))), "\(trusted.output)")
      let own = try folder.text(page)
      #expect(own.contains(hex) && own.components(separatedBy: words).count > 2, "\(own)")
    }
    let json = try Program.run(
      "verify", folder("run2"), "--case", folder("case2"), "--after", folder("run"), "--json")
    #expect(json.output.contains("\"computed\": false"), "\(json.output)")
    let bundle = [folder("case"), "-o", folder("run"), "--bundle", "--replace"]
    try #require(try Program.run(["allocate"] + bundle).exit == 0)
    // The same run but for its case, which the digests name.
    let again = ["--after", folder("run"), "-o", folder("run2"), "--replace"]
    try #require(try Program.run(["allocate", folder("case2")] + again).exit == 0)
    let computed = try verify("--after", folder("run"), "--lang", "en")
    #expect(computed.exit == 0, "\(computed.output)")
    #expect(computed.unwrapped.contains("earlier run (computed again from the case it keeps)"))
    #expect(!computed.unwrapped.contains("not computed again"), "\(computed.output)")
    // A student loses the seat to another, with new digests all along, and the round held after it.
    let line = """
      cd \(folder("run")) && sed -i 's/^S01,.*/S01,notAdmitted,,,,,/' admissions.csv && \
      sed 's/^.*  //' SHA256SUMS | xargs sha256sum > new && mv new SHA256SUMS && \
      new=$(sha256sum < SHA256SUMS | cut -c1-64) && cd ../run2 && \
      old=$(sed -n 's/^# after \\(.*\\)  .*/\\1/p' INPUTS.sha256) && \
      sed -i "s/$old/$new/" INPUTS.sha256 run.json report.html && \
      sed 's/^.*  //' SHA256SUMS | xargs sha256sum > new && mv new SHA256SUMS
      """
    try #require(try Program.shell(line).exit == 0)
    let forged = try verify("--after", folder("run"), "--lang", "en")
    let named = "\(folder("run"))/admissions.csv:"
    #expect(forged.exit == 1 && forged.output.contains(named), "\(forged.output)")
  }

  /// A round is held on what the earlier one left: its tables must not contradict each other.
  @Test func noRoundIsHeldAfterARunThatContradictsItself() throws {
    let folder = try rounds(nil)
    let line = """
      cd \(folder("run")) && sed -i '2s/,0,0,/,0,7,/' cutoffs.csv && \
      sed 's/^.*  //' SHA256SUMS | xargs sha256sum > new && mv new SHA256SUMS
      """
    try #require(try Program.shell(line).exit == 0)
    let later = try Program.run(
      "allocate", folder("case2"), "--after", folder("run"), "-o", folder("run3"))
    #expect(later.exit == 1 && later.error.contains("E714"), "\(later.error)")
    #expect(later.error.contains("is not verified") && !folder.exists("run3"))
  }

  /// A withdrawal added after the round was held, with its digest computed again.
  @Test func forgedWithdrawalsAreRefused() throws {
    let folder = try rounds("student\nS05\n")
    var forged = try folder.text("case2/withdrawals.csv")
    forged += "S06\n"
    try folder.write("case2/withdrawals.csv", Array(forged.utf8))
    #expect(verify(folder, "run2", "case2", after: "run").places == ["E707 withdrawals.csv"])
  }

  /// Tables of the later round that do not fit the earlier one, with all digests made to fit.
  @Test(
    arguments: [
      ("students.csv", "S07,M2", "S99,M2"), ("students.csv", "S07,M2", "S01,M1"),
      ("withdrawals.csv", "S05", "S07"), ("withdrawals.csv", "S05", "S99"),
      ("withdrawals.csv", "student", "pupil"),
      ("withdrawals.csv", "student\nS05", "student,audience\nS05,M1"),
      ("programmes.csv", "H2,West High,4", "H3,West High,4"),
      ("middle_schools.csv", "M1,", "M9,"),
      ("rules.json", "\"quota\": { \"audience\"", "\"Q\": { \"audience\""),
    ]) func whatDoesNotFitTheEarlierRound(_ name: String, _ old: String, _ new: String) throws
  {
    let folder = try rounds("student\nS05\n")
    let before = try folder.read("case2/" + name)
    let text = String(decoding: before, as: UTF8.self)
    let after = Array(text.replacingOccurrences(of: old, with: new).utf8)
    #expect(before != after)
    try folder.write("case2/" + name, after)
    var inputs = try folder.text("run2/INPUTS.sha256")
    inputs = inputs.replacingOccurrences(
      of: PlainSHA256.hex(of: before), with: PlainSHA256.hex(of: after))
    let old = try PlainSHA256.hex(of: folder.read("run2/INPUTS.sha256"))
    try folder.write("run2/INPUTS.sha256", Array(inputs.utf8))
    let sums = try folder.text("run2/SHA256SUMS").replacingOccurrences(
      of: old, with: PlainSHA256.hex(of: Array(inputs.utf8)))
    try folder.write("run2/SHA256SUMS", Array(sums.utf8))
    #expect(!verify(folder, "run2", "case2", after: "run").isGood)
  }

  @Test func quotasAreThoseOfThePlan() throws {
    let city = PresetRunTests.folder + "/../sample-city"
    let folder = try TempFolder()
    for name in try FileManager.default.contentsOfDirectory(atPath: city) {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: city + "/" + name))
      try folder.write("case/" + name, Array(bytes))
    }
    try FileManager.default.removeItem(atPath: folder("case/quotas.csv"))
    try #require(try Program.run("plan", folder("case")).exit == 0)
    try #require(try Program.run("allocate", folder("case"), "-o", folder("run")).exit == 0)
    let found = verify(folder, "run", "case")
    #expect(found.isGood, "\(found.findings.first.map(\.message.en))")
    #expect(found.checks.contains { $0.name.en.contains("plan wrote") })
    // Quotas that somebody altered before the draw, with a run made from them.
    let quotas = try folder.text("case/quotas.csv").split(separator: "\n").map(String.init)
    let row = quotas.firstIndex { $0.hasSuffix(",2") }!
    var altered = quotas
    altered[row] = quotas[row].dropLast() + "3"
    try folder.write("case/quotas.csv", Array(altered.map { $0 + "\n" }.joined().utf8))
    let again = try Program.run("allocate", folder("case"), "-o", folder("run"), "--replace")
    try #require(again.exit == 0, "\(again.error)")
    let places = ["E721 quotas.csv:\(row + 1)", "E721 plan-summary.json"]
    #expect(verify(folder, "run", "case").places == places)
    // The row and both counts are named; also by those who go by the quotas, but that is no input
    // of theirs.
    let cells = altered[row].split(separator: ",")
    let said = "\(cells[0]), \(cells[1]), \(cells[2]): "
    let check = try Program.run("check", folder("case"), "--lang", "en")
    for warned in [check.output, again.error] {
      let lines = warned.split(separator: "\n")
      #expect(lines.contains { $0.hasPrefix("quotas.csv:\(row + 1): W310") }, "\(warned)")
    }
    #expect(check.unwrapped.contains(said + "3 seats in quotas.csv, 2 in plan.csv"))
    #expect(check.exit == 0)
    #expect(try Program.run("check", folder("case"), "--strict").exit == 1)
    #expect(!(try folder.text("run/run.json").contains("W310")))
    let verified = try Program.run(
      "verify", folder("run"), "--case", folder("case"), "--lang", "en")
    #expect(verified.unwrapped.contains(said + "quotas.csv has 3 seats, plan.csv 2"))
    #expect(verified.unwrapped.contains("zhibiao plan --check"), "\(verified.output)")
    // The digest in the summary edited as well: the plan's own table still contradicts.
    let digests = [quotas.map { $0 + "\n" }.joined(), try folder.text("case/quotas.csv")]
      .map { PlainSHA256.hex(of: Array($0.utf8)) }
    let summary = try folder.text("case/plan-summary.json")
    try folder.write(
      "case/plan-summary.json",
      Array(summary.replacingOccurrences(of: digests[0], with: digests[1]).utf8))
    #expect(verify(folder, "run", "case").places == [places[0]])
    // A row taken out, and one that the plan has not.
    for (other, place) in [
      (quotas.filter { $0 != quotas[row] }, "plan.csv:"), (quotas.map { $0 }, "none"),
    ] {
      try folder.write("case/quotas.csv", Array(other.map { $0 + "\n" }.joined().utf8))
      let check = try Program.run("check", folder("case"), "--lang", "en")
      let found = check.output.split(separator: "\n").filter { $0.contains("W310") }
      #expect(found.count == (place == "none" ? 0 : 1), "\(found)")
      #expect(found.allSatisfy { $0.hasPrefix(place) && $0.contains("0 seats in quotas.csv") })
    }
  }

  @Test(arguments: PresetRunTests.names) func presetsAreVerified(_ name: String) throws {
    let folder = try TempFolder()
    let example = PresetRunTests.folder + "/\(name)/example"
    try #require(try Program.run("allocate", example, "-o", folder("run")).exit == 0)
    let found = Verification.verify(
      folder("run"), caseFolder: example, programVersion: "0.1.0", threads: PlainThreads(count: 1))
    #expect(found.isGood, "\(found.findings.first.map(\.message.en))")
  }

  /// What calls itself a workbook and is none is refused.
  @Test func aDamagedWorkbookIsRefused() throws {
    let folder = try TempFolder()
    var tiny = TinyCase()
    tiny.files["quotas.csv"] = [0x50, 0x4B, 3, 4] + Array(repeating: 0, count: 60)
    try tiny.write(to: folder)
    let files = CaseFolder(folder("case"), threads: PlainThreads(count: 1))
    let rules = try #require(RuleSet.read(tiny.files["rules.json"]!).rules)
    #expect(files.table("quotas", rules, required: true) == nil)
    #expect(files.problems.groups.map(\.code.name) == ["E241"])
  }
}
