import Columns
import Diagnostics
import OfficeFiles
import Rules
import Tables

/// Opens tables, CSV, XLSX or DBF by their content: office files become CSV text in memory, so that
/// one reader reads all. Workbooks are kept, for several tables may stand in one.
public struct OfficeTables {
  let workers: Workers
  private var workbooks: [String: Workbook] = [:]

  /// Tables that `workers` will read.
  public init(workers: Workers) { self.workers = workers }

  /// Opens the table of `region`, which is the file `file`: of a workbook the sheet called `sheet`,
  /// else its first. `declared` is the encoding that the rules name. Nil, with messages, where it
  /// is none.
  public mutating func open(
    _ file: String, _ region: ByteRegion, _ form: TableForm, sheet: String? = nil,
    declared: TableEncoding?, log: inout ProblemLog
  ) -> CSVTable? {
    switch region.withSpan({ OfficeFormat.detect($0) }) {
    case .other:
      let text = decodeTable(region, file, declared: declared, workers: workers, log: &log)
      return text.flatMap {
        CSVTable.open(file, $0, form: form, workers: workers, log: &log)
      }
    case .refused(let reason):
      log.add(.officeUnsupported, at: Place(file: file), reason)
      return nil
    case .table(let format):
      let bytes = region.array(0..<region.count)
      let table =
        format == .dbase
        ? readDBF(bytes, file: file, log: &log)
        : workbook(bytes, file, &log)?.table(
          sheet: sheet, headerRow: form.headerRow, log: &log)
      let label = sheet.map { "\(file)#\($0)" } ?? file
      return table.flatMap { open($0, label, form, declared, &log) }
    }
  }

  private mutating func workbook(
    _ bytes: [UInt8], _ file: String, _ log: inout ProblemLog
  ) -> Workbook? {
    if let known = workbooks[file] { return known }
    let book = Workbook(bytes, file: file, log: &log)
    workbooks[file] = book
    return book
  }

  private func open(
    _ table: OfficeTable, _ file: String, _ form: TableForm, _ declared: TableEncoding?,
    _ log: inout ProblemLog
  ) -> CSVTable? {
    guard let text = decode(table, file, declared, &log) else { return nil }
    var form = form
    form.sheet = table.facts
    // The names of fields stand in a place of their own: no title can be above them.
    if table.facts.format == .dbase { form.headerNames = [] }
    guard let opened = CSVTable.open(file, text, form: form, workers: workers, log: &log) else {
      return nil
    }
    let width = opened.headers.count
    let merged = table.merged.filter { $0.columns.lowerBound <= width }
    for cells in merged {
      log.add(
        .cellsMerged,
        at: Place(
          file: file, line: cells.rows.lowerBound, column: cells.columns.lowerBound, inSheet: true),
        cause: file,
        Phrase(
          zh: "单元格 \(cells.name) 是合并的，其中只有第一个有内容",
          en: "the cells \(cells.name) are merged: only the first of them has a value"))
    }
    return merged.isEmpty ? opened : nil
  }

  /// The text of a table as UTF-8. What is in no encoding is reported with its cell.
  private func decode(
    _ table: OfficeTable, _ file: String, _ declared: TableEncoding?, _ log: inout ProblemLog
  ) -> TextBytes? {
    let isDBF = table.facts.format == .dbase
    var declared = declared.map { $0 == .utf8 ? TextEncoding.utf8 : .gb18030 }
    if !isDBF {
      declared = .utf8
    } else if declared == nil, table.isDeclaredGBK {
      declared = .gb18030
    }
    do throws(FileError) {
      let region = try ByteRegion.copying(table.csv, as: file)
      do throws(EncodingError) {
        return try decodeText(region, declared: declared, workers: workers).bytes
      } catch {
        let cell = table.cell(at: error.offset)
        log.add(
          isDBF ? .dbfText : .sheetBroken,
          at: Place(file: file, line: cell.row, column: cell.column, inSheet: true),
          isDBF
            ? Phrase(
              zh: "单元格中的字节既不是 GBK 也不是 UTF-8（可能末尾的汉字只有半个）",
              en: "the bytes of the cell are neither GBK nor UTF-8; its last character may be cut "
                + "in half")
            : Phrase(zh: "单元格中的字节不是 UTF-8", en: "the bytes of the cell are not UTF-8"))
        return nil
      }
    } catch {
      log.add(error.problem)
      return nil
    }
  }
}

/// Our table `name` of the case in `folder`, opened again for who looks at some of its cells; nil,
/// with messages, where it cannot be read.
package func reopenTable(
  _ name: String, of folder: String, _ rules: RuleSet, workers: Workers, log: inout ProblemLog
) -> CSVTable? {
  let files = CaseFiles(folder, workers: workers, digestsLater: true)
  files.use(rules)
  return files.table(name, required: true, log: &log)
}
