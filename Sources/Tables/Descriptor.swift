import CKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// An open file or folder, closed exactly once: when its owner goes.
///
/// The system's calls are here and in `FileStatus.swift`, `FolderTree.swift`. They are sound: paths
/// live as C strings for the length of a call, buffers are passed with their own counts, and a
/// descriptor cannot be used after it is closed, for it cannot be copied.
struct Descriptor: ~Copyable, Sendable {
  /// The system's number of it.
  let number: Int32

  /// Stands for the current folder where a call wants a folder's number.
  static var currentFolder: Int32 { AT_FDCWD }

  /// Opens `name` in `folder`; errors say `path`. A symbolic link is followed unless `flags` have
  /// O_NOFOLLOW. It is not inherited by programs that are started.
  init(
    opening name: String, in folder: Int32 = Descriptor.currentFolder, _ flags: Int32,
    mode: UInt32 = 0, _ operation: FileError.Operation = .open, as path: String
  ) throws(FileError) {
    guard !name.utf8.contains(0) else { throw FileError(operation, path, errno: ENOENT) }
    let opened = systemCall { unsafe openat(folder, name, flags | O_CLOEXEC, mode_t(mode)) }
    guard case .success(let number) = opened else {
      throw FileError(operation, path, errno: opened.errno)
    }
    self.number = number
  }

  /// Opens a folder, not through a symbolic link.
  init(folder name: String, in folder: Int32 = Descriptor.currentFolder, as path: String)
    throws(FileError)
  {
    try self.init(opening: name, in: folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, as: path)
  }

  /// Takes over an open descriptor.
  init(owning number: Int32) { self.number = number }

  deinit { _ = close(number) }

  /// Writes all of `bytes`, in as many calls as it takes.
  func writeAll(_ bytes: UnsafeRawBufferPointer, as path: String) throws(FileError) {
    var done = 0
    while done < bytes.count {
      let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[done...].prefix(1 << 30))
      let written = systemCall { unsafe write(number, rest.baseAddress, rest.count) }
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
    let got = systemCall { unsafe read(number, buffer.baseAddress, min(buffer.count, 1 << 30)) }
    guard case .success(let count) = got else { throw FileError(.read, path, errno: got.errno) }
    return count
  }

  /// Waits until the file, or the names in the folder, are on the disk.
  func sync(as path: String) throws(FileError) {
    let synced = systemCall { fsync(number) }
    // Some file systems (shared folders of virtual machines) have nothing to sync in a folder.
    if case .failure(let failed) = synced, failed.errno != EINVAL {
      throw FileError(.sync, path, errno: failed.errno)
    }
  }

  /// Takes the one lock that there is on this file or folder, unless another holds it. It is given
  /// back when the descriptor is closed, also when the process dies.
  func tryLock() -> Bool { flock(number, LOCK_EX | LOCK_NB) == 0 }
}

/// The number of an error that a system call left.
struct SystemFailure: Error {
  let errno: Int32
}

extension Result where Failure == SystemFailure {
  /// The error's number; 0 for a success.
  var errno: Int32 {
    if case .failure(let failure) = self { failure.errno } else { 0 }
  }
}

/// Makes a system call, again where a signal interrupted it; −1 is a failure.
func systemCall<Number: SignedInteger>(_ call: () -> Number) -> Result<Number, SystemFailure> {
  while true {
    let result = call()
    if result != -1 { return .success(result) }
    let failed = errno
    if failed != EINTR { return .failure(SystemFailure(errno: failed)) }
  }
}
