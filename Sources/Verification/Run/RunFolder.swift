import Diagnostics
import Report

/// A run's folder: what its lists name, what is there, and the digests of both.
struct RunFolder: Sendable {
  /// The files that every run has.
  static let tables = [
    "admissions.csv", "cutoffs.csv", "lines.csv", "seats.csv", "run.json", RunPage.fileName,
  ]
  static let sums = "SHA256SUMS"
  static let inputs = "INPUTS.sha256"

  let path: String
  /// The lines of `SHA256SUMS`, and of `INPUTS.sha256`.
  private(set) var listed: [(name: String, hex: String)] = []
  private(set) var inputs: [(name: String, hex: String)] = []
  /// Of a later round what `INPUTS.sha256` says of the earlier run: the fingerprint.
  private(set) var after: String?
  /// SHA-256 of `SHA256SUMS`: the fingerprint of the whole run.
  private(set) var fingerprint = ""
  /// What `run.json` holds; nil where that is no JSON.
  private(set) var facts: PlainJSON?
  /// The bytes of the tables and the page.
  private(set) var bytes: [String: PlainBytes] = [:]
  /// Tables that are read when they are asked for.
  private var waiting: [String] = []
  private var digests: [(name: String, digest: PlainDigesting)] = []
  private let threads: PlainThreads

  /// The tables that are large where a city is, and not needed until students have been read: while
  /// those are fetched, the admissions are hashed.
  private static let lateTables = ["cutoffs.csv", "seats.csv"]

  /// Opens a run: reads its lists and tables, and starts to hash. Late tables may wait
  /// (`isPatient`) until they are asked for, so that not all are in memory together. What is wrong
  /// with the folder itself goes to `findings`.
  init(
    _ path: String, threads: PlainThreads, isPatient: Bool = false, findings: inout Findings
  ) {
    self.path = path
    self.threads = threads
    guard let names = RunFolder.names(in: path) else {
      addUnlisted(&findings)
      return
    }
    guard let sums = read(RunFolder.sums, &findings)?.array() else { return }
    fingerprint = PlainSHA256.hex(of: sums)
    listed = RunFolder.lines(sums, RunFolder.sums, &findings)
    if let list = read(RunFolder.inputs, &findings) {
      let (own, after) = RunFolder.withoutComment(list.array())
      (inputs, self.after) = (RunFolder.lines(own, RunFolder.inputs, &findings), after)
      digests.append((RunFolder.inputs, PlainDigesting(list, with: nil)))
    }
    load(RunFactsCheck.file, &findings)
    facts = bytes[RunFactsCheck.file].flatMap { PlainJSON($0.array()) }
    for name in RunFolder.tables where !areSameBytes(name, RunFactsCheck.file) {
      let isThere = names.contains { areSameBytes($0.name, name) && $0.kind == .file }
      if isPatient, isThere, RunFolder.lateTables.contains(name) {
        waiting.append(name)
      } else {
        load(name, &findings)
      }
    }
    compareNames(names, &findings)
  }

  /// Says why the folder's names could not be had.
  private func addUnlisted(_ findings: inout Findings) {
    let place = Place(file: path)
    switch plainKind(path) {
    case nil:
      findings.add(.fileNotFound, at: place) {
        Phrase(zh: "没有这个文件夹", en: "there is no such folder")
      }
    case .folder:
      findings.add(.readFailed, at: place) {
        Phrase(
          zh: "无法列出其中的文件：没有权限，或磁盘出错",
          en: "its files cannot be listed: no permission, or the disk failed")
      }
    case .file, .other:
      findings.add(.fileNotFound, at: place) {
        Phrase(
          zh: "不是文件夹，或是符号链接；结果是一个文件夹",
          en: "it is no folder, or a symbolic link; a run is a folder")
      }
    }
  }

  /// Reads a table, and starts to hash it.
  private mutating func load(_ name: String, _ findings: inout Findings) {
    waiting.removeAll { areSameBytes($0, name) }
    guard let content = read(name, &findings) else { return }
    let isOnWay = RunFolder.tablesOnWay.contains(name)
    beginDigest(name, content, isOnWay ? facts.map { Waypoints($0, of: name, .tables) } : nil)
    bytes[name] = content
  }

  private mutating func beginDigest(_ name: String, _ content: PlainBytes, _ way: Waypoints?) {
    let isLarge = content.count > 1 << 20 && threads.count > 1
    digests.append(
      (name, PlainDigesting(content, with: isLarge ? threads.crew : nil, passing: way)))
  }

  /// The tables of which `run.json` says where their hashes were on the way.
  private static let tablesOnWay = ["admissions.csv"]

  /// Where those were; waits for their hashes.
  func waypoints() -> [(name: String, way: Waypoints)] {
    digests.filter { RunFolder.tablesOnWay.contains($0.name) }.map { ($0, $1.waypoints()) }
  }

