import Diagnostics
import Exact
import Rules

/// Goes through the stages in the order in which they run, and checks each from the inputs and the
/// placements of the run alone.
struct Recount {
  let inputs: CaseInputs
  private(set) var placements: [Placement]
  let threads: PlainThreads
  /// What each stage did.
  private(set) var stages: [StageCount] = []
  /// The seats' accounts.
  private(set) var ledger: SeatLedger
  var findings = Findings()
  /// Decisions that answered a stop, as rows of `inputs.decisions`.
  private(set) var answered: Set<Int> = []
  /// Stages checked by V1 to V5.
  private(set) var matchingCount = 0
  /// Stops that were found again.
  private(set) var stopCount = 0
  /// For each stage who was admitted in it: the run's placements; of a provisional stage its own,
  /// and those of earlier stages.
  private var placementsOfStage: [[Placement]?] = []
  /// Stages of which the run says something else than what follows from it, or from the definition.
  var disagreements: [Disagreement] = []

  private var market: MarketModel { inputs.market }

  /// What a stage's check found, and of how many more than some rows it finds something.
  struct Disagreement {
    let stage: Int
    let found: Findings
    let countBehind: @Sendable (_ altered: Set<Int>) -> Int
  }

  init(_ inputs: CaseInputs, _ placements: [Placement], threads: PlainThreads) {
    self.inputs = inputs
    self.placements = placements
    self.threads = threads
    ledger = SeatLedger(inputs.market)
  }

  /// Checks all stages.
  mutating func run() {
    for number in market.stages.indices {
      market.stages[number].rule.mechanism == .queue ? checkQueue(number) : checkMatching(number)
    }
    reportDisagreements()
    reportIdleDecisions()
    reportContradictions()
  }

  // MARK: Stages in which each pool ranks for itself

  private mutating func checkMatching(_ number: Int) {
    let claims = StageClaims(number, market, lines: lineValues(), placements: placements)
    var matching = LiteralMatching(claims, seats: ledger.left)
    matching.run()
    let isProvisional = market.stages[number].rule.provisional
    let own = isProvisional ? visible(matching.placements, number) : placements
    let check = MatchingCheck(claims, seats: ledger.left)
    let count = check.count(own)
    if !isProvisional {
      let (run, expected) = (placements, matching.placements)
      let found = check.compare(run, expected)
      disagree(number, found) { check.compare(run, expected, skipping: $0).count }
    }
    findings.merge(check.check(own, count))
    matchingCount += 1
    close(number, own, count)
  }

  /// Enters what a stage did, whose placements are `own`.
  private mutating func close(_ number: Int, _ own: [Placement], _ count: StageCount) {
    stages.append(count)
    let isProvisional = market.stages[number].rule.provisional
    placementsOfStage.append(isProvisional ? own : nil)
    if isProvisional { return }
    ledger.enter(count)
    for move in market.stages[number].moves { ledger.move(move) }
  }

  /// The placements of a provisional stage, with those of earlier stages, who take no part in it.
  private func visible(_ own: [Placement], _ number: Int) -> [Placement] {
    own.indices.map { row in
      own[row].stage < 0 && placements[row].stage >= 0 && placements[row].stage < number
        ? placements[row] : own[row]
    }
  }

  // MARK: Queue stages

  private mutating func checkQueue(_ number: Int) {
    let (decisions, view) = queue(number)
    let stops = market.rankings[market.stages[number].ranking].ties == .stop
    let isProvisional = market.stages[number].rule.provisional
    var own = placements
    var byDecisions = Findings()
    if isProvisional || stops {
      let walk = walked(view, decisions)
      answered.formUnion(walk.answered)
      stopCount += walk.stops
      if let failure = walk.failure { report(failure, view) }
      if isProvisional {
        own = visible(walk.placements, number)
      } else if walk.failure == nil {
        byDecisions = difference(walk.placements, number)
      }
    }
    let check = ThresholdCheck(view: view, threads: threads)
    var count = check.count(own, seats: view.pools.map(ledger.left(of:)))
    let found = check.check(
      own, &count, code: isProvisional ? .selfDisagreement : .outcomeWrong)
    if isProvisional {
      findings.merge(found)
    } else {
      let (run, counted) = (own, count)
      disagree(number, byDecisions.count > 0 ? byDecisions : found) { altered in
        var again = counted
        return check.check(run, &again, code: .outcomeWrong, skipping: altered).count
      }
    }
    checkSeats(view, count)
    close(number, own, count)
  }

  /// Decisions on a queue stage, by seat and student, with their rows and in their order.
  private typealias Decisions = [StageView.Refusal: [(row: Int, admits: Bool)]]

