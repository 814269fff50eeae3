import Cases
import Columns
import Diagnostics
import Exact
import Tables

/// The rows of a table of corrections: `student,column,old,new,decided_by,reason`.
///
/// `column` is a header of `students.csv`, or our name for it; `LIST:NUMBER` is a choice of a list
/// that stands in a table of its own, and its values are programmes, empty where there is no such
/// choice. `old` must be what the case says: it shows that the right student's right cell is
/// corrected, and that it was not corrected before.
public struct Corrections: Sendable {
  /// One correction.
  public struct Row: Sendable, Hashable {
    /// The cells in the order of `columns`.
    public let cells: [String]
    /// The line on which it stands.
    public let line: Int

    var student: String { cells[0] }
    var column: String { cells[1] }
    var old: String { cells[2] }
    var new: String { cells[3] }
  }

  /// The columns of the table.
  public static let columns = ["student", "column", "old", "new", "decided_by", "reason"]
  /// The name of the log in a corrected case.
  public static let name = "corrections.csv"

  /// The file as messages name it.
  public let file: String
  /// The rows in order.
  public let rows: [Row]

  /// Reads the table at `path`; nil, with messages, where it is not one. What is wrong with a row
  /// is said, and the row kept, so that what the case says of it can be said too: nothing is
  /// corrected then.
  public init?(_ path: String, log: inout ProblemLog) {
    file = path.split(separator: "/").last.map(String.init) ?? path
    do throws(FileError) {
      let bytes = try MappedFile(path).bytes
      guard let rows = try Corrections.read(bytes, file, &log) else { return nil }
      self.rows = rows
    } catch {
      log.add(error.problem)
      return nil
    }
    if rows.isEmpty {
      log.add(
        .tableEmpty, at: Place(file: file, line: 1),
        Phrase(zh: "表头之下没有更正", en: "there is no correction under the header"))
    }
    check(&log)
  }

  private static func read(
    _ bytes: ByteRegion, _ file: String, _ log: inout ProblemLog
  ) throws(FileError) -> [Row]? {
    let decoded: DecodedText
    do throws(EncodingError) {
      decoded = try decodeText(bytes, declared: nil, workers: Workers(count: 1))
    } catch {
      log.add(error.problem(in: file))
      return nil
    }
    guard
      let table = CSVTable.open(file, decoded.bytes, workers: Workers(count: 1), log: &log)
    else { return nil }
    let found = columns.map { name in table.headers.firstIndex { $0.name == name } }
    for (name, header) in zip(columns, found) where header == nil {
      let near = nearestName(to: name, among: table.headers.map(\.name))
      log.add(
        .columnMissing, at: Place(file: file, line: 1),
        Phrase(
          zh: "没有列 \(name)" + (near.map { "；最接近的是 \($0)" } ?? ""),
          en: "there is no column \(name)" + (near.map { "; the nearest is \($0)" } ?? "")))
    }
    let text = TextTable(table, log: &log)
    guard log.isClean else { return nil }
    return (0..<text.rowCount).map { row in
      Row(cells: found.map { text[row, $0!] }, line: text.place(row: row).line)
    }
  }

  /// What can be said without the case: who decided.
  private func check(_ log: inout ProblemLog) {
    for row in rows {
      if row.cells[4].isEmpty || row.cells[5].isEmpty {
        report(row, "没有写明 decided_by 和 reason", "it does not say decided_by and reason", &log)
      }
      if sameBytes(row.old, row.new) {
        report(row, "更正前后的值相同", "the old and the new value are the same", &log)
      }
    }
  }

  func report(_ row: Row, _ zh: String, _ en: String, _ log: inout ProblemLog) {
    log.add(
      .correctionUnfit, at: Place(file: file, line: row.line), cause: file,
      Phrase(zh: zh, en: en))
  }
}

extension Corrections {
  func reportTwice(_ row: Row, _ line: Int, _ log: inout ProblemLog) {
    log.add(
      .correctionTwice, at: Place(file: file, line: row.line), cause: file,
      Phrase(
        zh: "学生 \(row.student) 的 \(row.column) 已在第 \(line) 行更正",
        en: "\(row.column) of student \(row.student) is corrected on line \(line) already"))
  }

  /// Whether what the case says is what the correction says it did, to the byte or, of a number, by
  /// value (`90` and `90.0`); a message where it is not.
  func checkOld(_ row: Row, is cell: String, isNumber: Bool, _ log: inout ProblemLog) -> Bool {
    if isNumber ? Corrections.isSame(cell, row.old) : sameBytes(cell, row.old) { return true }
    log.add(
      .correctionOldDiffers, at: Place(file: file, line: row.line), cause: file,
      Phrase(
        zh: "学生 \(row.student) 的 \(row.column) 在案例中为 “\(cell)”，更正表写的是 “\(row.old)”",
        en: "\(row.column) of student \(row.student) is “\(cell)” in the case, the correction "
          + "says “\(row.old)”"))
    return false
  }

  /// Whether two cells are the same bytes, or the same number (`90` and `90.0`).
  static func isSame(_ a: String, _ b: String) -> Bool {
    if sameBytes(a, b) { return true }
    guard let x = Decimal(a), let y = Decimal(b) else { return false }
    return x == y
  }
}
