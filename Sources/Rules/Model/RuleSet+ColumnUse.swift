import Diagnostics

extension RuleSet {
  /// The key path of the first thing in the file that asks for the column called `name`, so that a
  /// missing column can be told by who misses it; nil where the rules do not name it.
  ///
  /// Complexity: O(size of the rules).
  public func firstUse(ofColumn name: String) -> String? {
    columnUses.first { sameBytes($0.column, name) }?.path
  }

  /// Every column that the rules name, with its key path, in the order in which a file is read.
  private var columnUses: [(column: String, path: String)] {
    var uses = lists.flatMap { list -> [(column: String, path: String)] in
      let path = RuleSet.keyPath("lists", list.name)
      switch list.source {
      case .joined(let column): return [(column, path)]
      case .rows: return []
      case .columns(let columns): return columns.indices.map { (columns[$0], "\(path)/\($0)") }
      }
    }
    uses += grades.map { ($0.name, RuleSet.keyPath("grades", $0.name)) }
    for score in scores {
      let path = RuleSet.keyPath("scores", score.name, "sum")
      for (number, term) in score.sum.enumerated() {
        uses += term.columns.map { ($0, "\(path)/\(number)") }
      }
    }
    for ranking in rankings {
      let path = RuleSet.keyPath("rankings", ranking.name, "by")
      for (number, key) in ranking.by.enumerated() {
        if case .column(let column) = key.measure { uses.append((column, "\(path)/\(number)")) }
      }
    }
    for pool in pools {
      if case .attribute(let column) = pool.audience {
        uses.append((column, RuleSet.keyPath("pools", pool.name, "audience")))
      }
    }
    return uses + plan.splits.flatMap(columnUses) + stages.flatMap(columnUses)
  }

  private func columnUses(_ split: SplitRule) -> [(column: String, path: String)] {
    let path = RuleSet.keyPath("plan", "splits", split.name)
    var uses: [(column: String, path: String)] = []
    switch split.seats {
    case .share, .restOf: break
    case .shareColumn(let column, _): uses.append((column, path + "/share"))
    case .column(let column): uses.append((column, path + "/seats"))
    }
    uses.append((split.weights, path + "/weights"))
    uses += split.levels.map { ($0, path + "/levels") }
    uses += [(split.of, "/of"), (split.within, "/within"), (split.tier, "/tier")].compactMap {
      column, key in
      column.map { ($0, path + key) }
    }
    return uses + columnUses(split.eligibleIf, path + "/eligibleIf")
  }

  private func columnUses(_ stage: StageRule) -> [(column: String, path: String)] {
    let path = RuleSet.keyPath("stages", stage.name)
    var uses = columnUses(stage.eligible, path + "/eligible") + columnUses(stage.lines, path)
    for entry in stage.pools {
      let path = path + RuleSet.keyPath("pools", pools[entry.pool].name)
      if case .column(let column)? = entry.ranking { uses.append((column, path + "/ranking")) }
      uses += columnUses(entry.eligible, path + "/eligible") + columnUses(entry.lines, path)
    }
    return uses
  }

  private func columnUses(
    _ conditions: [ConditionRule], _ path: String
  ) -> [(column: String, path: String)] {
    conditions.enumerated().flatMap { number, condition in
      condition.columns.map { ($0, "\(path)/\(number)") }
    }
  }

  private func columnUses(_ lines: [LineRule], _ path: String) -> [(column: String, path: String)] {
    lines.enumerated().compactMap { number, line in
      guard case .programmeColumn(let column, _) = line.bound else { return nil }
      return (column, "\(path)/lines/\(number)")
    }
  }
}

extension ScoreRule.Term {
  /// The columns that are summed here.
  var columns: [String] {
    switch self {
    case .column(let column, _): [column]
    case .bonus(let columns, _, _): columns
    case .grade, .score: []
    }
  }
}

extension RankingRule {
  /// The columns that are keys themselves.
  var columns: [String] {
    by.compactMap { key in
      guard case .column(let column) = key.measure else { return nil }
      return column
    }
  }
}

extension ConditionRule {
  /// The columns that are looked at.
  fileprivate var columns: [String] {
    switch self {
    case .isOneOf(let subject, _): [subject.column]
    case .equalsProgramme(let subject, let column): [subject.column, column]
    case .scoreWithin, .gradeWithin: []
    case .all(let parts), .any(let parts): parts.flatMap(\.columns)
    case .not(let part): part.columns
    }
  }
}
