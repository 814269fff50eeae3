import CKernels
import FileCalls

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Bytes that do not change and can be read by many threads: a mapped file, or memory of our own.
///
/// At least `slack` zero bytes can be read behind the last one, so that code that takes 64 bytes
/// at a time needs no special case at the end.
///
/// Sound: the memory is mapped for reading when the region is made and unmapped when its last owner
/// goes; nothing of ours writes to it in between. A file that another program writes to meanwhile
/// shows it (`MappedFile.checkUnchanged` tells); one that is cut short ends the process with
/// SIGBUS, before any output has its name. No value read from it is trusted to read it again the
/// same.
@safe public final class ByteRegion: @unchecked Sendable {
  /// How many zero bytes can be read behind the last one.
  public static let slack = 64

  /// How many bytes there are.
  public let count: Int
  private let base: UnsafeMutableRawPointer
  private let mappedCount: Int
  private let isFile: Bool

  /// Takes over `mappedCount` mapped bytes, of which the first `count` matter. `isFile`: they are a
  /// file's, and not memory that somebody wrote to.
  fileprivate init(
    owning base: UnsafeMutableRawPointer, count: Int, mappedCount: Int, isFile: Bool = false
  ) {
    precondition(count >= 0 && count + ByteRegion.slack <= mappedCount)
    unsafe self.base = base
    (self.count, self.mappedCount, self.isFile) = (count, mappedCount, isFile)
  }

  deinit { unsafe munmap(base, mappedCount) }

  /// The bytes; the pointer is good until `body` returns.
  public func withBytes<Result: ~Copyable, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe body(UnsafeRawBufferPointer(start: base, count: count))
  }

  /// The bytes, with every access checked.
  public func withSpan<Result: ~Copyable, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let start = unsafe base.assumingMemoryBound(to: UInt8.self)
    let span = unsafe Span(_unsafeStart: UnsafePointer(start), count: count)
    return try body(span)
  }

  /// Lets the pages that lie within `range` go: this process holds them no longer. Whoever reads
  /// them again finds the same, a little later. Only of files; memory of our own stays.
  public func letGo(_ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    let page = Int(getpagesize())
    let (from, to) = ((range.lowerBound + page - 1) / page * page, range.upperBound / page * page)
    if isFile, from < to { unsafe madvise(base + from, to - from, MADV_DONTNEED) }
  }

  /// The bytes `range` as an array, for small pieces.
  public func array(_ range: Range<Int>) -> [UInt8] {
    withSpan { span in range.map { span[$0] } }
  }
}

extension ByteRegion {
  /// A copy of `bytes`; errors say `path`.
  public static func copying(_ bytes: [UInt8], as path: String) throws(FileError) -> ByteRegion {
    var builder = try ByteBuilder(capacity: bytes.count, as: path)
    _ = try unsafe builder.append(room: bytes.count, as: path) { (free) throws(FileError) in
      unsafe free.copyBytes(from: bytes)
      return bytes.count
    }
    return builder.finish()
  }

  /// Maps the first `count` bytes of a file.
  static func mapping(_ file: borrowing Descriptor, count: Int, as path: String) throws(FileError)
    -> ByteRegion
  {
    // First zero pages for all of it and one more, then the file over the first of them: the file
    // may end on a page's last byte, and the slack is still there.
    let page = Int(getpagesize())
    let mappedCount = (count + page - 1) / page * page + page
    let base = try unsafe anonymousMemory(mappedCount, protection: PROT_READ, as: path)
    let mapped = unsafe FileSystem.map(file.number, count: count, over: base, as: path)
    if mapped.errno != 0 {
      unsafe munmap(base, mappedCount)
      throw FileError(.map, path, errno: mapped.errno)
    }
    unsafe madvise(base, count, MADV_WILLNEED)
    return unsafe ByteRegion(owning: base, count: count, mappedCount: mappedCount, isFile: true)
  }
}

/// Bytes under way: memory that grows, and becomes a region when it is whole.
///
/// Sound: only the builder knows the memory until it hands it over, once, in `finish`.
@safe struct ByteBuilder: ~Copyable {
  private(set) var count = 0
  private var base: UnsafeMutableRawPointer
  private var mappedCount: Int

  /// Room for `capacity` bytes; pages that are never written cost nothing. Errors say `path`.
  init(capacity: Int, as path: String) throws(FileError) {
    let page = Int(getpagesize())
    let mappedCount = (capacity + ByteRegion.slack + page - 1) / page * page
    unsafe base = try unsafe anonymousMemory(
      mappedCount, protection: PROT_READ | PROT_WRITE, as: path)
    self.mappedCount = mappedCount
  }

  deinit { unsafe munmap(base, mappedCount) }

  /// Appends what `fill` writes to the buffer that it is given, of at least `room` bytes; it
  /// returns how many it wrote.
  mutating func append(
    room: Int, as path: String, _ fill: (UnsafeMutableRawBufferPointer) throws(FileError) -> Int
  ) throws(FileError) -> Int {
    if mappedCount - ByteRegion.slack - count < room { try grow(by: room, as: path) }
    let free = mappedCount - ByteRegion.slack - count
    let added = try unsafe fill(UnsafeMutableRawBufferPointer(start: base + count, count: free))
    precondition(added >= 0 && added <= free)
    count += added
    return added
  }

  /// The bytes as a region that does not change any more.
  consuming func finish() -> ByteRegion {
    unsafe (base + count).initializeMemory(as: UInt8.self, repeating: 0, count: ByteRegion.slack)
    let page = Int(getpagesize())
    let kept = min(mappedCount, (count + ByteRegion.slack + page - 1) / page * page)
    if kept < mappedCount { unsafe munmap(base + kept, mappedCount - kept) }
    let region = unsafe ByteRegion(owning: base, count: count, mappedCount: kept)
    discard self
    return region
  }

  private mutating func grow(by room: Int, as path: String) throws(FileError) {
    var larger = try ByteBuilder(capacity: max(2 * mappedCount, count + room), as: path)
    unsafe larger.base.copyMemory(from: base, byteCount: count)
    larger.count = count
    self = larger
  }
}

/// Zero pages of the system.
private func anonymousMemory(_ count: Int, protection: Int32, as path: String) throws(FileError)
  -> UnsafeMutableRawPointer
{
  #if canImport(Darwin)
    let flags = MAP_PRIVATE | MAP_ANON
  #else
    let flags = MAP_PRIVATE | MAP_ANONYMOUS
  #endif
  let memory = unsafe mmap(nil, count, protection, flags, -1, 0)
  guard let memory = unsafe memory, unsafe memory != MAP_FAILED else {
    let failed = errno
    // It is reported: a trap that this thread meets later is not for lack of memory.
    errno = 0
    throw FileError(.map, path, errno: failed)
  }
  if count >= 4 << 20 { unsafe zb_prefer_huge_pages(memory, count) }
  return unsafe memory
}
