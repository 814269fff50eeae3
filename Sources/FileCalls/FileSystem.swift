import CKernels
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The one place where the program touches the file system. Whatever it reads or writes is a call
/// here, so that a test that sees these calls sees all there is: it can fail each of them, end the
/// process before and after each, and note in which order what was synced and renamed.
///
/// A call is made again where a signal interrupted it. `path` is only what a watcher is told.
///
/// Sound: paths are C strings for the length of a call, and buffers are passed with their own
/// counts.
package enum FileSystem {
  /// Stands for the current folder where a call wants a folder's number.
  package static var currentFolder: Int32 { AT_FDCWD }

  // MARK: Names

  /// Opens `name` in `folder`. It is not inherited by programs that are started.
  package static func open(
    _ name: String, in folder: Int32, _ flags: Int32, mode: UInt32, as path: String
  ) -> Result<Int32, SystemFailure> {
    call(flags & O_CREAT == 0 ? .open : .create, path) {
      unsafe Int(openat(folder, name, flags | O_CLOEXEC, mode_t(mode)))
    }.map(Int32.init)
  }

  /// Another number for what is open as `number`.
  package static func duplicate(_ number: Int32, as path: String) -> Result<Int32, SystemFailure> {
    call(.open, path) { Int(fcntl(number, F_DUPFD_CLOEXEC, 0)) }.map(Int32.init)
  }

  /// What is open as `number`.
  package static func status(of number: Int32, as path: String) -> Result<stat, SystemFailure> {
    var status = stat()
    return call(.look, path) { unsafe Int(fstat(number, &status)) }.map { _ in status }
  }

  /// What `name` in `folder` stands for; of a symbolic link itself.
  package static func status(
    ofName name: String, in folder: Int32, as path: String
  ) -> Result<stat, SystemFailure> {
    var status = stat()
    return call(.look, path) { unsafe Int(fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW)) }
      .map { _ in status }
  }

  /// The names in the open folder `number`, sorted by their bytes, without `.` and `..`.
  package static func names(in number: Int32, as path: String) -> Result<[String], SystemFailure> {
    var names: [String] = []
    let result = call(.list, path) {
      names = []
      return readNames(number, into: &names)
    }
    return result.map { _ in names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }
  }

  private static func readNames(_ number: Int32, into names: inout [String]) -> Int {
    // A number of its own with a place of its own, for `closedir` closes it.
    let second = unsafe openat(number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if second < 0 { return -1 }
    guard let stream = unsafe fdopendir(second) else {
      _ = zb_close(second)
      return -1
    }
    defer { unsafe closedir(stream) }
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else { return errno == 0 ? 0 : -1 }
      // The name lies in the entry, ended by a zero, until the next `readdir`.
      let at = MemoryLayout<dirent>.offset(of: \.d_name)!
      let start = unsafe UnsafeRawPointer(entry).advanced(by: at)
      let name = unsafe String(cString: start.assumingMemoryBound(to: CChar.self))
      if name != "." && name != ".." { names.append(name) }
    }
  }

  /// Makes a folder.
  package static func makeFolder(
    _ name: String, in folder: Int32 = currentFolder, mode: UInt32, as path: String
  ) -> Result<Int, SystemFailure> {
    call(.makeFolder, path) { unsafe Int(mkdirat(folder, name, mode_t(mode))) }
  }

  /// Gives `from` the name `to`, which must be free.
  package static func rename(_ from: String, to: String) -> Result<Int, SystemFailure> {
    call(.rename, to) { unsafe Int(zb_rename_noreplace(from, to)) }
  }

  /// Gives `from` the name `to`; a file of that name is gone.
  package static func rename(_ from: String, over to: String) -> Result<Int, SystemFailure> {
    call(.renameOver, to) { unsafe Int(zb_rename(from, to)) }
  }

  /// Each of the two gets the other's name, in one step.
  package static func exchange(_ from: String, with to: String) -> Result<Int, SystemFailure> {
    call(.exchange, to) { unsafe Int(zb_rename_exchange(from, to)) }
  }

  /// Removes a name: that of an empty folder, or of anything else.
  package static func remove(
    _ name: String, in folder: Int32 = currentFolder, isFolder: Bool = false, as path: String
  ) -> Result<Int, SystemFailure> {
    call(.remove, path) { unsafe Int(unlinkat(folder, name, isFolder ? AT_REMOVEDIR : 0)) }
  }

  // MARK: Bytes

  /// Reads at most `buffer.count` bytes; 0 at the end.
  package static func read(
    _ number: Int32, _ buffer: UnsafeMutableRawBufferPointer, as path: String
  ) -> Result<Int, SystemFailure> {
    transfer(.read, path, min(buffer.count, 1 << 30)) { count in
      unsafe zb_read(number, buffer.baseAddress, count)
    }
  }

  /// Writes at most `buffer.count` bytes, and says how many.
  package static func write(
    _ number: Int32, _ buffer: UnsafeRawBufferPointer, as path: String
  ) -> Result<Int, SystemFailure> {
    transfer(.write, path, min(buffer.count, 1 << 30)) { count in
      unsafe zb_write(number, buffer.baseAddress, count)
    }
  }

  /// Maps the first `count` bytes of a file, to be read, over pages at `memory` that the caller
  /// mapped.
  package static func map(
    _ number: Int32, count: Int, over memory: UnsafeMutableRawPointer, as path: String
  ) -> Result<Int, SystemFailure> {
    call(.map, path) {
      let mapped = unsafe mmap(memory, count, PROT_READ, MAP_PRIVATE | MAP_FIXED, number, 0)
      return unsafe mapped == memory ? 0 : -1
    }
  }

  /// Waits until the file, or the names in the folder, are on the disk.
  package static func sync(_ number: Int32, as path: String) -> Result<Int, SystemFailure> {
    call(.sync, path) { Int(fsync(number)) }
  }

  /// Asks that writing to the disk begin. A hint: nothing depends on it.
  package static func startWriteback(_ number: Int32, from: Int, count: Int) {
    zb_start_writeback(number, Int64(from), Int64(count))
  }

  /// Takes the one lock that there is on a file or folder, or fails where another holds it.
  package static func lock(_ number: Int32, as path: String) -> Result<Int, SystemFailure> {
    call(.lock, path) { Int(flock(number, LOCK_EX | LOCK_NB)) }
  }

  /// Gives a number back.
  package static func close(_ number: Int32) { _ = zb_close(number) }

  // MARK: The seam

  private static let watcher = Mutex<(any FileWatcher)?>(nil)
  /// Whether there is a watcher: without one, a call costs a load more.
  private static let isWatched = Atomic(false)

  /// From now on `watcher` sees every call of the process. Only programs made to test this one do
  /// that; nothing that a user can set leads here.
  package static func watch(_ watcher: any FileWatcher) {
    FileSystem.watcher.withLock { $0 = watcher }
    isWatched.store(true, ordering: .releasing)
  }

  private static var current: (any FileWatcher)? {
    isWatched.load(ordering: .acquiring) ? watcher.withLock { $0 } : nil
  }

  private static func call(
    _ call: FileCall, _ path: String, _ body: () -> Int
  ) -> Result<Int, SystemFailure> {
    transfer(call, path, 0) { _ in body() }
  }

  private static func transfer(
    _ call: FileCall, _ path: String, _ count: Int, _ body: (Int) -> Int
  ) -> Result<Int, SystemFailure> {
    let watcher = current
    while true {
      var allowed = count
      switch watcher?.willCall(call, path) {
      case .failure(EINTR): continue
      case .failure(let errno): return .failure(SystemFailure(errno: errno))
      case .atMost(let most): allowed = min(count, most)
      case nil: break
      }
      let result = body(allowed)
      let failed = errno
      watcher?.didCall(call, path, result)
      if result != -1 { return .success(result) }
      if failed == EINTR { continue }
      // It is reported: a trap that this thread meets later is not for lack of memory.
      errno = 0
      return .failure(SystemFailure(errno: failed))
    }
  }
}
