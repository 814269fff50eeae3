import Columns
import Diagnostics
import TestSupport
import Testing

@testable import Tables

@Suite("SHA-256") struct SHA256Tests {
  /// NIST: FIPS 180-4 examples, and the CAVP vectors of short messages.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqr"
        + "lmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
  ])
  func nist(message: String, expected: String) {
    for portable in [false, true] {
      var hash = SHA256(portable: portable)
      hash.update(message)
      #expect(hash.finish().description == expected)
    }
    let drawn = LotteryDraw(prefix: "").digest(for: message.utf8Span.span)
    #expect(drawn.description == expected)
  }

  @Test func nistMillionTimesA() {
    for portable in [false, true] {
      var hash = SHA256(portable: portable)
      hash.update(String(repeating: "a", count: 1_000_000))
      let expected = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
      #expect(hash.finish().description == expected)
    }
  }

  @Test func everyLengthPortableEqualsHardware() {
    for count in 0...300 {
      let bytes = sample(count)
      var portable = SHA256(portable: true)
      portable.update(bytes.span)
      #expect(SHA256.digest(of: bytes.span) == portable.finish(), "\(count) bytes")
    }
  }

  @Test func theSplitChangesNothing() {
    let bytes = sample(300)
    let whole = SHA256.digest(of: bytes.span)
    for first in 0...300 {
      for second in [first, (first + 1), (first + 63), (first + 64), 300] where second <= 300 {
        var hash = SHA256()
        hash.update(bytes.span.extracting(0..<first))
        hash.update(bytes.span.extracting(first..<second))
        hash.update(bytes.span.extracting(second..<300))
        #expect(hash.finish() == whole, "split at \(first) and \(second)")
      }
    }
  }

  /// Two hashes side by side are what each is alone: of any lengths, behind any beginnings, with
  /// the processor's instructions and without.
  @Test func twoAtOnceAreWhatEachIs() {
    let bytes = sample(700)
    let lengths = [0, 1, 55, 63, 64, 65, 127, 128, 129, 300, 700]
    for first in [0, 1, 63, 64, 100] {
      for second in [0, 1, 37, 64] {
        for (count, other) in lengths.flatMap({ count in lengths.map { (count, $0) } }) {
          for portable in [(false, false), (true, false), (true, true)] {
            var one = SHA256(portable: portable.0)
            var two = SHA256(portable: portable.1)
            one.update(bytes.span.extracting(0..<first))
            two.update(bytes.span.extracting(0..<second))
            SHA256.update(
              &one, bytes.span.extracting(0..<count), beside: &two,
              bytes.span.extracting((700 - other)..<700))
            #expect(one.finish() == plain(bytes[0..<first] + bytes[0..<count]))
            #expect(two.finish() == plain(bytes[0..<second] + bytes[(700 - other)...]))
          }
        }
      }
    }
  }

  private func plain(_ bytes: ArraySlice<UInt8>) -> Digest {
    var hash = SHA256(portable: true)
    hash.update(Array(bytes).span)
    return hash.finish()
  }

  @Test func finishingIsNotTheEnd() {
    var hash = SHA256()
    hash.update("ab")
    _ = hash.finish()
    let copy = hash
    hash.update("c")
    #expect(hash.finish() == SHA256.digest(of: "abc".utf8Span.span))
    #expect(copy.finish() == SHA256.digest(of: "ab".utf8Span.span))
  }

  @Test func aLotteryNumberIsTheStartOfTheDigest() {
    for prefixCount in [0, 1, 20, 54, 55, 56, 63, 64, 65, 84, 119, 120, 128] {
      let prefix = String(repeating: "p", count: prefixCount)
      let draw = LotteryDraw(prefix: prefix)
      for codeCount in 0...130 {
        let code = String(repeating: "7", count: codeCount)
        var whole = SHA256(portable: true)
        whole.update(prefix + code)
        #expect(draw.digest(for: code.utf8Span.span) == whole.finish())
        #expect(draw.number(for: code) == whole.finish().first8Bytes)
      }
    }
  }

  /// From `printf 'zhibiao-lottery-v1\n2026\n012001' | sha256sum`.
  @Test func aLotteryNumberByOtherMeans() {
    let draw = LotteryDraw(prefix: "zhibiao-lottery-v1\n2026\n")
    #expect(draw.number(for: "012001") == 0x0f31_77dc_6547_8947)
  }

  /// Many at once are what each is by itself: codes of one length and of several, longer than their
  /// slot, longer than the last block, in any order and again.
  @Test(arguments: [[12], [4, 12, 7], [12, 12, 64], [70, 3, 120, 200], [1]])
  func manyLotsAreWhatEachIs(lengths: [Int]) throws {
    let draw = LotteryDraw(prefix: "zhibiao-lottery-v1\n\(String(repeating: "x", count: 33))\n")
    let texts = (0..<150).map { row in
      String((0..<lengths[row % lengths.count]).map { Character("\(($0 * 7 + row) % 10)") })
    }
    let codes = try codeColumn(texts)
    let rows = (0..<200).map { Int32(($0 * 37 + 11) % texts.count) }
    for count in [0, 1, 2, 63, 64, 65, 131, 200] {
      var numbers = Array(repeating: UInt64(0), count: count)
      var places = numbers.mutableSpan
      draw.numbers(of: rows.span.extracting(0..<count), in: codes, into: &places)
      #expect(numbers == rows.prefix(count).map { draw.number(for: texts[Int($0)]) })
    }
  }

  /// The codes of a table's one column.
  private func codeColumn(_ texts: [String]) throws -> CodeColumn {
    var (log, workers) = (ProblemLog(), Workers(count: 2))
    let bytes = TextBytes(("code,x\n" + texts.map { $0 + ",\n" }.joined()).utf8)
    let table = try #require(CSVTable.open("codes", bytes, workers: workers, log: &log))
    workers = Workers(count: 1)
    let codes = table.codes(width: texts[0].utf8.count, workers: workers, log: &log)
    #expect(log.isClean)
    return codes
  }

  private func sample(_ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 131 &+ 7) }
  }
}

@Suite("Digest") struct DigestTests {
  let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

  @Test func hexThereAndBack() throws {
    #expect(try #require(Digest(hex: abc)).description == abc)
    #expect(try #require(Digest(hex: abc.uppercased())).description == abc)
    let zeros = String(repeating: "0", count: 64)
    #expect(try #require(Digest(hex: zeros)).description == zeros)
    #expect(Digest(hex: abc)?.first8Bytes == 0xba78_16bf_8f01_cfea)
  }

  @Test func whatIsNoDigest() {
    #expect(Digest(hex: "") == nil)
    #expect(Digest(hex: abc.dropLast()) == nil)
    #expect(Digest(hex: abc + "0") == nil)
    #expect(Digest(hex: abc.dropLast() + "g") == nil)
    #expect(Digest(hex: abc.dropLast(2) + "é") == nil)
  }

  @Test func orderIsThatOfTheBytes() throws {
    let least = try #require(Digest(hex: String(repeating: "0", count: 64)))
    var last = least
    for nibble in (0..<64).reversed() {
      var digits = Array(repeating: Character("0"), count: 64)
      digits[nibble] = "8"
      let next = try #require(Digest(hex: String(digits)))
      #expect(last < next && least < next && !(next < next))
      last = next
    }
  }
}
