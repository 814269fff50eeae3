import Synchronization

/// A file whose bytes are on their way to the disk. Several are written first and waited for afterwards,
/// so that the disk answers about once for all of them.
final class WaitingFile: Sendable {
  private let file: Mutex<OutputFile?>
  private let digest: Digest

  /// Hands the bytes of `file`, whose digest is `digest`, to the system, which begins to write them.
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
