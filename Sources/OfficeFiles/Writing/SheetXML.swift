/// A sheet as the XML of a worksheet: every text an inline string, every count a number.
struct SheetXML {
  private let sheet: Sheet

  init(_ sheet: Sheet) { self.sheet = sheet }

  /// Appends the part. Complexity: O(bytes).
  func write(to xml: inout [UInt8]) {
    xml += WrittenWorkbook.declaration.utf8
    xml +=
      "<worksheet xmlns=\"\(WrittenWorkbook.schemas)/spreadsheetml/2006/main\"><sheetData>".utf8
    beginRow(1, &xml)
    for (column, title) in sheet.columns.enumerated() {
      beginCell(column, 1, &xml)
      text(Array(title.name.utf8).span, &xml)
    }
    xml += "</row>".utf8
    for row in 0..<sheet.rowCount {
      beginRow(row + 2, &xml)
      sheet.forEachCell(of: row) { column, cell in
        beginCell(column, row + 2, &xml)
        if sheet.columns[column].isCount { count(cell, &xml) } else { text(cell, &xml) }
      }
      xml += "</row>".utf8
    }
    xml += "</sheetData></worksheet>".utf8
  }

  private func beginRow(_ row: Int, _ xml: inout [UInt8]) {
    xml += "<row r=\"".utf8
    appendDecimal(row, to: &xml)
    xml += "\">".utf8
  }

  /// Up to the place of the cell: `<c r="B2"`.
  private func beginCell(_ column: Int, _ row: Int, _ xml: inout [UInt8]) {
    xml += "<c r=\"".utf8
    xml.append(0x41 + UInt8(column))  // A sheet has at most 26 columns.
    appendDecimal(row, to: &xml)
  }

  private func text(_ text: Span<UInt8>, _ xml: inout [UInt8]) {
    // Without being asked to, readers drop blanks at the ends of a text.
    let hasBlanks = text.indices.contains { text[$0] <= 0x20 }
    xml += "\" t=\"inlineStr\"><is><t".utf8
    if hasBlanks { xml += " xml:space=\"preserve\"".utf8 }
    xml.append(UInt8(ascii: ">"))
    appendEscaped(text, to: &xml)
    xml += "</t></is></c>".utf8
  }

  private func count(_ digits: Span<UInt8>, _ xml: inout [UInt8]) {
    xml += "\"><v>".utf8
    for at in digits.indices { xml.append(digits[at]) }
    xml += "</v></c>".utf8
  }
}

private func appendDecimal(_ number: Int, to bytes: inout [UInt8]) {
  var (divisor, rest) = (1, number)
  while number / divisor >= 10 { divisor *= 10 }
  while divisor > 0 {
    bytes.append(UInt8(ascii: "0") + UInt8(rest / divisor))
    rest %= divisor
    divisor /= 10
  }
}

/// Appends `text`, UTF-8, for XML: references for what XML reads, and nothing that XML 1.0 does not
/// allow.
func appendEscaped(_ text: Span<UInt8>, to xml: inout [UInt8]) {
  var at = 0
  while at < text.count {
    let byte = text[at]
    switch byte {
    case UInt8(ascii: "&"): xml += "&amp;".utf8
    case UInt8(ascii: "<"): xml += "&lt;".utf8
    case UInt8(ascii: ">"): xml += "&gt;".utf8
    case UInt8(ascii: "\""): xml += "&quot;".utf8
    case UInt8(ascii: "\t"), UInt8(ascii: "\n"): xml.append(byte)
    case 0..<0x20: xml += "\u{FFFD}".utf8
    case 0xEF where at + 2 < text.count && text[at + 1] == 0xBF && text[at + 2] >= 0xBE:
      // U+FFFE and U+FFFF.
      xml += "\u{FFFD}".utf8
      at += 2
    default: xml.append(byte)
    }
    at += 1
  }
}
