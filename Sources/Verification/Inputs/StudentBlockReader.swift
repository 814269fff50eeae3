import Diagnostics
import Exact
import Rules

/// Reads one block, some rows at a time and of those column by column: the cells become what the layout
/// asks for, and nothing else is kept.
struct StudentBlockReader {
  let layout: StudentLayout
  let programmes: PlainNames
  let schools: PlainNames
  /// The longest list that stages allow, by list.
  let lengthsMax: [Int]
  var block = StudentRows()
  private(set) var problems = ProblemLog()
  private let file: String
  // What the rows hold that are read now, column after column, `rowsMax` rows each.
  static let rowsMax = PlainBatches.rowsMax
  private(set) var numbers: [Int64]
  private(set) var grades: [Int]
  private(set) var scores: [Int64]
  private var sum: ScoreSum
  private var faults: [(row: Int, what: Fault)] = []
  /// For each programme the list that chose it last, and the number of the list that is read.
  var chosenBy: [Int]
  var listNumber = 0
  // What the layout says, without its names.
  private let numberHeaders: [Int]
  private let gradeHeaders: [Int]
  private let textHeaders: [Int]
  let lists: [List]
  private let sources: [Source]
  private var known = KnownNumbers()

  /// Where the choices of a list stand in a row: in these columns, one each or joined in one.
  struct List {
    enum Kind { case columns, joined, rows }
    var kind: Kind
    var headers: [Int]
  }

