import TestSupport
import Testing

@testable import OfficeFiles

@Suite struct InflateTests {
  private func outcome(_ bytes: [UInt8], size: Int) -> [UInt8]? {
    try? inflate(bytes, 0..<bytes.count, size: size)
  }

  private func error(_ bytes: [UInt8], size: Int = 100) -> InflateError? {
    do throws(InflateError) {
      _ = try inflate(bytes, 0..<bytes.count, size: size)
      return nil
    } catch {
      return error
    }
  }

  @Test func randomBlocksOfAllTypes() {
    var types: Set<Int> = []
    for seed in 0..<150 {
      var random = SeededGenerator(seed: UInt64(seed))
      let stream = DeflateWriter(blocks: random.int(1...4), tokens: 60, random: &random)
      types.insert(Int(stream.bytes[0] >> 1 & 3))
      #expect(outcome(stream.bytes, size: stream.plain.count) == stream.plain, "\(random)")
      #expect(
        NaiveInflate.run(stream.bytes, size: stream.plain.count) == stream.plain, "\(random)")
    }
    #expect(types == [0, 1, 2])
  }

  @Test func distancesUpTo32KiB() {
    var random = SeededGenerator(seed: 7)
    let stream = DeflateWriter(blocks: 12, tokens: 400, random: &random)
    #expect(stream.plain.count > 100_000)
    #expect(outcome(stream.bytes, size: stream.plain.count) == stream.plain)
  }

  @Test func damagedStreamsEndAsTheNaiveReaderSays() {
    var (good, bad) = (0, 0)
    for seed in 0..<800 {
      var random = SeededGenerator(seed: UInt64(seed))
      let stream = DeflateWriter(blocks: random.int(1...2), tokens: 12, random: &random)
      var bytes = stream.bytes
      for _ in 0...random.int(0...2) {
        let at = random.int(0...bytes.count - 1)
        bytes[at] ^= 1 << UInt8(random.int(0...7))
      }
      if random.chance(20) { bytes.removeLast(random.int(0...bytes.count - 1)) }
      let expected = NaiveInflate.run(bytes, size: 4096)
      #expect(outcome(bytes, size: 4096) == expected, "\(random)")
      if expected == nil { bad += 1 } else { good += 1 }
    }
    #expect(good > 40 && bad > 40, "the damage must sometimes be seen and sometimes not")
  }

  @Test func everyTruncationIsSeen() {
    var random = SeededGenerator(seed: 3)
    let stream = DeflateWriter(blocks: 3, tokens: 40, random: &random)
    for count in stream.bytes.indices {
      #expect(error(Array(stream.bytes[..<count]), size: stream.plain.count) == .truncated)
    }
  }

  @Test func aLimitStopsABomb() {
    // A fixed block: the letter a, 4,000 copies of 258 bytes at distance 1 in 13 bits each, no end.
    var bits = "110" + "10010001" + String(repeating: "1100010100000", count: 4000)
    bits += String(repeating: "0", count: 8 - bits.utf8.count % 8)
    let digits = Array(bits.utf8)
    let bomb = stride(from: 0, to: digits.count, by: 8).map { start in
      (0..<8).reduce(UInt8(0)) { $0 | (digits[start + $1] & 1) << UInt8($1) }
    }
    #expect(bomb.count < 7000)
    #expect(error(bomb, size: 1_000_000) == .tooLong)
    var random = SeededGenerator(seed: 11)
    let stream = DeflateWriter(blocks: 2, tokens: 300, random: &random)
    #expect(error(stream.bytes, size: stream.plain.count - 1) == .tooLong)
    #expect(outcome(stream.bytes, size: stream.plain.count + 50) == stream.plain)
    #expect(error([0b011, 0], size: 0) == nil, "an empty fixed block")
    #expect(error([0x4B, 0x04, 0x00], size: 0) == .tooLong, "one letter, no room")
  }

  @Test func brokenStreams() {
    #expect(error([]) == .truncated)
    #expect(error([0b111]) == .reservedBlock)
    #expect(error([0b001, 1, 0, 0, 0, 65]) == .storedLength)
    #expect(error([0b001, 5, 0, 0xFA, 0xFF, 65]) == .truncated)
    #expect(error([0b001, 1, 0, 0xFE, 0xFF, 65], size: 0) == .tooLong)
    #expect(error([0x03, 0x02, 0x00, 0x00]) == .distance, "a copy before the first byte")
    #expect(error([0x1B, 0x03, 0, 0]) == .codeWord, "length symbol 286 of the fixed code")
    #expect(error([0x05, 0, 0, 0, 0, 0]) == .codeLengths, "no words at all")
    #expect(error([0xFD, 0xFF, 0xFF, 0xFF]) == .codeLengths, "287 literals")
  }

  @Test func checksums() {
    #expect(checksum(Array("123456789".utf8)) == 0xCBF4_3926)
    #expect(checksum([]) == 0)
    var random = SeededGenerator(seed: 1)
    for count in 0..<70 {
      let bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      #expect(checksum(bytes) == naiveCRC32(bytes), "\(count) bytes")
    }
  }
}
