import Admission
import Cases

/// The threshold form (METHODS.md, "The threshold form"): from the cutoffs, the lines and a
/// student's own values to what that student got, without the others. A pair is admitted where it
/// comes no later than the last one that a pool, open to the student, admitted, or where seats are
/// left.
///
/// Deferred acceptance ends in a stable matching, and has this form too, with a cutoff for each
/// pool by the pool's own ranking: were a student refused where a seat of theirs is empty, or held
/// by somebody who comes later, the programme would have kept them by any of the choice rules.
/// Which of several pools holds the seat is then a matter of the rule, and taken from the
/// admissions.
struct Judge: Sendable {
  let read: Case
  let published: Published
  /// What the admissions say of a student: all that is known of stages of trading cycles.
  let recorded: @Sendable (Int) -> Seat?
  /// Whether all students are one: 0 as the case has it, the others with something changed.
  private let areVariants: Bool
  private let refusals: Set<Refusal>
  private let priorities: OwnPriorities

  private struct Refusal: Hashable {
    let cell: CellKey
    let student: Int
  }

  init(_ read: Case, _ published: Published, recorded: @escaping @Sendable (Int) -> Seat?) {
    self.init(read, published, areVariants: false, recorded: recorded)
  }

  /// Judges variants of one student: 0 as the case has it, the others with something changed.
  init(variants read: Case, _ published: Published) {
    self.init(read, published, areVariants: true) { _ in nil }
  }

