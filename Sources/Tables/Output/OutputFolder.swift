import Diagnostics
import FileCalls

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A folder of outputs that is complete or not there at all.
///
/// It is written beside its final name as `.NAME.partial-PID-RANDOM`, synced, listed in SHA256SUMS
/// and then renamed, so that nobody ever sees a part of it. If it is dropped uncommitted, or the
/// process dies, nothing has the final name; what a dead process left is removed by the next one.
/// It is for its owner alone, for it names students, unless `access` says otherwise.
public struct OutputFolder: ~Copyable, Sendable {
  /// The name of the list of digests.
  public static let sumsName = "SHA256SUMS"
  /// The name that a run gives its list of inputs and their digests: what tells a run from other
  /// folders.
  public static let inputsName = "INPUTS.sha256"

  private let target: OutputTarget
  private let kind: OutputKind
  private let replacing: Bool
  private let access: OutputAccess
  private let temporary: String
  private let folder: Descriptor
  private var digests: [String: Digest] = [:]
  /// What waits for files that are written, and on their way to the disk.
  private var waiting: [Wait] = []
  /// At most so many of them are kept open.
  private static let waitingMax = 64
  private var isCommitted = false

  /// Returns when a file's bytes are on the disk.
  package typealias Wait = @Sendable () throws(FileError) -> Void

  /// Where the folder will be.
  public var path: String { target.path }

  /// Begins a folder that will be at `path`. What would be refused at the end is refused now: a
  /// parent that is missing, a symbolic link, and what is there already, unless `replacing` is
  /// true and it is an empty folder or an output of this kind.
  public init(
    at path: String, _ kind: OutputKind, replacing: Bool = false, access: OutputAccess = .owner
  ) throws(FileError) {
    let target = try OutputTarget(path, replacing: replacing)
    try OutputFolder.checkReplaceable(target, kind)
    target.sweep()
    let temporary = target.temporaryName()
    let partial = target.beside(temporary)
    try Temporaries.make(partial) { () throws(FileError) in
      let made = FileSystem.makeFolder(partial, mode: access.folderMode, as: partial)
      if made.errno != 0 { throw FileError(.create, path, errno: made.errno) }
    }
    do {
      folder = try Descriptor(folder: partial, as: partial)
    } catch {
      _ = FileSystem.remove(partial, isFolder: true, as: partial)
      Temporaries.forget(partial)
      throw error
    }
    _ = folder.tryLock(as: partial)  // tells a sweep that this one is alive; a hint, so it may fail
    (self.target, self.replacing, self.temporary) = (target, replacing, temporary)
    (self.kind, self.access) = (kind, access)
  }

  /// Refuses a place where `init(at:_:replacing:)` would refuse to begin, before any work is done.
  public static func check(
    _ path: String, _ kind: OutputKind, replacing: Bool
  ) throws(FileError) {
    try checkReplaceable(OutputTarget(path, replacing: replacing), kind)
  }

  deinit {
    guard !isCommitted else { return }
    removeTemporary()
  }

  /// Opens a new file. `name` may lead into subfolders (`case/students.csv`), which are made.
  /// With `hashing` the file digests what it writes, on the thread that writes; without, the caller
  /// brings the digest to `finish(digest:)`. Files may be written on several threads at once.
  public func create(_ name: String, hashing: Bool = true) throws(FileError) -> OutputFile {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.allSatisfy(OutputTarget.isSuitable), name != OutputFolder.sumsName else {
      throw FileError(
        .create, name, .unsuitableName,
        Phrase(zh: "“\(name)”不能用作输出文件名", en: "`\(name)` cannot be the name of an output"))
    }
    return try createFile(name, parts, hashing: hashing)
  }

  /// Counts `file` as part of the folder. Every file must be registered before `commit`.
  public mutating func register(_ file: FinishedFile) { enter(file.name, file.digest) }

  /// The same for a file that is on its way to the disk: `commit` waits for all of them together.
  package mutating func register(_ name: String, _ digest: Digest, wait: @escaping Wait) {
    enter(name, digest)
    waiting.append(wait)
  }

  /// Writes a whole file and registers it; `commit` waits until it is on the disk.
  @discardableResult
  public mutating func add(_ name: String, _ bytes: Span<UInt8>) throws(FileError) -> FinishedFile {
    let added = try write(try create(name, hashing: false), bytes)
    enter(added.name, added.digest)
    return added
  }

  /// Writes a whole text file and registers it.
  @discardableResult
  public mutating func add(_ name: String, _ text: String) throws(FileError) -> FinishedFile {
    try add(name, text.utf8Span.span)
  }

  /// Writes SHA256SUMS, syncs, and gives the folder its final name in one step. With `replacing`,
  /// what had the name is removed after that. On an error nothing has changed there, unless the
  /// error's operation is `sync` of the parent: then the folder is in place, but may not survive a
  /// loss of power.
  public consuming func commit() throws(FileError) {
    try writeSums()
    try checkComplete()
    try syncAll()
    let isThere = try target.exists()
    if replacing && isThere {
      try target.check(replacing: true)
      try OutputFolder.checkReplaceable(target, kind)
      try Temporaries.name { () throws(FileError) in try target.exchange(temporary) }
      isCommitted = true
      try target.syncParent()
      removeTemporary()  // now the old one; what cannot be removed, a later sweep finds
    } else {
      try Temporaries.name { () throws(FileError) in try target.renameIntoPlace(temporary) }
      isCommitted = true
      try target.syncParent()
    }
  }

  // MARK: Steps

