import Apportionment
import Diagnostics
import Exact
import Rules

/// The inputs of a plan, read plainly: what the rules and the small tables say.
struct PlanInputs {
  let rules: RuleSet
  let programmes: PlanKeyed
  let schools: PlanKeyed
  /// The seats of each programme's plan.
  let plan: [Int]
  /// The high school of each programme.
  let highSchools: [String]
  /// Whether each programme counts for the least share.
  let isQuality: [Bool]
  /// What multiplies the heads of each middle school, in thousandths.
  let multipliers: [Int]
  /// Pairs of `exclusions.csv`.
  let exclusions: [(programme: String, audience: String)]
  /// The rows of `plan-decisions.csv`: split, level, programme, audience, decision.
  let decisions: [[String]]
  /// The seed of the plan's draws.
  let seed: String?

  /// Nil, with problems, where the inputs cannot be read.
  init?(_ folder: PlanFolder, log: inout ProblemLog) {
    guard let file = folder.file("rules.json") else {
      log.add(
        .planInput, at: Place(file: "rules.json"),
        Phrase(zh: "没有 rules.json", en: "there is no rules.json"))
      return nil
    }
    let (rules, problems) = RuleSet.read(file.bytes)
    log.merge(problems)
    guard let rules,
      let programmeTable = folder.table("programmes", rules, required: true, log: &log),
      let schoolTable = folder.table("middle_schools", rules, required: true, log: &log),
      let programmes = PlanKeyed(programmeTable, key: "programme", rules, log: &log),
      let schools = PlanKeyed(schoolTable, key: "middle_school", rules, log: &log)
    else { return nil }
    (self.rules, self.programmes, self.schools) = (rules, programmes, schools)
    plan = programmes.counts("plan", log: &log)
    highSchools = zip(
      programmes.values("school", log: &log) ?? programmes.codes, programmes.codes
    ).map { $0.isEmpty ? $1 : $0 }
    isQuality = (programmes.values("quality", log: &log) ?? programmes.codes.map { _ in "" })
      .map(isOfQuality)
    multipliers = PlanInputs.multipliers(schools, &log)
    exclusions = PlanInputs.rows(
      folder, "exclusions", ["programme", "audience"], rules, &log
    ).map { ($0[0], $0[1]) }
    decisions = PlanInputs.rows(
      folder, "plan-decisions", ["split", "level", "programme", "audience", "decision"], rules,
      &log)
    seed = folder.file("plan-seed.txt").map { file in
      var bytes = file.bytes[...]
      if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
      if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
      return String(decoding: bytes, as: UTF8.self)
    }
    guard log.isClean else { return nil }
  }

  /// The multipliers of the middle schools, in thousandths; 1000 where a cell is empty.
  private static func multipliers(_ schools: PlanKeyed, _ log: inout ProblemLog) -> [Int] {
    guard let cells = schools.values("weight", log: &log) else {
      return Array(repeating: 1000, count: schools.count)
    }
    return cells.enumerated().map { at, cell in
      if cell.isEmpty { return 1000 }
      if let value = PlainNumber.read(cell) { return Int(value) }
      log.add(
        .planInput, at: schools.place(at), cause: "weight",
        Phrase(
          zh: "weight 为 “\(cell)”，应为不小于 0、至多三位小数的数",
          en: "weight is “\(cell)”, a number from 0 with at most 3 places was expected"))
      return 1000
    }
  }

  /// The weight of each middle school, heads × multiplier, in thousandths; nil, with a problem,
  /// where they add up to more than 2⁵³, beyond which nothing is computed.
  func weights(_ heads: [Int], _ split: SplitRule, log: inout ProblemLog) -> [Int]? {
    var weights: [Int] = []
    var sum = 0
    for (school, (count, factor)) in zip(heads, multipliers).enumerated() {
      // Neither a count of at most 10⁹ nor a factor below 10¹⁵ is too large for this product.
      let product = Int128(count) * Int128(factor)
      guard product <= Int128(Limits.weightMax - sum) else {
        log.add(
          .planInput, at: schools.place(school), cause: split.name,
          Phrase(
            zh: "方案 \(split.name)：权数（人数 × weight）合计超过 \(Limits.weightMax / 1000)",
            en: "split \(split.name): the weights (heads × weight) add up to more than "
              + "\(Limits.weightMax / 1000)"))
        return nil
      }
      weights.append(Int(product))
      sum += Int(product)
    }
    return weights
  }

  /// The rows of a table that a case need not have, in the order of `columns`.
  private static func rows(
    _ folder: PlanFolder, _ name: String, _ columns: [String], _ rules: RuleSet,
    _ log: inout ProblemLog
  ) -> [[String]] {
    guard let table = folder.table(name, rules, required: false, log: &log) else { return [] }
    let found = columns.map { table.requiredColumn($0, rules, problems: &log) }
    guard found.allSatisfy({ $0 != nil }) else { return [] }
    let texts = table.texts(problems: &log)
    return (0..<texts.count).map { row in found.map { texts[row, $0!] } }
  }

  /// The heads of each middle school for a split: the column of its weights, else the students who
  /// meet its conditions, counted.
  func heads(_ split: SplitRule, _ folder: PlanFolder, log: inout ProblemLog) -> [Int] {
    let isCounted =
      areSameBytes(split.weights, "eligible")
      && schools.values("eligible", log: &log) == nil
    if !isCounted { return schools.counts(split.weights, log: &log) }
    guard let table = folder.table("students", rules, required: true, log: &log),
      var count = PlanHeadCount(table, self, log: &log)
    else { return Array(repeating: 0, count: schools.count) }
    return count.heads(split.eligibleIf, log: &log)
  }

  /// How many seats each programme splits, and of what base.
  func quota(
    _ split: SplitRule, earlier: [(seats: [Int], bases: [Int])], log: inout ProblemLog
  ) -> (seats: [Int], bases: [Int]) {
    let base = split.of.map { programmes.counts($0, log: &log) } ?? plan
    switch split.seats {
    case .share(let share, let mode):
      return (base.map { PlanInputs.rounded(share, of: $0, mode) }, base)
    case .shareColumn(let name, let mode):
      let shares = programmes.required(name, log: &log).enumerated().map { at, cell in
        if let share = Decimal(cell), share >= .zero, share <= .one { return share }
        log.add(
          .planInput, at: programmes.place(at), cause: name,
          Phrase(
            zh: "\(name) 为 “\(cell)”，应为 0 到 1", en: "\(name) is “\(cell)”, 0 to 1 was expected"))
        return .zero
      }
      return (zip(shares, base).map { PlanInputs.rounded($0, of: $1, mode) }, base)
    case .column(let name): return (programmes.counts(name, log: &log), base)
    case .restOf(let other):
      let whole = earlier[other]
      return (zip(whole.bases, whole.seats).map { max(0, $0 - $1) }, whole.bases)
    }
  }

  /// share × base, rounded from the plain fraction.
  private static func rounded(_ share: Decimal, of base: Int, _ mode: RoundingMode) -> Int {
    let power = Int128(Decimal.power(share.places))
    let product = Int128(share.mantissa) * Int128(base)
    let (whole, rest) = product.quotientAndRemainder(dividingBy: power)
    let isUp = mode == .up ? rest > 0 : mode == .halfUp ? 2 * rest >= power : false
    return Int(whole) + (isUp ? 1 : 0)
  }
}