  private init(
    _ read: Case, _ published: Published, areVariants: Bool,
    recorded: @escaping @Sendable (Int) -> Seat?
  ) {
    self.read = read
    self.recorded = recorded
    self.published = published
    self.areVariants = areVariants
    priorities = OwnPriorities(read)
    var refusals: Set<Refusal> = []
    // Where a student is decided on twice, the later row counts.
    for decision in read.market.decisions {
      let refusal = Refusal(
        cell: CellKey(
          stage: decision.stage, programme: decision.programme, pool: decision.pool,
          audience: decision.audience), student: areVariants ? 0 : decision.student)
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
      if !isProvisional, seat(finding) != nil { isPlaced = true }
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
    if finding.isTrading { return finding.recorded }
    return finding.admission.map {
      Seat(
        stage: finding.stage, programme: $0.choice.programme, pool: $0.pool.pool,
        choice: $0.choice.choice)
    }
  }

  /// Whether every stage is a queue, so that a change of one student leaves the cutoffs before them
  /// as they are.
  var areAllQueues: Bool { read.market.stages.allSatisfy { $0.mechanism == .queue } }
  /// Whether the cutoffs say who is admitted in every stage.
  var cutoffsDecide: Bool { read.market.stages.allSatisfy { $0.mechanism != .topTradingCycles } }

  private func finding(_ student: Int, _ number: Int, isOver: Bool) -> StageFinding {
    if isOver { return StageFinding(stage: number, isOver: true, failures: [], choices: []) }
    let stage = read.market.stages[number]
    let own = failures(stage, student)
    let isQueue = stage.mechanism == .queue
    let seat = isQueue ? nil : recorded(student).flatMap { $0.stage == number ? $0 : nil }
    let isTrading = stage.mechanism == .topTradingCycles
    let list = read.market.cohort.lists[stage.list]
    var choices: [StageFinding.Choice] = []
    var isPlaced = false
    for choice in 0..<list.width {
      let programme = Int(list.cells[student * list.width + choice]) - 1
      if programme < 0 { continue }
      var found = self.choice(
        student, choice, programme, number, isClosed: !own.isEmpty,
        isPlaced: isPlaced && !isTrading)
      if isTrading { keepClosed(&found, seat) } else if !isQueue { keepOne(&found, seat) }
      isPlaced = isPlaced || found.isAdmitted
      choices.append(found)
    }
    return StageFinding(
      stage: number, isOver: false, failures: own, choices: choices, isTrading: isTrading,
      recorded: isTrading ? seat : nil)
  }

  /// Of a choice in trading cycles what conditions, lines and lists say of it, and where the
  /// admissions say that it was granted; of the rest the cutoffs say nothing.
  private func keepClosed(_ choice: inout StageFinding.Choice, _ seat: Seat?) {
    for at in choice.pools.indices {
      switch choice.pools[at].verdict {
      case .closed, .notOpen, .unlisted: continue
      default:
        guard let seat, seat.choice <= choice.choice else {
          choice.pools[at].verdict = .traded
          continue
        }
        let isHere = seat.choice == choice.choice && seat.pool == choice.pools[at].pool
        choice.pools[at].verdict = isHere ? .admitted : .notAsked
      }
    }
  }

  /// Of the pools that would admit, the one that holds the student by the admissions; where that
  /// says nothing of this programme, the first.
  private func keepOne(_ choice: inout StageFinding.Choice, _ seat: Seat?) {
    let admitting = choice.pools.indices.filter { choice.pools[$0].verdict == .admitted }
    let isHere = seat?.programme == choice.programme
    let kept = admitting.first { isHere && choice.pools[$0].pool == seat!.pool } ?? admitting.first
    for at in admitting where at != kept { choice.pools[at].verdict = .notAsked }
  }

  /// What closes the whole stage: conditions on the student alone, and missing numbers.
  private func failures(_ stage: Stage, _ student: Int) -> [StageFinding.Failure] {
    let cohort = read.market.cohort
    var found: [StageFinding.Failure] = []
    for (at, condition) in stage.gate.conditions.enumerated() where !condition.involvesProgramme {
      if !condition.holds(student, 0, in: cohort) { found.append(.condition(at)) }
    }
    var needed = stage.gate.required + stage.gate.lines.map(\.number)
    if let ranking = stage.ranking { needed += read.market.rankings[ranking].keys.map(\.number) }
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
    let isQueue = stage.mechanism == .queue
    let priority = priorities.value(student, programme)
    var pools: [StageFinding.Pool] = []
    var isPlaced = isPlaced
    for (entry, offered) in stage.pools.enumerated() where failures.isEmpty && !isClosed {
      let audience = read.audience(of: student, in: offered.pool)
      let cell = audience.map {
        CellKey(stage: number, programme: programme, pool: offered.pool, audience: $0)
      }
      let cutoff = cell.flatMap { published.cutoffs[$0] }
      let keys = published.keys.key(number, offered.pool, programme)
      var own = self.failures(offered.gate, student)
      if !isQueue { own += missing(keys, student) }
      own += pairFailures(
        offered.gate, lines.filter { $0.pool == offered.pool }, student, programme)
      let isUnlisted = offered.ranking == .priorities && priority == nil
      let key = keys.values(student, choice: choice, priority: priority ?? 0)
      let verdict: StageFinding.Verdict =
        isPlaced
        ? .notAsked
        : !own.isEmpty
          ? .closed(own)
          : isUnlisted ? .unlisted : verdict(cell, cutoff, student, key, keys, isQueue)
      // A queue stops at the first pool; a programme that chooses by a rule has a say in it.
      if verdict == .admitted, isQueue { isPlaced = true }
      pools.append(
        StageFinding.Pool(
          entry: entry, pool: offered.pool, audience: audience, cutoff: cutoff, keys: keys,
          key: isUnlisted ? [] : key, verdict: verdict))
    }
    return StageFinding.Choice(
      choice: choice, programme: programme, failures: failures, pools: pools)
  }

  /// Numbers of a pool's own ranking that are missing: the student has no place in it.
  private func missing(_ keys: PairKey, _ student: Int) -> [StageFinding.Failure] {
    keys.entries.compactMap { entry in
      guard case .number(let number) = entry.kind,
        read.market.cohort.numbers[number][student] == NumberColumn.missing
      else { return nil }
      return .missing(number: number)
    }
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
    for line in lines {
      // A number that is missing has been named among what is asked of the student alone.
      let own = cohort.numbers[line.number][student]
      if own != NumberColumn.missing, own < line.least { found.append(.line(line)) }
    }
    return found
  }

  private func verdict(
    _ cell: CellKey?, _ cutoff: Cutoff?, _ student: Int, _ key: [Int128], _ keys: PairKey,
    _ isQueue: Bool
  ) -> StageFinding.Verdict {
    guard let cell, let cutoff else { return .notOpen }
    // A decision is about a class of equals: a variant that is not equal to the student as they
    // were has left the class.
    let refusal = Refusal(cell: cell, student: areVariants ? 0 : student)
    if refusals.contains(refusal), isUnchanged(student, cell, key, keys) { return .refused }
    if cutoff.vacant > 0 { return .admitted }
    // Seats that a reserve leaves empty may be moved on at the end: nobody who asked was refused
    // there.
    if !isQueue, cutoff.admitted < cutoff.seats { return .admitted }
    guard cutoff.seats > 0 || !isQueue, let last = cutoff.last else { return .noSeats }
    guard let difference = keys.firstDifference(key, last) else {
      // Who comes to equal the last admitted would make a class that people have to decide.
      return stops(cell.stage) && !isUnchanged(student, cell, key, keys) ? .tied : .admitted
    }
    return difference.isBefore ? .admitted : .beaten(key: difference.key)
  }

  private func stops(_ stage: Int) -> Bool {
    read.rules.stages[stage].ranking.map { read.rules.rankings[$0].ties == .stop } ?? false
  }

  /// Whether the student stands at a cell where they stood as the case has them.
  private func isUnchanged(
    _ student: Int, _ cell: CellKey, _ key: [Int128], _ keys: PairKey
  ) -> Bool {
    if !areVariants || student == 0 { return true }
    let list = read.market.cohort.lists[read.market.stages[cell.stage].list]
    let choice = (0..<list.width).first { Int(list.cells[$0]) - 1 == cell.programme }
    return choice.map { keys.values(0, choice: $0) == key } ?? false
  }
}