  private func createFile(_ name: String, _ parts: [String], hashing: Bool) throws(FileError)
    -> OutputFile
  {
    let path = target.path + "/" + name
    var made = ""
    for part in parts.dropLast() {
      made += (made.isEmpty ? "" : "/") + part
      let result = FileSystem.makeFolder(
        made, in: folder.number, mode: access.folderMode, as: path)
      if result.errno != 0 && result.errno != EEXIST {
        throw FileError(.create, path, errno: result.errno)
      }
    }
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW
    let number = folder.number
    let file = try Temporaries.makeInside { () throws(FileError) in
      try Descriptor(opening: name, in: number, flags, mode: access.fileMode, .create, as: path)
    }
    return OutputFile(name: name, path: path, descriptor: file, hashing: hashing)
  }

  private mutating func enter(_ name: String, _ digest: Digest) {
    let earlier = digests.updateValue(digest, forKey: name)
    precondition(earlier == nil, "\(name) is registered twice")
  }

  private mutating func writeSums() throws(FileError) {
    let lines = DigestList.text(of: digests.lazy.map { ($0.key, $0.value) })
    let sums = try createFile(OutputFolder.sumsName, [OutputFolder.sumsName], hashing: false)
    _ = try write(sums, lines.utf8Span.span)
  }

  /// Writes `bytes` to `file`, which was opened without hashing, and leaves it to `syncAll`.
  private mutating func write(
    _ file: consuming OutputFile, _ bytes: Span<UInt8>
  ) throws(FileError) -> FinishedFile {
    if waiting.count >= OutputFolder.waitingMax {
      try syncAll()
      waiting = []
    }
    let (name, digest) = (file.name, SHA256.digest(of: bytes))
    try file.append(bytes)
    waiting.append(try WaitingFile(file, digest: digest).finish)
    return FinishedFile(name: name, digest: digest, byteCount: bytes.count)
  }

  /// Waits until the files that were added, and the folders, are on the disk.
  private func syncAll() throws(FileError) {
    try waitTogether(waiting.count + 1) { (number) throws(FileError) in
      if number < waiting.count { try waiting[number]() } else { try syncFolders() }
    }
  }

  /// What is in the folder is what was registered: nothing forgotten, nothing slipped in.
  private func checkComplete() throws(FileError) {
    let found = try FolderTree.files(in: folder, as: target.path)
    let known = Set(digests.keys).union([OutputFolder.sumsName])
    let odd = Set(found).symmetricDifference(known)
    guard let odd = odd.min(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) else { return }
    let path = target.beside(temporary) + "/" + odd
    let isForeign = !known.contains(odd)
    throw FileError(
      .write, target.path, .writeFailed,
      isForeign
        ? Phrase(
          zh: "\(path) 不是本次运行写出的文件，因此没有写成结果",
          en: "\(path) is not a file of this run, so nothing was written")
        : Phrase(
          zh: "\(path) 在写出后不见了，因此没有写成结果",
          en: "\(path) is gone since it was written, so nothing was written"))
  }

  private func syncFolders() throws(FileError) {
    var inner: Set<String> = []
    for name in digests.keys {
      let parts = name.split(separator: "/")
      for depth in 1..<max(1, parts.count) { inner.insert(parts[..<depth].joined(separator: "/")) }
    }
    for name in inner.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      try Descriptor(folder: name, in: folder.number, as: name).sync(as: target.path + "/" + name)
    }
    try folder.sync(as: target.path)
  }

  private func removeTemporary() {
    guard let parent = try? Descriptor(opening: target.parent, O_RDONLY | O_DIRECTORY, as: "")
    else { return }
    try? FolderTree.remove(temporary, in: parent, as: temporary)
    Temporaries.forget(target.beside(temporary))
  }

  /// Refuses to replace what is not an output of ours: all that is in it would be removed.
  private static func checkReplaceable(
    _ target: OutputTarget, _ kind: OutputKind
  ) throws(FileError) {
    guard try target.exists() else { return }
    let path = target.path
    guard try FileStatus(ofName: path, as: path)?.kind == .folder else {
      throw notARun(path, Phrase(zh: "不是文件夹", en: "it is not a folder"))
    }
    let files = try FolderTree.files(in: Descriptor(folder: path, as: path), as: path)
    if files.isEmpty { return }
    guard files.contains(sumsName) else {
      throw notARun(path, Phrase(zh: "其中没有 \(sumsName)", en: "it has no \(sumsName)"))
    }
    let sums = try readSmallFile(path + "/" + sumsName)
    let listed = try? DigestList(parsing: sums)
    // Names that begin with a dot are the systems' own (.DS_Store), not people's work.
    for file in files where file != sumsName && listed?[file] == nil && !file.hasPrefix(".") {
      throw notARun(
        path, Phrase(zh: "其中的 \(file) 不在 \(sumsName) 里", en: "its \(file) is not in \(sumsName)"))
    }
    guard kind.isKind(of: files.filter { $0 != sumsName && !$0.hasPrefix(".") }) else {
      throw notARun(path, Phrase(zh: "它是另一种输出", en: "it is an output of another kind"))
    }
    guard kind.isWorkedOn else { return }
    for file in files where file != sumsName {
      guard let digest = listed?[file] else { continue }
      let bytes = try MappedFile(path + "/" + file)
      let found = bytes.withSpan { SHA256.digest(of: $0) }
      if found == digest { continue }
      throw notARun(
        path, Phrase(zh: "其中的 \(file) 在写出之后改动过", en: "its \(file) was changed since it was written")
      )
    }
  }

  private static func notARun(_ path: String, _ why: Phrase) -> FileError {
    FileError(
      .create, path, .outputIsNotARun,
      Phrase(zh: "不替换 \(path)：\(why.zh)", en: "will not replace \(path): \(why.en)"))
  }
}
