/// What is summed up for the page, whoever sums it.

extension RunPage.Decision {
  /// The rows of `decisions.csv` by stage, programme, pool and who decided, in the order in which these
  /// first stand there.
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

extension RunPage.QuotaCells {
  /// The sums of `cells` by programme and group, the groups without any left out; nil where that leaves
  /// none, or where there are too many.
  ///
  /// - Parameters:
  ///   - programmes: how many programmes there are.
  ///   - groups: for each pool and each of its audiences the name of the group.
  /// Complexity: O(audiences · log audiences + cells).
  public init?(
    programmes: Int, groups: [[String]],
    _ cells: some Sequence<(pool: Int, audience: Int, programme: Int, planned: Int, admitted: Int)>
  ) {
    var places: [[UInt8]: Int] = [:]
    let names = Set(groups.joined().map { Array($0.utf8) })
      .sorted { $0.lexicographicallyPrecedes($1) }
    if names.count > RunPage.QuotaCells.groupsMax { return nil }
    for (place, name) in names.enumerated() { places[name] = place }
    let place = groups.map { $0.map { places[Array($0.utf8)]! } }
    let none = Array(repeating: 0, count: names.count * programmes)
    var (planned, admitted) = (none, none)
    for cell in cells {
      let at = place[cell.pool][cell.audience] * programmes + cell.programme
      planned[at] += cell.planned
      admitted[at] += cell.admitted
    }
    let kept = names.indices.filter { group in
      let own = group * programmes..<(group + 1) * programmes
      return planned[own].contains { $0 > 0 } || admitted[own].contains { $0 > 0 }
    }
    if kept.isEmpty { return nil }
    func rows(_ sums: [Int]) -> [Int] {
      (0..<programmes).flatMap { programme in kept.map { sums[$0 * programmes + programme] } }
    }
    self.init(
      groups: kept.map { String(decoding: names[$0], as: UTF8.self) }, planned: rows(planned),
      admitted: rows(admitted))
  }
}

/// The lowest score of each programme's students, of quota pools and of others.
public struct LowestScores {
  private enum Found {
    case nobody
    case one(RunPage.Cutoff)
    /// Different scores, or something that is none.
    case several
  }
  private var found: [Found]

  /// Nobody is admitted yet to any of `programmes`.
  public init(_ programmes: Int) { found = Array(repeating: .nobody, count: programmes * 2) }

  /// Adds some students who were ranked by one score: its name, the lowest of theirs in thousandths, and
  /// how many they are. Nil: what they were ranked by has no lowest.
  public mutating func add(
    _ programme: Int, isQuota: Bool, _ score: (name: String, lowest: Int64)?, admitted: Int
  ) {
    let at = programme * 2 + (isQuota ? 1 : 0)
    let score = score.flatMap { RunPage.isScore($0.lowest) ? $0 : nil }
    switch (found[at], score) {
    case (.nobody, .some(let score)):
      found[at] = .one(.init(score: score.name, lowest: score.lowest, admitted: admitted))
    case (.one(var cutoff), .some(let score)) where cutoff.score.utf8.elementsEqual(score.name.utf8):
      cutoff.lowest = min(cutoff.lowest, score.lowest)
      cutoff.admitted += admitted
      found[at] = .one(cutoff)
    default: found[at] = .several
    }
  }

  /// What it came to.
  public func cutoff(_ programme: Int, isQuota: Bool) -> RunPage.Cutoff? {
    guard case .one(let cutoff) = found[programme * 2 + (isQuota ? 1 : 0)] else { return nil }
    return cutoff
  }
}
