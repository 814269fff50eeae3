import Cases
import Diagnostics
import Runs
import Tables
import Verification

/// How far a run holds together before something is made of it. Digests alone show that a folder is
/// whole, not that it is true: whoever alters a table can list its new digest.
struct CheckedRun {
  private let path: String
  private let verification: Verification

  /// Checks the run at `path`: where its case is at hand everything, computed again.
  init(_ path: String, caseFolder: String?, after: String?, _ context: Context) {
    self.path = path
    verification = Verification.verify(
      path, caseFolder: caseFolder, after: after, programVersion: programVersion,
      threads: PlainThreads(count: context.workers.count))
  }

  /// Checks what the run at `path` shows by itself: a third of the time.
  init(alone path: String, _ context: Context) {
    self.path = path
    verification = Verification.verifyAlone(
      path, programVersion: programVersion, threads: PlainThreads(count: context.workers.count))
  }

  /// Whether nothing contradicts it.
  var isGood: Bool { verification.isGood }

  /// Whether nothing does but perhaps its page, which is about to be made again.
  var isGoodButItsPage: Bool {
    let findings = verification.findings
    return findings.count == findings.first.count { $0.code == .pageWrong }
  }

  /// What was found, for a log that refuses the run.
  func addFindings(to log: inout ProblemLog) {
    for problem in verification.findings.first { log.add(problem, cause: "verification") }
  }

  /// Why nothing was made of it.
  var refusal: Phrase {
    let count = verification.findings.count
    return Phrase(
      zh: "没有写出任何内容：结果 \(path) 未通过核验，有 \(grouped(count)) 处不符",
      en: "nothing was written: the run \(path) is not verified, \(counted(count, "difference"))")
  }

  /// Warns of a run that is used all the same.
  func warn(_ log: inout ProblemLog) {
    guard let first = verification.findings.first.first else { return }
    let count = verification.findings.count
    let place = first.place.map { "\($0): " } ?? ""
    log.add(
      .comparedRunWrong, at: Place(file: path),
      Phrase(
        zh: "核验有 \(grouped(count)) 处不符，第一处：\(place)\(first.code.name) \(first.message.zh)",
        en: "\(counted(count, "difference")) when verified, the first: "
          + "\(place)\(first.code.name) \(first.message.en)"))
  }

  /// What was checked, in a line.
  var said: Phrase {
    if verification.caseFolder != nil, verification.earlier?.isComputed == false {
      return Phrase(
        zh: "核验：每一项都由输入和前一轮所记的名额、录取复算得出；前一轮自身没有复算",
        en: "checked: all of it follows from its inputs and what the earlier run states, computed "
          + "again; the earlier run itself was not")
    }
    return verification.caseFolder == nil
      ? Phrase(
        zh: "核验：校验值、各表之间与页面没有矛盾；没有案例，去向未由输入复算"
          + "（zhibiao verify \(shellQuoted(path)) --case CASE）",
        en:
          "checked: digests, the tables against each other, the page; without a case no outcome was "
          + "computed again (zhibiao verify \(shellQuoted(path)) --case CASE does)")
      : Phrase(
        zh: "核验：每一项都由输入复算得出", en: "checked: all of it follows from its inputs, computed again")
  }

  /// The same for programs: `verified`, or `consistent` in itself.
  var word: String { verification.caseFolder == nil ? "consistent" : "verified" }
}
