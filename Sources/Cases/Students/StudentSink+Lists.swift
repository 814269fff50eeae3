import Admission
import Columns
import Diagnostics
import Exact
import Rules
import Tables

/// The values of a column of texts: those known beforehand, and, where all are wanted, those met
/// while reading. New ones get numbers in no fixed order; nothing that is written depends on it.
final class TextValues: Sendable {
  private let numbers: Shared<[[UInt8]: Int32]>
  private let known: CodeTable
  private let plainForms: [ByteText: String]
  private let takesAll: Bool

  init(_ source: StudentPlan.TextSource) {
    let codes = source.values.map { Array($0.utf8) }
    known = CodeTable(codes)
    numbers = Shared(
      Dictionary(zip(codes, codes.indices.map(Int32.init)), uniquingKeysWith: { a, _ in a }))
    plainForms = Oddity.byPlainForm(source.values)
    takesAll = source.takesAll
  }

  /// What is odd about a value that is not known beforehand.
  func oddity(of value: String) -> Oddity? { Oddity(value, known: plainForms) }

  /// The numbers of the known values, for quick look-up.
  var lookup: CodeTable { known }

  /// The number of a value that is not known beforehand; −1 where only known ones are wanted.
  func number(of value: [UInt8]) -> Int32 {
    guard takesAll else { return -1 }
    return numbers.withLock { numbers in
      if let number = numbers[value] { return number }
      let number = Int32(numbers.count)
      numbers[value] = number
      return number
    }
  }

  /// All values by their numbers.
  var all: [[UInt8]] {
    numbers.withLock { numbers in numbers.sorted { $0.value < $1.value }.map(\.key) }
  }
}

extension StudentSink {
  /// Takes one column of texts.
  func takeText(
    _ number: Int, _ block: RowBlock, _ bytes: RawSpan, _ bounds: Span<UInt32>,
    _ local: inout Local
  ) {
    let source = plan.texts[number]
    var others: UInt64 = 0
    var found = local.found.mutableSpan
    textValues[number].lookup.read(block, column: source.header, bytes, bounds, into: &found)
    for i in 0..<block.count {
      var value = found[i]
      if value < 0 {
        others |= 1 << UInt64(i)
        if source.takesAll {
          value = textValues[number].number(
            of: bytes.array(block.cell(i, source.header, bounds)))
        }
      }
      texts[number][block.firstRow + i] = value
    }
    if source.takesAll { return }  // its values are looked at when all are known
    while others != 0 {
      let i = others.trailingZeroBitCount
      others &= others &- 1
      local.others[number].meet(
        block.cell(i, source.header, bounds), of: bytes, row: block.firstRow + i,
        textValues[number])
    }
  }

  /// Takes one list of choices.
  func takeList(
    _ number: Int, _ block: RowBlock, _ bytes: RawSpan, _ bounds: Span<UInt32>,
    _ local: inout Local
  ) {
    let source = plan.lists[number]
    switch source.source {
    case .columns: takeChoices(number, source.headers, block, bytes, bounds, &local)
    case .joined:
      for i in 0..<block.count {
        takeJoined(number, i, source.headers[0], block, bytes, bounds, &local)
      }
    case .rows: return  // from a table of their own, afterwards
    }
    checkLists(number, block, &local)
  }

  /// Takes the choices of the rows of a block from columns of their own. The look-up knows the
  /// empty cell as 0 and programmes by their number + 1.
  private func takeChoices(
    _ number: Int, _ headers: [Int], _ block: RowBlock, _ bytes: RawSpan, _ bounds: Span<UInt32>,
    _ local: inout Local
  ) {
    let (width, cells) = (lists[number].width, lists[number].cells)
    let start = block.firstRow * width
    let hasUnknown = cells.withMutableSpan(start..<start + block.count * width) { cells in
      programmeLookup.read(block, columns: headers, bytes, bounds, into: &cells)
    }
    guard hasUnknown else { return }
    for (k, header) in headers.enumerated() {
      for i in 0..<block.count {
        let row = block.firstRow + i
        guard cells[row * width + k] == CodeTable.unknownCell else { continue }
        cells[row * width + k] = 0
        reportUnknown(
          block.text(i, header, bytes, bounds), .programmeCode, programmes, row, header, &local.log)
      }
    }
  }

  /// Takes a list whose codes stand in one cell, separated by `|`.
  private func takeJoined(
    _ number: Int, _ i: Int, _ header: Int, _ block: RowBlock, _ bytes: RawSpan,
    _ bounds: Span<UInt32>, _ local: inout Local
  ) {
    let list = lists[number]
    let row = block.firstRow + i
    let cell = block.cell(i, header, bounds)
    var start = cell.lowerBound
    var k = 0
    var length = 0  // up to the last choice; empty ones behind it do not count
    while start <= cell.upperBound, !cell.isEmpty {
      var end = start
      while end < cell.upperBound,
        bytes.byte(end) != UInt8(ascii: "|")
      { end += 1 }
      var value = programmeLookup.lookUp(bytes, start..<end)
      if value < 0 {
        let code = bytes.array(start..<end)
        reportUnknown(
          String(decoding: code, as: UTF8.self), .programmeCode, programmes, row, header,
          &local.log)
        value = 0
      }
      if k < list.width { list.cells[row * list.width + k] = UInt16(value) }
      k += 1
      if end > start { length = k }
      start = end + 1
    }
    for rest in min(k, list.width)..<list.width { list.cells[row * list.width + rest] = 0 }
    if length <= list.width { return }
    // Only a list that no stage limits is worth wider cells for all; any other is an error.
    let most = plan.lists[number].lengthMax ?? ChoiceLists.widthMax
    if length > most {
      reportTooLong(row, length, most, column: header, &local.log)
      for place in 0..<list.width { list.cells[row * list.width + place] = 0 }
    } else {
      needs.withLock { $0.widths[number] = max($0.widths[number] ?? 0, length) }
    }
  }

