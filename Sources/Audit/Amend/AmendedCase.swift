import Cases
import Columns
import Diagnostics
import Rules
import Tables

/// A case with corrections in it: a whole new folder, in which nothing but the corrected cells and
/// the log differs, byte for byte.
public struct AmendedCase: Sendable {
  private let source: String
  private let files: [String]
  private let changed: [(name: String, bytes: [UInt8])]
  private let correctionLog: String
  /// How many cells are corrected, and of how many students.
  public let counts: (cells: Int, students: Int)

  /// Prepares the correction of the case in `folder`, of a later round that of the run `after`;
  /// nil, with messages, where the case or a correction does not fit. Complexity: O(bytes of the
  /// case), and for each corrected student those of the tables but the students'.
  public init?(
    _ folder: String, after: String?, _ corrections: Corrections, workers: Workers,
    log: inout ProblemLog
  ) {
    guard
      let editor = CaseEditor(folder, after: after, writes: true, workers: workers, log: &log)
    else { return nil }
    let students = editor.changes(corrections, log: &log)
    for student in students { _ = editor.reading(student, corrections, log: &log) }
    guard log.isClean else { return nil }
    let tables = editor.tables(students)
    do throws(FileError) {
      // Subfolders are nobody's input; a list of digests is made anew.
      let all = try filesOfFolder(at: folder).filter { !$0.contains("/") && !$0.hasPrefix(".") }
      let ours = [OutputFolder.sumsName, Corrections.name] + tables.map(\.name)
      files = all.filter { !ours.contains($0) }
      let earlier =
        all.contains(Corrections.name) ? try readSmallFile(Corrections.name, in: folder) : nil
      correctionLog = AmendedCase.log(earlier, corrections)
    } catch {
      log.add(error.problem)
      return nil
    }
    (source, changed) = (folder, tables)
    counts = (corrections.rows.count, students.count)
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
    var folder = try OutputFolder(at: path, .ofCase, replacing: replacing)
    for name in files {
      let file = try MappedFile(name, in: source)
      var copy = try folder.create(name)
      try file.withSpan { (bytes) throws(FileError) in try copy.append(bytes) }
      folder.register(try copy.finish())
    }
    for table in changed { try folder.add(table.name, table.bytes.span) }
    try folder.add(Corrections.name, correctionLog)
    try folder.commit()
  }
}
