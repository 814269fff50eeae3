import Admission
import Columns

/// One outcome, to be measured.
///
/// ```swift
/// let evaluation = Evaluation(market, outcome, of: population)
/// let values = evaluation.measure(Metric.defaults, by: [districts, deciles])
/// ```
///
/// All values are exact integers and fractions but those of isolation, exposure, M and H, which are
/// rounded once to nine decimals. They depend on nothing but what is given here.
public struct Evaluation: Sendable {
  /// The market, whose outcome is measured.
  public let market: Market
  /// What it came to.
  public let outcome: Outcome
  /// What else is known of its students and programmes.
  public let population: Population
  /// The outcome to compare with, of the same students; without it, movements have no values.
  public let baseline: Outcome?
  /// The outcome of `market.withoutReserve`; without it, it is not known for whom quotas are
  /// binding.
  public let withoutReserve: Outcome?
  /// What misreports led to; without it, those metrics have no values.
  public let deviations: Deviations?
  private let workers: Workers

  /// `outcome` of `market`; stages are ranked once more on `workers`, where a metric asks for that.
  public init(
    _ market: Market, _ outcome: Outcome, of population: Population, baseline: Outcome? = nil,
    withoutReserve: Outcome? = nil, deviations: Deviations? = nil,
    workers: Workers = Workers(count: 1)
  ) {
    let count = market.cohort.count
    precondition(outcome.placements.count == count)
    precondition(baseline.map { $0.placements.count == count } ?? true)
    precondition(withoutReserve.map { $0.placements.count == count } ?? true)
    self.market = market
    self.outcome = outcome
    self.population = population
    self.baseline = baseline
    self.withoutReserve = withoutReserve
    self.deviations = deviations
    self.workers = workers
  }

  /// The values of `metrics`, in this order: of each what is said of all, then of the groups of
  /// each of `groupings` that it is given for, in order. What has no value (no student of a group,
  /// a division by 0, nothing to compare with) has no row.
  ///
  /// Complexity: O(students × (keys + list × stages + groupings)), one pass for all metrics of a
  /// kind.
  public func measure(_ metrics: [Metric], by groupings: [Grouping]) -> [Measurement] {
    let kinds = Set(metrics.map(\.kind))
    let reviews =
      kinds.contains(where: \.looksAtStages)
      ? StageReview.all(of: market, outcome, workers: workers) : []
    var ledgers = Ledgers(self, groupings, StudentFacts(self, kinds, reviews), reviews)
    return metrics.enumerated().flatMap { number, metric in
      ledgers.values(of: metric).map {
        Measurement(metric: number, group: $0.group, value: $0.value)
      }
    }
  }
}

/// What has been added up so far: each account is made when a metric first asks for it.
private struct Ledgers {
  typealias Value = (group: Measurement.Group, value: Ratio)

  let evaluation: Evaluation
  let groupings: [Grouping]
  let facts: StudentFacts
  let reviews: [StageReview]
  /// By grouping; the last is that of all.
  private var tallies: [Int: [Tally]] = [:]
  private var quotas: [Int: [QuotaAccount]] = [:]
  private var mixtures: [Int: Mixture] = [:]
  private var chances: [Int: [Ratio?]] = [:]
  private var access: [Int: [SchoolAccess]] = [:]
  private var cutoffTable: CutoffTable?
  private var wastedSeats: WastedSeats?

  /// Gini coefficients are given for groupings of at most so many groups: score bands, not schools.
  private static let bandsMax = 64

  init(
    _ evaluation: Evaluation, _ groupings: [Grouping], _ facts: StudentFacts,
    _ reviews: [StageReview]
  ) {
    self.evaluation = evaluation
    self.reviews = reviews
    self.groupings = groupings
    self.facts = facts
  }

