import Cases
import Columns
import Diagnostics
import Tables

/// Reads one matrix against what its split has to decide.
struct MatrixReader {
  /// What a row or column of the file is.
  private enum Line {
    case programme(Int)
    case audience(Int)
    case total
    case ignored
  }

  let text: TextTable
  let subject: SplitSubject
  let planCase: PlanCase
  /// The seats of each cell of the subject.
  private(set) var seats: [Int]
  private let rowOfProgramme: [Int: Int]
  private let columnOfAudience: [[UInt8]: Int]
  /// Every audience of the last level, open or not.
  private let known: Set<[UInt8]>

  init(_ matrix: WideMatrix, _ subject: SplitSubject, _ planCase: PlanCase) {
    text = matrix.text
    self.subject = subject
    self.planCase = planCase
    seats = Array(repeating: 0, count: subject.matrix.cellCount)
    rowOfProgramme = Dictionary(
      uniqueKeysWithValues: subject.rows.enumerated().map { ($1.programme, $0) })
    columnOfAudience = Dictionary(
      uniqueKeysWithValues: subject.audiences.enumerated().map { (Array($1.utf8), $0) })
    known = Set(planCase.splits[subject.split].levels.last!.map { Array($0.utf8) })
  }

  /// The codes of the rows and columns, which way round, then every cell and every total.
  mutating func read(_ log: inout ProblemLog) {
    let headers = (1..<text.headers.count).map { text.headers[$0].name }
    let sides = (0..<text.rowCount).map { text[$0, 0] }
    let programmesOnTop =
      headers.count { planCase.programme($0) != nil }
      + sides.count { known.contains(Array($0.utf8)) }
    let programmesAside =
      sides.count { planCase.programme($0) != nil }
      + headers.count { known.contains(Array($0.utf8)) }
    guard programmesOnTop + programmesAside > 0 else {
      log.add(
        .importShape, at: Place(file: text.table.file, line: 1),
        Phrase(
          zh: "第一行和第一列都没有已知的招生代码或受众",
          en: "neither the first row nor the first column holds known programmes or audiences"))
      return
    }
    let onTop = programmesOnTop >= programmesAside
    var seen: [[UInt8]: Place] = [:]
    let columns = headers.indices.map { at in
      line(
        headers[at], isProgramme: onTop, text.headers[at + 1].place, mayBeName: true, &seen, &log)
    }
    let rows = sides.indices.map { at in
      line(
        sides[at], isProgramme: !onTop, text.place(row: at, column: 0), mayBeName: false, &seen,
        &log)
    }
    readCells(rows, columns, &log)
    checkRows(&log)
    checkBounds(&log)
  }

  private func line(
    _ code: String, isProgramme: Bool, _ place: Place, mayBeName: Bool,
    _ seen: inout [[UInt8]: Place], _ log: inout ProblemLog
  ) -> Line {
    if isTotalName(code) { return .total }
    if mayBeName, WideMatrix.isOne(of: WideMatrix.nameWords, code) { return .ignored }
    let key = [isProgramme ? 1 : 0] + Array(code.utf8)
    if let before = seen.updateValue(place, forKey: key) {
      log.add(
        .importTwice, at: place, cause: text.table.file,
        Phrase(
          zh: "\(code) 重复，已出现在 \(before.line):\(before.column)",
          en: "\(code) appears twice, before at \(before.line):\(before.column)"))
      return .ignored
    }
    if isProgramme, let programme = planCase.programme(code) { return .programme(programme) }
    if !isProgramme {
      if let column = columnOfAudience[Array(code.utf8)] { return .audience(column) }
      // Known, and open to nobody: seats in it are reported where they stand.
      if known.contains(Array(code.utf8)) { return .audience(-1) }
    }
    let names =
      isProgramme
      ? planCase.programmes.map(\.code)
      : known.map { String(decoding: $0, as: UTF8.self) }.sorted()
    let near = nearestName(to: code, among: names)
    let what =
      isProgramme
      ? Phrase(zh: "招生代码", en: "programme") : Phrase(zh: "受众", en: "audience")
    log.add(
      .importCode, at: place, cause: what.en,
      Phrase(
        zh: "未知的\(what.zh) “\(code)”" + (near.map { "；最接近的是 \($0)" } ?? ""),
        en: "unknown \(what.en) “\(code)”" + (near.map { "; the nearest is \($0)" } ?? "")))
    return .ignored
  }

