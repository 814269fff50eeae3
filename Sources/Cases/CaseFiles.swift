import Columns
import Diagnostics
import Rules
import Synchronization
import Tables

/// The files of one case's folder: opens them, decodes them, and digests them while others go on.
///
/// Every file that a command reads goes through here, so that what is digested is what was read.
final class CaseFiles {
  /// The folder.
  let folder: String
  private let workers: Workers
  private var rules: RuleSet?
  private var tables: [CSVTable] = []
  private var opened: [(name: String, file: MappedFile, digesting: Digesting)] = []

  init(_ folder: String, workers: Workers) {
    self.folder = folder
    self.workers = workers
  }

  /// The tables' names and encoding come from the rules.
  func use(_ rules: RuleSet) { self.rules = rules }

  /// The file name of our table `name` (`students`) in this case.
  func fileName(_ name: String) -> String { rules?.fileName(name) ?? "\(name).csv" }

  /// The bytes of the file called `name`; nil where there is none. Other failures go to `log`.
  func read(_ name: String, log: inout ProblemLog) -> ByteRegion? {
    // A file that is asked for twice is the same bytes both times, and one input.
    if let known = opened.first(where: { sameBytes($0.name, name) }) { return known.file.bytes }
    let path = "\(folder)/\(name)"
    do throws(FileError) {
      let file = try MappedFile(path)
      opened.append((name, file, Digesting(file, inBackground: workers.count > 1)))
      return file.bytes
    } catch {
      if error.code != .fileNotFound { log.add(error.problem) }
      return nil
    }
  }

  /// Whether the case is a folder at all.
  var isFolder: Bool { Cases.isFolder(folder) }

  /// Whether the file called `name` was there and was read.
  func wasRead(_ name: String) -> Bool { opened.contains { sameBytes($0.name, name) } }

  /// Whether the folder has our table `name`.
  func isThere(_ name: String) -> Bool {
    let file = fileName(name)
    return folderNames(folder).contains { sameBytes($0, file) }
  }

  /// Opens our table `name`; nil where there is none or it cannot be read, which `log` says. A table
  /// that is `required` and missing is an error.
  func table(_ name: String, required: Bool, log: inout ProblemLog) -> CSVTable? {
    let file = fileName(name)
    if let known = tables.first(where: { sameBytes($0.file, file) }) { return known }
    guard let region = read(file, log: &log) else {
      if required { reportMissing(name, file, &log) }
      return nil
    }
    guard
      let text = decodeTable(
        region, file, declared: rules?.encoding, workers: workers, log: &log)
    else {
      return nil
    }
    let table = CSVTable.open(file, text, workers: workers, log: &log)
    if let table { tables.append(table) }
    return table
  }

  private func reportMissing(_ name: String, _ file: String, _ log: inout ProblemLog) {
    let near = nearestName(to: file, among: folderNames(folder).sorted())
    log.add(
      .fileMissing, at: Place(file: file),
      Phrase(
        zh: "缺少文件 \(file)（\(name)）" + (near.map { "；文件夹里有 \($0)，可在 rules.json 的 files 中指定" } ?? ""),
        en: "there is no \(file) (the table \(name))"
          + (near.map { "; the folder has \($0), which `files` in rules.json may name" } ?? "")))
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
