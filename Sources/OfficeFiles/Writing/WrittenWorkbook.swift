/// Sheets as an XLSX workbook (ECMA-376): a stored zip of small XML parts, every text an inline string, so
/// that codes keep their zeros and nothing is a formula.
public struct WrittenWorkbook: Sendable {
  /// The most rows of a worksheet, the header among them.
  public static let rowsMax = 1_048_576

  private let sheets: [Sheet]

  /// A workbook of `sheets`, each of at most `rowsMax` rows with its header.
  public init(_ sheets: [Sheet]) {
    precondition(
      sheets.allSatisfy { $0.rows.count < WrittenWorkbook.rowsMax && $0.header.count <= 26 })
    self.sheets = sheets
  }

  /// The file's bytes: the same for the same sheets, with no clock in them.
  public func bytes() -> [UInt8] {
    var zip = StoredZip()
    zip.add("[Content_Types].xml", contentTypes)
    zip.add("_rels/.rels", WrittenWorkbook.relations([("officeDocument", "xl/workbook.xml")]))
    zip.add("xl/workbook.xml", workbook)
    zip.add(
      "xl/_rels/workbook.xml.rels",
      WrittenWorkbook.relations(
        sheets.indices.map { ("worksheet", "worksheets/sheet\($0 + 1).xml") }))
    for (number, sheet) in sheets.enumerated() {
      zip.add("xl/worksheets/sheet\(number + 1).xml", WrittenWorkbook.part(sheet))
    }
    return zip.finish()
  }

  private static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
  private static let schemas = "http://schemas.openxmlformats.org"

  private var contentTypes: String {
    let type = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    let parts = sheets.indices.map {
      "<Override PartName=\"/xl/worksheets/sheet\($0 + 1).xml\" ContentType=\"\(type).worksheet+xml\"/>"
    }
    return WrittenWorkbook.declaration
      + "<Types xmlns=\"\(WrittenWorkbook.schemas)/package/2006/content-types\">"
      + "<Default Extension=\"rels\" "
      + "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
      + "<Override PartName=\"/xl/workbook.xml\" ContentType=\"\(type).sheet.main+xml\"/>"
      + parts.joined() + "</Types>"
  }

  private var workbook: String {
    let list = sheets.enumerated().map { number, sheet in
      "<sheet name=\"\(xmlEscaped(sheet.title))\" sheetId=\"\(number + 1)\" r:id=\"rId\(number + 1)\"/>"
    }
    return WrittenWorkbook.declaration
      + "<workbook xmlns=\"\(WrittenWorkbook.schemas)/spreadsheetml/2006/main\" "
      + "xmlns:r=\"\(WrittenWorkbook.schemas)/officeDocument/2006/relationships\">"
      + "<sheets>\(list.joined())</sheets></workbook>"
  }

  private static func relations(_ targets: [(type: String, target: String)]) -> String {
    let list = targets.enumerated().map { number, target in
      "<Relationship Id=\"rId\(number + 1)\" Type=\"\(schemas)/officeDocument/2006/relationships/"
        + "\(target.type)\" Target=\"\(target.target)\"/>"
    }
    return declaration + "<Relationships xmlns=\"\(schemas)/package/2006/relationships\">"
      + list.joined() + "</Relationships>"
  }

  private static func part(_ sheet: Sheet) -> String {
    var xml =
      declaration + "<worksheet xmlns=\"\(schemas)/spreadsheetml/2006/main\"><sheetData>"
    append(sheet.header.map { .text($0) }, 1, to: &xml)
    for (number, row) in sheet.rows.enumerated() { append(row, number + 2, to: &xml) }
    return xml + "</sheetData></worksheet>"
  }

  private static func append(_ cells: [Sheet.Cell], _ row: Int, to xml: inout String) {
    xml += "<row r=\"\(row)\">"
    for (column, cell) in cells.enumerated() {
      // A sheet has at most 26 columns.
      let place = "\(Unicode.Scalar(UInt8(0x41 + column)))\(row)"
      switch cell {
      case .text(let text):
        xml +=
          "<c r=\"\(place)\" t=\"inlineStr\"><is><t xml:space=\"preserve\">\(xmlEscaped(text))"
          + "</t></is></c>"
      case .count(let count): xml += "<c r=\"\(place)\"><v>\(count)</v></c>"
      }
    }
    xml += "</row>"
  }
}

/// `text` for XML: references for what XML reads, and nothing that XML 1.0 does not allow.
func xmlEscaped(_ text: String) -> String {
  var xml = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": xml.append(contentsOf: "&amp;".unicodeScalars)
    case "<": xml.append(contentsOf: "&lt;".unicodeScalars)
    case ">": xml.append(contentsOf: "&gt;".unicodeScalars)
    case "\"": xml.append(contentsOf: "&quot;".unicodeScalars)
    case "\t", "\n": xml.append(scalar)
    case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF:
      xml.append("\u{FFFD}")
    default: xml.append(scalar)
    }
  }
  return String(xml)
}
