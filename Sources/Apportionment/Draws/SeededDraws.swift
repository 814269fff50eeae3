import CKernels

/// Draws from a published seed: the first 8 bytes, big-endian, of SHA-256 of
/// `domain` LF `seed` LF counter, the counter in decimal from 0.
///
/// One hash a draw, so that anyone can recompute any of them with a command line. The source is
/// handed from one split to the next: the counter runs on. Hashes with the processor's own
/// instructions where it has them; tests take the same numbers from the definition.
///
/// Sound though it calls C: the kernel writes as many words as the span that it is lent has, reads
/// only the state, and keeps no pointer.
public struct SeededDraws: DrawSource {
  /// How many draws were taken: the counter of the next.
  public var counter: UInt64 { batchStart + UInt64(taken) }

  /// The hash of all that stands before the counter.
  private var head = zb_sha256_begin()
  /// Draws made ahead of time, and the counter of the first of them.
  private var batch = InlineArray<64, UInt64>(repeating: 0)
  private var batchStart: UInt64 = 0
  private var taken = 0

  /// Draws of `domain`, for example `zhibiao-plan-v1`, from a seed; `counter` is that of the first.
  public init(domain: String = "zhibiao-plan-v1", seed: String, counter: UInt64 = 0) {
    batchStart = counter
    let prefix = "\(domain)\n\(seed)\n"
    unsafe prefix.utf8Span.span.withUnsafeBytes {
      unsafe zb_sha256_update(&head, $0.baseAddress, $0.count)
    }
    fill()
  }

  /// The next draw. Complexity: O(1), one hash: about 30 ns.
  @inline(__always)
  public mutating func next() -> UInt64 {
    if taken == batch.count {
      batchStart += UInt64(taken)
      fill()
    }
    defer { taken += 1 }
    return batch[taken]
  }

  @inline(never)
  private mutating func fill() {
    taken = 0
    var head = head
    let first = batchStart
    var span = batch.mutableSpan
    unsafe span.withUnsafeMutableBufferPointer {
      unsafe zb_counted_numbers(&head, first, $0.count, $0.baseAddress)
    }
  }
}
