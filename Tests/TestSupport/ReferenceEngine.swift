import Admission
import Columns

/// Queue stages by their definition (METHODS.md, "Queue stages" and "Ties"): sort all pairs, walk
/// them once, class by class. Slow and plain on purpose; the engine must come to the same in
/// everything.
public func referenceAllocate(_ market: Market) throws(AllocationFailure) -> Outcome {
  var walk = ReferenceWalk(market: market)
  walk.placements = Array(repeating: Placement(), count: market.cohort.count)
  for seat in market.seats {
    let cell = Cell(pool: seat.pool, audience: seat.audience, programme: seat.programme)
    walk.left[cell] = seat.seats
    walk.ledger[cell, default: cell.account].planned = seat.seats
  }
  for stage in market.stages.indices { try walk.run(stage) }
  let unanswered = market.decisions.indices.filter { !walk.answered.contains($0) }
  guard unanswered.isEmpty else { throw .unanswered(unanswered) }
  let ledger = walk.ledger.sorted { $0.key < $1.key }.map(\.value)
    .filter { ($0.planned, $0.movedIn, $0.movedOut, $0.admitted) != (0, 0, 0, 0) }
  return Outcome(
    placements: Column(walk.placements), stages: walk.stages, ledger: ledger, drawn: walk.drawn)
}

/// A walk through the stages: where it stands.
struct ReferenceWalk {
  let market: Market
  var placements: [Placement] = []
  var left: [Cell: Int] = [:]
  var ledger: [Cell: LedgerCell] = [:]
  var stages: [StageOutcome] = []
  var admissions: [[Claim]] = []  // of each stage, provisional ones too
  var answered: Set<Int> = []  // indices into market.decisions
  /// Who proposes next, where that must not matter.
  var offers = SeededGenerator(seed: 1)

  mutating func run(_ number: Int) throws(AllocationFailure) {
    let stage = market.stages[number]
    if stage.mechanism != .queue { return try runMatching(number) }
    let places = try market.places(in: stage.ranking!)
    let before = (placements: placements, left: left)
    let lines = lines(of: stage)
    let candidates = placements.indices.filter { !before.placements[$0].isAdmitted }
    let eligible = candidates.filter {
      market.key(stage, place: places[$0], student: $0, choice: 0) != nil
        && market.meets(stage.gate, lines.stage, student: $0, programme: nil)
    }
    let pairs = eligible.flatMap { self.pairs(of: $0, place: places[$0], stage, lines) }
      .sorted { $0.key.lexicographicallyPrecedes($1.key) }
    var cells = cells(of: stage)
    for cell in pairs.flatMap(\.cells) {
      cells[cell, default: cell.cutoff(seats: 0)].applicants += 1
    }
    let parting = stage.order.firstIndex(of: .rank)! + 1  // keys after rank do not part a class
    admissions.append([])
    var start = 0
    while start < pairs.count {
      let key = pairs[start].key.prefix(parting)
      let end = pairs[start...].firstIndex { $0.key.prefix(parting) != key } ?? pairs.count
      for (cell, claims) in try claims(of: pairs[start..<end], in: number) {
        admit(claims, to: cell, in: number, places, &cells[cell]!)
      }
      start = end
    }

    let published = cells.sorted { $0.key < $1.key }.map(\.value)
      .filter { $0.seats != 0 || $0.applicants != 0 }
    stages.append(
      StageOutcome(
        cells: published, lines: lines.stage + lines.pools.joined(), candidates: candidates.count,
        eligible: eligible.count, admitted: admissions[number].count))
    settle(stage, cells, before)
  }

  /// The seats of the stage's pools as it begins.
  func cells(of stage: Stage) -> [Cell: CutoffCell] {
    var cells: [Cell: CutoffCell] = [:]
    for cell in left.keys where stage.pools.contains(where: { $0.pool == cell.pool }) {
      cells[cell] = cell.cutoff(seats: left[cell]!)
    }
    return cells
  }

  /// The pairs of a student, with the seats that each could take, in the order of the pools.
  private func pairs(
    of student: Int, place: Int?, _ stage: Stage,
    _ lines: (stage: [LineInForce], pools: [[LineInForce]])
  ) -> [Pair] {
    var pairs: [Pair] = []
    for (choice, programme) in market.choices(of: student, in: stage.list)
    where market.meets(stage.gate, lines.stage, student: student, programme: programme) {
      let key = market.key(stage, place: place, student: student, choice: choice)!
      var pair = Pair(student: student, choice: choice, key: key)
      for (entry, lines) in zip(stage.pools, lines.pools)
      where market.meets(entry.gate, lines, student: student, programme: programme) {
        if let audience = market.audience(of: student, in: entry.pool) {
          pair.cells.append(Cell(pool: entry.pool, audience: audience, programme: programme))
        }
      }
      pairs.append(pair)
    }
    return pairs
  }

