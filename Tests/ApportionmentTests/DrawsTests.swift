import Testing

@testable import Apportionment

@Suite("Draws")
struct DrawsTests {
  /// FIPS 180-4 examples, and the million of `a`.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
  ])
  func sha256(text: String, digest: String) {
    #expect(SHA256.digest(Array(text.utf8)).hexadecimal == digest)
  }

  @Test func sha256OfAMillion() {
    #expect(
      SHA256.digest(Array(repeating: UInt8(ascii: "a"), count: 1_000_000)).hexadecimal
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  /// The kernel against one digest a draw: over seeds of every length, where a batch ends, and where
  /// the counter gets a digit more.
  @Test func seededDrawsAreHashesOfCounters() {
    for length in [1, 7, 16, 17, 18, 19, 20, 36, 37, 38, 39, 40, 46, 47, 48, 55, 56, 63, 64] {
      let seed = String(repeating: "x", count: length)
      for first: UInt64 in [0, 93, 999, 9_999_940, 999_999_999_999_999_937] {
        var draws = SeededDraws(seed: seed, counter: first)
        var naive = NaiveDraws(seed: seed, counter: first)
        for at in 0..<(first == 0 ? 130 : 70) {
          #expect(draws.counter == naive.counter)
          #expect(draws.next() == naive.next(), "\(length) \(first + UInt64(at))")
        }
      }
    }
  }

  /// Computed with `printf 'zhibiao-plan-v1\n2026-05-01\n0' | sha256sum`.
  @Test func firstDrawOfASeed() {
    var draws = SeededDraws(seed: "2026-05-01")
    #expect(draws.next() == 0xef84_1c03_5133_5685)
    #expect(draws.next() == 0x5c24_6892_098f_c3af)
    var naive = NaiveDraws(seed: "2026-05-01")
    #expect(naive.next() == 0xef84_1c03_5133_5685)
  }

  struct Fixed: DrawSource {
    var values: [UInt64]
    mutating func next() -> UInt64 { values.removeFirst() }
  }

  @Test func uniformRejectsTheSurplus() {
    // 2⁶⁴ mod 10 = 6: the six largest values are rejected.
    var draws = Fixed(values: [.max, .max - 5, .max - 6, 7])
    #expect(draws.uniform(below: 10) == (UInt64.max - 6) % 10)
    #expect(draws.values == [7])
    // 2⁶⁴ mod 8 = 0: nothing is rejected.
    var even = Fixed(values: [.max])
    #expect(even.uniform(below: 8) == 7)
    var one = Fixed(values: [.max])
    #expect(one.uniform(below: 1) == 0)
  }

  @Test func tieLots() {
    let lot = TieLot(seed: "s", row: "p1")
    #expect(lot("a") == SHA256.digest(Array("zhibiao-plan-tie-v1\ns\np1\na".utf8)))
    #expect(lot("a") != lot("b"))
    #expect((lot("a") < lot("b")) == (lot("a").hexadecimal < lot("b").hexadecimal))
  }
}
