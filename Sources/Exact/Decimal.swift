/// An exact decimal number: `mantissa` / 10^`places`, without trailing zeros in the mantissa.
///
/// At most 18 significant digits; whatever does not fit is refused, never rounded. This is what
/// rule files and tables are read into: no binary floating point takes part in any decision.
public struct Decimal: Hashable, Sendable {
  /// The digits as an integer, with the sign.
  public let mantissa: Int64
  /// How many of the digits stand after the point, 0 to 18.
  public let places: Int

  /// Zero.
  public static let zero = Decimal(mantissa: 0, places: 0)!
  /// One.
  public static let one = Decimal(mantissa: 1, places: 0)!

  /// `mantissa` / 10^`places`; nil beyond 18 places.
  public init?(mantissa: Int64, places: Int) {
    guard places >= 0, places <= 18 else { return nil }
    var mantissa = mantissa
    var places = places
    while places > 0, mantissa % 10 == 0 {
      mantissa /= 10
      places -= 1
    }
    self.mantissa = mantissa
    self.places = places
  }

  /// `thousandths` / 1000.
  public init(thousandths: Int64) { self.init(mantissa: thousandths, places: 3)! }

  /// Reads `-12.50`: an optional sign, digits, optionally a point and digits. No exponent, no
  /// spaces, no thousands separators. Nil where the text is anything else or has over 18 digits.
  public init?(_ text: some StringProtocol) { self.init(utf8: text.utf8) }

  /// Reads the same from UTF-8 bytes.
  public init?(utf8 bytes: some Sequence<UInt8>) {
    var mantissa: Int64 = 0
    var digits = 0
    var significant = 0
    var places: Int?
    var negative = false
    var first = true
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "-") where first, UInt8(ascii: "+") where first:
        negative = byte == UInt8(ascii: "-")
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        digits += 1
        if mantissa != 0 || byte != UInt8(ascii: "0") { significant += 1 }
        guard significant <= 18 else { return nil }
        mantissa = mantissa * 10 + Int64(byte - UInt8(ascii: "0"))
        if let known = places { places = known + 1 }
      case UInt8(ascii: ".") where places == nil && digits > 0:
        places = 0
      default:
        return nil
      }
      first = false
    }
    guard digits > 0, places != 0, places ?? 0 <= 18 else { return nil }
    self.init(mantissa: negative ? -mantissa : mantissa, places: places ?? 0)
  }

  /// The value in thousandths; nil where it has more than 3 places or does not fit.
  public var thousandths: Int64? {
    guard places <= 3 else { return nil }
    let (value, overflow) = mantissa.multipliedReportingOverflow(by: Decimal.power(3 - places))
    return overflow ? nil : value
  }

  /// 10^`exponent`, for 0 to 18.
  public static func power(_ exponent: Int) -> Int64 {
    var value: Int64 = 1
    for _ in 0..<exponent { value *= 10 }
    return value
  }
}

extension Decimal: Comparable {
  /// Exact comparison, in 128 bits.
  public static func < (a: Decimal, b: Decimal) -> Bool {
    let places = max(a.places, b.places)
    return Int128(a.mantissa) * Int128(power(places - a.places))
      < Int128(b.mantissa) * Int128(power(places - b.places))
  }
}

extension Decimal: CustomStringConvertible {
  /// The shortest form, without trailing zeros: `655.5`.
  public var description: String {
    guard places > 0 else { return String(mantissa) }
    var digits = String(mantissa.magnitude)
    while digits.utf8.count <= places { digits = "0" + digits }
    let split = digits.index(digits.endIndex, offsetBy: -places)
    return (mantissa < 0 ? "-" : "") + digits[..<split] + "." + digits[split...]
  }
}
