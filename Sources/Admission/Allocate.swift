import Columns

/// Runs the stages of `market`, one after the other.
///
/// The definition (METHODS.md, "Queue stages"): take every pair of a student without a seat and a
/// choice that meets the gates, sort the pairs by the stage's order, and walk them once; a pair
/// takes a seat of the first pool that has one left for the student's audience. Everything here is
/// a faster way to the same result, which does not depend on `workers`.
///
/// Programmes, pools and audiences are numbered in the order in which ties are to be reported.
///
/// Throws what people have to settle: `.stop` at a tie without decisions, `.lotsMissing` where
/// equals must draw and there are no lots, `.tooFewAdmitted` and `.unanswered` for decisions that
/// do not fit. Indices out of range are programming errors, and trap.
/// Complexity: O(students × (keys + choices) + seats cells), on all workers but for stages whose
/// audiences meet.
public func allocate(
  _ market: Market, workers: Workers = .all
) throws(AllocationFailure) -> Outcome {
  try allocate(market, workers: workers, observer: .nobody)
}

/// The same, telling `observer` of each phase that ends.
package func allocate(
  _ market: Market, workers: Workers, observer: PhaseObserver
) throws(AllocationFailure) -> Outcome {
  var run = AllocationRun(
    market, workers: workers.worth(market.cohort.count), observer: observer)
  observer.ended(.settle)
  for stage in market.stages.indices { try run.runStage(stage) }
  return try run.finish()
}

/// What an allocation consists of.
extension Phase {
  /// A ranking is made, when a stage first asks for it.
  package static let rank = Phase("rank")
  /// It is found who takes part in a stage.
  package static func enter(_ stage: Int) -> Phase { Phase("enter", stage: stage) }
  /// The students of a stage are put in the order in which they are walked.
  package static func order(_ stage: Int) -> Phase { Phase("order", stage: stage) }
  /// The pairs of a stage are walked.
  package static func walk(_ stage: Int) -> Phase { Phase("walk", stage: stage) }
  /// Cutoffs and seats are entered.
  package static let settle = Phase("settle")
}

/// An allocation on its way through the stages.
struct AllocationRun {
  let market: Market
  let workers: Workers
  let observer: PhaseObserver
  /// Placements so far.
  let placements: Column<Placement>
  private var stores: [SeatStore]
  private var orders: [Int: RankOrder] = [:]
  private var stages: [StageOutcome] = []
  private var cutoffs: [CutoffKey: Cutoffs] = [:]
  private var answered: Set<Int> = []
  private var usesPriorities = false

  private struct CutoffKey: Hashable {
    let stage: Int
    let pool: Int
    let number: Int
  }

  init(_ market: Market, workers: Workers, observer: PhaseObserver) {
    self.market = market
    self.workers = workers
    self.observer = observer
    placements = Column(count: market.cohort.count)
    stores = market.pools.indices.map { pool in
      SeatStore(
        pool: pool, audiences: market.audiences[market.pools[pool].audience].count,
        seats: market.seats)
    }
  }

  /// Runs one stage.
  mutating func runStage(_ number: Int) throws(AllocationFailure) {
    let stage = market.stages[number]
    for ranking in stage.rankings { _ = try order(of: ranking) }
    observer.ended(.rank)
    let target = stage.provisional ? Column<Placement>(count: market.cohort.count) : placements
    let cells = try stage.mechanism == .queue ? walk(number, target) : match(number, target)
    keepCutoffs(of: number, cells, target)
    observer.ended(.settle)
    if stage.provisional { return }
    for pool in Set(stage.pools.map(\.pool)) {
      stores[pool].enter(cells.lazy.filter { $0.pool == pool })
    }
    for move in stage.unfilled {
      let moved = stores[move.from].takeVacant(move.audience)
      stores[move.to].receive(moved)
    }
    observer.ended(.settle)
  }

  /// Runs a queue stage.
  private mutating func walk(
    _ number: Int, _ target: Column<Placement>
  ) throws(AllocationFailure) -> [CutoffCell] {
    let (known, order) = (cutoffs, orders[market.stages[number].ranking!]!)
    let plan = StagePlan(
      number, of: market, order: order, placements: placements,
      cutoffs: { known[CutoffKey(stage: $0, pool: $1, number: $2)]! }, workers: workers)
    observer.ended(.enter(number))
    let run = try StageRun(
      plan, order: order, stores: stores, placements: target, workers: workers,
      observer: observer)
    observer.ended(.walk(number))
    answered.formUnion(run.answered)
    enter(run.cells, plan.participants, plan.gate, plan.entries)
    return run.cells
  }

