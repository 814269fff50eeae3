import Diagnostics
import Exact
import Rules

/// Pools, and how their seats are split.
extension SentenceWriter {
  mutating func writeSeats() {
    begin(Phrase(zh: "名额类别", en: "Pools of seats"))
    for pool in rules.pools { write(pool) }
    begin(Phrase(zh: "指标的比例与分配", en: "Quota share and split"))
    let share = percent(rules.plan.minimumShare)
    say(
      "/plan/minimumShare", zh: "优质高中的指标名额，每校以及合计，都不得少于招生计划的 \(share)",
      en: "the quota seats of quality high schools, of each and of all together, are at least "
        + "\(share) of the plan")
    for split in rules.plan.splits { write(split) }
  }

  private mutating func write(_ pool: PoolRule) {
    let (name, path) = (named(pool.name), RuleSet.keyPath("pools", pool.name))
    let audience: Phrase
    switch pool.audience {
    case .everyone: audience = Phrase(zh: "面向全体考生", en: "is for everyone")
    case .middleSchool:
      audience = Phrase(zh: "分到各初中，只录取本校考生", en: "is for the students of one middle school each")
    case .attribute(let column):
      let column = header(column)
      audience = Phrase(
        zh: "按\(column.zh)划分，同一\(column.zh)的考生共用",
        en: "is shared by the students who have the same \(column.en)")
    }
    let quota =
      pool.isQuota
      ? Phrase(zh: "计入指标", en: "counts toward the quota share")
      : Phrase(zh: "不计入指标", en: "does not count toward the quota share")
    let seats =
      pool.takesRest
      ? Phrase(zh: "名额为计划减去其他各类名额", en: "its seats are the plan minus all other pools' seats")
      : Phrase(zh: "名额见 quotas.csv", en: "its seats are in quotas.csv")
    say(
      path, zh: "名额类别\(name.zh)\(audience.zh)；\(quota.zh)；\(seats.zh)",
      en: "the pool \(name.en) \(audience.en); it \(quota.en); \(seats.en)")
  }

  private mutating func write(_ split: SplitRule) {
    let (name, path) = (named(split.name), RuleSet.keyPath("plan", "splits", split.name))
    let (seats, pool) = (seats(split), named(rules.pools[split.pool].name))
    say(
      path, zh: "分配方案\(name.zh)：每个招生代码以\(seats.zh)为\(pool.zh)的名额",
      en: "the split \(name.en): of each programme, \(seats.en) are seats of \(pool.en)")
    let (levels, weights) = (split.levels.map(level), header(split.weights))
    let chain = joined(levels, zh: "，再分到", en: ", then to ")
    var (zh, en) = ("这些名额分到\(chain.zh)", "these seats go to \(chain.en)")
    if let within = split.within {
      let column = header(within)
      zh += "，限于与该招生代码\(column.zh)相同的"
      en += ", those alone that have the programme's \(column.en)"
    }
    say(
      path + "/weights",
      zh: "\(zh)；以\(weights.zh)为权重，另乘各校的 weight",
      en:
        "\(en), in proportion to \(weights.en) times weight")
    say(path + "/method", method(split.method))
    writeBounds(split, path)
    if let tier = split.tier.map(header) {
      say(
        path + "/tier", zh: "每所初中在\(tier.zh)相同的招生代码中所得之和，也取整到份额上下",
        en: "a middle school's sum over programmes of one \(tier.en) is rounded like a total")
    }
    for (number, condition) in split.eligibleIf.enumerated() {
      let condition = self.condition(condition)
      say(
        "\(path)/eligibleIf/\(number)", zh: "初中表没有给出人数时，符合条件的考生须：\(condition.zh)",
        en: "where no count is given, those count as eligible for whom \(condition.en)")
    }
  }