  /// Where a measure comes from: the number of a formula, column, grade, or of the measure itself whose
  /// values are those of the schools.
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
    numbers = Array(repeating: 0, count: layout.numbers.count * Self.rowsMax)
    grades = Array(repeating: 0, count: layout.grades.count * Self.rowsMax)
    scores = Array(repeating: 0, count: layout.formulas.count * Self.rowsMax)
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
      return List(kind: kind, headers: list.headers)
    }
    sources = layout.measures.enumerated().map { at, measure in
      switch measure.origin {
      case .formula(let formula): Source(kind: .formula, index: formula)
      case .column(let column): Source(kind: .column, index: column)
      case .grade(let grade): Source(kind: .grade, index: grade)
      case .school: Source(kind: .school, index: at)
      }
    }
    chosenBy = Array(repeating: 0, count: programmes.count + 1)
    block.lowest = layout.measures.map { _ in .max }
    block.textNames = layout.texts.map(\.known)
    block.choices = layout.lists.map { _ in [] }
    block.choiceEnds = layout.lists.map { _ in [] }
  }

  /// Reads the rows of `table` between two offsets, the first on line `line`.
  mutating func read(_ table: PlainTable, from start: Int, to end: Int, line: Int) {
    var rows = PlainBatches(table, from: start, to: end, line: line)
    table.bytes.withSpan { bytes in
      reserve(bytes.count(of: UInt8(ascii: "\n"), start, end) + 1)
      while rows.next(bytes) { take(rows, bytes) }
    }
    problems.merge(rows.problems)
  }

  /// Makes room for as many students as there are lines.
  private mutating func reserve(_ lines: Int) {
    block.codeEnds.reserveCapacity(lines)
    block.schools.reserveCapacity(lines)
    block.measures.reserveCapacity(lines * layout.measures.count)
    block.texts.reserveCapacity(lines * layout.texts.count)
    for at in lists.indices {
      block.choiceEnds[at].reserveCapacity(lines)
      // Room that is not needed is never touched.
      block.choices[at].reserveCapacity(
        lines * min(lists[at].headers.count, lengthsMax[at]) + Self.rowsMax
          * lists[at].headers.count)
    }
  }

  private mutating func take(_ rows: borrowing PlainBatches, _ bytes: Span<UInt8>) {
    let first = block.count
    takeCodes(rows, bytes)
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

  private mutating func takeCodes(_ rows: borrowing PlainBatches, _ bytes: Span<UInt8>) {
    for row in 0..<rows.count {
      let code = rows.cell(row, layout.student)
      unsafe bytes.extracting(code.start..<code.end).withUnsafeBufferPointer {
        unsafe block.codes.append(contentsOf: $0)
      }
      block.codeEnds.append(Int32(block.codes.count))
      if code.isEmpty { fault(row, .noCode) }
    }
  }

  private mutating func takeSchools(
    _ rows: borrowing PlainBatches, _ bytes: Span<UInt8>, _ first: Int
  ) {
    let header = layout.middleSchool
    block.schools.append(contentsOf: repeatElement(0, count: rows.count))
    for row in 0..<rows.count {
      let cell = rows.cell(row, header)
      if cell.isEmpty { continue }
      let number = schools.number(bytes, cell.start, cell.end)
      block.schools[first &+ row] = Int32(max(0, number + 1))
      if number < 0 { fault(row, .unknownSchool) }
    }
  }

  private mutating func takeTexts(
    _ at: Int, _ rows: borrowing PlainBatches, _ bytes: Span<UInt8>, _ first: Int
  ) {
    let (header, step) = (textHeaders[at], textHeaders.count)
    if at == 0 { block.texts.append(contentsOf: repeatElement(0, count: rows.count * step)) }
    for row in 0..<rows.count {
      let cell = rows.cell(row, header)
      var number = block.textNames[at].number(bytes, cell.start, cell.end)
      if number < 0 || cell.hasDoubledQuotes {
        number = block.textNames[at].number(adding: PlainTable.content(cell, bytes))
      }
      block.texts[(first &+ row) &* step &+ at] = Int32(number)
    }
  }

  // MARK: Numbers and grades

  private mutating func takeNumbers(
    _ at: Int, _ rows: borrowing PlainBatches, _ bytes: Span<UInt8>
  ) {
    let (header, base) = (numberHeaders[at], at &* Self.rowsMax)
    let lowest = Self.read(header, rows, bytes, &known, into: &numbers, base)
    if layout.numbers[at].most < .max {
      for row in 0..<rows.count where numbers[base + row] > layout.numbers[at].most {
        fault(row, .aboveFull(at))
      }
    }
    if lowest >= 0 { return }
    for row in 0..<rows.count where numbers[base + row] < 0 {
      if numbers[base + row] == PlainNumber.empty, layout.numbers[at].mayBeEmpty { continue }
      fault(row, .unfitNumber(at))
      numbers[base + row] = 0
    }
  }

  /// Reads a column of numbers into those of `numbers` from `base` on; returns the lowest.
  private static func read(
    _ header: Int, _ rows: borrowing PlainBatches, _ bytes: Span<UInt8>,
    _ known: inout KnownNumbers, into numbers: inout [Int64], _ base: Int
  ) -> Int64 {
    let cells = rows.cells.span
    var column = numbers.mutableSpan
    var (lowest, at) = (Int64.max, header)
    for row in 0..<rows.count {
      let value = known.number(bytes, cells[at].start, cells[at].end)
      column[base &+ row] = value
      lowest = min(lowest, value)
      at &+= rows.width
    }
    return lowest
  }

  private mutating func takeGrades(
    _ at: Int, _ rows: borrowing PlainBatches, _ bytes: Span<UInt8>
  ) {
    let (header, base) = (gradeHeaders[at], at &* Self.rowsMax)
    let (lookup, mayBeEmpty) = (layout.grades[at].lookup, layout.grades[at].mayBeEmpty)
    for row in 0..<rows.count {
      let cell = rows.cell(row, header)
      var value = lookup.number(bytes, cell.start, cell.end)
      if value < 0, !(cell.isEmpty && mayBeEmpty) {
        fault(row, .unknownGrade(at))
        value = 0
      }
      grades[base &+ row] = value
    }
  }

  // MARK: Scores and measures

  private mutating func takeScores(_ at: Int, _ count: Int) {
    sum.begin(at, numbers, count)
    for term in sum.otherTerms(at) { sum.add(term, at, numbers, grades, scores, count) }
    for row in 0..<count {
      let (value, fault) = sum.finished(at, row)
      scores[at &* Self.rowsMax &+ row] = value
      if let fault { self.fault(row, fault) }
    }
  }

  private mutating func takeMeasures(_ count: Int, _ first: Int) {
    let step = sources.count
    var measures: [Int64] = []
    swap(&measures, &block.measures)
    measures.append(contentsOf: repeatElement(0, count: count * step))
    var to = measures.mutableSpan
    for (at, source) in sources.enumerated() {
      let (from, start) = (source.index &* Self.rowsMax, first &* step &+ at)
      switch source.kind {
      case .formula: for row in 0..<count { to[start &+ row &* step] = scores[from &+ row] }
      case .column: for row in 0..<count { to[start &+ row &* step] = numbers[from &+ row] }
      case .grade:
        let missing = missingGrade(source.index)
        for row in 0..<count {
          let grade = grades[from &+ row]
          to[start &+ row &* step] = grade >= 0 ? Int64(grade) : missing
        }
      case .school:
        guard case .school(let values) = layout.measures[source.index].origin else { continue }
        for row in 0..<count {
          to[start &+ row &* step] = values[Int(block.schools[first &+ row])]
        }
      }
      var lowest = block.lowest[at]
      for row in 0..<count { lowest = min(lowest, to[start &+ row &* step]) }
      block.lowest[at] = lowest
    }
    swap(&measures, &block.measures)
  }

  private func missingGrade(_ grade: Int) -> Int64 {
    let source = layout.grades[grade]
    return source.missing == .zero ? Int64(source.lookup.count - 1) : StudentLayout.missing
  }
}

/// Numbers that were read before: of scores there are some hundreds, so most cells need not be read
/// digit by digit.
private struct KnownNumbers {
  private struct Known: BitwiseCopyable {
    /// The cell's bytes; 0: nothing here.
    var word: UInt64 = 0
    var value: Int64 = 0
  }
  private var slots = [Known](repeating: Known(), count: 1024)

  /// `PlainNumber.read`. Complexity: O(1) for a number that was read before.
  @inline(__always)
  mutating func number(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int64 {
    if start == end { return PlainNumber.empty }
    // No cell holds a zero byte, so that the word alone tells cells of any length apart.
    if end &- start > 8 { return PlainNumber.read(bytes, start, end) }
    let word = bytes.word(start, end)
    let at = Int(truncatingIfNeeded: (word &* 0x9E37_79B9_7F4A_7C15) >> 54)
    if slots[at].word == word { return slots[at].value }
    let value = PlainNumber.read(bytes, start, end)
    slots[at] = Known(word: word, value: value)
    return value
  }
}