  /// A queue stage when it begins, and the decisions on it.
  private func queue(_ number: Int) -> (Decisions, StageView) {
    let decisions = self.decisions(of: number)
    var refusals: Set<StageView.Refusal> = []
    for (seat, rows) in decisions where rows.last?.admits == false { refusals.insert(seat) }
    let view = StageView(
      number, market, lines: lineValues(), placements: placements, refusals: refusals,
      threads: threads)
    return (decisions, view)
  }

  private func walked(_ view: StageView, _ decisions: Decisions) -> LiteralWalk {
    var walk = LiteralWalk(view, seats: ledger.left, decisions: decisions)
    walk.run()
    return walk
  }

  /// Holds a stage by its definition, behind those held before: its placements become this
  /// recount's own. False where a decision is missing.
  mutating func define(_ number: Int) -> Bool {
    let stage = market.stages[number]
    let (placed, count): ([Placement], StageCount)
    if stage.rule.mechanism == .queue {
      let (decisions, view) = queue(number)
      let walk = walked(view, decisions)
      if walk.failure != nil { return false }
      placed = visible(walk.placements, number)
      count = ThresholdCheck(view: view, threads: threads).count(
        placed, seats: view.pools.map(ledger.left(of:)))
    } else {
      let claims = StageClaims(number, market, lines: lineValues(), placements: placements)
      var matching = LiteralMatching(claims, seats: ledger.left)
      matching.run()
      placed = visible(matching.placements, number)
      count = MatchingCheck(claims, seats: ledger.left).count(placed)
    }
    close(number, placed, count)
    if !stage.rule.provisional { placements = placed }
    return true
  }

  /// Where a walk and the run differ on a stage.
  private func difference(_ walked: [Placement], _ number: Int) -> Findings {
    var findings = Findings()
    for row in walked.indices {
      if placements[row].stage >= 0, placements[row].stage < number { continue }
      let found = placements[row].in(number)
      if found != walked[row] { differs(row, number, found, walked[row], &findings) }
    }
    return findings
  }

  /// No more are admitted than there are seats; equals admitted together may be, if there was a
  /// seat left when their class began.
  private mutating func checkSeats(_ view: StageView, _ count: StageCount) {
    let market = self.market
    let drawsLots = view.order.drawsLots
    for (slot, pool) in count.pools.enumerated() {
      for at in count.cells[slot].recorded {
        let cell = count.cells[slot][at]
        if cell.admitted <= cell.seats { continue }
        let isClass = !drawsLots && cell.admitted - cell.inLastClass < cell.seats
        if isClass { continue }
        findings.add(.seatsWrong, at: Place(file: AdmissionsReading.file)) {
          let name = market.seatName(pool, at)
          let stage = view.stage.rule.name
          return Phrase(
            zh: "批次 \(stage) 的 \(name)：\(cell.seats) 个名额，录取 \(cell.admitted) 人",
            en: "stage \(stage), \(name): \(cell.admitted) admitted to \(cell.seats) seats")
        }
      }
    }
  }

  // MARK: Lines from cutoffs

  /// What lines of the next stage come to.
  private func lineValues() -> LineValues {
    let (market, stages, all) = (self.market, self.stages, placements)
    let ofStage = placementsOfStage
    let programmes = market.programmes.count
    return LineValues(
      programmes: programmes,
      lowest: { stage, pool, measure in
        var lowest = [Int64?](repeating: nil, count: programmes)
        let placements = ofStage[stage] ?? all
        for block in market.blocks {
          for i in 0..<block.count {
            let placement = placements[block.firstRow + i]
            guard Int(placement.stage) == stage, Int(placement.pool) == pool else { continue }
            let value = block.measure(measure, i)
            if value == StudentLayout.missing { continue }
            let at = Int(placement.programme)
            lowest[at] = min(lowest[at] ?? value, value)
          }
        }
        return lowest
      },
      isVacant: { stage, pool in
        var isVacant = [Bool](repeating: false, count: programmes)
        guard let cells = stages[stage].cells(of: pool) else { return isVacant }
        for at in cells.recorded where cells[at].vacant > 0 { isVacant[at % programmes] = true }
        return isVacant
      })
  }

  // MARK: Decisions

