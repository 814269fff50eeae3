/// Bytes on their way to a file: a buffer that grows and is used again and again.
///
/// Rows are written here by the million, so there are no texts and no arrays in between. Every
/// append makes room before it writes, with 16 bytes to spare, so that short pieces can be copied a
/// word at a time, beyond their end.
///
/// Sound: one owner alone has the memory; nothing is written beyond `capacity` nor read beyond
/// `count`.
@safe struct ByteWriter: ~Copyable, @unchecked Sendable {
  private var base: UnsafeMutableRawPointer
  private var capacity: Int
  /// How many bytes were written.
  private(set) var count = 0

  private static let spareBytes = 16

  /// An empty buffer with room for about `capacity` bytes.
  init(capacity: Int = 0) {
    self.capacity = max(capacity, 1 << 12)
    // Only bytes below `count` are ever read; the rest need no beginning value.
    unsafe base = .allocate(byteCount: self.capacity, alignment: 16)
  }

  deinit { unsafe base.deallocate() }

  /// Empties the buffer and keeps its memory.
  mutating func removeAll() { count = 0 }

  /// Reads what was written.
  borrowing func withBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe body(UnsafeRawBufferPointer(start: base, count: count))
  }

  /// Reads what was written, with every access checked.
  borrowing func withSpan(_ body: (Span<UInt8>) -> Void) {
    let start = unsafe UnsafeRawPointer(base).assumingMemoryBound(to: UInt8.self)
    body(unsafe Span(_unsafeStart: start, count: count))
  }

  /// What was written, as an array; for small files and tests.
  var array: [UInt8] { unsafe withBytes { unsafe Array($0) } }

  /// Makes room for `more` bytes and the spare ones.
  @inline(__always)
  private mutating func reserve(_ more: Int) {
    if capacity &- count < more &+ ByteWriter.spareBytes { grow(more) }
  }

  @inline(never)
  private mutating func grow(_ more: Int) {
    let wanted = max(capacity * 2, count + more + ByteWriter.spareBytes)
    let larger = UnsafeMutableRawPointer.allocate(byteCount: wanted, alignment: 16)
    unsafe larger.copyMemory(from: base, byteCount: count)
    unsafe base.deallocate()
    unsafe base = larger
    capacity = wanted
  }
}

// MARK: Appending

extension ByteWriter {
  /// Appends one byte.
  @inline(__always)
  mutating func append(_ byte: UInt8) {
    reserve(1)
    unsafe base.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
    count &+= 1
  }

  /// Appends the first `length` bytes of a word, at most 8, the first in its lowest bits.
  @inline(__always)
  mutating func append(word: UInt64, length: Int) {
    precondition(length <= 8)
    reserve(8)
    unsafe base.storeBytes(of: word.littleEndian, toByteOffset: count, as: UInt64.self)
    count &+= length
  }

  /// Appends `bytes`; short ones, as codes are, by a few words.
  @inline(__always)
  mutating func append(_ bytes: RawSpan) {
    let length = bytes.byteCount
    reserve(length)
    let to = unsafe base + count
    unsafe bytes.withUnsafeBytes { bytes in
      guard length < 32, let from = bytes.baseAddress else {
        if let from = bytes.baseAddress { unsafe to.copyMemory(from: from, byteCount: length) }
        return
      }
      // The last word overlaps the one before, so that nothing beyond the bytes is read.
      var at = 0
      while at < length, length >= 8 {
        at = min(at, length &- 8)
        unsafe to.storeBytes(
          of: from.loadUnaligned(fromByteOffset: at, as: UInt64.self), toByteOffset: at,
          as: UInt64.self)
        at &+= 8
      }
      while at < length {
        unsafe to.storeBytes(
          of: from.load(fromByteOffset: at, as: UInt8.self), toByteOffset: at, as: UInt8.self)
        at &+= 1
      }
    }
    count &+= length
  }