  /// Gives the students of a class their seats of `cell`.
  private mutating func admit(
    _ claims: [Claim], to cell: Cell, in number: Int, _ places: [Int?], _ cutoff: inout CutoffCell
  ) {
    let student = claims.map(\.student).min()!
    let lowest = cutoff.lowestStudent
    if lowest < 0 || (places[lowest]!, -lowest) < (places[student]!, -student) {
      cutoff.lowestStudent = student
    }
    cutoff.admitted += claims.count
    cutoff.lastStudent = student
    cutoff.lastChoice = claims.map(\.choice).max()!
    left[cell]! = max(0, left[cell]! - claims.count)
    for claim in claims {
      placements[claim.student] = Placement(
        stage: number, pool: cell.pool, programme: cell.programme, choice: claim.choice)
    }
    admissions[number] += claims
  }

  /// The lines in force: the stage's own, and those of each of its pools.
  func lines(of stage: Stage) -> (stage: [LineInForce], pools: [[LineInForce]]) {
    (
      stage.gate.lines.map { inForce($0, for: nil) },
      stage.pools.map { pool in pool.gate.lines.map { inForce($0, for: pool.pool) } }
    )
  }

  /// Enters what a stage did into the accounts; what a provisional one did is undone.
  mutating func settle(
    _ stage: Stage, _ cells: [Cell: CutoffCell],
    _ before: (placements: [Placement], left: [Cell: Int])
  ) {
    if stage.provisional {
      (placements, left) = before
      return
    }
    for (cell, cutoff) in cells
    where (cutoff.admitted, cutoff.movedIn, cutoff.movedOut) != (0, 0, 0) {
      ledger[cell, default: cell.account].admitted += cutoff.admitted
      ledger[cell]!.excess += max(0, -cutoff.balance)
      ledger[cell]!.movedIn += cutoff.movedIn
      ledger[cell]!.movedOut += cutoff.movedOut
    }
    stage.unfilled.forEach { move($0) }
  }

  /// What the students of a class take, by cell: each the first choice and pool that has a seat
  /// left when the class begins, as far as the people who decide ties do not refuse it.
  mutating func claims(
    of pairs: ArraySlice<Pair>, in stage: Int
  ) throws(AllocationFailure) -> [Cell: [Claim]] {
    var decided: Set<Cell> = []
    while true {
      var claims: [Int: Claim] = [:]
      for pair in pairs where !placements[pair.student].isAdmitted && claims[pair.student] == nil {
        for cell in pair.cells where left[cell, default: 0] > 0 {
          if decided.contains(cell) {
            answered.formUnion(rows(stage, cell, pair.student))
            if decision(stage, cell, pair.student)?.admits == false { continue }
          }
          claims[pair.student] = Claim(student: pair.student, choice: pair.choice, cell: cell)
          break
        }
      }
      let byCell = Dictionary(grouping: claims.values, by: \.cell)
      guard market.ranking(ofQueue: market.stages[stage]).ties == .stop else { return byCell }
      let ties = byCell.filter { $1.count > left[$0]! }.map { cell, claims in
        TieStop(
          stage: stage, programme: cell.programme, pool: cell.pool, audience: cell.audience,
          seats: left[cell]!, students: claims.map(\.student).sorted())
      }.sorted { ($0.programme, $0.pool, $0.audience) < ($1.programme, $1.pool, $1.audience) }
      // Refusals at one cell send students on to others, which therefore wait their turn.
      let open = ties.first { tie in
        !decided.contains(Cell(tie))
          || tie.students.contains { decision(stage, Cell(tie), $0) == nil }
      }
      guard let tie = open else { return byCell }
      let decisions = tie.students.compactMap { decision(stage, Cell(tie), $0) }
      if decisions.count < tie.students.count { throw .stop(tie) }
      let admitted = decisions.count { $0.admits }
      if admitted < tie.seats { throw .tooFewAdmitted(tie, admitted: admitted) }
      decided.insert(Cell(tie))
    }
  }
}
