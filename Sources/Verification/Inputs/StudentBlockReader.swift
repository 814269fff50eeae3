import Diagnostics
import Exact
import Rules

/// Reads one block: each row's cells become what the layout asks for, and nothing else is kept.
struct StudentBlockReader {
  let layout: StudentLayout
  let programmes: PlainNames
  let schools: PlainNames
  /// The longest list that stages allow, by list.
  let lengthsMax: [Int]
  private(set) var block = StudentRows()
  private(set) var problems = ProblemLog()
  private let file: String
  private var line = 0
  // What one row holds.
  private var numbers: [Int64]
  private var grades: [Int]
  private var scores: [Int64]
  private var listNumber = 0
  /// The choices of one list, and for each programme the list that chose it last.
  private var choices: [UInt16] = []
  private var chosenBy: [Int]
  // What the layout says, without its names.
  private let numberHeaders: [Int]
  private let gradeHeaders: [Int]
  private let textHeaders: [Int]
  private let lists: [List]
  private let listHeaders: [Int]
  private let terms: [StudentLayout.Term]
  private let sums: [Sum]
  private let plainColumns: [Int]
  private let sources: [Source]
  private var known = KnownNumbers()

  /// What a score's sum needs to be taken.
  private struct Sum {
    /// Columns that count once, and the other terms.
    var columns: Range<Int>
    var terms: Range<Int>
    /// Whether the sum is the score: whole thousandths, not rounded.
    var isScore: Bool
    var missing: MissingPolicy
  }

  /// How the choices of a list stand in a row: in these of `listHeaders`, one each or joined in one.
  private struct List {
    enum Kind { case columns, joined, rows }
    var kind: Kind
    var headers: Range<Int>
  }

  /// Where a measure comes from: the number of a formula, column, grade, or of the measure itself whose
  /// values are those of the schools.
  private struct Source {
    enum Kind { case formula, column, grade, school }
    var kind: Kind
    var index: Int
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
    numbers = Array(repeating: 0, count: layout.numbers.count)
    grades = Array(repeating: 0, count: layout.grades.count)
    scores = Array(repeating: 0, count: layout.formulas.count)
    numberHeaders = layout.numbers.map(\.header)
    gradeHeaders = layout.grades.map(\.header)
    textHeaders = layout.texts.map(\.header)
    var headers: [Int] = []
    lists = layout.lists.map { list in
      let first = headers.count
      headers += list.headers
      let kind: List.Kind =
        switch list.rule {
        case .columns: .columns
        case .joined: .joined
        case .rows: .rows
        }
      return List(kind: kind, headers: first..<headers.count)
    }
    listHeaders = headers
    var (columns, others): ([Int], [StudentLayout.Term]) = ([], [])
    sums = layout.formulas.map { formula in
      let (firstColumn, first) = (columns.count, others.count)
      let isShort = formula.terms.count <= 4096
      let isPlain = { (term: StudentLayout.Term) in
        isShort && term.kind == .column && term.factor == 1
      }
      columns += layout.terms[formula.terms].filter(isPlain).map(\.index)
      others += layout.terms[formula.terms].filter { !isPlain($0) }
      return Sum(
        columns: firstColumn..<columns.count, terms: first..<others.count,
        isScore: formula.places == 0 && formula.round == nil, missing: formula.missing)
    }
    (plainColumns, terms) = (columns, others)
    sources = layout.measures.enumerated().map { at, measure in
      switch measure.origin {
      case .formula(let formula): Source(kind: .formula, index: formula)
      case .column(let column): Source(kind: .column, index: column)
      case .grade(let grade): Source(kind: .grade, index: grade)
      case .school: Source(kind: .school, index: at)
      }
    }
    chosenBy = Array(repeating: 0, count: programmes.count + 1)
    block.measureCount = layout.measures.count
    block.textNames = layout.texts.map(\.known)
    block.choices = layout.lists.map { _ in [] }
    block.choiceEnds = layout.lists.map { _ in [] }
  }

