import Columns
import Diagnostics
import Tables

/// The run after which a later round is held: checked against its own digests before anything in it
/// is believed.
struct EarlierRun {
  /// The name of the list of a run's files.
  static let listName = "SHA256SUMS"
  /// The files that a later round reads.
  static let needed = ["admissions.csv", "run.json", "seats.csv"]

  /// Where it is.
  let path: String
  /// The digest of its `SHA256SUMS`, and so of all of it.
  let digest: Digest
  private let files: [String: MappedFile]

  /// Where it keeps its case, if it does: the files there have the digests that it lists.
  var caseFolder: String? { files["case/rules.json"] == nil ? nil : path + "/case" }

  /// Opens the run at `path`; nil, with messages, where it is none or not as it was written.
  /// Complexity: O(bytes of the run).
  init?(_ path: String, log: inout ProblemLog) {
    self.path = path
    var files: [String: MappedFile] = [:]
    do throws(FileError) {
      let text = try readSmallFile(EarlierRun.listName, in: path)
      digest = SHA256.digest(of: text.span)
      guard let list = try? DigestList(parsing: text),
        EarlierRun.needed.allSatisfy({ list[$0] != nil })
      else {
        EarlierRun.reportNone(path, &log)
        return nil
      }
      var isWhole = true
      for entry in list.entries {
        let file = try MappedFile(entry.name, in: path)
        if file.withSpan({ SHA256.digest(of: $0) }) == entry.digest {
          files[entry.name] = file
        } else {
          EarlierRun.reportChanged(entry.name, path, &log)
          isWhole = false
        }
      }
      guard isWhole else { return nil }
    } catch {
      error.code == .fileNotFound ? EarlierRun.reportNone(path, &log) : log.add(error.problem)
      return nil
    }
    self.files = files
  }

  /// A table of the run. Its name in messages says which run.
  func table(_ name: String, workers: Workers, log: inout ProblemLog) -> CSVTable? {
    guard let region = files[name]?.bytes,
      let text = decodeTable(
        region, "\(path)/\(name)", declared: .utf8, workers: workers, log: &log)
    else { return nil }
    return CSVTable.open("\(path)/\(name)", text, workers: workers, log: &log)
  }

  /// Where the columns `names` stand in a table of a run; nil, with a message, where one is
  /// missing.
  static func columns(_ names: [String], of table: CSVTable, log: inout ProblemLog) -> [Int]? {
    let columns = names.compactMap { name in
      table.headers.firstIndex { sameBytes($0.name, name) }
    }
    if columns.count == names.count { return columns }
    log.add(
      .runUnfit, at: Place(file: table.file, line: 1),
      Phrase(
        zh: "缺少列；应有 \(names.joined(separator: "、"))",
        en: "columns are missing; \(names.joined(separator: ", ")) were expected"))
    return nil
  }

  /// Refuses a run that was changed while it was read.
  func finish(log: inout ProblemLog) {
    for name in files.keys.sorted() {
      do throws(FileError) { try files[name]!.checkUnchanged() } catch { log.add(error.problem) }
    }
  }

  private static func reportNone(_ path: String, _ log: inout ProblemLog) {
    log.add(
      .runUnfit, at: Place(file: "\(path)/\(listName)"),
      Phrase(
        zh: "\(path) 不是 allocate 写出的完整结果：\(listName) 须列出 \(needed.joined(separator: "、"))，且文件俱在",
        en: "\(path) is no whole run of allocate: its \(listName) must list "
          + "\(needed.joined(separator: ", ")), and all these files must be there"))
  }

  private static func reportChanged(_ name: String, _ path: String, _ log: inout ProblemLog) {
    log.add(
      .runChanged, at: Place(file: "\(path)/\(name)"), cause: path,
      Phrase(
        zh: "\(name) 与 \(listName) 中的摘要不符：写出之后被改动过",
        en: "\(name) does not have the digest in \(listName): it was changed after it was written"))
  }
}
