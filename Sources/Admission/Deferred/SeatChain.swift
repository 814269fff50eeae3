import Columns

/// A choice rule as a chain of blocks: who asks a programme for a seat asks its blocks one after
/// the other, and so does who has to leave a block.
///
/// Blocks that choose one after the other, each the best of whom the earlier ones left, come to the
/// same as students who ask all blocks in this order and are kept for the time being: that is
/// deferred acceptance inside the programme. Soft rules have one elastic block, which begins with
/// all seats of the reserves beside its own and loses one whenever a reserve fills an empty seat:
/// - `reserveFirst`: the reserves, then the open block, elastic where soft;
/// - `openFirst`: the open block, the reserves, and where soft an elastic block of the open ranking
///   with no seats of its own, "what is left over";
/// - `backwardTransfer`: the open block, elastic, then the reserves.
///
/// Seats that reserves leave empty only ever become fewer while students ask, so the elastic block
/// only ever shrinks, and who left it would not come back.
struct SeatChain {
  /// A link of the chain.
  struct Link: BitwiseCopyable {
    /// The entry whose ranking and audiences it uses.
    let entry: Int
    /// What is added to a cell to get its block: leftover blocks lie behind all cells.
    let shift: Int
    /// Whether it is a reserve of a soft rule: to fill an empty seat takes one from the elastic
    /// block.
    let isGiving: Bool
  }
  let links: [Link]
  /// The entry of the pool for everyone.
  let open: Int
  /// The elastic block of programme 0, others behind it; nil in hard rules.
  let elastic: Int?
  /// How many blocks there are.
  let blockCount: Int
  /// Whether the elastic blocks come before the reserves, so that pools are told apart at the end.
  let isBackward: Bool

  init(_ rule: ChoiceRule, _ plan: MatchingPlan) {
    let open = plan.maps.firstIndex { $0.category == nil }!
    let reserves = plan.entries.indices.filter { $0 != open }
    let isSoft = rule.isSoft && !reserves.isEmpty
    func link(_ entry: Int, shift: Int = 0) -> Link {
      Link(entry: entry, shift: shift, isGiving: isSoft && entry != open)
    }
    let behind = plan.cellCount - plan.bases[open]
    switch rule {
    case .reserveFirst:
      links = (reserves + [open]).map { link($0) }
    case .openFirst:
      links = ([open] + reserves).map { link($0) } + (isSoft ? [link(open, shift: behind)] : [])
    case .backwardTransfer:
      links = ([open] + reserves).map { link($0) }
    }
    self.open = open
    let hasLeftover = links.last!.shift > 0
    elastic = isSoft ? plan.bases[open] + links.last { $0.entry == open }!.shift : nil
    blockCount = plan.cellCount + (hasLeftover ? plan.programmeCount : 0)
    isBackward = rule == .backwardTransfer && isSoft
  }

  /// The seats with which the blocks begin; `seats` are those of the cells.
  func seats(_ plan: MatchingPlan, _ seats: Column<Int32>) -> Column<Int32> {
    let blocks = Column<Int32>(count: blockCount)
    for cell in 0..<seats.count { blocks[cell] = seats[cell] }
    guard let elastic else { return blocks }
    for entry in plan.entries.indices where entry != open {
      for cell in plan.bases[entry]..<plan.bases[entry + 1] where seats[cell] > 0 {
        let programme = (cell - plan.bases[entry]) % plan.programmeCount
        blocks[elastic + programme] += seats[cell]
      }
    }
    return blocks
  }
}
