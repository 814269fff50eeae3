import CPlainKernels
import Diagnostics
import Exact
import Rules

/// Reads one block, some rows at a time and of those column by column: the cells become what the
/// layout asks for, and nothing else is kept.
struct StudentBlockReader {
  let layout: StudentLayout
  let programmes: PlainNames
  let schools: PlainNames
  /// The longest list that stages allow, by list.
  let lengthsMax: [Int]
  /// What was read so far, and room for more, which serves one block after the other.
  var block = StudentRows()
  private var problems = ProblemLog()
  private let file: String
  static let rowsMax = PlainBatches.rowsMax
  /// What the rows hold that are read now.
  private var rowColumns: RowColumns
  private var sum: ScoreSum
  private var faults: [(row: Int, what: Fault)] = []
  private var found = [Int32](repeating: 0, count: rowsMax)
  private var values = [Int64](repeating: 0, count: rowsMax)
  /// The lists, by number.
  var read: [ChoiceLists]
  // What the layout says, without its names.
  private let numberHeaders: [Int]
  private let gradeHeaders: [Int]
  private let textHeaders: [Int]
  let lists: [List]
  private let sources: [Source]

  /// Where the choices of a list stand in a row: in these columns, one each or joined in one.
  struct List {
    enum Kind { case columns, joined, rows }
    var kind: Kind
    var headers: [UInt32]
  }

  /// Where a measure comes from: the number of a formula, column, grade, or of the measure itself
  /// whose values are those of the schools.
  private struct Source {
    enum Kind { case formula, column, grade, school }
    var kind: Kind
    var index: Int
  }

  /// What may be wrong with a row.
  enum Fault {
    case noCode, unknownSchool
    /// By the number of the column, grade or formula.
    case unfitNumber(Int), aboveFull(Int), unknownGrade(Int), tooManyPlaces(Int), tooLarge(Int)
    case unknownChoice, tooManyChoices, repeatedChoice
  }

  init(
    _ layout: StudentLayout, file: String, programmes: PlainNames, schools: PlainNames,
    lengthsMax: [Int]
  ) {
    self.layout = layout
    self.file = file
    self.programmes = programmes
    self.schools = schools
    self.lengthsMax = lengthsMax
    rowColumns = RowColumns(layout)
    sum = ScoreSum(layout)
    numberHeaders = layout.numbers.map(\.header)
    gradeHeaders = layout.grades.map(\.header)
    textHeaders = layout.texts.map(\.header)
    lists = layout.lists.map { list in
      let kind: List.Kind =
        switch list.rule {
        case .columns: .columns
        case .joined: .joined
        case .rows: .rows
        }
      return List(kind: kind, headers: list.headers.map { UInt32($0) })
    }
    sources = layout.measures.enumerated().map { at, measure in
      switch measure.origin {
      case .formula(let formula): Source(kind: .formula, index: formula)
      case .column(let column): Source(kind: .column, index: column)
      case .grade(let grade): Source(kind: .grade, index: grade)
      case .school: Source(kind: .school, index: at)
      }
    }
    let nobody = [UInt32](repeating: 0, count: programmes.count + 1)
    read = layout.lists.map { _ in ChoiceLists(chosenBy: nobody) }
    block.choiceEnds = layout.lists.map { _ in [] }
  }

  /// Reads the rows of `table` between two offsets, the first on line `line`; and says what is
  /// wrong with them. Complexity: O(bytes).
  mutating func read(
    _ table: PlainTable, from start: Int, to end: Int, line: Int
  ) -> (StudentRows, ProblemLog) {
    let wasWide = block.wideMeasures != nil
    begin()
    var rows = PlainBatches(table, from: start, to: end, line: line)
    table.bytes.withSpan { bytes in
      while rows.next(bytes) { take(rows, bytes) }
    }
    // Some measure did not fit: again, with room for it, which the next blocks will need as well.
    if !wasWide, block.wideMeasures != nil {
      return read(table, from: start, to: end, line: line)
    }
    problems.merge(rows.problems)
    block.choices = read.map(\.choices)
    defer { block.choices = [] }
    return (block.fitted(), problems)
  }

  /// Begins a block: nothing is read yet.
  private mutating func begin() {
    problems = ProblemLog()
    block.count = 0
    block.lowest = layout.measures.map { _ in .max }
    block.highest = layout.measures.map { _ in .min }
    block.textNames = layout.texts.map(\.known)
    for at in read.indices { read[at].end = 0 }
  }

