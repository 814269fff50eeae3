import Columns
import Diagnostics
import Tables

/// A file that was read.
public struct InputDigest: Sendable, Hashable {
  /// The file's name in the case's folder.
  public let name: String
  /// SHA-256 of its bytes.
  public let digest: Digest
  /// How many bytes it has.
  public let byteCount: Int
  /// States on the way to the digest, of a long file.
  public let waypoints: [Digest]

  /// A file that was read.
  public init(name: String, digest: Digest, byteCount: Int, waypoints: [Digest] = []) {
    (self.name, self.digest, self.byteCount) = (name, digest, byteCount)
    self.waypoints = waypoints
  }
}

/// The digests of the files that were read. Large files are digested while the program goes on; who
/// asks for the digests waits until they are made.
public final class InputDigests: Sendable {
  /// A file under way.
  struct Entry: Sendable {
    let name: String
    let bytes: ByteRegion
    /// What it was mapped from; nil where it is not ours to watch.
    let file: MappedFile?
    private let digesting: Digesting

    /// `known` is the hash where that was made before.
    init(
      _ name: String, _ bytes: ByteRegion, _ file: MappedFile?, known: FileHash?, workers: Workers,
      isPatient: Bool
    ) {
      self.name = name
      self.bytes = bytes
      self.file = file
      digesting =
        known.map { Digesting($0) } ?? Digesting(bytes, workers: workers, isPatient: isPatient)
    }

    /// Waits for the digest.
    var input: InputDigest {
      let hash = digesting.hash
      return InputDigest(
        name: name, digest: hash.digest, byteCount: bytes.count, waypoints: hash.waypoints)
    }

    /// Hashes `others` into `hash`, and as many bytes of the file beside them, while some of it
    /// wait. Returns how many of `others` are hashed.
    func hash(beside hash: inout SHA256, _ others: Span<UInt8>) -> Int {
      digesting.hash(beside: &hash, others)
    }
  }
  private let entries: [Entry]
  private let known: [InputDigest]

  /// Digests that are known.
  public init(_ known: [InputDigest] = []) {
    self.known = known
    entries = []
  }

  init(_ entries: [Entry]) {
    self.entries = entries
    known = []
  }

  /// All of them, in order of the names' bytes.
  public var all: [InputDigest] {
    (known + entries.map(\.input)).sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// The digest of the file called `name`, which is waited for alone.
  func digest(of name: String) -> Digest? {
    if let entry = entries.first(where: { sameBytes($0.name, name) }) { return entry.input.digest }
    return known.first { sameBytes($0.name, name) }?.digest
  }

  /// Hashes `bytes` into `hash`, and beside them what of a file waits for idle time: two hashes at
  /// once take little longer than one.
  func hash(_ bytes: Span<UInt8>, into hash: inout SHA256) {
    var done = 0
    for entry in entries where done < bytes.count {
      done += entry.hash(beside: &hash, bytes.extracting(done..<bytes.count))
    }
    hash.update(bytes.extracting(done..<bytes.count))
  }

  /// Lets the files' pages go when all is read; those still to be hashed come back one by one.
  func letGo() {
    for entry in entries { entry.bytes.letGo(0..<entry.bytes.count) }
  }

  /// Refuses a file that was changed since it was opened.
  func checkUnchanged() throws(FileError) {
    for entry in entries { try entry.file?.checkUnchanged() }
  }
}
