import Diagnostics
import OfficeFiles
import Rules

/// Tables in workbooks and databases, as the text that CSV would have been.
///
/// Of reading tables this alone is not done by code of the check's own: zip, inflate, XML and
/// records are decoded by `OfficeFiles`, as `allocate` has them decoded. What the cells mean is
/// read here as for any table; `Verification` says of how many tables this is so.
struct OfficeText {
  /// The text, UTF-8, and the line of it where the header stands.
  let text: PlainText
  let headerLine: Int
  /// Whether it was a database.
  let isDatabase: Bool

  /// Whether bytes are a workbook's or a database's.
  static func isOffice(_ raw: Span<UInt8>) -> Bool {
    if case .table = OfficeFormat.detect(raw) { return true }
    return false
  }

  /// The table `name` of the rules in the office file `raw`. Nil, with problems, where it cannot be
  /// decoded. Complexity: O(bytes decoded).
  init?(_ name: String, _ file: String, _ raw: [UInt8], _ rules: RuleSet, _ log: inout ProblemLog) {
    let headerRow = rules.headerRows[name] ?? 1
    let isWorkbook = OfficeFormat.detect(raw.span) == .table(.workbook)
    let table =
      isWorkbook
      ? Workbook(raw, file: file, log: &log)?
        .table(sheet: rules.sheets[name], headerRow: headerRow, log: &log)
      : readDBF(raw, file: file, log: &log)
    guard let table else { return nil }
    let encoding: TableEncoding? =
      isWorkbook ? .utf8 : rules.encoding ?? (table.isDeclaredGBK ? .gb18030 : nil)
    guard
      let text = plainText(
        PlainBytes(table.csv), file, declared: encoding, threads: PlainThreads(count: 1),
        problems: &log)
    else { return nil }
    var line = 1
    while table.facts.row(ofLine: line) < headerRow, line < headerRow { line += 1 }
    (self.text, headerLine, isDatabase) = (text, line, !isWorkbook)
  }
}
