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
      let values = values(of: term.source, block.count, local, score.missing, &missing)
      for i in 0..<block.count {
        let product = values[i].multipliedReportingOverflow(by: term.factor)
        let sum = sums[i].addingReportingOverflow(product.partialValue)
        sums[i] = sum.partialValue
        overflow |= (product.overflow || sum.overflow ? 1 : 0) &<< UInt64(i)
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

  /// One term's values for the rows of a block, in thousandths; sets the bits of rows that are
  /// ineligible for want of one.
  @inline(__always)
  private func values(
    of source: ScoreProgram.Term.Source, _ count: Int, _ local: Local, _ policy: MissingPolicy,
    _ missing: inout UInt64
  ) -> InlineArray<64, Int64> {
    var values = InlineArray<64, Int64>(repeating: 0)
    switch source {
    case .column(let column):
      let from = column * RowBlock.rowsMax
      for i in 0..<count {
        let value = local.columns[from + i]
        let isEmpty = value == NumberCells.empty
        values[i] = isEmpty ? 0 : value
        if isEmpty, policy == .ineligible { missing |= 1 &<< UInt64(i) }
      }
    case .score(let score):
      let from = score * RowBlock.rowsMax
      for i in 0..<count {
        let value = local.scores[from + i]
        let isMissing = value == NumberColumn.missing
        values[i] = isMissing ? 0 : value
        if isMissing, policy != .zero { missing |= 1 &<< UInt64(i) }
      }
    case .grade(let grade, let points):
      let from = grade * RowBlock.rowsMax
      let isIneligible = policy == .ineligible || plan.grades[grade].missing == .ineligible
      for i in 0..<count {
        let value = Int(local.grades[from + i])
        values[i] = value >= 0 ? points[value] : 0
        if value < 0, isIneligible { missing |= 1 &<< UInt64(i) }
      }
    case .bonus(let columns, let rule, let cap):
      for (number, column) in columns.enumerated() {
        let from = column * RowBlock.rowsMax
        for i in 0..<count {
          let value = local.columns[from + i]
          let points = value == NumberCells.empty ? 0 : value
          values[i] =
            number == 0
            ? points : rule == .highest ? max(values[i], points) : values[i] + points
        }
      }
      if let cap { for i in 0..<count { values[i] = min(values[i], cap) } }
    }
    return values
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