  // MARK: Cells

  private mutating func readCells(
    _ rows: [Line], _ columns: [Line], _ log: inout ProblemLog
  ) {
    var columnSums = Array(repeating: 0, count: columns.count)
    for (row, side) in rows.enumerated() {
      var sum = 0
      var isWhole = true
      for (column, top) in columns.enumerated() {
        if case .ignored = top { continue }
        guard let count = count(row, column, &log) else {
          isWhole = false
          continue
        }
        switch (side, top) {
        case (.ignored, _): continue
        case (_, .total):
          if case .total = side {
            compare(count, sum, row, column, &log)
          } else if isWhole {
            compare(count, sum, row, column, &log)
          }
        case (.total, _):
          compare(count, columnSums[column], row, column, &log)
          sum += columnSums[column]
        case (.programme(let programme), .audience(let audience)),
          (.audience(let audience), .programme(let programme)):
          place(count, programme, audience, row, column, &log)
          sum += count
          columnSums[column] += count
        default: preconditionFailure("one side has programmes, the other audiences")
        }
      }
    }
  }

  /// The number in a cell; nil, with a message, where it is none. Empty cells are 0.
  private func count(_ row: Int, _ column: Int, _ log: inout ProblemLog) -> Int? {
    let cell = text[row, column + 1]
    if cell.isEmpty { return 0 }
    if let number = Int(cell), (0...1_000_000_000).contains(number), !cell.hasPrefix("+") {
      return number
    }
    log.add(.importCell, cause: text.table.file) {
      (
        text.place(row: row, column: column + 1),
        Phrase(
          zh: "“\(cell)”不是 0 或以上的整数", en: "“\(cell)” is not a whole number from 0")
      )
    }
    return nil
  }

  private func compare(
    _ given: Int, _ sum: Int, _ row: Int, _ column: Int, _ log: inout ProblemLog
  ) {
    guard given != sum else { return }
    log.add(
      .importTotal, at: text.place(row: row, column: column + 1), cause: "totals",
      Phrase(
        zh: "合计写作 \(given)，各格相加为 \(sum)", en: "the total is \(given), its cells add up to \(sum)"))
  }

  private mutating func place(
    _ count: Int, _ programme: Int, _ audience: Int, _ row: Int, _ column: Int,
    _ log: inout ProblemLog
  ) {
    if count == 0 { return }
    if audience >= 0, let at = rowOfProgramme[programme], let cell = cell(at, audience) {
      seats[cell] = count
      return
    }
    let code = planCase.programmes[programme].code
    let why =
      rowOfProgramme[programme] == nil
      ? Phrase(
        zh: "\(code) 在方案 \(subject.rule.name) 中没有名额可分",
        en: "\(code) has no seats in the split \(subject.rule.name)")
      : Phrase(zh: "\(code) 对它不开放", en: "\(code) is not open to it")
    log.add(.importClosed, cause: subject.rule.name) {
      (
        text.place(row: row, column: column + 1),
        Phrase(zh: "\(count) 个名额，但 \(why.zh)", en: "seats (\(count)), but \(why.en)")
      )
    }
  }

  /// The cell of a row and a column of the subject; nil where it is closed.
  private func cell(_ row: Int, _ column: Int) -> Int? {
    let (cells, columns) = (subject.matrix.cells(ofRow: row), subject.matrix.columns)
    let at = cells.partitioningIndex { Int(columns[$0]) >= column }
    return at < cells.upperBound && Int(columns[at]) == column ? at : nil
  }
}
