import Diagnostics

/// Reads the XML of one sheet, row by row, into CSV.
///
/// Rows must ascend, as every program writes them; the cells of a row may stand in any order, and may
/// be missing. Complexity: O(bytes), memory beyond the text: one row.
struct SheetReader {
  private let strings: SharedStrings
  private let styles: CellStyles
  private let part: String
  private let headerRow: Int
  private var xml: XMLReader
  private var writer = TableWriter(.workbook)
  private var cells = RowCells()
  private var merged: [OfficeTable.MergedCells] = []
  /// How many columns the header has; nil until it was met.
  private var width: Int?
  private var row = 0
  /// A number being read.
  private var number: [UInt8] = []
  /// How many rows below the header are hidden, and the first of them.
  private(set) var hidden = (count: 0, first: 0)

  init(
    _ book: Workbook, _ part: String, _ bytes: [UInt8], headerRow: Int
  ) throws(OfficeFault) {
    (strings, styles) = (book.strings, book.styles)
    (self.part, self.headerRow) = (part, headerRow)
    xml = try Workbook.parse(part) { () throws(XMLFault) in try XMLReader(bytes) }
  }

  /// What was read.
  consuming func finish() -> OfficeTable {
    let merged = merged
    var table = writer.finish()
    table.merged = merged
    return table
  }

  /// Reads all of the sheet.
  mutating func read() throws(OfficeFault) {
    var isData = false
    while true {
      switch try next() {
      case .end: return
      case .open(let name, let isEmpty):
        if xml.isNamed(name, "sheetData") {
          isData = !isEmpty
        } else if isData, xml.isNamed(name, "row") {
          try beginRow()
          if !isEmpty { try readRow() }
          try endRow()
        } else if xml.isNamed(name, "mergeCell") {
          try readMerged()
        }
      case .close(let name):
        if xml.isNamed(name, "sheetData") { isData = false }
      case .text: continue
      }
    }
  }

  private mutating func next() throws(OfficeFault) -> XMLReader.Event {
    do throws(XMLFault) {
      return try xml.next()
    } catch {
      throw fault(error)
    }
  }

  private func attribute(_ name: StaticString) throws(OfficeFault) -> Range<Int>? {
    do throws(XMLFault) {
      return try xml.attribute(name)
    } catch {
      throw fault(error)
    }
  }

  private func fault(_ error: XMLFault) -> OfficeFault {
    OfficeFault(
      .sheetBroken, row: row, zh: "\(part) 第 \(error.at) 字节：\(error.words.zh)",
      en: "\(part), byte \(error.at): \(error.words.en)")
  }

  // MARK: Rows

  private mutating func beginRow() throws(OfficeFault) {
    var number: Int? = row + 1
    if let found = try attribute("r") { number = integer(found) }
    guard let number, number > row, number <= CellReference.rowsMax else {
      throw OfficeFault(
        .sheetBroken, row: row, zh: "其后的行号不是递增的整数", en: "the row behind has no greater number")
    }
    row = number
    cells.begin()
    if row > headerRow, let flag = try attribute("hidden"), isTrue(flag) {
      hidden = (hidden.count + 1, hidden.count == 0 ? row : hidden.first)
    }
  }

  private mutating func endRow() throws(OfficeFault) {
    if row == headerRow { width = cells.end }
    // A row without text is a blank row, or nothing where it is the last.
    if cells.end == 0 { return }
    let ranges = cells.ranges(width: row > headerRow ? width : nil)
    try writer.write(row: row, ranges, of: cells.text, fillsGaps: true)
  }

  /// The cells of a row, up to its end.
  private mutating func readRow() throws(OfficeFault) {
    var column = 0
    while true {
      switch try next() {
      case .end: return
      case .open(let name, let isEmpty):
        if xml.isNamed(name, "c") { try readCell(after: &column, isEmpty: isEmpty) }
      case .close(let name):
        if xml.isNamed(name, "row") { return }
      case .text: continue
      }
    }
  }

