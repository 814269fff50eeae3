import Diagnostics
import FileCalls

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where an output will be: the name, the folder that it belongs in, and the temporary name beside
/// it under which it is written.
struct OutputTarget: Sendable {
  /// The whole path, as the caller named it.
  let path: String
  /// The folder that the output belongs in.
  let parent: String
  /// The last part of the path.
  let name: String

  /// Checks what can be known before the work begins: the name, the parent, what is there already.
  init(_ path: String, replacing: Bool) throws(FileError) {
    try OutputTarget.checkNotAStream(path)
    let (whole, parent, name) = OutputTarget.parts(of: path)
    guard OutputTarget.isSuitable(name) else {
      throw FileError(
        .create, path, .unsuitableName,
        Phrase(zh: "“\(path)”不能用作输出名称", en: "`\(path)` cannot be used as the name of an output"))
    }
    (self.path, self.parent, self.name) = (whole, parent, name)
    try checkParent()
    try OutputPlace(whole)?.checkIsInNoRun()
    try check(replacing: replacing)
  }

  /// A path without slashes at its end, the folder that it names something in, and that name.
  static func parts(of path: String) -> (whole: String, folder: String, name: String) {
    var bytes = Array(path.utf8)
    while bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
    let cut = bytes.lastIndex(of: UInt8(ascii: "/"))
    return (
      String(decoding: bytes, as: UTF8.self),
      cut.map { String(decoding: bytes[..<max($0, 1)], as: UTF8.self) } ?? ".",
      String(decoding: bytes[(cut.map { $0 + 1 } ?? 0)...], as: UTF8.self)
    )
  }

  /// Refuses standard output where a name is needed: for a folder, or several files.
  static func checkNotAStream(_ path: String) throws(FileError) {
    guard path == standardStream else { return }
    throw FileError(
      .create, path, .unsuitableName,
      Phrase(
        zh: "“-”是标准输出，只容得下一个文件；这里写的是文件夹，请给出名称（可写 ./-）",
        en: "`-` is standard output, which takes one file; a folder is written here: give it a "
          + "name (./- where it is called so)"))
  }

  /// Whether `name` can be the name of one file or folder, and a line of SHA256SUMS.
  static func isSuitable(_ name: String) -> Bool {
    let forbidden = [UInt8(ascii: "/"), UInt8(ascii: "\\"), 0x7f]
    return !name.isEmpty && name != "." && name != ".." && name.utf8.count <= 200
      && name.utf8.allSatisfy { $0 >= 0x20 && !forbidden.contains($0) }
  }

  private func checkParent() throws(FileError) {
    do {
      _ = try Descriptor(opening: parent, O_RDONLY | O_DIRECTORY, as: parent)
    } catch  where error.code == .fileNotFound {
      throw FileError(
        .create, path, .outputParentMissing,
        Phrase(zh: "文件夹 \(parent) 不存在", en: "the folder \(parent) does not exist"))
    }
  }

  /// Refuses what must not be replaced. Called before the work and again before the rename.
  func check(replacing: Bool) throws(FileError) {
    guard let status = try FileStatus(ofName: path, as: path) else { return }
    if status.kind == .link {
      throw FileError(
        .create, path, .outputIsALink, Phrase(zh: "\(path) 是符号链接", en: "\(path) is a symbolic link")
      )
    }
    if !replacing {
      throw FileError(
        .create, path, .outputExists, Phrase(zh: "\(path) 已经存在", en: "\(path) exists already"))
    }
  }

  /// Refuses a folder where a file will be.
  func checkNotAFolder() throws(FileError) {
    if try FileStatus(ofName: path, as: path)?.kind == .folder {
      throw FileError(
        .create, path, .notAFile,
        Phrase(zh: "\(path) 是文件夹", en: "\(path) is a folder"))
    }
  }

  /// Whether something has the final name.
  func exists() throws(FileError) -> Bool { try FileStatus(ofName: path, as: path) != nil }

  // MARK: The temporary name

  private var stalePrefix: String { ".\(name).partial-" }

  /// A new name beside the final one: `.NAME.partial-PID-RANDOM`.
  func temporaryName() -> String {
    let random = String(UInt32.random(in: .min ... .max), radix: 16)
    return stalePrefix + "\(getpid())-" + random
  }

