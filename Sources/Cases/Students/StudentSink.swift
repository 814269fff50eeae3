import Admission
import Columns
import Diagnostics
import Exact
import Rules
import Synchronization
import Tables

/// Takes the rows of `students.csv`, 64 at a time, on several threads, and fills the cohort's
/// columns in place. Everything is column by column: one short loop a column over 64 rows in cache.
struct StudentSink: RowSink {
  /// What turned out to be too small; everything is read again with more then. Scores are tried in
  /// tenths of points, in small columns; where one is no such number, reading ends at once and
  /// begins anew with larger columns for all.
  struct Needs: Sendable {
    /// Whether some numbers of the cohort fit no small column, where such are filled.
    var isLarge = false
    /// Numbers of the cohort that do not fit 32 bits.
    var wide: Set<Int> = []
    /// The longest list met in each joined list.
    var widths: [Int: Int] = [:]

    /// Whether everything has to be read again.
    var isMore: Bool { isLarge || !wide.isEmpty || !widths.isEmpty }

    /// Adds what a later reading asked for.
    mutating func add(_ later: Needs) {
      isLarge = isLarge || later.isLarge
      wide.formUnion(later.wide)
      widths.merge(later.widths) { max($0, $1) }
    }
  }

  let table: CSVTable
  let plan: StudentPlan
  let schoolLookup: CodeTable
  let programmeLookup: CodeTable
  let programmes: [String]
  let schools: [String]

  let codes: CodeColumn
  let school: Column<Int32>
  let numbers: [NumberColumn]
  let texts: [Column<Int32>]
  let textValues: [TextValues]
  let lists: [ChoiceLists]
  let needs = Shared(Needs())
  /// Nobody wants the rest: what was read so far says that all will be read once more.
  let isInVain = Flag()

  /// What one thread keeps of a stretch.
  struct Local: Sendable {
    var log = ProblemLog()
    /// Whether some code holds a comma.
    var needsQuotes = false
    /// Rows whose code is no good: said when all codes are examined.
    var suspects: [Int] = []
    /// 64 values of each column, grade and score, one after the other.
    var columns: [Int64]
    /// Whether some of the 64 cells of a column are empty.
    var hasEmpty: [Bool]
    var grades: [Int32]
    var scores: [Int64]
    var found: [Int32]
    /// For the empty choice and each programme the row that chose it last: a second time is a
    /// double.
    var chosenBy: [Int64]
    /// For each column of texts its values that no rule names.
    var others: [OtherValues]
  }

  func begin() -> Local {
    Local(
      columns: Array(repeating: 0, count: plan.columns.count * RowBlock.rowsMax),
      hasEmpty: Array(repeating: false, count: plan.columns.count),
      grades: Array(repeating: 0, count: plan.grades.count * RowBlock.rowsMax),
      scores: Array(repeating: 0, count: plan.scores.count * RowBlock.rowsMax),
      found: Array(repeating: 0, count: RowBlock.rowsMax),
      chosenBy: Array(repeating: -1, count: programmes.count + 1),
      others: plan.texts.map { _ in OtherValues() })
  }

  func take(_ block: RowBlock, _ bytes: RawSpan, _ bounds: Span<UInt32>, _ local: inout Local) {
    if isInVain.isSet { return }
    takeCodes(block, bytes, bounds, &local)
    takeSchools(block, bytes, bounds, &local)
    takeColumns(block, bytes, bounds, &local)
    for number in plan.grades.indices { takeGrade(number, block, bytes, bounds, &local) }
    computeNumbers(block, &local)
    for number in plan.texts.indices { takeText(number, block, bytes, bounds, &local) }
    for number in plan.lists.indices { takeList(number, block, bytes, bounds, &local) }
  }

  /// Makes the cohort's numbers of what `local` holds of the columns and grades of a block.
  func computeNumbers(_ block: RowBlock, _ local: inout Local) {
    for number in plan.columns.indices where plan.columns[number].fullMarks != nil {
      checkMarks(number, block, &local)
    }
    for number in plan.scores.indices { computeScore(number, block, &local) }
    for number in plan.numbers.indices { store(number, block, local) }
  }

  // MARK: Codes

