/// A natural number of any size, for certificates that must be exact.
///
/// Only what those need: products, comparison, division. Not made for speed.
public struct Natural: Hashable, Sendable {
  /// The digits to base 2³², least first, without leading zeros.
  private var limbs: [UInt32]

  /// A number from a machine integer.
  public init(_ value: UInt128) {
    limbs = []
    var rest = value
    while rest > 0 {
      limbs.append(UInt32(truncatingIfNeeded: rest))
      rest >>= 32
    }
  }

  private init(limbs: [UInt32]) {
    self.limbs = limbs
    while self.limbs.last == 0 { self.limbs.removeLast() }
  }

  /// Whether it is 0.
  public var isZero: Bool { limbs.isEmpty }

  /// How many binary digits it has; 0 for 0.
  public var bitWidth: Int {
    limbs.isEmpty ? 0 : limbs.count * 32 - limbs.last!.leadingZeroBitCount
  }

  /// The same number in 128 bits, if it fits.
  public var word: UInt128? {
    guard limbs.count <= 4 else { return nil }
    return limbs.reversed().reduce(0) { $0 << 32 | UInt128($1) }
  }

  /// Reads decimal digits; nil where the text is anything else.
  public init?(_ text: some StringProtocol) {
    guard !text.isEmpty else { return nil }
    var value = Natural(0)
    for byte in text.utf8 {
      guard (0x30...0x39).contains(byte) else { return nil }
      value = value.times(10, plus: UInt32(byte - 0x30))
    }
    self = value
  }

  private func times(_ factor: UInt32, plus carry: UInt32) -> Natural {
    var carry = UInt64(carry)
    var result = limbs
    for i in result.indices {
      let value = UInt64(result[i]) * UInt64(factor) + carry
      result[i] = UInt32(truncatingIfNeeded: value)
      carry = value >> 32
    }
    if carry > 0 { result.append(UInt32(carry)) }
    return Natural(limbs: result)
  }

  /// The product. Complexity: O(n·m).
  public static func * (a: Natural, b: Natural) -> Natural {
    var result = Array(repeating: UInt32(0), count: a.limbs.count + b.limbs.count)
    for i in a.limbs.indices {
      var carry: UInt64 = 0
      for j in b.limbs.indices {
        let value = UInt64(a.limbs[i]) * UInt64(b.limbs[j]) + UInt64(result[i + j]) + carry
        result[i + j] = UInt32(truncatingIfNeeded: value)
        carry = value >> 32
      }
      result[i + b.limbs.count] = UInt32(carry)
    }
    return Natural(limbs: result)
  }

  /// Shifted left. Complexity: O(n).
  static func << (a: Natural, bits: Int) -> Natural {
    var result = Array(repeating: UInt32(0), count: bits / 32) + a.limbs + [0]
    let shift = UInt32(bits % 32)
    if shift > 0 {
      for i in stride(from: result.count - 1, through: 0, by: -1) {
        let below = i > 0 ? result[i - 1] >> (32 - shift) : 0
        result[i] = result[i] << shift | below
      }
    }
    return Natural(limbs: result)
  }

  /// The difference; the first must not be smaller.
  private mutating func subtract(_ other: Natural) {
    var borrow: Int64 = 0
    for i in limbs.indices {
      let value = Int64(limbs[i]) - (i < other.limbs.count ? Int64(other.limbs[i]) : 0) - borrow
      limbs[i] = UInt32(truncatingIfNeeded: value)
      borrow = value < 0 ? 1 : 0
    }
    precondition(borrow == 0, "a natural number is not negative")
    while limbs.last == 0 { limbs.removeLast() }
  }

  /// Long division, bit by bit where the numbers do not fit a machine word. Complexity: O(n²).
  func quotientAndRemainder(dividingBy divisor: Natural) -> (Natural, Natural) {
    precondition(!divisor.isZero, "division by zero")
    if let a = word, let b = divisor.word {
      let (quotient, rest) = a.quotientAndRemainder(dividingBy: b)
      return (Natural(quotient), Natural(rest))
    }
    var quotient = Natural(0)
    var rest = self
    while rest >= divisor {
      var shift = rest.bitWidth - divisor.bitWidth
      if divisor << shift > rest { shift -= 1 }
      rest.subtract(divisor << shift)
      while quotient.limbs.count <= shift / 32 { quotient.limbs.append(0) }
      quotient.limbs[shift / 32] |= 1 << UInt32(shift % 32)
    }
    return (quotient, rest)
  }

  /// The greatest common divisor, by Euclid.
  static func gcd(_ a: Natural, _ b: Natural) -> Natural {
    var (a, b) = (a, b)
    while !b.isZero {
      if var x = a.word, var y = b.word {
        while y > 0 { (x, y) = (y, x % y) }
        return Natural(x)
      }
      (a, b) = (b, a.quotientAndRemainder(dividingBy: b).1)
    }
    return a
  }
}

extension Natural: Comparable {
  /// Compares by value. Complexity: O(n).
  public static func < (a: Natural, b: Natural) -> Bool {
    if a.limbs.count != b.limbs.count { return a.limbs.count < b.limbs.count }
    for i in a.limbs.indices.reversed() where a.limbs[i] != b.limbs[i] {
      return a.limbs[i] < b.limbs[i]
    }
    return false
  }
}

extension Natural: CustomStringConvertible {
  /// Decimal digits.
  public var description: String {
    if let word { return String(word) }
    let (high, low) = quotientAndRemainder(dividingBy: Natural(1_000_000_000))
    let digits = low.description
    return high.description + String(repeating: "0", count: 9 - digits.utf8.count) + digits
  }
}

/// A positive fraction of natural numbers, in lowest terms.
struct NaturalFraction {
  let numerator: Natural
  let denominator: Natural

  static let one = NaturalFraction(Natural(1), over: Natural(1))

  init(_ numerator: Natural, over denominator: Natural) {
    let common = Natural.gcd(numerator, denominator)
    self.numerator = numerator.quotientAndRemainder(dividingBy: common).0
    self.denominator = denominator.quotientAndRemainder(dividingBy: common).0
  }

  static func * (a: NaturalFraction, b: NaturalFraction) -> NaturalFraction {
    NaturalFraction(a.numerator * b.numerator, over: a.denominator * b.denominator)
  }

  static func < (a: NaturalFraction, b: NaturalFraction) -> Bool {
    a.numerator * b.denominator < b.numerator * a.denominator
  }
}
