import CKernels

/// SHA-256 (FIPS 180-4) of bytes that arrive in pieces; the split into pieces changes nothing.
///
/// A plain value: a copy goes on independently. Uses the processor's SHA instructions where it has
/// them (1.8 GB/s on an EPYC core, 0.24 without).
///
/// Sound though it calls C: the kernels read exactly the bytes of the buffer that they are given,
/// write only to the state that they are lent, and keep no pointer.
public struct SHA256: Sendable {
  private var hash: zb_sha256

  /// Nothing hashed yet.
  public init() { hash = zb_sha256_begin() }

  /// Nothing hashed yet; `portable` leaves the processor's SHA instructions aside, for tests.
  init(portable: Bool) { hash = portable ? zb_sha256_begin_portable() : zb_sha256_begin() }

  /// Whether this processor's own SHA instructions are used.
  public static var isHardware: Bool { zb_sha256_is_hardware() != 0 }

  /// How many bytes were hashed.
  var byteCount: Int { Int(hash.length) }

  /// The eight words of the state, written as those of a digest: behind whole blocks, what there is
  /// to know to go on.
  var state: Digest {
    let words = hash.state
    func pair(_ first: UInt32, _ second: UInt32) -> UInt64 { UInt64(first) << 32 | UInt64(second) }
    return Digest(
      words: pair(words.0, words.1), pair(words.2, words.3), pair(words.4, words.5),
      pair(words.6, words.7))
  }

  /// Hashes more bytes. Complexity: O(`bytes.count`).
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    unsafe zb_sha256_update(&hash, bytes.baseAddress, bytes.count)
  }

  /// Hashes more bytes. Complexity: O(`bytes.count`).
  public mutating func update(_ bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBytes { unsafe update($0) }
  }

  /// Hashes the UTF-8 of `text`.
  public mutating func update(_ text: String) { update(text.utf8Span.span) }

  /// Hashes more bytes here and others there. Side by side, two hashes take little longer than one:
  /// each waits for its own results. Complexity: O(bytes of both).
  public static func update(
    _ one: inout SHA256, _ bytes: Span<UInt8>, beside other: inout SHA256, _ others: Span<UInt8>
  ) {
    unsafe bytes.withUnsafeBytes { bytes in
      unsafe others.withUnsafeBytes { others in
        unsafe zb_sha256_update_two(
          &one.hash, bytes.baseAddress, bytes.count, &other.hash, others.baseAddress,
          others.count)
      }
    }
  }

  /// The digest of all bytes so far.
  public func finish() -> Digest {
    var copy = hash
    return Digest(unsafe zb_sha256_digest(&copy))
  }

  /// The digest of `bytes`.
  public static func digest(of bytes: Span<UInt8>) -> Digest {
    var hash = SHA256()
    hash.update(bytes)
    return hash.finish()
  }

  /// The first 8 bytes of the digests of this hash followed by each of the block's first `count`
  /// codes.
  func numbers(
    followedBy block: borrowing CodeBlock, count: Int, into numbers: UnsafeMutablePointer<UInt64>
  ) {
    precondition(count <= CodeBlock.rowsMax && block.lengths.allSatisfy { $0 <= block.width })
    var copy = hash
    unsafe zb_lottery_numbers(&copy, block.slots, block.width, block.lengths, count, numbers)
  }

  /// The digest of this hash followed by `more`, for many short messages with one beginning.
  func finish(followedBy more: Span<UInt8>) -> Digest {
    var copy = hash
    return unsafe more.withUnsafeBufferPointer {
      Digest(unsafe zb_sha256_after(&copy, $0.baseAddress, $0.count))
    }
  }
}

/// The numbers that a lottery draws: of each code, the first 8 bytes (big-endian) of the SHA-256 of
/// a fixed prefix (what is drawn, and the published seed) followed by the code.
///
/// A number depends on nothing but the prefix and the code. Complexity: one or two blocks a number,
/// about 50 ns; nothing is allocated.
public struct LotteryDraw: Sendable {
  private let prefix: SHA256

  /// The draw of `prefix`, for example `zhibiao-lottery-v1`, LF, the seed, LF.
  public init(prefix: String) {
    var hash = SHA256()
    hash.update(prefix)
    self.prefix = hash
  }

  /// The number of `code`; the smaller number comes first.
  public func number(for code: Span<UInt8>) -> UInt64 { digest(for: code).first8Bytes }

  /// The number of `code` in UTF-8; the smaller number comes first.
  public func number(for code: String) -> UInt64 { number(for: code.utf8Span.span) }

  /// The numbers of the first `count` codes of a block.
  func numbers(
    of block: borrowing CodeBlock, count: Int, into numbers: UnsafeMutablePointer<UInt64>
  ) {
    unsafe prefix.numbers(followedBy: block, count: count, into: numbers)
  }

  /// The whole digest, for who wants to see more than the number.
  public func digest(for code: Span<UInt8>) -> Digest { prefix.finish(followedBy: code) }
}

extension Digest {
  fileprivate init(_ digest: zb_digest) {
    let word = digest.word
    self.init(words: word.0, word.1, word.2, word.3)
  }
}
