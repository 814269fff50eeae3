import Cases
import Columns
import Diagnostics
import Rules
import Tables

/// A case with corrections in it: a whole new folder, in which nothing but the corrected cells and the
/// log differs, byte for byte.
public struct AmendedCase: Sendable {
  private let source: String
  private let files: [String]
  private let studentsName: String
  private let students: [UInt8]
  private let correctionLog: String
  /// How many cells are corrected, and of how many students.
  public let counts: (cells: Int, students: Int)

  /// Prepares the correction of the case in `folder`; nil, with messages, where the case or a correction
  /// does not fit. Complexity: O(bytes of students.csv).
  public init?(
    _ folder: String, _ corrections: Corrections, workers: Workers, log: inout ProblemLog
  ) {
    guard let editor = StudentEditor(folder, workers: workers, log: &log) else { return nil }
    let changes = corrections.changes(
      editor.headers, header: editor.header, find: editor.find, near: editor.near, log: &log)
    guard log.isClean, let bytes = editor.bytes(changes, corrections, log: &log) else { return nil }
    do throws(FileError) {
      // Subfolders are nobody's input; a list of digests is made anew.
      let all = try filesOfFolder(at: folder).filter { !$0.contains("/") && !$0.hasPrefix(".") }
      let ours = [OutputFolder.sumsName, editor.file, Corrections.name]
      files = all.filter { !ours.contains($0) }
      let earlier =
        all.contains(Corrections.name) ? try readSmallFile(Corrections.name, in: folder) : nil
      correctionLog = AmendedCase.log(earlier, corrections)
    } catch {
      log.add(error.problem)
      return nil
    }
    (source, studentsName, students) = (folder, editor.file, bytes)
    counts = (corrections.rows.count, changes.count)
  }

  /// The log of a case that was corrected before goes on with the new rows.
  private static func log(_ earlier: [UInt8]?, _ corrections: Corrections) -> String {
    var text = earlier.map { String(decoding: $0, as: UTF8.self) } ?? ""
    if text.isEmpty { text = CSVText.row(Corrections.columns) }
    if text.utf8.last != UInt8(ascii: "\n") { text += "\n" }
    return text + corrections.rows.map { CSVText.row($0.cells) }.joined()
  }

  /// Writes the folder at `path`, whole or not at all.
  public func write(to path: String, replacing: Bool) throws(FileError) {
    var folder = try OutputFolder(at: path, replacing: replacing)
    for name in files {
      let file = try MappedFile(name, in: source)
      var copy = try folder.create(name)
      try unsafe file.withBytes { (bytes) throws(FileError) in try unsafe copy.append(bytes) }
      folder.register(try copy.finish())
    }
    try folder.add(studentsName, students.span)
    try folder.add(Corrections.name, correctionLog)
    try folder.commit()
  }
}

/// `students.csv` of a case, to find rows in and to change cells of, in the bytes as they are.
struct StudentEditor {
  /// The file's name in the case.
  let file: String
  /// The headers as people read them.
  let headers: [String]
  private let columns: StudentColumns
  private let code: Int
  private let table: CSVTable
  private let raw: CSVTable
  private let isUTF8: Bool
  private let workers: Workers
  private let source: MappedFile

  init?(_ folder: String, workers: Workers, log: inout ProblemLog) {
    // The case must be readable as it is: corrections are no repair.
    let reading = readCase(folder, workers: workers)
    guard let rules = reading.rules, let columns = reading.columns, reading.problems.isClean else {
      log.merge(reading.problems)
      return nil
    }
    self.workers = workers
    self.columns = columns
    file = rules.fileName("students")
    do throws(FileError) {
      source = try MappedFile(file, in: folder)
    } catch {
      log.add(error.problem)
      return nil
    }
    let declared = rules.encoding.map { $0 == .utf8 ? TextEncoding.utf8 : .gb18030 }
    guard let decoded = try? decodeText(source.bytes, declared: declared, workers: workers),
      let table = CSVTable.open(file, decoded.bytes, workers: workers, log: &log),
      // Commas, quotes and line ends are no part of any character of GB18030, so its bytes can be cut
      // into cells as they are.
      let raw = CSVTable.open(file, TextBytes(source.bytes), workers: workers, log: &log)
    else { return nil }
    (self.table, self.raw, isUTF8) = (table, raw, decoded.encoding == .utf8)
    headers = table.headers.map(\.name)
    code = columns.sources.first { $0.kind == .student }!.header
  }

  /// The place of a column by our name or its header.
  func header(_ name: String) -> Int? { columns.header(of: name) }

  /// The row of a student.
  func find(_ student: String) -> CSVTable.FoundRow? {
    student.isEmpty ? nil : table.rows(where: code, is: student, workers: workers).first
  }

  /// The code nearest to one that is not there.
  func near(_ student: String) -> String? {
    table.nearestCell(to: student, in: code, workers: workers)
  }

  /// The file's bytes with the changes; nil, with messages, where its encoding cannot take a text.
  func bytes(
    _ changes: [(row: CSVTable.FoundRow, code: String, changes: [StudentView.Change])],
    _ corrections: Corrections, log: inout ProblemLog
  ) -> [UInt8]? {
    var edits: [(row: CSVTable.FoundRow, column: Int, text: String)] = []
    for (row, code, changes) in changes {
      let found =
        isUTF8 ? raw.rows(where: self.code, is: code, workers: workers).first : rawRow(row)
      guard let found else { preconditionFailure("a row that was found is there") }
      for change in changes {
        if !isUTF8, change.text.utf8.contains(where: { $0 >= 0x80 }) {
          log.add(
            .correctionEncoding, at: Place(file: corrections.file), cause: file,
            Phrase(
              zh: "\(file) 为 GB18030，无法写入 “\(change.text)”",
              en: "\(file) is GB18030, and “\(change.text)” is not plain ASCII"))
          continue
        }
        edits.append((found, change.header, change.text))
      }
    }
    return log.isClean ? raw.bytes(replacing: edits) : nil
  }

  /// The same row in the bytes as they are: it begins on the same line.
  private func rawRow(_ row: CSVTable.FoundRow) -> CSVTable.FoundRow? { raw.row(onLine: row.line) }
}
