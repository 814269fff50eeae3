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
  /// For each block and student: 0 where the student takes no part, else bit 31 and a bit an entry.
  let flags: [[UInt32]]
  /// For each block and pool offered whose cells the students ask for.
  let cells: [[AudienceCells]]
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
    let maps = pools.map { market.audiences[$0] }
    let firsts = maps.map { $0.firsts(programmes: market.programmes.count) }
    cells = market.blocks.map { block in zip(maps, firsts).map { $0.cells(block, $1) } }
    flags = StageView.flags(number, market, gate, entries.map(\.gate), placements, threads)
  }

  /// Who takes part: without a seat from earlier stages, through the gate, and with every number
  /// that the order needs.
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
      for measure in needed where block.lowest[measure] == StudentLayout.missing {
        for i in 0..<block.count where block.measure(measure, i) == StudentLayout.missing {
          passed[i] = false
        }
      }
      var flags = [UInt32](repeating: 0, count: block.count)
      // Without branches: who passes cannot be guessed.
      for i in 0..<block.count {
        let placed = placements[block.firstRow &+ i].stage
        let isFree = placed < 0 || placed >= number
        flags[i] = passed[i] && isFree ? takesPart : 0
      }
      for (place, entry) in entries.enumerated() {
        let open = entry.passed(block)
        let bit: UInt32 = 1 << UInt32(place)
        for i in 0..<block.count { flags[i] |= open[i] && flags[i] != 0 ? bit : 0 }
      }
      return flags
    }
  }

  /// The cell of student `i` of block `at` in a pool's seats of the first programme; −1: none.
  func firstCell(_ at: Int, _ i: Int, slot: Int) -> Int {
    cells[at][slot].first(i)
  }

  /// The seats that students of block `at` may ask for.
  func seats(of at: Int) -> SeatWalk {
    SeatWalk(self, market.blocks[at], flags[at], cells[at])
  }
}

/// The seats that a student may ask for, one after the other, in the order in which they are tried:
/// by choice, then by the stage's pools.
struct SeatWalk {
  /// The choice, from 0.
  private(set) var choice = 0
  private(set) var programme = 0
  /// The pool, as a place in `StageView.pools`, and its cell.
  private(set) var slot = 0
  private(set) var cell = 0

  private let block: StudentBlock
  private let choices: [UInt16]
  private let ends: [Int32]
  private let flags: [UInt32]
  private let cells: [AudienceCells]
  private let gate: GateInForce
  private let gates: [GateInForce]
  private let slots: [Int]
  /// Whether some entry has something of its own to ask for each choice.
  private let asksEntries: Bool
  /// Whether there is one entry alone, which asks nothing for each choice: no need to go round.
  private let isOne: Bool
  // Where the walk is.
  private var i = 0
  private var flag: UInt32 = 0
  private var first = 0
  private var place = 0
  private var end = 0
  private var entry = 0
  /// The cell of the student's audience and the first programme, where there is one entry.
  private var firstCell = 0

  fileprivate init(
    _ view: StageView, _ block: StudentBlock, _ flags: [UInt32], _ cells: [AudienceCells]
  ) {
    (self.block, self.flags, self.cells) = (block, flags, cells)
    choices = block.choices[view.stage.list]
    ends = block.choiceEnds[view.stage.list]
    gate = view.gate
    gates = view.entries.map(\.gate)
    slots = view.entries.map(\.slot)
    asksEntries = gates.contains(where: \.asksPairs)
    isOne = slots.count == 1 && !asksEntries
  }

  /// Begins with student `i`.
  @inline(__always)
  mutating func begin(_ i: Int) {
    self.i = i
    flag = flags[i]
    first = i == 0 ? 0 : Int(ends[i &- 1])
    end = Int(ends[i])
    place = flag == 0 ? end : first
    entry = slots.count
    if isOne {
      firstCell = cells[0].first(i)
      if flag & 1 == 0 || firstCell < 0 { place = end }
    }
  }

  /// Goes on to the next seat; false where there is none.
  @inline(__always)
  mutating func next() -> Bool { isOne ? nextChoice() : nextEntry() }

  /// The next seat where there is one entry.
  @inline(__always)
  private mutating func nextChoice() -> Bool {
    while place < end {
      programme = Int(choices[place]) &- 1
      place &+= 1
      if programme < 0 || !gate.passes(block, i, programme) { continue }
      choice = place &- 1 &- first
      cell = firstCell &+ programme
      return true
    }
    return false
  }

  @inline(__always)
  private mutating func nextEntry() -> Bool {
    while true {
      while entry < slots.count {
        let number = entry
        entry &+= 1
        if flag >> UInt32(truncatingIfNeeded: number) & 1 == 0 { continue }
        if asksEntries, !gates[number].passes(block, i, programme) { continue }
        slot = slots[number]
        let firstCell = cells[slot].first(i)
        if firstCell < 0 { continue }
        cell = firstCell &+ programme
        return true
      }
      if place >= end { return false }
      choice = place &- first
      programme = Int(choices[place]) &- 1
      place &+= 1
      if programme >= 0, gate.passes(block, i, programme) { entry = 0 }
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
