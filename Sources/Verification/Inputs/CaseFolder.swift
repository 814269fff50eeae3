import Diagnostics
import Rules

/// The files of a case: what is read is digested, each file once.
final class CaseFolder {
  /// The folder.
  let path: String
  private let threads: PlainThreads
  /// The `run.json` that says where the hashes of the files were on their way, if there is one.
  private let facts: PlainJSON?
  private var digests: [(name: String, digest: PlainDigesting)] = []
  /// The files, one a table, that are workbooks or databases.
  private(set) var officeTables: [String] = []
  /// What could not be read.
  var problems = ProblemLog()

  init(_ path: String, threads: PlainThreads, facts: PlainJSON? = nil) {
    (self.path, self.threads, self.facts) = (path, threads, facts)
  }

  /// What could not be read of it that is there, the folder itself where there is none.
  var unread: ProblemLog {
    var unread = ProblemLog()
    let kind = plainKind(path)
    if kind == nil || kind == .file {
      unread.add(
        .fileNotFound, at: Place(file: path),
        Phrase(zh: "没有这个文件夹；案例是一个文件夹", en: "there is no such folder; a case is a folder"))
    }
    for group in problems.groups where group.code == .readFailed {
      for problem in group.first { unread.add(problem) }
    }
    return unread
  }

  /// The bytes of a file; nil where there is none, which is a problem if it is `required`.
  func bytes(_ name: String, required: Bool) -> PlainBytes? {
    do throws(PlainFileError) {
      let bytes = try plainBytes("\(path)/\(name)")
      let isLarge = bytes.count > 1 << 20 && threads.count > 1
      // Several tables may stand in one workbook, which is one input.
      if digests.contains(where: { areSameBytes($0.name, name) }) { return bytes }
      let way = facts.map { Waypoints($0, of: name, .inputs) }
      digests.append(
        (name, PlainDigesting(bytes, with: isLarge ? threads.crew : nil, passing: way)))
      return bytes
    } catch {
      switch error {
      case .missing where !required: return nil
      case .missing:
        problems.add(
          .caseChanged, at: Place(file: name),
          Phrase(zh: "案例中没有这个文件", en: "the case does not have this file"))
      case .notAFile:
        problems.add(
          .unsafeName, at: Place(file: name),
          Phrase(zh: "不是普通文件（可能是符号链接）", en: "not a file itself (perhaps a symbolic link)"))
      case .system(let words):
        problems.add(
          .readFailed, at: Place(file: name),
          Phrase(zh: "无法读取：\(words)", en: "cannot be read: \(words)"))
      }
      return nil
    }
  }

  /// One of our tables, under the name that the rules give it.
  func table(_ name: String, _ rules: RuleSet, required: Bool) -> PlainTable? {
    let file = fileName(name, rules)
    guard let bytes = bytes(file, required: required) else { return nil }
    if bytes.withSpan(OfficeText.isOffice) {
      guard let text = OfficeText(name, file, bytes.array(), rules, &problems) else { return nil }
      officeTables.append(file)
      var table = PlainTable(
        file, text: text.text, headerRow: text.headerLine, problems: &problems)
      table?.isDatabase = text.isDatabase
      return table
    }
    return PlainTable(
      file, bytes, encoding: rules.encoding, headerRow: rules.headerRows[name] ?? 1,
      threads: threads, problems: &problems)
  }

  /// The file of our table `name`: as the rules say, else one of that name as CSV, XLSX or DBF.
  func fileName(_ name: String, _ rules: RuleSet) -> String {
    let usual = rules.fileName(name)
    if rules.files[name] != nil || plainKind("\(path)/\(usual)") != nil { return usual }
    let names = plainNames(in: path)?.map(\.name) ?? []
    return names.first { rules.isFile($0, of: name) } ?? usual
  }

  /// A seed: the one line of its file, without the line's end; nil where there is no such file.
  func seed(_ name: String) -> String? {
    guard var bytes = bytes(name, required: false)?.array() else { return nil }
    if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
    let isFit =
      (1...64).contains(bytes.count) && bytes.allSatisfy { (0x20...0x7E).contains($0) }
      && bytes.first != 0x20 && bytes.last != 0x20
    if !isFit {
      problems.add(
        .plainReading, at: Place(file: name, line: 1),
        Phrase(
          zh: "应为一行 1 到 64 个可打印 ASCII 字符",
          en: "one line of 1 to 64 printable ASCII characters was expected"))
    }
    return isFit ? String(decoding: bytes, as: UTF8.self) : nil
  }

  /// Digests those of `names` that were not read: where reading ended early, so that what has
  /// changed can still be said.
  func readRest(_ names: [String]) {
    let said = problems.groups.filter { $0.code == .readFailed }.flatMap(\.first)
    for name in names where !digests.contains(where: { areSameBytes($0.name, name) }) {
      if said.contains(where: { areSameBytes($0.place?.file ?? "", name) }) { continue }
      _ = bytes(name, required: false)
    }
  }

  /// The digests of all files that were read, by name; waits for those under way.
  func finishedDigests() -> [(name: String, hex: String)] { awaitedDigests() }

  /// The same for another thread to wait for.
  var awaitedDigests: @Sendable () -> [(name: String, hex: String)] {
    { [digests] in
      digests.map { ($0.name, $0.digest.hex()) }.sorted { comesBefore($0.name, $1.name) }
    }
  }

  /// Where their hashes were on the way, likewise.
  var awaitedWaypoints: @Sendable () -> [(name: String, way: Waypoints)] {
    { [digests] in
      digests.map { ($0.name, $0.digest.waypoints()) }.sorted { comesBefore($0.name, $1.name) }
    }
  }
}
