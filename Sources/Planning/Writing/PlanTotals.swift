import Cases
import Rules

/// What a plan adds up to: by audience, by programme, by high school, by pool.
public struct PlanTotals: Sendable {
  /// One audience of a pool, over all programmes and splits.
  public struct Audience: Sendable {
    /// The pool's name.
    public let pool: String
    /// The audience.
    public let name: String
    /// What it should get, in parts of 1/`unit` seats.
    public let fair: Int
    /// What it gets.
    public let seats: Int
    /// In how many parts a seat is divided.
    public let unit: Int

    /// How much more it gets than it should, in parts.
    public var drift: Int { seats * unit - fair }
    /// The same in seats, exactly, with its sign: `-0.25`.
    public var driftText: String { ExactText.text(drift, places: ExactText.places(of: unit)) }
  }
  /// One high school's programmes of one kind of quality.
  public struct HighSchool: Sendable {
    /// Its code.
    public let school: String
    /// Whether these programmes count for the least share.
    public let isQuality: Bool
    /// The seats of their plans.
    public var plan: Int
    /// Their quota seats.
    public var quota: Int
  }

  /// By pool's name, then audience, in the order of their bytes.
  public let audiences: [Audience]
  /// For each programme its quota seats: those in pools that count.
  public let quota: [Int]
  /// For each programme all seats that splits take.
  public let taken: [Int]
  /// The high schools, in the order of their codes; quality first.
  public let schools: [HighSchool]
  /// The seats of each pool that some split fills, in the order of the names.
  public let pools: [(name: String, seats: Int)]

  /// Complexity: O(cells).
  public init(_ plan: Plan) {
    let planCase = plan.planCase
    let rulePools = planCase.rules.pools
    var quota = Array(repeating: 0, count: planCase.programmes.count)
    var taken = quota
    var ofPool = Array(repeating: 0, count: rulePools.count)
    for split in plan.splits {
      for row in split.subject.rows {
        taken[row.programme] += row.seats
        ofPool[split.subject.rule.pool] += row.seats
        if rulePools[split.subject.rule.pool].isQuota { quota[row.programme] += row.seats }
      }
    }
    (self.quota, self.taken) = (quota, taken)
    let used = Set(plan.splits.map(\.subject.rule.pool)).sorted {
      rulePools[$0].name.utf8.lexicographicallyPrecedes(rulePools[$1].name.utf8)
    }
    pools = used.map { (rulePools[$0].name, ofPool[$0]) }
    audiences = used.flatMap { pool in PlanTotals.audiences(plan, pool) }
    schools = PlanTotals.schools(planCase, quota)
  }

  /// The audience whose total is furthest from its fair total; the first of equals.
  public var largestDrift: Audience? {
    // Compared in the finest unit that can occur.
    var best: Audience?
    for audience in audiences {
      let size = Int128(audience.drift.magnitude) * (1_000_000_000_000 / Int128(audience.unit))
      let most = best.map {
        Int128($0.drift.magnitude) * (1_000_000_000_000 / Int128($0.unit))
      }
      if most.map({ size > $0 }) ?? true { best = audience }
    }
    return best
  }

  private static func audiences(_ plan: Plan, _ pool: Int) -> [Audience] {
    let splits = plan.splits.filter { $0.subject.rule.pool == pool }
    let unit = splits.map(\.shares.unit).max() ?? 1
    var sums: [[UInt8]: (fair: Int, seats: Int)] = [:]
    for split in splits {
      var totals = Array(repeating: (fair: 0, seats: 0), count: split.subject.audiences.count)
      for (cell, column) in split.subject.matrix.columns.enumerated() {
        totals[Int(column)].fair += split.shares.parts[cell]
        totals[Int(column)].seats += split.seats[cell]
      }
      for (name, total) in zip(split.subject.audiences, totals) {
        let sum = sums[Array(name.utf8)] ?? (0, 0)
        sums[Array(name.utf8)] = (
          sum.fair + total.fair * (unit / split.shares.unit), sum.seats + total.seats
        )
      }
    }
    let name = plan.planCase.rules.pools[pool].name
    return sums.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map {
      Audience(
        pool: name, name: String(decoding: $0.key, as: UTF8.self), fair: $0.value.fair,
        seats: $0.value.seats, unit: unit)
    }
  }

  private static func schools(_ planCase: PlanCase, _ quota: [Int]) -> [HighSchool] {
    var found: [[UInt8]: HighSchool] = [:]
    for (number, programme) in planCase.programmes.enumerated() {
      // Quality first among programmes of one high school.
      let key = Array(programme.school.utf8) + [0, programme.isQuality ? 0 : 1]
      var school =
        found[key]
        ?? HighSchool(school: programme.school, isQuality: programme.isQuality, plan: 0, quota: 0)
      school.plan += programme.plan
      school.quota += quota[number]
      found[key] = school
    }
    return found.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
  }
}
