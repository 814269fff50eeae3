/// Why a deflate stream cannot be read.
enum InflateError: Error, Hashable {
  /// The stream ends before its last block does.
  case truncated
  /// A block of the fourth, reserved type.
  case reservedBlock
  /// A stored block whose length and its complement disagree.
  case storedLength
  /// Code lengths that are no prefix code.
  case codeLengths
  /// Bits that are no code word, or a code word without a meaning.
  case codeWord
  /// A distance to before the first byte.
  case distance
  /// More bytes than the stream should hold.
  case tooLong
}

/// The bytes that the deflate stream `source` (RFC 1951) holds, at most `size` of them: a stream
/// that goes on is an error, so a small file cannot fill the memory. Bytes behind the last block
/// are not looked at. Complexity: O(bytes in + bytes out), memory O(`size`).
func inflate(_ source: Span<UInt8>, size: Int) throws(InflateError) -> [UInt8] {
  var output = [UInt8](repeating: 0, count: size)
  var count = 0
  do {
    var free = output.mutableSpan
    var bits = BitReader()
    var isLast = false
    while !isLast {
      try bits.need(3, source)
      isLast = bits.take(1) == 1
      switch bits.take(2) {
      case 0: try copyStored(source, &bits, &free, &count)
      case 1: try decodeBlock(source, &bits, .fixedLiterals, .fixedDistances, &free, &count)
      case 2:
        let (literals, distances) = try readCodes(source, &bits)
        try decodeBlock(source, &bits, literals, distances, &free, &count)
      default: throw .reservedBlock
      }
    }
  }
  if count < size { output.removeLast(size - count) }
  return output
}

/// The same of the bytes of `archive` at `range`.
func inflate(
  _ archive: [UInt8], _ range: Range<Int>, size: Int
) throws(InflateError) -> [UInt8] {
  let all = archive.span
  let packed = all.extracting(range)
  return try inflate(packed, size: size)
}

/// Bits of a byte stream, the lowest bit of each byte first.
struct BitReader {
  private(set) var bits: UInt64 = 0
  /// How many bits wait in `bits`; behind the end of the stream zero bits do.
  private(set) var count = 0
  /// The next byte to load.
  private(set) var at = 0

  /// Loads at least 48 bits, or zeros where the stream has ended.
  @inline(__always)
  mutating func refill(_ source: Span<UInt8>) {
    while count <= 56, at < source.count {
      bits |= UInt64(source[at]) &<< UInt64(count)
      at &+= 1
      count &+= 8
    }
  }

  /// Makes sure of `wanted` bits, at most 48.
  @inline(__always)
  mutating func need(_ wanted: Int, _ source: Span<UInt8>) throws(InflateError) {
    if count < wanted { refill(source) }
    if count < wanted { throw .truncated }
  }

  /// Takes bits that are there.
  @inline(__always)
  mutating func take(_ wanted: Int) -> Int {
    let value = Int(truncatingIfNeeded: bits & ((1 &<< UInt64(wanted)) &- 1))
    drop(wanted)
    return value
  }

  @inline(__always)
  mutating func drop(_ wanted: Int) {
    bits &>>= UInt64(wanted)
    count &-= wanted
  }

  /// Gives back whole bytes, drops the bits of a byte begun, and goes on at byte `at`.
  mutating func alignToByte() {
    at -= count / 8
    (bits, count) = (0, 0)
  }

  mutating func skip(_ bytes: Int) { at += bytes }
}

private func copyStored(
  _ source: Span<UInt8>, _ bits: inout BitReader, _ free: inout MutableSpan<UInt8>,
  _ count: inout Int
) throws(InflateError) {
  bits.alignToByte()
  try bits.need(32, source)
  let length = bits.take(16)
  guard bits.take(16) == ~length & 0xFFFF else { throw .storedLength }
  bits.alignToByte()
  guard length <= source.count - bits.at else { throw .truncated }
  guard length <= free.count - count else { throw .tooLong }
  for i in 0..<length { free[count &+ i] = source[bits.at &+ i] }
  bits.skip(length)
  count += length
}

