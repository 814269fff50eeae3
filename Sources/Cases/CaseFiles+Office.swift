import Diagnostics
import OfficeFiles
import Rules
import Tables

// What is digested is the file itself, whatever its format.

extension CaseFiles {
  /// Opens our table `name`, which is in `file`: CSV, XLSX or DBF by its content.
  func open(
    _ name: String, _ file: String, _ region: ByteRegion, log: inout ProblemLog
  ) -> CSVTable? {
    var form = TableForm()
    form.name = name
    form.headerRow = rules?.headerRows[name] ?? 1
    form.headerNames = ColumnFinder.headers(of: name, rules)
    let finding = region.withSpan { OfficeFormat.detect($0) }
    if let misplaced = misplaced(name, file, finding) {
      log.add(misplaced)
      return nil
    }
    return office.open(
      file, region, form, sheet: rules?.sheets[name], declared: rules?.encoding, log: &log)
  }

  /// What the rules say of a table that its file cannot have: a sheet, or a row of the header.
  private func misplaced(
    _ name: String, _ file: String, _ finding: OfficeFormat.Finding
  ) -> Problem? {
    if case .refused = finding { return nil }
    if let sheet = rules?.sheets[name], finding != .table(.workbook) {
      return Problem(
        .sheetMisplaced, at: rules?.place(of: RuleSet.keyPath("files", name, "sheet")),
        Phrase(
          zh: "指定了工作表 \(spelled(sheet))，但 \(file) 不是 .xlsx 工作簿",
          en: "the sheet \(spelled(sheet)) is named, but \(file) is no .xlsx workbook"))
    }
    if rules?.headerRows[name] ?? 1 > 1, finding == .table(.dbase) {
      return Problem(
        .sheetMisplaced, at: rules?.place(of: RuleSet.keyPath("files", name, "headerRow")),
        Phrase(
          zh: "写了 headerRow，但 \(file) 是 DBF，字段名不在数据行中",
          en: "a headerRow is given, but \(file) is a DBF, whose field names are in no row"))
    }
    return nil
  }
}
