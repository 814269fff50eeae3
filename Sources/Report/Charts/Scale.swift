import Diagnostics

/// A linear axis: values in millionths onto hundredths of a pixel, with round marks. Integers
/// alone, so that a chart has the same bytes on every machine.
struct Scale: Sendable {
  /// The values at the ends of the axis.
  let (low, high): (Int64, Int64)
  /// Where the ends lie.
  let (start, end): (Int, Int)
  /// The distance of the marks.
  let step: Int64

  /// An axis from `start` to `end` that holds all of `values` with about `marks` marks; both ends
  /// are marks. With `fromZero` zero is on it.
  init(covering values: [Int64], fromZero: Bool = false, start: Int, end: Int, marks: Int = 6) {
    var (low, high) = (values.min() ?? 0, values.max() ?? 0)
    if fromZero { (low, high) = (min(low, 0), max(high, 0)) }
    if low == high { (low, high) = (fromZero ? low : low - 500_000, high + 500_000) }
    let step = Scale.step(Int128(high) - Int128(low), marks)
    // Rounded outward to marks; values come from texts of 18 digits, so nothing overflows.
    self.low = low.floorDivided(by: step) * step
    self.high = -((-high).floorDivided(by: step)) * step
    (self.start, self.end, self.step) = (start, end, step)
  }

  /// The smallest of 1, 2, 5 times a power of ten that divides `range` into at most `marks` parts.
  private static func step(_ range: Int128, _ marks: Int) -> Int64 {
    var power: Int64 = 1
    while true {
      for digit in [1, 2, 5] as [Int64] where Int128(digit * power) * Int128(marks) >= range {
        return digit * power
      }
      power *= 10
    }
  }

  /// Where a value lies.
  func callAsFunction(_ value: Int64) -> Int {
    let (part, whole) = (Int128(value) - Int128(low), Int128(high) - Int128(low))
    return start + Int(part * Int128(end - start) / whole)
  }

  /// The marks, ascending.
  var marks: [Int64] { Array(stride(from: low, through: high, by: Int(step))) }

  /// A mark as it is written, with as many places as the step needs.
  func text(_ mark: Int64) -> String {
    var (places, unit) = (0, step)
    while places < 6, unit % 1_000_000 != 0 { (places, unit) = (places + 1, unit * 10) }
    let (whole, part) = mark.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
    var text = (mark < 0 ? "-" : "") + grouped(Int(whole))
    if places > 0 {
      let digits = String(part)
      text += "." + (String(repeating: "0", count: 6 - digits.count) + digits).prefix(places)
    }
    return text
  }
}

extension Int64 {
  /// The quotient rounded down, for a positive divisor.
  func floorDivided(by divisor: Int64) -> Int64 {
    let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
    return rest < 0 ? quotient - 1 : quotient
  }
}
