import Apportionment
import Diagnostics

extension MarginSolver {
  /// Settles all ties; nil where one is left open or, with a message, decided wrongly.
  func settle(
    _ solution: inout BiproportionalSolution, _ book: inout TieBook, _ log: inout ProblemLog
  ) -> [SettledTie]? {
    let groups = solution.ties.groups
    let settled = groups.compactMap { settle($0, &solution, &book, &log) }
    return settled.count == groups.count ? settled : nil
  }

  /// Settles the tie of some cells: as decided, else in the order of their lots.
  private func settle(
    _ members: [Int], _ solution: inout BiproportionalSolution, _ book: inout TieBook,
    _ log: inout ProblemLog
  ) -> SettledTie? {
    let tie = tie(members, solution.ties)
    let given = book.decisions(on: tie)
    let isDecided = given.contains { $0 != nil }
    let order: [Int]
    if isDecided {
      guard book.isWhole(given, tie, &log) else { return nil }
      order = given.indices.filter { given[$0]! } + given.indices.filter { !given[$0]! }
    } else if let lots = book.lotsOrNil(tie) {
      order = lots
    } else {
      book.leaveOpen(tie)
      return nil
    }
    for at in order { solution.favour(members[at]) }
    let isUp = solution.ties.isUp
    let gotSeat = members.map { isUp[$0] }
    if isDecided, zip(given, gotSeat).contains(where: { $0! != $1 }) {
      book.report(
        tie, &log,
        Phrase(
          zh: "裁定与各行各列的合计不相容：没有这样的分配",
          en: "no split with these row and column totals is as decided"))
      return nil
    }
    return SettledTie(tie: tie, gotSeat: gotSeat, settler: isDecided ? .decision : .lottery)
  }

  private func tie(_ members: [Int], _ ties: BiproportionalTies) -> PlanTie {
    let (matrix, isUp) = (subject.matrix, ties.isUp)
    return PlanTie(
      split: subject.split, level: 0, parent: nil,
      claimants: members.map { member in
        let cell = ties.cells[member]
        return PlanTie.Claimant(
          programme: subject.rows[matrix.row(ofCell: cell)].programme,
          audience: subject.audiences[Int(matrix.columns[cell])], certain: ties.certain[member])
      }, shared: members.count { isUp[$0] })
  }
}
