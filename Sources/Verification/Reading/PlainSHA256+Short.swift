import CPlainKernels

/// Short messages that begin alike, such as those of which lottery numbers are made: sixteen are
/// hashed side by side, by the standard's own lines in plain C (``PlainSHA256`` hashes one at a
/// time, and is what this is tested against).
struct ShortHashes {
  /// The first 8 bytes of each message's digest, big-endian, in the order in which they were added.
  private(set) var first8Bytes: [UInt64] = []
  private let prefix: [UInt8]
  /// The messages that wait: each padded to `blocks` blocks (FIPS 180-4, section 5.1.1), one behind
  /// the other.
  private var waiting: [UInt8] = []
  private var count = 0
  /// A padded message whose rest, of `restCount` bytes, is zeros.
  private var form: [UInt8] = []
  private var restCount = -1
  private var blocks = 0

  /// Messages that begin with `prefix`.
  init(beginningWith prefix: [UInt8]) { self.prefix = prefix }

  /// Adds the message that goes on with `rest`. Complexity: O(its length).
  mutating func add(_ rest: Span<UInt8>) {
    if rest.count != restCount { makeForm(rest.count) }
    if count == Stretch.pieces || form.count != blocks * 64 { finish() }
    blocks = form.count / 64
    let start = waiting.count + prefix.count
    waiting.append(contentsOf: form)
    for at in 0..<rest.count { waiting[start + at] = rest[at] }
    count += 1
  }

  /// Makes the padded form of messages with so much behind the prefix: a one bit behind it, zeros,
  /// and eight bytes for the length.
  private mutating func makeForm(_ count: Int) {
    restCount = count
    let length = prefix.count + count
    form = prefix + Array(repeating: 0, count: count) + [0x80]
    form += Array(repeating: 0, count: (length + 1 + 8 + 63) / 64 * 64 - length - 9)
    for byte in (0..<8).reversed() {
      form.append(UInt8(truncatingIfNeeded: UInt64(length * 8) >> UInt64(8 * byte)))
    }
  }

  /// Hashes the messages that wait: call it behind the last.
  mutating func finish() {
    if count == 0 { return }
    let stride = blocks * 64
    // Lanes without a message hash zeros, which nobody asks for.
    waiting.append(contentsOf: repeatElement(0, count: (Stretch.pieces - count) * stride))
    var states = InlineArray<16, PlainSHA256.Words>(repeating: PlainSHA256().state)
    Stretch.hashLanes(of: waiting.span, stride: stride, &states)
    for lane in 0..<count {
      first8Bytes.append(UInt64(states[lane][0]) << 32 | UInt64(states[lane][1]))
    }
    waiting.removeAll(keepingCapacity: true)
    count = 0
  }
}