  private func takeCodes(
    _ block: RowBlock, _ bytes: RawSpan, _ bounds: Span<UInt32>, _ local: inout Local
  ) {
    if !codes.read(block, column: plan.student, bytes, bounds) {
      for row in block.firstRow..<block.firstRow + block.count {
        let code = codes.text(row)
        if code.utf8.contains(UInt8(ascii: ",")) { local.needsQuotes = true }
        if codeFlaw(code) != nil { local.suspects.append(row) }
      }
    }
  }

  private func takeSchools(
    _ block: RowBlock, _ bytes: RawSpan, _ bounds: Span<UInt32>, _ local: inout Local
  ) {
    var found = local.found.mutableSpan
    schoolLookup.read(block, column: plan.middleSchool, bytes, bounds, into: &found)
    var hasUnknown = false
    school.withMutableSpan(block.firstRow..<block.firstRow + block.count) { school in
      for i in 0..<block.count {
        school[i] = found[i]
        hasUnknown = hasUnknown || found[i] < 0
      }
    }
    guard hasUnknown else { return }
    for i in 0..<block.count where local.found[i] < 0 {
      school[block.firstRow + i] = 0
      reportUnknown(
        block.text(i, plan.middleSchool, bytes, bounds),
        Phrase(zh: header(plan.middleSchool), en: header(plan.middleSchool)), schools,
        block.firstRow + i, plan.middleSchool, &local.log)
    }
  }

  // MARK: Numbers

  /// Takes all columns: eight at a time where they stand side by side, as marks do.
  private func takeColumns(
    _ block: RowBlock, _ bytes: RawSpan, _ bounds: Span<UInt32>, _ local: inout Local
  ) {
    var number = 0
    while number < plan.columns.count {
      if plan.hasNeighbours(number), takeAcross(number, block, bytes, bounds, &local) {
        number += NumberCells.acrossColumns
      } else {
        takeColumn(number, block, bytes, bounds, &local)
        number += 1
      }
    }
  }

  private func takeAcross(
    _ number: Int, _ block: RowBlock, _ bytes: RawSpan, _ bounds: Span<UInt32>,
    _ local: inout Local
  ) -> Bool {
    var values = local.columns.mutableSpan
    guard
      NumberCells.readAcross(
        block, column: plan.columns[number].header, bytes, bounds, into: &values,
        from: number * RowBlock.rowsMax)
    else { return false }
    for k in 0..<NumberCells.acrossColumns { local.hasEmpty[number + k] = false }
    return true
  }

  private func takeColumn(
    _ number: Int, _ block: RowBlock, _ bytes: RawSpan, _ bounds: Span<UInt32>,
    _ local: inout Local
  ) {
    let source = plan.columns[number]
    let at = number * RowBlock.rowsMax
    var values = local.columns.mutableSpan
    var unusual = NumberCells.read(
      block, column: source.header, bytes, bounds, into: &values, from: at)
    local.hasEmpty[number] = unusual != 0
    while unusual != 0 {
      let i = unusual.trailingZeroBitCount
      unusual &= unusual &- 1
      let value = local.columns[at + i]
      if value == NumberCells.empty, source.mayBeEmpty { continue }
      let cell = block.text(i, source.header, bytes, bounds)
      report(cell, source.name, row: block.firstRow + i, source.header, &local.log)
      local.columns[at + i] = 0
    }
  }

  func report(
    _ cell: String, _ name: String, row: Int, _ column: Int, _ log: inout ProblemLog
  ) {
    let cause = "\(table.file)/\(name)"
    if cell.isEmpty {
      log.add(.numberMissing, cause: cause) {
        (
          table.place(row: row, column: column),
          Phrase(
            zh: "\(header(column)) 为空（学生 \(codes.text(row))），应为分数",
            en: "\(header(column)) is empty (student \(codes.text(row))), a number was expected")
        )
      }
    } else {
      let fault: NumberCells.Fault
      switch NumberCells.parse(Array(cell.utf8)) {
      case .success: fault = .negative
      case .failure(let failure): fault = failure.fault
      }
      log.add(.numberUnreadable, cause: cause) {
        let what = fault.phrase(cell)
        return (
          table.place(row: row, column: column),
          Phrase(zh: "\(header(column))：\(what.zh)", en: "\(header(column)): \(what.en)")
        )
      }
    }
  }

