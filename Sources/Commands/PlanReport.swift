import Cases
import Diagnostics
import Planning
import Rules

/// What `plan` prints when it is done: the verdict, what was split how, what to compare, what to do
/// next.
struct PlanReport {
  let plan: Plan
  let totals: PlanTotals
  let folder: String
  let output: String
  let context: Context

  /// The whole text.
  func text() -> String {
    var lines = [context.say(verdict)]
    lines += waivers
    lines += [""] + splits + [""] + shares + drift + [""]
    lines.append(context.say(next))
    return lines.map { terminalSafe($0) + "\n" }.joined()
  }

  private var planCase: PlanCase { plan.planCase }

  private var verdict: Phrase {
    let seats = totals.pools.reduce(0) { $0 + $1.seats }
    let programmes = totals.taken.count { $0 > 0 }
    let audiences = totals.audiences.count
    return Phrase(
      zh: "完成：\(grouped(programmes)) 个招生代码的 \(grouped(seats)) 个名额分给了 "
        + "\(grouped(audiences)) 个受众，写入 \(output)",
      en: "Done: \(counted(seats, "seat")) of \(counted(programmes, "programme")) split over "
        + "\(counted(audiences, "audience")), in \(output)")
  }

  private var waivers: [String] {
    planCase.rules.waivers.map {
      context.say(Phrase(zh: "已豁免 ", en: "waived: ")) + "\($0.point.rawValue): \($0.reason)"
    }
  }

  private var splits: [String] {
    plan.splits.map { split in
      let rule = split.subject.rule
      let (name, total) = (rule.name, split.subject.seatsTotal)
      let count = split.subject.matrix.cellCount
      let levels = rule.levels.joined(separator: " > ")
      return context.say(
        Phrase(
          zh: "  \(name)：\(grouped(total)) 个名额，\(grouped(count)) 格，\(levels)，\(how(split).zh)",
          en: "  \(name): \(counted(total, "seat")), \(counted(count, "cell")), \(levels), "
            + how(split).en))
    }
  }

  private func how(_ split: SplitPlan) -> Phrase {
    let method = split.subject.rule.method.rawValue
    switch split.proof {
    case .lottery(_, let count):
      return Phrase(
        zh: "lottery，抽取 \(grouped(Int(count))) 次", en: "lottery, \(counted(Int(count), "draw"))")
    case .houses(let houses):
      return ties(method, houses.compactMap(\.tie))
    case .biproportional(let proof):
      return ties(method, proof.ties + proof.columnHouses.compactMap(\.tie))
    case .leastDeviation(_, let ties):
      let (how, bias) = (self.ties(method, ties), againstShares(split.biasText))
      return Phrase(
        zh: "\(how.zh)；最小四分之一受众在最大四分之一招生代码中\(bias.zh)",
        en: "\(how.en); the smallest quarter of the audiences got \(bias.en) from the largest "
          + "quarter of the programmes")
    case .imported(let file, _):
      return Phrase(zh: "采用 \(file)", en: "taken from \(file)")
    }
  }

  private func ties(_ method: String, _ ties: [SettledTie]) -> Phrase {
    let drawn = ties.count { $0.settler == .lottery }
    let decided = ties.count - drawn
    if ties.isEmpty { return Phrase(zh: "\(method)，没有并列", en: "\(method), no ties") }
    return Phrase(
      zh: "\(method)，并列 \(ties.count) 处（抽签 \(drawn)，裁定 \(decided)）",
      en: "\(method), \(counted(ties.count, "tie")) (\(drawn) by lot, \(decided) by decision)")
  }

  private var shares: [String] {
    let quality = totals.schools.filter(\.isQuality)
    let (plan, quota) = (
      quality.reduce(0) { $0 + $1.plan }, quality.reduce(0) { $0 + $1.quota }
    )
    guard plan > 0 else { return [] }
    let share = "\(percent(quota, of: plan))%"
    let least = planCase.rules.plan.minimumShare
    return [
      context.say(
        Phrase(
          zh: "优质高中计划 \(grouped(plan))，指标 \(grouped(quota))，占 \(share)（不低于 \(least)）",
          en: "Quality high schools: plan \(grouped(plan)), quota \(grouped(quota)), \(share) "
            + "(at least \(least))"))
    ]
  }

  /// Cut, not rounded: what is below the least share must not look as if it were not.
  private func percent(_ part: Int, of whole: Int) -> String {
    let tenths = part * 1000 / whole
    return "\(tenths / 10).\(tenths % 10)"
  }

  private var drift: [String] {
    guard let largest = totals.largestDrift else { return [] }
    let (name, seats) = (largest.name, largest.seats)
    let drift = largest.driftText
    return [
      context.say(
        Phrase(
          zh: "与应得合计相差最多的是 \(name)：\(grouped(seats)) 个，差 \(drift)",
          en: "Furthest from its fair total is \(name): \(counted(seats, "seat")), off by \(drift)")
      )
    ]
  }

  private var next: Phrase {
    let isCase = folder == output
    let quotas = planCase.rules.fileName("quotas")
    return isCase
      ? Phrase(
        zh: "下一步：公布 plan.csv 和 plan-summary.json，然后 zhibiao check \(shellQuoted(folder))",
        en:
          "next: publish plan.csv and plan-summary.json, then zhibiao check \(shellQuoted(folder))")
      : Phrase(
        zh:
          "下一步：核对后把 \(output)/\(quotas) 放入 \(shellQuoted(folder))，然后 zhibiao check \(shellQuoted(folder))",
        en:
          "next: compare, put \(output)/\(quotas) into \(shellQuoted(folder)), then zhibiao check \(shellQuoted(folder))"
      )
  }
}