  private mutating func writeBounds(_ split: SplitRule, _ path: String) {
    if split.minimum != 0 || split.minimumIf != 1 {
      say(
        path + "/minimum",
        zh: "每个招生代码给每个对象至少 \(split.minimum) 个名额，符合条件人数不少于 \(split.minimumIf) 的才有此保底",
        en: "each programme gives at least \(counted(split.minimum, "seat")) to each that has at "
          + "least \(split.minimumIf) eligible")
    }
    if let maximum = split.maximum {
      say(
        path + "/maximum", zh: "每个招生代码给每个对象至多 \(maximum) 个名额",
        en: "each programme gives at most \(counted(maximum, "seat")) to each")
    }
    if let least = split.totalMinimum {
      say(
        path + "/totalMinimum", zh: "每所初中从各招生代码合计至少得 \(least) 个名额",
        en: "each middle school gets at least \(counted(least, "seat")) of all programmes together")
    }
  }

  private func seats(_ split: SplitRule) -> Phrase {
    // A share is one of the plan, or of another column of the programme.
    let base =
      split.of.map(header).map { Phrase(zh: "\($0.zh)列", en: "its column \($0.en)") }
      ?? Phrase(zh: "计划数", en: "the plan")
    switch split.seats {
    case .share(let share, let mode):
      return Phrase(
        zh: "\(base.zh)的 \(percent(share))（\(rounding(mode).zh)）",
        en: "\(percent(share)) of \(base.en) (\(rounding(mode).en))")
    case .shareColumn(let column, let mode):
      let column = header(column)
      return Phrase(
        zh: "\(base.zh)乘\(column.zh)列的比例（\(rounding(mode).zh)）",
        en: "\(base.en) times the share in its column \(column.en) (\(rounding(mode).en))")
    case .column(let column):
      let column = header(column)
      return Phrase(
        zh: "\(column.zh)列所写的数", en: "as many as its column \(column.en) says")
    case .restOf(let split):
      let name = named(rules.plan.splits[split].name)
      let whole =
        column(ofBase: split).map(header).map { Phrase(zh: "\($0.zh)列", en: "its column \($0.en)") }
        ?? Phrase(zh: "全部计划", en: "the whole plan")
      return Phrase(
        zh: "\(whole.zh)中方案\(name.zh)分剩的", en: "what the split \(name.en) leaves of \(whole.en)")
    }
  }

  /// The column that a split takes its seats of; nil: of the plan. What is left of a split is left
  /// of the same.
  private func column(ofBase split: Int) -> String? {
    let rule = rules.plan.splits[split]
    if case .restOf(let other) = rule.seats { return column(ofBase: other) }
    return rule.of
  }

  private func level(_ column: String) -> Phrase {
    if column == "middle_school" { return Phrase(zh: "初中", en: "middle schools") }
    let name = header(column)
    return Phrase(zh: "各\(name.zh)", en: "each \(name.en)")
  }

  private func method(_ method: SplitRule.Method) -> Phrase {
    switch method {
    case .lottery:
      Phrase(
        zh: "尾数由公开抽取的种子（plan-seed.txt）抽签：每格取份额的上下整数，期望等于份额",
        en:
          "fractions are drawn by the public seed (plan-seed.txt): each cell is its share rounded "
          + "down or up, and on average the share")
    case .hamilton: Phrase(zh: "尾数按最大余额法", en: "fractions go by largest remainders (Hamilton)")
    case .webster: Phrase(zh: "按韦伯斯特除数法取整", en: "rounding is Webster's divisor method")
    case .jefferson: Phrase(zh: "按杰斐逊除数法取整", en: "rounding is Jefferson's divisor method")
    case .adams: Phrase(zh: "按亚当斯除数法取整", en: "rounding is Adams's divisor method")
    case .huntingtonHill:
      Phrase(zh: "按亨廷顿–希尔除数法取整", en: "rounding is the Huntington–Hill divisor method")
    case .dean: Phrase(zh: "按迪安除数法取整", en: "rounding is Dean's divisor method")
    case .biproportional:
      Phrase(zh: "行列合计都固定，按双比例法取整", en: "both totals are fixed, rounding is biproportional")
    case .leastDeviation:
      Phrase(zh: "在各级合计都取整的方案中取总偏差最小的", en: "of all controlled roundings, the least deviation")
    }
  }
}
