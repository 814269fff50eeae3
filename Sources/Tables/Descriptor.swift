import FileCalls

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// An open file or folder, closed exactly once: when its owner goes.
///
/// It cannot be used after it is closed, for it cannot be copied.
struct Descriptor: ~Copyable, Sendable {
  /// The system's number of it.
  let number: Int32

  /// Opens `name` in `folder`; errors say `path`. A symbolic link is followed unless `flags` have
  /// O_NOFOLLOW. It is not inherited by programs that are started.
  init(
    opening name: String, in folder: Int32 = FileSystem.currentFolder, _ flags: Int32,
    mode: UInt32 = 0, _ operation: FileError.Operation = .open, as path: String
  ) throws(FileError) {
    guard !name.utf8.contains(0) else { throw FileError(operation, path, errno: ENOENT) }
    let opened = FileSystem.open(name, in: folder, flags, mode: mode, as: path)
    guard case .success(let number) = opened else {
      throw FileError(operation, path, errno: opened.errno)
    }
    self.number = number
  }

  /// Opens a folder, not through a symbolic link.
  init(folder name: String, in folder: Int32 = FileSystem.currentFolder, as path: String)
    throws(FileError)
  {
    try self.init(opening: name, in: folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, as: path)
  }

  /// A second number for what is open as `number`, so that closing it closes nothing of the
  /// caller's.
  init(duplicating number: Int32, as path: String) throws(FileError) {
    let second = FileSystem.duplicate(number, as: path)
    guard case .success(let own) = second else {
      throw FileError(.open, path, errno: second.errno)
    }
    self.number = own
  }

  /// Takes over an open descriptor.
  init(owning number: Int32) { self.number = number }

  deinit { FileSystem.close(number) }

  /// Writes all of `bytes`, in as many calls as it takes.
  func writeAll(_ bytes: UnsafeRawBufferPointer, as path: String) throws(FileError) {
    var done = 0
    while done < bytes.count {
      let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[done...])
      let written = unsafe FileSystem.write(number, rest, as: path)
      guard case .success(let count) = written, count > 0 else {
        throw FileError(.write, path, errno: written.errno == 0 ? EIO : written.errno)
      }
      done += count
    }
  }

  /// Reads at most `buffer.count` bytes; 0 at the end.
  func readSome(
    into buffer: UnsafeMutableRawBufferPointer, as path: String
  ) throws(FileError) -> Int {
    let got = unsafe FileSystem.read(number, buffer, as: path)
    guard case .success(let count) = got else { throw FileError(.read, path, errno: got.errno) }
    return count
  }

  /// Waits until the file, or the names in the folder, are on the disk.
  func sync(as path: String) throws(FileError) {
    let synced = FileSystem.sync(number, as: path)
    // Some file systems (shared folders of virtual machines) have nothing to sync in a folder.
    if case .failure(let failed) = synced, failed.errno != EINVAL {
      throw FileError(.sync, path, errno: failed.errno)
    }
  }

  /// Takes the one lock that there is on this file or folder, unless another holds it. It is given
  /// back when the descriptor is closed, also when the process dies.
  func tryLock(as path: String) -> Bool { FileSystem.lock(number, as: path).errno == 0 }
}
