import Columns
import Diagnostics
import Rules
import Runs
import Tables

/// A run as it is read again: its files are there, are what its list of digests says, and are no
/// more than it says. Every command that starts from a run starts here.
public struct RunFolder: Sendable {
  /// Where it is.
  public let path: String
  /// The digests of its files.
  public let sums: DigestList
  /// The digests of its inputs.
  public let inputs: DigestList
  /// The digest of SHA256SUMS: of everything.
  public let fingerprint: Digest
  let json: JSONTree

  /// The format of runs that this version knows.
  static let format = 1
  /// The files without which a folder is no run.
  static let files = [
    "admissions.csv", "cutoffs.csv", "lines.csv", "run.json", "report.html", "seats.csv",
    OutputFolder.inputsName,
  ]

  /// Opens the run at `path` and checks every digest but those of a bundle's inputs, which have a
  /// list of their own. Nil where it cannot be used: `log` says why. Complexity: O(bytes), on all
  /// workers.
  public static func open(
    _ path: String, workers: Workers, log: inout ProblemLog
  ) -> RunFolder? {
    do throws(FileError) {
      guard let text = try smallFile(path, OutputFolder.sumsName, &log),
        let sums = list(text, OutputFolder.sumsName, &log),
        checkNames(path, sums, try filesOfFolder(at: path), &log),
        checkDigests(path, sums, workers, &log),
        let inputsText = try smallFile(path, OutputFolder.inputsName, &log),
        let inputs = list(inputsText, OutputFolder.inputsName, &log),
        let jsonText = try smallFile(path, "run.json", &log)
      else { return nil }
      switch JSONTree.read(jsonText, file: "run.json", isMade: true) {
      case .failure(let error):
        log.add(.runUnreadable, at: error.problem.place, error.problem.message)
        return nil
      case .success(let json):
        guard checkFormat(json, &log) else { return nil }
        return RunFolder(
          path: path, sums: sums, inputs: inputs, fingerprint: SHA256.digest(of: text.span),
          json: json)
      }
    } catch {
      log.add(error.problem)
      return nil
    }
  }

  /// The version that wrote it.
  public var version: String { json["version"]?.text ?? "" }
  /// The name of its rules.
  public var rulesName: String { json["rules"]?["name"]?.text ?? "" }
  /// The language of its files.
  public var language: Language {
    json["rules"]?["language"]?.text.flatMap(Language.init) ?? .zh
  }
  /// Of a later round the digest of the earlier run's SHA256SUMS.
  public var after: String? { json["after"]?.text }
  /// The compliance points that its rules waive, each with its reason, for people.
  public var waivers: [Phrase] {
    (json["waivers"]?.items ?? []).map {
      .waived($0["point"]?.text ?? "", because: $0["reason"]?.text ?? "")
    }
  }
  /// The names of its stages, in order.
  public var stages: [String] { json["stages"]?.items.compactMap { $0["stage"]?.text } ?? [] }
  /// The names of its pools, in order.
  public var pools: [String] { json["pools"]?.items.compactMap { $0["pool"]?.text } ?? [] }
  /// The case that the run keeps, if it does.
  public var bundle: String? {
    let prefix = Bundle.folderName + "/"
    return sums.entries.contains { $0.name.hasPrefix(prefix) } ? RunFolder.bundle(of: path) : nil
  }
  /// Where a run at `path` keeps its case, if it does.
  static func bundle(of path: String) -> String { path + "/" + Bundle.folderName }

  /// Opens one of its tables; nil, with messages, where it is none.
  func table(_ name: String, workers: Workers, log: inout ProblemLog) -> CSVTable? {
    do throws(FileError) {
      let file = try MappedFile(name, in: path)
      return CSVTable.open(name, TextBytes(file.bytes), workers: workers, log: &log)
    } catch {
      log.add(error.problem)
      return nil
    }
  }
}

// MARK: Checks

extension RunFolder {
  private static func smallFile(
    _ path: String, _ name: String, _ log: inout ProblemLog
  ) throws(FileError) -> [UInt8]? {
    do throws(FileError) {
      return try readSmallFile(name, in: path, bytesMax: 256 << 20)
    } catch  where error.code == .fileNotFound {
      log.add(
        .runUnreadable, at: Place(file: path),
        Phrase(
          zh: "\(path) 里没有 \(name)，不是结果文件夹",
          en: "\(path) has no \(name): it is not a run"))
      return nil
    }
  }

