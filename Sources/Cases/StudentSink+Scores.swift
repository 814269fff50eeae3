import Admission
import Diagnostics
import Exact
import Rules
import Tables

extension StudentSink {
  /// Computes a score for the rows of a block, exactly: sums of thousandths, then one rounding.
  func computeScore(_ number: Int, _ block: RowBlock, _ local: inout Local) {
    let score = plan.scores[number]
    var sums = InlineArray<64, Int64>(repeating: 0)
    // Bit i: row i misses a value and is ineligible; or the sum does not fit 64 bits.
    var missing: UInt64 = 0
    var overflow: UInt64 = 0
    for term in score.terms {
      for i in 0..<block.count {
        guard let value = self.value(of: term, i, local, score.missing) else {
          missing |= 1 << UInt64(i)
          continue
        }
        let product = value.multipliedReportingOverflow(by: term.factor)
        let sum = sums[i].addingReportingOverflow(product.partialValue)
        sums[i] = sum.partialValue
        if product.overflow || sum.overflow { overflow |= 1 << UInt64(i) }
      }
    }
    let at = number * RowBlock.rowsMax
    for i in 0..<block.count {
      if missing >> UInt64(i) & 1 == 1 {
        local.scores[at + i] = NumberColumn.missing
      } else if overflow >> UInt64(i) & 1 == 1 {
        reportTooFine(score, block.firstRow + i, &local, isTooLarge: true)
      } else {
        finish(sums[i], score, block.firstRow + i, at + i, &local)
      }
    }
  }

  /// One term's value for row `i` of the block, in thousandths; nil: the student is ineligible.
  @inline(__always)
  private func value(
    of term: ScoreProgram.Term, _ i: Int, _ local: Local, _ policy: MissingPolicy
  ) -> Int64? {
    switch term.source {
    case .column(let column):
      let value = local.columns[column * RowBlock.rowsMax + i]
      return value == NumberCells.empty ? (policy == .ineligible ? nil : 0) : value
    case .score(let score):
      let value = local.scores[score * RowBlock.rowsMax + i]
      return value == NumberColumn.missing ? (policy == .zero ? 0 : nil) : value
    case .grade(let grade, let points):
      let value = local.grades[grade * RowBlock.rowsMax + i]
      if value >= 0 { return points[Int(value)] }
      return policy == .ineligible || plan.grades[grade].missing == .ineligible ? nil : 0
    case .bonus(let columns, let rule, let cap):
      var best: Int64 = 0
      for column in columns {
        let value = local.columns[column * RowBlock.rowsMax + i]
        let points = value == NumberCells.empty ? 0 : value
        best = rule == .highest ? max(best, points) : best + points
      }
      return cap.map { min(best, $0) } ?? best
    }
  }

  /// Rounds a sum, or checks that it is whole in thousandths, and keeps it.
  @inline(__always)
  private func finish(
    _ sum: Int64, _ score: ScoreProgram, _ row: Int, _ at: Int, _ local: inout Local
  ) {
    if let round = score.round {
      let unit = Decimal.power(3 - round.decimals)
      let whole = roundedQuotient(sum, by: Decimal.power(score.places) * unit, round.mode)
      local.scores[at] = whole * unit
    } else if score.places == 0 {
      local.scores[at] = sum
    } else {
      let scale = Decimal.power(score.places)
      local.scores[at] = sum / scale
      if sum % scale != 0 { reportTooFine(score, row, &local, isTooLarge: false) }
    }
  }

  private func reportTooFine(
    _ score: ScoreProgram, _ row: Int, _ local: inout Local, isTooLarge: Bool
  ) {
    local.log.add(.scoreTooFine, cause: "\(table.file)/\(score.name)") {
      let student = codes.text(row)
      let place = table.place(row: row)
      if isTooLarge {
        return (
          place,
          Phrase(
            zh: "学生 \(student) 的 \(score.name) 太大",
            en: "\(score.name) of student \(student) is too large")
        )
      }
      return (
        place,
        Phrase(
          zh: "学生 \(student) 的 \(score.name) 多于 3 位小数；请在该得分上写明 round",
          en:
            "\(score.name) of student \(student) has more than 3 places; the score needs a `round`")
      )
    }
  }
}