  /// The same of the inputs that the run keeps, by their names in the case.
  func waypointsOfInputs() -> [(name: String, way: Waypoints)] {
    digests.filter { $0.name.hasPrefix(RunFolder.bundle) }
      .map { (String($0.name.dropFirst(RunFolder.bundle.count)), $0.digest.waypoints()) }
      .sorted { comesBefore($0.name, $1.name) }
  }

  /// What the names of the inputs that a run keeps begin with.
  private static let bundle = "case/"

  /// Hands over the bytes of a table, which are not kept.
  mutating func take(_ name: String, _ findings: inout Findings) -> PlainBytes? {
    if waiting.contains(where: { areSameBytes($0, name) }) { load(name, &findings) }
    return bytes.removeValue(forKey: name)
  }

  /// Whether the lists and all tables are there.
  var isComplete: Bool {
    !listed.isEmpty && !inputs.isEmpty
      && RunFolder.tables.allSatisfy { bytes[$0] != nil || waiting.contains($0) }
  }

  private func read(_ name: String, _ findings: inout Findings) -> PlainBytes? {
    do throws(PlainFileError) {
      return try plainBytes("\(path)/\(name)")
    } catch {
      findings.add(error.code, at: Place(file: name)) { error.phrase }
      return nil
    }
  }

  /// The names of all files in the folder and its folders, as the list writes them, and of folders
  /// with nothing in them; nil where it is none. Links and other things that are no files have the
  /// kind `other`.
  private static func names(in path: String) -> [(name: String, kind: PlainKind)]? {
    guard let own = plainNames(in: path) else { return nil }
    var names: [(name: String, kind: PlainKind)] = []
    for (name, kind) in own {
      if kind != .folder {
        names.append((name, kind))
        continue
      }
      let inner = RunFolder.names(in: path + "/" + name) ?? []
      if inner.isEmpty { names.append((name, kind)) }
      for (file, kind) in inner { names.append((name + "/" + file, kind)) }
    }
    return names
  }

  /// A list without its first line `# after HEX  SHA256SUMS`, and the digest there.
  private static func withoutComment(_ list: [UInt8]) -> (list: [UInt8], after: String?) {
    let mark = Array("# after ".utf8)
    guard list.starts(with: mark), let end = list.firstIndex(of: UInt8(ascii: "\n")) else {
      return (list, nil)
    }
    let line = list[mark.count..<end]
    guard line.count > 66, line.dropFirst(64).elementsEqual("  \(sums)".utf8) else {
      return (list, nil)
    }
    return (Array(list[(end + 1)...]), String(decoding: line.prefix(64), as: UTF8.self))
  }

  /// The lines `HEX  NAME` of a list of digests.
  static func lines(
    _ bytes: [UInt8], _ file: String, _ findings: inout Findings
  ) -> [(name: String, hex: String)] {
    var lines: [(name: String, hex: String)] = []
    var rest = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if rest.last?.isEmpty == true {
      rest.removeLast()
    } else {
      findings.add(.digestListUnfit, at: Place(file: file, line: rest.count)) {
        Phrase(zh: "最后一行没有行尾：清单被截断", en: "the last line has no end: the list was cut")
      }
    }
    for (at, line) in rest.enumerated() {
      let place = Place(file: file, line: at + 1)
      let isForm =
        line.count > 66 && line.prefix(64).allSatisfy(isHexDigit)
        && line.dropFirst(64).prefix(2).elementsEqual("  ".utf8)
      guard isForm, let name = String(validating: line.dropFirst(66), as: UTF8.self) else {
        findings.add(.digestListUnfit, at: place) {
          Phrase(
            zh: "应为 64 位小写十六进制数、两个空格和文件名",
            en: "64 lower-case hexadecimal digits, two blanks and a name were expected")
        }
        continue
      }
      guard isPlainName(name) else {
        findings.add(.unsafeName, at: place) {
          Phrase(zh: "文件名 \(name) 不在文件夹之内", en: "the name \(name) leads out of the folder")
        }
        continue
      }
      if lines.contains(where: { areSameBytes($0.name, name) }) {
        findings.add(.digestListUnfit, at: place) {
          Phrase(zh: "\(name) 列出两次", en: "\(name) is listed twice")
        }
      }
      lines.append((name, String(decoding: line.prefix(64), as: UTF8.self)))
    }
    if rest.isEmpty {
      findings.add(.digestListUnfit, at: Place(file: file)) {
        Phrase(zh: "清单是空的", en: "the list is empty")
      }
    }
    return lines
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
  }

  // MARK: Comparing

  /// The files that every run has, with the list of inputs.
  private var needed: [String] { RunFolder.tables + [RunFolder.inputs] }

  /// Whether a run may hold a file: its own, or under `case/` one of its inputs.
  private func isOfRun(_ name: String) -> Bool {
    needed.contains { areSameBytes($0, name) }
      || inputs.contains { areSameBytes("case/\($0.name)", name) }
  }