  private func integer(_ range: Range<Int>) -> Int? {
    guard (1...9).contains(range.count) else { return nil }
    var value = 0
    for at in range {
      let digit = xml.bytes[at] &- 0x30
      guard digit <= 9 else { return nil }
      value = value * 10 + Int(digit)
    }
    return value
  }

  private func isTrue(_ range: Range<Int>) -> Bool {
    xml.isNamed(range, "1") || xml.isNamed(range, "true")
  }

  // MARK: Cells

  private mutating func readCell(after column: inout Int, isEmpty: Bool) throws(OfficeFault) {
    column += 1
    if let reference = try attribute("r") {
      guard let (inRow, found) = CellReference.parse(xml.bytes, reference), inRow == row else {
        throw OfficeFault(
          .sheetBroken, row: row, zh: "单元格地址与所在行不符", en: "a cell whose address is not in its row")
      }
      column = found
    }
    guard column <= CellReference.columnsMax else {
      throw OfficeFault(.sheetBroken, row: row, zh: "列太多", en: "too many columns")
    }
    let type = try attribute("t").map { CellType(xml, $0) } ?? .number
    let style = try attribute("s").flatMap { integer($0) } ?? 0
    if isEmpty { return }
    var content = try readContent(isInline: type == .inline)
    if content.value.isEmpty, content.hasFormula, type != .string { content.isLost = true }
    try take(content, type, style, column)
  }

  /// What stands in a cell: the text of `v`, or of the runs of `is`.
  private struct Content {
    var value: Range<Int> = 0..<0
    var hasFormula = false
    var isLost = false
  }

  /// Appends the cell's value to the row's text.
  private mutating func readContent(isInline: Bool) throws(OfficeFault) -> Content {
    var content = Content()
    let start = cells.text.count
    let depth = xml.depth
    var (isText, pronunciations) = (false, 0)
    while xml.depth >= depth {
      switch try next() {
      case .end: break
      case .open(let name, let isEmpty):
        if xml.isNamed(name, "f") { content.hasFormula = true }
        if isEmpty { continue }
        if xml.isNamed(name, "rPh") { pronunciations += 1 }
        isText = isInline ? xml.isNamed(name, "t") : xml.isNamed(name, "v")
      case .close(let name):
        if xml.isNamed(name, "rPh") { pronunciations -= 1 }
        isText = false
      case .text(let range, let isCDATA):
        guard isText, pronunciations == 0 else { continue }
        do throws(XMLFault) {
          try xml.append(range, isCDATA: isCDATA, to: &cells.text)
        } catch {
          throw fault(error)
        }
      }
    }
    if isInline { unescape(&cells.text, from: start) }
    content.value = start..<cells.text.count
    return content
  }

  /// Puts a cell into its column, as the text that it stands for.
  private mutating func take(
    _ content: Content, _ type: CellType, _ style: Int, _ column: Int
  ) throws(OfficeFault) {
    if content.isLost { note(.formula, column) }
    if content.value.isEmpty { return }
    var value = content.value
    switch type {
    case .shared:
      guard let index = sharedIndex(value), index < strings.count else {
        throw OfficeFault(
          .sheetBroken, row: row, column: column, zh: "引用了不存在的共享文本",
          en: "a reference to a shared text that there is not")
      }
      let found = strings.range(index)
      value = cells.text.count..<cells.text.count + found.count
      cells.text += strings.text[found]
    case .number:
      note(styles.showsDate(style) ? .date : .number, column)
      let start = cells.text.count
      number.removeAll(keepingCapacity: true)
      DecimalText.append(cells.text, value, to: &number)
      cells.text += number
      value = start..<cells.text.count
    case .bool:
      let start = cells.text.count
      let isOne = cells.text[value].elementsEqual("1".utf8)
      cells.text += Array((isOne ? "TRUE" : "FALSE").utf8)
      value = start..<cells.text.count
    case .error: note(.error, column)
    case .date: note(.date, column)
    case .string:
      unescape(&cells.text, from: value.lowerBound)
      value = value.lowerBound..<cells.text.count
    case .inline: break
    }
    guard cells.text.count <= RowCells.bytesMax else {
      throw OfficeFault(.sheetBroken, row: row, zh: "这一行的文字太多", en: "too much text in one row")
    }
    guard cells.set(column, value) else {
      throw OfficeFault(
        .sheetBroken, row: row, column: column, zh: "同一单元格出现两次",
        en: "one cell stands twice in its row")
    }
  }

