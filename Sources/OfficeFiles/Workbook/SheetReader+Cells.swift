import Diagnostics

/// The cells of a row: what each stands for, as text.
extension SheetReader {
  mutating func readCell(after column: inout Int, isEmpty: Bool) throws(OfficeFault) {
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
    let value = try text(of: content.value, type, style, column)
    guard cells.text.count <= RowCells.bytesMax else {
      throw OfficeFault(.sheetBroken, row: row, zh: "这一行的文字太多", en: "too much text in one row")
    }
    guard cells.set(column, value) else {
      throw OfficeFault(
        .sheetBroken, row: row, column: column, zh: "同一单元格出现两次",
        en: "one cell stands twice in its row")
    }
  }

  /// Where the text lies that the stored `value` stands for; what is more than text is noted.
  private mutating func text(
    of value: Range<Int>, _ type: CellType, _ style: Int, _ column: Int
  ) throws(OfficeFault) -> Range<Int> {
    let start = cells.text.count
    switch type {
    case .shared:
      guard let index = sharedIndex(value), index < strings.count else {
        throw OfficeFault(
          .sheetBroken, row: row, column: column, zh: "引用了不存在的共享文本",
          en: "a reference to a shared text that there is not")
      }
      cells.text += strings.text[strings.range(index)]
    case .number:
      note(styles.showsDate(style) ? .date : .number, column)
      number.removeAll(keepingCapacity: true)
      StoredNumber.append(cells.text, value, to: &number)
      cells.text += number
    case .bool:
      let isOne = cells.text[value].elementsEqual("1".utf8)
      cells.text += Array((isOne ? "TRUE" : "FALSE").utf8)
    case .string:
      unescape(&cells.text, from: value.lowerBound)
      return value.lowerBound..<cells.text.count
    case .error, .date:
      note(type == .error ? .error : .date, column)
      return value
    case .inline: return value
    }
    return start..<cells.text.count
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