  /// Reports numbers above the full marks of their column.
  private func checkMarks(_ number: Int, _ block: RowBlock, _ local: inout Local) {
    let source = plan.columns[number]
    guard let full = source.fullMarks else { return }
    let at = number * RowBlock.rowsMax
    for i in 0..<block.count where local.columns[at + i] > full {
      let (found, row) = (Decimal(thousandths: local.columns[at + i]), block.firstRow + i)
      local.log.add(.marksAboveFull, cause: "\(table.file)/\(source.name)") {
        let code = codes.text(row)
        return (
          table.place(row: row, column: source.header),
          aboveFull(
            header(source.header), found.description,
            Phrase(zh: "学生 \(code)", en: "student \(code)"), full)
        )
      }
    }
  }

  private func takeGrade(
    _ number: Int, _ block: RowBlock, _ bytes: RawSpan, _ bounds: Span<UInt32>,
    _ local: inout Local
  ) {
    let source = plan.grades[number]
    let at = number * RowBlock.rowsMax
    var hasUnknown = false
    do {
      var values = local.grades.mutableSpan
      source.lookup.read(block, column: source.header, bytes, bounds, into: &values, from: at)
      for i in 0..<block.count { hasUnknown = hasUnknown || values[at + i] < 0 }
    }
    guard hasUnknown else { return }
    for i in 0..<block.count where local.grades[at + i] < 0 {
      let cell = block.text(i, source.header, bytes, bounds)
      if cell.isEmpty, source.mayBeEmpty { continue }
      report(cell, source, row: block.firstRow + i, &local.log)
    }
  }

  /// Reports a cell that is none of the grades.
  func report(
    _ cell: String, _ source: StudentPlan.GradeSource, row: Int, _ log: inout ProblemLog
  ) {
    log.add(cell.isEmpty ? .numberMissing : .gradeUnknown, cause: "\(table.file)/\(source.name)") {
      let order = source.order.joined(separator: ", ")
      return (
        table.place(row: row, column: source.header),
        Phrase(
          zh: "\(header(source.header)) 为 \(spelled(cell))（学生 \(codes.text(row))），应为 \(order) 之一",
          en:
            "\(header(source.header)) is \(spelled(cell)) (student \(codes.text(row))); one of \(order) "
            + "was expected")
      )
    }
  }

  /// What the office calls a column.
  func header(_ column: Int) -> String { table.headers[column].name }

  func reportUnknown(
    _ cell: String, _ what: Phrase, _ known: [String], _ row: Int, _ column: Int,
    _ log: inout ProblemLog
  ) {
    log.add(.codeUnknown, cause: "\(table.file)/\(what.en)") {
      let near = nearestName(to: cell, among: known)
      return (
        table.place(row: row, column: column),
        Phrase(
          zh: "未知的 \(what.zh) \(spelled(cell))（学生 \(codes.text(row))）"
            + (near.map { "；最接近的是 \($0)" } ?? ""),
          en: "unknown \(what.en) \(spelled(cell)) (student \(codes.text(row)))"
            + (near.map { "; the nearest is \($0)" } ?? ""))
      )
    }
  }
}

/// That a number, `found`, is above the full marks of its column, in thousandths.
func aboveFull(_ column: String, _ found: String, _ owner: Phrase, _ full: Int64) -> Phrase {
  let full = Decimal(thousandths: full)
  return Phrase(
    zh: "\(column) 为 \(found)（\(owner.zh)），满分 \(full)",
    en: "\(column) is \(found) (\(owner.en)); full marks are \(full)")
}

/// What threads tell one another without waiting: something is so, from now on.
final class Flag: Sendable {
  private let flag = Atomic(false)
  var isSet: Bool { flag.load(ordering: .relaxed) }
  func set() { flag.store(true, ordering: .relaxed) }
}

/// A value that threads share under a lock.
final class Shared<Value: Sendable>: Sendable {
  private let value: Mutex<Value>
  init(_ value: Value) { self.value = Mutex(value) }
  func withLock<Result: Sendable>(_ body: (inout sending Value) -> sending Result) -> Result {
    value.withLock { body(&$0) }
  }
}
