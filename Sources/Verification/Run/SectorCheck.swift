import Rules

/// The compliance point `publicPrivate` once more: whether a stage offers seats that are for all to
/// one sector alone, where both exist.
///
/// Programme by programme: which pools it can have seats of at each stage, and which conditions may
/// let it in. Complexity: O(programmes · stages · (pools + conditions)).
struct SectorCheck {
  private let rules: RuleSet
  private let programmes: [ProgrammeFacts]

  init(_ rules: RuleSet, _ programmes: [ProgrammeFacts]) {
    self.rules = rules
    self.programmes = programmes.filter { $0.sector != nil }
  }

  /// Public and private schools, each seen or not.
  private struct Seen {
    var isPublic = false
    var isPrivate = false
    var both: Bool { isPublic && isPrivate }
    var one: Bool { isPublic != isPrivate }

    mutating func see(_ sector: Sector?) {
      if sector == .public { isPublic = true }
      if sector == .private { isPrivate = true }
    }
  }

  /// Whether some stage is for one sector alone.
  var isBroken: Bool {
    var (all, withSeats) = (Seen(), Seen())
    for programme in programmes {
      all.see(programme.sector)
      if rules.pools.indices.contains(where: { isForAll($0) && programme.seats[$0] > 0 }) {
        withSeats.see(programme.sector)
      }
    }
    guard all.both else { return false }
    let reach = programmes.map(reachedPools)
    return rules.stages.indices.contains { number in
      let stage = rules.stages[number]
      let offered = stage.pools.filter { isForAll($0.pool) }
      var holders = Seen()
      for (programme, pools) in zip(programmes, reach)
      where offered.contains(where: { pools[number][$0.pool] }) {
        holders.see(programme.sector)
      }
      let isPlanned = offered.contains { entry in
        programmes.contains { $0.seats[entry.pool] > 0 }
      }
      if withSeats.both, holders.one, isPlanned { return true }
      return offered.contains {
        isOneLeft(by: stage.eligible + $0.eligible, $0.pool, number, reach)
      }
    }
  }

  private func isForAll(_ pool: Int) -> Bool { !rules.pools[pool].isQuota }

  /// For each stage the pools of which a programme has seats then: its own, and those to which what
  /// an earlier stage left was moved.
  private func reachedPools(_ programme: ProgrammeFacts) -> [[Bool]] {
    var reached = programme.seats.map { $0 > 0 }
    return rules.stages.map { stage in
      defer {
        if case .to(let target) = stage.unfilled, stage.pools.contains(where: { reached[$0.pool] })
        {
          reached[target] = true
        }
      }
      return reached
    }
  }

  /// Whether both sectors have seats of a pool, and conditions leave one of them.
  private func isOneLeft(
    by conditions: [ConditionRule], _ pool: Int, _ stage: Int, _ reach: [[[Bool]]]
  ) -> Bool {
    var (before, left) = (Seen(), Seen())
    for (programme, pools) in zip(programmes, reach) where pools[stage][pool] {
      before.see(programme.sector)
      if conditions.allSatisfy({ SectorCheck.outcomes($0, programme).mayHold }) {
        left.see(programme.sector)
      }
    }
    return before.both && left.one
  }

  /// What a condition may come to for a programme, over all students.
  private static func outcomes(
    _ condition: ConditionRule, _ programme: ProgrammeFacts
  ) -> (mayHold: Bool, mayFail: Bool) {
    switch condition {
    case .isOneOf(.programme(let column), let values):
      guard let cell = programme.attributes[column] else { return (true, true) }
      let holds = values.contains { areSameBytes($0, cell) }
      return (holds, !holds)
    case .equalsProgramme(.programme(let a), let b):
      guard let one = programme.attributes[a], let other = programme.attributes[b] else {
        return (true, true)
      }
      return (areSameBytes(one, other), !areSameBytes(one, other))
    case .isOneOf(.student, _), .equalsProgramme, .scoreWithin, .gradeWithin: return (true, true)
    case .all(let parts):
      let each = parts.map { outcomes($0, programme) }
      return (each.allSatisfy(\.mayHold), each.contains(where: \.mayFail))
    case .any(let parts):
      let each = parts.map { outcomes($0, programme) }
      return (each.contains(where: \.mayHold), each.allSatisfy(\.mayFail))
    case .not(let part):
      let inner = outcomes(part, programme)
      return (inner.mayFail, inner.mayHold)
    }
  }
}
