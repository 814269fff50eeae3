import Admission
import Columns
import Tables

extension StudentSink {
  /// Stores one number of the cohort.
  func store(_ number: Int, _ block: RowBlock, _ local: Local) {
    func part(_ of: Int) -> Range<Int> {
      of * RowBlock.rowsMax..<of * RowBlock.rowsMax + block.count
    }
    switch plan.numbers[number].origin {
    case .score(let score): keep(local.scores.span.extracting(part(score)), block, number)
    case .column(let column): keep(local.columns.span.extracting(part(column)), block, number)
    case .grade(let grade):
      let worst = Int64(plan.grades[grade].order.count - 1)
      let missing = plan.grades[grade].missing == .zero ? worst : NumberColumn.missing
      var values = InlineArray<64, Int64>(repeating: 0)
      for i in 0..<block.count {
        let value = local.grades[grade * RowBlock.rowsMax + i]
        values[i] = value < 0 ? missing : Int64(value)
      }
      keep(values.span.extracting(first: block.count), block, number)
    case .school(let ofSchools):
      var values = InlineArray<64, Int64>(repeating: 0)
      for i in 0..<block.count { values[i] = ofSchools[Int(school[block.firstRow + i])] }
      keep(values.span.extracting(first: block.count), block, number)
    }
  }

  private func keep(_ values: Span<Int64>, _ block: RowBlock, _ number: Int) {
    let rows = block.firstRow..<block.firstRow + block.count
    switch numbers[number] {
    case .small(let column, let unit):
      if unit == .hundred, keepHundreds(values, in: column, rows) { return }
      let missing = NumberColumn.smallMissing
      if !keep(values, in: column, rows, missing: missing, unit) {
        needs.withLock { $0.isLarge = true }
        isInVain.set()
      }
    case .narrow(let column):
      if !keep(values, in: column, rows, missing: NumberColumn.narrowMissing, .one) {
        needs.withLock { _ = $0.wide.insert(number) }
      }
    case .wide(let column):
      column.withMutableSpan(rows) { column in
        for i in values.indices { column[i] = values[i] }
      }
    }
  }

  /// Keeps `values` in the rows of a column of 32 bits or fewer; false where some do not fit.
  private func keep<T: FixedWidthInteger & SignedInteger & BitwiseCopyable>(
    _ values: Span<Int64>, in column: Column<T>, _ rows: Range<Int>, missing: T,
    _ unit: NumberColumn.Unit
  ) -> Bool {
    var fits = true
    column.withMutableSpan(rows) { column in
      for i in values.indices {
        let value = values[i]
        let isMissing = value == NumberColumn.missing
        // Division by a constant is a multiplication.
        let kept = T(truncatingIfNeeded: unit == .hundred ? value / 100 : value)
        fits = fits && (isMissing || (Int64(kept) &* unit.rawValue == value && kept != missing))
        column[i] = isMissing ? missing : kept
      }
    }
    return fits
  }

  /// Keeps `values` as hundreds, as scores nearly always can be; false, and nothing of it means
  /// anything, where some is missing, below zero, no multiple of 100 or too large.
  ///
  /// What divides evenly is divided by a multiplication: 25 · `inverse` is 1 in 32 bits, and the
  /// product is below 2³² ÷ 25 for multiples of 25 only. All is done for several values at once.
  private func keepHundreds(
    _ values: Span<Int64>, in column: Column<Int16>, _ rows: Range<Int>
  ) -> Bool {
    let inverse: UInt32 = 0xC28F_5C29
    var (high, low): (Int64, UInt32) = (0, 0)
    column.withMutableSpan(rows) { column in
      for i in values.indices {
        high |= values[i] &>> 32
        let value = UInt32(truncatingIfNeeded: values[i])
        let quotient = (value &>> 2) &* inverse
        low |= quotient &>> 15 | value & 3
        column[i] = Int16(truncatingIfNeeded: quotient)
      }
    }
    return high == 0 && low == 0
  }
}
