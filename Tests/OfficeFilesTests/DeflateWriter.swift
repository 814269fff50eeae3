import TestSupport

/// Writes deflate streams for tests: random blocks of all three types, with random codes.
struct DeflateWriter {
  /// What a stream says: a byte, or a copy of what came before.
  enum Token {
    case literal(UInt8)
    case copy(length: Int, distance: Int)
  }

  private var bits: [Bool] = []
  /// What the stream will become.
  private(set) var plain: [UInt8] = []

  /// The stream.
  var bytes: [UInt8] {
    stride(from: 0, to: bits.count, by: 8).map { start in
      (0..<8).reduce(0) { byte, i in
        start + i < bits.count && bits[start + i] ? byte | 1 << UInt8(i) : byte
      }
    }
  }

  /// A random stream of `blocks` blocks.
  init(blocks: Int, tokens: Int, random: inout SeededGenerator) {
    for block in 0..<blocks {
      put(block == blocks - 1 ? 1 : 0, 1)
      let type = random.int(0...2)
      put(type, 2)
      if type == 0 {
        stored(random: &random)
      } else {
        let tokens = (0..<random.int(0...tokens)).map { _ in token(&random) }
        type == 1 ? fixed(tokens) : dynamic(tokens, &random)
      }
    }
  }

  private mutating func token(_ random: inout SeededGenerator) -> Token {
    if plain.isEmpty || random.chance(40) {
      let byte = UInt8(truncatingIfNeeded: random.next() % (random.chance(50) ? 4 : 256))
      plain.append(byte)
      return .literal(byte)
    }
    let length = random.chance(5) ? 258 : random.int(3...258)
    let far = min(plain.count, 32_768)
    let distance = random.chance(10) ? far : random.int(1...far)
    for _ in 0..<length { plain.append(plain[plain.count - distance]) }
    return .copy(length: length, distance: distance)
  }

  // MARK: Bits

  private mutating func put(_ value: Int, _ count: Int) {
    for i in 0..<count { bits.append(value >> i & 1 == 1) }
  }

  /// A word of a code, its first bit first.
  private mutating func put(word: (value: Int, length: Int)) {
    for i in (0..<word.length).reversed() { bits.append(word.value >> i & 1 == 1) }
  }

  private mutating func stored(random: inout SeededGenerator) {
    while bits.count % 8 > 0 { bits.append(random.chance(50)) }
    let content = (0..<random.int(0...100)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    put(content.count, 16)
    put(~content.count & 0xFFFF, 16)
    for byte in content { put(Int(byte), 8) }
    plain += content
  }

  private mutating func fixed(_ tokens: [Token]) {
    let lengths =
      Array(repeating: 8, count: 144) + Array(repeating: 9, count: 112)
      + Array(repeating: 7, count: 24) + Array(repeating: 8, count: 8)
    write(tokens, Self.words(lengths), Self.words(Array(repeating: 5, count: 32)))
  }

  private mutating func dynamic(_ tokens: [Token], _ random: inout SeededGenerator) {
    var literals: Set<Int> = [256, random.int(0...255)]
    var distances: Set<Int> = []
    for token in tokens {
      switch token {
      case .literal(let byte): literals.insert(Int(byte))
      case .copy(let length, let distance):
        literals.insert(Self.lengthSymbol(length).symbol)
        distances.insert(Self.distanceSymbol(distance).symbol)
      }
    }
    let first = Self.randomLengths(literals, count: 257 + random.int(0...29), &random)
    let second = Self.randomLengths(distances, count: 1 + random.int(0...29), &random)
    put(first.count - 257, 5)
    put(second.count - 1, 5)
    put(15, 4)
    // The lengths as they are, each in four bits: symbols 0 to 15 have words of one length.
    for symbol in [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15] {
      put(symbol < 16 ? 4 : 0, 3)
    }
    for length in first + second { put(word: (length, 4)) }
    write(tokens, Self.words(first), Self.words(second))
  }

  private mutating func write(
    _ tokens: [Token], _ literals: [(value: Int, length: Int)],
    _ distances: [(value: Int, length: Int)]
  ) {
    for token in tokens {
      switch token {
      case .literal(let byte): put(word: literals[Int(byte)])
      case .copy(let length, let distance):
        let (symbol, extra, bits) = Self.lengthSymbol(length)
        put(word: literals[symbol])
        put(extra, bits)
        let (far, farExtra, farBits) = Self.distanceSymbol(distance)
        put(word: distances[far])
        put(farExtra, farBits)
      }
    }
    put(word: literals[256])
  }

  // MARK: Codes

  /// Lengths of a complete code for `symbols`: leaves of a tree that is split at random.
  private static func randomLengths(
    _ symbols: Set<Int>, count: Int, _ random: inout SeededGenerator
  ) -> [Int] {
    var lengths = Array(repeating: 0, count: max(count, (symbols.max() ?? 0) + 1))
    let ordered = symbols.sorted().shuffled(using: &random)
    if ordered.count == 1 { lengths[ordered[0]] = 1 }
    guard ordered.count > 1 else { return lengths }
    var leaves = [0]
    while leaves.count < ordered.count {
      let open = leaves.indices.filter { leaves[$0] < 15 }
      let at = open[random.int(0...open.count - 1)]
      leaves[at] += 1
      leaves.append(leaves[at])
    }
    for (symbol, length) in zip(ordered, leaves) { lengths[symbol] = length }
    return lengths
  }

  private static func words(_ lengths: [Int]) -> [(value: Int, length: Int)] {
    var words = lengths.map { (value: 0, length: $0) }
    var next = 0
    for length in 1...15 {
      next <<= 1
      for symbol in lengths.indices where lengths[symbol] == length {
        words[symbol].value = next
        next += 1
      }
    }
    return words
  }

  private static func lengthSymbol(_ length: Int) -> (symbol: Int, extra: Int, bits: Int) {
    if length == 258 { return (285, 0, 0) }
    if length <= 10 { return (254 + length, 0, 0) }
    var bits = 1
    while length - 3 >= 8 << bits { bits += 1 }
    let steps = (length - 3) >> bits
    return (261 + 4 * bits + steps - 4, (length - 3) - steps << bits, bits)
  }

  private static func distanceSymbol(_ distance: Int) -> (symbol: Int, extra: Int, bits: Int) {
    if distance <= 4 { return (distance - 1, 0, 0) }
    var bits = 1
    while distance - 1 >= 4 << bits { bits += 1 }
    let steps = (distance - 1) >> bits
    return (2 * bits + steps, (distance - 1) - steps << bits, bits)
  }
}
