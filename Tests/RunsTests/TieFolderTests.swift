import Admission
import Cases
import Columns
import Diagnostics
import Tables
import TestSupport
import Testing

@testable import Runs

@Suite("A folder of ties to decide") struct TieFolderTests {
  let scratch: TempFolder
  init() throws { scratch = try TempFolder() }

  /// Three equals for two seats.
  static var market: Market {
    Market(
      cohort: .byHand(
        numbers: [[500_500, 500_500, 500_500], [1, 1, 1]], lists: [[[0], [0], [0]]]),
      programmeCount: 1, audiences: [.everyone], pools: [Pool(audience: 0)],
      seats: SeatCell.rows(0, [[2]]), rankings: [.by(0, 1, 0, ties: .stop)],
      stages: [Stage(list: 0, ranking: 0, pools: [StagePool(pool: 0)])])
  }

  static func read(_ decisions: [DecisionRow], given: Digest? = nil) throws -> Case {
    try makeCase(
      market, programmes: ["A,1"], pools: ["open"], poolRules: [1], audiences: [["*"]],
      stages: ["统招"], students: ["01", "02", "03"],
      numbers: [.score("total"), .grade("evaluation", ["B", "A"])],
      inputs: given.map {
        [InputDigest(name: "decisions.csv", digest: $0, byteCount: 1)]
      } ?? [], decisions: decisions)
  }

  static func stop() throws -> TieStop {
    do throws(AllocationFailure) {
      _ = try allocate(market, workers: Workers(count: 1))
    } catch {
      if case .stop(let stop) = error { return stop }
    }
    throw NotATable()
  }

  static let earlier = DecisionRow(
    stage: "初", programme: "B", pool: "open", audience: "*", student: "01", decision: "admit",
    decidedBy: "招办", reason: "a, b")

  private func folder(_ decisions: [DecisionRow], given: Digest? = nil) throws -> TieFolder {
    TieFolder(try TieFolderTests.read(decisions, given: given), try TieFolderTests.stop())
  }

  @Test func holdsTheClassAndTheDecisionsToComplete() throws {
    let path = try folder([TieFolderTests.earlier]).write(besideRun: scratch("run/"))
    #expect(path == scratch("run.ties"))
    #expect(try scratch.names("run.ties") == ["SHA256SUMS", "decisions.csv", "ties.csv"])
    #expect(
      try scratch.text("run.ties/ties.csv") == """
        stage,programme,pool,audience,seats_left,student,total,evaluation
        统招,"A,1",open,*,2,01,500.5,A
        统招,"A,1",open,*,2,02,500.5,A
        统招,"A,1",open,*,2,03,500.5,A

        """)
    #expect(
      try scratch.text("run.ties/decisions.csv") == """
        stage,programme,pool,audience,student,decision,decided_by,reason
        初,B,open,*,01,admit,招办,"a, b"
        统招,"A,1",open,*,01,,,
        统招,"A,1",open,*,02,,,
        统招,"A,1",open,*,03,,,

        """)
  }

  @Test func asksForNobodyTwice() throws {
    var row = TieFolderTests.earlier
    (row.stage, row.programme, row.student) = ("统招", "A,1", "02")
    let text = try folder([row]).decisionsToComplete()
    #expect(
      text.split(separator: "\n").dropFirst() == [
        "统招,\"A,1\",open,*,02,admit,招办,\"a, b\"", "统招,\"A,1\",open,*,01,,,",
        "统招,\"A,1\",open,*,03,,,",
      ])
  }

  @Test func replacesAnOlderOneWithoutLosingAnswers() throws {
    try folder([]).write(besideRun: scratch("run"))
    try folder([TieFolderTests.earlier]).write(besideRun: scratch("run"))
    // Filled in, and not yet in the case.
    let filled = try scratch.text("run.ties/decisions.csv") + "x\n"
    try scratch.write("run.ties/decisions.csv", filled)
    let refused = #expect(throws: FileError.self) {
      try folder([]).write(besideRun: scratch("run"))
    }
    #expect(refused?.code == .decisionsAtRisk)
    #expect(try scratch.text("run.ties/decisions.csv") == filled)
    // The case has it now.
    let digest = SHA256.digest(of: filled.utf8Span.span)
    try folder([], given: digest).write(besideRun: scratch("run"))
    #expect(try scratch.text("run.ties/decisions.csv") != filled)
  }

  @Test func doesNotReplaceAnythingElse() throws {
    var other = try OutputFolder(at: scratch("run.ties"), .ofTies)
    try other.add("admissions.csv", "student\n")
    try other.commit()
    let refused = #expect(throws: FileError.self) {
      try folder([]).write(besideRun: scratch("run"))
    }
    #expect(refused?.code == .outputIsNotARun)
    #expect(try scratch.names("run.ties") == ["SHA256SUMS", "admissions.csv"])
  }
}
