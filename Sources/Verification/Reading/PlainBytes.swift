import FileCalls

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The bytes of a file, mapped and not copied: several threads read them at once, and no memory is
/// taken that the system does not hold already. Or bytes made here.
///
/// What is digested must be what is checked: `isUnchanged` says, when both are done, whether the
/// file is still the one that was opened and nobody has written to it. One that is cut meanwhile
/// ends the process, before it has said anything.
///
/// Sound: the memory is mapped or allocated when the object is made, written to by nobody, and
/// given back with the object.
@safe final class PlainBytes: @unchecked Sendable {
  private let bytes: UnsafeRawBufferPointer
  /// The file that is mapped, and what it was when it was opened; nil for bytes made here.
  private let file: (number: Int32, status: stat, path: String)?

  /// A copy of bytes made here.
  convenience init(_ own: [UInt8]) {
    unsafe self.init(room: own.count) { room in
      unsafe room.copyBytes(from: own)
      return own.count
    }
  }

  /// At most `room` bytes: as many as `fill` says that it has put into what it is given.
  init(room: Int, _ fill: (UnsafeMutableRawBufferPointer) -> Int) {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: room, alignment: 1)
    let count = unsafe fill(memory)
    unsafe bytes = UnsafeRawBufferPointer(rebasing: memory[..<count])
    file = nil
  }

  /// The file `number` at `path`, open for reading, which is closed with this object. Nil where it
  /// cannot be mapped.
  init?(mapping number: Int32, _ status: stat, _ path: String) {
    let count = Int(status.st_size)
    let base = unsafe mmap(nil, count, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let base = unsafe base, unsafe base != MAP_FAILED else { return nil }
    let mapped = unsafe FileSystem.map(number, count: count, over: base, as: path)
    guard case .success = mapped else {
      unsafe munmap(base, count)
      return nil
    }
    unsafe bytes = UnsafeRawBufferPointer(start: base, count: count)
    file = (number, status, path)
  }

  deinit {
    if let file {
      unsafe munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress!), bytes.count)
      FileSystem.close(file.number)
    } else {
      unsafe bytes.deallocate()
    }
  }

  /// How many bytes there are.
  var count: Int { unsafe bytes.count }

  /// The bytes, with every access checked.
  @inline(__always)
  func withSpan<Result, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe body(Span(_unsafeBytes: bytes))
  }

  /// Lets the pages of a mapped file that lie within `range` go: who reads them again finds the
  /// same, a little later. What has been read and hashed needs no memory.
  func letGo(_ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    let page = Int(getpagesize())
    let (from, to) = ((range.lowerBound + page - 1) / page * page, range.upperBound / page * page)
    if file == nil || from >= to { return }
    let start = unsafe UnsafeMutableRawPointer(mutating: bytes.baseAddress!) + from
    unsafe madvise(start, to - from, MADV_DONTNEED)
  }

  /// A copy, for what is small.
  func array() -> [UInt8] {
    unsafe Array(bytes)
  }

  /// Where `byte` first occurs in `range`; nil where it does not.
  func firstPlace(of byte: UInt8, _ range: Range<Int>) -> Int? {
    withSpan { $0.firstPlace(of: byte, range) }
  }

  /// Whether the file is still what it was when it was opened.
  var isUnchanged: Bool {
    guard let (number, before, path) = file else { return true }
    guard case .success(let now) = FileSystem.status(of: number, as: path) else { return false }
    return now.st_size == before.st_size && now.st_nlink == before.st_nlink
      && areSame(now.modified, before.modified) && areSame(now.changed, before.changed)
  }

  private func areSame(_ a: timespec, _ b: timespec) -> Bool {
    a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec
  }
}

extension stat {
  #if canImport(Darwin)
    fileprivate var modified: timespec { st_mtimespec }
    fileprivate var changed: timespec { st_ctimespec }
  #else
    fileprivate var modified: timespec { st_mtim }
    fileprivate var changed: timespec { st_ctim }
  #endif
}

extension Span<UInt8> {
  /// Where `byte` first occurs in `range`, all that there is unless given; nil where it does not.
  /// The C library looks at many bytes at once.
  ///
  /// Sound: the range lies within the span.
  func firstPlace(of byte: UInt8, _ range: Range<Int>? = nil) -> Int? {
    let range = range ?? 0..<count
    return unsafe extracting(range).withUnsafeBufferPointer { part in
      guard let base = part.baseAddress,
        let found = unsafe memchr(base, Int32(byte), part.count)
      else { return nil }
      return unsafe range.lowerBound + (UnsafeRawPointer(found) - UnsafeRawPointer(base))
    }
  }
}
