import FileCalls

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A new folder for work in between, in `TMPDIR` or `/tmp`, for its owner alone. It is removed,
/// with all that is in it, when the value goes; what a process that died left is removed by the
/// next one.
public struct ScratchFolder: ~Copyable {
  /// Where it is.
  public let path: String
  private let lock: Descriptor

  /// Makes the folder.
  public init() throws(FileError) {
    var parent = "/tmp"
    if let named = unsafe getenv("TMPDIR"), unsafe named[0] != 0 {
      parent = unsafe String(cString: named)
    }
    let target = try OutputTarget(parent + "/zhibiao", replacing: true)
    target.sweep()
    let folder = target.beside(target.temporaryName())
    try Temporaries.make(folder) { () throws(FileError) in
      let made = FileSystem.makeFolder(folder, mode: 0o700, as: folder)
      if made.errno != 0 { throw FileError(.create, folder, errno: made.errno) }
    }
    let lock: Descriptor
    do {
      lock = try Descriptor(folder: folder, as: folder)
    } catch {
      try? removeTree(at: folder)
      Temporaries.forget(folder)
      throw error
    }
    _ = lock.tryLock(as: folder)  // tells a sweep that this one is alive; a hint, so it may fail
    path = folder
    self.lock = lock
  }

  deinit {
    try? removeTree(at: path)
    Temporaries.forget(path)
  }
}