  mutating func values(of metric: Metric) -> [Value] {
    switch metric.kind {
    case .count, .share, .perHundred, .choiceWithin, .meanChoice, .meanGain, .pairs, .gap:
      if !metric.needs.isSubset(of: given) { return [] }
      if case .gap = metric.kind, ranksByGrade { return [] }
      return ofStudents { ledgers, grouping in
        ledgers.tally(grouping).map { $0.value(of: metric.kind) }
      }
    case .gini:
      return ofStudents { ledgers, grouping in
        let groups = grouping < 0 ? 1 : ledgers.groupings[grouping].labels.count
        if groups > Ledgers.bandsMax { return [] }
        return ledgers.schools(grouping).map(\.gini)
      }
    case .deviation(let measure):
      return whole(evaluation.deviations?.value(of: measure))
    case .schoolExtreme(let extreme):
      return whole(schools(-1)[0].extreme(extreme))
    case .quota(let measure):
      return ofProgrammes { ledgers, grouping in
        ledgers.quota(grouping).map { $0.value(of: measure) }
      }
    case .wastedSeats:
      let seats = wasted().seats
      return ofProgrammes { ledgers, grouping in
        ledgers.sums(seats.map { Optional(Int64($0)) }, grouping).map { Ratio(Int($0.sum)) }
      }
    case .cutoffGap:
      let gaps = cutoffs().gaps(evaluation.market, evaluation.population.isQuota)
      return ofProgrammes { ledgers, grouping in
        ledgers.sums(gaps, grouping).map { Ratio(Int($0.sum), over: 1000 * $0.count) }
      }
    case .cutoff:
      return cutoffs().entries.enumerated().flatMap { pool, entries in
        entries.enumerated().compactMap { programme, entry in
          entry.flatMap { Ratio(Int($0.value), over: 1000) }.map {
            (.cell(pool: pool, programme: programme), $0)
          }
        }
      }
    case .dissimilarity, .isolation, .exposure, .information:
      return ofMixtures(metric.kind)
    }
  }

  /// Whether some stage that counts ranks by a grade first: there are no points between grades.
  private var ranksByGrade: Bool {
    let market = evaluation.market
    return market.stages.contains { stage in
      let rankings =
        stage.ranking.map { [$0] } ?? stage.pools.flatMap { $0.ranking?.rankings ?? [] }
      return !stage.provisional
        && rankings.contains { ranking in
          market.rankings[ranking].keys.first
            .map { evaluation.population.gradeNumbers.contains($0.number) } ?? false
        }
    }
  }

  private var given: Metric.Needs {
    var given: Metric.Needs = []
    if evaluation.baseline != nil { given.insert(.baseline) }
    if evaluation.withoutReserve != nil { given.insert(.withoutReserve) }
    return given
  }

  private func whole(_ value: Ratio?) -> [Value] { value.map { [(.all, $0)] } ?? [] }

  /// All students, then the groups of each grouping of students; −1 stands for all.
  private mutating func ofStudents(_ values: (inout Ledgers, Int) -> [Ratio?]) -> [Value] {
    of(groupings.indices.filter { groupings[$0].students != nil }, values)
  }

  /// All programmes, then the groups of each grouping of programmes.
  private mutating func ofProgrammes(_ values: (inout Ledgers, Int) -> [Ratio?]) -> [Value] {
    of(groupings.indices.filter { groupings[$0].programmes != nil }, values)
  }

  private mutating func of(
    _ chosen: [Int], _ values: (inout Ledgers, Int) -> [Ratio?]
  ) -> [Value] {
    var found = whole(values(&self, -1)[0])
    for grouping in chosen {
      for (group, value) in values(&self, grouping).enumerated() {
        if let value { found.append((.value(grouping: grouping, value: group), value)) }
      }
    }
    return found
  }

  private mutating func ofMixtures(_ kind: Metric.Kind) -> [Value] {
    var found: [Value] = []
    for grouping in groupings.indices where groupings[grouping].students != nil {
      let mixture = mixture(grouping)
      if case .information(let index, let chance) = kind {
        if let value = mixture.information(index, chance) {
          found.append((.grouping(grouping), value))
        }
        continue
      }
      let byChance = kind == .dissimilarity(.byChance) ? self.byChance(grouping) : []
      for group in groupings[grouping].labels.indices {
        let value: Ratio?
        switch kind {
        case .dissimilarity(.observed): value = mixture.dissimilarity(group)
        case .dissimilarity(.byChance): value = byChance[group]
        case .isolation(.observed): value = mixture.isolation(group)
        case .isolation(.byChance): value = mixture.isolationByChance(group)
        default: value = mixture.exposure(group)
        }
        if let value { found.append((.value(grouping: grouping, value: group), value)) }
      }
    }
    return found
  }

