import CPlainKernels
import Exact
import TestSupport
import Testing

@testable import Verification

/// Texts that are made eight bytes at a time, and things found more than once, each beside the
/// plain way.
@Suite struct PlainSinkTests {
  private static let numbers: [UInt64] =
    (0..<20).flatMap { (digits: Int) -> [UInt64] in
      let power = (0..<digits).reduce(1 as UInt64) { value, _ in value * 10 }
      return [power - 1, power, power + 1]
    } + [.max, 123_456_789_012_345_678]

  @Test func wholeNumbers() {
    for number in Self.numbers {
      var text: [UInt8] = []
      text.put(decimal: number)
      #expect(String(decoding: text, as: UTF8.self) == "\(number)")
    }
  }

  @Test func thousandths() {
    let small = (-1100...1100).map { Int64($0) }
    for value in small + Self.numbers.map({ Int64(truncatingIfNeeded: $0) }) where value != .min {
      var text: [UInt8] = []
      text.put(thousandths: value)
      #expect(String(decoding: text, as: UTF8.self) == Decimal(thousandths: value).description)
    }
  }

  /// A match says yes to the text itself and no to every other: a byte changed, one less, one more.
  @Test func matchesAreExact() {
    let names = ["", "a", "1234567", "12345678", "123456789", "学校，乙", "quota,"]
    let texts = PackedTexts(names)
    func make<Sink: PlainSink>(_ sink: inout Sink) {
      for at in names.indices {
        texts.put(at, to: &sink)
        sink.put(decimal: Self.numbers[at * 3])
        sink.put(thousandths: Int64(at) * 250)
      }
    }
    var own: [UInt8] = []
    make(&own)
    let plain = names.enumerated().map { at, name in
      "\(name)\(Self.numbers[at * 3])\(Decimal(thousandths: Int64(at) * 250))"
    }
    #expect(own == Array(plain.joined().utf8))
    func isMatch(_ bytes: [UInt8], at start: Int) -> Bool {
      var match = PlainMatch(PlainBytes(bytes), at: start)
      make(&match)
      return match.isSame && match.at == bytes.count
    }
    #expect(isMatch(own, at: 0) && isMatch([1, 2, 3] + own, at: 3))
    for at in own.indices {
      var other = own
      other[at] ^= 1
      #expect(!isMatch(other, at: 0))
    }
    #expect(!isMatch(Array(own.dropLast()), at: 0) && !isMatch(own + [0], at: 0))
  }

  /// Hashes of few values, so that things that differ have the same.
  @Test func repeatsLikeADictionary() {
    var random = SeededGenerator(seed: 11)
    for round in 0..<40 {
      let values = (0..<random.int(0...400)).map { _ in random.int(0...(round * 20)) }
      let hashes = (0...800).map { _ in UInt64(random.int(0...40)) << 54 | UInt64(random.int(0...3))
      }
      let things = values.enumerated().map {
        PlainRepeats.Thing(hash: hashes[$1], number: $0)
      }
      let cut = random.int(0...things.count)
      let parts = [PlainRepeats(Array(things[..<cut])), PlainRepeats(Array(things[cut...]))]
      let found = PlainRepeats.find(in: parts, PlainThreads(count: 2), into: [[Int]]()) {
        values[$0] == values[$1]
      } _: {
        $0.append([$1, $2 ? 1 : 0])
      }.joined().sorted { $0[0] < $1[0] }
      var count: [Int: Int] = [:]
      var expected: [[Int]] = []
      for (number, value) in values.enumerated() {
        count[value, default: 0] += 1
        if count[value]! > 1 { expected.append([number, count[value] == 2 ? 1 : 0]) }
      }
      #expect(found == expected)
    }
  }

  /// The C code counts those that are there more than once, by hash and number.
  @Test func repeatsAreCounted() {
    var random = SeededGenerator(seed: 12)
    for round in 0..<40 {
      let things = (0..<random.int(0...400)).map { _ in
        PlainRepeats.Thing(
          hash: UInt64(random.int(0...40)) << 54 | UInt64(random.int(0...3)),
          number: random.int(0...round))
      }
      let cut = random.int(0...things.count)
      let parts = [PlainRepeats(Array(things[..<cut])), PlainRepeats(Array(things[cut...]))]
      let kinds = Dictionary(grouping: things) { [$0.hash, UInt64($0.number)] }
      let expected = kinds.values.reduce(0) { $0 + ($1.count > 1 ? $1.count : 0) }
      #expect(PlainRepeats.count(in: parts, PlainThreads(count: 2)) == expected)
    }
  }

  /// The same of words, in few buckets and in one place of the table.
  @Test func repeatedWordsAreCounted() {
    var random = SeededGenerator(seed: 13)
    for round in 0..<40 {
      let words = (0..<random.int(0...400)).map { _ in
        UInt64(random.int(0...3)) << 56 | UInt64(random.int(0...round)) << 32
          | UInt64(random.int(0...2))
      }
      let cut = random.int(0...words.count)
      let parts = [PlainWordRepeats(Array(words[..<cut])), PlainWordRepeats(Array(words[cut...]))]
      let kinds = Dictionary(grouping: words) { $0 }
      let expected = kinds.values.reduce(0) { $0 + ($1.count > 1 ? $1.count : 0) }
      #expect(PlainWordRepeats.count(in: parts, PlainThreads(count: 2)) == expected)
    }
  }

  /// Students are the same word if all their keys are the same, and no other; a key that is no
  /// whole number of half points above the lowest is told.
  @Test(arguments: 0..<40 as Range<UInt64>) func keysInHalfPointsAreOneWord(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let (count, isWhole) = (random.int(1...300), seed % 2 == 0)
    let lowest = Int64(random.int(0...3)) * 250
    var measures: [Int64] = []
    for _ in 0..<count { measures += [lowest + Int64(random.int(0...9)) * 500, 7, -2] }
    for i in 0..<count { measures[i * 3 + 2] += Int64(random.int(0...3)) }
    if !isWhole { measures[random.int(0...(count - 1)) * 3] += 499 }
    let keys = [
      zp_key(lowest: lowest, measure: 0, bits: 0, unit: 500, is_in_second: 0),
      zp_key(lowest: -2, measure: 2, bits: 4, unit: 1, is_in_second: 0),
    ]
    for wide in [nil, measures] {
      var words = [UInt64](repeating: 0, count: count)
      let told = unsafe zp_pack_words(
        measures.map { Int32($0) }, wide, 3, UInt32(count), keys, 2, &words)
      #expect((told != 0) == isWhole)
      if !isWhole { continue }
      let rows = (0..<count).map { [measures[$0 * 3], measures[$0 * 3 + 2]] }
      #expect(Set(zip(rows, words).map { $0 + [Int64(bitPattern: $1)] }).count == Set(words).count)
      #expect(Set(rows).count == Set(words).count)
    }
  }
}
