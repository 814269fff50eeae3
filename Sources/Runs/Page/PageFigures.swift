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

  /// For each pool of middle schools and each of its audiences the school; nil for that of none.
  private let schoolOfAudience: [Int: [Int?]]

  init(_ read: Case, _ outcome: Outcome) {
    (self.read, self.outcome) = (read, outcome)
    var places: [[UInt8]: Int] = [:]
    for (place, school) in read.directory.middleSchools.enumerated() {
      places[Array(school.code.utf8)] = place
    }
    let pools = read.market.pools.indices.filter {
      read.rules.pools[read.names.poolRules[$0]].audience == .middleSchool
    }
    schoolOfAudience = Dictionary(
      uniqueKeysWithValues: pools.map { pool in
        let names = read.names.audiences[read.market.pools[pool].audience]
        return (pool, names.map { places[Array($0.utf8)] })
      })
  }

  private func rule(_ pool: Int) -> PoolRule { read.rules.pools[read.names.poolRules[pool]] }

  // MARK: Programmes

  func programmes() -> [RunPage.Programme] {
    var programmes = read.directory.programmes.enumerated().map { number, programme in
      RunPage.Programme(
        code: read.names.programmes[number], name: read.names.programmeTitles[number],
        school: programme.school, district: programme.district, isQuality: programme.isQuality,
        plan: programme.plan)
    }
    let isQuota = market.pools.indices.map { rule($0).isQuota }
    for cell in outcome.ledger {
      programmes[cell.programme].admitted += cell.admitted
      programmes[cell.programme].vacant += cell.vacant
      if isQuota[cell.pool] {
        programmes[cell.programme].quotaSeats += cell.planned
        programmes[cell.programme].quotaAdmitted += cell.admitted
      }
    }
    var lowest = LowestScores(programmes.count)
    for (number, stage) in market.stages.enumerated() where !stage.provisional {
      for cell in outcome.stages[number].cells where cell.lowestStudent >= 0 {
        let score = score(stage, number, cell).map { number in
          (read.names.numbers[number].name, market.cohort.numbers[number][cell.lowestStudent])
        }
        lowest.add(cell.programme, isQuota: isQuota[cell.pool], score, admitted: cell.admitted)
      }
    }
    for number in programmes.indices {
      programmes[number].quotaCutoff = lowest.cutoff(number, isQuota: true)
      programmes[number].openCutoff = lowest.cutoff(number, isQuota: false)
    }
    return programmes
  }

  /// The score that a cell's students were ranked by first, if that is one, and the larger the better.
  private func score(_ stage: Stage, _ number: Int, _ cell: CutoffCell) -> Int? {
    let ranking =
      stage.mechanism == .queue
      ? stage.ranking : market.ranking(number, pool: cell.pool, programme: cell.programme)
    return ranking.flatMap(score)
  }

  /// The first key of a ranking, if it is a score of which more is better.
  private func score(_ ranking: Int) -> Int? {
    guard let key = market.rankings[ranking].keys.first, !key.ascending,
      read.names.numbers[key.number].grades == nil
    else { return nil }
    return key.number
  }

  // MARK: Middle schools

  func middleSchools(_ workers: Workers) -> [RunPage.MiddleSchool] {
    let (placements, school) = (outcome.placements, read.directory.schools)
    let programmes = read.directory.programmes
    let count = read.directory.middleSchools.count + 1
    // Three counters a school, side by side: all, admitted, to quality.
    let parts = workers.map(tasks: workers.count) { task in
      var counts = [Int32](repeating: 0, count: count * 3)
      for student in Workers.slice(task, of: workers.count, count: placements.count) {
        let (at, placement) = (Int(school[student]) &* 3, placements[student])
        counts[at] &+= 1
        if placement.isAdmitted {
          counts[at &+ 1] &+= 1
          if programmes[placement.programme].isQuality { counts[at &+ 2] &+= 1 }
        }
      }
      return counts
    }
    var schools = read.directory.middleSchools.enumerated().map { number, school in
      let sums = (0..<3).map { sum in parts.reduce(0) { $0 + Int($1[(number + 1) * 3 + sum]) } }
      return RunPage.MiddleSchool(
        code: school.code, name: school.title, district: school.district, students: sums[0],
        admitted: sums[1], qualityAdmitted: sums[2])
    }
    for cell in outcome.ledger where rule(cell.pool).isQuota {
      guard let school = schoolOfAudience[cell.pool]?[cell.audience] else { continue }
      schools[school].quotaSeats += cell.planned
      schools[school].quotaAdmitted += cell.admitted
    }
    return schools
  }

  // MARK: Quota cells

  func quotaCells() -> RunPage.QuotaCells? {
    let names = market.pools.indices.map { pool -> [String] in
      if !rule(pool).isQuota { return [] }
      guard let schools = schoolOfAudience[pool] else {
        return read.names.audiences[market.pools[pool].audience]
      }
      return schools.map { $0.map { read.directory.middleSchools[$0].district } ?? "" }
    }
    return RunPage.QuotaCells(
      programmes: read.names.programmes.count, groups: names,
      outcome.ledger.lazy.filter { !names[$0.pool].isEmpty }.map {
        ($0.pool, $0.audience, $0.programme, $0.planned, $0.admitted)
      })
  }

  // MARK: Distributions

  func distributions(_ workers: Workers) -> [RunPage.Distribution] {
    var (names, distributions): (Set<String>, [RunPage.Distribution]) = ([], [])
    for stage in market.stages where !stage.provisional {
      for number in rankings(stage).compactMap(score)
      where names.insert(read.names.numbers[number].name).inserted {
        let found = distribution(
          read.names.numbers[number].name, market.cohort.numbers[number], workers)
        if let found { distributions.append(found) }
      }
    }
    return distributions
  }

  private func rankings(_ stage: Stage) -> [Int] {
    if stage.mechanism == .queue { return [stage.ranking] }
    return stage.pools.flatMap { pool -> [Int] in
      switch pool.ranking {
      case .one(let ranking): [ranking]
      case .each(let rankings): rankings
      case .priorities, nil: []
      }
    }
  }

  private func distribution(
    _ name: String, _ column: NumberColumn, _ workers: Workers
  ) -> RunPage.Distribution? {
    switch column {
    case .narrow(let values):
      distribution(name, values, missing: NumberColumn.narrowMissing, workers)
    case .wide(let values): distribution(name, values, missing: NumberColumn.missing, workers)
    }
  }

  private func distribution<T: FixedWidthInteger & SignedInteger & BitwiseCopyable & Sendable>(
    _ name: String, _ column: Column<T>, missing: T, _ workers: Workers
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
    guard
      var distribution = RunPage.Distribution(
        score: name, lowest: Int64(low), highest: Int64(high))
    else { return nil }
    let bands = Bands(distribution)
    let parts = workers.map(tasks: workers.count) { task in
      var counts = [Int](repeating: 0, count: bands.count)
      column.withSpan { values in
        for i in Workers.slice(task, of: workers.count, count: values.count)
        where values[i] != missing { counts[bands.band(of: Int64(values[i]))] &+= 1 }
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
    // With d the width and m = ⌊2⁵⁰/d⌋ + 1, ⌊n·m/2⁵⁰⌋ = ⌊n/d⌋ as long as n·(m·d − 2⁵⁰) < 2⁵⁰. There n is
    // below 50·d and m·d − 2⁵⁰ at most d: it holds for 50·d² < 2⁵⁰, and n·m then fits 57 bits.
    inverse = width < 4_000_000 ? (1 << Bands.bits) / width + 1 : 0
  }

  @inline(__always)
  func band(of value: Int64) -> Int {
    let above = value &- from
    return Int(inverse > 0 ? (above &* inverse) >> Bands.bits : above / width)
  }
}
