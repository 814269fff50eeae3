import Cases
import Diagnostics

extension MatrixReader {
  /// Every programme's seats add up to what it splits.
  func checkRows(_ log: inout ProblemLog) {
    for (row, entry) in subject.rows.enumerated() {
      let sum = subject.matrix.cells(ofRow: row).reduce(0) { $0 + seats[$1] }
      guard sum != entry.seats else { continue }
      let code = planCase.programmes[entry.programme].code
      log.add(
        .importTotal, at: Place(file: text.table.file), cause: "programmes",
        Phrase(
          zh: "\(code)：矩阵中共 \(sum) 个名额，方案 \(subject.rule.name) 要分 \(entry.seats) 个",
          en: "\(code): the matrix adds up to \(sum), the split \(subject.rule.name) has "
            + "\(entry.seats) seats"))
    }
  }

  /// Every cell is within its bounds, every audience has its least total.
  func checkBounds(_ log: inout ProblemLog) {
    let matrix = subject.matrix
    var totals = Array(repeating: 0, count: matrix.columnCount)
    for (row, entry) in subject.rows.enumerated() {
      for cell in matrix.cells(ofRow: row) {
        totals[Int(matrix.columns[cell])] += seats[cell]
        let (least, most) = (matrix.minimum(cell), matrix.maximum(cell))
        if seats[cell] >= least && seats[cell] <= most { continue }
        let code = planCase.programmes[entry.programme].code
        let audience = subject.audiences[Int(matrix.columns[cell])]
        let bound = seats[cell] < least ? least : most
        log.add(
          .importBounds, at: Place(file: text.table.file), cause: "cells",
          Phrase(
            zh:
              "\(code) 分给 \(audience) \(seats[cell]) 个，\(seats[cell] < least ? "至少" : "至多")应为 \(bound)",
            en: "\(code) gives \(audience) \(counted(seats[cell], "seat")), at "
              + "\(seats[cell] < least ? "least" : "most") \(bound) were expected"))
      }
    }
    guard let least = subject.rule.totalMinimum else { return }
    for (column, total) in totals.enumerated() where total < least {
      log.add(
        .importBounds, at: Place(file: text.table.file), cause: "totals",
        Phrase(
          zh: "\(subject.audiences[column]) 合计 \(total) 个，totalMinimum 为 \(least)",
          en: "\(subject.audiences[column]) gets \(counted(total, "seat")) in all, "
            + "totalMinimum is \(least)"))
    }
  }
}
