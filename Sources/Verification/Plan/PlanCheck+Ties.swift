import Apportionment
import Diagnostics
import Rules

/// Ties: who is tied is found again, and so is what settled it.
extension PlanCheck {
  /// The tie of a house: the tied, the winners, and that decisions or lots made them so.
  mutating func checkTie(
    _ house: House, _ method: VectorMethod, _ certificate: VectorCertificate, _ listed: PlainJSON,
    _ who: String, _ split: Split, _ inputs: PlanInputs
  ) {
    let tied = PlanCheck.tied(house, method, certificate)
    guard !tied.isEmpty else {
      if listed != .null { reportTie(split, who, Phrase(zh: "没有并列", en: "nobody is tied")) }
      return
    }
    let winners = tied.filter { $0.isWinner }
    let settler = listed.member("settledBy").asText ?? ""
    let right = PlainJSON.members([
      ("tied", .array(tied.map { .text(house.names[$0.claimant]) })),
      ("shared", .whole(winners.count)),
      ("winners", .array(winners.map { .text(house.names[$0.claimant]) })),
      ("settledBy", .text(settler)),
    ])
    if listed != right {
      let names = winners.map { house.names[$0.claimant] }.joined(separator: ", ")
      reportTie(
        split, who,
        Phrase(
          zh: "摘要所写的并列与名额不符：\(tied.count) 者并列，得到的是 \(names)",
          en: "the tie of the summary is not that of the seats: \(tied.count) are tied, \(names) "
            + "got a seat"))
    }
    let programme = house.programme
    let cells = tied.map { (programme, house.names[$0.claimant], $0.isWinner) }
    if settler == "decision" {
      checkDecided(cells, split, rule: split.model.rule.levels[house.level], who, inputs)
    } else {
      checkLots(cells, shared: winners.count, settler, split, who, inputs)
    }
    count(1, zh: "处并列的处理", en: "ties settled")
  }

  /// Who is tied, by the definition: at the border of the certificate, on either side of it.
  private static func tied(
    _ house: House, _ method: VectorMethod, _ certificate: VectorCertificate
  ) -> [(claimant: Int, isWinner: Bool)] {
    let (claimants, seats) = (house.claimants, house.claimed)
    var found: [(claimant: Int, isWinner: Bool)] = []
    switch (method, certificate) {
    case (.divisor(let method), .divisor(let lower?, let upper?)) where lower == upper:
      for at in seats.indices where claimants.weights[at] > 0 {
        let weight = claimants.weights[at]
        if seats[at] > claimants.minimums[at],
          PlanSignposts.claim(method, of: weight, holding: seats[at] - 1) == lower
        {
          found.append((at, true))
        } else if seats[at] < claimants.maximums[at],
          PlanSignposts.claim(method, of: weight, holding: seats[at]) == lower
        {
          found.append((at, false))
        }
      }
    case (.hamilton, .remainders(let border)):
      guard let lowest = border.lowestRaised, border.lowestRaised == border.highestKept else {
        return []
      }
      for at in seats.indices where claimants.weights[at] > 0 && !border.fixed.contains(at) {
        let product = UInt128(border.seats) * UInt128(claimants.weights[at])
        let (floor, rest) = product.quotientAndRemainder(dividingBy: border.weight)
        let base = max(Int(floor), claimants.minimums[at])
        if rest == lowest, base == Int(floor), base < claimants.maximums[at] {
          found.append((at, seats[at] > base))
        }
      }
    default: break
    }
    return found
  }

  /// Each of the tied has a row of `plan-decisions.csv` that says what it got.
  mutating func checkDecided(
    _ cells: [(programme: String, audience: String, isWinner: Bool)], _ split: Split,
    rule level: String, _ who: String, _ inputs: PlanInputs
  ) {
    for cell in cells {
      let key = [split.model.rule.name, level, cell.programme, cell.audience]
      let at = inputs.decisions.firstIndex { row in
        zip(row, key).allSatisfy { areSameBytes($0, $1) }
      }
      let given = at.map { inputs.decisions[$0][4] }
      if let at { usedDecisions.insert(at) }
      guard given != (cell.isWinner ? "seat" : "none") else { continue }
      reportTie(
        split, who,
        Phrase(
          zh: "\(cell.audience) 的裁定为 \(given ?? "（无）")，方案却\(cell.isWinner ? "给" : "没给")它名额",
          en: "the decision on \(cell.audience) is \(given ?? "(none)"), yet the plan "
            + "\(cell.isWinner ? "gives" : "denies") it the seat"))
    }
  }

  /// The smallest lots have the seats.
  private mutating func checkLots(
    _ cells: [(programme: String, audience: String, isWinner: Bool)], shared: Int,
    _ settler: String, _ split: Split, _ who: String, _ inputs: PlanInputs
  ) {
    guard settler == "lottery", let seed = inputs.seed else {
      reportTie(
        split, who,
        Phrase(
          zh: "并列由 “\(settler)” 处理，没有种子", en: "the tie is settled by “\(settler)”, without a seed"))
      return
    }
    let lots = cells.map { PlanCheck.lot(seed, $0.programme, $0.audience) }
    let winners = Set(cells.indices.sorted { lots[$0] < lots[$1] }.prefix(shared))
    for at in cells.indices where cells[at].isWinner != winners.contains(at) {
      reportTie(
        split, who,
        Phrase(
          zh: "按种子的签，\(cells[at].audience) \(winners.contains(at) ? "应得" : "不应得")该名额",
          en: "by the lots of the seed \(cells[at].audience) "
            + "\(winners.contains(at) ? "gets" : "does not get") the seat"))
    }
  }

  /// A lot: SHA-256 of `zhibiao-plan-tie-v1` LF seed LF programme LF audience; the smaller wins. Of
  /// column totals the programme is the empty text.
  static func lot(_ seed: String, _ programme: String, _ audience: String) -> String {
    let row = programme == "*" ? "" : programme
    return PlanSHA("zhibiao-plan-tie-v1\n\(seed)\n\(row)\n").adding(audience).hex()
  }

  /// Says what is wrong with a tie.
  mutating func reportTie(_ split: Split, _ who: String, _ what: Phrase) {
    let name = split.model.rule.name
    report(
      .planTie, at: Place(file: "plan-summary.json"), cause: name,
      Phrase(zh: "方案 \(name)，\(who)：\(what.zh)", en: "split \(name), \(who): \(what.en)"))
  }

  /// Rows of `plan-decisions.csv` that answered no tie.
  mutating func checkDecisionsUsed(_ inputs: PlanInputs) {
    for at in inputs.decisions.indices where !usedDecisions.contains(at) {
      let row = inputs.decisions[at].prefix(4).joined(separator: ", ")
      report(
        .planTie, at: Place(file: inputs.rules.fileName("plan-decisions")), cause: "idle",
        Phrase(zh: "裁定 \(row) 没有对应任何并列", en: "the decision \(row) answers no tie"))
    }
  }
}
