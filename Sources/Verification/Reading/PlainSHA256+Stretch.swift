import CKernels
import CPlainKernels

/// A long stretch hashed in sixteen pieces side by side.
///
/// A hash is a chain: no piece can begin before the one in front of it is done. The processor's own
/// instructions run along the chain quickly, but a check must not believe them. So they only
/// *guess* the state before each piece; the plain code then hashes all pieces at once, each from
/// its guess, and every piece must end where the next one was guessed to begin. The first begins
/// with the true state, so by induction the last ends with it. A wrong guess is not believed, only
/// useless. Of the longest files `run.json` says the states (``Waypoints``), which are taken for
/// guesses likewise.
enum Stretch {
  /// How many pieces.
  static let pieces = Int(ZP_LANES)
  /// The bytes of one: 65 blocks. An even number of them would put the sixteen places at which is
  /// read into the same few sets of the cache.
  static let pieceBytes = 65 * 64
  /// The bytes of all.
  static let byteCount = pieces * pieceBytes

  /// The states at the ends of sixteen pieces of one length, proven by plain code, where `said`
  /// tells them beforehand; nil where that is wrong or missing.
  static func ends(
    of bytes: Span<UInt8>, from start: PlainSHA256.Words,
    passing said: ArraySlice<PlainSHA256.Words>
  ) -> InlineArray<16, PlainSHA256.Words>? {
    guard said.count == pieces else { return nil }
    var begins = InlineArray<16, PlainSHA256.Words>(repeating: start)
    for (piece, end) in zip(1..<pieces, said) { begins[piece] = end }
    return proven(begins, bytes)
  }

  /// Whether guesses are to be had: without instructions for them, a guess costs as much as the
  /// truth.
  static let canGuess = zb_sha256_is_hardware() != 0

  /// The state after `bytes`, one stretch, proven by plain code; nil where a guess was wrong.
  ///
  /// - Parameter guess: the state after a piece, from that before it.
  static func end(
    of bytes: Span<UInt8>, from start: PlainSHA256.Words,
    guess: (PlainSHA256.Words, Span<UInt8>) -> PlainSHA256.Words = quickGuess
  ) -> PlainSHA256.Words? {
    var guesses = InlineArray<16, PlainSHA256.Words>(repeating: start)
    for piece in 1..<pieces {
      guesses[piece] = guess(guesses[piece - 1], bytes.extracting(range(of: piece - 1)))
    }
    return proven(guesses, bytes)?[pieces - 1]
  }

  /// The same for two stretches of different files: what the processor says of both takes hardly
  /// longer than what it says of one, since each waits for its own results.
  static func ends(
    of first: Span<UInt8>, from firstStart: PlainSHA256.Words, and second: Span<UInt8>,
    from secondStart: PlainSHA256.Words
  ) -> (PlainSHA256.Words?, PlainSHA256.Words?) {
    var a = InlineArray<16, PlainSHA256.Words>(repeating: firstStart)
    var b = InlineArray<16, PlainSHA256.Words>(repeating: secondStart)
    for piece in 1..<pieces {
      var (x, y) = (quick(a[piece - 1]), quick(b[piece - 1]))
      let before = range(of: piece - 1)
      unsafe first.extracting(before).withUnsafeBufferPointer { first in
        unsafe second.extracting(before).withUnsafeBufferPointer { second in
          unsafe zb_sha256_update_two(
            &x, first.baseAddress, first.count, &y, second.baseAddress, second.count)
        }
      }
      (a[piece], b[piece]) = (words(x), words(y))
    }
    return (proven(a, first)?[pieces - 1], proven(b, second)?[pieces - 1])
  }

  private static func range(of piece: Int) -> Range<Int> {
    piece * pieceBytes..<(piece + 1) * pieceBytes
  }

  /// The states at the ends of all pieces of `bytes`, if each but the last ends where the next is
  /// guessed to begin.
  private static func proven(
    _ guesses: InlineArray<16, PlainSHA256.Words>, _ bytes: Span<UInt8>
  ) -> InlineArray<16, PlainSHA256.Words>? {
    var states = guesses
    hashLanes(of: bytes, stride: bytes.count / pieces, &states)
    for piece in 1..<pieces {
      for word in guesses[piece].indices where guesses[piece][word] != states[piece - 1][word] {
        return nil
      }
    }
    return states
  }

  /// Hashes sixteen pieces of whole blocks, `stride` bytes each and one behind the other, each from
  /// its state.
  ///
  /// Sound: the bytes are all those of the pieces, and sixteen states lie one behind the other.
  static func hashLanes(
    of bytes: Span<UInt8>, stride: Int, _ states: inout InlineArray<16, PlainSHA256.Words>
  ) {
    precondition(stride > 0 && stride % 64 == 0 && bytes.count == pieces * stride)
    unsafe bytes.withUnsafeBufferPointer { data in
      unsafe withUnsafeMutableBytes(of: &states) { room in
        let words = unsafe room.baseAddress!.assumingMemoryBound(
          to: (UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32).self)
        unsafe zp_sha256_lanes(words, data.baseAddress!, stride, stride / 64)
      }
    }
  }

  /// The state that the processor's own instructions come to.
  static func quickGuess(
    _ state: PlainSHA256.Words, _ piece: Span<UInt8>
  ) -> PlainSHA256.Words {
    var hash = quick(state)
    unsafe piece.withUnsafeBufferPointer {
      unsafe zb_sha256_update(&hash, $0.baseAddress, $0.count)
    }
    return words(hash)
  }

  /// A quick hash that goes on from `state`.
  private static func quick(_ state: PlainSHA256.Words) -> zb_sha256 {
    var hash = zb_sha256_begin()
    unsafe withUnsafeMutableBytes(of: &hash.state) {
      unsafe $0.storeBytes(of: state, as: PlainSHA256.Words.self)
    }
    return hash
  }

  /// How far it has come.
  private static func words(_ hash: zb_sha256) -> PlainSHA256.Words {
    unsafe withUnsafeBytes(of: hash.state) { unsafe $0.load(as: PlainSHA256.Words.self) }
  }
}
