import Columns
import Synchronization
import Tables

/// An output file that one worker writes to and another hashes, each in the order of the bytes; in
/// the end a thread of its own waits for the disk, while the next file is already being written.
final class FileSink: Sendable {
  private let output: Output
  private let hashing: Mutex<WaypointHash>
  private let finishing = Mutex<Job?>(nil)
  private let hashed = Mutex<FileHash?>(nil)
  /// The file's name in its folder.
  let name: String

  /// Writes and hashes `header`, then what comes.
  init(_ file: consuming OutputFile, header: String) {
    name = file.name
    output = Output(file)
    hashing = Mutex(WaypointHash())
    hashing.withLock { $0.update(header.utf8Span.span) }
    output.write { (file) throws(FileError) in try file.append(header) }
  }

  deinit { finishing.withLock { $0.take() }?.join() }

  /// Whether writing has failed; the rest is then left out. Asked without waiting for who is
  /// writing.
  var hasFailed: Bool { output.hasFailed.load(ordering: .relaxed) }

  /// Appends what `bytes` holds.
  func write(_ bytes: borrowing ByteWriter) {
    output.write { (file) throws(FileError) in
      try unsafe bytes.withBytes { (raw) throws(FileError) in try unsafe file.append(raw) }
    }
  }

  /// Hashes what `bytes` holds, as `update` does it.
  func hash(_ bytes: borrowing ByteWriter, _ update: RowPipeline.Hashing) {
    hashing.withLock { hash in bytes.withSpan { hash.update($0, by: update) } }
  }

  /// Begins to wait for the disk.
  func beginFinish() {
    let hash = hashing.withLock { $0.finish() }
    hashed.withLock { $0 = hash }
    let job = Job { [output] in output.finish(hash.digest) }
    finishing.withLock { $0 = job }
  }

  /// The hash of all bytes, known before they are on the disk.
  var hash: FileHash {
    guard let hash = hashed.withLock({ $0 }) else { preconditionFailure("not all is hashed") }
    return hash
  }

  /// Counts the file as part of `folder`, which waits for it when it is committed. What has failed
  /// already is thrown at once.
  func register(in folder: inout OutputFolder) throws(FileError) {
    if hasFailed { _ = try finish() }
    folder.register(name, hash.digest) { [self] () throws(FileError) in _ = try finish() }
  }

  /// Waits until all bytes are on the disk.
  func finish() throws(FileError) -> FinishedFile {
    finishing.withLock { $0.take() }?.join()
    return try output.finished()
  }
}

/// The file itself, and what became of it.
private final class Output: Sendable {
  private struct State: ~Copyable {
    var file: OutputFile?
    var failure: FileError?
    var finished: FinishedFile?
  }
  private let state: Mutex<State>
  let hasFailed = Atomic<Bool>(false)

  init(_ file: consuming OutputFile) {
    state = Mutex(State(file: consume file, failure: nil, finished: nil))
  }

  func write(_ body: (inout OutputFile) throws(FileError) -> Void) {
    state.withLock { state in
      if state.failure != nil { return }
      do throws(FileError) { try body(&state.file!) } catch { fail(&state, error) }
    }
  }

  func finish(_ digest: Digest) {
    state.withLock { state in
      guard state.failure == nil, let file = state.file.take() else { return }
      do throws(FileError) {
        state.finished = try file.finish(digest: digest)
      } catch {
        fail(&state, error)
      }
    }
  }

  private func fail(_ state: inout State, _ error: FileError) {
    state.failure = error
    hasFailed.store(true, ordering: .relaxed)
  }

  func finished() throws(FileError) -> FinishedFile {
    let (finished, failure) = state.withLock { ($0.finished, $0.failure) }
    if let failure { throw failure }
    guard let finished else { preconditionFailure("finish without beginFinish") }
    return finished
  }
}
