/// Numbers as office programs store them, as plain decimals: by digits, never by binary floating
/// point.
///
/// A spreadsheet keeps a number as a double and writes up to 17 digits of it: what shows as 87.3
/// may stand as 87.299999999999997. Its own precision is 15 digits, so a number of more is rounded
/// to 15, half away from zero; every decimal of up to 15 digits comes back unchanged.
enum StoredNumber {
  private static let digitsMax = 15

  /// Appends the number at `range` of `source` to `text`: `-12.5`. A text that is no number, or is
  /// far too large or small for a score, is appended as it stands, for the reader of numbers to
  /// refuse; so is one whose 15 digits have more than 3 places. False where it is no number at all.
  @discardableResult
  static func append(_ source: [UInt8], _ range: Range<Int>, to text: inout [UInt8]) -> Bool {
    if isShortInteger(source, range) {
      text += source[range]
      return true
    }
    guard var number = Number(source[range]) else {
      text += source[range]
      return false
    }
    let isRounded = number.digits.count > digitsMax
    number.round(to: digitsMax)
    let places = number.digits.count - number.point
    if number.point > 40 || number.point < -40 || (isRounded && places > 3) {
      text += source[range]
    } else {
      number.append(to: &text)
    }
    return true
  }

  /// Most cells: up to 15 digits, not led by a zero.
  private static func isShortInteger(_ source: [UInt8], _ range: Range<Int>) -> Bool {
    guard (1...digitsMax).contains(range.count), source[range.lowerBound] != UInt8(ascii: "0")
    else { return false }
    for at in range where source[at] &- 0x30 > 9 { return false }
    return true
  }

  /// 0.d₁d₂… × 10^point, without zeros around the digits.
  private struct Number {
    var isNegative = false
    var digits: [UInt8] = []
    var point = 0

    /// Reads `-1.5E+3`.
    init?(_ text: ArraySlice<UInt8>) {
      var rest = text
      if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
        isNegative = sign == UInt8(ascii: "-")
        rest.removeFirst()
      }
      var (hasDigits, isBehindPoint) = (false, false)
      while let byte = rest.first {
        if byte == UInt8(ascii: "."), !isBehindPoint {
          isBehindPoint = true
        } else if byte &- 0x30 <= 9 {
          hasDigits = true
          if byte != 0x30 || !digits.isEmpty {
            digits.append(byte &- 0x30)
            if !isBehindPoint { point += 1 }
          } else if isBehindPoint {
            point -= 1
          }
        } else {
          break
        }
        rest.removeFirst()
      }
      guard hasDigits, let exponent = Number.exponent(rest) else { return nil }
      point += exponent
      trim()
    }

    /// Nothing, or E and a number of at most 3 digits.
    private static func exponent(_ text: ArraySlice<UInt8>) -> Int? {
      guard let first = text.first else { return 0 }
      guard first == UInt8(ascii: "E") || first == UInt8(ascii: "e"), (2...5).contains(text.count)
      else { return nil }
      return Int(String(decoding: text.dropFirst(), as: UTF8.self))
    }

    private mutating func trim() {
      while digits.last == 0 { digits.removeLast() }
      if digits.isEmpty { (point, isNegative) = (0, false) }
    }

    mutating func round(to count: Int) {
      guard digits.count > count else { return }
      let goesUp = digits[count] >= 5
      digits.removeLast(digits.count - count)
      if goesUp {
        var at = count - 1
        while at >= 0, digits[at] == 9 {
          digits[at] = 0
          at -= 1
        }
        if at >= 0 {
          digits[at] += 1
        } else {
          digits.insert(1, at: 0)
          point += 1
        }
      }
      trim()
    }

    func append(to text: inout [UInt8]) {
      if isNegative { text.append(UInt8(ascii: "-")) }
      if point <= 0 { text.append(0x30) }
      for at in 0..<max(point, 0) { text.append(at < digits.count ? digits[at] + 0x30 : 0x30) }
      guard digits.count > point else { return }
      text.append(UInt8(ascii: "."))
      for _ in 0..<max(0, -point) { text.append(0x30) }
      for at in max(point, 0)..<digits.count { text.append(digits[at] + 0x30) }
    }
  }
}
