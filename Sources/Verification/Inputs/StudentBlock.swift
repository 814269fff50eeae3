import Diagnostics
import Exact
import Rules

/// Some students that stand one behind the other in `students.csv`, as flat columns that do not change.
///
/// A city is cut into blocks of about a megabyte of text; threads take whole blocks, and nothing is
/// shared while they are read.
final class StudentBlock: Sendable {
  /// The row number of the first student, from 0 over the whole table.
  let firstRow: Int
  /// How many students there are.
  let count: Int
  /// The codes, one behind the other, and where each ends.
  let codes: [UInt8]
  let codeEnds: [Int32]
  /// The middle school, 0 for none.
  let schools: [Int32]
  /// For each list the choices, one behind the other: 0 for an empty cell, else programme + 1; and where
  /// each student's end.
  let choices: [[UInt16]]
  let choiceEnds: [[Int32]]
  private let measures: [Int64]
  private let measureCount: Int
  private let texts: [Int32]
  private let textCount: Int

  /// The students of `rows`, the first of whom is row `firstRow`.
  init(_ rows: StudentRows, firstRow: Int) {
    self.firstRow = firstRow
    count = rows.codeEnds.count
    (codes, codeEnds, schools) = (rows.codes, rows.codeEnds, rows.schools)
    (choices, choiceEnds) = (rows.choices, rows.choiceEnds)
    (measures, measureCount) = (rows.measures, rows.measureCount)
    (texts, textCount) = (rows.texts, rows.textNames.count)
  }

  /// A measure of student `i`.
  @inline(__always)
  func measure(_ measure: Int, _ i: Int) -> Int64 { measures[i &* measureCount &+ measure] }

  /// A text of student `i`, by its number.
  @inline(__always)
  func text(_ text: Int, _ i: Int) -> Int { Int(texts[i &* textCount &+ text]) }

  /// Where the code of student `i` stands in `codes`.
  @inline(__always)
  func codeRange(_ i: Int) -> Range<Int> {
    Int(i == 0 ? 0 : codeEnds[i &- 1])..<Int(codeEnds[i])
  }

  /// The code of student `i`.
  func code(_ i: Int) -> String { String(decoding: codes[codeRange(i)], as: UTF8.self) }
}

/// The same while it is read.
struct StudentRows: Sendable {
  var codes: [UInt8] = []
  var codeEnds: [Int32] = []
  var schools: [Int32] = []
  /// All measures of one student, then of the next.
  var measures: [Int64] = []
  var measureCount = 0
  /// All texts of one student, then of the next, as numbers of `textNames`.
  var texts: [Int32] = []
  /// The texts met, by column.
  var textNames: [PlainNames] = []
  var choices: [[UInt16]] = []
  var choiceEnds: [[Int32]] = []

  /// How many students there are.
  var count: Int { codeEnds.count }
}