  /// Appends one of some prepared texts, 16 bytes at a time.
  @inline(__always)
  mutating func append(_ pieces: Pieces, _ index: Int) {
    let range = pieces.range(index)
    let length = range.count
    reserve(length)
    let to = unsafe base + count
    let from = unsafe pieces.start + range.lowerBound
    var at = 0
    // Behind the last text there are 16 bytes more, so whole steps stay inside.
    repeat {
      unsafe to.storeBytes(
        of: from.loadUnaligned(fromByteOffset: at, as: SIMD2<UInt64>.self), toByteOffset: at,
        as: SIMD2<UInt64>.self)
      at &+= 16
    } while at < length
    count &+= length
  }

  /// Appends the UTF-8 of `text`.
  mutating func append(_ text: String) { unsafe append(text.utf8Span.span.bytes) }

  /// Appends a text that stands in the program, whose length is known.
  @inline(__always)
  mutating func append(literal text: StaticString) {
    let length = text.utf8CodeUnitCount
    reserve(length)
    unsafe (base + count).copyMemory(from: text.utf8Start, byteCount: length)
    count &+= length
  }

  /// Appends a number in decimal.
  @inline(__always)
  mutating func append(decimal number: Int) {
    if number >= 0, number < 10 { return append(UInt8(truncatingIfNeeded: 0x30 &+ number)) }
    append(decimal: UInt64(number.magnitude), isNegative: number < 0)
  }

  /// Appends a number in decimal. Nearly all have up to three digits, for which nothing is looped.
  @inline(__always)
  mutating func append(decimal number: UInt64, isNegative: Bool = false) {
    if isNegative { append(UInt8(ascii: "-")) }
    guard number < 1000 else { return append(long: number) }
    let digits = ByteWriter.digits(number)
    append(word: digits.word, length: digits.length)
  }

  /// The digits of a number below 1000, the first in the lowest bits.
  @inline(__always)
  private static func digits(_ number: UInt64) -> (word: UInt64, length: Int) {
    let hundreds = number / 100
    let tens = number / 10 % 10
    let word = 0x303030 | hundreds | tens &<< 8 | (number % 10) &<< 16
    let zeros = (number < 100 ? 1 : 0) &+ (number < 10 ? 1 : 0)  // in front
    return (word &>> UInt64(8 &* zeros), 3 &- zeros)
  }

  /// Appends a number of any length, digit by digit.
  private mutating func append(long number: UInt64) {
    guard number < 100_000_000 else {
      append(long: number / 100_000_000)
      return append(eight: number % 100_000_000)
    }
    var word: UInt64 = 0
    var length = 0
    var rest = UInt32(truncatingIfNeeded: number)
    repeat {
      word = word &<< 8 | UInt64(0x30 &+ rest % 10)
      rest /= 10
      length &+= 1
    } while rest > 0
    append(word: word, length: length)
  }

  /// Appends the last eight digits of a longer number, zeros in front included.
  private mutating func append(eight number: UInt64) {
    var word: UInt64 = 0
    var rest = UInt32(truncatingIfNeeded: number)
    for _ in 0..<8 {
      word = word &<< 8 | UInt64(0x30 &+ rest % 10)
      rest /= 10
    }
    append(word: word, length: 8)
  }

  /// Appends a number of thousandths as a decimal without trailing zeros: 655500 as `655.5`. How
  /// many digits there are cannot be foreseen, so a number below 1000 is one word of which as much
  /// counts as it takes.
  @inline(__always)
  mutating func append(thousandths number: Int64) {
    let magnitude = number.magnitude
    let whole = magnitude / 1000
    let rest = magnitude &- whole &* 1000
    let (tenths, hundredths, last) = (rest / 100, rest / 10 % 10, rest % 10)
    let fraction = 0x3030_302E | tenths &<< 8 | hundredths &<< 16 | last &<< 24
    let length = last != 0 ? 4 : hundredths != 0 ? 3 : rest != 0 ? 2 : 0
    guard number >= 0, whole < 1000 else {
      append(decimal: whole, isNegative: number < 0)
      return append(word: fraction, length: length)
    }
    let digits = ByteWriter.digits(whole)
    let word = digits.word | fraction &<< UInt64(truncatingIfNeeded: 8 &* digits.length)
    append(word: word, length: digits.length &+ length)
  }
}
