import Diagnostics

/// The threshold form (METHODS.md, "The threshold form"): who was admitted last to each cell decides, by
/// itself, what everybody else must have got.
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

  /// Counts the placements of the stage, cell by cell. `seats` are those left of its pools when
  /// it began.
  /// Placements in pools that the stage does not offer are left out; `check` reports them.
  func count(_ placements: [Placement], seats: [[Int32]]) -> StageCount {
    var count = StageCount(
      pools: view.pools, cells: seats.map { CellCounts(seats: $0) })
    count.lines =
      view.gate.lines.map { (nil, $0) }
      + zip(view.stage.entries, view.entries).flatMap { entry, inForce in
        inForce.gate.lines.map { (entry.pool, $0) }
      }
    let (tasks, blocks) = (min(market.blocks.count, threads.count), market.blocks.count)
    let parts = threads.map(tasks) { task -> [CellCounts] in
      var cells = seats.map { CellCounts(seats: [], count: $0.count) }
      for at in PlainThreads.part(task, of: tasks, count: blocks) {
        add(at, placements, to: &cells)
      }
      return cells
    }
    // In the order of the rows: of equals the first is kept.
    for part in parts {
      for slot in part.indices { add(part[slot], to: &count.cells[slot]) }
    }
    for cells in count.cells { count.admitted += cells.admitted }
    return count
  }

  /// Adds the placements of block `at`.
  private func add(_ at: Int, _ placements: [Placement], to cells: inout [CellCounts]) {
    let (block, flags) = (market.blocks[at], view.flags[at])
    let ranking = market.rankings[view.stage.ranking].keys[0]
    for i in 0..<block.count {
      let row = block.firstRow &+ i
      let placement = placements[row]
      guard Int(placement.stage) == view.number,
        let slot = view.pools.firstIndex(of: Int(placement.pool)), flags[i] != 0
      else { continue }
      let firstCell = view.firstCell(at, i, slot: slot)
      if firstCell < 0 { continue }
      let value = block.measure(ranking.measure, i)
      let one = CellCount(
        admitted: 1, inLastClass: 1, last: Int32(row), lastChoice: Int32(placement.choice),
        lead: view.order.lead(block, i, choice: Int(placement.choice)),
        worst: ranking.smallerFirst ? value : ~value)
      add(one, to: &cells[slot][firstCell + Int(placement.programme)])
    }
  }

  /// Adds what was counted of rows behind those counted before.
  private func add(_ counts: CellCounts, to sums: inout CellCounts) {
    counts.forEachRecord { cell, count in add(count, to: &sums[cell]) }
  }

  @inline(__always)
  private func add(_ count: CellCount, to cell: inout CellCount) {
    cell.admitted += count.admitted
    cell.worst = max(cell.worst, count.worst)
    var difference = cell.last < 0 || count.lead > cell.lead ? 1 : count.lead < cell.lead ? -1 : 0
    if difference == 0 {
      difference = view.order.compare(
        Int(count.last), Int(count.lastChoice), Int(cell.last), Int(cell.lastChoice))
    }
    if difference > 0 {
      (cell.last, cell.lastChoice, cell.lead) = (count.last, count.lastChoice, count.lead)
      cell.inLastClass = count.inLastClass
    } else if difference == 0 {
      cell.inLastClass += count.inLastClass
      cell.lastChoice = max(cell.lastChoice, count.lastChoice)
    }
  }

  // MARK: Checking

  /// What one thread found.
  private struct Part: Sendable {
    var findings = Findings()
    /// By pool and cell, the pools one behind the other.
    var applicants: [Int32] = []
    var candidates = 0
    var eligible = 0
  }

  /// Checks everybody's placement against the cells of `count`, and fills in how many asked for each. Of the
  /// rows in `skipping` nothing is said.
  func check(
    _ placements: [Placement], _ count: inout StageCount, code: Code, skipping: Set<Int> = []
  ) -> Findings {
    let (cells, posts) = (count.cells, CellCounts.Gateposts(count.cells))
    let tasks = min(market.blocks.count, threads.count)
    let parts = threads.map(tasks) { task -> Part in
      var part = Part()
      var applicants = [Int32].zeros(posts.count)
      for at in PlainThreads.part(task, of: tasks, count: market.blocks.count) {
        check(at, placements, cells, posts, code, skipping, &part, &applicants)
      }
      part.applicants = applicants
      return part
    }
    var findings = Findings()
    for part in parts {
      findings.merge(part.findings)
      count.candidates += part.candidates
      count.eligible += part.eligible
      for slot in cells.indices {
        add(part.applicants.span, from: posts.starts[slot], to: &count.cells[slot].applicants)
      }
    }
    return findings
  }

  private func add(_ counts: Span<Int32>, from start: Int, to sums: inout [Int32]) {
    var sums = sums.mutableSpan
    for at in sums.indices { sums[at] &+= counts[start &+ at] }
  }

  private func check(
    _ at: Int, _ placements: [Placement], _ cells: [CellCounts], _ posts: CellCounts.Gateposts,
    _ code: Code, _ skipping: Set<Int>, _ part: inout Part, _ applicants: inout [Int32]
  ) {
    let block = market.blocks[at]
    let flags = view.flags[at]
    let number = Int16(view.number)
    let (order, refusals, starts) = (view.order, view.refusals, posts.starts)
    var seats = view.seats(of: at)
    var applicants = applicants.mutableSpan
    for i in 0..<block.count {
      let row = block.firstRow &+ i
      var found = placements[row]
      if found.stage >= 0, found.stage < number { continue }
      part.candidates += 1
      if found.stage != number { found = .nowhere }
      if flags[i] != 0 { part.eligible += 1 }
      var expected = Placement.nowhere
      seats.begin(i)
      while seats.next() {
        let cell = starts[seats.slot] &+ seats.cell
        applicants[cell] &+= 1
        if expected.stage >= 0 { continue }
        // Whether the pair comes no later than the last one that the cell admitted, or a seat is left.
        let post = posts[cell]
        if post.kind == .closed { continue }
        if !refusals.isEmpty, isRefused(row, seats) { continue }
        if post.kind == .upToLast {
          let lead = order.lead(block, i, choice: seats.choice)
          if lead > post.lead { continue }
          if lead == post.lead, isBehindLast(row, seats, cells) { continue }
        }
        expected = Placement(
          stage: number, choice: UInt16(seats.choice), programme: UInt16(seats.programme),
          pool: UInt16(view.pools[seats.slot]))
      }
      if found != expected, !skipping.contains(row) {
        report(row, block.code(i), found, expected, code, &part.findings)
      }
    }
  }

  /// Whether a decision closes the seat to the student.
  private func isRefused(_ row: Int, _ seats: borrowing SeatWalk) -> Bool {
    view.refusals.contains(StageView.Refusal(slot: seats.slot, cell: seats.cell, row: row))
  }

  /// Whether a pair that the first key does not tell from the cell's last one comes behind it.
  private func isBehindLast(
    _ row: Int, _ seats: borrowing SeatWalk, _ cells: [CellCounts]
  ) -> Bool {
    let last = cells[seats.slot][seats.cell]
    return view.order.compare(row, seats.choice, Int(last.last), Int(last.lastChoice)) > 0
  }

  private func report(
    _ row: Int, _ student: String, _ found: Placement, _ expected: Placement, _ code: Code,
    _ findings: inout Findings
  ) {
    findings.differs(
      code, at: Place(file: "admissions.csv", line: row + 2),
      {
        let stage = view.stage.rule.name
        return Phrase(
          zh: "学生 \(student) 在批次 \(stage) 的结果", en: "student \(student) in stage \(stage)")
      }, found: market.describe(found), expected: market.describe(expected))
  }
}
