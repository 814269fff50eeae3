import Admission
import Diagnostics
import Exact
import Rules

/// What is refused of a case as a whole.
extension CaseReader {
  /// Withdrawals without an earlier run: somebody forgot to say after which.
  func reportStrayWithdrawals(_ log: inout ProblemLog) {
    guard after == nil, view.isWhole, files.isThere("withdrawals") else { return }
    let file = files.fileName("withdrawals")
    log.add(
      .withdrawalsStray, at: Place(file: file),
      Phrase(
        zh: "有 \(file)，但没有用 --after RUN 指明前一轮的结果",
        en: "there is a \(file), but no --after RUN says which run it is about"))
  }

  func reportEqualSeeds(_ seed: String?, _ planSeed: String?, _ log: inout ProblemLog) {
    guard let seed, let planSeed, sameBytes(seed, planSeed) else { return }
    log.add(
      .seedEqual, at: Place(file: "seed.txt", line: 1),
      Phrase(
        zh: "seed.txt 与 plan-seed.txt 相同；两次抽取必须各用各的种子",
        en: "seed.txt equals plan-seed.txt; the two draws need seeds of their own"))
  }

  /// Findings of the compliance check, each a cause of its own.
  func add(_ findings: [ComplianceFinding], _ log: inout ProblemLog) {
    for finding in findings { log.add(finding.problem, cause: finding.path + finding.subject) }
  }

  /// Whether stages and pools can be numbered in a byte, as placements do.
  func isWithinLimits(_ rules: RuleSet, _ log: inout ProblemLog) -> Bool {
    let limits = [
      ("stages", rules.stages.count, Placement.stagesMax),
      ("pools", rules.pools.count, Pool.poolsMax),
    ]
    for (name, found, most) in limits where found > most {
      log.add(
        .limitExceeded, at: rules.place(of: RuleSet.keyPath(name)),
        Phrase(
          zh: "/\(name)：有 \(found) 项，至多 \(most) 项",
          en: "/\(name): \(found) entries, at most \(most) are allowed"))
    }
    return limits.allSatisfy { $0.1 <= $0.2 }
  }

  func reportLimit(_ found: Int, _ most: Int, _ file: String, _ log: inout ProblemLog) {
    log.add(
      .limitExceeded, at: Place(file: file),
      Phrase(zh: "有 \(found) 行，至多 \(most) 行", en: "\(found) rows, at most \(most) are allowed"))
  }
}