  /// Reads the rows of `table` between two offsets, the first on line `line`.
  mutating func read(_ table: PlainTable, from start: Int, to end: Int, line: Int) {
    var rows = PlainRows(table, from: start, to: end, line: line)
    let bytes = table.bytes.span
    reserve(bytes.count(of: UInt8(ascii: "\n"), start, end) + 1)
    while rows.next(bytes) {
      self.line = rows.line
      take(rows.cells.span, bytes)
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
      block.choices[at].reserveCapacity(lines * min(lists[at].headers.count, lengthsMax[at]))
    }
  }

  private mutating func take(_ cells: Span<PlainCell>, _ bytes: Span<UInt8>) {
    let code = cells[layout.student]
    unsafe bytes.extracting(code.start..<code.end).withUnsafeBufferPointer {
      unsafe block.codes.append(contentsOf: $0)
    }
    block.codeEnds.append(Int32(block.codes.count))
    if code.isEmpty { fault { Phrase(zh: "学生代码为空", en: "the student's code is empty") } }
    takeSchool(cells[layout.middleSchool], bytes)
    takeNumbers(cells, bytes)
    for at in grades.indices { grades[at] = grade(at, cells[gradeHeaders[at]], bytes) }
    for at in scores.indices { scores[at] = score(at, sums[at]) }
    for at in 0..<block.measureCount { block.measures.append(measure(at)) }
    for at in textHeaders.indices { takeText(at, cells[textHeaders[at]], bytes) }
    for at in lists.indices { takeList(at, cells, bytes) }
  }

  /// Reports a fault of the row that is read.
  private mutating func fault(_ message: () -> Phrase) {
    let place = Place(file: file, line: line)
    let start = block.count > 1 ? Int(block.codeEnds[block.count - 2]) : 0
    let code = String(decoding: block.codes[start...], as: UTF8.self)
    problems.add(.plainReading, cause: file) {
      let what = message()
      return (
        place, Phrase(zh: "学生 \(code)：\(what.zh)", en: "student \(code): \(what.en)")
      )
    }
  }

  @inline(__always)
  private mutating func takeSchool(_ cell: PlainCell, _ bytes: Span<UInt8>) {
    if cell.isEmpty {
      block.schools.append(0)
      return
    }
    let number = schools.number(bytes, cell.start, cell.end)
    block.schools.append(Int32(max(0, number + 1)))
    if number < 0 {
      fault { Phrase(zh: "未知的初中", en: "the middle school is not in its table") }
    }
  }

  @inline(__always)
  private mutating func takeText(_ at: Int, _ cell: PlainCell, _ bytes: Span<UInt8>) {
    var number = block.textNames[at].number(bytes, cell.start, cell.end)
    if number < 0 || cell.hasDoubledQuotes {
      number = block.textNames[at].number(adding: PlainTable.content(cell, bytes))
    }
    block.texts.append(Int32(number))
  }

  // MARK: Numbers

  private mutating func takeNumbers(_ cells: Span<PlainCell>, _ bytes: Span<UInt8>) {
    var isOdd = false
    for at in numberHeaders.indices {
      let cell = cells[numberHeaders[at]]
      let value = known.number(bytes, cell.start, cell.end)
      numbers[at] = value
      if value < 0 { isOdd = true }
    }
    if !isOdd { return }
    for at in numbers.indices where numbers[at] < 0 { numbers[at] = otherNumber(at, numbers[at]) }
  }

  private mutating func otherNumber(_ at: Int, _ value: Int64) -> Int64 {
    if value == PlainNumber.empty, layout.numbers[at].mayBeEmpty { return value }
    let name = layout.numbers[at].name
    fault { Phrase(zh: "\(name) 不是可用的数", en: "\(name) is not a number that can be used") }
    return 0
  }

