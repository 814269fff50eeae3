import Diagnostics
import FileCalls
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file that grows by whole lines, so that work that is interrupted can go on.
///
/// A line is one write at the end of the file. A process that dies in it leaves at most one torn
/// line, the last, which the next one drops. One process holds the file at a time.
public final class LineJournal: Sendable {
  /// The path of the file.
  public let path: String
  private let file: Mutex<FileHolder>

  private struct FileHolder: ~Copyable {
    let descriptor: Descriptor
  }

  /// Opens the journal at `path`, which is made if it is not there. `keep` is given what is in it
  /// and says how many bytes of that are good; what is behind them is dropped.
  public init(
    _ path: String, keep: (_ found: [UInt8]) throws(FileError) -> Int
  ) throws(FileError) {
    self.path = path
    var descriptor = try LineJournal.open(path)
    let found = try LineJournal.readAll(path)
    let good = try keep(found)
    precondition(good <= found.count)
    if good < found.count {
      // Another file in place of this one: nothing is ever half written.
      try writeFileAtomically(path, found.span.extracting(first: good), replacing: true)
      descriptor = try LineJournal.open(path)
    }
    file = Mutex(FileHolder(descriptor: descriptor))
  }

  /// Adds a line, which brings its line end. Lines of several threads follow one another.
  public func append(_ line: [UInt8]) throws(FileError) {
    let path = path
    let failed = file.withLock { file -> FileError? in
      do throws(FileError) {
        try unsafe line.span.withUnsafeBytes { (bytes) throws(FileError) in
          try unsafe file.descriptor.writeAll(bytes, as: path)
        }
        return nil
      } catch {
        return error
      }
    }
    if let failed { throw failed }
  }

  private static func open(_ path: String) throws(FileError) -> Descriptor {
    let descriptor = try Descriptor(
      opening: path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW, mode: 0o600, .create, as: path)
    guard descriptor.tryLock(as: path) else {
      throw FileError(
        .open, path, .outputExists,
        Phrase(zh: "\(path) 正由另一个进程使用", en: "\(path) is in use by another process"))
    }
    return descriptor
  }

  private static func readAll(_ path: String) throws(FileError) -> [UInt8] {
    let file = try MappedFile(path)
    return file.bytes.array(0..<file.count)
  }
}

/// Makes the folder at `path`, for its owner alone, unless it is there.
package func makeFolder(at path: String) throws(FileError) {
  let made = FileSystem.makeFolder(path, mode: 0o700, as: path)
  if made.errno != 0, made.errno != EEXIST { throw FileError(.create, path, errno: made.errno) }
}
