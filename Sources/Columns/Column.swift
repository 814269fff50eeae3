import CKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A fixed number of plain values in one flat piece of memory, zero to begin with.
///
/// Pages come from the system untouched and, where it can, two megabytes at a time: filling 88 MB
/// costs a quarter of what 4 KB pages cost. Several threads may write disjoint ranges while a
/// column is being built; after that it is only read. Every access is checked against `count`.
@safe public final class Column<Element: BitwiseCopyable>: @unchecked Sendable {
  /// How many values there are.
  public let count: Int
  @usableFromInline let base: UnsafeMutablePointer<Element>
  private let bytes: Int

  /// Columns at least this long ask for huge pages.
  private static var hugeBytes: Int { 4 << 20 }
  /// Shorter columns come from the heap, where memory is at hand; longer ones from the system.
  private static var mappedBytes: Int { 64 << 10 }

  /// `count` zeros.
  public init(count: Int) {
    precondition(count >= 0)
    self.count = count
    bytes = max(1, count * MemoryLayout<Element>.stride)
    if bytes < Column.mappedBytes {
      unsafe base = .allocate(capacity: max(1, count))
      _ = unsafe memset(base, 0, bytes)
      return
    }
    // Anonymous private memory is zero, aligned to a page, and ours alone until `deinit`.
    let memory = unsafe mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | anonymous, -1, 0)
    guard let memory = unsafe memory, unsafe memory != MAP_FAILED else {
      fatalError("out of memory: \(bytes) bytes")
    }
    #if os(Linux)
      if bytes >= Column.hugeBytes { unsafe madvise(memory, bytes, 14 /* MADV_HUGEPAGE */) }
    #endif
    unsafe base = memory.bindMemory(to: Element.self, capacity: max(1, count))
  }

  /// The values of `elements`.
  public convenience init(_ elements: some Collection<Element>) {
    self.init(count: elements.count)
    for (i, element) in elements.enumerated() { self[i] = element }
  }

  deinit {
    if bytes < Column.mappedBytes {
      unsafe base.deallocate()
    } else {
      unsafe munmap(base, bytes)
    }
  }

  /// One value.
  @inlinable
  public subscript(index: Int) -> Element {
    get {
      precondition(index >= 0 && index < count)
      return unsafe base[index]
    }
    _modify {
      precondition(index >= 0 && index < count)
      yield unsafe &base[index]
    }
  }

  /// Reads all values. Keep the span out of hot loops' captures; it is checked at each access.
  @inlinable
  public func withSpan<Result, Failure: Error>(
    _ body: (Span<Element>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let span = unsafe Span(_unsafeStart: UnsafePointer(base), count: count)
    return try body(span)
  }

  /// Reads and writes the values in `range`, which no other thread may be using.
  @inlinable
  public func withMutableSpan<Result, Failure: Error>(
    _ range: Range<Int>, _ body: (inout MutableSpan<Element>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    var span = unsafe MutableSpan(_unsafeStart: base + range.lowerBound, count: range.count)
    return try body(&span)
  }

  /// Reads and writes all values, which no other thread may be using.
  @inlinable
  public func withMutableSpan<Result, Failure: Error>(
    _ body: (inout MutableSpan<Element>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try withMutableSpan(0..<count, body)
  }

  /// Asks the processor to bring a value nearer: for walks that know where they will go next.
  @inline(__always)
  public func prefetch(_ index: Int) {
    precondition(index >= 0 && index < count)
    unsafe zb_prefetch(base + index)
  }

  /// Copies the values at `range` over those of `other` from `start` on.
  @inlinable
  public func copy(_ range: Range<Int>, to other: Column, at start: Int) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    precondition(start >= 0 && start &+ range.count <= other.count && other !== self)
    unsafe (other.base + start).update(from: base + range.lowerBound, count: range.count)
  }

  /// The values as an array; for tests and small columns.
  public var array: [Element] { (0..<count).map { self[$0] } }
}

#if canImport(Darwin)
  private let anonymous = MAP_ANON
#else
  private let anonymous = MAP_ANONYMOUS
#endif
