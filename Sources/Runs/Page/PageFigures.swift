import Admission
import Cases
import Columns
import Report
import Rules

/// The sums over programmes, middle schools and scores that the page of a run shows.
struct PageFigures {
  let read: Case
  let outcome: Outcome
  private var market: Market { read.market }

  /// For each pool whether it is one of quotas.
  private let isQuota: [Bool]
  /// For each pool of middle schools and each of its audiences the school, nil for that of none; of
  /// other pools nothing.
  private let schoolOfAudience: [[Int?]]
  /// For each ranking the score that it goes by first, if that is one, and the larger the better.
  private let scores: [Int?]

  init(_ read: Case, _ outcome: Outcome) {
    (self.read, self.outcome) = (read, outcome)
    var places: [[UInt8]: Int] = [:]
    for (place, school) in read.directory.middleSchools.enumerated() {
      places[Array(school.code.utf8)] = place
    }
    let (market, names) = (read.market, read.names)
    let rules = names.poolRules.map { read.rules.pools[$0] }
    isQuota = rules.map(\.isQuota)
    schoolOfAudience = market.pools.indices.map { pool in
      if rules[pool].audience != .middleSchool { return [] }
      return names.audiences[market.pools[pool].audience].map { places[Array($0.utf8)] }
    }
    scores = market.rankings.map { ranking in
      guard let key = ranking.keys.first, !key.ascending, names.numbers[key.number].grades == nil
      else { return nil }
      return key.number
    }
  }

  // MARK: Programmes

  func programmes() -> [RunPage.Programme] {
    var programmes = read.directory.programmes.enumerated().map { number, programme in
      RunPage.Programme(
        code: read.names.programmes[number], name: read.names.programmeTitles[number],
        school: programme.school, district: programme.district, isQuality: programme.isQuality,
        plan: programme.plan)
    }
    for cell in outcome.ledger {
      programmes[cell.programme].admitted += cell.admitted
      programmes[cell.programme].vacant += cell.vacant
      if isQuota[cell.pool] {
        programmes[cell.programme].quotaSeats += cell.planned
        programmes[cell.programme].quotaAdmitted += cell.admitted
      }
    }
    let lowest = lowestScores()
    for number in programmes.indices {
      programmes[number].quotaCutoff = lowest.cutoff(number, isQuota: true)
      programmes[number].openCutoff = lowest.cutoff(number, isQuota: false)
    }
    return programmes
  }

  private func lowestScores() -> LowestScores {
    let (market, numbers) = (read.market, read.market.cohort.numbers)
    var lowest = LowestScores(market.programmeCount, scores: read.names.numbers.map(\.name))
    for (number, stage) in market.stages.enumerated() where !stage.provisional {
      for cell in outcome.stages[number].cells where cell.lowestStudent >= 0 {
        let ranking = market.ranking(number, pool: cell.pool, programme: cell.programme)
        var score: (number: Int, lowest: Int64)?
        if let ranking, let key = scores[ranking] {
          score = (key, numbers[key][cell.lowestStudent])
        }
        lowest.add(cell.programme, isQuota: isQuota[cell.pool], score, admitted: cell.admitted)
      }
    }
    return lowest
  }

  // MARK: Middle schools

  func middleSchools(_ workers: Workers) -> [RunPage.MiddleSchool] {
    let (placements, school) = (outcome.placements, read.directory.schools)
    // Whoever is nowhere has programme 0, if there is one: a jump here could not be foreseen.
    let isQuality: [Int32] = read.directory.programmes.map { $0.isQuality ? 1 : 0 } + [0]
    let count = read.directory.middleSchools.count + 1
    // Three counters a school, side by side: all, admitted, to quality.
    let parts = workers.map(tasks: workers.count) { task in
      var counts = [Int32](repeating: 0, count: count * 3)
      for student in Workers.slice(task, of: workers.count, count: placements.count) {
        let (at, placement) = (Int(school[student]) &* 3, placements[student])
        let isAdmitted: Int32 = placement.isAdmitted ? 1 : 0
        counts[at] &+= 1
        counts[at &+ 1] &+= isAdmitted
        counts[at &+ 2] &+= isAdmitted & isQuality[placement.programme]
      }
      return counts
    }
    var schools = read.directory.middleSchools.enumerated().map { number, school in
      let sums = (0..<3).map { sum in parts.reduce(0) { $0 + Int($1[(number + 1) * 3 + sum]) } }
      return RunPage.MiddleSchool(
        code: school.code, name: school.title, district: school.district, students: sums[0],
        admitted: sums[1], qualityAdmitted: sums[2])
    }
    for cell in outcome.ledger where isQuota[cell.pool] {
      let audiences = schoolOfAudience[cell.pool]
      guard !audiences.isEmpty, let school = audiences[cell.audience] else { continue }
      schools[school].quotaSeats += cell.planned
      schools[school].quotaAdmitted += cell.admitted
    }
    return schools
  }