  /// Runs a stage in which each pool ranks for itself.
  private mutating func match(_ number: Int, _ target: Column<Placement>) -> [CutoffCell] {
    let (known, stage) = (cutoffs, market.stages[number])
    let own = ProgrammeOrders(number, of: market, orders: orders)
    let plan = MatchingPlan(
      number, of: market, orders: own, placements: placements,
      cutoffs: { known[CutoffKey(stage: $0, pool: $1, number: $2)]! }, workers: workers)
    observer.ended(.enter(number))
    let cells: [CutoffCell]
    switch stage.mechanism {
    case .deferredAcceptance(let rule):
      cells =
        DeferredAcceptance(plan, rule, stores: stores, placements: target, workers: workers).cells
    case .topTradingCycles:
      cells = TradingCycles(plan, market, orders: own, stores: stores, placements: target).cells
    case .queue: preconditionFailure("a queue is walked")
    }
    if stage.pools.contains(where: { $0.ranking == .priorities }) { usesPriorities = true }
    observer.ended(.walk(number))
    enter(cells, plan.participants, plan.gate, plan.entries)
    return cells
  }

  /// What all stages came to.
  mutating func finish() throws(AllocationFailure) -> Outcome {
    let idle = market.decisions.indices.filter { !answered.contains($0) }
    if !idle.isEmpty { throw .unanswered(idle) }
    defer { observer.ended(.settle) }
    let drawn = orders.reduce(0) {
      $0 + (market.rankings[$1.key].ties == .lottery ? $1.value.equals : 0)
    }
    let drawnAtProgrammes = usesPriorities ? market.priorities?.drawn ?? 0 : 0
    let outcome = Outcome(
      placements: placements, stages: stages,
      ledger: ledger(),
      drawn: drawn + drawnAtProgrammes)
    outcome.checkInvariants(of: market, workers: workers)
    return outcome
  }

  /// The accounts of all pools.
  private func ledger() -> [LedgerCell] {
    var ledger: [LedgerCell] = []
    ledger.reserveCapacity(stores.reduce(0) { $0 + $1.accounts.count })
    for (pool, store) in stores.enumerated() { store.enter(pool: pool, into: &ledger) }
    return ledger
  }

  /// The order of a ranking, made when a stage first asks for it.
  private mutating func order(of ranking: Int) throws(AllocationFailure) -> RankOrder {
    if let known = orders[ranking] { return known }
    let order = RankOrder(market.rankings[ranking], of: market, workers: workers)
    if let students = order.undecided {
      throw .lotsMissing(ranking: ranking, students: students)
    }
    orders[ranking] = order
    return order
  }

  /// Enters what a stage did.
  private mutating func enter(
    _ cells: [CutoffCell], _ participants: Participants, _ gate: GateInForce,
    _ entries: [StagePlan.Entry]
  ) {
    stages.append(
      StageOutcome(
        cells: cells, lines: gate.lines + entries.flatMap(\.gate.lines),
        candidates: participants.candidates, eligible: participants.eligible,
        admitted: cells.reduce(0) { $0 + $1.admitted }))
  }

  /// Keeps the cutoffs of this stage for which later lines ask.
  private mutating func keepCutoffs(
    of number: Int, _ cells: [CutoffCell], _ placements: Column<Placement>
  ) {
    for later in market.stages.dropFirst(number + 1) {
      for line in later.gate.lines + later.pools.flatMap(\.gate.lines) {
        guard case .cutoff(number, let pool, _, _) = line.bound else { continue }
        let key = CutoffKey(stage: number, pool: pool, number: line.number)
        if cutoffs[key] == nil { cutoffs[key] = cutoff(key, cells, placements) }
      }
    }
  }

  private func cutoff(
    _ key: CutoffKey, _ cells: [CutoffCell], _ placements: Column<Placement>
  ) -> Cutoffs {
    var found = Cutoffs(
      lowest: Array(repeating: nil, count: market.programmeCount),
      isVacant: Array(repeating: false, count: market.programmeCount))
    for cell in cells where cell.pool == key.pool && cell.vacant > 0 {
      found.isVacant[cell.programme] = true
    }
    let numbers = market.cohort.numbers[key.number]
    for student in 0..<market.cohort.count {
      let placement = placements[student]
      guard placement.isAdmitted, placement.stage == key.stage, placement.pool == key.pool else {
        continue
      }
      let value = numbers[student]
      if value == NumberColumn.missing { continue }
      found.lowest[placement.programme] = min(found.lowest[placement.programme] ?? value, value)
    }
    return found
  }
}
