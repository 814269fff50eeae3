import Diagnostics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Some files of one folder that belong together: the last one says that the others are there.
///
/// All are written beside their final names and synced before any of them gets its name; then they
/// are renamed in the order in which they were added, and the folder is synced before the last one.
/// Whoever sees the last one new sees all others new. Dropped uncommitted, nothing has changed.
public struct OutputBatch: ~Copyable {
  private struct Entry {
    let target: OutputTarget
    let temporary: String
    let replacing: Bool
    var isPlaced = false
  }

  private let folder: String
  private var entries: [Entry] = []

  /// Begins a batch in `folder`, which is made where it is missing.
  public init(in folder: String) throws(FileError) {
    self.folder = folder
    if try FileStatus(ofName: folder, as: folder) == nil {
      _ = try OutputTarget(folder, replacing: true)
      let made = systemCall { unsafe mkdir(folder, 0o777) }
      if made.errno != 0 { throw FileError(.create, folder, errno: made.errno) }
    }
  }

  /// Refuses a file that `add` would refuse, before any work is done. A folder that is missing will be
  /// made; its parent must be there.
  public static func check(
    _ name: String, in folder: String, replacing: Bool
  ) throws(FileError) {
    guard try FileStatus(ofName: folder, as: folder) != nil else {
      _ = try OutputTarget(folder, replacing: true)
      return
    }
    let target = try OutputTarget(folder + "/" + name, replacing: replacing)
    try checkNotAFolder(target)
  }

  deinit {
    for entry in entries where !entry.isPlaced {
      _ = unsafe unlink(entry.target.beside(entry.temporary))
    }
  }

  /// Writes a file under a temporary name, whole and synced. `digest` is that of its bytes. What
  /// has the final name is replaced only if `replacing`; links and folders never are.
  public mutating func add(
    _ name: String, _ bytes: Span<UInt8>, digest: Digest, replacing: Bool
  ) throws(FileError) {
    let target = try OutputTarget(folder + "/" + name, replacing: replacing)
    try OutputBatch.checkNotAFolder(target)
    target.sweep()
    let temporary = target.temporaryName()
    let partial = target.beside(temporary)
    let descriptor = try Descriptor(
      opening: partial, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o666, .create, as: partial)
    entries.append(Entry(target: target, temporary: temporary, replacing: replacing))
    _ = descriptor.tryLock()  // tells a sweep that this one is alive; a hint, so it may fail
    var file = OutputFile(name: name, path: target.path, descriptor: descriptor, hashing: false)
    try file.append(bytes)
    _ = try file.finish(digest: digest)
  }

  /// Gives all files their names, the last one last. On an error those before the failure are
  /// in place, and the last one is not.
  public consuming func commit() throws(FileError) {
    for at in entries.indices {
      let entry = entries[at]
      if at == entries.count - 1, at > 0 { try entry.target.syncParent() }
      if entry.replacing {
        try entry.target.check(replacing: true)
        let from = entry.target.beside(entry.temporary)
        let renamed = systemCall { unsafe rename(from, entry.target.path) }
        if renamed.errno != 0 {
          throw FileError(.rename, entry.target.path, errno: renamed.errno)
        }
      } else {
        try entry.target.renameIntoPlace(entry.temporary)
      }
      entries[at].isPlaced = true
    }
    try entries.last?.target.syncParent()
  }

  private static func checkNotAFolder(_ target: OutputTarget) throws(FileError) {
    if try FileStatus(ofName: target.path, as: target.path)?.kind == .folder {
      throw FileError(
        .create, target.path, .notAFile,
        Phrase(zh: "\(target.path) 是文件夹", en: "\(target.path) is a folder"))
    }
  }
}
