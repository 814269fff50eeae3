/// Writes workbooks for tests, part by part, with every part open to be changed or broken.
public struct WorkbookFile: Sendable {
  /// A cell as XML has it.
  public enum Cell: Sendable {
    /// Nothing at all.
    case none
    /// A text in its cell.
    case text(String)
    /// A number, as its digits.
    case number(String)
    /// Anything: the attributes behind `r`, and what stands between the tags.
    case raw(String, String)
  }

  /// Names and texts of the archive's parts, in order.
  public var parts: [(name: String, text: String)] = []

  /// A workbook of sheets with these names and XML.
  public init(
    _ sheets: [(name: String, xml: String)], strings: String? = nil, styles: String? = nil
  ) {
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    let links = "http://schemas.openxmlformats.org/package/2006/relationships"
    func relation(_ id: String, _ kind: String, _ target: String) -> String {
      "<Relationship Id=\"\(id)\" Type=\"\(office)/\(kind)\" Target=\"\(target)\"/>"
    }
    var tabs = ""
    var targets = relation("rS", "sharedStrings", "sharedStrings.xml")
    targets += relation("rT", "styles", "styles.xml")
    for (at, sheet) in sheets.enumerated() {
      tabs += "<sheet name=\"\(sheet.name)\" sheetId=\"\(at + 1)\" r:id=\"r\(at)\"/>"
      targets += relation("r\(at)", "worksheet", "worksheets/sheet\(at + 1).xml")
    }
    parts = [
      (
        "_rels/.rels",
        "<Relationships xmlns=\"\(links)\">" + relation("r", "officeDocument", "xl/workbook.xml")
          + "</Relationships>"
      ),
      (
        "xl/workbook.xml",
        "<workbook xmlns:r=\"\(office)\"><sheets>\(tabs)</sheets></workbook>"
      ),
      (
        "xl/_rels/workbook.xml.rels", "<Relationships xmlns=\"\(links)\">\(targets)</Relationships>"
      ),
    ]
    for (at, sheet) in sheets.enumerated() {
      parts.append(("xl/worksheets/sheet\(at + 1).xml", sheet.xml))
    }
    if let strings { parts.append(("xl/sharedStrings.xml", strings)) }
    if let styles { parts.append(("xl/styles.xml", styles)) }
  }

  /// A workbook of one sheet of texts, or of numbers in the columns of `numbers` below the first
  /// row.
  public init(rows: [[String]], numbers: Set<Int> = [], name: String = "Sheet1") {
    self.init([(name, WorkbookFile.sheet(WorkbookFile.cells(rows, numbers)))])
  }

  /// The same under a title that is merged over all columns, and an empty row: the header is row 3.
  public static func titled(_ rows: [[String]], numbers: Set<Int> = []) -> WorkbookFile {
    let last = letters(rows.map(\.count).max() ?? 1)
    return WorkbookFile([
      (
        "Sheet1",
        sheet(
          [[.text("2026 年名单")], []] + cells(rows, numbers),
          tail: "<mergeCells count=\"1\"><mergeCell ref=\"A1:\(last)1\"/></mergeCells>")
      )
    ])
  }

  private static func cells(_ rows: [[String]], _ numbers: Set<Int>) -> [[Cell]] {
    rows.enumerated().map { number, row in
      row.enumerated().map { column, text -> Cell in
        if text.isEmpty { return .none }
        return number > 0 && numbers.contains(column) ? .number(text) : .text(text)
      }
    }
  }

  /// The XML of a sheet; what stands behind the rows is `tail`.
  public static func sheet(_ rows: [[Cell]], tail: String = "") -> String {
    var xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><worksheet><sheetData>"
    for (row, cells) in rows.enumerated() {
      xml += "<row r=\"\(row + 1)\">"
      for (column, cell) in cells.enumerated() {
        let at = "r=\"\(letters(column + 1))\(row + 1)\""
        switch cell {
        case .none: continue
        case .text(let text):
          xml += "<c \(at) t=\"inlineStr\"><is><t>\(escaped(text))</t></is></c>"
        case .number(let digits): xml += "<c \(at)><v>\(digits)</v></c>"
        case .raw(let attributes, let content): xml += "<c \(at) \(attributes)>\(content)</c>"
        }
      }
      xml += "</row>"
    }
    return xml + "</sheetData>\(tail)</worksheet>"
  }

  /// The file, its parts stored.
  public var bytes: [UInt8] {
    var zip = ZipFile()
    for part in parts { zip.store(part.name, Array(part.text.utf8)) }
    return zip.bytes
  }

  /// The letters of a column: 1 is A, 27 is AA.
  public static func letters(_ column: Int) -> String {
    column == 0
      ? "" : letters((column - 1) / 26) + String(Unicode.Scalar(UInt8(65 + (column - 1) % 26)))
  }

  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
