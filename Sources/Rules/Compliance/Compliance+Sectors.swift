import Diagnostics

extension RuleSet {
  /// The columns of `programmes.csv` that the stages' conditions look at, in order, each once.
  public var conditionColumns: [String] {
    var index = NameIndex(of: Noun.pool)
    for condition in stages.flatMap({ $0.eligible + $0.pools.flatMap(\.eligible) }) {
      for column in condition.programmeColumns where index.number(of: column) == nil {
        index.add(column)
      }
    }
    return index.names
  }

  /// Every stage that offers a pool not marked `quota` to one sector alone where both exist. Two
  /// things are looked at, and nothing that depends on students or their lists:
  ///
  /// 1. Conditions on programmes, of the stage or of its pool: of the programmes that can have
  ///    seats of the pool (also moved there by an earlier `unfilled`), they leave one sector alone.
  /// 2. Seats: all seats of the stage's pools not marked `quota` belong to one sector, while the
  ///    other has such seats elsewhere.
  ///
  /// A condition that also depends on the student leaves a programme in. Programmes without a
  /// `sector` count for neither. Complexity: O(stages × programmes × conditions).
  public func publicPrivateFindings(_ programmes: [ProgrammeFacts]) -> [ComplianceFinding] {
    let known = programmes.filter { $0.sector != nil }
    let common = pools.indices.filter { !pools[$0].isQuota }
    guard known.sectors.count == 2 else { return [] }
    let elsewhere = known.filter { facts in common.contains { facts.seats[$0] > 0 } }.sectors
    var holders = pools.indices.map { pool in known.indices.filter { known[$0].seats[pool] > 0 } }
    var findings: [ComplianceFinding] = []
    for stage in stages {
      let offered = stage.pools.filter { !pools[$0.pool].isQuota }
      let bySeats = Set(offered.flatMap { holders[$0.pool] }).map { known[$0] }.sectors
      if bySeats.count == 1, elsewhere.count == 2, planned(offered, known) {
        findings.append(sectorFinding(stage, offered, bySeats.first!))
      }
      for entry in offered {
        let able = holders[entry.pool].map { known[$0] }
        let left = able.filter { facts in
          !(stage.eligible + entry.eligible).contains { $0.holds(for: facts) == false }
        }
        if able.sectors.count == 2, left.sectors.count == 1 {
          findings.append(sectorFinding(stage, [entry], left.sectors.first!))
        }
      }
      if case .to(let target) = stage.unfilled {
        let moved = stage.pools.flatMap { holders[$0.pool] }
        holders[target] = Set(holders[target] + moved).sorted()
      }
    }
    return findings
  }

  /// Whether some of the pools have seats from the beginning: a pool that only receives what is
  /// left elsewhere says nothing about who is kept apart.
  private func planned(_ offered: [StagePoolRule], _ programmes: [ProgrammeFacts]) -> Bool {
    offered.contains { entry in programmes.contains { $0.seats[entry.pool] > 0 } }
  }

  private func sectorFinding(
    _ stage: StageRule, _ entries: [StagePoolRule], _ sector: Sector
  ) -> ComplianceFinding {
    let names = entries.map { asciiQuoted(pools[$0.pool].name) }
    return finding(
      .publicPrivate, stage.name, at: RuleSet.keyPath("stages", stage.name, "pools"),
      zh: """
        批次 \(asciiQuoted(stage.name)) 的名额类别 \(names.joined(separator: "、")) 只对\
        \(sector == .public ? "公办" : "民办")学校投放
        """,
      en: """
        the stage \(asciiQuoted(stage.name)) offers \(names.joined(separator: ", ")) to \
        \(sector.rawValue) schools alone
        """)
  }
}

extension Sequence<ProgrammeFacts> {
  fileprivate var sectors: Set<Sector> { Set(compactMap(\.sector)) }
}

extension ConditionRule {
  /// The columns of `programmes.csv` that are looked at.
  fileprivate var programmeColumns: [String] {
    switch self {
    case .isOneOf(.programme(let column), _): [column]
    case .equalsProgramme(.programme(let a), let b): [a, b]
    case .equalsProgramme(.student, let column): [column]
    case .isOneOf(.student, _), .scoreWithin, .gradeWithin: []
    case .all(let parts), .any(let parts): parts.flatMap(\.programmeColumns)
    case .not(let part): part.programmeColumns
    }
  }

  /// Whether the condition holds for a programme whoever the student is; nil where it depends
  /// (Kleene's three-valued logic).
  fileprivate func holds(for facts: ProgrammeFacts) -> Bool? {
    switch self {
    case .isOneOf(.programme(let column), let texts):
      return facts.attributes[column].map { cell in texts.contains { sameBytes($0, cell) } }
    case .equalsProgramme(.programme(let a), let b):
      guard let one = facts.attributes[a], let other = facts.attributes[b] else { return nil }
      return sameBytes(one, other)
    case .isOneOf(.student, _), .equalsProgramme, .scoreWithin, .gradeWithin: return nil
    case .all(let parts):
      let values = parts.map { $0.holds(for: facts) }
      return values.contains(false) ? false : values.contains(nil) ? nil : true
    case .any(let parts):
      let values = parts.map { $0.holds(for: facts) }
      return values.contains(true) ? true : values.contains(nil) ? nil : false
    case .not(let part): return part.holds(for: facts).map { !$0 }
    }
  }
}
