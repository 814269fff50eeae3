import Diagnostics

/// Reads the XML of one sheet, row by row, into CSV.
///
/// Rows must ascend, as every program writes them; the cells of a row may stand in any order, and
/// may be missing. Complexity: O(bytes), memory beyond the text: one row.
struct SheetReader {
  let strings: SharedStrings
  let styles: CellStyles
  private let part: String
  let headerRow: Int
  var xml: XMLReader
  var writer = TableWriter(.workbook)
  var cells = RowCells()
  private var merged: [OfficeTable.MergedCells] = []
  /// How many columns the header has; nil until it was met.
  private var width: Int?
  var row = 0
  /// A number being read.
  var number: [UInt8] = []
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

  mutating func next() throws(OfficeFault) -> XMLReader.Event {
    do throws(XMLFault) {
      return try xml.next()
    } catch {
      throw fault(error)
    }
  }

  func attribute(_ name: StaticString) throws(OfficeFault) -> Range<Int>? {
    do throws(XMLFault) {
      return try xml.attribute(name)
    } catch {
      throw fault(error)
    }
  }

  func fault(_ error: XMLFault) -> OfficeFault {
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

  func integer(_ range: Range<Int>) -> Int? {
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

  // MARK: Merged cells

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
