import Apportionment
import Cases
import Diagnostics
import Rules

/// Rounds a matrix with the least total deviation, and settles its ties.
struct DeviationSolver {
  private let subject: SplitSubject
  private let shares: FairShares

  init(_ subject: SplitSubject, _ shares: FairShares) {
    (self.subject, self.shares) = (subject, shares)
  }

  /// How a tied cell is chosen: as decided, or by its lot.
  private enum Choice {
    case decided(Bool)
    case lot(Digest256)

    func cost(_ round: Int) -> Int {
      switch self {
      case .decided(let getsSeat): getsSeat ? 0 : 1
      case .lot(let digest): digest.shortWord(round)
      }
    }
  }

  /// The rounding with its ties; nil where one is left open or, with a message, decided wrongly.
  func solve(
    _ book: inout TieBook, log: inout ProblemLog
  ) -> (solution: DeviationSolution, ties: [SettledTie])? {
    let found = subject.matrix.leastDeviation(shares)
    guard !found.ties.cells.isEmpty else { return (found, []) }
    var choices: [Choice?] = Array(repeating: nil, count: found.ties.cells.count)
    var ties: [PlanTie] = []
    for group in found.ties.groups {
      let tie = tie(group, found.ties)
      ties.append(tie)
      let given = book.decisions(on: tie)
      if given.contains(where: { $0 != nil }) {
        guard book.isWhole(given, tie, &log) else { continue }
        for (member, getsSeat) in zip(group, given) { choices[member] = .decided(getsSeat!) }
      } else if let lots = book.digestsOrNil(tie) {
        for (member, lot) in zip(group, lots) { choices[member] = .lot(lot) }
      } else {
        book.leaveOpen(tie)
      }
    }
    guard choices.allSatisfy({ $0 != nil }) else { return nil }
    let solution = found.settled { member, round in choices[member]!.cost(round) }
    var settled: [SettledTie] = []
    for (group, tie) in zip(found.ties.groups, ties) {
      guard let done = settle(group, tie, choices, solution, &book, &log) else { continue }
      settled.append(done)
    }
    return settled.count == ties.count ? (solution, settled) : nil
  }

  private func tie(_ group: [Int], _ ties: DeviationTies) -> PlanTie {
    let matrix = subject.matrix
    return PlanTie(
      split: subject.split, level: subject.levels.count - 1, parent: nil,
      claimants: group.map { member in
        let cell = ties.cells[member]
        return PlanTie.Claimant(
          programme: subject.rows[matrix.row(ofCell: cell)].programme,
          audience: subject.audiences[Int(matrix.columns[cell])],
          certain: shares.parts[cell] / shares.unit)
      }, shared: group.count { ties.isUp[$0] })
  }

  /// What a tie came to; nil, with a message, where no rounding of least deviation is as decided.
  private func settle(
    _ group: [Int], _ tie: PlanTie, _ choices: [Choice?], _ solution: DeviationSolution,
    _ book: inout TieBook, _ log: inout ProblemLog
  ) -> SettledTie? {
    var (gotSeat, settler): ([Bool], TieSettler) = ([], .lottery)
    for (member, claimant) in zip(group, tie.claimants) {
      gotSeat.append(solution.seats[solution.ties.cells[member]] > claimant.certain)
      guard case .decided(let getsSeat)? = choices[member] else { continue }
      settler = .decision
      if gotSeat.last != getsSeat {
        book.report(
          tie, &log,
          Phrase(
            zh: "裁定与各级合计或最小偏差不相容：没有这样的分配",
            en: "no split with these totals and the least deviation is as decided"))
        return nil
      }
    }
    return SettledTie(tie: tie, gotSeat: gotSeat, settler: settler)
  }
}
