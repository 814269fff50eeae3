/// What is summed up for the page, whoever sums it.

extension RunPage.Decision {
  /// The rows of `decisions.csv` by stage, programme, pool and who decided, in the order in which
  /// these first stand there.
  public static func grouped(
    _ rows: [(stage: String, programme: String, pool: String, decidedBy: String, admits: Bool)]
  ) -> [RunPage.Decision] {
    var decisions: [RunPage.Decision] = []
    var places: [[[UInt8]]: Int] = [:]
    for row in rows {
      let key = [row.stage, row.programme, row.pool, row.decidedBy].map { Array($0.utf8) }
      let at = places[key] ?? decisions.count
      if at == decisions.count {
        places[key] = at
        decisions.append(
          .init(
            stage: row.stage, programme: row.programme, pool: row.pool, decidedBy: row.decidedBy,
            admits: 0, refuses: 0))
      }
      if row.admits { decisions[at].admits += 1 } else { decisions[at].refuses += 1 }
    }
    return decisions
  }
}

/// The seats of quota cells and who got them, by programme and group. Cells are added one by one,
/// by number: there may be a hundred of them for a programme, and none of it should ask for names.
public struct QuotaSums {
  private let programmes: Int
  /// The groups' names in order of their bytes.
  private let names: [[UInt8]]
  /// For each pool and audience the place of its group among `names`.
  private let place: [[Int]]
  /// Group by group, a sum a programme.
  private var planned, admitted: [Int]

  /// No cells yet; nil where there are too many groups to be shown.
  ///
  /// - Parameters:
  ///   - programmes: how many programmes there are.
  ///   - groups: for each pool and each of its audiences the name of the group.
  /// Complexity: O(audiences · log audiences).
  public init?(programmes: Int, groups: [[String]]) {
    var places: [[UInt8]: Int] = [:]
    names = Set(groups.joined().map { Array($0.utf8) }).sorted { $0.lexicographicallyPrecedes($1) }
    if names.count > RunPage.QuotaCells.groupsMax { return nil }
    for (place, name) in names.enumerated() { places[name] = place }
    self.programmes = programmes
    place = groups.map { $0.map { places[Array($0.utf8)]! } }
    planned = Array(repeating: 0, count: names.count * programmes)
    admitted = planned
  }

  /// Adds a cell of a pool that has groups.
  public mutating func add(pool: Int, audience: Int, programme: Int, planned: Int, admitted: Int) {
    let at = place[pool][audience] * programmes + programme
    self.planned[at] += planned
    self.admitted[at] += admitted
  }

  /// The sums, the groups without any left out; nil where that leaves none.
  public var cells: RunPage.QuotaCells? {
    let kept = names.indices.filter { group in
      let own = group * programmes..<(group + 1) * programmes
      return planned[own].contains { $0 > 0 } || admitted[own].contains { $0 > 0 }
    }
    if kept.isEmpty { return nil }
    func rows(_ sums: [Int]) -> [Int] {
      (0..<programmes).flatMap { programme in kept.map { sums[$0 * programmes + programme] } }
    }
    return RunPage.QuotaCells(
      groups: kept.map { String(decoding: names[$0], as: UTF8.self) }, planned: rows(planned),
      admitted: rows(admitted))
  }
}

/// The lowest score of each programme's students, of quota pools and of others.
public struct LowestScores {
  private enum Found {
    case nobody
    case one(score: Int, lowest: Int64, admitted: Int)
    /// Different scores, or something that is none.
    case several
  }
  private let names: [String]
  /// The first score of the same name as each.
  private let first: [Int]
  private var found: [Found]

  /// Nobody is admitted yet to any of `programmes`; `names` are those of the scores.
  public init(_ programmes: Int, scores names: [String]) {
    var places: [[UInt8]: Int] = [:]
    self.names = names
    first = names.enumerated().map { at, name in
      let first = places[Array(name.utf8), default: at]
      places[Array(name.utf8)] = first
      return first
    }
    found = Array(repeating: .nobody, count: programmes * 2)
  }

  /// Adds some students who were ranked by one score: its number, the lowest of theirs in
  /// thousandths, and how many they are. Nil: what they were ranked by has no lowest.
  public mutating func add(
    _ programme: Int, isQuota: Bool, _ score: (number: Int, lowest: Int64)?, admitted: Int
  ) {
    let at = programme * 2 + (isQuota ? 1 : 0)
    guard let score, RunPage.isScore(score.lowest) else { return found[at] = .several }
    let number = first[score.number]
    switch found[at] {
    case .nobody: found[at] = .one(score: number, lowest: score.lowest, admitted: admitted)
    case .one(number, let lowest, let others):
      found[at] = .one(
        score: number, lowest: min(lowest, score.lowest), admitted: others + admitted)
    default: found[at] = .several
    }
  }

  /// What it came to.
  public func cutoff(_ programme: Int, isQuota: Bool) -> RunPage.Cutoff? {
    let found = found[programme * 2 + (isQuota ? 1 : 0)]
    guard case .one(let score, let lowest, let admitted) = found else { return nil }
    return RunPage.Cutoff(score: names[score], lowest: lowest, admitted: admitted)
  }
}
