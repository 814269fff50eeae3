import CKernels

/// The bytes of a table as UTF-8 without a byte order mark, wherever they lie: mapped, read or
/// transcoded. They do not change as long as this value lives.
///
/// Sound: their owner is held as long, nobody writes to them, and every range is checked.
@safe public final class TextBytes: @unchecked Sendable {
  /// How many bytes there are.
  public let count: Int
  @usableFromInline let base: UnsafePointer<UInt8>
  private let owner: AnyObject?
  /// What is known of lines and quotes, where somebody has looked at all bytes already.
  let segments: [TextSegment]?

  /// The bytes at `base`, which `owner` keeps alive and unchanged.
  @unsafe public init(base: UnsafePointer<UInt8>, count: Int, owner: AnyObject?) {
    unsafe self.base = base
    self.count = count
    self.owner = owner
    segments = nil
  }

  /// The same bytes, of which `segments` are known.
  init(_ text: TextBytes, segments: [TextSegment]) {
    unsafe base = text.base
    (count, owner) = (text.count, text)
    self.segments = segments
  }

  /// The bytes of `region` from `start` on.
  public convenience init(_ region: ByteRegion, from start: Int = 0) {
    precondition(start <= region.count)
    let base = unsafe region.withBytes { bytes in
      unsafe bytes.baseAddress!.assumingMemoryBound(to: UInt8.self) + start
    }
    unsafe self.init(base: base, count: region.count - start, owner: region)
  }

  /// A copy of `bytes`.
  public convenience init(_ bytes: some Collection<UInt8>) {
    let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(1, bytes.count))
    _ = unsafe copy.initialize(from: bytes)
    let owner = unsafe OwnedBytes(copy)
    unsafe self.init(base: UnsafePointer(copy.baseAddress!), count: bytes.count, owner: owner)
  }

  /// Reads the bytes at `range`.
  @inlinable
  public func withBytes<Result, Failure: Error>(
    _ range: Range<Int>, _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    let span = unsafe RawSpan(_unsafeStart: base + range.lowerBound, byteCount: range.count)
    return try body(span)
  }

  /// Prefetches the bytes at `range`, as far as there are some, for who will read them a little
  /// later.
  func prefetch(_ range: Range<Int>) {
    let range = range.clamped(to: 0..<count)
    unsafe UnsafeRawPointer(base + range.lowerBound).withMemoryRebound(
      to: CChar.self, capacity: range.count
    ) { unsafe zb_prefetch_all($0, range.count) }
  }

  /// One byte.
  @inlinable
  public subscript(at: Int) -> UInt8 {
    precondition(at >= 0 && at < count)
    return unsafe base[at]
  }

  /// Lets the pages of a mapped file that lie within `range` go: see `ByteRegion.letGo`.
  func letGo(_ range: Range<Int>) {
    if let text = owner as? TextBytes { return text.letGo(range) }
    guard let region = owner as? ByteRegion else { return }
    let front = region.count - count
    region.letGo(front + range.lowerBound..<front + range.upperBound)
  }

  /// The bytes at `range`, copied.
  public func array(_ range: Range<Int>) -> [UInt8] {
    withBytes(range) { $0.array(0..<range.count) }
  }
}

@safe private final class OwnedBytes {
  private let buffer: UnsafeMutableBufferPointer<UInt8>
  init(_ buffer: UnsafeMutableBufferPointer<UInt8>) { unsafe self.buffer = buffer }
  deinit { unsafe buffer.deallocate() }
}