  private mutating func grade(_ at: Int, _ cell: PlainCell, _ bytes: Span<UInt8>) -> Int {
    let value = layout.grades[at].lookup.number(bytes, cell.start, cell.end)
    if value >= 0 || (cell.isEmpty && layout.grades[at].mayBeEmpty) { return value }
    let name = layout.grades[at].name
    fault { Phrase(zh: "\(name) 不是规则中的等级", en: "\(name) is not a grade of the rules") }
    return 0
  }

  /// One score of the row, exactly; `missing` where the student is ineligible for want of a value.
  private mutating func score(_ number: Int, _ rule: Sum) -> Int64 {
    // At most 4096 numbers below 10¹⁵ thousandths.
    var plain: Int64 = 0
    for column in rule.columns {
      let value = numbers[plainColumns[column]]
      if value == PlainNumber.empty {
        if rule.missing == .ineligible { return StudentLayout.missing }
        continue
      }
      plain &+= value
    }
    var sum = Int128(plain)
    for at in rule.terms {
      let term = terms[at]
      var value: Int64 = 0
      switch term.kind {
      case .column:
        value = numbers[term.index]
        if value == PlainNumber.empty {
          if rule.missing == .ineligible { return StudentLayout.missing }
          continue
        }
      case .score:
        value = scores[term.index]
        if value == StudentLayout.missing {
          if rule.missing != .zero { return StudentLayout.missing }
          continue
        }
      case .grade:
        let grade = grades[term.index]
        if grade < 0 {
          let isIneligible =
            rule.missing == .ineligible || layout.grades[term.index].missing == .ineligible
          if isIneligible { return StudentLayout.missing }
          continue
        }
        value = layout.points[term.extent + grade]
      case .highestBonus, .summedBonus:
        value = min(term.cap, bonus(term))
      }
      sum += term.factor == 1 ? Int128(value) : Int128(value) * Int128(term.factor)
    }
    if rule.isScore, let value = Int64(exactly: sum) { return value }
    return finished(sum, layout.formulas[number])
  }

  /// An empty cell is none.
  private func bonus(_ term: StudentLayout.Term) -> Int64 {
    var total: Int64 = 0
    for at in term.index..<term.index + term.extent {
      let points = max(0, numbers[layout.bonusSources[at]])
      total = term.kind == .highestBonus ? max(total, points) : total + points
    }
    return total
  }

  /// A sum in thousandths × 10^−places, rounded as the score says, or exact.
  private mutating func finished(_ sum: Int128, _ formula: StudentLayout.Formula) -> Int64 {
    let scale = Int128(Decimal.power(formula.places))
    var value = sum
    if let round = formula.round {
      let unit = Int128(Decimal.power(3 - round.decimals))
      value = roundedQuotient(sum, by: scale * unit, round.mode) * unit
    } else {
      value = sum / scale
      if sum % scale != 0 {
        fault {
          Phrase(zh: "\(formula.name) 多于 3 位小数", en: "\(formula.name) has more than 3 places")
        }
      }
    }
    guard let fits = Int64(exactly: value), fits > PlainNumber.unreadable else {
      fault { Phrase(zh: "\(formula.name) 太大", en: "\(formula.name) is too large") }
      return 0
    }
    return fits
  }

  @inline(__always)
  private func measure(_ at: Int) -> Int64 {
    let source = sources[at]
    switch source.kind {
    case .formula: return scores[source.index]
    case .column: return numbers[source.index]
    case .school:
      guard case .school(let values) = layout.measures[at].origin else { return 0 }
      return values[Int(block.schools[block.schools.count - 1])]
    case .grade:
      let grade = grades[source.index]
      return grade >= 0 ? Int64(grade) : missingGrade(source.index)
    }
  }

  private func missingGrade(_ grade: Int) -> Int64 {
    let source = layout.grades[grade]
    return source.missing == .zero ? Int64(source.lookup.count - 1) : StudentLayout.missing
  }

