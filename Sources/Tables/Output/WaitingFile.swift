import Columns
import Synchronization

/// A file whose bytes are on their way to the disk. Several are written first and waited for
/// afterwards, so that the disk answers about once for all of them.
final class WaitingFile: Sendable {
  private let file: Mutex<OutputFile?>
  private let digest: Digest

  /// Hands the bytes of `file`, whose digest is `digest`, to the system, which begins to write
  /// them.
  init(_ file: consuming OutputFile, digest: Digest) throws(FileError) {
    try file.start()
    self.file = Mutex(consume file)
    self.digest = digest
  }

  /// Waits until they are there.
  func finish() throws(FileError) {
    guard let file = file.withLock({ $0.take() }) else { return }
    _ = try file.finish(digest: digest)
  }
}

/// The most threads that wait for the disk at once.
private let waitersMax = 16

/// Calls `wait` for each number below `count`, on threads of their own, and throws the first
/// failure. A disk that is asked to keep several files at once empties its cache once for all of
/// them; one by one, once each.
func waitTogether(
  _ count: Int, _ wait: @Sendable (Int) throws(FileError) -> Void
) throws(FileError) {
  let failures = Workers(count: waitersMax).map(tasks: count) { number -> FileError? in
    do throws(FileError) { try wait(number) } catch { return error }
    return nil
  }
  if let failure = failures.lazy.compactMap(\.self).first { throw failure }
}
