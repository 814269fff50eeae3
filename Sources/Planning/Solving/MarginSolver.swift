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
    switch error {
    case .infeasible(let conflict):
      subject.report(conflict, planCase, columnSeats: columnSeats, &log)
    case .columnMinimumsExceedSeats(let column, let least, let seats):
      let (name, audience) = (subject.rule.name, subject.audiences[column])
      log.add(
        .marginsInfeasible,
        at: planCase.rules.place(of: RuleSet.keyPath("plan", "splits", name)), cause: name,
        Phrase(
          zh: "方案 \(name)：\(audience) 共 \(seats) 个名额，各格的 minimum 合计 \(least)",
          en: "split \(name): \(audience) has \(counted(seats, "seat")), the minima of its cells "
            + "add up to \(least)"))
    default: preconditionFailure("rows, columns and totals were checked: \(error)")
    }
  }
}

extension SplitSubject {
  /// Reports rows and columns that contradict each other; `columnSeats` are the columns' totals, nil
  /// where they have minimums alone.
  func report(
    _ conflict: MarginConflict, _ planCase: PlanCase, columnSeats: [Int]?, _ log: inout ProblemLog
  ) {
    let a = listed(conflict.rows.map { planCase.programmes[rows[$0].programme].code })
    let b = listed(conflict.columns.map { audiences[$0] })
    let mine = conflict.rows.reduce(0) { $0 + rows[$1].seats }
    let theirs = conflict.columns.reduce(0) {
      $0 + (columnSeats?[$1] ?? matrix.columnMinimums[$1])
    }
    let what: Phrase
    switch conflict.kind {
    case .rowsHaveTooMany:
      what = Phrase(
        zh: "招生代码 \(a) 共 \(mine) 个名额，比受众 \(b) 的合计 \(theirs) 与其余受众的上限多 "
          + "\(conflict.excess) 个",
        en: "the programmes \(a) have \(mine) seats, \(conflict.excess) more than \(b) "
          + "(\(theirs) in all) and the limits of the others can take")
    case .columnsNeedTooMany:
      what = Phrase(
        zh: "受众 \(b) 合计至少要 \(theirs) 个名额，比对它们开放的招生代码 \(a)（共 \(mine) 个）能给的多 "
          + "\(conflict.excess) 个",
        en: "\(b) must get \(theirs) seats in all, \(conflict.excess) more than the programmes "
          + "\(a) (\(mine) seats) and the limits of the others can give")
    }
    log.add(
      .marginsInfeasible,
      at: planCase.rules.place(of: RuleSet.keyPath("plan", "splits", rule.name)),
      cause: rule.name,
      Phrase(
        zh: "方案 \(rule.name)：\(what.zh)", en: "split \(rule.name): \(what.en)"))
  }
}

/// The first few of a list of names, and how many there are.
func listed(_ names: [String], countMax: Int = 5) -> String {
  let shown = names.prefix(countMax).joined(separator: ", ")
  return names.count > countMax ? "\(shown), … (\(names.count))" : shown.isEmpty ? "–" : shown
}