  // MARK: Quota cells

  func quotaCells() -> RunPage.QuotaCells? {
    let groups = market.pools.indices.map { pool -> [String] in
      if !isQuota[pool] { return [] }
      let schools = schoolOfAudience[pool]
      if schools.isEmpty { return read.names.audiences[market.pools[pool].audience] }
      return schools.map { $0.map { read.directory.middleSchools[$0].district } ?? "" }
    }
    guard var sums = QuotaSums(programmes: read.names.programmes.count, groups: groups)
    else { return nil }
    for cell in outcome.ledger where !groups[cell.pool].isEmpty {
      sums.add(
        pool: cell.pool, audience: cell.audience, programme: cell.programme,
        planned: cell.planned, admitted: cell.admitted)
    }
    return sums.cells
  }

  // MARK: Distributions

  func distributions(_ workers: Workers) -> [RunPage.Distribution] {
    var (names, distributions): (Set<String>, [RunPage.Distribution]) = ([], [])
    for stage in market.stages where !stage.provisional {
      for number in rankings(stage).compactMap({ scores[$0] })
      where names.insert(read.names.numbers[number].name).inserted {
        let found = distribution(
          read.names.numbers[number].name, market.cohort.numbers[number], workers)
        if let found { distributions.append(found) }
      }
    }
    return distributions
  }

  private func rankings(_ stage: Stage) -> [Int] {
    if let ranking = stage.ranking { return [ranking] }
    return stage.pools.flatMap { $0.ranking?.rankings ?? [] }
  }

  private func distribution(
    _ name: String, _ column: NumberColumn, _ workers: Workers
  ) -> RunPage.Distribution? {
    switch column {
    case .small(let values, let unit):
      distribution(name, values, missing: NumberColumn.smallMissing, unit, workers)
    case .narrow(let values):
      distribution(name, values, missing: NumberColumn.narrowMissing, .one, workers)
    case .wide(let values): distribution(name, values, missing: NumberColumn.missing, .one, workers)
    }
  }

  private func distribution<T: FixedWidthInteger & SignedInteger & BitwiseCopyable & Sendable>(
    _ name: String, _ column: Column<T>, missing: T, _ unit: NumberColumn.Unit, _ workers: Workers
  ) -> RunPage.Distribution? {
    let ends = workers.map(tasks: workers.count) { task in
      var (low, high) = (T.max, T.min)
      column.withSpan { values in
        for i in Workers.slice(task, of: workers.count, count: values.count) {
          low = values[i] == missing ? low : min(low, values[i])
          high = values[i] == missing ? high : max(high, values[i])
        }
      }
      return (low, high)
    }
    let (low, high) = (ends.map(\.0).min()!, ends.map(\.1).max()!)
    if low > high { return nil }
    let unit = unit.rawValue
    guard
      var distribution = RunPage.Distribution(
        score: name, lowest: Int64(low) * unit, highest: Int64(high) * unit)
    else { return nil }
    let bands = Bands(distribution)
    let parts = workers.map(tasks: workers.count) { task in
      var counts = [Int](repeating: 0, count: bands.count)
      column.withSpan { values in
        for i in Workers.slice(task, of: workers.count, count: values.count)
        where values[i] != missing { counts[bands.band(of: Int64(values[i]) &* unit)] &+= 1 }
      }
      return counts
    }
    for part in parts { for band in part.indices { distribution.counts[band] += part[band] } }
    return distribution
  }
}

/// Finds the band of a value without a division, which would be most of the work.
private struct Bands: Sendable {
  let count: Int
  private let from: Int64
  private let width: Int64
  private let inverse: Int64
  private static let bits: Int64 = 50

  init(_ distribution: RunPage.Distribution) {
    (count, from, width) = (distribution.counts.count, distribution.from, distribution.width)
    // With d the width and m = ⌊2⁵⁰/d⌋ + 1, ⌊n·m/2⁵⁰⌋ = ⌊n/d⌋ as long as n·(m·d − 2⁵⁰) < 2⁵⁰. There
    // n is below 50·d and m·d − 2⁵⁰ at most d: it holds for 50·d² < 2⁵⁰, and n·m then fits 57 bits.
    inverse = width < 4_000_000 ? (1 << Bands.bits) / width + 1 : 0
  }

  @inline(__always)
  func band(of value: Int64) -> Int {
    let above = value &- from
    return Int(inverse > 0 ? (above &* inverse) >> Bands.bits : above / width)
  }
}