  private func sharedIndex(_ range: Range<Int>) -> Int? {
    guard range.count <= 9 else { return nil }
    var value = 0
    for at in range {
      let digit = cells.text[at] &- 0x30
      guard digit <= 9 else { return nil }
      value = value * 10 + Int(digit)
    }
    return value
  }

  private mutating func note(_ kind: SheetFacts.Kind, _ column: Int) {
    if row > headerRow { writer.facts.note(kind, row: row, column: column - 1) }
  }

  private mutating func readMerged() throws(OfficeFault) {
    guard let range = try attribute("ref"),
      let colon = xml.bytes[range].firstIndex(of: UInt8(ascii: ":")),
      let first = CellReference.parse(xml.bytes, range.lowerBound..<colon),
      let last = CellReference.parse(xml.bytes, colon + 1..<range.upperBound),
      first.row <= last.row, first.column <= last.column
    else { return }
    // What is merged above the header is a title.
    guard last.row >= headerRow, first != last, merged.count < 1000 else { return }
    merged.append(
      OfficeTable.MergedCells(
        name: String(decoding: xml.bytes[range], as: UTF8.self), rows: first.row...last.row,
        columns: first.column...last.column))
  }
}

/// The types that a cell's `t` names (ISO/IEC 29500-1, ST_CellType).
private enum CellType {
  case number, shared, string, inline, bool, error, date

  init(_ xml: XMLReader, _ range: Range<Int>) {
    if xml.isNamed(range, "s") {
      self = .shared
    } else if xml.isNamed(range, "str") {
      self = .string
    } else if xml.isNamed(range, "inlineStr") {
      self = .inline
    } else if xml.isNamed(range, "b") {
      self = .bool
    } else if xml.isNamed(range, "e") {
      self = .error
    } else {
      self = xml.isNamed(range, "d") ? .date : .number
    }
  }
}

/// The cells of one row, in any order.
private struct RowCells {
  /// The most bytes of a row: shared texts may be short in the file and long in the rows.
  static let bytesMax = 1 << 24

  /// The text of all cells.
  var text: [UInt8] = []
  /// For each column where its text lies; `0..<0` for none.
  private var places: [Range<Int>] = []
  private var touched: [Int] = []
  /// One behind the last column that has text.
  private(set) var end = 0

  mutating func begin() {
    for column in touched { places[column] = 0..<0 }
    touched.removeAll(keepingCapacity: true)
    text.removeAll(keepingCapacity: true)
    end = 0
  }

  /// Puts a text that is not empty into `column`, from 1; false where there is one already.
  mutating func set(_ column: Int, _ range: Range<Int>) -> Bool {
    if range.isEmpty { return true }
    while places.count < column { places.append(0..<0) }
    guard places[column - 1].isEmpty else { return false }
    places[column - 1] = range
    touched.append(column - 1)
    end = max(end, column)
    return true
  }

  /// The places of the first `width` columns, and behind them those of the cells beyond, which a row
  /// should not have; of all columns where no width is known.
  func ranges(width: Int?) -> [Range<Int>] {
    let width = width ?? end
    var ranges = Array(places.prefix(width))
    while ranges.count < width { ranges.append(0..<0) }
    if end > width { ranges += places[width..<end].filter { !$0.isEmpty } }
    return ranges
  }
}