/// Reads one block.
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
  private var choices: [UInt16] = []

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
    block.measureCount = layout.measures.count
    block.textNames = layout.texts.map(\.known)
    block.choices = layout.lists.map { _ in [] }
    block.choiceEnds = layout.lists.map { _ in [] }
  }

  /// Reads the rows of `table` between two offsets, the first on line `line`.
  mutating func read(_ table: PlainTable, from start: Int, to end: Int, line: Int) {
    var rows = PlainRows(table, from: start, to: end, line: line)
    let bytes = table.bytes.span
    while rows.next(bytes) {
      self.line = rows.line
      take(rows.cells.span, bytes)
    }
    problems.merge(rows.problems)
  }

  private mutating func take(_ cells: Span<PlainCell>, _ bytes: Span<UInt8>) {
    let code = cells[layout.student]
    for at in code.start..<code.end { block.codes.append(bytes[at]) }
    block.codeEnds.append(Int32(block.codes.count))
    if code.isEmpty { fault { Phrase(zh: "学生代码为空", en: "the student's code is empty") } }
    takeSchool(cells[layout.middleSchool], bytes)
    for at in numbers.indices { numbers[at] = number(at, cells, bytes) }
    for at in grades.indices { grades[at] = grade(at, cells, bytes) }
    for at in scores.indices { scores[at] = score(layout.formulas[at]) }
    for at in layout.measures.indices { block.measures.append(measure(at)) }
    for at in layout.texts.indices {
      let cell = cells[layout.texts[at].header]
      var number = block.textNames[at].number(bytes, cell.start, cell.end)
      if number < 0 || cell.hasDoubledQuotes {
        number = block.textNames[at].number(adding: PlainTable.content(cell, bytes))
      }
      block.texts.append(Int32(number))
    }
    for at in layout.lists.indices { takeList(at, cells, bytes) }
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

  // MARK: Numbers

  private mutating func number(
    _ at: Int, _ cells: Span<PlainCell>, _ bytes: Span<UInt8>
  ) -> Int64 {
    let cell = cells[layout.numbers[at].header]
    let value = PlainNumber.read(bytes, cell.start, cell.end)
    if value >= 0 || (value == PlainNumber.empty && layout.numbers[at].mayBeEmpty) { return value }
    let name = layout.numbers[at].name
    fault { Phrase(zh: "\(name) 不是可用的数", en: "\(name) is not a number that can be used") }
    return 0
  }

  private mutating func grade(
    _ at: Int, _ cells: Span<PlainCell>, _ bytes: Span<UInt8>
  ) -> Int {
    let cell = cells[layout.grades[at].header]
    let value = layout.grades[at].lookup.number(bytes, cell.start, cell.end)
    if value >= 0 || (cell.isEmpty && layout.grades[at].mayBeEmpty) { return value }
    let name = layout.grades[at].name
    fault { Phrase(zh: "\(name) 不是规则中的等级", en: "\(name) is not a grade of the rules") }
    return 0
  }

  /// One score of the row, exactly; `missing` where the student is ineligible for want of a value.
  private mutating func score(_ formula: StudentLayout.Formula) -> Int64 {
    var sum: Int128 = 0
    for at in formula.terms {
      let term = layout.terms[at]
      var value: Int64 = 0
      switch term.kind {
      case .column:
        value = numbers[term.index]
        if value == PlainNumber.empty {
          if formula.missing == .ineligible { return StudentLayout.missing }
          continue
        }
      case .score:
        value = scores[term.index]
        if value == StudentLayout.missing {
          if formula.missing != .zero { return StudentLayout.missing }
          continue
        }
      case .grade:
        let grade = grades[term.index]
        if grade < 0 {
          let isIneligible =
            formula.missing == .ineligible || layout.grades[term.index].missing == .ineligible
          if isIneligible { return StudentLayout.missing }
          continue
        }
        value = layout.points[term.extent + grade]
      case .highestBonus, .summedBonus:
        value = min(term.cap, bonus(term))
      }
      sum += term.factor == 1 ? Int128(value) : Int128(value) * Int128(term.factor)
    }
    return finished(sum, formula)
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
    if formula.places == 0, formula.round == nil, let value = Int64(exactly: sum) { return value }
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

  private func measure(_ at: Int) -> Int64 {
    switch layout.measures[at].origin {
    case .formula(let formula): return scores[formula]
    case .column(let column): return numbers[column]
    case .school(let values): return values[Int(block.schools[block.schools.count - 1])]
    case .grade(let grade):
      if grades[grade] >= 0 { return Int64(grades[grade]) }
      let source = layout.grades[grade]
      return source.missing == .zero ? Int64(source.lookup.count - 1) : StudentLayout.missing
    }
  }

  // MARK: Lists

  private mutating func takeList(_ at: Int, _ cells: Span<PlainCell>, _ bytes: Span<UInt8>) {
    choices.removeAll(keepingCapacity: true)
    switch layout.lists[at].rule {
    case .columns:
      for header in layout.lists[at].headers {
        takeChoice(cells[header].start, cells[header].end, bytes)
      }
    case .joined:
      let cell = cells[layout.lists[at].headers[0]]
      var start = cell.start
      while start <= cell.end, !cell.isEmpty {
        var end = start
        while end < cell.end, bytes[end] != UInt8(ascii: "|") { end += 1 }
        takeChoice(start, end, bytes)
        start = end + 1
      }
    }
    while choices.last == 0 { choices.removeLast() }
    checkList(lengthMax: lengthsMax[at])
    block.choices[at].append(contentsOf: choices)
    block.choiceEnds[at].append(Int32(block.choices[at].count))
  }

  private mutating func takeChoice(_ start: Int, _ end: Int, _ bytes: Span<UInt8>) {
    if start == end {
      choices.append(0)
      return
    }
    let number = programmes.number(bytes, start, end)
    choices.append(UInt16(truncatingIfNeeded: number + 1))
    if number < 0 {
      fault { Phrase(zh: "志愿中有未知的招生代码", en: "a choice is not in the table of programmes") }
    }
  }

  private mutating func checkList(lengthMax: Int) {
    if choices.count > min(lengthMax, StudentLayout.choicesMax) {
      fault { Phrase(zh: "志愿多于规定个数", en: "there are more choices than allowed") }
      choices.removeLast(max(0, choices.count - StudentLayout.choicesMax))
    }
    for one in 0..<choices.count {
      let programme = choices[one]
      if programme == 0 { continue }
      for other in 0..<one where choices[other] == programme {
        fault { Phrase(zh: "同一志愿填了两次", en: "one programme is chosen twice") }
      }
    }
  }
}
