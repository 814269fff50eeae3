import Cases
import Columns
import Diagnostics
import Rules
import Tables

/// A table of a case, to find rows in and, where it is CSV, to change in the bytes as they are.
struct EditableTable {
  /// What is changed of a table.
  struct Edits {
    /// Cells with another text.
    var cells: [(row: CSVTable.FoundRow, column: Int, text: String)] = []
    /// Rows that go.
    var removed: [CSVTable.FoundRow] = []
    /// Rows that come at the end.
    var added: [[String]] = []

    var isEmpty: Bool { cells.isEmpty && removed.isEmpty && added.isEmpty }
  }

  /// The file's name in the case.
  let file: String
  /// The table as UTF-8.
  let table: CSVTable
  /// The table as it is stored; nil: nothing will be written.
  private let raw: CSVTable?
  private let takesAnyText: Bool
  private let workers: Workers

  /// Opens our table `name`, which was read as part of the case before, to find rows in.
  init?(
    reading name: String, file: String, of folder: String, _ rules: RuleSet, workers: Workers,
    log: inout ProblemLog
  ) {
    guard let table = reopenTable(name, of: folder, rules, workers: workers, log: &log) else {
      return nil
    }
    (self.file, self.table, raw, takesAnyText) = (file, table, nil, true)
    self.workers = workers
  }

  /// Opens it to be changed; nil, with messages, where it is no CSV.
  init?(
    changing name: String, file: String, isOffice: Bool, of folder: String, _ rules: RuleSet,
    workers: Workers, log: inout ProblemLog
  ) {
    if isOffice {
      log.add(
        .correctionUnfit, at: Place(file: file),
        Phrase(
          zh: "更正写入 CSV 的原文件；请把 \(file) 另存为 UTF-8 的 CSV，再更正",
          en: "corrections go into the bytes of a CSV file; save \(file) as CSV in UTF-8 first"))
      return nil
    }
    let bytes: ByteRegion
    do throws(FileError) {
      bytes = try MappedFile(file, in: folder).bytes
    } catch {
      log.add(error.problem)
      return nil
    }
    var form = TableForm()
    form.headerRow = rules.headerRows[name] ?? 1
    let declared = rules.encoding.map { $0 == .utf8 ? TextEncoding.utf8 : .gb18030 }
    guard
      let decoded = try? decodeText(bytes, declared: declared, workers: workers),
      let table = CSVTable.open(file, decoded.bytes, form: form, workers: workers, log: &log),
      // Commas, quotes and line ends are no part of any character of GB18030, so its bytes can be
      // cut into cells as they are.
      let raw = CSVTable.open(file, TextBytes(bytes), form: form, workers: workers, log: &log)
    else { return nil }
    (self.file, self.table, self.raw) = (file, table, raw)
    (takesAnyText, self.workers) = (decoded.encoding == .utf8, workers)
  }

  /// The rows of each of `codes`, which stand in `column`. Complexity: O(bytes) for all together.
  func rows(where column: Int, isAnyOf codes: Set<[UInt8]>) -> [[UInt8]: [CSVTable.FoundRow]] {
    let rows = codes.isEmpty ? [] : table.rows(where: column, isAnyOf: codes, workers: workers)
    return Dictionary(grouping: rows) { Array($0.cells[column].utf8) }
  }

  /// The cell of `column` nearest to `text`.
  func near(_ text: String, in column: Int) -> String? {
    table.nearestCell(to: text, in: column, workers: workers)
  }

  /// Whether the table's encoding takes the texts that a correction writes; a message where it does
  /// not.
  func checkEncoding(
    of texts: [String], _ row: Corrections.Row, _ corrections: Corrections,
    _ log: inout ProblemLog
  ) -> Bool {
    let odd = texts.first { !$0.utf8.allSatisfy { $0 < 0x80 } }
    guard !takesAnyText, let odd else { return true }
    log.add(
      .correctionEncoding, at: Place(file: corrections.file, line: row.line), cause: file,
      Phrase(
        zh: "\(file) 为 GB18030，无法写入 “\(odd)”",
        en: "\(file) is GB18030, and “\(odd)” is not plain ASCII"))
    return false
  }

  /// The file's bytes with `edits`, whose texts its encoding takes.
  func bytes(_ edits: Edits) -> [UInt8] {
    guard let raw else { preconditionFailure("the table was opened to be changed") }
    return raw.bytes(
      replacing: edits.cells.map { (asStored($0.row, raw), $0.column, $0.text) },
      removing: edits.removed.map { asStored($0, raw) }, adding: edits.added)
  }

  /// The same row in the bytes as they are: it begins on the same line.
  private func asStored(_ row: CSVTable.FoundRow, _ raw: CSVTable) -> CSVTable.FoundRow {
    guard let found = raw.row(onLine: row.line) else {
      preconditionFailure("a row that was found is there")
    }
    return found
  }
}
