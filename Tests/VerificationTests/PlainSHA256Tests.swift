import Tables
import TestSupport
import Testing

@testable import Verification

/// The portable hash: the standard's own examples, and the fast one on everything else.
@Suite struct PlainSHA256Tests {
  /// FIPS 180-4 examples (NIST, "SHA256.pdf") and the empty message.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ]) func knownAnswers(_ text: String, _ digest: String) {
    #expect(PlainSHA256.hex(of: Array(text.utf8)) == digest)
  }

  @Test func aMillionTimesA() {
    let hex = PlainSHA256.hex(of: Array(repeating: UInt8(ascii: "a"), count: 1_000_000))
    #expect(hex == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test func everyLengthAndAnyPiecesLikeTheFastOne() {
    var random = SeededGenerator(seed: 7)
    for count in 0...200 {
      let bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      var hash = PlainSHA256()
      var at = 0
      while at < count {
        let end = min(count, at + random.int(0...70))
        hash.update(bytes.span.extracting(at..<end))
        at = end
      }
      let expected = SHA256.digest(of: bytes.span)
      #expect(hash.hex() == expected.description, "\(count) bytes")
      #expect(hash.first8Bytes() == expected.first8Bytes)
      #expect(PlainSHA256.hex(of: bytes) == expected.description)
    }
  }

  /// Four blocks at once and one at a time, and what is left over, in all orders.
  @Test func longPiecesLikeTheFastOne() {
    var random = SeededGenerator(seed: 8)
    for _ in 0..<60 {
      let count = random.int(200...3000)
      let bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      var hash = PlainSHA256()
      var at = 0
      while at < count {
        let end = min(count, at + random.int(1...700))
        hash.update(bytes.span.extracting(at..<end))
        at = end
      }
      #expect(hash.hex() == SHA256.digest(of: bytes.span).description, "\(count) bytes")
    }
  }

  /// FILES.md, "The lottery number", by hand: it is the beginning of one digest.
  @Test func theLotteryIsTheFirstEightBytes() {
    var hash = PlainSHA256()
    hash.update(Array("zhibiao-lottery-v1\nseed\n202600001".utf8).span)
    // printf 'zhibiao-lottery-v1\nseed\n202600001' | sha256sum
    #expect(hash.first8Bytes() == 0x0efd_ea68_2925_1ee6)
  }
}

/// Short messages, sixteen side by side, against one at a time.
@Suite struct ShortHashTests {
  @Test func sixteenAtATimeAreLikeOneAtATime() {
    var random = SeededGenerator(seed: 11)
    // Lengths across the ends of blocks, alike and mixed; numbers of messages that fill the lanes
    // or not.
    for count in [0, 1, 15, 16, 17, 33, 100] {
      for prefixLength in [0, 3, 51, 63, 64, 130] {
        let prefix = (0..<prefixLength).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        var hashes = ShortHashes(beginningWith: prefix)
        var expected: [UInt64] = []
        for number in 0..<count {
          let length = count == 33 ? 12 : number * 7 % 150
          let rest = (0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) }
          hashes.add(rest.span)
          var hash = PlainSHA256()
          hash.update((prefix + rest).span)
          expected.append(hash.first8Bytes())
        }
        hashes.finish()
        #expect(hashes.first8Bytes == expected, "\(count) messages behind \(prefixLength) bytes")
      }
    }
  }
}

/// Sixteen pieces at once: proven, whatever is guessed.
@Suite struct StretchTests {
  private static let bytes = {
    var random = SeededGenerator(seed: 9)
    return (0..<Stretch.byteCount).map { _ in UInt8(truncatingIfNeeded: random.next()) }
  }()
  /// A state in the middle of a message.
  private static let start: PlainSHA256.Words = [1, 2, 3, 5, 8, 13, 21, 34]

  /// The state after `piece`, by the plain code alone.
  private static func plain(
    _ state: PlainSHA256.Words, _ piece: Span<UInt8>
  ) -> PlainSHA256.Words {
    var hash = PlainSHA256(going: state)
    hash.compressAll(piece)
    return hash.state
  }

  @Test func aRightGuessIsTheTruth() throws {
    let end = Stretch.end(of: Self.bytes.span, from: Self.start, guess: Self.plain)
    let expected = Self.plain(Self.start, Self.bytes.span)
    let found = try #require(end)
    for word in found.indices { #expect(found[word] == expected[word]) }
  }

  /// One bit wrong in the guess for any piece: not believed.
  @Test(arguments: 1..<16) func aWrongGuessIsNotBelieved(_ wrong: Int) {
    var piece = 0
    let end = Stretch.end(of: Self.bytes.span, from: Self.start) { state, bytes in
      piece += 1
      var guess = Self.plain(state, bytes)
      if piece == wrong { guess[wrong % 8] ^= 1 << UInt32(wrong) }
      return guess
    }
    #expect(end == nil)
  }

  /// Two messages of many lengths side by side, at the end of a block or not.
  @Test(arguments: [(0, 0), (0, 5), (1, 2), (2, 2), (3, 1)]) func twoAreLikeOneAndOne(
    _ stretches: (Int, Int)
  ) {
    for before in [0, 64, 7] {
      func message(_ count: Int, _ seed: UInt64) -> [UInt8] {
        var random = SeededGenerator(seed: seed)
        return (0..<before + count * Stretch.byteCount + before).map { _ in
          UInt8(truncatingIfNeeded: random.next())
        }
      }
      let (x, y) = (message(stretches.0, 21), message(stretches.1, 22))
      var (a, b) = (PlainSHA256(), PlainSHA256())
      a.update(x.span.extracting(0..<before))
      b.update(y.span.extracting(0..<before))
      PlainSHA256.update(
        &a, x.span.extracting(before..<x.count), &b, y.span.extracting(before..<y.count))
      #expect(a.hex() == SHA256.digest(of: x.span).description)
      #expect(b.hex() == SHA256.digest(of: y.span).description)
    }
  }

  /// Whole files: stretches, and what comes before and behind them.
  @Test func longFilesLikeTheFastOne() {
    for (before, after) in [(0, 0), (1, 63), (64, 1), (300, 700)] {
      let bytes =
        Array(Self.bytes[..<before]) + Self.bytes + Self.bytes + Array(Self.bytes[..<after])
      var hash = PlainSHA256()
      hash.update(bytes.span.extracting(0..<before))
      hash.update(bytes.span.extracting(before..<bytes.count))
      #expect(hash.hex() == SHA256.digest(of: bytes.span).description)
      #expect(PlainSHA256.hex(of: Array(bytes)) == hash.hex())
    }
  }
}
