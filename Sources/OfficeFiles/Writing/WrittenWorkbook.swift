/// Sheets as an XLSX workbook (ECMA-376): a stored zip of small XML parts, every text an inline
/// string, so that codes keep their zeros and nothing is a formula.
public struct WrittenWorkbook: Sendable {
  /// The most rows of a worksheet, the header among them.
  public static let rowsMax = 1_048_576

  private let sheets: [Sheet]

  /// A workbook of `sheets`, each of at most `rowsMax` rows with its header.
  public init(_ sheets: [Sheet]) {
    precondition(
      sheets.allSatisfy { $0.rowCount < WrittenWorkbook.rowsMax && $0.columns.count <= 26 })
    self.sheets = sheets
  }

  /// The file's bytes: the same for the same sheets, with no clock in them.
  public func bytes() -> [UInt8] {
    var zip = StoredZip()
    // A cell takes some 45 bytes beside its text.
    zip.reserve(
      sheets.reduce(4096) { $0 + $1.byteCount + $1.rowCount * ($1.columns.count * 48 + 24) })
    let relations = sheets.indices.map { ("worksheet", "worksheets/sheet\($0 + 1).xml") }
    for (name, text) in [
      ("[Content_Types].xml", contentTypes),
      ("_rels/.rels", WrittenWorkbook.relations([("officeDocument", "xl/workbook.xml")])),
      ("xl/workbook.xml", workbook),
      ("xl/_rels/workbook.xml.rels", WrittenWorkbook.relations(relations)),
    ] {
      zip.add(name) { $0 += text.utf8 }
    }
    for (number, sheet) in sheets.enumerated() {
      zip.add("xl/worksheets/sheet\(number + 1).xml") { SheetXML(sheet).write(to: &$0) }
    }
    return zip.finish()
  }

  static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
  static let schemas = "http://schemas.openxmlformats.org"

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
      "<sheet name=\"\(escaped(sheet.title))\" sheetId=\"\(number + 1)\" r:id=\"rId\(number + 1)\"/>"
    }
    return WrittenWorkbook.declaration
      + "<workbook xmlns=\"\(WrittenWorkbook.schemas)/spreadsheetml/2006/main\" "
      + "xmlns:r=\"\(WrittenWorkbook.schemas)/officeDocument/2006/relationships\">"
      + "<sheets>\(list.joined())</sheets></workbook>"
  }

  private func escaped(_ text: String) -> String {
    var bytes: [UInt8] = []
    appendEscaped(Array(text.utf8).span, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func relations(_ targets: [(type: String, target: String)]) -> String {
    let list = targets.enumerated().map { number, target in
      "<Relationship Id=\"rId\(number + 1)\" Type=\"\(schemas)/officeDocument/2006/relationships/"
        + "\(target.type)\" Target=\"\(target.target)\"/>"
    }
    return declaration + "<Relationships xmlns=\"\(schemas)/package/2006/relationships\">"
      + list.joined() + "</Relationships>"
  }
}