  /// Opens a new file of a temporary name, locked so that a sweep knows that it is alive.
  func createTemporary(_ name: String, _ access: OutputAccess) throws(FileError) -> Descriptor {
    let partial = beside(name)
    let file = try Temporaries.make(partial) { () throws(FileError) in
      try Descriptor(
        opening: partial, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: access.fileMode, .create,
        as: partial)
    }
    _ = file.tryLock(as: partial)  // a hint, so it may fail
    return file
  }

  /// Removes a temporary file; what cannot be removed, a later sweep finds.
  func removeTemporary(_ name: String) {
    let partial = beside(name)
    _ = FileSystem.remove(partial, as: partial)
    Temporaries.forget(partial)
  }

  /// A path in the parent.
  func beside(_ name: String) -> String { parent == "/" ? "/" + name : parent + "/" + name }

  /// Removes what processes that died left beside the final name. What cannot be removed stays.
  func sweep() {
    guard let folder = try? Descriptor(opening: parent, O_RDONLY | O_DIRECTORY, as: parent),
      let names = try? FolderTree.names(in: folder, as: parent)
    else { return }
    for name in names where name.utf8.starts(with: stalePrefix.utf8) {
      if isStale(name, in: folder) { try? FolderTree.remove(name, in: folder, as: beside(name)) }
    }
  }

  /// Stale is what is ours, whose process is gone, and whose lock nobody holds. The number alone
  /// is not enough: in containers every process has the same one, and shared folders have several
  /// machines.
  private func isStale(_ name: String, in folder: borrowing Descriptor) -> Bool {
    let parts = name.utf8.dropFirst(stalePrefix.utf8.count).split(separator: UInt8(ascii: "-"))
    guard parts.count == 2, let process = Int32(String(decoding: parts[0], as: UTF8.self)),
      process > 0, process == getpid() || (kill(process, 0) == -1 && errno == ESRCH),
      let status = try? FileStatus(ofName: name, in: folder.number, as: name),
      status.kind == .folder || status.kind == .file, status.owner == geteuid(),
      let open = try? Descriptor(opening: name, in: folder.number, O_RDONLY | O_NOFOLLOW, as: name)
    else { return false }
    return open.tryLock(as: name)
  }

  // MARK: The rename

  /// Gives `temporary` the final name; refuses if that is taken.
  func renameIntoPlace(_ temporary: String) throws(FileError) {
    let from = beside(temporary)
    var renamed = FileSystem.rename(from, to: path)
    if [EINVAL, ENOSYS, ENOTSUP].contains(renamed.errno), try !exists() {
      // A file system without that promise (some network shares): look, then rename.
      renamed = FileSystem.rename(from, over: path)
    }
    if renamed.errno == EEXIST || renamed.errno == ENOTEMPTY || renamed.errno == EINVAL {
      try check(replacing: false)
    }
    if renamed.errno != 0 { throw FileError(.rename, path, errno: renamed.errno) }
    Temporaries.forget(from)
  }

  /// Gives a file `temporary` the final name. What has it is replaced only if `replacing`, and
  /// never where it is a link or a folder.
  func place(_ temporary: String, replacing: Bool) throws(FileError) {
    guard replacing else { return try renameIntoPlace(temporary) }
    try check(replacing: true)
    try checkNotAFolder()
    let renamed = FileSystem.rename(beside(temporary), over: path)
    if renamed.errno != 0 { throw FileError(.rename, path, errno: renamed.errno) }
    Temporaries.forget(beside(temporary))
  }

  /// Gives `temporary` the final name, and what had that name the temporary one, in one step.
  func exchange(_ temporary: String) throws(FileError) {
    let from = beside(temporary)
    let renamed = FileSystem.exchange(from, with: path)
    if [EINVAL, ENOSYS, ENOTSUP].contains(renamed.errno) {
      throw FileError(
        .rename, path, .cannotReplaceInOneStep,
        Phrase(
          zh: "\(path) 所在的文件系统不能一步替换文件夹",
          en: "the file system of \(path) cannot replace a folder in one step"))
    }
    if renamed.errno != 0 { throw FileError(.rename, path, errno: renamed.errno) }
  }

  /// Waits until the names in the parent are on the disk.
  func syncParent() throws(FileError) {
    let folder = try Descriptor(opening: parent, O_RDONLY | O_DIRECTORY, as: parent)
    try folder.sync(as: parent)
  }
}
