import CPlainKernels

/// A stage of the plain kind, for which most students are settled by the first key of the order
/// alone: one pool offered, at most one line that differs from programme to programme, nobody
/// refused by a decision.
///
/// The C code settles those, and names the others. Whatever it settles, the tests of
/// ``ThresholdCheck`` compare with the code that asks about every pair.
///
/// Sound: every array has what `walk.h` asks of it: a list has at most as many choices as
/// `ofChoice` (``StudentLayout/choicesMax``), a choice is one of the programmes, cells are those of
/// the pool, and there is a placement for each row.
struct PlainWalk: Sendable {
  private let view: StageView
  private let rules: zp_stage
  private let ofChoice: [Int32]
  private let leasts: [Int64]

  /// Nil where the stage is of another kind.
  init?(_ view: StageView) {
    guard view.entries.count == 1, !view.entries[0].gate.asksPairs, view.refusals.isEmpty,
      let lead = view.order.plainLead, let line = view.gate.plainLine
    else { return nil }
    let programmes = view.market.programmes.count
    ofChoice = lead.ofChoice ?? Array(repeating: 0, count: StudentLayout.choicesMax)
    leasts =
      [.max]
      + (line.leasts.isEmpty ? Array(repeating: .min, count: programmes) : line.leasts)
    rules = zp_stage(
      stage: Int16(view.number), pool: UInt16(view.pools[0]), count: 0, first_row: 0,
      step: UInt32(view.market.layout.measures.count), key_step: 0, key: 0,
      ranked: UInt32(lead.measure), flip: lead.flip, by_choice: lead.ofChoice == nil ? 0 : 1,
      choices_max: UInt32(ofChoice.count), line: UInt32(line.measure))
    self.view = view
  }

  private func rules(for block: StudentBlock, _ cells: AudienceCells) -> zp_stage {
    var rules = rules
    (rules.count, rules.first_row) = (UInt32(block.count), UInt32(block.firstRow))
    (rules.key_step, rules.key) = (UInt32(cells.step), UInt32(cells.key))
    return rules
  }

  // MARK: Counting

  /// Nobody admitted yet, for each of `count` records.
  static func nobody(_ count: Int) -> [zp_admitted] {
    let nobody = zp_admitted(admitted: 0, row: -1, choice: 0, lead: .min, worst: .min)
    return Array(repeating: nobody, count: count)
  }

  /// Counts the placements of block `at`; returns those that it did not count.
  func count(
    _ at: Int, _ placements: [Placement], _ places: [Int32], _ records: inout [zp_admitted]
  ) -> [Int] {
    let block = view.market.blocks[at]
    let cells = view.cells[at][0]
    var rules = rules(for: block, cells)
    let left = unsafe [UInt32].filled(block.count) { left, count in
      unsafe placements.withUnsafeBytes { placements in
        count = unsafe Int(
          zp_count_admitted(
            &rules, block.measures, block.wideMeasures, view.flags[at], cells.keys, cells.firsts,
            placements.baseAddress?.assumingMemoryBound(to: zp_placement.self), ofChoice, places,
            &records, left.baseAddress))
      }
    }
    return left.map { Int($0) }
  }

  // MARK: Walking

  /// Whether the first key of every last pair is within 32 bits.
  static func hasShortLeads(_ cells: CellCounts) -> Bool {
    let short = Int64(Int32.min) + 1..<Int64(Int32.max)
    return cells.records.allSatisfy {
      $0.seats == 0 || $0.admitted < $0.seats || short.contains($0.lead)
    }
  }

  /// What cells say to pairs, the first for nobody.
  static func posts(_ cells: CellCounts) -> [zp_gatepost] {
    let closed = zp_gatepost(last: .min, applicants: 0)
    var posts = [zp_gatepost].large(repeating: closed, count: cells.count + 1)
    for (cell, record) in zip(cells.cells, cells.records) where record.seats > 0 {
      posts[Int(cell) + 1].last = record.admitted < record.seats ? .max : Int32(record.lead)
    }
    return posts
  }

  /// Adds how many asked for each cell.
  static func add(_ posts: [zp_gatepost], to applicants: inout [Int32]) {
    let posts = posts.span
    var sums = applicants.mutableSpan
    for at in sums.indices { sums[at] &+= posts[at &+ 1].applicants }
  }

  /// The last pairs of cells, by the place of their records.
  static func lasts(_ cells: CellCounts) -> [zp_pair] {
    cells.records.map { zp_pair(row: $0.last, choice: $0.lastChoice) }
  }

  /// Holds the placements of block `at` against `posts`, and counts in them who asks; returns the
  /// students who are not plainly where they should be, how many are candidates, and how many of
  /// them eligible.
  func walk(
    _ at: Int, _ placements: [Placement], _ places: [Int32], _ lasts: [zp_pair],
    _ posts: inout [zp_gatepost]
  ) -> (left: [Int], candidates: Int, eligible: Int) {
    let block = view.market.blocks[at]
    let list = view.stage.list
    let cells = view.cells[at][0]
    var rules = rules(for: block, cells)
    var counts: [Int64] = [0, 0]
    let choices = block.choices[list]
    precondition(
      choices.count >= Int(block.choiceEnds[list].last ?? 0) + StudentBlock.choicesRoom)
    let left = unsafe [UInt32].filled(block.count) { left, count in
      unsafe placements.withUnsafeBytes { placements in
        count = unsafe Int(
          zp_walk(
            &rules, choices, block.choiceEnds[list], block.measures, block.wideMeasures,
            view.flags[at], cells.keys, cells.firsts,
            placements.baseAddress?.assumingMemoryBound(to: zp_placement.self), ofChoice, leasts,
            places, lasts, &posts, left.baseAddress, &counts))
      }
    }
    return (left.map { Int($0) }, Int(counts[0]), Int(counts[1]))
  }
}
