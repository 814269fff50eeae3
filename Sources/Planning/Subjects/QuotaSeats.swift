import Cases
import Diagnostics
import Exact
import Rules

/// How many seats each split takes from each programme: Q.
struct QuotaSeats {
  /// For each split, for each programme, the seats.
  let seats: [[Int]]

  /// Computes all of them; splits that take more than there is are reported.
  init(_ planCase: PlanCase, log: inout ProblemLog) {
    var seats: [[Int]] = []
    for (at, split) in planCase.splits.enumerated() {
      let rule = planCase.rules.plan.splits[at]
      switch split.amount {
      case .shares(let shares, let mode):
        seats.append(zip(shares, split.bases).map { QuotaSeats.round($0, of: $1, mode) })
      case .seats(let given): seats.append(given)
      case .restOf(let other):
        let rest = zip(split.bases, seats[other]).map { $0 - $1 }
        QuotaSeats.reportNegative(rest, rule, planCase, &log)
        seats.append(rest.map { max(0, $0) })
      }
    }
    self.seats = seats
    reportBeyondPlan(planCase, &log)
  }

  /// The seats that a share of `base` rounds to, exactly.
  static func round(_ share: Decimal, of base: Int, _ mode: RoundingMode) -> Int {
    Int(
      roundedQuotient(
        Int128(share.mantissa) * Int128(base), by: Int128(Decimal.power(share.places)), mode))
  }

  private static func reportNegative(
    _ rest: [Int], _ rule: SplitRule, _ planCase: PlanCase, _ log: inout ProblemLog
  ) {
    for (programme, left) in rest.enumerated() where left < 0 {
      log.add(.splitBeyondPlan, cause: rule.name) {
        (
          planCase.place(ofProgramme: programme),
          Phrase(
            zh: "\(planCase.programmes[programme].code)：方案 \(rule.name) 的余下名额为 \(left)",
            en: "\(planCase.programmes[programme].code): \(left) seats are left for the split "
              + rule.name)
        )
      }
    }
  }

  private func reportBeyondPlan(_ planCase: PlanCase, _ log: inout ProblemLog) {
    for (programme, facts) in planCase.programmes.enumerated() {
      let taken = seats.reduce(0) { $0 + $1[programme] }
      guard taken > facts.plan else { continue }
      log.add(.splitBeyondPlan, cause: "plan") {
        let parts = zip(planCase.rules.plan.splits, seats)
          .map { "\($0.name) \($1[programme])" }.joined(separator: ", ")
        return (
          planCase.place(ofProgramme: programme),
          Phrase(
            zh: "\(facts.code)：各方案共取 \(taken) 个名额（\(parts)），计划只有 \(facts.plan)",
            en: "\(facts.code): the splits take \(counted(taken, "seat")) (\(parts)), the plan has "
              + "\(facts.plan)")
        )
      }
    }
  }

  /// What the quota share is judged by: the seats of each pool of the rules, for each programme.
  func facts(_ planCase: PlanCase) -> [ProgrammeFacts] {
    let pools = planCase.rules.pools
    return planCase.programmes.enumerated().map { number, programme in
      var ofPool = Array(repeating: 0, count: pools.count)
      for (split, seats) in zip(planCase.rules.plan.splits, seats) {
        ofPool[split.pool] += seats[number]
      }
      let taken = ofPool.reduce(0, +)
      for pool in pools.indices where pools[pool].takesRest {
        ofPool[pool] += max(0, programme.plan - taken)
      }
      return ProgrammeFacts(
        programme: programme.code, school: programme.school, sector: programme.sector,
        isQuality: programme.isQuality, plan: programme.plan, seats: ofPool)
    }
  }
}