  private static func list(
    _ text: [UInt8], _ name: String, _ log: inout ProblemLog
  ) -> DigestList? {
    do throws(DigestList.BadLine) {
      return try DigestList(parsing: text)
    } catch {
      log.add(
        .runUnreadable, at: Place(file: name, line: error.line),
        Phrase(
          zh: "应为“校验值、两个空格、文件名”，且每个文件一行",
          en: "a digest, two blanks and a name were expected, once for each file"))
      return nil
    }
  }

  private static func checkNames(
    _ path: String, _ sums: DigestList, _ found: [String], _ log: inout ProblemLog
  ) -> Bool {
    let missing = files.filter { sums[$0] == nil }
    for name in missing {
      log.add(
        .runUnreadable, at: Place(file: OutputFolder.sumsName), cause: "list",
        Phrase(zh: "其中没有列出 \(name)", en: "it does not list \(name)"))
    }
    let there = Set(found)
    for entry in sums.entries where !there.contains(entry.name) {
      log.add(
        .runFileMissing, at: Place(file: entry.name), cause: "missing",
        Phrase(zh: "\(path) 里没有 \(entry.name)", en: "\(path) has no \(entry.name)"))
    }
    for name in found where sums[name] == nil && !isTolerated(name) {
      log.add(
        .runFileExtra, at: Place(file: name), cause: "extra",
        Phrase(
          zh: "\(name) 不在 \(OutputFolder.sumsName) 里",
          en: "\(name) is not in \(OutputFolder.sumsName)"))
    }
    return log.isClean
  }

  /// The list itself, its signatures, and what systems leave behind.
  private static func isTolerated(_ name: String) -> Bool {
    name == OutputFolder.sumsName || name.hasPrefix(OutputFolder.sumsName + ".")
      || name.hasPrefix(".")
  }

  private static func checkDigests(
    _ path: String, _ sums: DigestList, _ workers: Workers, _ log: inout ProblemLog
  ) -> Bool {
    let entries = sums.entries.filter { !$0.name.hasPrefix(Bundle.folderName + "/") }
    let results = digests(of: entries.map(\.name), in: path, workers: workers)
    for (entry, result) in zip(entries, results) {
      switch result {
      case .failure(let error): log.add(error.problem)
      case .success(let found) where found != entry.digest:
        log.add(
          .runFileChanged, at: Place(file: entry.name), cause: "changed",
          Phrase(
            zh: "校验值为 \(found)，\(OutputFolder.sumsName) 所列为 \(entry.digest)",
            en: "its digest is \(found), \(OutputFolder.sumsName) says \(entry.digest)"))
      case .success: break
      }
    }
    return log.isClean
  }

  private static func checkFormat(_ json: JSONTree, _ log: inout ProblemLog) -> Bool {
    guard let format = json["format"]?.integer, json["version"]?.text != nil else {
      log.add(
        .runUnreadable, at: Place(file: "run.json"),
        Phrase(zh: "没有 format 或 version", en: "it has no `format` or no `version`"))
      return false
    }
    if format > RunFolder.format {
      let version = json["version"]?.text ?? ""
      log.add(
        .runNewer, at: Place(file: "run.json"),
        Phrase(
          zh: "格式 \(format)，由版本 \(version) 写出；本程序（\(programVersion)）只认识格式 \(RunFolder.format)",
          en: "format \(format), written by version \(version); this program (\(programVersion)) "
            + "knows format \(RunFolder.format)"))
      return false
    }
    return true
  }

  /// Says that another version wrote the run.
  func warnOfVersion(log: inout ProblemLog) {
    guard version != programVersion else { return }
    log.add(
      .runOfOtherVersion, at: Place(file: "run.json"),
      Phrase(
        zh: "结果由版本 \(version) 写出，本程序为 \(programVersion)",
        en: "the run was written by version \(version), this is \(programVersion)"))
  }
}

/// The digests of files, the large ones beside each other.
func digests(
  of names: [String], in folder: String, workers: Workers
) -> [Result<Digest, FileError>] {
  workers.map(tasks: names.count) { number in
    do throws(FileError) {
      let file = try MappedFile(names[number], in: folder)
      return .success(file.withSpan { SHA256.digest(of: $0) })
    } catch {
      return .failure(error)
    }
  }
}
