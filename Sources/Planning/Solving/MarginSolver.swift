import Apportionment
import Cases
import Diagnostics
import Rules

/// Splits a matrix with both margins fixed, and settles its ties.
struct MarginSolver {
  let subject: SplitSubject
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
      var solution = try subject.matrix.biproportional(columnSeats: totals.seats)
      guard let ties = settle(&solution, &book, &log) else { return nil }
      return (
        solution.seats,
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
  /// Reports rows and columns that contradict each other; `columnSeats` are the columns' totals,
  /// nil where they have minimums alone.
  func report(
    _ conflict: MarginConflict, _ planCase: PlanCase, columnSeats: [Int]?, _ log: inout ProblemLog
  ) {
    let a = listed(conflict.rows.map { planCase.programmes[rows[$0].programme].code })
    let b = listed(conflict.columns.map { audiences[$0] })
    let mine = conflict.rows.reduce(0) { $0 + rows[$1].seats }
    let theirs = conflict.columns.reduce(0) {
      $0 + (columnSeats?[$1] ?? matrix.columnMinimums[$1])
    }
    let sides = sides(of: conflict)
    let what: Phrase
    switch conflict.kind {
    case .rowsHaveTooMany:
      what = Phrase(
        zh: "招生代码 \(a) 共 \(mine) 个名额，多出 \(conflict.excess) 个无处可放：\(b) 合计 \(theirs) 个，"
          + "其中 \(sides.minimaOutside) 个是其他招生代码的最低名额；其余受众按上限只能放 \(sides.limitsElsewhere) 个",
        en:
          "the programmes \(a) have \(counted(mine, "seat")), \(conflict.excess) more than there is "
          + "room for: \(b) have \(theirs) in all, \(sides.minimaOutside) of them for the minima of "
          + "other programmes, and the limits of other audiences leave \(sides.limitsElsewhere)")
    case .columnsNeedTooMany:
      what = Phrase(
        zh: "\(b) 合计至少要 \(theirs) 个名额，比能得到的多 \(conflict.excess) 个：招生代码 \(a) 共 \(mine) 个，"
          + "其中 \(sides.minimaElsewhere) 个是其他受众的最低名额；其余招生代码按上限只能给 \(sides.limitsOutside) 个",
        en:
          "\(b) must get \(counted(theirs, "seat")) in all, \(conflict.excess) more than there are: "
          + "the programmes \(a) have \(mine), \(sides.minimaElsewhere) of them for the minima of other "
          + "audiences, and the limits of other programmes leave \(sides.limitsOutside)")
    }
    log.add(
      .marginsInfeasible,
      at: planCase.rules.place(of: RuleSet.keyPath("plan", "splits", rule.name)),
      cause: rule.name,
      Phrase(
        zh: "方案 \(rule.name)：\(what.zh)", en: "split \(rule.name): \(what.en)"))
  }
}

extension SplitSubject {
  /// What a conflict of rows A and columns B depends on beside their totals: minima and limits of
  /// the cells of A elsewhere than in B, and of the cells in B of other rows than A.
  fileprivate func sides(
    of conflict: MarginConflict
  ) -> (minimaElsewhere: Int, limitsElsewhere: Int, minimaOutside: Int, limitsOutside: Int) {
    var sides = (minimaElsewhere: 0, limitsElsewhere: 0, minimaOutside: 0, limitsOutside: 0)
    let (mine, theirs) = (Set(conflict.rows), Set(conflict.columns))
    for row in rows.indices {
      for cell in matrix.cells(ofRow: row) where matrix.weights[cell] > 0 {
        let (least, most) = (matrix.minimum(cell), min(matrix.maximum(cell), rows[row].seats))
        switch (mine.contains(row), theirs.contains(Int(matrix.columns[cell]))) {
        case (true, false):
          sides.minimaElsewhere += least
          sides.limitsElsewhere += most
        case (false, true):
          sides.minimaOutside += least
          sides.limitsOutside += most
        default: break
        }
      }
    }
    return sides
  }
}

/// The first few of a list of names, and how many there are.
func listed(_ names: [String], countMax: Int = 5) -> String {
  let shown = names.prefix(countMax).joined(separator: ", ")
  return names.count > countMax ? "\(shown), … (\(names.count))" : shown.isEmpty ? "–" : shown
}
