import CKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A fixed number of plain values in one flat piece of memory, zero to begin with unless `unset`.
///
/// Several threads may write disjoint ranges while a column is being built; after that it is only
/// read. That the ranges are disjoint is up to the callers, who cut them by `Workers.slice` or by
/// rows: nothing checks it.
///
/// Sound where callers keep to that: the memory is the column's alone until it goes, and every
/// access is checked against `count`.
@safe public final class Column<Element: BitwiseCopyable>: @unchecked Sendable {
  /// How many values there are.
  public let count: Int
  @usableFromInline let base: UnsafeMutablePointer<Element>
  private let bytes: Int
  private let source: Source

  /// Where a column's memory comes from, and goes back to.
  private enum Source {
    case heap, pool, system
  }

  /// Shorter columns come from the heap, where memory is at hand; longer ones from the pool.
  private static var stockBytes: Int { 1 << 20 }

  /// `count` zeros.
  public convenience init(count: Int) {
    self.init(count, Column.isShort(count) ? .heap : .pool, isZero: true)
  }

  /// `count` values of whatever was in memory: for a column that is filled before it is read. Not
  /// every type has a value for any bits (a `Bool` has two), so only this package may ask for any.
  @usableFromInline
  package convenience init(uninitialized count: Int) {
    self.init(count, Column.isShort(count) ? .heap : .pool, isZero: false)
  }

  /// `count` zeros of which few are ever touched: memory is taken page by page, where it is used.
  public convenience init(sparse count: Int) {
    self.init(count, Column.isShort(count) ? .heap : .system, isZero: true)
  }

  private static func isShort(_ count: Int) -> Bool {
    count * MemoryLayout<Element>.stride < stockBytes
  }

  private init(_ count: Int, _ source: Source, isZero: Bool) {
    precondition(count >= 0)
    self.count = count
    self.source = source
    bytes = max(1, count * MemoryLayout<Element>.stride)
    switch source {
    case .heap:
      unsafe base = .allocate(capacity: max(1, count))
      if isZero { _ = unsafe memset(base, 0, bytes) }
    case .pool:
      let piece = unsafe PagePool.take(bytes)
      if isZero, unsafe !piece.isZero { _ = unsafe memset(piece.memory, 0, bytes) }
      unsafe base = piece.memory.bindMemory(to: Element.self, capacity: max(1, count))
    case .system:
      let memory = unsafe PagePool.pages(bytes, sparse: true)
      unsafe base = memory.bindMemory(to: Element.self, capacity: max(1, count))
    }
  }

  /// The values of `elements`. Inlinable, because a loop over a sequence that the compiler does not
  /// know asks for its types at every step.
  @inlinable
  public convenience init(_ elements: some Collection<Element>) {
    self.init(uninitialized: elements.count)
    var at = 0
    for element in elements {
      self[at] = element
      at += 1
    }
    precondition(at == count)
  }

  deinit {
    switch source {
    case .heap: unsafe base.deallocate()
    case .pool: unsafe PagePool.give(base, bytes)
    case .system: unsafe munmap(base, bytes)
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
  @inlinable @inline(__always)
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

extension Column where Element: FixedWidthInteger {
  /// `count` numbers of whatever was in memory: for a column that is filled before it is read.
  public convenience init(unset count: Int) { self.init(uninitialized: count) }
}
