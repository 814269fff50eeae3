import CPlainKernels
import Diagnostics

/// The threshold form (METHODS.md, "The threshold form"): who was admitted last to each cell
/// decides, by itself, what everybody else must have got.
///
/// From placements, `count` finds the last pair of each cell. `check` then asks of every student
/// which is the first choice, and the first pool of it, whose pair comes no later than the last one
/// there, or where a seat was left; that must be where the student is. Together with as many
/// admitted as there are seats this is as much as walking all pairs: whoever took the first seat
/// that a walk would give to another would stand before the last pair of a cell that has one too
/// many.
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
    if let plain = PlainWalk(view) {
      countPlainly(plain, placements, &count.cells)
    } else {
      let parts = eachThread { blocks -> [CellCounts] in
        var cells = seats.map { CellCounts(seats: [], count: $0.count) }
        for at in blocks {
          for i in 0..<market.blocks[at].count { add(at, i, placements, to: &cells) }
        }
        return cells
      }
      // In the order of the rows: of equals the first is kept.
      for part in parts {
        for slot in part.indices { add(part[slot], to: &count.cells[slot]) }
      }
    }
    for cells in count.cells { count.admitted += cells.admitted }
    return count
  }

  /// Runs `body` on each thread for the blocks that are its own.
  private func eachThread<Part: Sendable>(_ body: @Sendable (Range<Int>) -> Part) -> [Part] {
    let (tasks, blocks) = (min(market.blocks.count, threads.count), market.blocks.count)
    return threads.map(tasks) { body(PlainThreads.part($0, of: tasks, count: blocks)) }
  }

  /// The same for a plain stage: most are counted by the first key of the order alone.
  private func countPlainly(
    _ plain: PlainWalk, _ placements: [Placement], _ cells: inout [CellCounts]
  ) {
    // Not the counts as a whole: those are changed where they are, while nobody else holds them.
    let (order, places) = (cells[0].cells, cells[0].places)
    let parts = eachThread { blocks in
      var (records, left) = (PlainWalk.nobody(order.count), [(block: Int, i: Int)]())
      for at in blocks {
        left += plain.count(at, placements, places, &records).map { (at, $0) }
      }
      return (records: records, left: left)
    }
    for part in parts {
      for (cell, record) in zip(order, part.records) where record.admitted > 0 {
        let count = CellCount(
          admitted: record.admitted, inLastClass: 1, last: record.row, lastChoice: record.choice,
          lead: record.lead, worst: record.worst)
        add(count, to: &cells[0][Int(cell)])
      }
      for (at, i) in part.left { add(at, i, placements, to: &cells) }
    }
  }

  /// Adds the placement of student `i` of block `at`.
  private func add(_ at: Int, _ i: Int, _ placements: [Placement], to cells: inout [CellCounts]) {
    let block = market.blocks[at]
    let row = block.firstRow &+ i
    let placement = placements[row]
    guard Int(placement.stage) == view.number,
      let slot = view.pools.firstIndex(of: Int(placement.pool)), view.flags[at][i] != 0
    else { return }
    let firstCell = view.firstCell(at, i, slot: slot)
    if firstCell < 0 { return }
    let ranking = market.rankings[view.stage.ranking].keys[0]
    let value = block.measure(ranking.measure, i)
    let one = CellCount(
      admitted: 1, inLastClass: 1, last: Int32(row), lastChoice: Int32(placement.choice),
      lead: view.order.lead(block, i, choice: Int(placement.choice)),
      worst: ranking.smallerFirst ? value : ~value)
    add(one, to: &cells[slot][firstCell + Int(placement.programme)])
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
    /// By pool and cell, the pools one behind the other; of a plain stage `posts` have them.
    var applicants: [Int32] = []
    var posts: [zp_gatepost] = []
    var candidates = 0
    var eligible = 0
  }

  /// What everybody's placement in one stage is held against.
  private struct Thresholds {
    let placements: [Placement]
    let cells: [CellCounts]
    let posts: CellCounts.Gateposts
    let code: Code
    /// Rows of which nothing is said.
    let skipping: Set<Int>
  }

  /// Checks everybody's placement against the cells of `count`, and fills in how many asked for
  /// each. Of the rows in `skipping` nothing is said.
  func check(
    _ placements: [Placement], _ count: inout StageCount, code: Code, skipping: Set<Int> = []
  ) -> Findings {
    let thresholds = Thresholds(
      placements: placements, cells: count.cells, posts: CellCounts.Gateposts(count.cells),
      code: code, skipping: skipping)
    let parts =
      plainParts(thresholds)
      ?? eachThread { blocks in
        var part = Part()
        var applicants = [Int32].zeros(thresholds.posts.count)
        for at in blocks { check(at, thresholds, &part, &applicants) }
        part.applicants = applicants
        return part
      }
    var findings = Findings()
    for part in parts {
      findings.merge(part.findings)
      count.candidates += part.candidates
      count.eligible += part.eligible
      if !part.posts.isEmpty {
        PlainWalk.add(part.posts, to: &count.cells[0].applicants)
        continue
      }
      for slot in count.cells.indices {
        add(
          part.applicants.span, from: thresholds.posts.starts[slot],
          to: &count.cells[slot].applicants)
      }
    }
    return findings
  }

  /// What threads find of a plain stage, where most are settled by the first key of the order
  /// alone; nil of another stage.
  private func plainParts(_ thresholds: Thresholds) -> [Part]? {
    let cells = thresholds.cells[0]
    guard let plain = PlainWalk(view), PlainWalk.hasShortLeads(cells) else { return nil }
    let lasts = PlainWalk.lasts(cells)
    return eachThread { blocks in
      // Each thread makes its own: a copy would lie in small pages.
      var (part, posts) = (Part(), PlainWalk.posts(cells))
      for at in blocks {
        let (left, candidates, eligible) = plain.walk(
          at, thresholds.placements, cells.places, lasts, &posts)
        part.candidates += candidates
        part.eligible += eligible
        if left.isEmpty { continue }
        var seats = view.seats(of: at)
        for i in left { judge(at, i, &seats, thresholds, &part.findings) { _ in } }
      }
      part.posts = posts
      return part
    }
  }

  private func add(_ counts: Span<Int32>, from start: Int, to sums: inout [Int32]) {
    var sums = sums.mutableSpan
    for at in sums.indices { sums[at] &+= counts[start &+ at] }
  }

  private func check(
    _ at: Int, _ thresholds: Thresholds, _ part: inout Part, _ applicants: inout [Int32]
  ) {
    let block = market.blocks[at]
    let flags = view.flags[at]
    var seats = view.seats(of: at)
    var applicants = applicants.mutableSpan
    for i in 0..<block.count {
      let stage = thresholds.placements[block.firstRow &+ i].stage
      if stage >= 0, stage < view.number { continue }
      part.candidates += 1
      if flags[i] != 0 { part.eligible += 1 }
      judge(at, i, &seats, thresholds, &part.findings) { applicants[$0] &+= 1 }
    }
  }

  /// Asks which seat student `i` of block `at` should have; each cell that the student asks for is
  /// `asked`.
  @inline(__always)
  private func judge(
    _ at: Int, _ i: Int, _ seats: inout SeatWalk, _ thresholds: Thresholds,
    _ findings: inout Findings, asked: (_ cell: Int) -> Void
  ) {
    let (block, number) = (market.blocks[at], Int16(view.number))
    let posts = thresholds.posts
    let row = block.firstRow &+ i
    var found = thresholds.placements[row]
    if found.stage != number { found = .nowhere }
    var expected = Placement.nowhere
    seats.begin(i)
    while seats.next() {
      let cell = posts.starts[seats.slot] &+ seats.cell
      asked(cell)
      if expected.stage >= 0 { continue }
      // Whether the pair comes no later than the last one that the cell admitted, or a seat is
      // left.
      let post = posts[cell]
      if post.kind == .closed { continue }
      if !view.refusals.isEmpty, isRefused(row, seats) { continue }
      if post.kind == .upToLast {
        let lead = view.order.lead(block, i, choice: seats.choice)
        if lead > post.lead { continue }
        if lead == post.lead, isBehindLast(row, seats, thresholds.cells) { continue }
      }
      expected = Placement(
        stage: number, choice: UInt16(seats.choice), programme: UInt16(seats.programme),
        pool: UInt16(view.pools[seats.slot]))
    }
    if found != expected, !thresholds.skipping.contains(row) {
      report(row, block.code(i), found, expected, thresholds.code, &findings)
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
