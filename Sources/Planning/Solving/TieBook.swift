import Apportionment
import Cases
import Diagnostics
import Rules

/// Settles ties by decisions, else by lot; remembers which rows were used and what is left open.
struct TieBook {
  private struct Key: Hashable {
    let split: Int
    let level: Int
    /// −1 for column totals.
    let programme: Int
    let audience: [UInt8]
  }

  private let planCase: PlanCase
  private let rows: [Key: Int]
  private var isUsed: [Bool]
  /// The ties that nothing settles.
  private(set) var open: [PlanTie] = []

  init(_ planCase: PlanCase) {
    self.planCase = planCase
    rows = Dictionary(
      planCase.decisions.enumerated().map { at, row in
        (
          Key(
            split: row.split, level: row.level, programme: row.programme ?? -1,
            audience: Array(row.audience.utf8)), at
        )
      }, uniquingKeysWith: { first, _ in first })
    isUsed = Array(repeating: false, count: planCase.decisions.count)
  }

  /// The decision on each claimant; nil where there is no row. The rows count as used.
  mutating func decisions(on tie: PlanTie) -> [Bool?] {
    tie.claimants.map { claimant in
      let key = Key(
        split: tie.split, level: tie.level, programme: claimant.programme ?? -1,
        audience: Array(claimant.audience.utf8))
      guard let row = rows[key] else { return nil }
      isUsed[row] = true
      return planCase.decisions[row].getsSeat
    }
  }

  /// Which claimants get a shared seat of a house; nil where nobody can say, or, with a message,
  /// where the decisions are not whole.
  mutating func settle(_ tie: PlanTie, log: inout ProblemLog) -> SettledTie? {
    let given = decisions(on: tie)
    if given.contains(where: { $0 != nil }) {
      guard isWhole(given, tie, &log) else { return nil }
      return SettledTie(tie: tie, gotSeat: given.map { $0! }, settler: .decision)
    }
    guard let seed = planCase.seed else {
      open.append(tie)
      return nil
    }
    let order = lots(tie, seed)
    var gotSeat = Array(repeating: false, count: tie.claimants.count)
    for winner in order.prefix(tie.shared) { gotSeat[winner] = true }
    return SettledTie(tie: tie, gotSeat: gotSeat, settler: .lottery)
  }

  /// The claimants in the order of their lots, the smallest first.
  func lots(_ tie: PlanTie, _ seed: String) -> [Int] {
    let lots = digests(tie, seed)
    return lots.indices.sorted { (lots[$0], $0) < (lots[$1], $1) }
  }

  /// The lot of each claimant.
  private func digests(_ tie: PlanTie, _ seed: String) -> [Digest256] {
    tie.claimants.map { claimant in
      TieLot(seed: seed, row: claimant.programme.map { planCase.programmes[$0].code } ?? "")(
        claimant.audience)
    }
  }

  /// The same; nil where there is no seed.
  func digestsOrNil(_ tie: PlanTie) -> [Digest256]? { planCase.seed.map { digests(tie, $0) } }

  /// Their order; nil where there is no seed.
  func lotsOrNil(_ tie: PlanTie) -> [Int]? { planCase.seed.map { lots(tie, $0) } }

  /// Leaves a tie open.
  mutating func leaveOpen(_ tie: PlanTie) { open.append(tie) }

  /// Whether every claimant is decided on, with as many seats as they share.
  func isWhole(_ given: [Bool?], _ tie: PlanTie, _ log: inout ProblemLog) -> Bool {
    let missing = given.indices.filter { given[$0] == nil }
    let seats = given.count { $0 == true }
    if missing.isEmpty, seats == tie.shared { return true }
    report(
      tie, &log,
      missing.isEmpty
        ? Phrase(
          zh: "裁定给出 \(seats) 个名额，应为 \(tie.shared) 个",
          en: "\(seats) seats are decided, \(tie.shared) are shared")
        : Phrase(
          zh: "没有裁定 \(missing.map { tie.claimants[$0].audience }.joined(separator: "、"))",
          en: "nothing is decided on "
            + missing.map { tie.claimants[$0].audience }.joined(separator: ", ")))
    return false
  }

  /// Reports a tie whose decisions cannot stand.
  func report(_ tie: PlanTie, _ log: inout ProblemLog, _ what: Phrase) {
    let file = planCase.rules.fileName("plan-decisions")
    let split = planCase.rules.plan.splits[tie.split].name
    let programmes = Set(tie.claimants.compactMap(\.programme)).sorted()
      .map { planCase.programmes[$0].code }.joined(separator: ", ")
    let who = programmes.isEmpty ? split : "\(split), \(programmes)"
    log.add(
      .planDecisionPartial, at: Place(file: file), cause: file,
      Phrase(zh: "\(who)：\(what.zh)", en: "\(who): \(what.en)"))
  }

  /// Reports the rows that answered no tie. With ties left open, rows may be for later ones.
  func reportIdle(_ log: inout ProblemLog) {
    guard open.isEmpty else { return }
    let file = planCase.rules.fileName("plan-decisions")
    for (row, given) in planCase.decisions.enumerated() where !isUsed[row] {
      log.add(
        .planDecisionIdle, at: Place(file: file, line: given.line), cause: file,
        Phrase(
          zh: "\(given.cells[2]) 与 \(given.cells[3]) 的裁定没有对应任何并列",
          en: "the decision on \(given.cells[3]) at \(given.cells[2]) answers no tie"))
    }
  }
}
