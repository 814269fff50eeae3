import TestSupport
import Testing

@testable import Verification

/// A valid run whose inputs were read once, so that thousands of alterations of its tables are
/// judged by the check's own code without files.
///
/// It leaves out what `verify` does before: the digests, which a forger computes again. A sample of
/// all alterations goes through the whole of `verify` too, and the two must agree.
struct PreparedRun {
  let original: Forgery
  private let inputs: CaseInputs
  private let recount: Recount
  private let expectedFacts: PlainJSON
  private static let threads = PlainThreads(count: 1)

  /// The run in `folder`'s `run`, made from its `case`. Traps where the unaltered run is refused.
  init(_ folder: TempFolder) throws {
    original = try Forgery(folder)
    let files = CaseFolder(folder("case"), threads: Self.threads)
    inputs = CaseInputsReader(folder: files, earlier: nil, threads: Self.threads).read()!
    recount = Self.recount(inputs, original.run["admissions.csv"]!)!
    let compliance = ComplianceCheck(inputs)
    var findings = Findings()
    _ = compliance.check(&findings)
    expectedFacts =
      RunFactsCheck(
        recount: recount, digests: files.finishedDigests(), compliance: compliance.printed(),
        drawn: DrawnCount(market: inputs.market, threads: Self.threads).total(),
        page: PageFacts(recount: recount, threads: Self.threads).json()
      ).expected()
    precondition(findings.count == 0 && isAccepted(original.run, all: true))
  }

  /// Whether nothing is found wrong with `run`. Tables that are as they were are not looked at
  /// again, unless `all` are to be.
  func isAccepted(_ run: [String: [UInt8]], all: Bool = false) -> Bool {
    func isAltered(_ name: String) -> Bool { all || run[name] != original.run[name] }
    var recount = recount
    let isRecounted = isAltered("admissions.csv")
    if isRecounted {
      guard let bytes = run["admissions.csv"], let again = Self.recount(inputs, bytes) else {
        return false
      }
      recount = again
    }
    let tables = SeatTablesCheck(recount: recount, threads: Self.threads)
    var findings = Findings()
    func check(_ name: String, _ header: String, _ body: (RunText) -> Void) {
      guard isRecounted || isAltered(name) else { return }
      guard
        let text = RunText(name, PlainBytes(run[name] ?? []), header: header, findings: &findings)
      else {
        return
      }
      body(text)
    }
    check("cutoffs.csv", SeatTablesCheck.cutoffsHeader) { _ = tables.checkCutoffs($0, &findings) }
    check("lines.csv", SeatTablesCheck.linesHeader) { _ = tables.checkLines($0, &findings) }
    check("seats.csv", SeatTablesCheck.seatsHeader) { _ = tables.checkSeats($0, &findings) }
    if isAltered("run.json") {
      guard let json = run["run.json"].flatMap({ PlainJSON($0) }) else { return false }
      _ = RunFactsCheck.compare(json, expectedFacts, "", &findings)
    }
    return findings.count == 0
  }

  /// What the admissions come to; nil where something is wrong with them.
  private static func recount(_ inputs: CaseInputs, _ bytes: [UInt8]) -> Recount? {
    var findings = Findings()
    guard
      let text = RunText(
        "admissions.csv", PlainBytes(bytes), header: AdmissionsReading.header,
        findings: &findings)
    else { return nil }
    let placements = AdmissionsReading(inputs.market, threads: threads).read(text, &findings)
    // With care, as if there were quotes somewhere, a table says the same.
    var (careful, found) = (text, Findings())
    careful.hasQuotes = true
    let same = AdmissionsReading(inputs.market, threads: threads).read(careful, &found)
    #expect(same == placements && found.count == findings.count)
    if findings.count > 0 { return nil }
    var recount = Recount(inputs, placements, threads: threads)
    recount.run()
    return recount.findings.count == 0 ? recount : nil
  }

  /// What the whole of `verify` says of `run` when all its digests are computed again.
  func isVerified(_ run: [String: [UInt8]], _ scratch: TempFolder) throws -> Bool {
    var forgery = original
    forgery.run = run
    forgery.coverUp()
    return try forgery.verify(scratch).isGood
  }
}
