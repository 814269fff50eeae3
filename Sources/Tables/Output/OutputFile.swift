import FileCalls

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A new file being written. It counts only once it is finished: then its bytes are on the disk.
///
/// Small pieces are gathered, large ones go straight to the system, cut where pages of the file
/// begin, which it takes half again as fast. It is asked every 4 MB to begin writing them to disk,
/// so that little is left to wait for at the end.
///
/// Sound: bytes are lent for the length of a call, and what is kept of them is copied.
public struct OutputFile: ~Copyable, Sendable {
  /// The file's name in its folder.
  public let name: String
  /// How many bytes were appended.
  public private(set) var byteCount = 0

  private let path: String
  private let descriptor: Descriptor
  /// Whether it is a file on a disk, to be waited for; a stream is not.
  private let isOnDisk: Bool
  private var hash: SHA256?
  private var pending: [UInt8] = []
  private var writtenCount = 0
  private var startedCount = 0

  private static let pendingMax = 64 << 10
  /// A few pages: what is written begins and ends at multiples of it.
  private static let unitBytes = 16 << 10
  private static let stepBytes = 4 << 20

  init(name: String, path: String, descriptor: consuming Descriptor, hashing: Bool) {
    self.name = name
    self.path = path
    self.descriptor = descriptor
    isOnDisk = true
    hash = hashing ? SHA256() : nil
  }

  /// Standard output in the place of a file; errors say `path`.
  init(standardOutputAs path: String, _ descriptor: consuming Descriptor) {
    (name, self.path, isOnDisk) = (path, path, false)
    self.descriptor = descriptor
    hash = SHA256()
  }

  /// Appends `bytes`. Complexity: O(`bytes.count`); nothing large is copied.
  public mutating func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    unsafe hash?.update(bytes)
    byteCount += bytes.count
    if pending.count + bytes.count <= OutputFile.pendingMax {
      unsafe pending.append(contentsOf: bytes)
      return
    }
    let unit = OutputFile.unitBytes
    let missing = (unit - (writtenCount + pending.count) % unit) % unit
    let front = min(missing, bytes.count)
    unsafe pending.append(contentsOf: bytes[..<front])
    try flush()
    let rest = bytes.count - front
    let whole = rest < OutputFile.pendingMax ? 0 : rest / unit * unit
    try unsafe write(UnsafeRawBufferPointer(rebasing: bytes[front..<front + whole]))
    unsafe pending.append(contentsOf: bytes[(front + whole)...])
  }

  /// Appends `bytes`.
  public mutating func append(_ bytes: Span<UInt8>) throws(FileError) {
    try unsafe bytes.withUnsafeBytes { (raw) throws(FileError) in try unsafe append(raw) }
  }

  /// Appends the UTF-8 of `text`.
  public mutating func append(_ text: String) throws(FileError) {
    try append(text.utf8Span.span)
  }

  /// Hands all bytes to the system and asks it to begin writing them to disk, without waiting.
  mutating func start() throws(FileError) {
    try flush()
    FileSystem.startWriteback(
      descriptor.number, from: startedCount, count: writtenCount - startedCount)
    startedCount = writtenCount
  }

  /// Waits until all bytes are on the disk. For a file that does its own hashing.
  public consuming func finish() throws(FileError) -> FinishedFile {
    guard let digest = hash?.finish() else {
      preconditionFailure("\(name) was opened without hashing: call finish(digest:)")
    }
    return try finish(digest: digest)
  }

  /// Waits until all bytes are on the disk. `digest` is that of all of them, from elsewhere.
  public consuming func finish(digest: Digest) throws(FileError) -> FinishedFile {
    precondition(hash.map { $0.finish() == digest } ?? true, "another digest than that of \(name)")
    try flush()
    if isOnDisk { try descriptor.sync(as: path) }
    return FinishedFile(name: name, digest: digest, byteCount: byteCount)
  }

  private mutating func flush() throws(FileError) {
    if pending.isEmpty { return }
    let bytes = pending
    pending.removeAll(keepingCapacity: true)
    try unsafe bytes.span.withUnsafeBytes { (raw) throws(FileError) in try unsafe write(raw) }
  }

  private mutating func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    var from = 0
    while from < bytes.count {
      let to = min(bytes.count, from + OutputFile.stepBytes)
      try unsafe descriptor.writeAll(UnsafeRawBufferPointer(rebasing: bytes[from..<to]), as: path)
      writtenCount += to - from
      from = to
      if isOnDisk, writtenCount - startedCount >= OutputFile.stepBytes {
        FileSystem.startWriteback(
          descriptor.number, from: startedCount, count: writtenCount - startedCount)
        startedCount = writtenCount
      }
    }
  }
}

/// A file that is written, whole: what an `OutputFolder` lists in SHA256SUMS, and syncs before its
/// name.
public struct FinishedFile: Hashable, Sendable {
  /// The file's name in its folder.
  public let name: String
  /// The digest of its bytes.
  public let digest: Digest
  /// How many bytes it has.
  public let byteCount: Int

  init(name: String, digest: Digest, byteCount: Int) {
    (self.name, self.digest, self.byteCount) = (name, digest, byteCount)
  }
}