  private mutating func take(_ rows: borrowing PlainBatches, _ bytes: Span<UInt8>) {
    let first = block.count
    block.count += rows.count
    takeCodes(rows, bytes, first)
    takeSchools(rows, bytes, first)
    for at in numberHeaders.indices { takeNumbers(at, rows, bytes) }
    for at in gradeHeaders.indices { takeGrades(at, rows, bytes) }
    for at in layout.formulas.indices { takeScores(at, rows.count) }
    takeMeasures(rows.count, first)
    for at in textHeaders.indices { takeTexts(at, rows, bytes, first) }
    for at in lists.indices { takeList(at, rows, bytes) }
    if !faults.isEmpty { report(rows.lines, first) }
  }

  // MARK: Faults

  mutating func fault(_ row: Int, _ what: Fault) { faults.append((row, what)) }

  /// Reports what was found wrong with the rows, the first of which is student `first`, row by row.
  private mutating func report(_ lines: [Int], _ first: Int) {
    let inOrder = faults.enumerated().sorted {
      ($0.element.row, $0.offset) < ($1.element.row, $1.offset)
    }
    for (_, (row, what)) in inOrder {
      let start = first + row == 0 ? 0 : Int(block.codeEnds[first + row - 1])
      let code = String(
        decoding: block.codes[start..<Int(block.codeEnds[first + row])], as: UTF8.self)
      let phrase = phrase(what)
      problems.add(
        .plainReading, at: Place(file: file, line: lines[row]), cause: file,
        Phrase(zh: "学生 \(code)：\(phrase.zh)", en: "student \(code): \(phrase.en)"))
    }
    faults.removeAll()
  }

  private func phrase(_ fault: Fault) -> Phrase {
    switch fault {
    case .noCode: return Phrase(zh: "学生代码为空", en: "the student's code is empty")
    case .unknownSchool: return Phrase(zh: "未知的初中", en: "the middle school is not in its table")
    case .unfitNumber(let at):
      let name = layout.numbers[at].name
      return Phrase(zh: "\(name) 不是可用的数", en: "\(name) is not a number that can be used")
    case .aboveFull(let at):
      let name = layout.numbers[at].name
      return Phrase(zh: "\(name) 超过满分", en: "\(name) is above the full marks")
    case .unknownGrade(let at):
      let name = layout.grades[at].name
      return Phrase(zh: "\(name) 不是规则中的等级", en: "\(name) is not a grade of the rules")
    case .tooManyPlaces(let at):
      let name = layout.formulas[at].name
      return Phrase(zh: "\(name) 多于 3 位小数", en: "\(name) has more than 3 places")
    case .tooLarge(let at):
      let name = layout.formulas[at].name
      return Phrase(zh: "\(name) 太大", en: "\(name) is too large")
    case .unknownChoice:
      return Phrase(zh: "志愿中有未知的招生代码", en: "a choice is not in the table of programmes")
    case .tooManyChoices:
      return Phrase(zh: "志愿多于规定个数", en: "there are more choices than allowed")
    case .repeatedChoice:
      return Phrase(zh: "同一志愿填了两次", en: "one programme is chosen twice")
    }
  }

  // MARK: Codes, schools, texts

  private mutating func takeCodes(
    _ rows: borrowing PlainBatches, _ bytes: Span<UInt8>, _ first: Int
  ) {
    rows.join(layout.student, bytes, into: &block.codes, ends: &block.codeEnds, first)
    var start = first == 0 ? 0 : block.codeEnds[first - 1]
    for row in 0..<rows.count {
      let end = block.codeEnds[first + row]
      if end == start { fault(row, .noCode) }
      start = end
    }
  }

  private mutating func takeSchools(
    _ rows: borrowing PlainBatches, _ bytes: Span<UInt8>, _ first: Int
  ) {
    let header = layout.middleSchool
    let lowest = rows.find(header, bytes, in: schools, into: &found)
    block.schools.reach(block.count)
    for row in 0..<rows.count { block.schools[first &+ row] = found[row] &+ 1 }
    if lowest >= 0 { return }
    for row in 0..<rows.count where found[row] < 0 && !rows.cell(row, header).isEmpty {
      fault(row, .unknownSchool)
    }
  }

  private mutating func takeTexts(
    _ at: Int, _ rows: borrowing PlainBatches, _ bytes: Span<UInt8>, _ first: Int
  ) {
    let (header, step) = (textHeaders[at], textHeaders.count)
    block.texts.reach(block.count * step)
    let lowest = rows.find(header, bytes, in: block.textNames[at], into: &found)
    for row in 0..<rows.count where lowest < 0 || rows.hasDoubledQuotes {
      let cell = rows.cell(row, header)
      if found[row] >= 0, !cell.hasDoubledQuotes { continue }
      found[row] = Int32(block.textNames[at].number(adding: PlainTable.content(cell, bytes)))
    }
    for row in 0..<rows.count { block.texts[(first &+ row) &* step &+ at] = found[row] }
  }

