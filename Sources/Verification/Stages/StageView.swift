import Rules

/// A queue stage when it begins: its gates in force, who is eligible, what decisions refuse.
final class StageView: Sendable {
  let number: Int
  let market: MarketModel
  let stage: StageModel
  let order: PairOrder
  let gate: GateInForce
  let entries: [(slot: Int, gate: GateInForce)]
  /// The pools offered, each once.
  let pools: [Int]
  /// For each entry its place in `pools`.
  private let slots: [Int]
  /// Whether some entry has something of its own to ask for each choice.
  private let asksEntries: Bool
  /// For each block and student: 0 where the student takes no part, else bit 31 and a bit an entry.
  let flags: [[UInt32]]
  /// For each block and pool offered everybody's audience, −1 for none.
  let audiences: [[[Int32]]]
  /// Seats that a decision closes to a student.
  let refusals: Set<Refusal>

  /// A seat of a pool (by slot) for an audience and programme (by cell) that a student was refused.
  struct Refusal: Hashable, Sendable {
    let slot: Int
    let cell: Int
    let row: Int
  }

  /// Bit of a student who takes part.
  static let takesPart: UInt32 = 1 << 31

  init(
    _ number: Int, _ market: MarketModel, lines: LineValues, placements: [Placement],
    refusals: Set<Refusal>, threads: PlainThreads
  ) {
    self.number = number
    self.market = market
    self.refusals = refusals
    stage = market.stages[number]
    order = PairOrder(market, stage)
    gate = GateInForce(stage.gate, lines: stage.gate.lines.map(lines.values))
    var pools: [Int] = []
    var entries: [(slot: Int, gate: GateInForce)] = []
    for entry in stage.entries {
      if !pools.contains(entry.pool) { pools.append(entry.pool) }
      entries.append(
        (
          pools.firstIndex(of: entry.pool)!,
          GateInForce(entry.gate, lines: entry.gate.lines.map(lines.values))
        ))
    }
    self.pools = pools
    self.entries = entries
    slots = entries.map(\.slot)
    asksEntries = entries.contains { $0.gate.asksPairs }
    let offered = pools
    audiences = threads.map(market.blocks.count) { at in
      let block = market.blocks[at]
      return offered.map { pool in
        (0..<block.count).map { Int32(market.audiences[pool].audience(block, $0)) }
      }
    }
    flags = StageView.flags(number, market, gate, entries.map(\.gate), placements, threads)
  }

  /// Who takes part: without a seat from earlier stages, through the gate, and with every number that
  /// the order needs.
  private static func flags(
    _ number: Int, _ market: MarketModel, _ gate: GateInForce, _ entries: [GateInForce],
    _ placements: [Placement], _ threads: PlainThreads
  ) -> [[UInt32]] {
    let stage = market.stages[number]
    let ranked = market.rankings[stage.ranking].keys.map(\.measure)
    let needed = ranked + (stage.scoreBands.map { [$0.measure] } ?? [])
    return threads.map(market.blocks.count) { at in
      let block = market.blocks[at]
      var passed = gate.passed(block)
      for measure in needed {
        for i in 0..<block.count where block.measure(measure, i) == StudentLayout.missing {
          passed[i] = false
        }
      }
      let open = entries.map { $0.passed(block) }
      var flags = [UInt32](repeating: 0, count: block.count)
      for i in 0..<block.count where passed[i] {
        let placed = placements[block.firstRow &+ i].stage
        if placed >= 0, placed < number { continue }
        var bits = takesPart
        for entry in open.indices where open[entry][i] { bits |= 1 << UInt32(entry) }
        flags[i] = bits
      }
      return flags
    }
  }

  /// Visits the seats that student `i` of block `at` may ask for, in the order in which they are tried:
  /// by choice, then by the stage's pools. `body` gets the choice from 0, the slot of the pool, and the
  /// cell; it says whether to go on.
  @inline(__always)
  func forEachSeat(
    _ at: Int, _ i: Int,
    _ body: (_ choice: Int, _ programme: Int, _ slot: Int, _ cell: Int) -> Bool
  ) {
    let flag = flags[at][i]
    if flag == 0 { return }
    let block = market.blocks[at]
    let programmes = market.programmes.count
    let first = Int(i == 0 ? 0 : block.choiceEnds[stage.list][i &- 1])
    let end = Int(block.choiceEnds[stage.list][i])
    var place = first
    while place < end {
      let choice = place &- first
      let programme = Int(block.choices[stage.list][place]) &- 1
      place &+= 1
      if programme < 0 || !gate.passes(block, i, programme) { continue }
      for number in 0..<slots.count where flag >> UInt32(number) & 1 == 1 {
        if asksEntries, !entries[number].gate.passes(block, i, programme) { continue }
        let slot = slots[number]
        let audience = Int(audiences[at][slot][i])
        if audience < 0 { continue }
        if !body(choice, programme, slot, audience &* programmes &+ programme) { return }
      }
    }
  }
}

/// What lines come to: by the rules, the tables, and the cutoffs of earlier stages.
struct LineValues: Sendable {
  let programmes: Int
  /// The lowest value of a measure among those whom a stage admitted to a pool, by programme.
  let lowest: @Sendable (_ stage: Int, _ pool: Int, _ measure: Int) -> [Int64?]
  /// Whether some audience of the pool kept a seat in a stage, by programme.
  let isVacant: @Sendable (_ stage: Int, _ pool: Int) -> [Bool]

  /// The values of `line`, one a programme.
  func values(_ line: Line) -> GateInForce.Values {
    switch line.bound {
    case .fixed(let least):
      return .init(
        measure: line.measure, values: Array(repeating: least, count: programmes), isFixed: true)
    case .programmes(let values):
      return .init(measure: line.measure, values: values, isFixed: false)
    case .cutoff(let stage, let pool, let minus, let waives):
      let lowest = lowest(stage, pool, line.measure)
      let vacant = waives ? isVacant(stage, pool) : Array(repeating: false, count: programmes)
      return .init(
        measure: line.measure,
        values: zip(lowest, vacant).map { lowest, isVacant in
          isVacant
            ? nil
            : lowest.map { value in
              let (line, overflow) = value.subtractingReportingOverflow(minus)
              return overflow ? (minus < 0 ? .max : .min + 1) : line
            }
        }, isFixed: false)
    }
  }
}
