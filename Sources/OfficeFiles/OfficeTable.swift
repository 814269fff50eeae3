import Diagnostics

/// A table of an office file as CSV text: each row of the sheet on a line, so that the one reader
/// of tables reads all.
public struct OfficeTable: Sendable {
  /// The text (RFC 4180, LF). Of a workbook it is UTF-8; of a DBF it is in the file's own encoding.
  public let csv: [UInt8]
  /// What its cells are, and where its lines stand in the sheet.
  public let facts: SheetFacts
  /// Blocks of merged cells that reach below the row above the header, in the order of the file.
  public internal(set) var merged: [MergedCells] = []
  /// The sheet's name; empty for a DBF.
  public internal(set) var sheet = ""
  /// Whether a DBF says by its language driver that its text is GBK.
  public internal(set) var isDeclaredGBK = false

  /// Merged cells: only the first of them holds a value.
  public struct MergedCells: Sendable, Hashable {
    /// The range as the file has it: `A1:F1`.
    public let name: String
    /// Rows and columns, from 1.
    public let rows: ClosedRange<Int>
    /// The columns, from 1.
    public let columns: ClosedRange<Int>
  }

  /// The row and column, from 1, of the cell that holds the byte at `offset` of the text.
  /// Complexity: O(offset).
  public func cell(at offset: Int) -> (row: Int, column: Int) {
    var (line, column, isQuoted, rowLine) = (1, 1, false, 1)
    for byte in csv.prefix(offset) {
      if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
      } else if byte == UInt8(ascii: "\n") {
        line += 1
        if !isQuoted { (column, rowLine) = (1, line) }
      } else if byte == UInt8(ascii: ","), !isQuoted {
        column += 1
      }
    }
    return (facts.row(ofLine: rowLine), column)
  }

  /// The most bytes of the text.
  static let bytesMax = 1 << 30
}

/// Writes rows as lines of CSV, and keeps where each stands.
struct TableWriter {
  private(set) var csv: [UInt8] = []
  var facts: SheetFacts
  /// The line to be written next, and the row that it would be.
  private var line = 1
  private var nextRow = 1

  init(_ format: OfficeFormat) { facts = SheetFacts(format) }

  /// Ends the text.
  consuming func finish() -> OfficeTable { OfficeTable(csv: csv, facts: facts) }

  /// Writes `row`: its cells are parts of `text`. Rows between the last one and it are blank lines
  /// with `fillsGaps`, or are left out.
  mutating func write(
    row: Int, _ cells: [Range<Int>], of text: [UInt8], fillsGaps: Bool
  ) throws(OfficeFault) {
    if row > nextRow, fillsGaps {
      csv.append(contentsOf: repeatElement(UInt8(ascii: "\n"), count: row - nextRow))
      line += row - nextRow
      nextRow = row
    }
    if row != nextRow { facts.anchors.append(SheetFacts.Anchor(line: line, row: row)) }
    var lineEnds = 1
    for (at, cell) in cells.enumerated() {
      if at > 0 { csv.append(UInt8(ascii: ",")) }
      append(text, cell, &lineEnds)
    }
    // A row of one empty cell and a blank row are the same in CSV.
    csv.append(UInt8(ascii: "\n"))
    line += lineEnds
    nextRow = row + 1
    if lineEnds > 1 { facts.anchors.append(SheetFacts.Anchor(line: line, row: nextRow)) }
    guard csv.count <= OfficeTable.bytesMax else {
      throw OfficeFault(.sheetBroken, row: row, zh: "表太大", en: "the table is too large")
    }
  }

  private mutating func append(_ text: [UInt8], _ cell: Range<Int>, _ lineEnds: inout Int) {
    var isPlain = true
    for at in cell {
      let byte = text[at]
      if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
        || byte == UInt8(ascii: "\r")
      {
        isPlain = false
      }
    }
    if isPlain {
      csv.append(contentsOf: text[cell])
      return
    }
    csv.append(UInt8(ascii: "\""))
    for at in cell {
      if text[at] == UInt8(ascii: "\"") { csv.append(UInt8(ascii: "\"")) }
      if text[at] == UInt8(ascii: "\n") { lineEnds += 1 }
      csv.append(text[at])
    }
    csv.append(UInt8(ascii: "\""))
  }
}
