import CKernels
import CPlainKernels

/// A long stretch hashed in sixteen pieces side by side.
///
/// A hash is a chain: no piece can begin before the one in front of it is done. The processor's own
/// instructions run along the chain quickly, but a check must not believe them. So they only *guess* the
/// state before each piece; the plain code then hashes all pieces at once, each from its guess, and
/// every piece must end where the next one was guessed to begin. The first begins with the true state,
/// so by induction the last ends with it. A wrong guess is not believed, only useless.
enum Stretch {
  /// How many pieces.
  static let pieces = Int(ZP_LANES)
  /// The bytes of one: 65 blocks. An even number of them would put the sixteen places at which is read
  /// into the same few sets of the cache.
  static let pieceBytes = 65 * 64
  /// The bytes of all.
  static let byteCount = pieces * pieceBytes

  /// Whether guesses are to be had: without instructions for them, a guess costs as much as the truth.
  static let canGuess = zb_sha256_is_hardware() != 0

  /// The state after `bytes`, one stretch, proven by plain code; nil where a guess was wrong.
  ///
  /// - Parameter guess: the state after a piece, from that before it.
  static func end(
    of bytes: Span<UInt8>, from start: PlainSHA256.Words,
    guess: (PlainSHA256.Words, Span<UInt8>) -> PlainSHA256.Words = quickGuess
  ) -> PlainSHA256.Words? {
    var states = InlineArray<16, PlainSHA256.Words>(repeating: start)
    for piece in 1..<pieces {
      let before = bytes.extracting((piece - 1) * pieceBytes..<piece * pieceBytes)
      states[piece] = guess(states[piece - 1], before)
    }
    let guesses = states
    precondition(bytes.count == byteCount)
    hashLanes(of: bytes, stride: pieceBytes, &states)
    for piece in 1..<pieces {
      for word in start.indices where guesses[piece][word] != states[piece - 1][word] { return nil }
    }
    return states[pieces - 1]
  }

  /// Hashes sixteen pieces of whole blocks, `stride` bytes each and one behind the other, each from its state.
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
    var hash = zb_sha256_begin()
    unsafe withUnsafeMutableBytes(of: &hash.state) {
      unsafe $0.storeBytes(of: state, as: PlainSHA256.Words.self)
    }
    unsafe piece.withUnsafeBufferPointer {
      unsafe zb_sha256_update(&hash, $0.baseAddress, $0.count)
    }
    return unsafe withUnsafeBytes(of: &hash.state) { unsafe $0.load(as: PlainSHA256.Words.self) }
  }
}