  // MARK: Lists

  private mutating func takeList(_ at: Int, _ cells: Span<PlainCell>, _ bytes: Span<UInt8>) {
    let list = lists[at]
    switch list.kind {
    case .columns: takeChoices(at, listHeaders, list.headers, cells, bytes)
    case .joined:
      let parts = StudentBlockReader.parts(
        of: cells[listHeaders[list.headers.lowerBound]], bytes)
      takeChoices(at, Array(parts.indices), parts.indices, parts.span, bytes)
    case .rows:  // from a table of their own, afterwards
      block.choiceEnds[at].append(Int32(block.choices[at].count))
    }
  }

  /// The parts between the bars of a cell.
  private static func parts(of cell: PlainCell, _ bytes: Span<UInt8>) -> [PlainCell] {
    var parts: [PlainCell] = []
    var start = cell.start
    while start <= cell.end, !cell.isEmpty {
      var end = start
      while end < cell.end, bytes[end] != UInt8(ascii: "|") { end += 1 }
      parts.append(PlainCell(start: start, end: end))
      start = end + 1
    }
    return parts
  }

  /// Takes the choices in those of `cells` that `range` of `places` names.
  private mutating func takeChoices(
    _ at: Int, _ places: [Int], _ range: Range<Int>, _ cells: Span<PlainCell>,
    _ bytes: Span<UInt8>
  ) {
    listNumber &+= 1
    while choices.count < range.count { choices.append(0) }
    let found = StudentBlockReader.read(
      places.span.extracting(range), cells, bytes, programmes, listNumber, into: &choices,
      &chosenBy)
    var length = found.length
    if found.unknown + found.repeated > 0 || length > lengthsMax[at]
      || length > StudentLayout.choicesMax
    {
      faultChoices(found, at)
      length = min(length, StudentLayout.choicesMax)
    }
    let row = choices
    StudentBlockReader.append(row.span.extracting(0..<length), to: &block.choices[at])
    block.choiceEnds[at].append(Int32(block.choices[at].count))
  }

  /// Sound: the buffer is that of the span, and is copied.
  private static func append(_ choices: Span<UInt16>, to all: inout [UInt16]) {
    unsafe choices.withUnsafeBufferPointer { unsafe all.append(contentsOf: $0) }
  }

  /// A list that was read: up to which choice there is one, and what was wrong.
  private struct Found {
    var length = 0
    var unknown = 0
    var repeated = 0
  }

  private static func read(
    _ places: Span<Int>, _ cells: Span<PlainCell>, _ bytes: Span<UInt8>,
    _ programmes: PlainNames, _ listNumber: Int, into choices: inout [UInt16],
    _ chosenBy: inout [Int]
  ) -> Found {
    var row = choices.mutableSpan
    var chosen = chosenBy.mutableSpan
    var list = Found()
    for choice in places.indices {
      let cell = cells[places[choice]]
      row[choice] = 0
      if cell.isEmpty { continue }
      let number = programmes.number(bytes, cell.start, cell.end)
      if number < 0 {
        list.unknown += 1
        continue
      }
      row[choice] = UInt16(truncatingIfNeeded: number + 1)
      list.length = choice + 1
      if chosen[number] == listNumber { list.repeated += 1 }
      chosen[number] = listNumber
    }
    return list
  }

  private mutating func faultChoices(_ list: Found, _ at: Int) {
    for _ in 0..<list.unknown {
      fault { Phrase(zh: "志愿中有未知的招生代码", en: "a choice is not in the table of programmes") }
    }
    if list.length > min(lengthsMax[at], StudentLayout.choicesMax) {
      fault { Phrase(zh: "志愿多于规定个数", en: "there are more choices than allowed") }
    }
    for _ in 0..<list.repeated {
      fault { Phrase(zh: "同一志愿填了两次", en: "one programme is chosen twice") }
    }
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
