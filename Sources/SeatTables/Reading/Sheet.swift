import Apportionment
import Columns
import Diagnostics
import Exact
import Tables

/// A table with a header, whose columns are asked for by name: one of the inputs of `apportion`.
///
/// Everything that is wrong with it goes to a log, with line and column; reading goes on, so that
/// one run tells all.
struct Sheet {
  /// What messages call it: its path, or `stdin`.
  let file: String
  /// The cells.
  let text: TextTable
  private let columns: [String: Int]

  /// How many rows there are.
  var rowCount: Int { text.rowCount }

  /// Reads the table at `path`; `-` is standard input. Nil, with messages, where it is of no use.
  ///
  /// `names` are the columns that it may have, `required` those that it must. Other columns are
  /// allowed; one that looks like a missing one is a warning.
  init?(
    _ path: String, names: [String], required: [String], workers: Workers, log: inout ProblemLog
  ) {
    file = path == "-" ? "stdin" : path
    guard let table = Sheet.open(path, as: file, workers: workers, log: &log) else { return nil }
    text = TextTable(table, log: &log)
    columns = Sheet.find(names, in: text.headers, log: &log)
    let missing = required.filter { columns[$0] == nil }
    for name in missing { Sheet.report(missing: name, text, log: &log) }
    Sheet.warnOfLookalikes(names, columns, text, log: &log)
    if text.table.blankCount > 0 {
      let count = text.table.blankCount
      log.add(
        .rowsBlank, at: Place(file: file),
        Phrase(zh: "忽略了 \(count) 个空行", en: "\(counted(count, "blank row")) ignored"))
    }
    guard missing.isEmpty else { return nil }
    if text.rowCount == 0 {
      log.add(
        .tableEmpty, at: Place(file: file, line: 1),
        Phrase(zh: "表头之下没有数据", en: "there is no row under the header"))
      return nil
    }
  }

  /// Whether the table has the column `name`.
  func has(_ name: String) -> Bool { columns[name] != nil }

  /// A cell; empty where the table has no such column.
  subscript(row: Int, name: String) -> String { columns[name].map { text[row, $0] } ?? "" }

  /// Where a cell stands; its row where the table has no such column.
  func place(_ row: Int, _ name: String) -> Place { text.place(row: row, column: columns[name]) }

  /// Where a column is named; the whole file where there is none.
  func place(ofColumn name: String) -> Place {
    columns[name].map { text.headers[$0].place } ?? Place(file: file)
  }

  // MARK: Opening

  private static func open(
    _ path: String, as file: String, workers: Workers, log: inout ProblemLog
  ) -> CSVTable? {
    do throws(FileError) {
      let mapped = try MappedFile(path)
      let bytes: TextBytes
      do throws(EncodingError) {
        bytes = try decodeText(mapped.bytes, workers: workers).bytes
      } catch {
        log.add(error.problem(in: file))
        return nil
      }
      let table = CSVTable.open(file, bytes, workers: workers, log: &log)
      try mapped.checkUnchanged()
      return table
    } catch {
      log.add(error.problem)
      return nil
    }
  }

  private static func find(
    _ names: [String], in headers: [CSVTable.Header], log: inout ProblemLog
  ) -> [String: Int] {
    var columns: [String: Int] = [:]
    for name in names {
      let found = headers.indices.filter { sameBytes(headers[$0].name, name) }
      columns[name] = found.first
      for second in found.dropFirst() {
        log.add(
          .headerTwice, at: headers[second].place,
          Phrase(
            zh: "列 \(name) 出现了两次，第一次在第 \(found[0] + 1) 列",
            en: "the column \(name) appears twice, first as column number \(found[0] + 1)"))
      }
    }
    return columns
  }

  private static func report(missing name: String, _ text: TextTable, log: inout ProblemLog) {
    let headers = text.headers.map(\.name)
    let near = nearestName(to: name, among: headers)
    let list = headers.joined(separator: ", ")
    log.add(
      .headerMissing, at: Place(file: text.table.file, line: 1),
      Phrase(
        zh: "没有列 \(name)，表头为 \(list)" + (near.map { "；最接近的是 \($0)" } ?? ""),
        en: "there is no column \(name) in the header \(list)"
          + (near.map { "; the nearest is \($0)" } ?? "")))
  }

  /// A misspelt `minimum` must not be ignored silently.
  private static func warnOfLookalikes(
    _ names: [String], _ columns: [String: Int], _ text: TextTable, log: inout ProblemLog
  ) {
    let missing = names.filter { columns[$0] == nil }
    for (at, header) in text.headers.enumerated() where !columns.values.contains(at) {
      guard let near = nearestName(to: header.name, among: missing) else { continue }
      log.add(
        .columnIdle, at: header.place,
        Phrase(
          zh: "列 \(header.name) 没有被使用，但它很像 \(near)",
          en: "the column \(header.name) is not used, yet looks like \(near)"))
    }
  }
}
