import FileCalls

/// Some files of one folder that belong together: the last one says that the others are there.
///
/// All are written beside their final names, then synced together, so that the disk is waited for
/// about once; then they are renamed in the order in which they were added, and the folder is
/// synced before the last one. Several names cannot be given in one step: before the first of them
/// the last file is named `NAME.unfinished`, which is on the disk until it gets its own name. So
/// whoever finds no such file has all old ones or all new ones, and whoever finds one must not use
/// the others. Dropped uncommitted, nothing has changed.
public struct OutputBatch: ~Copyable {
  private struct Entry {
    let target: OutputTarget
    /// The name that it has until it is placed.
    var temporary: String
    let replacing: Bool
    let waiting: WaitingFile
    var isPlaced = false
  }

  private let folder: String
  private let access: OutputAccess
  /// Where the folder itself was made, and has to be synced.
  private var folderMade: OutputTarget?
  private var entries: [Entry] = []

  /// The name of the last file, called `name`, while the others are getting theirs.
  public static func unfinishedName(of name: String) -> String { name + ".unfinished" }

  /// Begins a batch in `folder`, which is made where it is missing.
  public init(in folder: String, access: OutputAccess = .owner) throws(FileError) {
    (self.folder, self.access) = (folder, access)
    try OutputTarget.checkNotAStream(folder)
    if try FileStatus(ofName: folder, as: folder) == nil {
      folderMade = try OutputTarget(folder, replacing: true)
      let made = FileSystem.makeFolder(folder, mode: access.folderMode, as: folder)
      if made.errno != 0 { throw FileError(.create, folder, errno: made.errno) }
    }
  }

  /// Refuses a file that `add` would refuse, before any work is done. A folder that is missing will
  /// be made; its parent must be there.
  public static func check(
    _ name: String, in folder: String, replacing: Bool
  ) throws(FileError) {
    try OutputTarget.checkNotAStream(folder)
    guard try FileStatus(ofName: folder, as: folder) != nil else {
      _ = try OutputTarget(folder, replacing: true)
      return
    }
    let target = try OutputTarget(folder + "/" + name, replacing: replacing)
    try target.checkNotAFolder()
  }

  deinit {
    // What is unfinished must be seen to be.
    let isUnfinished = entries.contains(where: \.isPlaced)
    for (at, entry) in entries.enumerated() where !entry.isPlaced {
      if isUnfinished && at == entries.count - 1 { continue }
      entry.target.removeTemporary(entry.temporary)
    }
  }

  /// Writes a file under a temporary name; `commit` waits until it is on the disk. `digest` is that
  /// of its bytes. What has the final name is replaced only if `replacing`; links and folders never
  /// are.
  public mutating func add(
    _ name: String, _ bytes: Span<UInt8>, digest: Digest, replacing: Bool
  ) throws(FileError) {
    let target = try OutputTarget(folder + "/" + name, replacing: replacing)
    try target.checkNotAFolder()
    target.sweep()
    let temporary = target.temporaryName()
    let descriptor = try target.createTemporary(temporary, access)
    var file = OutputFile(name: name, path: target.path, descriptor: descriptor, hashing: false)
    do throws(FileError) {
      try file.append(bytes)
      let waiting = try WaitingFile(file, digest: digest)
      entries.append(
        Entry(target: target, temporary: temporary, replacing: replacing, waiting: waiting))
    } catch {
      target.removeTemporary(temporary)
      throw error
    }
  }

  /// Gives all files their names, the last one last. On an error either nothing has changed, or the
  /// last one still is `NAME.unfinished`: the next batch of these files replaces it.
  public consuming func commit() throws(FileError) {
    let waiting = entries.map(\.waiting)
    try waitTogether(waiting.count) { (number) throws(FileError) in try waiting[number].finish() }
    try folderMade?.syncParent()
    guard let last = entries.indices.last else { return }
    try giveNames(last)
    try entries[last].target.syncParent()
  }

  /// Gives the names; a signal that ends the process waits until all are given.
  private mutating func giveNames(_ last: Int) throws(FileError) {
    try Temporaries.name { () throws(FileError) in
      if last > 0 { try markUnfinished(last) }
      for at in entries.indices {
        if at == last, at > 0 { try entries[at].target.syncParent() }
        try entries[at].target.place(entries[at].temporary, replacing: entries[at].replacing)
        entries[at].isPlaced = true
      }
    }
  }

  /// From here on the new files are those that count, and no reader takes what is there for whole.
  private mutating func markUnfinished(_ last: Int) throws(FileError) {
    let target = entries[last].target
    let name = OutputBatch.unfinishedName(of: target.name)
    let mark = try OutputTarget(target.beside(name), replacing: true)
    try mark.place(entries[last].temporary, replacing: true)
    entries[last].temporary = name
    try target.syncParent()
  }
}
