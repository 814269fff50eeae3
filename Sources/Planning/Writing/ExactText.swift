/// Exact decimals as bytes.
enum ExactText {
  /// Appends `value` / 10^`places`, 0 or more, without trailing zeros: `12.5`.
  static func append(_ value: Int, places: Int, to out: inout [UInt8]) {
    var (whole, fraction) = (value, 0)
    var power = 1
    for _ in 0..<places { power *= 10 }
    (whole, fraction) = value.quotientAndRemainder(dividingBy: power)
    append(whole, to: &out)
    guard fraction > 0 else { return }
    out.append(UInt8(ascii: "."))
    while fraction > 0 {
      power /= 10
      out.append(UInt8(ascii: "0") + UInt8(fraction / power))
      fraction %= power
    }
  }

  /// Appends a whole number of 0 or more.
  static func append(_ value: Int, to out: inout [UInt8]) {
    if value < 10 {
      out.append(UInt8(ascii: "0") + UInt8(value))
      return
    }
    var power = 10
    while value / power >= 10 { power *= 10 }
    var rest = value
    while power > 0 {
      out.append(UInt8(ascii: "0") + UInt8(rest / power))
      rest %= power
      power /= 10
    }
  }

  /// `value` / 10^`places` as text, with its sign.
  static func text(_ value: Int, places: Int) -> String {
    var out: [UInt8] = value < 0 ? [UInt8(ascii: "-")] : []
    append(abs(value), places: places, to: &out)
    return String(decoding: out, as: UTF8.self)
  }

  /// How many places parts of 1/`unit` seats have.
  static func places(of unit: Int) -> Int {
    var (places, power) = (0, 1)
    while power < unit {
      power *= 10
      places += 1
    }
    return places
  }
}
