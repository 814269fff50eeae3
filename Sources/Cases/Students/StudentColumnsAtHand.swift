import Admission
import Columns
import Diagnostics
import Tables

/// Columns that a plan asks for, read before: what `StudentSink` takes from the file, it takes from
/// here.
struct StudentColumnsAtHand: Sendable {
  /// For each column of the plan its cells in thousandths; an empty cell is missing.
  let columns: [NumberColumn]
  /// For each grade of the plan its numbers.
  let grades: [NumberColumn]
  /// For each list of the plan its choices.
  let lists: [ChoiceLists]
  /// The number of the middle school.
  let school: Column<Int32>
  /// Whether lists may be longer than the plan allows.
  let areUncut: Bool

  /// Fills the numbers of `sink` and says what is wrong with the cells by its plan.
  func fill(_ sink: StudentSink, workers: Workers) -> ProblemLog {
    let (count, tasks) = (sink.codes.count, workers.count)
    let logs = workers.map(tasks: tasks) { task in
      var local = sink.begin()
      let blocks = (count + RowBlock.rowsMax - 1) / RowBlock.rowsMax
      for number in Workers.slice(task, of: tasks, count: blocks) {
        let from = number * RowBlock.rowsMax
        let block = RowBlock(rows: from..<min(count, from + RowBlock.rowsMax))
        for at in columns.indices { take(column: at, block, sink, &local) }
        for at in grades.indices { take(grade: at, block, sink, &local) }
        sink.computeNumbers(block, &local)
        if !areUncut { checkLengths(block, sink, &local) }
      }
      return local.log
    }
    return logs.reduce(into: ProblemLog()) { $0.merge($1) }
  }

  private func take(
    column at: Int, _ block: RowBlock, _ sink: StudentSink, _ local: inout StudentSink.Local
  ) {
    let to = at * RowBlock.rowsMax
    let hasEmpty =
      switch columns[at] {
      case .small(let column, let unit):
        take(column, missing: NumberColumn.smallMissing, unit, block, to, &local)
      case .narrow(let column):
        take(column, missing: NumberColumn.narrowMissing, .one, block, to, &local)
      case .wide(let column):
        take(column, missing: NumberColumn.missing, .one, block, to, &local)
      }
    local.hasEmpty[at] = hasEmpty
    let source = sink.plan.columns[at]
    guard hasEmpty, !source.mayBeEmpty else { return }
    for i in 0..<block.count where local.columns[to + i] == NumberCells.empty {
      sink.report("", source.name, row: block.firstRow + i, source.header, &local.log)
    }
  }

  /// Takes the values of a column as thousandths to the places from `to` on; returns whether some
  /// is missing.
  private func take<T: FixedWidthInteger & SignedInteger & BitwiseCopyable>(
    _ column: Column<T>, missing: T, _ unit: NumberColumn.Unit, _ block: RowBlock, _ to: Int,
    _ local: inout StudentSink.Local
  ) -> Bool {
    var values = local.columns.mutableSpan
    var hasEmpty = false
    column.withSpan { column in
      for i in 0..<block.count {
        let value = column[block.firstRow &+ i]
        values[to &+ i] = value == missing ? NumberCells.empty : Int64(value) &* unit.rawValue
        hasEmpty = hasEmpty || value == missing
      }
    }
    return hasEmpty
  }

  private func take(
    grade at: Int, _ block: RowBlock, _ sink: StudentSink, _ local: inout StudentSink.Local
  ) {
    let source = sink.plan.grades[at]
    for i in 0..<block.count {
      let value = grades[at][block.firstRow + i]
      let isEmpty = value == NumberColumn.missing
      local.grades[at * RowBlock.rowsMax + i] = isEmpty ? CodeTable.unknown : Int32(value)
      if isEmpty, !source.mayBeEmpty {
        sink.report("", source, row: block.firstRow + i, &local.log)
      }
    }
  }

  /// Reports lists longer than the plan allows; that none names a programme twice was seen before.
  private func checkLengths(
    _ block: RowBlock, _ sink: StudentSink, _ local: inout StudentSink.Local
  ) {
    for (number, list) in lists.enumerated()
    where sink.plan.lists[number].lengthMax ?? Int.max < list.width {
      sink.checkLists(number, block, &local)
    }
  }
}
