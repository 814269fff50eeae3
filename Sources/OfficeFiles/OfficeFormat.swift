import Diagnostics

/// The formats of office files that are read as tables.
public enum OfficeFormat: Sendable, Hashable {
  /// An Office Open XML workbook: `.xlsx`.
  case workbook
  /// A dBase III, dBase IV or FoxPro table: `.dbf`.
  case dbase

  /// What the first bytes show a file to be.
  public enum Finding: Sendable, Hashable {
    /// None of the formats known here: probably text.
    case other
    /// One that is read.
    case table(OfficeFormat)
    /// One that is not, and what to do.
    case refused(Phrase)
  }

  /// What `bytes` are, by their content alone: names lie. Complexity: O(1), but for O(fields) of a
  /// DBF.
  public static func detect(_ bytes: Span<UInt8>) -> Finding {
    let first = (0..<min(bytes.count, 256)).map { bytes[$0] }
    if first.starts(with: [0x50, 0x4B, 3, 4]) || first.starts(with: [0x50, 0x4B, 5, 6]) {
      return .table(.workbook)
    }
    if first.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
      return .refused(
        Phrase(
          zh: "这是旧的 .xls 工作簿，或加了密码的 .xlsx；请在电子表格中另存为不加密码的 .xlsx",
          en:
            "this is an old .xls workbook, or an .xlsx under a password; save it as .xlsx without "
            + "a password"))
    }
    if first.starts(with: [0x1F, 0x8B]) || first.starts(with: [0x37, 0x7A, 0xBC, 0xAF])
      || first.starts(with: Array("Rar!".utf8))
    {
      return .refused(
        Phrase(zh: "这是压缩包；请先解压", en: "this is an archive; unpack it first"))
    }
    if let markup = markup(first) { return .refused(markup) }
    return DBFHeader.isPlausible(bytes) ? .table(.dbase) : .other
  }

  /// A page or XML that calls itself .xls, as web systems export it.
  private static func markup(_ first: [UInt8]) -> Phrase? {
    let text = first.drop { $0 == 0xEF || $0 == 0xBB || $0 == 0xBF || isBlank($0) }
    let start = String(decoding: text.prefix(16), as: UTF8.self).lowercased()
    if start.hasPrefix("<?xml") {
      return Phrase(
        zh: "这是 XML 文件（可能是改名为 .xls 的网页导出）；请用电子表格打开后另存为 .xlsx",
        en: "this is XML, perhaps a web export named .xls; open it in a spreadsheet and save it as "
          + ".xlsx")
    }
    let tags = ["<html", "<!doctype", "<table", "<head", "<meta", "<style", "<body", "<div"]
    guard tags.contains(where: start.hasPrefix) else { return nil }
    return Phrase(
      zh: "这是网页（HTML），只是名字像表格；请用电子表格打开后另存为 .xlsx",
      en: "this is a web page (HTML) named like a table; open it in a spreadsheet and save it as "
        + ".xlsx")
  }
}
