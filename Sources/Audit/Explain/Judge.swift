import Admission
import Cases

/// The threshold form (METHODS section 3): from the cutoffs, the lines and a student's own values to
/// what that student got, without the others. A pair is admitted where it comes no later than the last
/// one that a pool, open to the student, admitted, or where seats are left.
struct Judge: Sendable {
  let read: Case
  let published: Published
  private let refusals: Set<Refusal>

  private struct Refusal: Hashable {
    let cell: CellKey
    let student: Int
  }

  init(_ read: Case, _ published: Published) {
    self.read = read
    self.published = published
    var refusals: Set<Refusal> = []
    // Where a student is decided on twice, the later row counts.
    for decision in read.market.decisions {
      let refusal = Refusal(
        cell: CellKey(
          stage: decision.stage, programme: decision.programme, pool: decision.pool,
          audience: decision.audience), student: decision.student)
      if decision.admits { refusals.remove(refusal) } else { refusals.insert(refusal) }
    }
    self.refusals = refusals
  }

  /// Every stage as the student meets it.
  func findings(_ student: Int) -> [StageFinding] {
    var isPlaced = false
    return read.market.stages.indices.map { number in
      let isProvisional = read.market.stages[number].provisional
      let finding = finding(student, number, isOver: isPlaced)
      if !isProvisional, finding.admission != nil { isPlaced = true }
      return finding
    }
  }

  /// Where the student is admitted; nil: nowhere.
  func seat(_ findings: [StageFinding]) -> Seat? {
    for finding in findings where !read.market.stages[finding.stage].provisional {
      if let seat = seat(finding) { return seat }
    }
    return nil
  }

  /// Where the student is admitted in one stage, also a provisional one.
  func seat(_ finding: StageFinding) -> Seat? {
    finding.admission.map {
      Seat(
        stage: finding.stage, programme: $0.choice.programme, pool: $0.pool.pool,
        choice: $0.choice.choice)
    }
  }

  private func finding(_ student: Int, _ number: Int, isOver: Bool) -> StageFinding {
    if isOver { return StageFinding(stage: number, isOver: true, failures: [], choices: []) }
    let stage = read.market.stages[number]
    let own = failures(stage, student)
    let list = read.market.cohort.lists[stage.list]
    var choices: [StageFinding.Choice] = []
    var isPlaced = false
    for choice in 0..<list.width {
      let programme = Int(list.cells[student * list.width + choice]) - 1
      if programme < 0 { continue }
      let found = self.choice(
        student, choice, programme, number, isClosed: !own.isEmpty, isPlaced: isPlaced)
      isPlaced = isPlaced || found.isAdmitted
      choices.append(found)
    }
    return StageFinding(stage: number, isOver: false, failures: own, choices: choices)
  }

  /// What closes the whole stage: conditions on the student alone, and missing numbers.
  private func failures(_ stage: Stage, _ student: Int) -> [StageFinding.Failure] {
    let cohort = read.market.cohort
    var found: [StageFinding.Failure] = []
    for (at, condition) in stage.gate.conditions.enumerated() where !condition.involvesProgramme {
      if !condition.holds(student, 0, in: cohort) { found.append(.condition(at)) }
    }
    var needed = stage.gate.required + stage.gate.lines.map(\.number)
    needed += read.market.rankings[stage.ranking].keys.map(\.number)
    if let bands = stage.scoreBands { needed.append(bands.number) }
    for number in Set(needed).sorted() where cohort.numbers[number][student] == NumberColumn.missing
    {
      found.append(.missing(number: number))
    }
    return found
  }

  private func choice(
    _ student: Int, _ choice: Int, _ programme: Int, _ number: Int, isClosed: Bool, isPlaced: Bool
  ) -> StageFinding.Choice {
    let stage = read.market.stages[number]
    let lines = published.lines[number][programme]
    let failures = pairFailures(
      stage.gate, lines.filter { $0.pool == nil }, student, programme)
    let key = published.keys[number].values(student, choice: choice)
    var pools: [StageFinding.Pool] = []
    var isPlaced = isPlaced
    for (entry, offered) in stage.pools.enumerated() where failures.isEmpty && !isClosed {
      let audience = read.audience(of: student, in: offered.pool)
      let cell = audience.map {
        CellKey(stage: number, programme: programme, pool: offered.pool, audience: $0)
      }
      let cutoff = cell.flatMap { published.cutoffs[$0] }
      var own = self.failures(offered.gate, student)
      own += pairFailures(
        offered.gate, lines.filter { $0.pool == offered.pool }, student, programme)
      let verdict =
        isPlaced
        ? .notAsked
        : own.isEmpty ? verdict(cell, cutoff, student, key, published.keys[number]) : .closed(own)
      if verdict == .admitted { isPlaced = true }
      pools.append(
        StageFinding.Pool(
          entry: entry, pool: offered.pool, audience: audience, cutoff: cutoff, verdict: verdict))
    }
    return StageFinding.Choice(
      choice: choice, programme: programme, failures: failures, key: key, pools: pools)
  }

  /// What a pool's own gate asks of the student alone.
  private func failures(_ gate: Gate, _ student: Int) -> [StageFinding.Failure] {
    let cohort = read.market.cohort
    var found: [StageFinding.Failure] = []
    for number in Set(gate.required + gate.lines.map(\.number)).sorted()
    where cohort.numbers[number][student] == NumberColumn.missing {
      found.append(.missing(number: number))
    }
    for (at, condition) in gate.conditions.enumerated() where !condition.involvesProgramme {
      if !condition.holds(student, 0, in: cohort) { found.append(.condition(at)) }
    }
    return found
  }

  /// What a gate asks of the student at the programme.
  private func pairFailures(
    _ gate: Gate, _ lines: [PublishedLine], _ student: Int, _ programme: Int
  ) -> [StageFinding.Failure] {
    let cohort = read.market.cohort
    var found: [StageFinding.Failure] = []
    for (at, condition) in gate.conditions.enumerated() where condition.involvesProgramme {
      if !condition.holds(student, programme, in: cohort) { found.append(.condition(at)) }
    }
    for line in lines where cohort.numbers[line.number][student] < line.least {
      found.append(.line(line))
    }
    return found
  }

  private func verdict(
    _ cell: CellKey?, _ cutoff: Cutoff?, _ student: Int, _ key: [Int128], _ keys: PairKey
  ) -> StageFinding.Verdict {
    guard let cell, let cutoff else { return .notOpen }
    if refusals.contains(Refusal(cell: cell, student: student)) { return .refused }
    if cutoff.vacant > 0 { return .admitted }
    guard cutoff.seats > 0, let last = cutoff.last else { return .noSeats }
    guard let difference = keys.firstDifference(key, last) else { return .admitted }
    return difference.isBefore ? .admitted : .beaten(key: difference.key)
  }
}
