import Diagnostics

/// The threshold form (METHODS section 3): who was admitted last to each cell decides, by itself, what
/// everybody else must have got.
///
/// From placements, `count` finds the last pair of each cell. `check` then asks of every student which
/// is the first choice, and the first pool of it, whose pair comes no later than the last one there, or
/// where a seat was left; that must be where the student is. Together with as many admitted as there
/// are seats this is as much as walking all pairs: whoever took the first seat that a walk would give
/// to another would stand before the last pair of a cell that has one too many.
struct ThresholdCheck {
  let view: StageView
  let threads: PlainThreads

  private var market: MarketModel { view.market }

  // MARK: Counting

  /// Counts the placements of the stage, cell by cell. `seats` are those left when it began.
  /// Placements in pools that the stage does not offer are left out; `check` reports them.
  func count(_ placements: [Placement], seats: [[Int32]]) -> StageCount {
    var count = StageCount(
      pools: view.pools,
      cells: view.pools.map { pool in
        seats[pool].map { seats in
          var cell = CellCount()
          cell.seats = seats
          return cell
        }
      })
    count.lines =
      view.gate.lines.map { (nil, $0) }
      + zip(view.stage.entries, view.entries).flatMap { entry, inForce in
        inForce.gate.lines.map { (entry.pool, $0) }
      }
    let ranking = market.rankings[view.stage.ranking].keys[0]
    let programmes = market.programmes.count
    for (at, block) in market.blocks.enumerated() {
      for i in 0..<block.count {
        let row = block.firstRow &+ i
        let placement = placements[row]
        guard Int(placement.stage) == view.number,
          let slot = view.pools.firstIndex(of: Int(placement.pool)), view.flags[at][i] != 0
        else { continue }
        let audience = Int(view.audiences[at][slot][i])
        if audience < 0 { continue }
        let cell = audience * programmes + Int(placement.programme)
        let value = block.measure(ranking.measure, i)
        add(
          row, Int(placement.choice), view.order.lead(block, i, choice: Int(placement.choice)),
          ranking.smallerFirst ? value : ~value, to: &count.cells[slot][cell])
        count.admitted += 1
      }
    }
    return count
  }

  @inline(__always)
  private func add(
    _ row: Int, _ choice: Int, _ lead: Int64, _ value: Int64, to cell: inout CellCount
  ) {
    cell.admitted += 1
    cell.worst = max(cell.worst, value)
    var difference = cell.last < 0 || lead > cell.lead ? 1 : lead < cell.lead ? -1 : 0
    if difference == 0 {
      difference = view.order.compare(row, choice, Int(cell.last), Int(cell.lastChoice))
    }
    if difference > 0 {
      cell.last = Int32(row)
      cell.lastChoice = Int32(choice)
      cell.lead = lead
      cell.inLastClass = 1
    } else if difference == 0 {
      cell.inLastClass += 1
      cell.lastChoice = max(cell.lastChoice, Int32(choice))
    }
  }

  // MARK: Checking

  /// What a cell says to a pair, as small as can be: a city has a million cells, asked at random.
  private struct Gatepost: BitwiseCopyable, Sendable {
    enum Kind: UInt8, BitwiseCopyable { case closed, open, upToLast }
    var kind: Kind
    /// What the order's first key says of the last pair.
    var lead: Int64

    init(_ cell: CellCount) {
      kind = cell.seats == 0 ? .closed : cell.admitted < cell.seats ? .open : .upToLast
      lead = cell.lead
    }
  }

  /// What one thread found.
  private struct Part: Sendable {
    var findings = Findings()
    var applicants: [[Int32]]
    var candidates = 0
    var eligible = 0
  }

  /// Checks everybody's placement against the cells of `count`, and fills in how many asked for each.
  func check(_ placements: [Placement], _ count: inout StageCount, code: Code) -> Findings {
    let cells = count.cells
    let posts = cells.map { $0.map { Gatepost($0) } }
    let tasks = min(market.blocks.count, threads.count)
    let parts = threads.map(tasks) { task -> Part in
      var part = Part(applicants: cells.map { Array(repeating: 0, count: $0.count) })
      for at in PlainThreads.part(task, of: tasks, count: market.blocks.count) {
        check(at, placements, cells, posts, code, &part)
      }
      return part
    }
    var findings = Findings()
    for part in parts {
      findings.merge(part.findings)
      count.candidates += part.candidates
      count.eligible += part.eligible
      for slot in cells.indices {
        for cell in cells[slot].indices where part.applicants[slot][cell] != 0 {
          count.cells[slot][cell].applicants += part.applicants[slot][cell]
        }
      }
    }
    return findings
  }

  private func check(
    _ at: Int, _ placements: [Placement], _ cells: [[CellCount]], _ posts: [[Gatepost]],
    _ code: Code, _ part: inout Part
  ) {
    let block = market.blocks[at]
    let flags = view.flags[at]
    for i in 0..<block.count {
      let row = block.firstRow &+ i
      let found = placements[row]
      if found.stage >= 0, found.stage < view.number { continue }
      part.candidates += 1
      if flags[i] == 0 {
        if Int(found.stage) != view.number { continue }
      } else {
        part.eligible += 1
      }
      var expected = Placement.nowhere
      view.forEachSeat(at, i) { choice, programme, slot, cell in
        part.applicants[slot][cell] &+= 1
        if expected.stage < 0,
          isGranted(row, block, i, choice, slot, cell, posts[slot][cell], cells)
        {
          expected.stage = Int16(view.number)
          expected.choice = UInt16(choice)
          expected.programme = UInt16(programme)
          expected.pool = UInt16(view.pools[slot])
        }
        return true
      }
      let isHere = Int(found.stage) == view.number
      if (isHere ? found : .nowhere) == expected { continue }
      part.findings.differs(
        code, at: Place(file: "admissions.csv", line: row + 2),
        {
          let student = block.code(i)
          let stage = view.stage.rule.name
          return Phrase(
            zh: "学生 \(student) 在批次 \(stage) 的结果", en: "student \(student) in stage \(stage)")
        }, found: market.describe(isHere ? found : .nowhere), expected: market.describe(expected))
    }
  }

  /// Whether the pair comes no later than the last one that the cell admitted, or a seat is left.
  @inline(__always)
  private func isGranted(
    _ row: Int, _ block: StudentBlock, _ i: Int, _ choice: Int, _ slot: Int, _ cell: Int,
    _ post: Gatepost, _ cells: [[CellCount]]
  ) -> Bool {
    if post.kind == .closed { return false }
    if !view.refusals.isEmpty,
      view.refusals.contains(StageView.Refusal(slot: slot, cell: cell, row: row))
    {
      return false
    }
    if post.kind == .open { return true }
    let lead = view.order.lead(block, i, choice: choice)
    if lead != post.lead { return lead < post.lead }
    let last = cells[slot][cell]
    return view.order.compare(row, choice, Int(last.last), Int(last.lastChoice)) <= 0
  }
}
