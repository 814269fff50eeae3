import Diagnostics
import Rules

/// What stands beside the quotas.
extension Verifier {
  /// Where the case holds a plan, the quotas are the ones that it wrote: cell by cell those of
  /// `plan.csv`, and the digest in the summary.
  mutating func checkPlan(
    _ inputs: CaseInputs, _ digests: [(name: String, hex: String)]
  ) {
    guard inputs.after == nil else { return }
    let folder = result.caseFolder!
    let cells = PlannedSeats(in: folder, inputs.rules).check(&result.findings)
    if let cells {
      result.checked(
        cells, zh: "名额表与 plan.csv 的名额（逐格）", one: "cell of seats, quotas against plan.csv",
        en: "cells of seats, quotas against plan.csv")
    }
    let name = "plan-summary.json"
    let summary = try? plainBytes("\(folder)/\(name)").array()
    if cells != nil || summary != nil {
      result.unchecked.append(
        Phrase(
          zh: "指标方案本身如何分出这些名额（用 zhibiao plan --check CASE 核对）",
          en: "how the plan came to these seats (zhibiao plan --check CASE checks it)"))
    }
    guard let summary else { return }
    var planned: String?
    if let json = PlainJSON(summary),
      case .text(let hex) = json["outputs"]?[inputs.rules.fileName("quotas")]
    {
      planned = hex
    }
    result.checked(1, zh: "指标计划写出的名额（摘要）", en: "quotas as the plan wrote them (digest)")
    let found = digests.first {
      areSameBytes($0.name, inputs.rules.fileName("quotas"))
    }?.hex
    if let found, found == planned { return }
    result.findings.differs(
      .planWrong, at: Place(file: name), { Phrase(zh: "名额表的摘要", en: "the digest of the quotas") },
      found: planned ?? "", expected: found ?? "")
  }
}
