import Testing

@testable import Apportionment

@Suite("Draws")
struct DrawsTests {
  /// FIPS 180-4 examples, of the hash that the others are compared with.
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
    #expect(NaiveSHA256.hexadecimal(Array(text.utf8)) == digest)
  }

  /// The kernel against one digest a draw: over seeds of every length, where a batch ends, and
  /// where the counter gets a digit more.
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

  /// Seeds, rows and claimants of every length that ends a block or begins one.
  @Test func tieLots() {
    var lots: [(lot: Digest256, digest: String)] = []
    for length in Array(0...70) + [119, 120, 127, 128, 200] {
      let seed = String(repeating: "s", count: max(1, length % 37))
      let (row, claimant) = (length % 5 == 0 ? "" : "p1", String(repeating: "中", count: length))
      let digest = NaiveSHA256.hexadecimal(
        Array("zhibiao-plan-tie-v1\n\(seed)\n\(row)\n\(claimant)".utf8))
      let lot = TieLot(seed: seed, row: row)(claimant)
      #expect(lot.hexadecimal == digest, "\(length)")
      let words = (0..<8).map { lot.shortWord($0) }
      #expect(words == (0..<8).map { Int(digest.dropFirst(8 * $0).prefix(8), radix: 16)! })
      for other in lots {
        #expect((lot < other.lot) == (digest < other.digest) && lot != other.lot)
      }
      lots.append((lot, digest))
    }
  }
}
