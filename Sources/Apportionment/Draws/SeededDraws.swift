/// Draws from a published seed: the first 8 bytes, big-endian, of SHA-256 of
/// `domain` LF `seed` LF counter, the counter in decimal from 0.
///
/// One hash a draw, so that anyone can recompute any of them with a command line. The source is
/// handed from one split to the next: the counter runs on.
public struct SeededDraws: DrawSource {
  /// How many draws were taken: the counter of the next.
  public private(set) var counter: UInt64 = 0

  /// The state after the whole blocks that stand before the counter, and what is left of them.
  private let head: InlineArray<8, UInt32>
  private let headBytes: Int
  private let tail: [UInt8]
  /// `tail` as words, when it and 20 digits fit in one block.
  private let template: SHA256.Schedule?

  /// Draws of `domain`, for example `zhibiao-plan-v1`, from a seed.
  public init(domain: String = "zhibiao-plan-v1", seed: String) {
    let prefix = Array("\(domain)\n\(seed)\n".utf8)
    headBytes = prefix.count / 64 * 64
    var state = SHA256.initial
    for at in stride(from: 0, to: headBytes, by: 64) {
      var block = SHA256.words(prefix, at: at)
      SHA256.compress(&state, &block)
    }
    head = state
    tail = Array(prefix[headBytes...])
    let padded = tail + Array(repeating: 0, count: 64 - tail.count)
    // 8 bytes for the length, one for the mark behind the message.
    template = tail.count + 20 <= 55 ? SHA256.words(padded, at: 0) : nil
  }

  /// The next draw. Complexity: O(1), one hash.
  ///
  /// A lottery over millions of cells is better served by a source that hashes with the processor's
  /// own instructions; this one is portable.
  public mutating func next() -> UInt64 {
    defer { counter += 1 }
    guard var block = template else { return longDraw() }
    var at = tail.count
    var power: UInt64 = 1
    while counter / power >= 10 { power *= 10 }
    while power > 0 {
      block.put(UInt8(counter / power % 10) + UInt8(ascii: "0"), at: at)
      power /= 10
      at += 1
    }
    block.put(0x80, at: at)
    block[15] = UInt32(truncatingIfNeeded: (headBytes + at) * 8)
    var state = head
    SHA256.compress(&state, &block)
    return UInt64(state[0]) << 32 | UInt64(state[1])
  }

  /// The same where the message may end in a second block.
  private func longDraw() -> UInt64 {
    var message = tail + Array(String(counter).utf8)
    let bits = (headBytes + message.count) * 8
    message.append(0x80)
    while message.count % 64 != 56 { message.append(0) }
    for shift in stride(from: 56, through: 0, by: -8) {
      message.append(UInt8(truncatingIfNeeded: bits >> shift))
    }
    var state = head
    for at in stride(from: 0, to: message.count, by: 64) {
      var block = SHA256.words(message, at: at)
      SHA256.compress(&state, &block)
    }
    return Digest256(state).firstWord
  }
}

extension SHA256.Schedule {
  /// Sets byte `at` of a block that is zero there.
  fileprivate mutating func put(_ byte: UInt8, at: Int) {
    self[at / 4] |= UInt32(byte) &<< UInt32(24 - at % 4 * 8)
  }
}