  /// Reports programmes that a list names twice, and lists longer than a stage allows.
  func checkLists(_ number: Int, _ block: RowBlock, _ local: inout Local) {
    let (width, cells) = (lists[number].width, lists[number].cells)
    let lengthMax = plan.lists[number].lengthMax ?? Int.max
    let start = block.firstRow * width
    var (doubles, long) = (UInt64(0), UInt64(0))
    cells.withSpan { cells in
      let cells = cells.extracting(start..<start + block.count * width)
      let doubtful = mayRepeat(cells, width: width)
      if doubtful != 0 { doubles = repeats(cells, number, block, doubtful, &local.chosenBy) }
      if width > lengthMax {
        for i in 0..<block.count {
          let rest = cells.extracting(i * width + lengthMax..<(i + 1) * width)
          if rest.indices.contains(where: { rest[$0] != 0 }) { long |= 1 << UInt64(i) }
        }
      }
    }
    for i in 0..<block.count where (doubles | long) >> UInt64(i) & 1 == 1 {
      reportList(
        number, block.firstRow + i, isDouble: doubles >> UInt64(i) & 1 == 1, &local.log)
    }
  }

  /// Of the `doubtful` rows of a block those that name a programme twice: bit i for row i.
  private func repeats(
    _ cells: Span<UInt16>, _ number: Int, _ block: RowBlock, _ doubtful: UInt64,
    _ chosenBy: inout [Int64]
  ) -> UInt64 {
    let width = lists[number].width
    var chosenBy = chosenBy.mutableSpan
    var doubles: UInt64 = 0
    for i in 0..<block.count where doubtful &>> UInt64(i) & 1 == 1 {
      // Lists follow one another in memory: one number tells whose choice was seen last.
      let stamp = Int64((block.firstRow &+ i) &* plan.lists.count &+ number)
      let list = cells.extracting(i &* width..<i &* width &+ width)
      var isDouble: UInt64 = 0
      for k in 0..<width {
        // The empty choice, 0, is entered like others and is no double: nothing to predict.
        let choice = Int(list[k])
        isDouble |= (chosenBy[choice] == stamp ? 1 : 0) & (choice == 0 ? 0 : 1)
        chosenBy[choice] = stamp
      }
      doubles |= isDouble &<< UInt64(i)
    }
    return doubles
  }

  private func reportList(
    _ number: Int, _ row: Int, isDouble: Bool, _ log: inout ProblemLog
  ) {
    let list = lists[number]
    let chosen = (0..<list.width).map { Int(list.cells[row * list.width + $0]) - 1 }
    let student = codes.text(row)
    if isDouble {
      let second = chosen.indices.first { chosen[$0] >= 0 && chosen[..<$0].contains(chosen[$0]) }!
      let first = chosen.firstIndex(of: chosen[second])!
      log.add(.choiceTwice, cause: "\(table.file)/\(number)") {
        (
          table.place(row: row, column: header(number, second)),
          Phrase(
            zh: "学生 \(student) 的第 \(first + 1) 和第 \(second + 1) 志愿都是 \(programmes[chosen[second]])",
            en: "student \(student) names \(programmes[chosen[second]]) as choice \(first + 1) and "
              + "choice \(second + 1)")
        )
      }
    } else {
      let length = chosen.lastIndex { $0 >= 0 }! + 1
      let most = plan.lists[number].lengthMax!
      reportTooLong(row, length, most, column: header(number, most), &log)
    }
  }

  private func reportTooLong(
    _ row: Int, _ length: Int, _ most: Int, column: Int, _ log: inout ProblemLog
  ) {
    log.add(.listTooLong, cause: "\(table.file)/\(column)") {
      let student = codes.text(row)
      return (
        table.place(row: row, column: column),
        Phrase(
          zh: "学生 \(student) 的志愿排到第 \(length) 个，至多 \(most) 个",
          en:
            "the choices of student \(student) go up to number \(length); at most \(most) are allowed"
        )
      )
    }
  }

  private func header(_ list: Int, _ choice: Int) -> Int {
    let headers = plan.lists[list].headers
    return headers.count == 1 ? headers[0] : headers[choice]
  }
}

extension Phrase {
  /// What stands in a choice.
  fileprivate static let programmeCode = Phrase(zh: "招生代码", en: "programme")
}
