import Columns
import Diagnostics
import Synchronization
import Tables

/// A file that was read.
public struct InputDigest: Sendable, Hashable {
  /// The file's name in the case's folder.
  public let name: String
  /// SHA-256 of its bytes.
  public let digest: Digest
  /// How many bytes it has.
  public let byteCount: Int

  /// A file that was read.
  public init(name: String, digest: Digest, byteCount: Int) {
    self.name = name
    self.digest = digest
    self.byteCount = byteCount
  }
}

/// The digests of the files that were read. Large files are digested while the program goes on; who asks
/// for the digests waits until they are made.
public final class InputDigests: Sendable {
  /// A file under way.
  struct Entry: Sendable {
    let name: String
    let bytes: ByteRegion
    /// What it was mapped from; nil where it is not ours to watch.
    let file: MappedFile?
    private let digesting: Digesting

    /// `known` is the digest where that was made before.
    init(
      _ name: String, _ bytes: ByteRegion, _ file: MappedFile?, known: Digest?, workers: Workers,
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
      InputDigest(name: name, digest: digesting.digest, byteCount: bytes.count)
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

  /// Lets the files' pages go when all is read; those still to be hashed come back one by one.
  func letGo() {
    for entry in entries { entry.bytes.letGo(0..<entry.bytes.count) }
  }

  /// Refuses a file that was changed since it was opened.
  func checkUnchanged() throws(FileError) {
    for entry in entries { try entry.file?.checkUnchanged() }
  }
}

/// The digest of a file. That of a large one is made on a thread of its own: while the file is read, or,
/// where that can wait, when not all cores are busy with something else.
private final class Digesting: Sendable {
  private let result = Mutex<Digest?>(nil)
  private let work = Mutex<SpareWork?>(nil)

  /// So much is hashed without a pause: half a millisecond.
  private static let pieceBytes = 1 << 20
  /// With more cores, hashing takes longer than all the rest, and must not wait.
  private static let patientMax = 2

  /// A digest that is known.
  init(_ digest: Digest) { result.withLock { $0 = digest } }

  init(_ region: ByteRegion, workers: Workers, isPatient: Bool) {
    guard workers.count > 1, region.count > Digesting.pieceBytes else {
      let digest = unsafe region.withBytes { unsafe SHA256.digest(of: $0) }
      result.withLock { $0 = digest }
      return
    }
    let waits = isPatient && workers.count <= Digesting.patientMax
    let work = SpareWork { [self] pause in
      let digest = unsafe region.withBytes { bytes in
        var hash = SHA256()
        for start in stride(from: 0, to: bytes.count, by: Digesting.pieceBytes) {
          if waits { pause() }
          let end = min(start + Digesting.pieceBytes, bytes.count)
          unsafe hash.update(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
          if waits { region.letGo(start..<end) }
        }
        return hash.finish()
      }
      result.withLock { $0 = digest }
    }
    self.work.withLock { $0 = work }
  }

  /// Waits for the digest.
  var digest: Digest {
    work.withLock {
      $0?.finish()
      $0 = nil
    }
    return result.withLock { $0! }
  }
}