  /// Every listed file is there, and nothing else.
  private mutating func compareNames(
    _ names: [(name: String, kind: PlainKind)], _ findings: inout Findings
  ) {
    for (name, kind) in names where !areSameBytes(name, RunFolder.sums) {
      let isListed = listed.contains { areSameBytes($0.name, name) }
      if kind == .folder {
        findings.add(.runFileExtra, at: Place(file: name)) {
          Phrase(zh: "一个空文件夹，结果中没有它", en: "an empty folder, which is no part of a run")
        }
      } else if kind != .file {
        findings.add(.unsafeName, at: Place(file: name)) {
          Phrase(zh: "不是普通文件（可能是符号链接）", en: "not a file itself (perhaps a symbolic link)")
        }
      } else if !isListed {
        findings.add(.runFileExtra, at: Place(file: name)) {
          Phrase(zh: "SHA256SUMS 没有列出这个文件", en: "SHA256SUMS does not list this file")
        }
      } else if !isOfRun(name) {
        findings.add(.runFileExtra, at: Place(file: name)) {
          Phrase(
            zh: "SHA256SUMS 列出了它，但它不是结果的文件，也不是所保存的输入",
            en: "SHA256SUMS lists it, yet it is no file of a run, nor an input kept with one")
        }
      }
    }
    for name in needed where !listed.contains(where: { areSameBytes($0.name, name) }) {
      findings.add(.digestListUnfit, at: Place(file: RunFolder.sums)) {
        Phrase(zh: "没有列出 \(name)", en: "\(name) is not listed")
      }
    }
    for (name, _) in listed where !needed.contains(where: { areSameBytes($0, name) }) {
      guard let content = read(name, &findings) else { continue }
      let isInput = name.hasPrefix(RunFolder.bundle)
      let input = isInput ? String(name.dropFirst(RunFolder.bundle.count)) : name
      beginDigest(name, content, facts.map { Waypoints($0, of: input, .inputs) })
    }
  }

  /// Compares the digests of all files with the list; waits for those under way. Returns how many
  /// were compared.
  mutating func compareDigests(_ findings: inout Findings) -> Int {
    for name in waiting {
      load(name, &findings)
      bytes[name] = nil
    }
    var compared = 0
    for (name, digest) in digests {
      guard let listed = listed.first(where: { areSameBytes($0.name, name) }) else { continue }
      compared += 1
      let hex = digest.hex()
      if hex == listed.hex { continue }
      findings.add(.runFileChanged, at: Place(file: name)) {
        if hex.isEmpty { return PlainDigesting.wasChanged }
        return Phrase(
          zh: "SHA-256 为 \(hex)，SHA256SUMS 所列为 \(listed.hex)",
          en: "SHA-256 is \(hex), SHA256SUMS says \(listed.hex)")
      }
    }
    return compared
  }

  /// Compares the inputs that were read with the run's list of inputs.
  func compareInputs(_ read: [(name: String, hex: String)], _ findings: inout Findings) {
    var same = 0
    for (name, hex) in read {
      guard let listed = inputs.first(where: { areSameBytes($0.name, name) }) else {
        findings.add(.caseChanged, at: Place(file: name)) {
          Phrase(
            zh: "产生该结果时没有读这个文件：它是后来加入的，或这不是同一个案例",
            en: "the run was made without this file: it was added since, or this is another case")
        }
        continue
      }
      if listed.hex == hex {
        same += 1
        continue
      }
      findings.add(.caseChanged, at: Place(file: name)) {
        if hex.isEmpty { return PlainDigesting.wasChanged }
        return Phrase(
          zh: "SHA-256 为 \(hex)，产生该结果的文件为 \(listed.hex)",
          en: "SHA-256 is \(hex), that of the file the run was made from is \(listed.hex)")
      }
    }
    for (name, _) in inputs where !read.contains(where: { areSameBytes($0.name, name) }) {
      findings.add(.caseChanged, at: Place(file: name)) {
        Phrase(
          zh: "该结果读了这个文件，案例中却没有", en: "the run was made from this file, and the case has none")
      }
    }
    if same == 0, !read.isEmpty {
      findings.add(.caseChanged) {
        Phrase(
          zh: "没有一个文件相同：这不是产生该结果的案例",
          en: "no file is the same: this is not the case that the run was made from")
      }
    }
  }
}

extension PlainFileError {
  /// The finding for a file of a run.
  var code: Code {
    switch self {
    case .missing: .runFileMissing
    case .notAFile: .unsafeName
    case .system: .readFailed
    }
  }

  /// What is wrong, in words.
  var phrase: Phrase {
    switch self {
    case .missing: Phrase(zh: "没有这个文件", en: "there is no such file")
    case .notAFile:
      Phrase(zh: "不是普通文件（可能是符号链接）", en: "not a file itself (perhaps a symbolic link)")
    case .system(let words): Phrase(zh: "无法读取：\(words)", en: "cannot be read: \(words)")
    }
  }
}