  /// The decisions of one stage, by seat and student.
  private func decisions(of number: Int) -> Decisions {
    if inputs.decisions.isEmpty { return [:] }
    let stage = market.stages[number]
    var slots: [Int] = []
    for entry in stage.entries where !slots.contains(entry.pool) { slots.append(entry.pool) }
    let wanted = Set(inputs.decisions.map { $0.cells[4] })
    var rows: [[UInt8]: Int] = [:]
    for block in market.blocks {
      for i in 0..<block.count where wanted.contains(block.code(i)) {
        rows[Array(block.codes[block.codeRange(i)])] = block.firstRow + i
      }
    }
    var found: Decisions = [:]
    for (row, decision) in inputs.decisions.enumerated() {
      let cells = decision.cells
      guard areSameBytes(cells[0], stage.rule.name),
        let programme = market.programmes.firstIndex(where: { areSameBytes($0, cells[1]) }),
        let pool = market.audiences.indices.first(where: {
          areSameBytes(market.poolName($0), cells[2])
        }),
        let slot = slots.firstIndex(of: pool),
        let audience = market.audiences[pool].names.firstIndex(where: {
          areSameBytes($0, cells[3])
        }),
        let student = rows[Array(cells[4].utf8)], ["admit", "refuse"].contains(cells[5])
      else { continue }
      let seat = StageView.Refusal(
        slot: slot, cell: audience * market.programmes.count + programme, row: student)
      found[seat, default: []].append((row, cells[5] == "admit"))
    }
    return found
  }

  /// Rows that admit a student where an earlier row refuses, or the other way round: their order
  /// decides nothing, as that of no table does, so they decide nothing.
  private mutating func reportContradictions() {
    let file = inputs.rules.fileName("decisions")
    var first: [[ByteText]: DecisionCells] = [:]
    for decision in inputs.decisions {
      let seat = decision.cells[..<5].map { ByteText($0) }
      guard let before = first[seat] else {
        first[seat] = decision
        continue
      }
      if areSameBytes(before.cells[5], decision.cells[5]) { continue }
      findings.add(.decisionWrong, at: Place(file: file, line: decision.line)) {
        Phrase(
          zh: "学生 \(decision.cells[4]) 在 \(decision.cells[1]) 的裁定与第 \(before.line) 行矛盾",
          en:
            "the decision on student \(decision.cells[4]) at \(decision.cells[1]) contradicts that on "
            + "line \(before.line)")
      }
    }
  }

  private mutating func reportIdleDecisions() {
    let file = inputs.rules.fileName("decisions")
    for (row, decision) in inputs.decisions.enumerated() where !answered.contains(row) {
      findings.add(.decisionWrong, at: Place(file: file, line: decision.line)) {
        Phrase(
          zh: "学生 \(decision.cells[4]) 在 \(decision.cells[1]) 的裁定没有对应任何停顿",
          en: "the decision on student \(decision.cells[4]) at \(decision.cells[1]) answers no stop"
        )
      }
    }
  }

  private mutating func report(_ failure: LiteralWalk.Failure, _ view: StageView) {
    let market = self.market
    let file = inputs.rules.fileName("decisions")
    let stage = view.stage.rule.name
    switch failure {
    case .undecided(let slot, let cell, let seats, let students):
      findings.add(.decisionWrong, at: Place(file: file)) {
        let name = market.seatName(view.pools[slot], cell)
        let codes = students.prefix(8).map { market.code($0) }.joined(separator: ", ")
        return Phrase(
          zh: "批次 \(stage) 的 \(name)：\(students.count) 名同分学生争 \(seats) 个名额，没有全部裁定（\(codes)）",
          en:
            "stage \(stage), \(name): \(students.count) equal students for \(counted(seats, "seat")) are not "
            + "all decided (\(codes))")
      }
    case .tooFew(let slot, let cell, let seats, let admitted):
      findings.add(.decisionWrong, at: Place(file: file)) {
        let name = market.seatName(view.pools[slot], cell)
        return Phrase(
          zh: "批次 \(stage) 的 \(name)：裁定录取 \(admitted) 人，少于剩余的 \(seats) 个名额",
          en: "stage \(stage), \(name): \(admitted) admitted by decision, fewer than the "
            + "\(counted(seats, "seat")) left")
      }
    }
  }
}

extension MarketModel {
  /// `H1 / quota / M1`: a seat's programme, pool and audience.
  func seatName(_ pool: Int, _ cell: Int) -> String {
    let audience = audiences[pool].names[cell / programmes.count]
    return "\(programmes[cell % programmes.count]) / \(poolName(pool)) / \(audience)"
  }

  /// A placement in a message.
  func describe(_ placement: Placement) -> String {
    if placement.stage < 0 { return "notAdmitted" }
    let programme = programmes[Int(placement.programme)]
    return "\(programme) (\(poolName(Int(placement.pool))), #\(placement.choice + 1))"
  }
}
