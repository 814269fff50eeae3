import CPlainKernels
import TestSupport
import Testing

@testable import Verification

/// Rows of outcomes that the C code takes, against what stands in them.
@Suite struct PlainOutcomesTests {
  private static let names = (
    programmes: ["0101", "0102", "X", "12345678"], stages: ["quota", "open"], pools: ["p", "全市"]
  )
  private static let scores = ["600", "600.5", "0", "12345.25"]
  private static let values: [Int64] = [600_000, 600_500, 0, 12_345_250]

  /// A row as it should be, or altered in one byte, though not in the choice: that might be
  /// another.
  private static func row(
    _ code: String, _ place: zp_placement, _ score: Int, _ random: inout SeededGenerator
  ) -> (bytes: [UInt8], isAltered: Bool) {
    let text =
      place.stage < 0
      ? "\(code),notAdmitted,,,,,\n"
      : "\(code),admitted,\(names.programmes[Int(place.programme)]),"
        + "\(names.stages[Int(place.stage)]),\(names.pools[Int(place.pool)]),\(place.choice + 1),"
        + "\(scores[score])\n"
    var bytes = Array(text.utf8)
    if random.int(0...29) > 0 { return (bytes, false) }
    let commas = bytes.indices.filter { bytes[$0] == UInt8(ascii: ",") }
    let last = place.stage < 0 ? bytes.count - 1 : commas[4]
    let (at, before) = (random.int(0...last), bytes)
    switch random.int(0...2) {
    case 0: bytes.remove(at: at)
    case 1: bytes.insert(UInt8(ascii: "0"), at: at)
    default: bytes[at] ^= UInt8(1 << random.int(0...6))
    }
    return (bytes, bytes != before)
  }

  /// Everybody up to the first altered row is where the row says; nobody is read behind it, nor
  /// where the score is not the student's own.
  @Test(arguments: 0..<400 as Range<UInt64>) func rowsAreReadUpToTheFirstThatIsNotPlain(
    seed: UInt64
  ) {
    var random = SeededGenerator(seed: seed)
    let tables = (
      PlainNames(Self.names.programmes), PlainNames(Self.names.stages),
      PlainNames(Self.names.pools)
    )
    var (bytes, codes, ends): ([UInt8], [UInt8], [Int32]) = ([], [], [])
    var (wide, expected): ([Int64], [zp_placement]) = ([], [])
    var isStopped = false
    let count = random.int(1...30)
    for i in 0..<count {
      let code = String(repeating: "7", count: random.int(0...9)) + "\(1000 + i)"
      codes += Array(code.utf8)
      ends.append(Int32(codes.count))
      var place = zp_placement(stage: -1, choice: 0, programme: 0, pool: 0)
      if random.int(0...2) > 0 {
        place = zp_placement(
          stage: Int16(random.int(0...1)), choice: UInt16([0, 8, 9, 65_534][random.int(0...3)]),
          programme: UInt16(random.int(0...3)), pool: UInt16(random.int(0...1)))
      }
      let score = random.int(0...3)
      let isAnother = random.int(0...29) == 0
      wide += [5, Self.values[score] + (isAnother ? 500 : 0)]
      let row = Self.row(code, place, score, &random)
      bytes += row.bytes
      isStopped = isStopped || row.isAltered || (isAnother && place.stage >= 0)
      if !isStopped { expected.append(place) }
    }
    bytes += Array(repeating: UInt8(ascii: " "), count: 100)
    var given = zp_outcomes(
      programmes_mask: UInt64(tables.0.mask), stages_mask: UInt64(tables.1.mask),
      pools_mask: UInt64(tables.2.mask), step: 2)
    var (at, placed): (UInt64, [zp_placement]) = (0, Array(repeating: .init(), count: count))
    let read = unsafe zp_read_outcomes(
      &given, bytes, UInt64(bytes.count), &at, codes, ends, wide.map { Int32($0) },
      seed % 2 == 0 ? wide : nil, 0, UInt32(count),
      tables.0.slots, tables.1.slots, tables.2.slots, [1, 1], &placed)
    #expect(Int(read) == expected.count)
    for (found, wanted) in zip(placed, expected) {
      #expect(found.stage == wanted.stage && found.choice == wanted.choice)
      #expect(found.programme == wanted.programme && found.pool == wanted.pool)
    }
  }
}

/// A score that is another way to write the same number is not plain.
@Suite struct WrittenScoreTests {
  @Test(arguments: ["600.50", "0600.5", "00", "600.", "600.0", "+600", "6e2", "600.5000"])
  func otherSpellingsAreLeft(_ score: String) {
    let names = PlainNames(["A"])
    let bytes = Array("7,admitted,A,A,A,1,\(score)\n".utf8) + Array(repeating: 32, count: 100)
    var given = zp_outcomes(
      programmes_mask: UInt64(names.mask), stages_mask: UInt64(names.mask),
      pools_mask: UInt64(names.mask), step: 1)
    for value: Int64 in [600_000, 600_500, 0] {
      var (at, placed): (UInt64, [zp_placement]) = (0, [zp_placement()])
      let read = unsafe zp_read_outcomes(
        &given, bytes, UInt64(bytes.count), &at, [UInt8(ascii: "7")], [1], [Int32(value)], nil, 0,
        1,
        names.slots, names.slots, names.slots, [0], &placed)
      #expect(read == 0 && at == 0)
    }
  }
}
