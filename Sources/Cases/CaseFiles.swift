import Columns
import Diagnostics
import OfficeFiles
import Rules
import Synchronization
import Tables

/// The files of one case's folder: opens them, decodes them, and digests them while others go on.
///
/// Every file that a command reads goes through here, so that what is digested is what was read.
final class CaseFiles {
  /// The folder.
  let folder: String
  let workers: Workers
  private(set) var rules: RuleSet?
  private var tables: [(name: String, table: CSVTable)] = []
  /// Workbooks that were opened, by file: several tables may stand in one.
  var workbooks: [String: Workbook] = [:]
  /// The names in the folder; why they could not be listed.
  private let names: [String]
  private let unlisted: FileError?
  private var opened: [(name: String, file: MappedFile, digesting: Digesting)] = []

  init(_ folder: String, workers: Workers) {
    self.folder = folder
    self.workers = workers
    do throws(FileError) {
      (names, unlisted) = (try namesOfFolder(at: folder), nil)
    } catch {
      (names, unlisted) = ([], error)
    }
  }

  /// The tables' names and encoding come from the rules.
  func use(_ rules: RuleSet) { self.rules = rules }

  /// The file names that our table `name` (`students`) has in this case: more than one is an error, none
  /// is a table that is not there.
  private func fileNames(_ name: String) -> [String] {
    guard let rules else { return names.filter { sameBytes($0, "\(name).csv") } }
    return names.filter { rules.isFile($0, of: name) }.sorted()
  }

  /// The file name of our table `name`, or the one that it should have.
  func fileName(_ name: String) -> String {
    fileNames(name).first ?? rules?.fileName(name) ?? "\(name).csv"
  }

  /// The bytes of the file called `name`; nil where there is none. Other failures go to `log`, and so
  /// does a file of more than `bytesMax` bytes.
  func read(
    _ name: String, bytesMax: Int = TableLimits.standard.fileBytesMax, log: inout ProblemLog
  ) -> ByteRegion? {
    // A file that is asked for twice is the same bytes both times, and one input.
    if let known = opened.first(where: { sameBytes($0.name, name) }) { return known.file.bytes }
    do throws(FileError) {
      let file = try MappedFile(name, in: folder)
      if file.count > bytesMax {
        log.add(
          .fileTooLarge, at: Place(file: name),
          Phrase(
            zh: "有 \(file.count) 字节，至多 \(bytesMax)",
            en: "it has \(file.count) bytes, at most \(bytesMax) may be"))
        return nil
      }
      opened.append((name, file, Digesting(file, inBackground: workers.count > 1)))
      return file.bytes
    } catch {
      if error.code != .fileNotFound { log.add(error.problem) }
      return nil
    }
  }

  /// Whether the case is a folder at all.
  var isFolder: Bool { unlisted?.code != .fileNotFound }

  /// Refuses a folder whose files are not known: one that cannot be listed might have any.
  func checkListed(log: inout ProblemLog) {
    if let unlisted, unlisted.code != .fileNotFound { log.add(unlisted.problem) }
  }

  /// Whether the file called `name` was there and was read.
  func wasRead(_ name: String) -> Bool { opened.contains { sameBytes($0.name, name) } }

  /// Whether the folder has our table `name`.
  func isThere(_ name: String) -> Bool { !fileNames(name).isEmpty }

  /// Opens our table `name`; nil where there is none or it cannot be read, which `log` says. A table
  /// that is `required` and missing is an error.
  func table(_ name: String, required: Bool, log: inout ProblemLog) -> CSVTable? {
    if let known = tables.first(where: { sameBytes($0.name, name) }) { return known.table }
    let found = fileNames(name)
    guard found.count < 2 else {
      reportTwice(name, found, &log)
      return nil
    }
    let file = found.first ?? fileName(name)
    guard let region = read(file, log: &log) else {
      if required { reportMissing(name, file, &log) }
      return nil
    }
    let table = open(name, file, region, log: &log)
    if let table { tables.append((name, table)) }
    return table
  }

  private func reportTwice(_ name: String, _ found: [String], _ log: inout ProblemLog) {
    let list = found.joined(separator: ", ")
    log.add(
      .tableFilesTwice, at: Place(file: found[1]),
      Phrase(
        zh: "表 \(name) 有 \(found.count) 个文件：\(list)；只能有一个",
        en: "the table \(name) has \(found.count) files: \(list); there must be one"))
  }

  private func reportMissing(_ name: String, _ file: String, _ log: inout ProblemLog) {
    let near = nearestName(to: file, among: names.sorted()).map { [$0] } ?? unusedTables
    let list = near.joined(separator: ", ")
    log.add(
      .fileMissing, at: Place(file: file),
      Phrase(
        zh: "缺少文件 \(file)（\(name)）"
          + (near.isEmpty ? "" : "；文件夹里有 \(list)，可在 rules.json 的 files 中指定"),
        en: "there is no \(file) (the table \(name))"
          + (near.isEmpty ? "" : "; the folder has \(list), which `files` in rules.json may name")))
  }

  /// Files of the folder that look like tables, and that no name of ours stands for: the first few.
  private var unusedTables: [String] {
    let endings = [".csv", ".xlsx", ".xls", ".dbf", ".et", ".ods"]
    let free = names.filter { file in
      endings.contains { file.lowercased().hasSuffix($0) }
        && !RuleSet.tables.contains { rules?.isFile(file, of: $0) ?? false }
    }
    return Array(free.sorted().prefix(3))
  }

  /// Waits for all digests, and checks that no file changed while it was read.
  func finish(log: inout ProblemLog) -> [InputDigest] {
    for entry in opened {
      do throws(FileError) { try entry.file.checkUnchanged() } catch { log.add(error.problem) }
    }
    return opened.map {
      InputDigest(name: $0.name, digest: $0.digesting.digest(), byteCount: $0.file.count)
    }
    .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }
}

/// The digest of a file, made on a thread of its own: large files are hashed while they are read and
/// while what needs one thread alone goes on.
private final class Digesting: Sendable {
  private let result = Mutex<Digest?>(nil)
  private let job = Mutex<Job?>(nil)

  init(_ file: MappedFile, inBackground: Bool) {
    if inBackground, file.count > 1 << 20 {
      let started = Job { [self] in
        let digest = unsafe file.withBytes { unsafe SHA256.digest(of: $0) }
        result.withLock { $0 = digest }
      }
      job.withLock { $0 = started }
    } else {
      let digest = unsafe file.withBytes { unsafe SHA256.digest(of: $0) }
      result.withLock { $0 = digest }
    }
  }

  func digest() -> Digest {
    job.withLock {
      $0?.join()
      $0 = nil
    }
    return result.withLock { $0! }
  }
}
