import Apportionment
import Cases
import Diagnostics
import Rules

/// The weight of each middle school, heads × multiplier, as a whole number: in the fewest places
/// with which all of them are.
struct ScaledWeights {
  let weights: [Int]
  let places: Int

  /// Nil, with messages, where a weight, or all of them together, are beyond 2⁵³.
  init?(_ heads: [Int], _ planCase: PlanCase, _ rule: SplitRule, log: inout ProblemLog) {
    var thousandths: [Int] = []
    var sum = 0
    for (school, (count, factor)) in zip(heads, planCase.multipliers).enumerated() {
      let product = count.multipliedReportingOverflow(by: Int(factor))
      let total = sum.addingReportingOverflow(product.partialValue)
      guard !product.overflow, !total.overflow, total.partialValue <= Limits.weightMax else {
        log.add(
          .limitExceeded, at: planCase.place(ofSchool: school), cause: rule.name,
          Phrase(
            zh: "方案 \(rule.name)：权重（人数 × weight）合计超过 \(Limits.weightMax / 1000)",
            en: "split \(rule.name): the weights (heads × weight) add up to more than "
              + "\(Limits.weightMax / 1000)"))
        return nil
      }
      thousandths.append(product.partialValue)
      sum = total.partialValue
    }
    let divisor = [1000, 100, 10].first { d in thousandths.allSatisfy { $0 % d == 0 } } ?? 1
    weights = thousandths.map { $0 / divisor }
    places = divisor == 1000 ? 0 : divisor == 100 ? 1 : divisor == 10 ? 2 : 3
  }
}
