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
    let isSafe = score.magnitude <= ScoreProgram.magnitudeMax
    for term in score.terms {
      if isSafe, term.factor == 1, case .column(let column) = term.source,
        addPlain(column, block.count, local, &sums)
      {
        continue
      }
      if isSafe {
        add(term, block.count, local, score.missing, &sums, &missing, &overflow) { value, sum in
          sum &+= value &* term.factor
          return false
        }
      } else {
        add(term, block.count, local, score.missing, &sums, &missing, &overflow) { value, sum in
          let product = value.multipliedReportingOverflow(by: term.factor)
          let whole = sum.addingReportingOverflow(product.partialValue)
          sum = whole.partialValue
          return product.overflow || whole.overflow
        }
      }
    }
    let at = number * RowBlock.rowsMax
    if missing | overflow == 0, score.round == nil, score.places == 0 {
      // Whole thousandths of everybody: the sums are the scores.
      var scores = local.scores.mutableSpan
      for i in 0..<block.count { scores[at &+ i] = sums[i] }
      return
    }
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

  /// Adds a whole column as it is, where no cell is empty and no sum can overflow: most terms of
  /// most scores. False, with nothing added, where a cell is empty.
  @inline(__always)
  private func addPlain(
    _ column: Int, _ count: Int, _ local: Local, _ sums: inout InlineArray<64, Int64>
  ) -> Bool {
    if local.hasEmpty[column] { return false }
    let from = column * RowBlock.rowsMax
    let values = local.columns.span.extracting(from..<from + count)
    var sums = sums.mutableSpan
    for i in values.indices { sums[i] &+= values[i] }
    return true
  }

  /// Adds one term for the rows of a block; sets the bits of rows that are ineligible for want of a
  /// value, and of sums that do not fit, as `addTo` says.
  @inline(__always)
  private func add(
    _ term: ScoreProgram.Term, _ count: Int, _ local: Local, _ policy: MissingPolicy,
    _ sums: inout InlineArray<64, Int64>, _ missing: inout UInt64, _ overflow: inout UInt64,
    _ addTo: (_ value: Int64, _ sum: inout Int64) -> Bool
  ) {
    @inline(__always)
    func add(_ value: Int64, _ i: Int, _ sums: inout InlineArray<64, Int64>, _ over: inout UInt64) {
      over |= (addTo(value, &sums[i]) ? 1 : 0) &<< UInt64(truncatingIfNeeded: i)
    }
    switch term.source {
    case .column(let column):
      let from = column * RowBlock.rowsMax
      for i in 0..<count {
        let value = local.columns[from &+ i]
        if value == NumberCells.empty {
          if policy == .ineligible { missing |= 1 &<< UInt64(i) }
        } else {
          add(value, i, &sums, &overflow)
        }
      }
    case .score(let score):
      let from = score * RowBlock.rowsMax
      for i in 0..<count {
        let value = local.scores[from &+ i]
        if value == NumberColumn.missing {
          if policy != .zero { missing |= 1 &<< UInt64(i) }
        } else {
          add(value, i, &sums, &overflow)
        }
      }
    case .grade(let grade, let points):
      let from = grade * RowBlock.rowsMax
      let isIneligible = policy == .ineligible || plan.grades[grade].missing == .ineligible
      for i in 0..<count {
        let value = Int(local.grades[from &+ i])
        if value >= 0 {
          add(points[value], i, &sums, &overflow)
        } else if isIneligible {
          missing |= 1 &<< UInt64(i)
        }
      }
    case .bonus(let columns, let rule, let cap):
      for i in 0..<count {
        let points = bonus(columns, rule, i, local)
        add(min(points, cap ?? points), i, &sums, &overflow)
      }
    }
  }

  /// The bonus of row `i`: the highest or the sum of its columns; an empty cell is none.
  @inline(__always)
  private func bonus(
    _ columns: [Int], _ rule: ScoreRule.BonusRule, _ i: Int, _ local: Local
  ) -> Int64 {
    var total: Int64?
    for column in columns {
      let value = local.columns[column * RowBlock.rowsMax + i]
      let points = value == NumberCells.empty ? 0 : value
      total = total.map { rule == .highest ? max($0, points) : $0 + points } ?? points
    }
    return total ?? 0
  }

  /// Rounds a sum, or checks that it is whole in thousandths, and keeps it.
  @inline(__always)
  private func finish(
    _ sum: Int64, _ score: ScoreProgram, _ row: Int, _ at: Int, _ local: inout Local
  ) {
    if let round = score.round {
      let unit = Decimal.power(3 - round.decimals)
      let whole = roundedQuotient(sum, by: Decimal.power(score.places) * unit, round.mode)
      let rounded = whole.multipliedReportingOverflow(by: unit)
      local.scores[at] = rounded.partialValue
      if rounded.overflow { reportTooFine(score, row, &local, isTooLarge: true) }
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