  // MARK: Numbers and grades

  private mutating func takeNumbers(
    _ at: Int, _ rows: borrowing PlainBatches, _ bytes: Span<UInt8>
  ) {
    let mayBeEmpty = layout.numbers[at].mayBeEmpty
    let others = rows.readNumbers(
      numberHeaders[at], bytes, into: &rowColumns.numbers[at])
    rowColumns.hasAllNumbers[at] = !others.isSomeEmpty
    let most = layout.numbers[at].most
    if most < .max {
      for row in 0..<rows.count where rowColumns.numbers[at][row] > most {
        fault(row, .aboveFull(at))
      }
    }
    if !others.isSomeUnfit, !others.isSomeEmpty || mayBeEmpty { return }
    for row in 0..<rows.count where rowColumns.numbers[at][row] < 0 {
      if rowColumns.numbers[at][row] == PlainNumber.empty, mayBeEmpty { continue }
      fault(row, .unfitNumber(at))
      rowColumns.numbers[at][row] = 0
    }
  }

  private mutating func takeGrades(
    _ at: Int, _ rows: borrowing PlainBatches, _ bytes: Span<UInt8>
  ) {
    let (header, mayBeEmpty) = (gradeHeaders[at], layout.grades[at].mayBeEmpty)
    let lowest = rows.find(
      header, bytes, in: layout.grades[at].lookup, into: &rowColumns.grades[at])
    rowColumns.hasAllGrades[at] = lowest >= 0
    if lowest >= 0 { return }
    for row in 0..<rows.count where rowColumns.grades[at][row] < 0 {
      if mayBeEmpty, rows.cell(row, header).isEmpty { continue }
      fault(row, .unknownGrade(at))
      rowColumns.grades[at][row] = 0
    }
  }

  // MARK: Scores and measures

  private mutating func takeScores(_ at: Int, _ count: Int) {
    if sum.putPlainly(at, in: &rowColumns, count) { return }
    rowColumns.hasAllScores[at] = true
    sum.begin(at, rowColumns.numbers, count)
    for term in sum.otherTerms(at) { sum.add(term, at, rowColumns, count) }
    for row in 0..<count {
      let (value, fault) = sum.finished(at, row)
      rowColumns.scores[at][row] = value
      if value == StudentLayout.missing { rowColumns.hasAllScores[at] = false }
      if let fault { self.fault(row, fault) }
    }
  }

  private mutating func takeMeasures(_ count: Int, _ first: Int) {
    let step = sources.count
    block.measures.reach(block.count * step)
    for (at, source) in sources.enumerated() {
      switch source.kind {
      case .formula: spread(rowColumns.scores[source.index], count, to: first &* step &+ at)
      case .column: spread(rowColumns.numbers[source.index], count, to: first &* step &+ at)
      case .grade:
        let missing = missingGrade(source.index)
        let grades = rowColumns.grades[source.index]
        for row in 0..<count { values[row] = grades[row] < 0 ? missing : Int64(grades[row]) }
        spread(values, count, to: first &* step &+ at)
      case .school:
        guard case .school(let ofSchools) = layout.measures[source.index].origin else { continue }
        for row in 0..<count { values[row] = ofSchools[Int(block.schools[first &+ row])] }
        spread(values, count, to: first &* step &+ at)
      }
    }
  }

  /// Puts a measure of some students among all of them; the first comes to `to`.
  ///
  /// Sound: there is room for all.
  private mutating func spread(_ values: [Int64], _ count: Int, to: Int) {
    let (step, measure) = (sources.count, to % sources.count)
    precondition(values.count >= count && to + (count - 1) * step < block.measures.count)
    let allFit = unsafe block.measures.withUnsafeMutableBufferPointer {
      unsafe zp_spread(
        $0.baseAddress! + to, UInt32(step), values, UInt32(count), &block.lowest[measure],
        &block.highest[measure])
    }
    if allFit == 0, block.wideMeasures == nil { block.wideMeasures = [] }
    if block.wideMeasures == nil { return }
    block.wideMeasures!.reach(block.count * step)
    for row in 0..<count { block.wideMeasures![to + row * step] = values[row] }
  }

  private func missingGrade(_ grade: Int) -> Int64 {
    let source = layout.grades[grade]
    return source.missing == .zero ? Int64(source.lookup.count - 1) : StudentLayout.missing
  }
}
