import Apportionment
import Diagnostics
import Rules

/// Ties of least deviation: which cells could have been rounded otherwise, and that lots or
/// decisions made them what they are.
extension PlanCheck {
  /// What a tied cell costs in each round: nothing or one as decided, or its lot.
  private enum CellCost {
    case decided(hasSeat: Bool)
    case lot(String)

    func callAsFunction(_ round: Int) -> Int {
      switch self {
      case .decided(let hasSeat): return hasSeat ? 0 : 1
      case .lot(let hex):
        // Four bytes a round.
        return Int(hex.dropFirst(8 * round).prefix(8), radix: 16)!
      }
    }
  }

  /// The ties of the summary are those of the network, and no other rounding of as little deviation
  /// has smaller lots in sum. `proof` has been checked.
  mutating func checkDeviationTies(
    _ split: Split, _ proof: DeviationCertificate, _ inputs: PlanInputs
  ) {
    let (shares, name) = (split.shares, split.model.rule.name)
    var roundings = PlanRoundings(split.model.matrix, shares, split.seats)
    let (unit, levelled) = (shares.unit, split.model.matrix.levelled(shares))
    let isProven = roundings.narrow(proof) { cell in
      unit - 2 * (levelled[cell] - shares.parts[cell] / unit * unit)
    }
    guard isProven else {
      reportCertificate(
        name, Phrase(zh: "证明不适用于这些名额", en: "the proof is not one of these seats"))
      return
    }
    guard let costs = costs(roundings.cells, split, inputs) else { return }
    let proofs = split.summary.member("lotPotentials").elements
    var round = 0
    while !roundings.cells.isEmpty, round < 8 {
      guard round < proofs.count, let proof = PlanCheck.potentials(proofs[round]) else {
        reportCertificate(
          name,
          Phrase(zh: "并列抽签的势不是整数或缺失", en: "the potentials of its lots are missing or not whole"))
        return
      }
      guard roundings.narrow(proof, cost: { costs[$0]!(round) }) else {
        reportTie(
          split, "ties",
          Phrase(
            zh: "按种子的签，别的取整总偏差同样小而签数之和更小，或其证明不符",
            en:
              "by the lots of the seed another rounding of as little deviation has a smaller sum, "
              + "or their proof is another's"))
        return
      }
      round += 1
    }
    if case .array(let listed) = split.summary.member("lotPotentials"), listed.count == round {
    } else {
      reportCertificate(
        name,
        Phrase(
          zh: "并列抽签应有 \(round) 轮证明", en: "there should be \(counted(round, "proof")) of its lots"))
    }
  }

  /// What each tied cell costs, by its number; nil, with a message, where the summary's ties are
  /// others or nothing that can settle them did.
  private mutating func costs(
    _ tied: [(cell: Int, group: Int)], _ split: Split, _ inputs: PlanInputs
  ) -> [Int: CellCost]? {
    let model = split.model
    var order: [Int] = []
    var groups: [Int: [Int]] = [:]
    for (cell, group) in tied {
      if groups[group] == nil { order.append(group) }
      groups[group, default: []].append(cell)
    }
    let listed = split.summary.member("ties").elements
    var (costs, right): ([Int: CellCost], [PlainJSON]) = ([:], [])
    var isSettled = true
    for (at, group) in order.enumerated() {
      let settler = at < listed.count ? listed[at].member("settledBy") : .null
      var cells: [(programme: String, audience: String, isWinner: Bool)] = []
      for cell in groups[group]! {
        let programme = inputs.programmes.codes[
          model.rows[model.matrix.row(ofCell: cell)].programme]
        let audience = model.audiences[Int(model.matrix.columns[cell])]
        let isWinner = split.seats[cell] > split.shares.parts[cell] / split.shares.unit
        cells.append((programme, audience, isWinner))
        if settler == .text("decision") {
          costs[cell] = .decided(hasSeat: isWinner)
        } else if let seed = inputs.seed {
          costs[cell] = .lot(PlanCheck.lot(seed, programme, audience))
        }
      }
      if settler == .text("decision") {
        checkDecided(cells, split, rule: model.rule.levels.last!, "ties", inputs)
      } else if settler != .text("lottery") || inputs.seed == nil {
        reportTie(
          split, "ties",
          Phrase(
            zh: "并列由 \(settler.shown) 处理，\(inputs.seed == nil ? "没有种子" : "应为抽签或裁定")",
            en: "a tie is settled by \(settler.shown), "
              + (inputs.seed == nil ? "without a seed" : "not by lot or decision")))
        isSettled = false
      }
      right.append(PlanCheck.listed(cells, settler))
    }
    expect(split.summary.member("ties"), .array(right), "splits/\(model.rule.name)/ties")
    count(order.count, zh: "处并列的处理", en: "ties settled")
    return isSettled ? costs : nil
  }

  /// A tie as a summary lists it.
  private static func listed(
    _ cells: [(programme: String, audience: String, isWinner: Bool)], _ settler: PlainJSON
  ) -> PlainJSON {
    let members = cells.map { cell -> PlainJSON in
      .members([
        ("programme", .text(cell.programme)), ("audience", .text(cell.audience)),
        ("seat", .bool(cell.isWinner)),
      ])
    }
    return .members([("cells", .array(members)), ("settledBy", settler)])
  }

  /// Potentials of a summary; nil where they are none.
  static func potentials(_ json: PlainJSON) -> DeviationCertificate? {
    func numbers(_ list: [PlainJSON]) -> [Int]? {
      let texts = list.map { $0.asText.flatMap { Int($0) } }
      // A cost and two potentials are added: below this the sum fits.
      let isSane = texts.allSatisfy { $0.map { $0.magnitude < 1 << 60 } ?? false }
      return isSane ? texts.map { $0! } : nil
    }
    guard let rows = numbers(json.member("rows").elements),
      let rowGroups = numbers(json.member("rowGroups").elements),
      let tierColumns = numbers(json.member("tierColumns").elements),
      let columns = numbers(json.member("columns").elements),
      let groups = numbers(json.member("groups").elements), let all = numbers([json.member("all")])
    else { return nil }
    return DeviationCertificate(
      rows: rows, rowGroups: rowGroups, tierColumns: tierColumns, columns: columns,
      groups: groups, all: all[0])
  }
}
