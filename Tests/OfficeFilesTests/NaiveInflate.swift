/// Inflate by the letter of RFC 1951: a bit at a time, a search through all words. To compare with.
struct NaiveInflate {
  struct Broken: Error {}

  private let bytes: [UInt8]
  private var bit = 0
  private var output: [UInt8] = []

  static func run(_ bytes: [UInt8], size: Int) -> [UInt8]? {
    var naive = NaiveInflate(bytes: bytes)
    return try? naive.read(size)
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func next() throws -> Int {
    guard bit / 8 < bytes.count else { throw Broken() }
    defer { bit += 1 }
    return Int(bytes[bit / 8] >> UInt8(bit % 8)) & 1
  }

  private mutating func number(_ count: Int) throws -> Int {
    try (0..<count).reduce(0) { try $0 | (next() << $1) }
  }

  private mutating func read(_ size: Int) throws -> [UInt8] {
    var isLast = false
    while !isLast {
      isLast = try next() == 1
      switch try number(2) {
      case 0: try stored(size)
      case 1:
        let lengths =
          Array(repeating: 8, count: 144) + Array(repeating: 9, count: 112)
          + Array(repeating: 7, count: 24) + Array(repeating: 8, count: 8)
        try block(words(lengths), words(Array(repeating: 5, count: 32)), size)
      case 2:
        let (literals, distances) = try codes()
        try block(literals, distances, size)
      default: throw Broken()
      }
    }
    return output
  }

  private mutating func stored(_ size: Int) throws {
    bit = (bit + 7) / 8 * 8
    let (length, complement) = (try number(16), try number(16))
    guard length ^ complement == 0xFFFF else { throw Broken() }
    for _ in 0..<length { output.append(UInt8(try number(8))) }
    guard output.count <= size else { throw Broken() }
  }

  /// Words as texts of 0 and 1, by the two steps of section 3.2.2.
  private func words(_ lengths: [Int], mayBeIncomplete: Bool = false) throws -> [String: Int] {
    var word = 0
    var words: [String: Int] = [:]
    for length in 1...15 {
      word <<= 1
      for symbol in lengths.indices where lengths[symbol] == length {
        guard word < 1 << length else { throw Broken() }
        let digits = String(word, radix: 2)
        words[String(repeating: "0", count: length - digits.utf8.count) + digits] = symbol
        word += 1
      }
    }
    let used = words.keys.reduce(0) { $0 + 1 << (15 - $1.utf8.count) }
    let isDegenerate = words.isEmpty || (words.count == 1 && words.keys.first!.utf8.count == 1)
    guard used == 1 << 15 || (mayBeIncomplete && isDegenerate) else { throw Broken() }
    return words
  }

  private mutating func symbol(_ words: [String: Int]) throws -> Int {
    var word = ""
    while word.utf8.count < 15 {
      word += try next() == 1 ? "1" : "0"
      if let symbol = words[word] { return symbol }
    }
    throw Broken()
  }

  private mutating func codes() throws -> ([String: Int], [String: Int]) {
    let (literals, distances, ordered) = (
      try number(5) + 257, try number(5) + 1, try number(4) + 4
    )
    guard literals <= 286, distances <= 30 else { throw Broken() }
    let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    var own = Array(repeating: 0, count: 19)
    for i in 0..<ordered { own[order[i]] = try number(3) }
    let code = try words(own)
    var lengths: [Int] = []
    while lengths.count < literals + distances {
      switch try symbol(code) {
      case 16:
        guard let last = lengths.last else { throw Broken() }
        lengths += Array(repeating: last, count: 3 + (try number(2)))
      case 17: lengths += Array(repeating: 0, count: 3 + (try number(3)))
      case 18: lengths += Array(repeating: 0, count: 11 + (try number(7)))
      case let length: lengths.append(length)
      }
    }
    guard lengths.count == literals + distances, lengths[256] > 0 else { throw Broken() }
    return (
      try words(Array(lengths[..<literals]), mayBeIncomplete: true),
      try words(Array(lengths[literals...]), mayBeIncomplete: true)
    )
  }

  private mutating func block(
    _ literals: [String: Int], _ distances: [String: Int], _ size: Int
  ) throws {
    while true {
      let symbol = try symbol(literals)
      if symbol == 256 { return }
      if symbol < 256 {
        output.append(UInt8(symbol))
      } else {
        guard symbol < 286 else { throw Broken() }
        // Lengths go up by 1, from 265 on by 2, from 269 on by 4, …; the last is 258 by itself.
        let bits = symbol < 265 || symbol == 285 ? 0 : (symbol - 261) / 4
        let base =
          symbol < 265 ? symbol - 254 : symbol == 285 ? 258 : (4 + (symbol - 265) % 4) << bits | 3
        let length =
          (symbol < 265 || symbol == 285 ? base : (((symbol - 265) % 4 + 4) << bits) + 3)
          + (try number(bits))
        let far = try self.symbol(distances)
        guard far < 30 else { throw Broken() }
        let farBits = far < 4 ? 0 : far / 2 - 1
        let distance = (far < 4 ? far + 1 : ((2 + far % 2) << farBits) + 1) + (try number(farBits))
        guard distance <= output.count else { throw Broken() }
        for _ in 0..<length { output.append(output[output.count - distance]) }
      }
      guard output.count <= size else { throw Broken() }
    }
  }
}
