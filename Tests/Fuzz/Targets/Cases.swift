import Admission
import Audit
import Cases
import Columns
import Diagnostics
import Rules
import Runs
import TestSupport
import Verification

/// A case in a folder, which targets write one file of.
final class FuzzCase: Sendable {
  let folder: TempFolder
  let tiny: TinyCase

  /// The smallest case, with this way to settle ties; S02 and S03 are equal for a last seat.
  init(ties: String) {
    var tiny = TinyCase()
    let students = tiny["students.csv"]
    tiny["students.csv"] = students.replacing("S03,M1,80,7,B,H2|H1", with: "S03,M1,80,7,A,H1|H2")
    tiny["rules.json"] = tiny["rules.json"].replacing("\"lottery\"", with: "\"\(ties)\"")
    self.tiny = tiny
    // Without a disk to write to there is nothing to try.
    folder = try! TempFolder()
    try! tiny.write(to: folder)
  }

  static let stops = FuzzCase(ties: "stop")
}

private let one = Workers(count: 1)

/// Decisions settle the stop, or there is a message; no seat is lost or found.
func fuzzDecisions(_ bytes: [UInt8]) throws {
  let fuzzed = FuzzCase.stops
  try fuzzed.folder.write("case/decisions.csv", bytes)
  let reading = readCase(fuzzed.folder("case"), workers: one)
  try checkProblems(reading.problems)
  try require(reading.value != nil || !reading.problems.isClean, "no case and no problem")
  guard let read = reading.value, reading.problems.isClean else { return }
  let outcome: Outcome
  do throws(AllocationFailure) {
    outcome = try Admission.allocate(read.market, workers: one)
  } catch {
    return
  }
  let admitted = (0..<read.names.students.count).count { outcome.placements[$0].isAdmitted }
  try require(outcome.ledger.reduce(0) { $0 + $1.admitted } == admitted, "seats and students")
  try require(
    outcome.ledger.reduce(0) { $0 + $1.planned } == reading.counts.plan, "seats of the plan")
  try require(outcome.ledger.allSatisfy { $0.vacant >= 0 }, "seats that are not there")
  // The tie is there whatever was written: without decisions there can be no outcome.
  try require(!read.decisions.isEmpty, "a tie was settled by nobody")
}

/// A finished run of the smallest case.
private final class FinishedRun: Sendable {
  let folder: TempFolder
  /// The files that are altered, in the order in which a first byte names them.
  let names = [
    "INPUTS.sha256", "SHA256SUMS", "admissions.csv", "cutoffs.csv", "lines.csv", "run.json",
    "seats.csv", "report.html",
  ]
  let contents: [String: [UInt8]]

  static let shared = FinishedRun()

  init() {
    let fuzzed = FuzzCase(ties: "lottery")
    folder = fuzzed.folder
    let reading = readCase(folder("case"), workers: one)
    let read = reading.value!
    let outcome = try! Admission.allocate(read.market, workers: one)
    _ = try! RunWriter(
      read, outcome, RunFacts(of: read, reading.problems), workers: one
    ).write(to: folder("run"))
    contents = Dictionary(
      uniqueKeysWithValues: names.map { [folder] in ($0, try! folder.read("run/" + $0)) })
    for (name, content) in contents { try! folder.write("true/" + name, content) }
    let verdict = Verification.verify(
      folder("run"), caseFolder: folder("case"), programVersion: programVersion,
      threads: PlainThreads(count: 1))
    precondition(verdict.isGood, "what is altered is a true run")
  }

  /// What is asked of a run after it is verified, of one that need not be: there is an answer or a
  /// message.
  func audit() throws {
    var opening = ProblemLog()
    guard let run = RunFolder.open(folder("run"), workers: one, log: &opening),
      let whole = RunFolder.open(folder("true"), workers: one, log: &opening)
    else { return try require(!opening.isClean, "no run and no problem") }
    let place = folder("case")
    func answers(_ what: String, _ ask: (inout ProblemLog) -> Bool) throws {
      var log = ProblemLog()
      let isAnswered = ask(&log)
      try require(isAnswered || !log.isClean, "\(what): no answer and no problem")
    }
    for student in ["S01", "S03", "S07"] {
      try answers("explain") { log in
        Explanation.make(
          folder("run"), caseFolder: place, student: student, workers: one, log: &log
        ).map { _ = $0.text(.en) } != nil
      }
    }
    try answers("explain --all") { log in
      AllExplained(run, caseFolder: place, after: nil, workers: one, log: &log)
        .map { _ = $0.contradicted(workers: one) } != nil
    }
    for (a, b) in [(run, whole), (whole, run)] {
      try answers("diff") { log in
        RunDifference(a, b, caseA: place, caseB: nil, workers: one, log: &log)
          .map { _ = $0.text(.en) } != nil
      }
    }
    try answers("sample") { log in
      Sample(
        run, caseFolder: place, after: nil, students: 3, seed: "1", language: .en,
        workers: one, log: &log) != nil
    }
  }
}

/// The first byte names a file of a run, which the others become; digests are made to fit but where
/// they are what is altered. What `verify` then accepts says the same as the true file.
func fuzzRun(_ bytes: [UInt8]) throws {
  guard let first = bytes.first else { return }
  let run = FinishedRun.shared
  let name = run.names[Int(first) % run.names.count]
  let content = Array(bytes.dropFirst())
  try run.folder.write("run/" + name, content)
  if name != "SHA256SUMS" {
    let sums = run.names.filter { $0 != "SHA256SUMS" }.map { other in
      let content = other == name ? content : run.contents[other]!
      return "\(PlainSHA256.hex(of: content))  \(other)\n"
    }
    try run.folder.write("run/SHA256SUMS", Array(sums.joined().utf8))
  }
  defer {
    for name in [name, "SHA256SUMS"] { try? run.folder.write("run/" + name, run.contents[name]!) }
  }
  try run.audit()
  for caseFolder in [run.folder("case"), nil] {
    let found = Verification.verify(
      run.folder("run"), caseFolder: caseFolder, programVersion: programVersion,
      threads: PlainThreads(count: 1))
    guard caseFolder != nil, found.isGood, name.hasSuffix(".csv") else { continue }
    let (now, then) = (ReadRows(plain: content), ReadRows(plain: run.contents[name]!))
    try require(
      areSame(now.headers, then.headers) && now.rows.elementsEqual(then.rows, by: areSame),
      "verified, and yet not the run: \(name)")
  }
}
