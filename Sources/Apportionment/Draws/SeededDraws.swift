/// Draws from a published seed: the first 8 bytes, big-endian, of SHA-256 of
/// `domain` LF `seed` LF counter, the counter in decimal from 0.
///
/// One hash a draw, so that anyone can recompute any of them with a command line. The source is
/// handed from one split to the next: the counter runs on.
public struct SeededDraws: DrawSource {
  /// How many draws were taken: the counter of the next.
  public private(set) var counter: UInt64 = 0

  /// What stands before the counter, but for the whole blocks that are already in `head`.
  private let tail: [UInt8]
  private let head: InlineArray<8, UInt32>
  private let headBytes: Int
  /// The draws of the counters from `counter` on that were hashed ahead: `ready` are left.
  private var ahead = InlineArray<4, UInt64>(repeating: 0)
  private var ready = 0

  /// Draws of `domain`, for example `zhibiao-plan-v1`, from a seed.
  public init(domain: String = "zhibiao-plan-v1", seed: String) {
    let prefix = Array("\(domain)\n\(seed)\n".utf8)
    headBytes = prefix.count / 64 * 64
    var state = SHA256.initial
    for block in stride(from: 0, to: headBytes, by: 64) {
      SHA256.compress(&state, SHA256.words(prefix, at: block))
    }
    head = state
    tail = Array(prefix[headBytes...])
  }

  /// The next draw. Complexity: O(1), one hash.
  public mutating func next() -> UInt64 {
    if ready == 0 { hashAhead() }
    let draw = ahead[4 - ready]
    ready -= 1
    counter += 1
    return draw
  }

  /// Hashes the counters `counter` ..< `counter` + 4 in four lanes.
  private mutating func hashAhead() {
    ready = 4
    // With 8 bytes for the length and one for the mark behind the message, 55 fit in a block.
    let last = counter + 3
    guard tail.count + SeededDraws.digits(last) <= 55 else { return hashOneByOne() }
    var block = InlineArray<16, SHA256.Lanes>(repeating: SHA256.Lanes())
    for (at, byte) in tail.enumerated() { block.put(SHA256.Lanes(repeating: UInt32(byte)), at) }
    for lane in 0..<4 {
      var rest = counter + UInt64(lane)
      let digits = SeededDraws.digits(rest)
      let end = tail.count + digits
      for at in stride(from: end - 1, through: tail.count, by: -1) {
        block.put(UInt32(rest % 10) + 0x30, lane: lane, at)
        rest /= 10
      }
      block.put(0x80, lane: lane, end)
      block[15][lane] = UInt32(truncatingIfNeeded: (headBytes + end) * 8)
    }
    var state = InlineArray<8, SHA256.Lanes> { SHA256.Lanes(repeating: head[$0]) }
    SHA256.compress(&state, block)
    for lane in 0..<4 { ahead[lane] = UInt64(state[0][lane]) << 32 | UInt64(state[1][lane]) }
  }

  /// The same where a message may end in a second block.
  private mutating func hashOneByOne() {
    for lane in 0..<4 {
      var message = tail + Array(String(counter + UInt64(lane)).utf8)
      let bits = (headBytes + message.count) * 8
      message.append(0x80)
      while message.count % 64 != 56 { message.append(0) }
      for shift in stride(from: 56, through: 0, by: -8) { message.append(UInt8(truncatingIfNeeded: bits >> shift)) }
      var state = head
      for block in stride(from: 0, to: message.count, by: 64) {
        SHA256.compress(&state, SHA256.words(message, at: block))
      }
      ahead[lane] = Digest256(state).firstWord
    }
  }

  private static func digits(_ number: UInt64) -> Int {
    var count = 1
    var rest = number / 10
    while rest > 0 {
      count += 1
      rest /= 10
    }
    return count
  }
}

extension InlineArray where Element == SHA256.Lanes {
  /// Sets byte `at` of a block that is zero there, in every lane.
  fileprivate mutating func put(_ bytes: SHA256.Lanes, _ at: Int) {
    self[at / 4] |= bytes &<< SHA256.Lanes(repeating: UInt32(24 - at % 4 * 8))
  }

  /// Sets byte `at` of a block that is zero there, in one lane.
  fileprivate mutating func put(_ byte: UInt32, lane: Int, _ at: Int) {
    self[at / 4][lane] |= byte &<< UInt32(24 - at % 4 * 8)
  }
}