/// Literals and copies up to the end of a block.
private func decodeBlock(
  _ source: Span<UInt8>, _ bits: inout BitReader, _ literals: HuffmanCode,
  _ distances: HuffmanCode, _ free: inout MutableSpan<UInt8>, _ count: inout Int
) throws(InflateError) {
  let (bases, extras) = (DeflateTables.lengths, DeflateTables.lengthExtras)
  let (farBases, farExtras) = (DeflateTables.distances, DeflateTables.distanceExtras)
  var reader = bits
  var written = count
  defer { (bits, count) = (reader, written) }
  while true {
    reader.refill(source)
    let symbol = try literals.next(&reader)
    if symbol < 256 {
      guard written < free.count else { throw .tooLong }
      free[written] = UInt8(truncatingIfNeeded: symbol)
      written &+= 1
      continue
    }
    if symbol == 256 { return }
    guard symbol < 286 else { throw .codeWord }
    // A length takes 20 bits at most, a distance 28: together what one refill gives.
    let length = Int(bases[symbol &- 257]) &+ (try extra(Int(extras[symbol &- 257]), &reader))
    let far = try distances.next(&reader)
    guard far < 30 else { throw .codeWord }
    let distance = Int(farBases[far]) &+ (try extra(Int(farExtras[far]), &reader))
    guard distance <= written else { throw .distance }
    guard length <= free.count &- written else { throw .tooLong }
    // The copy may overlap what it writes: that is how runs are told.
    for i in written..<written &+ length { free[i] = free[i &- distance] }
    written &+= length
  }
}

@inline(__always)
private func extra(_ wanted: Int, _ bits: inout BitReader) throws(InflateError) -> Int {
  guard bits.count >= wanted else { throw .truncated }
  return bits.take(wanted)
}

/// The two codes of a dynamic block, which are told by the lengths of their words, which are told
/// in a third code.
private func readCodes(
  _ source: Span<UInt8>, _ bits: inout BitReader
) throws(InflateError) -> (literals: HuffmanCode, distances: HuffmanCode) {
  try bits.need(14, source)
  let (literals, distances) = (bits.take(5) + 257, bits.take(5) + 1)
  let ordered = bits.take(4) + 4
  guard literals <= 286, distances <= 30 else { throw .codeLengths }
  var own = [UInt8](repeating: 0, count: 19)
  for i in 0..<ordered {
    try bits.need(3, source)
    own[Int(DeflateTables.lengthOrder[i])] = UInt8(bits.take(3))
  }
  guard let code = HuffmanCode(own, mayBeIncomplete: false) else { throw .codeLengths }
  var lengths: [UInt8] = []
  while lengths.count < literals + distances {
    bits.refill(source)
    let symbol = try code.next(&bits)
    var (value, times): (UInt8, Int) = (0, 1)
    switch symbol {
    case 0...15: value = UInt8(symbol)
    case 16:
      guard let last = lengths.last else { throw .codeLengths }
      (value, times) = (last, 3 + (try extra(2, &bits)))
    case 17: times = 3 + (try extra(3, &bits))
    default: times = 11 + (try extra(7, &bits))
    }
    guard times <= literals + distances - lengths.count else { throw .codeLengths }
    for _ in 0..<times { lengths.append(value) }
  }
  // Without a word for the end the block would have none.
  guard lengths[256] > 0,
    let first = HuffmanCode(Array(lengths[..<literals]), mayBeIncomplete: true),
    let second = HuffmanCode(Array(lengths[literals...]), mayBeIncomplete: true)
  else { throw .codeLengths }
  return (first, second)
}

/// The constants of RFC 1951, section 3.2.5 and 3.2.7.
private enum DeflateTables {
  static let lengths: [UInt16] = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
    163, 195, 227, 258,
  ]
  static let lengthExtras: [UInt8] = [
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
  ]
  static let distances: [UInt16] = [
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049,
    3073, 4097, 6145, 8193, 12289, 16385, 24577,
  ]
  static let distanceExtras: [UInt8] = [
    0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13,
    13,
  ]
  static let lengthOrder: [UInt8] = [
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
  ]
}