  // MARK: Accounts

  private mutating func tally(_ grouping: Int) -> [Tally] {
    if let known = tallies[grouping] { return known }
    let made = facts.tallies(
      members(grouping), groups: groups(grouping), width: evaluation.population.preferences.width)
    tallies[grouping] = made
    return made
  }

  private mutating func schools(_ grouping: Int) -> [SchoolAccess] {
    if let known = access[grouping] { return known }
    let made = SchoolAccess.all(
      facts, schools: evaluation.population.schools, members(grouping), groups: groups(grouping))
    access[grouping] = made
    return made
  }

  private mutating func quota(_ grouping: Int) -> [QuotaAccount] {
    if let known = quotas[grouping] { return known }
    let of = grouping < 0 ? nil : groupings[grouping].programmes
    let made = QuotaAccount.all(
      evaluation.outcome, evaluation.population, groups: groups(grouping),
      of: { programme in of.map { Int($0[programme]) } ?? 0 })
    quotas[grouping] = made
    return made
  }

  private mutating func mixture(_ grouping: Int) -> Mixture {
    if let known = mixtures[grouping] { return known }
    let made = Mixture(
      evaluation.outcome, evaluation.population, groupings[grouping].students!,
      groups: groups(grouping))
    mixtures[grouping] = made
    return made
  }

  private mutating func byChance(_ grouping: Int) -> [Ratio?] {
    if let known = chances[grouping] { return known }
    let made = mixture(grouping).dissimilarityByChance()
    chances[grouping] = made
    return made
  }

  private mutating func cutoffs() -> CutoffTable {
    if let known = cutoffTable { return known }
    let made = CutoffTable(
      evaluation.outcome, of: evaluation.market, gradeNumbers: evaluation.population.gradeNumbers)
    cutoffTable = made
    return made
  }

  private mutating func wasted() -> WastedSeats {
    if let known = wastedSeats { return known }
    let made = WastedSeats(
      evaluation.outcome, of: evaluation.market, evaluation.population.preferences,
      facts.standing, reviews)
    wastedSeats = made
    return made
  }

  /// The sums of what programmes have, and how many have something, by group of programmes.
  private func sums(_ values: [Int64?], _ grouping: Int) -> [(sum: Int64, count: Int)] {
    var sums = Array(repeating: (sum: Int64(0), count: 0), count: groups(grouping))
    let of = grouping < 0 ? nil : groupings[grouping].programmes
    for (programme, value) in values.enumerated() {
      let group = of.map { Int($0[programme]) } ?? 0
      guard let value, sums.indices.contains(group) else { continue }
      sums[group].sum += value
      sums[group].count += 1
    }
    return sums
  }

  private func members(_ grouping: Int) -> Column<Int32>? {
    grouping < 0 ? nil : groupings[grouping].students
  }

  private func groups(_ grouping: Int) -> Int {
    grouping < 0 ? 1 : groupings[grouping].labels.count
  }
}

extension Deviations {
  /// The value of a metric; nil where nobody was drawn, or nobody gained.
  fileprivate func value(of measure: Metric.DeviationMeasure) -> Ratio? {
    switch measure {
    case .sampled: Ratio(gains.count)
    case .share: Ratio(gains.count { $0 > 0 }, over: gains.count)
    case .gain: Ratio(gains.reduce(0, +), over: gains.count { $0 > 0 })
    }
  }
}

extension Grouping {
  /// The students' groups; nil for a grouping of programmes.
  var students: Column<Int32>? {
    if case .students(let members) = members { members } else { nil }
  }
  /// The programmes' groups; nil for a grouping of students.
  var programmes: [Int32]? {
    if case .programmes(let members) = members { members } else { nil }
  }
}
