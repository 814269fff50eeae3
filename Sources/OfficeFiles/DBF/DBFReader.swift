import Diagnostics

/// Reads the DBF table in `bytes`, which messages call `file`. Nil, with what is wrong in `log`,
/// where it is damaged. Rows are numbered as a spreadsheet shows them: 1 for the field names,
/// record n is row n + 1. Deleted records are left out, with a warning, and keep their numbers.
/// Complexity: O(bytes).
public func readDBF(_ bytes: [UInt8], file: String, log: inout ProblemLog) -> OfficeTable? {
  do throws(OfficeFault) {
    var reader = try DBFReader(bytes)
    try reader.read()
    if let first = reader.deleted.first {
      log.add(
        .recordsDeleted, at: Place(file: file, line: first, inSheet: true),
        Phrase(
          zh: "有 \(reader.deleted.count) 条记录标为已删除，没有读入",
          en: "\(reader.deleted.count) records are marked as deleted and were left out"))
    }
    return reader.finish()
  } catch {
    log.add(error.problem(in: file))
    return nil
  }
}

/// Reads the records of a DBF file into CSV.
private struct DBFReader {
  private let bytes: [UInt8]
  private let header: DBFHeader
  private var writer = TableWriter(.dbase)
  /// The text of the record at hand, and where its cells lie in it.
  private var text: [UInt8] = []
  private var cells: [Range<Int>] = []
  /// Rows of deleted records.
  private(set) var deleted: (first: Int?, count: Int) = (nil, 0)

  init(_ bytes: [UInt8]) throws(OfficeFault) {
    self.bytes = bytes
    header = try DBFHeader(bytes)
  }

  consuming func finish() -> OfficeTable {
    let isGBK = [0x4D, 0x7A].contains(header.languageDriver)
    var table = writer.finish()
    table.isDeclaredGBK = isGBK
    return table
  }

  mutating func read() throws(OfficeFault) {
    try checkLanguage()
    try checkCount()
    for field in header.fields { add(field.name) }
    try endRow(1)
    for record in 0..<header.recordCount {
      let start = header.headerCount + record * header.recordBytes
      let row = record + 2
      switch bytes[start] {
      case UInt8(ascii: " "):
        for (column, field) in header.fields.enumerated() {
          try read(field, from: start, row: row, column: column)
        }
        try endRow(row)
      case UInt8(ascii: "*"): deleted = (deleted.first ?? row, deleted.count + 1)
      default:
        throw .dbf(
          row: row, zh: "第 \(record + 1) 条记录的删除标记是字节 \(bytes[start])，应为空格或 *；记录错位或文件损坏",
          en: "record \(record + 1) is marked by byte \(bytes[start]), a blank or * was expected; "
            + "records are out of step, or the file is damaged")
      }
    }
  }

  /// What the header counts must be there, and no more.
  private func checkCount() throws(OfficeFault) {
    let body = bytes.count - header.headerCount
    let whole = body / header.recordBytes
    guard header.recordCount <= whole, header.recordCount < CellReference.rowsMax * 16 else {
      throw .dbf(
        zh: "文件头声称有 \(header.recordCount) 条记录，文件中只有 \(whole) 条；文件可能没有传完整",
        en:
          "the header claims \(header.recordCount) records, the file holds \(whole); it may be cut "
          + "short")
    }
    let end = header.headerCount + header.recordCount * header.recordBytes
    let rest = bytes[end...]
    // The end mark; some writers leave it out, some fill the last block.
    if rest.first == 0x1A || rest.allSatisfy({ $0 == 0 || $0 == 0x20 }) && rest.count < 4096 {
      return
    }
    throw .dbf(
      zh: "文件头声称有 \(header.recordCount) 条记录，其后还有 \(rest.count) 字节；记录数不实",
      en: "the header claims \(header.recordCount) records, and \(rest.count) bytes follow; the "
        + "count is wrong")
  }

  /// Text of a code page of another language would be read as something else.
  private func checkLanguage() throws(OfficeFault) {
    let pages: [UInt8: String] = [
      0x4E: "949", 0x79: "949", 0x4F: "950", 0x78: "950", 0x13: "932", 0x7B: "932",
    ]
    guard let page = pages[header.languageDriver],
      bytes[32...].contains(where: { $0 >= 0x80 })
    else { return }
    throw OfficeFault(
      .officeUnsupported, zh: "DBF 声明为代码页 \(page)；请以 GBK（代码页 936）重新导出",
      en: "the DBF is declared to be in code page \(page); export it again in GBK (code page 936)")
  }

  private mutating func add(_ content: ArraySlice<UInt8>) {
    let start = text.count
    text += content
    cells.append(start..<text.count)
  }

  private mutating func endRow(_ row: Int) throws(OfficeFault) {
    try writer.write(row: row, cells, of: text, fillsGaps: false)
    text.removeAll(keepingCapacity: true)
    cells.removeAll(keepingCapacity: true)
  }

  // MARK: Fields

  private mutating func read(
    _ field: DBFHeader.Field, from start: Int, row: Int, column: Int
  ) throws(OfficeFault) {
    let range = start + field.range.lowerBound..<start + field.range.upperBound
    var content = bytes[range]
    while let last = content.last, last == 0x20 || last == 0 { content.removeLast() }
    switch field.type {
    case UInt8(ascii: "C"): break
    case UInt8(ascii: "N"), UInt8(ascii: "F"):
      content = content.drop { $0 == 0x20 }
      if !content.isEmpty { addNumber(content, row: row, column: column) } else { add([]) }
      return
    case UInt8(ascii: "D"):
      content = content.allSatisfy { $0 == 0x30 } ? [] : content
      if !content.isEmpty { writer.facts.note(.date, row: row, column: column) }
    case UInt8(ascii: "L"): content = content == [UInt8(ascii: "?")] ? [] : content
    default:
      if !content.isEmpty { writer.facts.note(.unreadable, row: row, column: column) }
      content = []
    }
    if content.contains(0) {
      throw .dbf(
        row: row, column: column + 1, zh: "单元格中有零字节", en: "the cell has a NUL byte in its text")
    }
    add(content)
  }

  private mutating func addNumber(_ content: ArraySlice<UInt8>, row: Int, column: Int) {
    writer.facts.note(.number, row: row, column: column)
    let start = text.count
    StoredNumber.append(bytes, content.startIndex..<content.endIndex, to: &text)
    cells.append(start..<text.count)
  }
}
