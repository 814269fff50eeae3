import Apportionment
import Cases
import Diagnostics
import Rules

/// Splits a matrix with both margins fixed, and settles its ties.
struct MarginSolver {
  private let subject: SplitSubject
  private let planCase: PlanCase

  init(_ subject: SplitSubject, _ planCase: PlanCase) {
    self.subject = subject
    self.planCase = planCase
  }

  /// The seats of each cell with their proof; nil where a tie is left open, or, with a message,
  /// where the margins cannot be met.
  func solve(
    _ book: inout TieBook, log: inout ProblemLog
  ) -> (seats: [Int], proof: MarginProof)? {
    guard let totals = ColumnTotals(subject, planCase, &book, log: &log) else { return nil }
    do {
      let solution = try subject.matrix.biproportional(columnSeats: totals.seats)
      var cells = TiedCells(subject, solution)
      guard let ties = cells.settle(&book, log: &log) else { return nil }
      return (
        cells.seats,
        MarginProof(
          columnSeats: totals.seats, columnHouses: totals.houses,
          certificate: solution.certificate, ties: ties)
      )
    } catch {
      report(error, totals.seats, &log)
      return nil
    }
  }

  private func report(_ error: MatrixError, _ columnSeats: [Int], _ log: inout ProblemLog) {
    guard case .infeasible(let conflict) = error else {
      preconditionFailure("rows, columns and totals were checked: \(error)")
    }
    let rows = conflict.rows.map { planCase.programmes[subject.rows[$0].programme].code }
    let columns = conflict.columns.map { subject.audiences[$0] }
    let (a, b) = (listed(rows), listed(columns))
    let (mine, theirs) = (
      conflict.rows.reduce(0) { $0 + subject.rows[$1].seats },
      conflict.columns.reduce(0) { $0 + columnSeats[$1] }
    )
    log.add(
      .marginsInfeasible,
      at: planCase.rules.place(of: RuleSet.keyPath("plan", "splits", subject.rule.name)),
      cause: subject.rule.name,
      Phrase(
        zh: "方案 \(subject.rule.name)：招生代码 \(a) 共 \(mine) 个名额，放得下的只有受众 \(b) 的 "
          + "\(theirs) 个及其余受众的上限，多出 \(conflict.excess) 个",
        en: "split \(subject.rule.name): the programmes \(a) have \(mine) seats, which exceed "
          + "what \(b) (\(theirs) seats) and the limits of the others can take by "
          + "\(conflict.excess)"))
  }
}

/// The first few of a list of names, and how many there are.
func listed(_ names: [String], countMax: Int = 5) -> String {
  let shown = names.prefix(countMax).joined(separator: ", ")
  return names.count > countMax ? "\(shown), … (\(names.count))" : shown.isEmpty ? "–" : shown
}
